/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "lti/return_url.h"

static void test_accept(void **state)
{
    apr_pool_t *pool = *state;
    char *longest = apr_palloc(pool, LZ_RETURN_URL_MAX + 2);

    assert_string_equal(lz_return_url_accept(pool, "https://lms.example/course?id=1#top"),
                        "https://lms.example/course?id=1#top");
    assert_string_equal(lz_return_url_accept(pool, "http://lms.example"), "http://lms.example");
    static const char *const refused[] = {
        "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "//lms.example/",
        "/course", "", "https://user@lms.example/", "https://lms.example/\"x",
        "https://lms.example/ x", " https://lms.example/", "https://lms.example\\@evil.example/"
    };
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        assert_string_equal(lz_return_url_accept(pool, refused[i]), "");
    }
    assert_string_equal(lz_return_url_accept(pool, NULL), "");

    memset(longest, 'x', LZ_RETURN_URL_MAX + 1);
    memcpy(longest, "https://lms.example/", 20);
    longest[LZ_RETURN_URL_MAX + 1] = '\0';
    assert_string_equal(lz_return_url_accept(pool, longest), "");
    longest[LZ_RETURN_URL_MAX] = '\0';
    assert_string_equal(lz_return_url_accept(pool, longest), longest);
}

static void test_messages(void **state)
{
    static const struct {
        const char *url;
        const char *with_message;
    } cases[] = {
        { "https://lms.example/back", "https://lms.example/back?lti_msg=a%20%26%20b" },
        { "https://lms.example/back?", "https://lms.example/back?lti_msg=a%20%26%20b" },
        { "https://lms.example/back?c=1", "https://lms.example/back?c=1&lti_msg=a%20%26%20b" },
        { "https://lms.example/back?c=1&", "https://lms.example/back?c=1&lti_msg=a%20%26%20b" },
        { "https://lms.example/back#top", "https://lms.example/back?lti_msg=a%20%26%20b#top" },
        { "https://lms.example/back?c=%26#t?", "https://lms.example/back?c=%26&lti_msg=a%20%26%20b"
          "#t?" }
    };
    apr_pool_t *pool = *state;
    const lz_return_messages_t one = { .message = "a & b" };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_string_equal(lz_return_url(pool, cases[i].url, &one), cases[i].with_message);
    }
    const lz_return_messages_t all = { "\xc3\x85se", "e", "l", "el" };
    assert_string_equal(lz_return_url(pool, "https://lms.example/", &all),
                        "https://lms.example/?lti_msg=%C3%85se&lti_errormsg=e&lti_log=l"
                        "&lti_errorlog=el");
    const lz_return_messages_t none = { .message = NULL };
    assert_string_equal(lz_return_url(pool, "https://lms.example/?a#b", &none),
                        "https://lms.example/?a#b");
}

static void test_refused(void **state)
{
    apr_pool_t *pool = *state;
    const lz_problem_t *problem = lz_problem(pool, LZ_P_DATABASE, "secret inner workings");
    const char *url = lz_return_url_refused(pool, "https://lms.example/c?id=1", problem, "req-7");

    assert_non_null(strstr(url, "https://lms.example/c?id=1&lti_errormsg=This%20server%20cannot"));
    assert_non_null(strstr(url, "&lti_errorlog=LZ0400%20database_unavailable%2C%20request%20"
                                "req-7"));
    assert_null(strstr(url, "inner"));
    assert_null(lz_return_url_refused(pool, "", problem, "req-7"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_accept),
        pool_test(test_messages),
        pool_test(test_refused)
    };

    return cmocka_run_group_tests_name("lti/return_url", tests, apr_setup, apr_teardown);
}
