/* SPDX-License-Identifier: Apache-2.0 */
/* Kept true by few calls to Zoom: freshness, status, bad weather. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "course/hot.h"
#include "course/refresh.h"
#include "course/upcoming.h"
#include "support/list_view.h"

#define FRESH apr_time_from_sec(60)

/* --- freshness -------------------------------------------------------------------------------- */

static void asks_zoom_once_while_fresh(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    sim_meeting_t *meeting = course_meeting(world, "1000000001", 60);
    course_add(world, "course-1", meeting);
    student_list(world);
    amara_list(world, NULL);
    student_list(world);
    assert_int_equal(course_lists(world, "host-1"), 1);
    assert_int_equal(course_look_ups(world), 1);

    meeting->topic = "Moved";
    meeting->starts_at += apr_time_from_sec(3600);
    course_wait(world, FRESH - apr_time_from_sec(2));
    assert_string_equal(text(row(student_list(world), 0), "topic"), "Lecture");
    course_wait(world, apr_time_from_sec(3));
    json_object *list = student_list(world);
    assert_string_equal(text(row(list, 0), "topic"), "Moved");
    assert_string_equal(text(row(list, 0), "start_time"), "2026-11-30T11:15:00Z");
    assert_string_equal(text(list, "as_of"), "2026-11-30T09:16:01Z");
    assert_int_equal(course_lists(world, "host-1"), 2);
    assert_int_equal(course_look_ups(world), 1);
}

/* One host in two courses: whoever looks first refreshes it for both. */
static void refreshes_a_host_for_all_courses(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    course_add(world, "course-1", course_meeting(world, "1000000001", 60));
    course_add(world, "course-2", course_meeting(world, "1000000002", 60));
    lz_session_t other = course_session(world, "s@example.edu", LZ_ROLE_STUDENT);
    other.course = "course-2";
    student_list(world);
    list_of(world, &other, NULL, NULL);
    assert_int_equal(course_lists(world, "host-1"), 1);
}

/* What a view has read of the hosts is old when it comes to ask. */
static void asks_no_host_again_whom_another_has_asked(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    course_add(world, "course-1", course_meeting(world, "1000000001", 60));
    const lz_session_t session = course_session(world, "s@example.edu", LZ_ROLE_STUDENT);
    apr_array_header_t *hosts = apr_array_make(pool, 1, sizeof(lz_host_t));
    *(lz_host_t *)apr_array_push(hosts) = (lz_host_t){ .id = "host-1", .listed_at = 0 };
    lz_refresh_t refresh = {
        .env = world->env, .site = &world->site, .session = &session, .hosts = hosts
    };
    for (int i = 0; i < 2; i++) {
        lz_refresh(&refresh);
        assert_null(refresh.hosts_problem);
        assert_int_equal(course_lists(world, "host-1"), 1);
    }
}

static void asks_for_everything_in_one_round(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    sim_meeting_t *second = course_meeting(world, "1000000002", 5);     /* due: looked at too */
    second->host_id = "host-2";
    course_add(world, "course-1", course_meeting(world, "1000000001", 60));
    course_add(world, "course-1", second);
    amara_list(world, "all");
    const fake_http_t *http = world->fake->http;
    const int call = fake_http_record(http, "GET", ZOOM_API "/users/amara%40example.edu", 0)->call;
    static const char *const urls[] = {
        ZOOM_API "/users/host-1/meetings*", ZOOM_API "/users/host-2/meetings*",
        ZOOM_API "/users/amara%40example.edu/meetings*", ZOOM_API "/meetings/1000000002"
    };
    for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
        assert_int_equal(fake_http_count(http, "GET", urls[i]), 1);
        assert_int_equal(fake_http_record(http, "GET", urls[i], 0)->call, call);
    }
}

static void needs_no_database_when_hot(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    course_add(world, "course-1", course_meeting(world, "1000000001", 60));
    student_list(world);
    amara_list(world, NULL);
    db->refuse = 1;
    assert_int_equal(count(student_list(world)), 1);
    assert_string_equal(actions(world, row(amara_list(world, NULL), 0)), OWN_ACTIONS);

    lz_upcoming_t upcoming;
    const lz_session_t session = course_session(world, "s@example.edu", LZ_ROLE_STUDENT);
    lz_hot_forget(world->env, "course-1");
    expect_problem(lz_upcoming(world->env, &world->site, &session, NULL, NULL, &upcoming),
                   LZ_P_DATABASE);
    db->refuse = 0;
    assert_int_equal(count(student_list(world)), 1);
}

static void works_without_a_cache(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    world->fake->cache->broken = 1;
    course_add(world, "course-1", course_meeting(world, "1000000001", 60));
    assert_int_equal(count(student_list(world)), 1);
    assert_int_equal(count(amara_list(world, NULL)), 1);
    assert_int_equal(course_lists(world, "host-1"), 1);
}

/* The hot list must not outlive the end of a meeting that is in it. */
static void leaves_out_what_has_just_ended(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    world->site.freshness = apr_time_from_sec(900);
    course_add(world, "course-1", course_meeting(world, "1000000001", -59));
    assert_int_equal(count(student_list(world)), 1);
    course_wait(world, apr_time_from_sec(61));
    assert_int_equal(count(student_list(world)), 0);
}

/* --- status ----------------------------------------------------------------------------------- */

static void says_what_is_in_progress(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    sim_meeting_t *meeting = course_meeting(world, "1000000001", -30);
    course_add(world, "course-1", meeting);
    assert_string_equal(text(row(student_list(world), 0), "status"), "waiting");
    meeting->status = "started";
    course_wait(world, FRESH);
    assert_string_equal(text(row(student_list(world), 0), "status"), "started");

    /* it runs over its end, and stays */
    course_wait(world, apr_time_from_sec(3600));
    assert_string_equal(text(row(student_list(world), 0), "status"), "started");
    assert_string_equal(actions(world, row(student_list(world), 0)), "[\"join\"]");

    meeting->status = "waiting";
    course_wait(world, FRESH);
    assert_int_equal(count(student_list(world)), 0);
    assert_string_equal(real_db_value(db, "SELECT status FROM lti_zoom_meeting"), "ended");
}

/* Where single meetings cannot be looked at, the list alone says whether one runs over. */
static void believes_the_list_about_overtime(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    sim_meeting_t *meeting = course_meeting(world, "1000000001", -30);
    meeting->status = "started";
    course_add(world, "course-1", meeting);
    world->blind = 1;
    course_wait(world, apr_time_from_sec(3600));
    assert_string_equal(text(row(student_list(world), 0), "status"), "started");
    meeting->status = "waiting";
    course_wait(world, FRESH);
    assert_int_equal(count(student_list(world)), 0);
    assert_string_equal(real_db_value(db, "SELECT status FROM lti_zoom_meeting"), "ended");
}

static void an_older_snapshot_undoes_nothing(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    sim_meeting_t *meeting = course_meeting(world, "1000000001", 600);
    meeting->topic = "New";
    course_wait(world, apr_time_from_sec(5));
    course_add(world, "course-1", meeting);
    meeting->topic = "Old";
    course_wait(world, -apr_time_from_sec(5));
    course_add(world, "course-1", meeting);
    assert_string_equal(real_db_value(db, "SELECT topic FROM lti_zoom_meeting"), "New");
}

static void marks_what_is_gone(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    sim_meeting_t *meeting = course_meeting(world, "1000000001", 600);
    course_add(world, "course-1", meeting);
    student_list(world);
    assert_int_equal(course_looks(world, "1000000001"), 0);
    meeting->deleted = 1;
    course_wait(world, FRESH);
    json_object *list = student_list(world);
    assert_string_equal(text(row(list, 0), "status"), "gone");
    assert_string_equal(actions(world, row(list, 0)), "[]");
    assert_int_equal(course_looks(world, "1000000001"), 1);
    course_wait(world, FRESH);
    student_list(world);
    assert_int_equal(course_looks(world, "1000000001"), 1);

    meeting->deleted = 0;       /* recovered in Zoom's own portal */
    course_wait(world, FRESH);
    assert_string_equal(text(row(student_list(world), 0), "status"), "waiting");
}

static void keeps_what_the_list_merely_lacks(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    sim_meeting_t *meeting = course_meeting(world, "1000000001", 600);
    meeting->unlisted = 1;
    course_add(world, "course-1", meeting);
    course_wait(world, FRESH);
    meeting->topic = "Changed";
    json_object *list = student_list(world);
    assert_string_equal(text(row(list, 0), "status"), "waiting");
    assert_string_equal(text(row(list, 0), "topic"), "Changed");
}

/* Beyond Zoom's horizon the list's silence says nothing; a look a day is enough. */
static void looks_seldom_beyond_the_horizon(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    sim_meeting_t *meeting = course_meeting(world, "1000000001", 200 * 24 * 60);
    meeting->unlisted = 1;
    course_add(world, "course-1", meeting);
    student_list(world);
    course_wait(world, FRESH);
    student_list(world);
    assert_int_equal(course_looks(world, "1000000001"), 0);
    course_wait(world, apr_time_from_sec(25 * 3600));
    student_list(world);
    course_wait(world, FRESH);
    student_list(world);
    assert_int_equal(course_looks(world, "1000000001"), 1);
}

/* A list cuts a description off; the whole one is not lost by that. */
static void keeps_the_whole_description(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    sim_meeting_t *meeting = course_meeting(world, "1000000001", 600);
    char *agenda = apr_palloc(pool, 401);
    memset(agenda, 'x', 400);
    agenda[400] = '\0';
    meeting->agenda = agenda;
    course_add(world, "course-1", meeting);
    meeting->topic = "Changed";
    student_list(world);
    assert_string_equal(real_db_value(db, "SELECT topic FROM lti_zoom_meeting"), "Changed");
    assert_string_equal(real_db_value(db, "SELECT agenda FROM lti_zoom_meeting"), agenda);
    meeting->agenda = "short";
    course_wait(world, FRESH);
    student_list(world);
    assert_string_equal(real_db_value(db, "SELECT agenda FROM lti_zoom_meeting"), "short");
}

/* --- bad weather ------------------------------------------------------------------------------ */

static void shows_what_it_has_when_zoom_is_down(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    course_add(world, "course-1", course_meeting(world, "1000000001", 60));
    student_list(world);
    world->down = 1;
    course_wait(world, FRESH);
    json_object *list = student_list(world);
    assert_int_equal(count(list), 1);
    assert_string_equal(warning(list, 0), "zoom_stale");
    assert_string_equal(text(list, "as_of"), "2026-11-30T09:15:00Z");
    assert_string_equal(actions(world, row(list, 0)), "[\"join\"]");

    /* the failure is shared: not each view waits for it */
    const int calls = world->fake->http->calls;
    lz_hot_forget(world->env, "course-1");
    student_list(world);
    assert_int_equal(world->fake->http->calls, calls);

    world->down = 0;
    course_wait(world, apr_time_from_sec(11));
    list = student_list(world);
    assert_string_equal(warning(list, 0), "");
    assert_string_not_equal(text(list, "as_of"), "2026-11-30T09:15:00Z");
}

/* A view has half of its time for Zoom, and answers in the other half. */
static void answers_before_the_deadline(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    course_add(world, "course-1", course_meeting(world, "1000000001", 60));
    student_list(world);
    world->down = 1;
    course_wait(world, FRESH);
    const apr_time_t started = lz_now(world->env->clock);
    student_list(world);
    const char *list = ZOOM_API "/users/host-1/meetings*";
    const int last = fake_http_count(world->fake->http, "GET", list) - 1;
    assert_true(last > 0);
    assert_true(fake_http_record(world->fake->http, "GET", list, last)->deadline
                == started + apr_time_from_sec(4));
    assert_true(lz_now(world->env->clock) <= started + apr_time_from_sec(4));
}

static void says_when_it_cannot_note_down(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    course_add(world, "course-1", course_meeting(world, "1000000001", 60));
    real_db_execute(db, strcmp(db->driver, "sqlite3") == 0
                            ? "PRAGMA query_only=1"
                            : "SET default_transaction_read_only TO on");
    json_object *list = student_list(world);
    assert_int_equal(count(list), 1);
    assert_string_equal(warning(list, 0), "not_refreshed");
    assert_int_equal(db->lent, 0);
}

#define ON_EACH_ENGINE(body) \
    static void test_##body(void **state) { real_db_each(*state, body); }

ON_EACH_ENGINE(asks_zoom_once_while_fresh)
ON_EACH_ENGINE(refreshes_a_host_for_all_courses)
ON_EACH_ENGINE(asks_no_host_again_whom_another_has_asked)
ON_EACH_ENGINE(asks_for_everything_in_one_round)
ON_EACH_ENGINE(needs_no_database_when_hot)
ON_EACH_ENGINE(works_without_a_cache)
ON_EACH_ENGINE(leaves_out_what_has_just_ended)
ON_EACH_ENGINE(says_what_is_in_progress)
ON_EACH_ENGINE(believes_the_list_about_overtime)
ON_EACH_ENGINE(an_older_snapshot_undoes_nothing)
ON_EACH_ENGINE(marks_what_is_gone)
ON_EACH_ENGINE(keeps_what_the_list_merely_lacks)
ON_EACH_ENGINE(looks_seldom_beyond_the_horizon)
ON_EACH_ENGINE(keeps_the_whole_description)
ON_EACH_ENGINE(shows_what_it_has_when_zoom_is_down)
ON_EACH_ENGINE(answers_before_the_deadline)
ON_EACH_ENGINE(says_when_it_cannot_note_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_asks_zoom_once_while_fresh),
        pool_test(test_refreshes_a_host_for_all_courses),
        pool_test(test_asks_no_host_again_whom_another_has_asked),
        pool_test(test_asks_for_everything_in_one_round),
        pool_test(test_needs_no_database_when_hot),
        pool_test(test_works_without_a_cache),
        pool_test(test_leaves_out_what_has_just_ended),
        pool_test(test_says_what_is_in_progress),
        pool_test(test_believes_the_list_about_overtime),
        pool_test(test_an_older_snapshot_undoes_nothing),
        pool_test(test_marks_what_is_gone),
        pool_test(test_keeps_what_the_list_merely_lacks),
        pool_test(test_looks_seldom_beyond_the_horizon),
        pool_test(test_keeps_the_whole_description),
        pool_test(test_shows_what_it_has_when_zoom_is_down),
        pool_test(test_answers_before_the_deadline),
        pool_test(test_says_when_it_cannot_note_down),
    };
    return cmocka_run_group_tests_name("course/refresh", tests, apr_setup, apr_teardown);
}
