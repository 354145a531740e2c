/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <apr_strings.h>

#include "base/json.h"
#include "course/permissions.h"

typedef struct case_t {
    lz_standing_e        standing;
    int                  is_host;
    lz_meeting_status_e  status;
    const char          *actions;
    int                  details;
} case_t;

/* Standing by ownership by state: every combination there is. */
static const case_t cases[] = {
    { LZ_STANDING_GUEST, 0, LZ_MEETING_WAITING, "[\"join\"]",           0 },
    { LZ_STANDING_GUEST, 0, LZ_MEETING_STARTED, "[\"join\"]",           0 },
    { LZ_STANDING_GUEST, 0, LZ_MEETING_ENDED,   "[]",                   0 },
    { LZ_STANDING_GUEST, 0, LZ_MEETING_GONE,    "[]",                   0 },
    { LZ_STANDING_GUEST, 1, LZ_MEETING_WAITING, "[\"join\"]",           0 },
    { LZ_STANDING_GUEST, 1, LZ_MEETING_STARTED, "[\"join\"]",           0 },
    { LZ_STANDING_GUEST, 1, LZ_MEETING_ENDED,   "[]",                   0 },
    { LZ_STANDING_GUEST, 1, LZ_MEETING_GONE,    "[]",                   0 },
    { LZ_STANDING_OWN,   0, LZ_MEETING_WAITING, "[\"join\"]",           0 },
    { LZ_STANDING_OWN,   0, LZ_MEETING_STARTED, "[\"join\"]",           0 },
    { LZ_STANDING_OWN,   0, LZ_MEETING_ENDED,   "[]",                   0 },
    { LZ_STANDING_OWN,   0, LZ_MEETING_GONE,    "[]",                   0 },
    { LZ_STANDING_OWN,   1, LZ_MEETING_WAITING, "[\"join\",\"start\"]", 1 },
    { LZ_STANDING_OWN,   1, LZ_MEETING_STARTED, "[\"join\",\"start\"]", 1 },
    { LZ_STANDING_OWN,   1, LZ_MEETING_ENDED,   "[]",                   1 },
    { LZ_STANDING_OWN,   1, LZ_MEETING_GONE,    "[]",                   1 },
    { LZ_STANDING_HOST,  0, LZ_MEETING_WAITING, "[\"join\"]",           1 },
    { LZ_STANDING_HOST,  0, LZ_MEETING_STARTED, "[\"join\"]",           1 },
    { LZ_STANDING_HOST,  0, LZ_MEETING_ENDED,   "[]",                   1 },
    { LZ_STANDING_HOST,  0, LZ_MEETING_GONE,    "[]",                   1 },
    { LZ_STANDING_HOST,  1, LZ_MEETING_WAITING, "[\"join\",\"start\"]", 1 },
    { LZ_STANDING_HOST,  1, LZ_MEETING_STARTED, "[\"join\",\"start\"]", 1 },
    { LZ_STANDING_HOST,  1, LZ_MEETING_ENDED,   "[]",                   1 },
    { LZ_STANDING_HOST,  1, LZ_MEETING_GONE,    "[]",                   1 },
};

static void test_with_a_meeting(void **state)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const case_t *one = &cases[i];
        const int may = lz_may_with_meeting(one->standing, one->is_host, one->status);
        json_object *actions = lz_json_adopt(*state, lz_actions_json(may));
        assert_string_equal(lz_json_text(*state, actions), one->actions);
        assert_int_equal((may & LZ_MAY_DETAILS) != 0, one->details);
        assert_int_equal(may & LZ_MAY_SCHEDULE, 0);
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
        pool_test(test_with_a_meeting),
        pool_test(test_in_the_course),
        pool_test(test_standing),
    };
    return cmocka_run_group_tests_name("course/permissions", tests, apr_setup, apr_teardown);
}
