/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <apr_strings.h>

#include "base/json.h"
#include "course/permissions.h"

/*
 * Every combination of role, directive, ownership, course, state and sections; each action by a
 * rule of its own, as the product says it; the table under test knows nothing of these.
 */
typedef struct case_t {
    lz_role_e            role;
    int                  students_host;
    lz_ownership_e       ownership;
    int                  of_course;
    lz_meeting_status_e  status;
    lz_audience_e        audience;
} case_t;

static int is_open(const case_t *one)
{
    return one->status == LZ_MEETING_WAITING || one->status == LZ_MEETING_STARTED;
}

static int runs_course(const case_t *one)
{
    return one->role == LZ_ROLE_INSTRUCTOR;
}

static int hosts_as_student(const case_t *one)
{
    return one->role == LZ_ROLE_STUDENT && one->students_host
           && one->ownership == LZ_OWNS_HOST;
}

/* Whose meeting it is, as far as changing it goes. */
static int controls(const case_t *one)
{
    return (runs_course(one) && one->ownership != LZ_OWNS_NOTHING) || hosts_as_student(one);
}

static int starts(const case_t *one)
{
    return one->ownership != LZ_OWNS_NOTHING
           && (runs_course(one) || (one->role == LZ_ROLE_STUDENT && one->students_host));
}

/* A meeting for other sections is there for nobody but who runs the course. */
static int is_hidden(const case_t *one)
{
    return one->audience == LZ_FOR_OTHERS && !runs_course(one);
}

static int expected(const case_t *one)
{
    const int here = one->of_course && !is_hidden(one);
    int may = 0;
    may += here ? LZ_MAY_SEE : 0;
    may += here && runs_course(one) ? LZ_MAY_LIMIT : 0;
    may += here && is_open(one) ? LZ_MAY_JOIN : 0;
    may += here && is_open(one) && starts(one) ? LZ_MAY_START : 0;
    may += here && (runs_course(one) || hosts_as_student(one)) ? LZ_MAY_DETAILS : 0;
    may += here && is_open(one) && controls(one) ? LZ_MAY_EDIT + LZ_MAY_DELETE : 0;
    may += here && (runs_course(one) || hosts_as_student(one)) ? LZ_MAY_REMOVE : 0;
    may += here && is_open(one) && (runs_course(one) || hosts_as_student(one))
           ? LZ_MAY_INVITATION : 0;
    may += here && one->status == LZ_MEETING_ENDED && runs_course(one)
           ? LZ_MAY_REPORT + LZ_MAY_POLLS + LZ_MAY_PUBLISH : 0;
    may += here && one->status == LZ_MEETING_ENDED ? LZ_MAY_RECORDING : 0;
    may += !one->of_course && one->status != LZ_MEETING_GONE && runs_course(one)
           && one->ownership != LZ_OWNS_NOTHING ? LZ_MAY_IMPORT : 0;
    may += !one->of_course && one->status != LZ_MEETING_GONE && runs_course(one)
           && (one->ownership == LZ_OWNS_HOST || one->ownership == LZ_OWNS_SCHEDULER)
           ? LZ_MAY_LABEL : 0;
    return may;
}

static void check(const case_t *one)
{
    const lz_standing_e standing = lz_standing(one->role, one->students_host);
    const int may = one->of_course
                    ? lz_may_with_meeting(standing, one->ownership, one->status,
                                          one->audience)
                    : lz_may_with_other(standing, one->ownership, one->status);
    if (may != expected(one)) {
        fail_msg("role %d, students host %d, ownership %d, of the course %d, status %d, "
                 "audience %d: may %d, not %d", (int)one->role, one->students_host,
                 (int)one->ownership, one->of_course, (int)one->status, (int)one->audience, may,
                 expected(one));
    }
    assert_int_equal(may & LZ_MAY_SCHEDULE, 0);
}

static void test_every_combination(void **state)
{
    static const lz_role_e roles[] = { LZ_ROLE_INSTRUCTOR, LZ_ROLE_STUDENT, LZ_ROLE_TEST_USER };
    int n = 0;
    (void)state;
    for (int bits = 0; bits < 3 * 2 * 4 * 2 * 4 * 3; bits++, n++) {
        const case_t one = {
            .role = roles[bits % 3], .students_host = bits / 3 % 2,
            .ownership = (lz_ownership_e)(bits / 6 % 4), .of_course = bits / 24 % 2,
            .status = (lz_meeting_status_e)(bits / 48 % 4),
            .audience = (lz_audience_e)(bits / 192 % 3)
        };
        check(&one);
    }
    assert_int_equal(n, 576);
}

/* What has no row in the table may do what a stranger may. */
static void test_beyond_the_table(void **state)
{
    (void)state;
    assert_int_equal(lz_may_with_meeting((lz_standing_e)9, LZ_OWNS_HOST, LZ_MEETING_WAITING,
                                         LZ_FOR_THEM), LZ_MAY_SEE | LZ_MAY_JOIN);
    assert_int_equal(lz_may_with_meeting((lz_standing_e)9, LZ_OWNS_HOST, LZ_MEETING_WAITING,
                                         LZ_FOR_OTHERS), LZ_MAY_NOTHING);
    assert_int_equal(lz_may_with_meeting(LZ_STANDING_HOST, (lz_ownership_e)9, LZ_MEETING_GONE,
                                         LZ_FOR_ALL), LZ_MAY_SEE);
    assert_int_equal(lz_may_with_meeting(LZ_STANDING_HOST, (lz_ownership_e)9, LZ_MEETING_WAITING,
                                         LZ_FOR_OTHERS), LZ_MAY_NOTHING);
    assert_int_equal(lz_may_with_meeting(LZ_STANDING_GUEST, LZ_OWNS_NOTHING, LZ_MEETING_WAITING,
                                         (lz_audience_e)9), LZ_MAY_NOTHING);
    assert_int_equal(lz_may_with_other(LZ_STANDING_HOST, (lz_ownership_e)9, LZ_MEETING_WAITING),
                     LZ_MAY_NOTHING);
}

static void test_names(void **state)
{
    static const struct { int may; const char *actions; } names[] = {
        { LZ_MAY_NOTHING, "[]" },
        { LZ_MAY_DETAILS | LZ_MAY_REMOVE | LZ_MAY_SCHEDULE | LZ_MAY_LABEL, "[]" },
        { LZ_MAY_LIMIT | LZ_MAY_SEE, "[]" },
        { LZ_MAY_JOIN | LZ_MAY_START | LZ_MAY_EDIT | LZ_MAY_DELETE | LZ_MAY_INVITATION,
          "[\"join\",\"start\",\"edit\",\"delete\",\"invitation\"]" },
        { LZ_MAY_REPORT | LZ_MAY_POLLS | LZ_MAY_RECORDING | LZ_MAY_PUBLISH | LZ_MAY_IMPORT,
          "[\"report\",\"polls\",\"recording\",\"publish\",\"import\"]" },
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        json_object *actions = lz_json_adopt(*state, lz_actions_json(names[i].may));
        assert_string_equal(lz_json_text(*state, actions), names[i].actions);
    }
}

static void test_in_the_course(void **state)
{
    assert_int_equal(lz_may_in_course(LZ_STANDING_GUEST, 0), LZ_MAY_NOTHING);
    assert_int_equal(lz_may_in_course(LZ_STANDING_GUEST, 1), LZ_MAY_NOTHING);
    assert_int_equal(lz_may_in_course(LZ_STANDING_OWN, 0), LZ_MAY_NOTHING);
    assert_int_equal(lz_may_in_course(LZ_STANDING_OWN, 1), LZ_MAY_SCHEDULE);
    assert_int_equal(lz_may_in_course(LZ_STANDING_HOST, 0), LZ_MAY_NOTHING);
    assert_int_equal(lz_may_in_course(LZ_STANDING_HOST, 1), LZ_MAY_SCHEDULE);

    const char *const *names = lz_permission_names(*state, LZ_MAY_SCHEDULE);
    assert_string_equal(names[0], "schedule");
    assert_null(names[1]);
    assert_null(lz_permission_names(*state, LZ_MAY_JOIN | LZ_MAY_START)[0]);
}

static void test_standing(void **state)
{
    (void)state;
    assert_int_equal(lz_standing(LZ_ROLE_INSTRUCTOR, 0), LZ_STANDING_HOST);
    assert_int_equal(lz_standing(LZ_ROLE_INSTRUCTOR, 1), LZ_STANDING_HOST);
    assert_int_equal(lz_standing(LZ_ROLE_STUDENT, 0), LZ_STANDING_GUEST);
    assert_int_equal(lz_standing(LZ_ROLE_STUDENT, 1), LZ_STANDING_OWN);
    assert_int_equal(lz_standing(LZ_ROLE_TEST_USER, 0), LZ_STANDING_GUEST);
    assert_int_equal(lz_standing(LZ_ROLE_TEST_USER, 1), LZ_STANDING_GUEST);
    assert_int_equal(lz_standing((lz_role_e)77, 1), LZ_STANDING_GUEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_every_combination),
        pool_test(test_beyond_the_table),
        pool_test(test_names),
        pool_test(test_in_the_course),
        pool_test(test_standing),
    };
    return cmocka_run_group_tests_name("course/permissions", tests, apr_setup, apr_teardown);
}
