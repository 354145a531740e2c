/* SPDX-License-Identifier: Apache-2.0 */
/* zoom/path.c: what may stand in a path, and how. */
#include "support/fixture.h"

#include <apr_strings.h>

#include "zoom/path.h"

static const char *path(apr_pool_t *pool, lz_zoom_operation_id_e id, const char *first)
{
    return lz_zoom_path(pool, lz_zoom_operation(id), first, NULL);
}

static void test_uuids_are_encoded_once_or_twice(void **state)
{
    static const struct {
        const char *uuid;
        const char *in_path;
    } cases[] = {
        { "4444AAAiAAAAAiAiAiiAii==", "4444AAAiAAAAAiAiAiiAii%3D%3D" },
        { "a+b4AAAiAAAAAiAiAiiAii==", "a%2Bb4AAAiAAAAAiAiAiiAii%3D%3D" },
        { "/jgZ4AAiAAAAAiAiAiiAii==", "%252FjgZ4AAiAAAAAiAiAiiAii%253D%253D" },
        { "ab//4AAiAAAAAiAiAiiAii==", "ab%252F%252F4AAiAAAAAiAiAiiAii%253D%253D" },
        { "ab/c4AAiAAAAAiAiAiiAii==", "ab%252Fc4AAiAAAAAiAiAiiAii%253D%253D" },
        { "92674392836", "92674392836" },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_string_equal(path(*state, LZ_ZOOM_REPORT_PARTICIPANTS, cases[i].uuid),
                            apr_psprintf(*state, "/report/meetings/%s/participants",
                                         cases[i].in_path));
    }
}

static void test_numbers_of_meetings(void **state)
{
    static const char *const bad[] = {
        "", "0", "01", "-1", "1.0", "1e9", " 1", "9223372036854775808", "99999999999999999999",
        "4444AAAiAAAAAiAiAiiAii==", "me", "..", "1/2", "1?x"
    };

    /* beyond 2^53, and the last one of 64 bits */
    assert_string_equal(path(*state, LZ_ZOOM_MEETING_GET, "9007199254740993"),
                        "/meetings/9007199254740993");
    assert_string_equal(path(*state, LZ_ZOOM_MEETING_DELETE, "9223372036854775807"),
                        "/meetings/9223372036854775807");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_null(path(*state, LZ_ZOOM_MEETING_GET, bad[i]));
        assert_null(path(*state, LZ_ZOOM_PAST_INSTANCES, bad[i]));
    }
    assert_null(path(*state, LZ_ZOOM_MEETING_GET, NULL));
}

static void test_instances_that_are_none(void **state)
{
    static const char *const bad[] = { "", ".", "a b", "a%2F", "a?b", "caf\xc3\xa9" };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_null(path(*state, LZ_ZOOM_RECORDING_GET, bad[i]));
    }
}

static void test_users_are_encoded_once(void **state)
{
    assert_string_equal(path(*state, LZ_ZOOM_USER_SETTINGS, "a/b+c@example.edu"),
                        "/users/a%2Fb%2Bc%40example.edu/settings");
    assert_null(path(*state, LZ_ZOOM_USER_SETTINGS, "me"));
    assert_null(path(*state, LZ_ZOOM_GROUP_MEMBERS, ".."));
}

static void test_paths_with_two_parameters(void **state)
{
    const lz_zoom_operation_t *operation = lz_zoom_operation(LZ_ZOOM_RECORDING_FILE_RECOVER);

    assert_string_equal(lz_zoom_path(*state, operation, "/a==", "35497738-9fef-4f8a"),
                        "/meetings/%252Fa%253D%253D/recordings/35497738-9fef-4f8a/status");
    assert_null(lz_zoom_path(*state, operation, "/a==", NULL));
    assert_null(lz_zoom_path(*state, operation, "/a==", "../../users"));
    assert_null(lz_zoom_path(*state, operation, NULL, "35497738"));
}

static void test_paths_without_a_parameter(void **state)
{
    assert_string_equal(path(*state, LZ_ZOOM_MANAGED_DOMAINS, NULL),
                        "/accounts/me/managed_domains");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_uuids_are_encoded_once_or_twice),
        pool_test(test_numbers_of_meetings),
        pool_test(test_instances_that_are_none),
        pool_test(test_users_are_encoded_once),
        pool_test(test_paths_with_two_parameters),
        pool_test(test_paths_without_a_parameter),
    };

    return cmocka_run_group_tests_name("zoom/path", tests, apr_setup, apr_teardown);
}
