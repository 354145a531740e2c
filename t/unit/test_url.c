/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <string.h>

#include "base/url.h"

static void test_check(void **state)
{
    static const struct {
        const char *url;
        int         rules;
        const char *wrong;      /* how the answer begins, or NULL */
    } cases[] = {
        { "https://example.edu", LZ_URL_HTTPS, NULL },
        { "https://example.edu/", LZ_URL_HTTPS, NULL },
        { "HTTPS://Example.EDU:8443/a/b?c=d&e=%2F", LZ_URL_HTTPS, NULL },
        { "https://[2001:db8::1]:443/x", LZ_URL_HTTPS, NULL },
        { "https://a_b.example/~x;y=1,2(3)!*'@$+:", LZ_URL_HTTPS, NULL },
        { "https://127.0.0.1/", LZ_URL_HTTPS, NULL },
        { "http://example.edu/", LZ_URL_HTTPS, "must start with https://" },
        { "http://example.edu/", LZ_URL_LOOPBACK_HTTP, "must start with https:// unless" },
        { "http://127.0.0.1:8080/", LZ_URL_HTTPS, "must start with https://" },
        { "http://127.0.0.1:8080/", LZ_URL_LOOPBACK_HTTP, NULL },
        { "http://127.255.3.4/", LZ_URL_LOOPBACK_HTTP, NULL },
        { "http://[::1]:1/", LZ_URL_LOOPBACK_HTTP, NULL },
        { "http://LOCALHOST", LZ_URL_LOOPBACK_HTTP, NULL },
        { "http://127.0.0.1.evil.example/", LZ_URL_LOOPBACK_HTTP, "must start with" },
        { "http://localhost.evil.example/", LZ_URL_LOOPBACK_HTTP, "must start with" },
        { "http://127.0.0/", LZ_URL_LOOPBACK_HTTP, "must start with" },
        { "http://127.0.0.01/", LZ_URL_LOOPBACK_HTTP, "must start with" },
        { "http://127.0.0.256/", LZ_URL_LOOPBACK_HTTP, "must start with" },
        { "http://[::1%25eth0]/", LZ_URL_LOOPBACK_HTTP, "has a malformed IPv6 address" },
        { "http://[::2]/", LZ_URL_LOOPBACK_HTTP, "must start with" },
        { "ftp://example.edu/", LZ_URL_HTTPS, "must start with https://" },
        { "//example.edu/", LZ_URL_HTTPS, "must start with https://" },
        { "javascript:alert(1)", LZ_URL_HTTPS, "must start with https://" },
        { "", LZ_URL_HTTPS, "must start with https://" },
        { "https://", LZ_URL_HTTPS, "must name a host" },
        { "https:///path", LZ_URL_HTTPS, "must name a host" },
        { "https://:443/", LZ_URL_HTTPS, "must name a host" },
        { "https://user@example.edu/", LZ_URL_HTTPS, "must not hold a user name" },
        { "https://user:pass@example.edu/", LZ_URL_HTTPS, "must not hold a user name" },
        { "https://example.edu/@x", LZ_URL_HTTPS, NULL },
        { "https://example.edu:/", LZ_URL_HTTPS, "has a malformed port" },
        { "https://example.edu:0/", LZ_URL_HTTPS, "has a malformed port" },
        { "https://example.edu:65536/", LZ_URL_HTTPS, "has a malformed port" },
        { "https://example.edu:123456/", LZ_URL_HTTPS, "has a malformed port" },
        { "https://example.edu:44a/", LZ_URL_HTTPS, "has a malformed host" },
        { "https://exam%70le.edu/", LZ_URL_HTTPS, "has a malformed host" },
        { "https://[::1/", LZ_URL_HTTPS, "has a malformed IPv6 address" },
        { "https://[::1]x/", LZ_URL_HTTPS, "has a malformed host" },
        { "https://example.edu/a b", LZ_URL_HTTPS, "has a character" },
        { "https://example.edu/\n", LZ_URL_HTTPS, "has a character" },
        { "https://example.edu\\@evil.example/", LZ_URL_HTTPS, "has a character" },
        { "https://ex\xc3\xa4mple.edu/", LZ_URL_HTTPS, "has a character" },
        { "https://example.edu/%2", LZ_URL_HTTPS, "has a percent sign" },
        { "https://example.edu/%", LZ_URL_HTTPS, "has a percent sign" },
        { "https://example.edu/%zz", LZ_URL_HTTPS, "has a percent sign" },
        { "https://example.edu/#x", LZ_URL_HTTPS, "must not have a fragment" },
        { "https://example.edu#x", LZ_URL_HTTPS, "must not have a fragment" },
        { "https://example.edu/?x", LZ_URL_NO_QUERY, "must not have a query" },
        { "https://example.edu?x", LZ_URL_NO_QUERY, "must not have a query" },
        { "https://example.edu/x", LZ_URL_NO_QUERY, NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *wrong = lz_url_check(cases[i].url, cases[i].rules);

        if ((wrong == NULL) != (cases[i].wrong == NULL)
            || (wrong && strncmp(wrong, cases[i].wrong, strlen(cases[i].wrong)) != 0)) {
            fail_msg("%s: %s", cases[i].url, wrong ? wrong : "accepted");
        }
    }
}

static void test_encode(void **state)
{
    assert_string_equal(lz_url_encode(*state, "AZaz09-._~"), "AZaz09-._~");
    assert_string_equal(lz_url_encode(*state, " +/?&=%#:@"), "%20%2B%2F%3F%26%3D%25%23%3A%40");
    assert_string_equal(lz_url_encode(*state, "\xc3\xa9\x01"), "%C3%A9%01");
    assert_string_equal(lz_url_encode(*state, ""), "");
}

static void test_with_query(void **state)
{
    assert_string_equal(lz_url_with_query(*state, "https://a/b", "x", "1 2", "n", NULL, "y", "&",
                                          NULL),
                        "https://a/b?x=1%202&y=%26");
    assert_string_equal(lz_url_with_query(*state, "https://a/b?c=d", "x", "", NULL),
                        "https://a/b?c=d&x=");
    assert_string_equal(lz_url_with_query(*state, "https://a/b", "x", NULL, NULL), "https://a/b");
}

static void test_origin(void **state)
{
    assert_string_equal(lz_url_origin(*state, "HTTPS://Tool.Example.EDU:443/Zoom?x"),
                        "https://tool.example.edu");
    assert_string_equal(lz_url_origin(*state, "https://tool.example.edu:8443"),
                        "https://tool.example.edu:8443");
    assert_string_equal(lz_url_origin(*state, "http://127.0.0.1:80/"), "http://127.0.0.1");
    assert_string_equal(lz_url_origin(*state, "http://tool.example:443/"),
                        "http://tool.example:443");
    assert_string_equal(lz_url_origin(*state, "https://[2001:DB8::1]:0443/"),
                        "https://[2001:db8::1]");
    assert_null(lz_url_origin(*state, "null"));
    assert_null(lz_url_origin(*state, "https://a@b/"));
    assert_null(lz_url_origin(*state, "ftp://a/"));
}

static void test_path(void **state)
{
    assert_string_equal(lz_url_path(*state, "https://a/zoom"), "/zoom");
    assert_string_equal(lz_url_path(*state, "https://a/zoom//"), "/zoom");
    assert_string_equal(lz_url_path(*state, "https://a/zoom/c?x=/"), "/zoom/c");
    assert_string_equal(lz_url_path(*state, "https://a"), "");
    assert_string_equal(lz_url_path(*state, "https://a/"), "");
    assert_string_equal(lz_url_path(*state, "https://a?x"), "");
    assert_string_equal(lz_url_path(*state, "nonsense/x"), "");
}

static void test_is_loopback(void **state)
{
    (void)state;
    assert_true(lz_url_is_loopback("http://127.0.0.1:3000/x"));
    assert_true(lz_url_is_loopback("https://localhost/"));
    assert_true(lz_url_is_loopback("https://[::1]/"));
    assert_false(lz_url_is_loopback("https://localhost.example/"));
    assert_false(lz_url_is_loopback("https://127.1/"));
    assert_false(lz_url_is_loopback("https://128.0.0.1/"));
    assert_false(lz_url_is_loopback("https://10.0.0.1/?127.0.0.1"));
    assert_false(lz_url_is_loopback("localhost"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_check),
        pool_test(test_encode),
        pool_test(test_with_query),
        pool_test(test_origin),
        pool_test(test_path),
        pool_test(test_is_loopback),
    };

    return cmocka_run_group_tests_name("base/url", tests, apr_setup, apr_teardown);
}
