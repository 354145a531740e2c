/* SPDX-License-Identifier: Apache-2.0 */
/* store/people.c: what is held about one person, and its end, on each engine. */
#include "support/course_world.h"
#include "support/fixture.h"

#include <apr_strings.h>

#include "base/json.h"
#include "store/arrivals.h"
#include "store/feeds.h"
#include "store/members.h"
#include "store/people.h"
#include "support/fake_clock.h"

static int serial;

static void arrive(const lz_env_t *env, const char *person, const char *course)
{
    int first = 0;
    const lz_arrival_t arrival = {
        .issuer = "https://lms.test", .client_id = "tool",
        .nonce = apr_psprintf(env->pool, "nonce-%d", serial++),
        .nonce_expires = lz_now(env->clock) + apr_time_from_sec(3600),
        .platform = "lms", .course = course, .deployment_id = "1", .context_id = course,
        .title = "Chemistry", .roster_url = "", .person = person, .subject = person,
        .name = "Amara", .email = "amara@example.edu", .role = 1,
        .sections = "Monday", .section_ids = "s12"
    };
    expect_ok(lz_store_arrive(env, &arrival, &first));
    assert_int_equal(first, 1);
}

static void fill(course_world_t *world, const char *person)
{
    lz_store_t *store = NULL;
    const lz_feed_t feed = {
        .feed = apr_pstrcat(world->env->pool, "feed of ", person, NULL), .person = person,
        .kind = "mine", .course = "", .sealed = "sealed"
    };
    arrive(world->env, person, "course-1");
    arrive(world->env, person, "course-2");
    expect_ok(lz_store_open(world->env, &store));
    expect_ok(lz_store_put_feed(store, &feed));
    expect_ok(lz_store_add_to_course(store, "course-1", "a",
                                     apr_pstrcat(world->env->pool, "9", person, NULL), person));
    lz_store_close(store);
}

static size_t held(course_world_t *world, const char *person, const char *what)
{
    json_object *rows = NULL;
    expect_ok(lz_store_export_person(world->env, person, &rows));
    lz_json_adopt(world->env->pool, rows);
    return json_object_array_length(lz_json_array(rows, what));
}

static lz_member_t member_of(course_world_t *world, const char *person, const char *course)
{
    lz_member_t member = { 0 };
    expect_ok(lz_store_member(world->env, course, person, &member));
    return member;
}

static const apr_array_header_t *erase(course_world_t *world, const char *person)
{
    const apr_array_header_t *courses = NULL;
    expect_ok(lz_store_erase_person(world->env, person, &courses));
    return courses;
}

static void erases_one_and_no_other(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    fill(world, "p1");
    fill(world, "p2");
    course_wait(world, apr_time_from_sec(60));
    const apr_time_t now = lz_now(world->env->clock);
    const apr_array_header_t *courses = erase(world, "p1");
    assert_int_equal(courses->nelts, 2);
    assert_string_equal(APR_ARRAY_IDX(courses, 0, const char *), "course-1");
    assert_string_equal(APR_ARRAY_IDX(courses, 1, const char *), "course-2");

    assert_int_equal(held(world, "p1", "people"), 0);
    assert_int_equal(held(world, "p1", "meetings_added"), 0);
    assert_int_equal(held(world, "p1", "calendars"), 0);
    assert_int_equal(member_of(world, "p1", "course-1").signed_out_at, now);
    assert_int_equal(member_of(world, "p1", "course-2").signed_out_at, now);

    assert_int_equal(held(world, "p2", "people"), 1);
    assert_int_equal(held(world, "p2", "courses"), 2);
    assert_int_equal(held(world, "p2", "meetings_added"), 1);
    assert_int_equal(held(world, "p2", "calendars"), 1);
    assert_int_equal(member_of(world, "p2", "course-1").signed_out_at, 0);
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_course_meeting"), "2");
}

/* Who comes back is a new person, at once; the old sessions stay over. */
static void lets_them_come_back(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    fill(world, "p1");
    (void)erase(world, "p1");
    const apr_time_t erased_at = lz_now(world->env->clock);
    course_wait(world, apr_time_from_sec(5));
    arrive(world->env, "p1", "course-1");
    assert_int_equal(held(world, "p1", "people"), 1);
    assert_int_equal(member_of(world, "p1", "course-1").role, 1);
    assert_int_equal(member_of(world, "p1", "course-1").signed_out_at, erased_at);
    assert_int_equal(member_of(world, "p1", "course-2").role, -1);
}

static void forgets_the_mark_in_the_end(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_store_t *store = NULL;
    fill(world, "p1");
    fill(world, "p2");
    (void)erase(world, "p1");
    course_wait(world, LZ_ERASED_REMEMBERED);
    expect_ok(lz_store_open(world->env, &store));
    expect_ok(lz_store_purge_erased(store));
    lz_store_close(store);
    assert_int_equal(held(world, "p1", "courses"), 2);
    course_wait(world, 1);
    expect_ok(lz_store_open(world->env, &store));
    expect_ok(lz_store_purge_erased(store));
    lz_store_close(store);
    assert_int_equal(held(world, "p1", "courses"), 0);
    assert_int_equal(held(world, "p2", "courses"), 2);
}

/* Half of it erased would look like all of it. */
static void erases_all_or_nothing(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    fill(world, "p1");
    const apr_array_header_t *courses = NULL;
    real_db_execute(db, "ALTER TABLE lti_zoom_member RENAME TO away");
    expect_problem(lz_store_erase_person(world->env, "p1", &courses), LZ_P_DATABASE);
    assert_null(courses);
    real_db_execute(db, "ALTER TABLE away RENAME TO lti_zoom_member");
    assert_int_equal(held(world, "p1", "people"), 1);
    assert_int_equal(held(world, "p1", "calendars"), 1);
}

#define ON_EACH_ENGINE(body) \
    static void test_##body(void **state) { real_db_each(*state, body); }

ON_EACH_ENGINE(erases_one_and_no_other)
ON_EACH_ENGINE(lets_them_come_back)
ON_EACH_ENGINE(forgets_the_mark_in_the_end)
ON_EACH_ENGINE(erases_all_or_nothing)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_erases_one_and_no_other),
        pool_test(test_lets_them_come_back),
        pool_test(test_forgets_the_mark_in_the_end),
        pool_test(test_erases_all_or_nothing),
    };
    return cmocka_run_group_tests_name("store/people", tests, apr_setup, apr_teardown);
}
