/* SPDX-License-Identifier: Apache-2.0 */
/* Time zones: the C library, which knows one at a time, is asked about the same instants. */
#include "support/fixture.h"

#include <stdlib.h>
#include <time.h>

#include <apr_strings.h>

#include "base/timestamp.h"
#include "base/zone.h"

static const char *const names[] = {
    "UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe",
    "Asia/Kolkata", "Asia/Kathmandu", "Africa/Casablanca", "America/Asuncion", "Pacific/Apia",
    "Asia/Jerusalem", "Europe/Dublin", "Antarctica/Troll", "Pacific/Kiritimati", "Etc/GMT+5",
    "America/Sao_Paulo", "Asia/Tehran"
};

static int offset_of_library(const char *name, time_t when)
{
    struct tm local;
    assert_int_equal(setenv("TZ", name, 1), 0);
    tzset();
    assert_non_null(localtime_r(&when, &local));
    return (int)local.tm_gmtoff;
}

/* Every 11 days and some from 1971 to 2120, and the seconds around each change of the clocks. */
static void test_knows_what_the_c_library_knows(void **state)
{
    const time_t step = 11 * 86400 + 3601;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const lz_zone_t *zone = lz_zone_open(*state, names[i]);
        assert_non_null(zone);
        int before = 0;
        for (time_t when = 31536000; when < 4733510400; when += step) {
            const int offset = offset_of_library(names[i], when);
            if (lz_zone_offset(zone, apr_time_from_sec(when)) != offset) {
                fail_msg("%s at %ld: %d, not %d", names[i], (long)when,
                         lz_zone_offset(zone, apr_time_from_sec(when)), offset);
            }
            time_t low = when - step;
            time_t high = when;
            while (offset != before && high - low > 1) {
                const time_t middle = low + (high - low) / 2;
                const int there = offset_of_library(names[i], middle);
                assert_int_equal(lz_zone_offset(zone, apr_time_from_sec(middle)), there);
                low = there == offset ? low : middle;
                high = there == offset ? middle : high;
            }
            before = offset;
        }
    }
    unsetenv("TZ");
}

typedef struct wall_t {
    const char *zone;
    const char *wall;           /* as if it were UTC */
    const char *instant;
} wall_t;

static const wall_t walls[] = {
    { "Europe/Berlin", "2026-12-01T10:00:00Z", "2026-12-01T09:00:00Z" },
    { "Europe/Berlin", "2027-07-01T10:00:00Z", "2027-07-01T08:00:00Z" },
    { "Europe/Berlin", "2027-10-31T02:30:00Z", "2027-10-31T00:30:00Z" },    /* twice */
    { "Europe/Berlin", "2027-03-28T02:30:00Z", "2027-03-28T01:30:00Z" },    /* skipped */
    { "Europe/Berlin", "2071-07-01T10:00:00Z", "2071-07-01T08:00:00Z" },    /* by the rule */
    { "America/New_York", "2027-03-14T03:00:00Z", "2027-03-14T07:00:00Z" },
    { "Asia/Kathmandu", "2027-01-01T05:45:00Z", "2027-01-01T00:00:00Z" },
    { "UTC", "2027-01-01T05:45:00Z", "2027-01-01T05:45:00Z" },
};

static void test_finds_the_instant_of_a_wall_clock(void **state)
{
    for (size_t i = 0; i < sizeof(walls) / sizeof(walls[0]); i++) {
        const lz_zone_t *zone = lz_zone_open(*state, walls[i].zone);
        apr_time_t wall = 0;
        assert_true(lz_timestamp_parse(walls[i].wall, &wall));
        assert_string_equal(lz_timestamp(*state, lz_zone_instant(zone, apr_time_sec(wall))),
                            walls[i].instant);
    }
}

static void test_opens_zones_alone(void **state)
{
    static const char *const none[] = { "", "Mars/Olympus", "../../etc/passwd", "/etc/passwd",
                                        "zone.tab", "Europe", "right/Europe/Berlin" };
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        assert_null(lz_zone_open(*state, none[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_knows_what_the_c_library_knows),
        pool_test(test_finds_the_instant_of_a_wall_clock),
        pool_test(test_opens_zones_alone),
    };
    return cmocka_run_group_tests_name("base/zone", tests, apr_setup, apr_teardown);
}
