/* SPDX-License-Identifier: Apache-2.0 */
/* course/events.c: what each event means for what we keep, in whatever order they come. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/generation.h"
#include "base/json.h"
#include "store/events.h"
#include "support/event_world.h"
#include "support/list_view.h"

#define SECOND apr_time_from_sec(1)
#define MINUTE apr_time_from_sec(60)

#define MEETING "\"id\":1000000001,\"host_id\":\"host-1\""

static const char *status(course_world_t *world)
{
    json_object *list = student_list(world);
    return count(list) == 0 ? "(none)" : text(row(list, 0), "status");
}

/* A meeting in the course, in an hour, and a list of a minute ago. */
static course_world_t *create(apr_pool_t *pool, real_db_t *db, sim_meeting_t **meeting)
{
    course_world_t *world = event_world_create(pool, db);
    *meeting = course_meeting(world, "1000000001", 60);
    course_add(world, "course-1", *meeting);
    student_list(world);
    course_wait(world, MINUTE);
    assert_int_equal(course_lists(world, "host-1"), 1);
    return world;
}

/* --- held ------------------------------------------------------------------------------------- */

static void shows_at_once_that_it_is_running(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    assert_string_equal(status(world), "waiting");
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\",\"uuid\":\"now==\"}");
    assert_string_equal(status(world), "started");
    assert_string_equal(text(row(student_list(world), 0), "uuid"), "now==");
    course_wait(world, MINUTE);
    event(world, "meeting.ended", "\"object\":{\"id\":\"1000000001\",\"uuid\":\"now==\","
          "\"duration\":60,\"end_time\":\"2026-11-30T09:17:00Z\"}");
    assert_string_equal(status(world), "waiting");
    assert_int_equal(course_lists(world, "host-1"), 1);
    assert_int_equal(course_looks(world, "1000000001"), 0);
}

/* 10:15 to 11:15; who runs over is listed until the end is told, whatever was planned. */
static void ends_when_it_ended(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    meeting->status = "started";
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    course_wait(world, 125 * MINUTE);
    assert_string_equal(status(world), "started");
    meeting->status = "waiting";
    event(world, "meeting.ended", "\"object\":{\"id\":\"1000000001\",\"duration\":60,"
          "\"start_time\":\"2026-11-30T10:15:00Z\",\"end_time\":\"2026-11-30T11:21:00Z\"}");
    assert_string_equal(status(world), "(none)");
    assert_string_equal(real_db_value(db, "SELECT status FROM lti_zoom_meeting"), "ended");
}

static void order_does_not_matter(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    event_at(world, -SECOND, "meeting.ended", "\"object\":{\"id\":\"1000000001\"}");
    event_at(world, -2 * SECOND, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    assert_string_equal(status(world), "waiting");
    event_at(world, -3 * SECOND, "meeting.participant_joined",
             "\"object\":{\"id\":\"1000000001\"}");
    assert_string_equal(status(world), "waiting");
    assert_int_equal(course_lists(world, "host-1"), 1);
}

/* Someone is in it: the event that it started was lost, or is under way. */
static void sees_from_people_that_it_is_running(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    static const char *const somebody = "\"object\":{\"id\":\"1000000001\",\"uuid\":\"u\","
        "\"participant\":{\"user_name\":\"Asa Lindqvist\",\"email\":\"asa@example.edu\"}}";
    event(world, "meeting.participant_joined", somebody);
    assert_string_equal(status(world), "started");
    event(world, "meeting.participant_joined", somebody);
    event(world, "meeting.participant_left", somebody);
    assert_string_equal(status(world), "started");
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_event"), "1");
}

/* Zoom was asked after it had started, and nobody looked at this meeting: an hour too early. */
static void asks_again_when_zoom_was_asked_since(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    course_wait(world, 900 * SECOND);
    student_list(world);
    assert_int_equal(course_lists(world, "host-1"), 2);
    course_wait(world, SECOND);
    meeting->status = "started";
    event_at(world, -2 * SECOND, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    assert_string_equal(status(world), "started");
    assert_int_equal(course_lists(world, "host-1"), 3);
    assert_int_equal(course_looks(world, "1000000001"), 1);
    assert_string_equal(status(world), "started");
    assert_int_equal(course_lists(world, "host-1"), 3);
}

/* A list that Zoom gives while it runs does not say so, and takes nothing back. */
static void stays_running_through_a_refresh(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    meeting->status = "started";
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    course_wait(world, 900 * SECOND);
    assert_string_equal(status(world), "started");
    assert_int_equal(course_looks(world, "1000000001"), 1);
    world->blind = 1;
    meeting->topic = "Changed meanwhile";
    course_wait(world, 900 * SECOND);
    assert_string_equal(status(world), "started");
    assert_string_equal(text(row(student_list(world), 0), "topic"), "Changed meanwhile");

    /* the end was lost: whoever asks next sees it */
    world->blind = 0;
    meeting->status = "waiting";
    course_wait(world, 900 * SECOND);
    assert_string_equal(status(world), "waiting");
}

static void runs_without_a_fixed_time(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = event_world_create(pool, db);
    sim_meeting_t *meeting = course_meeting(world, "1000000001", 0);
    meeting->starts_at = 0;
    course_add(world, "course-1", meeting);
    student_list(world);
    course_wait(world, MINUTE);
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    assert_string_equal(status(world), "started");
    course_wait(world, MINUTE);
    event(world, "meeting.ended", "\"object\":{\"id\":\"1000000001\"}");
    assert_string_equal(status(world), "waiting");
}

/* --- changed ---------------------------------------------------------------------------------- */

static void takes_over_what_has_changed(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    event(world, "meeting.updated", "\"scope\":\"all\",\"object\":{" MEETING ","
          "\"topic\":\"Moved\",\"start_time\":\"2026-12-01T08:00:00Z\",\"duration\":45,"
          "\"settings\":{\"waiting_room\":false}},\"old_object\":{\"topic\":\"Lecture\"}");
    json_object *shown = row(student_list(world), 0);
    assert_string_equal(text(shown, "topic"), "Moved");
    assert_string_equal(text(shown, "start_time"), "2026-12-01T08:00:00Z");
    assert_string_equal(text(shown, "timezone"), "Europe/Berlin");
    assert_int_equal(json_object_get_int(lz_json_member(shown, "duration")), 45);
    assert_int_equal(course_lists(world, "host-1"), 1);

    event(world, "meeting.updated", "\"object\":{" MEETING ",\"duration\":30}");
    shown = row(student_list(world), 0);
    assert_string_equal(text(shown, "topic"), "Moved");
    assert_int_equal(json_object_get_int(lz_json_member(shown, "duration")), 30);
    assert_string_equal(real_db_value(db, "SELECT (ends_at - starts_at) / 60000000"
                                          " FROM lti_zoom_meeting"), "30");
    assert_int_equal(course_lists(world, "host-1"), 1);
}

static void asks_for_what_the_event_does_not_say(apr_pool_t *pool, real_db_t *db)
{
    static const char *const changes[] = {
        "\"object\":{" MEETING ",\"password\":\"new\"}",
        "\"object\":{" MEETING ",\"type\":8}",
        "\"object\":{" MEETING ",\"topic\":\"x\",\"occurrences\":[{\"occurrence_id\":\"1\"}]}",
        "\"scope\":\"single\",\"object\":{" MEETING ",\"topic\":\"x\"}",
        "\"scope\":\"range\",\"object\":{" MEETING ",\"topic\":\"x\"}",
        "\"object\":{\"id\":1000000001,\"host_id\":\"host-2\",\"topic\":\"x\"}",
        "\"object\":{" MEETING ",\"start_time\":\"next week\"}",
        "\"object\":{" MEETING ",\"join_url\":\"javascript:alert(1)\"}"
    };
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    for (int i = 0; i < (int)(sizeof(changes) / sizeof(changes[0])); i++) {
        course_wait(world, SECOND);
        event(world, "meeting.updated", changes[i]);
        course_wait(world, SECOND);
        student_list(world);
        assert_string_equal(text(row(student_list(world), 0), "topic"), "Lecture");
        assert_int_equal(course_lists(world, "host-1"), i + 2);
    }
}

/* A list that was asked for before the event does not make up for what the event leaves open. */
static void a_list_of_before_is_not_enough(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    lz_store_t *store = NULL;
    const apr_time_t asked_at = lz_now(world->env->clock);
    course_wait(world, SECOND);
    event(world, "meeting.updated", "\"scope\":\"single\",\"object\":{" MEETING "}");
    expect_ok(lz_store_open(world->env, &store));
    expect_ok(lz_store_host_listed(store, "account/1", "host-1", asked_at));
    lz_store_close(store);
    student_list(world);
    assert_int_equal(course_lists(world, "host-1"), 2);
}

static void an_older_change_does_not_undo_a_newer(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    event_at(world, -SECOND, "meeting.updated", "\"object\":{" MEETING ",\"topic\":\"New\"}");
    event_at(world, -2 * SECOND, "meeting.updated", "\"object\":{" MEETING ",\"topic\":\"Old\"}");
    assert_string_equal(real_db_value(db, "SELECT topic FROM lti_zoom_meeting"), "New");

    /* that one told of something else would be lost: whoever looks asks Zoom */
    meeting->topic = "As Zoom has it";
    assert_string_equal(text(row(student_list(world), 0), "topic"), "As Zoom has it");
    assert_int_equal(course_lists(world, "host-1"), 2);

    /* and one of before that look is in it already */
    course_wait(world, SECOND);
    event_at(world, -2 * SECOND, "meeting.updated", "\"object\":{" MEETING ",\"topic\":\"Old\"}");
    assert_string_equal(text(row(student_list(world), 0), "topic"), "As Zoom has it");
    assert_int_equal(course_lists(world, "host-1"), 2);
}

/* "Started" is no news about the topic, nor the other way round. */
static void started_and_changed_overtake_each_other(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    event_at(world, -SECOND, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    event_at(world, -2 * SECOND, "meeting.updated", "\"object\":{" MEETING ",\"topic\":\"New\"}");
    json_object *shown = row(student_list(world), 0);
    assert_string_equal(text(shown, "topic"), "New");
    assert_string_equal(text(shown, "status"), "started");
    course_wait(world, MINUTE);
    event_at(world, -SECOND, "meeting.updated", "\"object\":{" MEETING ",\"topic\":\"Newer\"}");
    event_at(world, -2 * SECOND, "meeting.ended", "\"object\":{\"id\":\"1000000001\"}");
    shown = row(student_list(world), 0);
    assert_string_equal(text(shown, "topic"), "Newer");
    assert_string_equal(text(shown, "status"), "waiting");
    assert_int_equal(course_lists(world, "host-1"), 1);
}

/* --- gone and back ---------------------------------------------------------------------------- */

static void goes_and_comes_back(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    meeting->deleted = 1;
    event(world, "meeting.deleted", "\"operation\":\"all\",\"object\":{" MEETING "}");
    assert_string_equal(status(world), "gone");
    assert_int_equal(course_lists(world, "host-1"), 1);
    course_wait(world, MINUTE);
    meeting->deleted = 0;
    event(world, "meeting.recovered", "\"operation\":\"all\",\"object\":{" MEETING "}");
    assert_string_equal(real_db_value(db, "SELECT status FROM lti_zoom_meeting"), "waiting");
    assert_string_equal(status(world), "waiting");
    assert_int_equal(course_lists(world, "host-1"), 2);
    course_wait(world, MINUTE);
    meeting->deleted = 1;
    event_at(world, -SECOND, "meeting.permanently_deleted", "\"object\":{" MEETING "}");
    event_at(world, -2 * SECOND, "meeting.recovered", "\"object\":{" MEETING "}");
    assert_string_equal(status(world), "gone");
}

static void one_date_is_not_the_meeting(apr_pool_t *pool, real_db_t *db)
{
    static const char *const dates[] = {
        "\"operation\":\"single\",\"object\":{" MEETING "}",
        "\"operation\":\"range\",\"object\":{" MEETING "}",
        "\"object\":{" MEETING ",\"occurrences\":[{\"occurrence_id\":\"1648194360000\"}]}"
    };
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    for (int i = 0; i < 3; i++) {
        course_wait(world, SECOND);
        event(world, "meeting.deleted", dates[i]);
        course_wait(world, SECOND);
        assert_string_equal(status(world), "waiting");
        assert_int_equal(course_lists(world, "host-1"), i + 2);
    }
}

static void without_a_fixed_time_it_goes_for_a_week(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = event_world_create(pool, db);
    sim_meeting_t *meeting = course_meeting(world, "1000000001", 0);
    meeting->starts_at = 0;
    course_add(world, "course-1", meeting);
    student_list(world);
    course_wait(world, MINUTE);
    meeting->deleted = 1;
    event(world, "meeting.deleted", "\"object\":{" MEETING "}");
    assert_string_equal(status(world), "gone");
    course_wait(world, MINUTE);
    meeting->deleted = 0;
    event(world, "meeting.recovered", "\"object\":{" MEETING "}");
    assert_string_equal(status(world), "waiting");
    assert_true(lz_json_member(row(student_list(world), 0), "start_time") == NULL);
}

/* --- deliveries ------------------------------------------------------------------------------- */

static void the_same_again_is_without_effect(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    const char *first = event_body(world, lz_now(world->env->clock), "meeting.updated",
                                   "\"object\":{" MEETING ",\"topic\":\"First\"}");
    expect_ok(deliver(world, first));
    real_db_execute(db, "UPDATE lti_zoom_meeting SET topic = 'As it was'");
    course_wait(world, 5 * MINUTE);
    expect_ok(deliver(world, first));           /* signed anew, as a retry is */
    assert_string_equal(real_db_value(db, "SELECT topic FROM lti_zoom_meeting"), "As it was");
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_event"), "1");

    /* another of the same kind and time is another */
    expect_ok(deliver(world, event_body(world, lz_now(world->env->clock), "meeting.updated",
                                        "\"object\":{" MEETING ",\"topic\":\"Other\"}")));
    assert_string_equal(real_db_value(db, "SELECT topic FROM lti_zoom_meeting"), "Other");
}

static void forgets_deliveries_in_time(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    const char *old = real_db_value(db, "SELECT event FROM lti_zoom_event");
    const char *is_there = apr_psprintf(pool, "SELECT count(*) FROM lti_zoom_event"
                                        " WHERE event = '%s'", old);
    course_wait(world, LZ_EVENT_REMEMBERED - MINUTE);
    for (int i = 0; i < 200; i++) {
        course_wait(world, SECOND / 100);
        event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    }
    assert_string_equal(real_db_value(db, is_there), "1");
    course_wait(world, 2 * MINUTE);
    for (int i = 0; i < 1000 && strcmp(real_db_value(db, is_there), "0") != 0; i++) {
        course_wait(world, 10 * MINUTE / 100);
        event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    }
    assert_string_equal(real_db_value(db, is_there), "0");
}

static void a_meeting_of_no_course_changes_nothing(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    const char *generation = lz_generation(world->env, "course:course-1");
    event(world, "meeting.started", "\"object\":{\"id\":\"777\",\"host_id\":\"host-1\"}");
    event(world, "meeting.deleted", "\"object\":{\"id\":777,\"host_id\":\"host-1\"}");
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_event"), "0");
    assert_string_equal(lz_generation(world->env, "course:course-1"), generation);
    assert_string_equal(status(world), "waiting");
    assert_int_equal(course_lists(world, "host-1"), 1);
}

/* Two courses have it, and both show it at once. */
static void reaches_every_course_that_has_it(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    course_add(world, "course-2", meeting);
    lz_session_t other = course_session(world, "s@example.edu", LZ_ROLE_STUDENT);
    other.course = "course-2";
    assert_string_equal(text(row(list_of(world, &other, NULL, NULL), 0), "status"), "waiting");
    course_wait(world, SECOND);
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    assert_string_equal(status(world), "started");
    assert_string_equal(text(row(list_of(world, &other, NULL, NULL), 0), "status"), "started");
}

/* Nothing half done: neither the note nor the effect, so that the retry finds all to do. */
static void does_nothing_without_a_database(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = create(pool, db, &meeting);
    const char *body = event_body(world, lz_now(world->env->clock), "meeting.started",
                                  "\"object\":{\"id\":\"1000000001\"}");
    db->refuse = 1;
    expect_problem(deliver(world, body), LZ_P_DATABASE);
    db->refuse = 0;
    assert_string_equal(status(world), "waiting");
    expect_ok(deliver(world, body));
    assert_string_equal(status(world), "started");
}

static void proves_that_it_knows_the_secret(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = event_world_create(pool, db);
    json_object *answer = NULL;
    expect_ok(deliver_for(world, WEBHOOK_KNOWN_BODY, &answer));
    assert_string_equal(text(answer, "plainToken"), "qgg8vlvZRS6UYooatFL8Aw");
    assert_string_equal(text(answer, "encryptedToken"), WEBHOOK_KNOWN_PROOF);
    expect_ok(deliver_for(world, event_body(world, 1, "phone.ringing", "\"x\":1"), &answer));
    assert_null(answer);
}

static void takes_events_only_where_they_belong(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = event_world_create(pool, db);
    const lz_webhook_t webhook = webhook_of(pool, world->site.accounts[0], "1796030100", "{}");
    json_object *answer = NULL;
    expect_problem(lz_events_receive(world->env, &world->site, "other", &webhook, &answer),
                   LZ_P_WEBHOOK_NOWHERE);
    expect_problem(lz_events_receive(world->env, &world->site, "main", &webhook, &answer),
                   LZ_P_MALFORMED);
    world->zoom->account.webhook_secret = NULL;
    expect_problem(lz_events_receive(world->env, &world->site, "main", &webhook, &answer),
                   LZ_P_WEBHOOK_NOWHERE);
}

#define ON_EACH_ENGINE(body) \
    static void test_##body(void **state) { real_db_each(*state, body); }

ON_EACH_ENGINE(shows_at_once_that_it_is_running)
ON_EACH_ENGINE(ends_when_it_ended)
ON_EACH_ENGINE(order_does_not_matter)
ON_EACH_ENGINE(sees_from_people_that_it_is_running)
ON_EACH_ENGINE(asks_again_when_zoom_was_asked_since)
ON_EACH_ENGINE(stays_running_through_a_refresh)
ON_EACH_ENGINE(runs_without_a_fixed_time)
ON_EACH_ENGINE(takes_over_what_has_changed)
ON_EACH_ENGINE(asks_for_what_the_event_does_not_say)
ON_EACH_ENGINE(a_list_of_before_is_not_enough)
ON_EACH_ENGINE(an_older_change_does_not_undo_a_newer)
ON_EACH_ENGINE(started_and_changed_overtake_each_other)
ON_EACH_ENGINE(goes_and_comes_back)
ON_EACH_ENGINE(one_date_is_not_the_meeting)
ON_EACH_ENGINE(without_a_fixed_time_it_goes_for_a_week)
ON_EACH_ENGINE(the_same_again_is_without_effect)
ON_EACH_ENGINE(forgets_deliveries_in_time)
ON_EACH_ENGINE(a_meeting_of_no_course_changes_nothing)
ON_EACH_ENGINE(reaches_every_course_that_has_it)
ON_EACH_ENGINE(does_nothing_without_a_database)
ON_EACH_ENGINE(proves_that_it_knows_the_secret)
ON_EACH_ENGINE(takes_events_only_where_they_belong)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_shows_at_once_that_it_is_running),
        pool_test(test_ends_when_it_ended),
        pool_test(test_order_does_not_matter),
        pool_test(test_sees_from_people_that_it_is_running),
        pool_test(test_asks_again_when_zoom_was_asked_since),
        pool_test(test_stays_running_through_a_refresh),
        pool_test(test_runs_without_a_fixed_time),
        pool_test(test_takes_over_what_has_changed),
        pool_test(test_asks_for_what_the_event_does_not_say),
        pool_test(test_a_list_of_before_is_not_enough),
        pool_test(test_an_older_change_does_not_undo_a_newer),
        pool_test(test_started_and_changed_overtake_each_other),
        pool_test(test_goes_and_comes_back),
        pool_test(test_one_date_is_not_the_meeting),
        pool_test(test_without_a_fixed_time_it_goes_for_a_week),
        pool_test(test_the_same_again_is_without_effect),
        pool_test(test_forgets_deliveries_in_time),
        pool_test(test_a_meeting_of_no_course_changes_nothing),
        pool_test(test_reaches_every_course_that_has_it),
        pool_test(test_does_nothing_without_a_database),
        pool_test(test_proves_that_it_knows_the_secret),
        pool_test(test_takes_events_only_where_they_belong)
    };
    return cmocka_run_group_tests_name("course/events", tests, apr_setup, apr_teardown);
}
