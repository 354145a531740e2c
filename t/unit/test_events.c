/* SPDX-License-Identifier: Apache-2.0 */
/* course/events.c: what each event means for what we keep, in whatever order they come. */
#include "support/fixture.h"

#include "base/json.h"
#include "store/events.h"
#include "support/event_world.h"
#include "support/list_view.h"

#define SECOND apr_time_from_sec(1)
#define MINUTE apr_time_from_sec(60)

/* --- held ------------------------------------------------------------------------------------- */

static void shows_at_once_that_it_is_running(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
    assert_string_equal(first_status(world), "waiting");
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\",\"uuid\":\"now==\"}");
    assert_string_equal(first_status(world), "started");
    assert_string_equal(text(row(student_list(world), 0), "uuid"), "now==");
    course_wait(world, MINUTE);
    event(world, "meeting.ended", "\"object\":{\"id\":\"1000000001\",\"uuid\":\"now==\","
          "\"duration\":60,\"end_time\":\"2026-11-30T09:17:00Z\"}");
    assert_string_equal(first_status(world), "waiting");
    assert_int_equal(course_lists(world, "host-1"), 1);
    assert_int_equal(course_looks(world, "1000000001"), 0);
}

/* 10:15 to 11:15; who runs over is listed until the end is told, whatever was planned. */
static void ends_when_it_ended(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
    meeting->status = "started";
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    course_wait(world, 125 * MINUTE);
    assert_string_equal(first_status(world), "started");
    meeting->status = "waiting";
    event(world, "meeting.ended", "\"object\":{\"id\":\"1000000001\",\"duration\":60,"
          "\"start_time\":\"2026-11-30T10:15:00Z\",\"end_time\":\"2026-11-30T11:21:00Z\"}");
    assert_string_equal(first_status(world), "(none)");
    assert_string_equal(real_db_value(db, "SELECT status FROM lti_zoom_meeting"), "ended");
}

static void order_does_not_matter(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
    event_at(world, -SECOND, "meeting.ended", "\"object\":{\"id\":\"1000000001\"}");
    event_at(world, -2 * SECOND, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    assert_string_equal(first_status(world), "waiting");
    event_at(world, -3 * SECOND, "meeting.participant_joined",
             "\"object\":{\"id\":\"1000000001\"}");
    assert_string_equal(first_status(world), "waiting");
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_event"), "2");
    assert_int_equal(course_lists(world, "host-1"), 1);
}

/* Zoom tells milliseconds: what happened within one has its order by what it is. */
static void order_within_a_millisecond(apr_pool_t *pool, real_db_t *db)
{
    static const char *const inputs[][3] = {
        { "meeting.started", "meeting.participant_joined", "meeting.ended" },
        { "meeting.ended", "meeting.started", "meeting.participant_joined" },
        { "meeting.participant_joined", "meeting.ended", "meeting.started" },
        { "meeting.ended", "meeting.participant_joined", "meeting.started" },
    };
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
    for (size_t i = 0; i < sizeof(inputs) / sizeof(inputs[0]); i++) {
        for (int k = 0; k < 3; k++) {
            event(world, inputs[i][k], "\"object\":{\"id\":\"1000000001\"}");
        }
        assert_string_equal(first_status(world), "waiting");
        course_wait(world, SECOND);
        event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
        assert_string_equal(first_status(world), "started");
        course_wait(world, SECOND);
    }
    event(world, "meeting.deleted", "\"object\":{\"id\":\"1000000001\"}");
    event(world, "meeting.ended", "\"object\":{\"id\":\"1000000001\"}");
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    assert_string_equal(first_status(world), "gone");
}

/* What a look that was asked for at that time brings, written now: not yet started. */
static void look_arrives(course_world_t *world, apr_time_t asked_at, const char *topic,
                         const char *uuid)
{
    lz_store_t *store = NULL;
    lz_meeting_t *look = NULL;
    expect_ok(lz_store_open(world->env, &store));
    expect_ok(lz_store_meeting(store, "account/1", "1000000001", &look));
    look->status = LZ_MEETING_WAITING;
    look->topic = topic;
    look->uuid = uuid ? uuid : look->uuid;
    look->snapshot_at = asked_at;
    expect_ok(lz_store_put_meeting(store, look));
    lz_store_close(store);
}

static void assert_running(course_world_t *world, const char *topic)
{
    json_object *shown = row(student_list(world), 0);
    assert_string_equal(text(shown, "status"), "started");
    assert_string_equal(text(shown, "uuid"), "now==");
    assert_string_equal(text(shown, "topic"), topic);
}

/* A look that began before the event and is written after it, and an event from between. */
static void a_look_under_way_undoes_nothing(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
    const apr_time_t asked_at = lz_now(world->env->clock);
    course_wait(world, 2 * SECOND);
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\",\"uuid\":\"now==\"}");
    event(world, "meeting.updated", "\"object\":{" MEETING ",\"topic\":\"New\"}");
    look_arrives(world, asked_at, "Old", NULL);
    event_at(world, -SECOND, "meeting.ended", "\"object\":{\"id\":\"1000000001\"}");
    assert_running(world, "New");
}

/* The same where only the status has been told since. */
static void a_look_under_way_leaves_the_status(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
    const apr_time_t asked_at = lz_now(world->env->clock);
    course_wait(world, 2 * SECOND);
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\",\"uuid\":\"now==\"}");
    look_arrives(world, asked_at, "Seen meanwhile", "before==");
    event_at(world, -SECOND, "meeting.ended", "\"object\":{\"id\":\"1000000001\"}");
    assert_running(world, "Seen meanwhile");
}

/* Someone is in it: the event that it started was lost, or is under way. */
static void sees_from_people_that_it_is_running(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
    static const char *const somebody = "\"object\":{\"id\":\"1000000001\",\"uuid\":\"u\","
        "\"participant\":{\"user_name\":\"Asa Lindqvist\",\"email\":\"asa@example.edu\"}}";
    event(world, "meeting.participant_joined", somebody);
    assert_string_equal(first_status(world), "started");
    event(world, "meeting.participant_joined", somebody);
    event(world, "meeting.participant_left", somebody);
    assert_string_equal(first_status(world), "started");
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_event"), "1");
}

/* Zoom was asked after it had started, and nobody looked at this meeting: an hour too early. */
static void asks_again_when_zoom_was_asked_since(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
    course_wait(world, 900 * SECOND);
    student_list(world);
    assert_int_equal(course_lists(world, "host-1"), 2);
    course_wait(world, SECOND);
    meeting->status = "started";
    event_at(world, -2 * SECOND, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    assert_string_equal(first_status(world), "started");
    assert_int_equal(course_lists(world, "host-1"), 3);
    assert_int_equal(course_looks(world, "1000000001"), 1);
    assert_string_equal(first_status(world), "started");
    assert_int_equal(course_lists(world, "host-1"), 3);
}

/* A list that Zoom gives while it runs does not say so, and takes nothing back. */
static void stays_running_through_a_refresh(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
    meeting->status = "started";
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    course_wait(world, 900 * SECOND);
    assert_string_equal(first_status(world), "started");
    assert_int_equal(course_looks(world, "1000000001"), 1);
    world->blind = 1;
    meeting->topic = "Changed meanwhile";
    course_wait(world, 900 * SECOND);
    assert_string_equal(first_status(world), "started");
    assert_string_equal(text(row(student_list(world), 0), "topic"), "Changed meanwhile");

    /* the end was lost: whoever asks next sees it */
    world->blind = 0;
    meeting->status = "waiting";
    course_wait(world, 900 * SECOND);
    assert_string_equal(first_status(world), "waiting");
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
    assert_string_equal(first_status(world), "started");
    course_wait(world, MINUTE);
    event(world, "meeting.ended", "\"object\":{\"id\":\"1000000001\"}");
    assert_string_equal(first_status(world), "waiting");
}

/* --- changed ---------------------------------------------------------------------------------- */

static void takes_over_what_has_changed(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
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
    course_world_t *world = event_course(pool, db, &meeting);
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
    course_world_t *world = event_course(pool, db, &meeting);
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
    course_world_t *world = event_course(pool, db, &meeting);
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
    course_world_t *world = event_course(pool, db, &meeting);
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
    course_world_t *world = event_course(pool, db, &meeting);
    meeting->deleted = 1;
    event(world, "meeting.deleted", "\"operation\":\"all\",\"object\":{" MEETING "}");
    assert_string_equal(first_status(world), "gone");
    assert_int_equal(course_lists(world, "host-1"), 1);
    course_wait(world, MINUTE);
    meeting->deleted = 0;
    event(world, "meeting.recovered", "\"operation\":\"all\",\"object\":{" MEETING "}");
    assert_string_equal(real_db_value(db, "SELECT status FROM lti_zoom_meeting"), "waiting");
    assert_string_equal(first_status(world), "waiting");
    assert_int_equal(course_lists(world, "host-1"), 2);
    course_wait(world, MINUTE);
    meeting->deleted = 1;
    event_at(world, -SECOND, "meeting.permanently_deleted", "\"object\":{" MEETING "}");
    event_at(world, -2 * SECOND, "meeting.recovered", "\"object\":{" MEETING "}");
    assert_string_equal(first_status(world), "gone");
}

static void one_date_is_not_the_meeting(apr_pool_t *pool, real_db_t *db)
{
    static const char *const dates[] = {
        "\"operation\":\"single\",\"object\":{" MEETING "}",
        "\"operation\":\"range\",\"object\":{" MEETING "}",
        "\"object\":{" MEETING ",\"occurrences\":[{\"occurrence_id\":\"1648194360000\"}]}"
    };
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
    for (int i = 0; i < 3; i++) {
        course_wait(world, SECOND);
        event(world, "meeting.deleted", dates[i]);
        course_wait(world, SECOND);
        assert_string_equal(first_status(world), "waiting");
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
    assert_string_equal(first_status(world), "gone");
    course_wait(world, MINUTE);
    meeting->deleted = 0;
    event(world, "meeting.recovered", "\"object\":{" MEETING "}");
    assert_string_equal(first_status(world), "waiting");
    assert_true(lz_json_member(row(student_list(world), 0), "start_time") == NULL);
}

#define ON_EACH_ENGINE(body) \
    static void test_##body(void **state) { real_db_each(*state, body); }

ON_EACH_ENGINE(shows_at_once_that_it_is_running)
ON_EACH_ENGINE(ends_when_it_ended)
ON_EACH_ENGINE(order_does_not_matter)
ON_EACH_ENGINE(order_within_a_millisecond)
ON_EACH_ENGINE(a_look_under_way_undoes_nothing)
ON_EACH_ENGINE(a_look_under_way_leaves_the_status)
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_shows_at_once_that_it_is_running),
        pool_test(test_ends_when_it_ended),
        pool_test(test_order_does_not_matter),
        pool_test(test_order_within_a_millisecond),
        pool_test(test_a_look_under_way_undoes_nothing),
        pool_test(test_a_look_under_way_leaves_the_status),
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
        pool_test(test_without_a_fixed_time_it_goes_for_a_week)
    };
    return cmocka_run_group_tests_name("course/events", tests, apr_setup, apr_teardown);
}
