/* SPDX-License-Identifier: Apache-2.0 */
/* One wish makes one meeting, whatever happens in between. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/breaker.h"
#include "base/json.h"
#include "course/scheduling.h"
#include "course/upcoming.h"
#include "support/course_world.h"

#define BODY  "{\"topic\":\"Titration\",\"start_time\":\"2026-11-30T12:00:00Z\",\"duration\":45," \
              "\"password\":\"abc\",\"settings\":{\"waiting_room\":false}}"
#define OTHER "{\"topic\":\"Distillation\",\"start_time\":\"2026-11-30T12:00:00Z\"}"

static const lz_problem_t *wish(course_world_t *world, const char *email, const char *key,
                                const char *body, lz_scheduled_t *scheduled)
{
    const lz_session_t session = course_session(world, email, LZ_ROLE_INSTRUCTOR);
    return lz_schedule(world->env, &world->site, &session, key, body, course_json(world, body),
                       scheduled);
}

/* Amara's wish, which must be granted. */
static json_object *made(course_world_t *world, const char *key, const char *body, int replayed)
{
    lz_scheduled_t scheduled;
    expect_ok(wish(world, AMARA, key, body, &scheduled));
    assert_int_equal(scheduled.replayed, replayed);
    return scheduled.answer;
}

static const lz_problem_t *refused(course_world_t *world, const char *key, const char *body,
                                   lz_problem_id_e id)
{
    lz_scheduled_t scheduled;
    const lz_problem_t *problem = wish(world, AMARA, key, body, &scheduled);
    expect_problem(problem, id);
    return problem;
}

static const char *text(json_object *object, const char *dotted)
{
    json_object *value = lz_json_path(object, dotted);
    return json_object_is_type(value, json_type_string) ? json_object_get_string(value)
                                                        : "(none)";
}

static const char *state_of(real_db_t *db)
{
    return real_db_value(db, "SELECT state FROM lti_zoom_intent");
}

static const char *course_rows(real_db_t *db)
{
    return real_db_value(db, "SELECT count(*) FROM lti_zoom_course_meeting");
}

static void makes_a_meeting(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    json_object *answer = made(world, "key", BODY, 0);
    json_object *meeting = lz_json_object(answer, "meeting");
    assert_string_equal(text(meeting, "topic"), "Titration");
    assert_string_equal(text(meeting, "start_time"), "2026-11-30T12:00:00Z");
    assert_string_equal(text(meeting, "password"), "abc");
    assert_string_equal(text(meeting, "host.name"), "Dr. Amara Okafor");
    assert_string_equal(text(meeting, "join_url"), "https://zoom.test/j/90000000000?pwd=secret");
    assert_string_equal(lz_json_text(pool, lz_json_array(meeting, "actions")),
                        OWN_ACTIONS);
    assert_string_equal(lz_json_text(pool, lz_json_array(answer, "warnings")), "[]");
    assert_int_equal(course_creations(world), 1);
    assert_int_equal(course_looks(world, "90000000000"), 1);
    assert_string_equal(real_db_value(db, "SELECT meeting_id FROM lti_zoom_course_meeting"),
                        text(meeting, "id"));
    assert_string_equal(real_db_value(db, "SELECT added_by FROM lti_zoom_course_meeting"),
                        "person of " AMARA);
    assert_string_equal(state_of(db), "done");
}

/* Neither the passcode nor a link is in the database in clear; nor is a start link at all. */
static void stores_no_secret(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    made(world, "key", BODY, 0);
    static const char *const tables[] = { "lti_zoom_meeting", "lti_zoom_intent",
                                          "lti_zoom_course_meeting", "lti_zoom_host" };
    static const char *const columns[][3] = {
        { "join_link", "agenda", "topic" }, { "answer", "topic", "body" },
        { "meeting_id", "added_by", "course" }, { "name", "host_id", "account" }
    };
    for (int i = 0; i < 4; i++) {
        for (int k = 0; k < 3; k++) {
            const char *value = real_db_value(db, apr_pstrcat(pool, "SELECT ", columns[i][k],
                                                              " FROM ", tables[i], NULL));
            assert_null(strstr(value, "abc"));
            assert_null(strstr(value, "zoom.test"));
            assert_null(strstr(value, "zak"));
        }
    }
}

static void the_list_has_it_at_once(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const lz_session_t student = course_session(world, "s@example.edu", LZ_ROLE_STUDENT);
    lz_upcoming_t upcoming;
    expect_ok(lz_upcoming(world->env, &world->site, &student, NULL, NULL, &upcoming));
    assert_null(strstr(upcoming.members, "Titration"));
    made(world, "key", BODY, 0);
    expect_ok(lz_upcoming(world->env, &world->site, &student, NULL, NULL, &upcoming));
    assert_non_null(strstr(upcoming.members, "Titration"));
}

static void says_what_zoom_changed(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    world->lock_waiting_room = 1;
    json_object *first = made(world, "key", BODY, 0);
    const char *warnings = lz_json_text(pool, lz_json_array(first, "warnings"));
    assert_non_null(strstr(warnings, "settings.waiting_room"));
    json_object *again = made(world, "key", BODY, 1);
    assert_string_equal(lz_json_text(pool, again), lz_json_text(pool, first));
}

/* --- the same key ----------------------------------------------------------------------------- */

static void gives_the_first_answer_again(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    json_object *first = made(world, "key", BODY, 0);
    json_object *again = made(world, "key", BODY, 1);
    assert_string_equal(lz_json_text(pool, again), lz_json_text(pool, first));
    assert_int_equal(course_creations(world), 1);

    /* also when the meeting's time has come, and when Zoom is down */
    course_wait(world, apr_time_from_sec(4 * 3600));
    made(world, "key", BODY, 1);
    world->down = 1;
    again = made(world, "key", BODY, 1);
    assert_string_equal(text(again, "meeting.topic"), "Titration");
    assert_int_equal(course_creations(world), 1);
}

static void tells_wishes_apart(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_scheduled_t scheduled;
    made(world, "key", BODY, 0);
    const lz_problem_t *problem = refused(world, "key", OTHER, LZ_P_IDEMPOTENCY_CONFLICT);
    assert_int_equal(problem->status, 409);
    made(world, "another key", BODY, 0);
    expect_ok(wish(world, BRUNO, "key", BODY, &scheduled));
    assert_int_equal(scheduled.replayed, 0);
    assert_int_equal(course_creations(world), 3);
    assert_string_equal(course_rows(db), "3");
}

static void forgets_a_key_after_a_day(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    made(world, "key", BODY, 0);
    course_wait(world, apr_time_from_sec(24 * 3600 + 1));
    made(world, "key",
         "{\"topic\":\"Titration\",\"start_time\":\"2026-12-03T12:00:00Z\"}", 0);
    assert_int_equal(course_creations(world), 2);
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_intent"), "1");
}

static void wants_a_key(apr_pool_t *pool, real_db_t *db)
{
    static const char *const keys[] = { NULL, "", "k\xc3\xa4y", "a\tb", "\x7f" };
    course_world_t *world = course_world_create(pool, db);
    char longest[130];
    memset(longest, 'k', sizeof(longest));
    longest[129] = '\0';
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        assert_int_equal(refused(world, keys[i], BODY, LZ_P_IDEMPOTENCY_MISSING)->status, 400);
    }
    refused(world, longest, BODY, LZ_P_IDEMPOTENCY_MISSING);
    made(world, longest + 1, BODY, 0);
}

/* --- refusals --------------------------------------------------------------------------------- */

static void refuses_who_may_not(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_scheduled_t scheduled;
    lz_session_t student = course_session(world, AMARA, LZ_ROLE_STUDENT);
    expect_problem(lz_schedule(world->env, &world->site, &student, "key", BODY,
                               course_json(world, BODY), &scheduled), LZ_P_FORBIDDEN);
    expect_problem(wish(world, "nobody@example.edu", "key", BODY, &scheduled),
                   LZ_P_ZOOM_NO_USER);
    expect_problem(wish(world, "idle@example.edu", "key", BODY, &scheduled),
                   LZ_P_ZOOM_USER_INACTIVE);
    expect_problem(wish(world, "", "key", BODY, &scheduled), LZ_P_ZOOM_NO_EMAIL);
    refused(world, "key", "{}", LZ_P_FIELDS);
    assert_int_equal(course_creations(world), 0);
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_intent"), "0");
}

static void a_refusal_stays_one_until_the_wish_changes(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_scheduled_t scheduled;
    world->refuse_writes = 1;
    refused(world, "key", BODY, LZ_P_ZOOM_REFUSED);
    assert_string_equal(state_of(db), "refused");
    expect_problem(wish(world, AMARA, "key", BODY, &scheduled), LZ_P_ZOOM_REFUSED);
    assert_int_equal(scheduled.replayed, 1);
    assert_int_equal(course_creations(world), 1);
    world->refuse_writes = 0;
    made(world, "key", OTHER, 0);
    assert_string_equal(course_rows(db), "1");
}

static void what_was_not_sent_may_be_tried_again(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    made(world, "warm", OTHER, 0);
    world->down = 1;
    refused(world, "key", BODY, LZ_P_ZOOM_UNAVAILABLE);
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_intent"), "1");
    world->down = 0;
    course_wait(world, apr_time_from_sec(1));
    made(world, "key", BODY, 0);
}

/* --- unknown fate ----------------------------------------------------------------------------- */

static void finds_what_a_lost_answer_made(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    world->lose_answers = 1;
    const lz_problem_t *problem = refused(world, "key", BODY, LZ_P_ZOOM_UNCERTAIN);
    assert_int_equal(problem->status, 504);
    assert_in_range(problem->retry_after, 1, 60);
    assert_string_equal(state_of(db), "uncertain");
    assert_string_equal(course_rows(db), "0");

    const lz_session_t amara = course_session(world, AMARA, LZ_ROLE_INSTRUCTOR);
    lz_upcoming_t upcoming;
    expect_ok(lz_upcoming(world->env, &world->site, &amara, NULL, NULL, &upcoming));
    assert_non_null(strstr(upcoming.members, "\"id\":\"\",\"uuid\":null,\"topic\":\"Titration\""));

    course_wait(world, apr_time_from_sec(3));
    json_object *answer = made(world, "key", BODY, 0);
    assert_string_equal(text(answer, "meeting.id"), "90000000000");
    assert_string_equal(text(answer, "meeting.password"), "abc");
    assert_int_equal(course_creations(world), 1);
    assert_string_equal(course_rows(db), "1");
    assert_string_equal(state_of(db), "done");
    expect_ok(lz_upcoming(world->env, &world->site, &amara, NULL, NULL, &upcoming));
    assert_null(strstr(upcoming.members, "\"id\":\"\""));
}

static void sends_again_only_what_stays_unseen(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    world->drop_writes = 1;
    refused(world, "key", BODY, LZ_P_ZOOM_UNCERTAIN);
    course_wait(world, apr_time_from_sec(30));
    refused(world, "key", BODY, LZ_P_ZOOM_UNCERTAIN);
    course_wait(world, apr_time_from_sec(20));
    refused(world, "key", BODY, LZ_P_ZOOM_UNCERTAIN);
    assert_int_equal(course_creations(world), 1);
    course_wait(world, apr_time_from_sec(11));
    made(world, "key", BODY, 0);
    assert_int_equal(course_creations(world), 2);
    assert_string_equal(course_rows(db), "1");
}

/* The write took effect, but Zoom's list shows it only after a while. */
static void waits_for_a_late_list(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    world->lose_answers = 1;
    world->late_lists = 1;
    refused(world, "key", BODY, LZ_P_ZOOM_UNCERTAIN);
    course_wait(world, apr_time_from_sec(55));
    refused(world, "key", BODY, LZ_P_ZOOM_UNCERTAIN);
    APR_ARRAY_IDX(world->meetings, 0, sim_meeting_t *)->unlisted = 0;
    course_wait(world, apr_time_from_sec(10));
    made(world, "key", BODY, 0);
    assert_int_equal(course_creations(world), 1);
}

/* Another meeting of the same topic and time, made for another wish, is not mistaken for ours. */
static void takes_no_other_wishs_meeting(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    made(world, "first", BODY, 0);
    world->drop_writes = 1;
    refused(world, "second", BODY, LZ_P_ZOOM_UNCERTAIN);
    course_wait(world, apr_time_from_sec(61));
    made(world, "second", BODY, 0);
    assert_string_equal(course_rows(db), "2");
}

static void cannot_look_while_zoom_is_down(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    world->lose_answers = 1;
    refused(world, "key", BODY, LZ_P_ZOOM_UNCERTAIN);
    world->down = 1;
    course_wait(world, apr_time_from_sec(120));
    refused(world, "key", BODY, LZ_P_ZOOM_UNCERTAIN);
    world->down = 0;
    /* as long as a Zoom that did not answer is left alone */
    course_wait(world, LZ_BREAKER_PAUSE);
    made(world, "key", BODY, 0);
    assert_int_equal(course_creations(world), 1);
}

/* --- several requests at once, and dead ones -------------------------------------------------- */

static void leave_sent(course_world_t *world, apr_interval_time_t until)
{
    world->lose_answers = 1;
    refused(world, "key", BODY, LZ_P_ZOOM_UNCERTAIN);
    real_db_execute(world->db, apr_psprintf(world->env->pool,
                                            "UPDATE lti_zoom_intent SET state = 'sent',"
                                            " state_until = %" APR_TIME_T_FMT,
                                            lz_now(world->env->clock) + until));
    course_wait(world, 0);
}

static void waits_for_the_request_that_is_at_it(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    leave_sent(world, apr_time_from_sec(60));
    const apr_time_t started = lz_now(world->env->clock);
    assert_int_equal(refused(world, "key", BODY, LZ_P_IDEMPOTENCY_RUNNING)->status, 409);
    assert_true(lz_now(world->env->clock) - started > apr_time_from_sec(7));
    assert_int_equal(course_creations(world), 1);
    refused(world, "key", OTHER, LZ_P_IDEMPOTENCY_CONFLICT);
}

static void takes_over_from_the_dead(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    leave_sent(world, apr_time_from_sec(2));
    made(world, "key", BODY, 0);
    assert_int_equal(course_creations(world), 1);
    assert_string_equal(course_rows(db), "1");
}

/* Zoom has made it, but our database cannot take it: nothing is lost, and nothing made twice. */
static void survives_a_database_that_goes_away(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    made(world, "warm", OTHER, 0);
    real_db_execute(db, "ALTER TABLE lti_zoom_course_meeting RENAME TO lti_zoom_away");
    refused(world, "key", BODY, LZ_P_SCHEDULED_UNSAVED);
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_meeting"), "1");
    real_db_execute(db, "ALTER TABLE lti_zoom_away RENAME TO lti_zoom_course_meeting");
    course_wait(world, apr_time_from_sec(15));
    made(world, "key", BODY, 0);
    assert_int_equal(course_creations(world), 2);
    assert_string_equal(course_rows(db), "2");

    db->refuse = 1;
    refused(world, "third", BODY, LZ_P_DATABASE);
    assert_int_equal(course_creations(world), 2);
    db->refuse = 0;
}

#define ON_EACH_ENGINE(body) \
    static void test_##body(void **state) { real_db_each(*state, body); }

ON_EACH_ENGINE(makes_a_meeting)
ON_EACH_ENGINE(stores_no_secret)
ON_EACH_ENGINE(the_list_has_it_at_once)
ON_EACH_ENGINE(says_what_zoom_changed)
ON_EACH_ENGINE(gives_the_first_answer_again)
ON_EACH_ENGINE(tells_wishes_apart)
ON_EACH_ENGINE(forgets_a_key_after_a_day)
ON_EACH_ENGINE(wants_a_key)
ON_EACH_ENGINE(refuses_who_may_not)
ON_EACH_ENGINE(a_refusal_stays_one_until_the_wish_changes)
ON_EACH_ENGINE(what_was_not_sent_may_be_tried_again)
ON_EACH_ENGINE(finds_what_a_lost_answer_made)
ON_EACH_ENGINE(sends_again_only_what_stays_unseen)
ON_EACH_ENGINE(waits_for_a_late_list)
ON_EACH_ENGINE(takes_no_other_wishs_meeting)
ON_EACH_ENGINE(cannot_look_while_zoom_is_down)
ON_EACH_ENGINE(waits_for_the_request_that_is_at_it)
ON_EACH_ENGINE(takes_over_from_the_dead)
ON_EACH_ENGINE(survives_a_database_that_goes_away)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_makes_a_meeting),
        pool_test(test_stores_no_secret),
        pool_test(test_the_list_has_it_at_once),
        pool_test(test_says_what_zoom_changed),
        pool_test(test_gives_the_first_answer_again),
        pool_test(test_tells_wishes_apart),
        pool_test(test_forgets_a_key_after_a_day),
        pool_test(test_wants_a_key),
        pool_test(test_refuses_who_may_not),
        pool_test(test_a_refusal_stays_one_until_the_wish_changes),
        pool_test(test_what_was_not_sent_may_be_tried_again),
        pool_test(test_finds_what_a_lost_answer_made),
        pool_test(test_sends_again_only_what_stays_unseen),
        pool_test(test_waits_for_a_late_list),
        pool_test(test_takes_no_other_wishs_meeting),
        pool_test(test_cannot_look_while_zoom_is_down),
        pool_test(test_waits_for_the_request_that_is_at_it),
        pool_test(test_takes_over_from_the_dead),
        pool_test(test_survives_a_database_that_goes_away),
    };
    return cmocka_run_group_tests_name("course/scheduling", tests, apr_setup, apr_teardown);
}
