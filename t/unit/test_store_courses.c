/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of a course, from its launches. */
#include "support/fixture.h"

#include "store/courses.h"
#include "support/store_world.h"

static void keeps_where_the_roster_is(apr_pool_t *pool, real_db_t *db)
{
    lz_env_t *env = store_env(pool, db);
    lz_arrival_t who = arrival("n1");
    lz_course_row_t *course = NULL;
    assert_int_equal(arrive(env, &who), 1);
    assert_null(lz_store_course(env, who.course, &course));
    assert_string_equal(course->deployment_id, "1");
    assert_string_equal(course->context_id, "c1");
    assert_string_equal(course->roster_url, "https://lms.test/r");
    who = arrival("n2");
    who.roster_url = "";
    assert_int_equal(arrive(env, &who), 1);
    assert_null(lz_store_course(env, who.course, &course));
    assert_string_equal(course->roster_url, "");
    assert_string_equal(course->title, "Organic Chemistry II");
    assert_null(lz_store_course(env, "another", &course));
    assert_null(course);
    assert_int_equal(db->lent, 0);
}

/* Facts come from those who host; who does not know them leaves them as they are. */
static void keeps_what_the_lms_says_of_a_course(apr_pool_t *pool, real_db_t *db)
{
    lz_env_t *env = store_env(pool, db);
    lz_arrival_t who = arrival("n1");
    lz_course_row_t *course = NULL;
    assert_int_equal(arrive(env, &who), 1);
    assert_null(lz_store_course(env, who.course, &course));
    assert_string_equal(course->facts, "");
    who = arrival("n2");
    who.facts = "{\"label\":\"CHEM-202\"}";
    assert_int_equal(arrive(env, &who), 1);
    who = arrival("n3");
    assert_int_equal(arrive(env, &who), 1);
    assert_null(lz_store_course(env, who.course, &course));
    assert_string_equal(course->facts, "{\"label\":\"CHEM-202\"}");
    who = arrival("n4");
    who.facts = "{\"label\":\"CHEM-203\"}";
    assert_int_equal(arrive(env, &who), 1);
    assert_null(lz_store_course(env, who.course, &course));
    assert_string_equal(course->facts, "{\"label\":\"CHEM-203\"}");
}

#define ON_EACH_ENGINE(body) \
    static void test_##body(void **state) { real_db_each(*state, body); }

ON_EACH_ENGINE(keeps_where_the_roster_is)
ON_EACH_ENGINE(keeps_what_the_lms_says_of_a_course)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_keeps_where_the_roster_is),
        pool_test(test_keeps_what_the_lms_says_of_a_course),
    };
    return cmocka_run_group_tests_name("store/courses", tests, apr_setup, apr_teardown);
}
