/* SPDX-License-Identifier: Apache-2.0 */
/* course/events.c: deliveries that come again, fail, or are about nothing of ours. */
#include "support/fixture.h"

#include <apr_strings.h>

#include "base/generation.h"
#include "base/json.h"
#include "store/events.h"
#include "store/purge.h"
#include "support/event_world.h"
#include "support/list_view.h"

#define SECOND apr_time_from_sec(1)
#define MINUTE apr_time_from_sec(60)

static void the_same_again_is_without_effect(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
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
    static const char *const noted = "SELECT count(*) FROM lti_zoom_event";
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    course_wait(world, LZ_EVENT_REMEMBERED - MINUTE);
    event(world, "meeting.ended", "\"object\":{\"id\":\"1000000001\"}");
    lz_store_purge(world->env, 1);
    assert_string_equal(real_db_value(db, noted), "2");
    course_wait(world, 2 * MINUTE);
    lz_store_purge(world->env, 1);
    assert_string_equal(real_db_value(db, noted), "1");
}

static void a_meeting_of_no_course_changes_nothing(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
    const char *generation = lz_generation(world->env, world->env->lists, "course:course-1");
    event(world, "meeting.started", "\"object\":{\"id\":\"777\",\"host_id\":\"host-1\"}");
    event(world, "meeting.deleted", "\"object\":{\"id\":777,\"host_id\":\"host-1\"}");
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_event"), "0");
    assert_string_equal(lz_generation(world->env, world->env->lists, "course:course-1"),
                        generation);
    assert_string_equal(first_status(world), "waiting");
    assert_int_equal(course_lists(world, "host-1"), 1);

    /* nor one that a course has had */
    real_db_execute(db, "DELETE FROM lti_zoom_course_meeting");
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_event"), "0");
    assert_string_equal(real_db_value(db, "SELECT status FROM lti_zoom_meeting"), "waiting");
}

/* Two courses have it, and both show it at once. */
static void reaches_every_course_that_has_it(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
    course_add(world, "course-2", meeting);
    lz_session_t other = course_session(world, "s@example.edu", LZ_ROLE_STUDENT);
    other.course = "course-2";
    assert_string_equal(text(row(list_of(world, &other, NULL, NULL), 0), "status"), "waiting");
    course_wait(world, SECOND);
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    assert_string_equal(first_status(world), "started");
    assert_string_equal(text(row(list_of(world, &other, NULL, NULL), 0), "status"), "started");
}

/* Nothing half done: neither the note nor the effect, so that the retry finds all to do. */
static void does_nothing_without_a_database(apr_pool_t *pool, real_db_t *db)
{
    sim_meeting_t *meeting = NULL;
    course_world_t *world = event_course(pool, db, &meeting);
    const char *body = event_body(world, lz_now(world->env->clock), "meeting.started",
                                  "\"object\":{\"id\":\"1000000001\"}");
    db->refuse = 1;
    expect_problem(deliver(world, body), LZ_P_DATABASE);
    db->refuse = 0;
    assert_string_equal(first_status(world), "waiting");
    expect_ok(deliver(world, body));
    assert_string_equal(first_status(world), "started");
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
        pool_test(test_the_same_again_is_without_effect),
        pool_test(test_forgets_deliveries_in_time),
        pool_test(test_a_meeting_of_no_course_changes_nothing),
        pool_test(test_reaches_every_course_that_has_it),
        pool_test(test_does_nothing_without_a_database),
        pool_test(test_proves_that_it_knows_the_secret),
        pool_test(test_takes_events_only_where_they_belong)
    };
    return cmocka_run_group_tests_name("course/events, deliveries", tests, apr_setup, apr_teardown);
}
