/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/timestamp.h"

static const struct {
    const char *text;
    apr_int64_t seconds;
} instants[] = {
    { "1970-01-01T00:00:00Z", 0 },
    { "1972-02-29T12:34:56Z", 68214896 },
    { "2000-02-29T23:59:59Z", 951868799 },
    { "2000-03-01T00:00:00Z", 951868800 },
    { "2024-12-31T23:59:59Z", 1735689599 },
    { "2026-11-30T09:15:00Z", 1796030100 },
    { "2038-01-19T03:14:08Z", 2147483648 },
    { "2100-03-01T00:00:00Z", 4107542400 },
    { "9999-12-31T23:59:59Z", 253402300799 },
};

static void test_both_ways(void **state)
{
    for (size_t i = 0; i < sizeof(instants) / sizeof(instants[0]); i++) {
        const apr_time_t expected = apr_time_from_sec(instants[i].seconds);
        apr_time_t when = -1;

        assert_true(lz_timestamp_parse(instants[i].text, &when));
        assert_int_equal(when, expected);
        assert_string_equal(lz_timestamp(*state, expected), instants[i].text);
        /* a part of a second is cut, not rounded */
        assert_string_equal(lz_timestamp(*state, expected + 999999), instants[i].text);
    }
}

static void test_fraction(void **state)
{
    apr_time_t when;

    (void)state;
    assert_true(lz_timestamp_parse("1970-01-01T00:00:01.5Z", &when));
    assert_int_equal(when, 1500000);
    assert_true(lz_timestamp_parse("1970-01-01T00:00:01.000001Z", &when));
    assert_int_equal(when, 1000001);
    assert_true(lz_timestamp_parse("1970-01-01T00:00:01.123456789123Z", &when));
    assert_int_equal(when, 1123456);
}

static void test_refusals(void **state)
{
    static const char *const bad[] = {
        "", "Z", "2026-11-30", "2026-11-30T09:15:00", "2026-11-30T09:15Z", "2026-11-30 09:15:00Z",
        "2026-11-30T09:15:00z", "2026-11-30t09:15:00Z", "2026-11-30T09:15:00+00:00",
        "2026-11-30T09:15:00Z ", " 2026-11-30T09:15:00Z", "2026-11-30T09:15:00.Z",
        "2026-11-30T09:15:00,5Z", "2026-11-30T24:00:00Z", "2026-11-30T23:60:00Z",
        "2016-12-31T23:59:60Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-11-31T00:00:00Z", "2026-11-00T00:00:00Z", "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "1969-12-31T23:59:59Z",
        "10000-01-01T00:00:00Z", "2026-1-30T09:15:00Z", "+026-11-30T09:15:00Z",
        "2026-11-30T-9:15:00Z", "2026-11-30T09:15:0\xc2\xb2Z"
    };
    apr_time_t when = 42;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (lz_timestamp_parse(bad[i], &when)) {
            fail_msg("accepted: %s", bad[i]);
        }
    }
    assert_int_equal(when, 42);
}

/* The server's own zone has no say. */
static void test_zone_of_the_process(void **state)
{
    apr_time_t when;

    setenv("TZ", "America/New_York", 1);
    tzset();
    assert_true(lz_timestamp_parse("2026-07-01T00:00:00Z", &when));
    assert_int_equal(when, apr_time_from_sec(1782864000));
    assert_string_equal(lz_timestamp(*state, when), "2026-07-01T00:00:00Z");
    unsetenv("TZ");
    tzset();
}

static void test_time_zones(void **state)
{
    static const char *const bad[] = {
        "", "/", "/Europe/Berlin", "Europe/", "Europe//Berlin", "../etc/passwd", "Europe/../UTC",
        "Europe Berlin", "Europe/Berlin;", "UTC\n", "right/UTC", "posix/UTC",
        "A123456789A123456789A123456789A123456789A123456789A123456789ABCDE"
    };

    (void)state;
    assert_true(lz_time_zone_valid("UTC"));
    assert_true(lz_time_zone_valid("Europe/Berlin"));
    assert_true(lz_time_zone_valid("America/Argentina/Buenos_Aires"));
    assert_true(lz_time_zone_valid("Etc/GMT+5"));
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (lz_time_zone_valid(bad[i])) {
            fail_msg("accepted: %s", bad[i]);
        }
    }
}

/* Where the system has a zone database, names must stand in it. */
static void test_unknown_time_zones(void **state)
{
    (void)state;
    if (access("/usr/share/zoneinfo/UTC", R_OK) != 0) {
        skip();
    }
    assert_false(lz_time_zone_valid("Europe/Atlantis"));
    assert_false(lz_time_zone_valid("Europe"));
    assert_false(lz_time_zone_valid("leapseconds"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_both_ways),
        pool_test(test_fraction),
        pool_test(test_refusals),
        pool_test(test_zone_of_the_process),
        pool_test(test_time_zones),
        pool_test(test_unknown_time_zones),
    };

    return cmocka_run_group_tests_name("base/timestamp", tests, apr_setup, apr_teardown);
}
