/* SPDX-License-Identifier: Apache-2.0 */
/* The dates that a recurrence makes. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/timestamp.h"
#include "course/recurrence.h"

typedef struct series_case_t {
    const char *zone;
    const char *start;
    const char *recurrence;
    const char *dates;          /* UTC, day and hour alone, blanks between */
} series_case_t;

static const series_case_t cases[] = {
    { "UTC", "2026-12-01T08:00:00Z", "{\"type\":1,\"end_times\":3}",
      "12-01T08 12-02T08 12-03T08" },
    { "UTC", "2026-12-30T08:00:00Z", "{\"type\":1,\"repeat_interval\":2,\"end_times\":3}",
      "12-30T08 01-01T08 01-03T08" },
    { "UTC", "2026-12-01T08:00:00Z",
      "{\"type\":1,\"end_date_time\":\"2026-12-03T08:00:00Z\"}", "12-01T08 12-02T08 12-03T08" },
    { "UTC", "2026-12-01T08:00:00Z",
      "{\"type\":1,\"end_date_time\":\"2026-12-03T07:59:59Z\"}", "12-01T08 12-02T08" },
    /* a Tuesday; Mondays and Thursdays: the first is the Thursday */
    { "UTC", "2026-12-01T08:00:00Z", "{\"type\":2,\"weekly_days\":\"2,5\",\"end_times\":4}",
      "12-03T08 12-07T08 12-10T08 12-14T08" },
    { "UTC", "2026-12-01T08:00:00Z",
      "{\"type\":2,\"repeat_interval\":2,\"weekly_days\":\"3\",\"end_times\":3}",
      "12-01T08 12-15T08 12-29T08" },
    { "UTC", "2026-12-01T08:00:00Z",
      "{\"type\":2,\"repeat_interval\":2,\"weekly_days\":\"1\",\"end_times\":2}",
      "12-13T08 12-27T08" },
    { "UTC", "2026-12-31T08:00:00Z", "{\"type\":3,\"monthly_day\":31,\"end_times\":3}",
      "12-31T08 01-31T08 03-31T08" },
    { "UTC", "2026-12-15T08:00:00Z", "{\"type\":3,\"monthly_day\":1,\"end_times\":2}",
      "01-01T08 02-01T08" },
    { "UTC", "2026-12-01T08:00:00Z",
      "{\"type\":3,\"monthly_week\":-1,\"monthly_week_day\":6,\"end_times\":2}",
      "12-25T08 01-29T08" },
    { "UTC", "2026-12-01T08:00:00Z",
      "{\"type\":3,\"repeat_interval\":3,\"monthly_week\":2,\"monthly_week_day\":3,"
      "\"end_times\":2}", "12-08T08 03-09T08" },
    /* ten o'clock stays ten o'clock: summer time begins on the 28th of March */
    { "Europe/Berlin", "2027-03-22T09:00:00Z",
      "{\"type\":2,\"weekly_days\":\"2\",\"end_times\":3}", "03-22T09 03-29T08 04-05T08" },
    /* half past midnight in Auckland is the day before in UTC */
    { "Pacific/Auckland", "2026-11-30T11:30:00Z",
      "{\"type\":2,\"weekly_days\":\"3\",\"end_times\":2}", "11-30T11 12-07T11" },
    { "UTC", "2026-06-30T08:00:00Z",
      "{\"type\":3,\"repeat_interval\":12,\"monthly_day\":31,\"end_times\":2}", "" },
};

static json_object *parse(apr_pool_t *pool, const char *text)
{
    const char *reason = "";
    json_object *json = lz_json_parse(pool, text, strlen(text), LZ_JSON_OBJECT, &reason);
    assert_non_null(json);
    return json;
}

static void test_makes_the_dates(void **state)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const lz_zone_t *zone = lz_zone_open(*state, cases[i].zone);
        apr_time_t start = 0;
        const char *found = "";
        assert_true(lz_timestamp_parse(cases[i].start, &start));
        const apr_array_header_t *dates =
            lz_recurrence_dates(*state, parse(*state, cases[i].recurrence), start, zone, 60);
        for (int k = 0; k < dates->nelts; k++) {
            const char *text = lz_timestamp(*state, APR_ARRAY_IDX(dates, k, apr_time_t));
            found = apr_psprintf(*state, "%s%s%.8s", found, *found ? " " : "", text + 5);
        }
        if (strcmp(found, cases[i].dates) != 0) {
            fail_msg("%s: %s", cases[i].recurrence, found);
        }
    }
}

static void test_makes_no_more_than_asked_for(void **state)
{
    json_object *endless = parse(*state, "{\"type\":1}");
    const lz_zone_t *zone = lz_zone_open(*state, "UTC");
    assert_int_equal(lz_recurrence_dates(*state, endless, 0, zone, 61)->nelts, 61);
    json_object *many = parse(*state, "{\"type\":1,\"end_times\":60}");
    assert_int_equal(lz_recurrence_dates(*state, many, 0, zone, 50)->nelts, 50);
    assert_int_equal(lz_recurrence_dates(*state, many, 0, zone, 61)->nelts, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_makes_the_dates),
        pool_test(test_makes_no_more_than_asked_for),
    };
    return cmocka_run_group_tests_name("course/recurrence", tests, apr_setup, apr_teardown);
}
