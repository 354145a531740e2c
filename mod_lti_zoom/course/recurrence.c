/* SPDX-License-Identifier: Apache-2.0 */
#include "recurrence.h"

#include <string.h>

#include "../base/timestamp.h"
#include "meeting_form_table.h"

#define DAY     86400
#define DAILY   1
#define WEEKLY  2

/* A rule that no month fulfils (the 31st every 12 months from June) must come to an end. */
#define TRIES_MAX 1200

typedef struct series_t {
    json_object       *recurrence;
    const lz_zone_t   *zone;
    apr_int64_t        first_day;       /* days since 1970 on the wall */
    apr_int64_t        time;            /* seconds of the day */
    apr_time_t         until;           /* 0: no end but the number */
    int                max;
    apr_array_header_t *dates;
} series_t;

static apr_int64_t number(const series_t *series, const char *name, apr_int64_t otherwise)
{
    return lz_form_number(series->recurrence, name, otherwise);
}

/* Adds a day; 0 when the series is over with it. */
static int add(series_t *series, apr_int64_t day)
{
    if (day < series->first_day) {
        return 1;
    }
    const apr_time_t at = lz_zone_instant(series->zone, day * DAY + series->time);
    if (series->dates->nelts >= series->max || (series->until && at > series->until)) {
        return 0;
    }
    APR_ARRAY_PUSH(series->dates, apr_time_t) = at;
    return 1;
}

static void add_daily(series_t *series, apr_int64_t every)
{
    for (apr_int64_t day = series->first_day; add(series, day); day += every) {
        continue;
    }
}

/* 0 for Sunday. */
static int weekday_of(apr_int64_t day)
{
    return (int)((day % 7 + 11) % 7);
}

static void add_weekly(series_t *series, apr_int64_t every)
{
    const char *days = lz_form_text(series->recurrence, "weekly_days");
    const apr_int64_t sunday = series->first_day - weekday_of(series->first_day);
    for (apr_int64_t week = sunday; *days; week += 7 * every) {
        for (const char *day = days; *day; day++) {
            if (*day != ',' && !add(series, week + (*day - '1'))) {
                return;
            }
        }
    }
}

/* The calendar's own counting, in UTC. */
static apr_int64_t day_of(apr_int64_t year, int month, int day)
{
    apr_time_exp_t date = { .tm_year = (int)(year - 1900), .tm_mon = month, .tm_mday = day };
    apr_time_t at = 0;
    return apr_time_exp_gmt_get(&at, &date) == APR_SUCCESS ? apr_time_sec(at) / DAY : 0;
}

/* The day of one month, or -1 when it has none. */
static apr_int64_t in_month(const series_t *series, apr_int64_t year, int month)
{
    const apr_int64_t first = day_of(year, month, 1);
    const apr_int64_t next = month == 11 ? day_of(year + 1, 0, 1) : day_of(year, month + 1, 1);
    const int weekday = (int)number(series, "monthly_week_day", 0) - 1;
    const apr_int64_t week = number(series, "monthly_week", 1);
    if (weekday < 0) {
        const apr_int64_t day = first + number(series, "monthly_day", 1) - 1;
        return day < next ? day : -1;
    }
    if (week < 0) {
        return next - 1 - (weekday_of(next - 1) - weekday + 7) % 7;
    }
    return first + (weekday - weekday_of(first) + 7) % 7 + (week - 1) * 7;
}

static void add_monthly(series_t *series, apr_int64_t every)
{
    apr_time_exp_t first;
    apr_time_exp_gmt(&first, apr_time_from_sec(series->first_day * DAY));
    apr_int64_t month = first.tm_mon;
    for (int tries = 0; tries < TRIES_MAX; tries++, month += every) {
        const apr_int64_t day = in_month(series, first.tm_year + 1900 + month / 12,
                                         (int)(month % 12));
        if (day >= 0 && !add(series, day)) {
            return;
        }
    }
}

apr_array_header_t *lz_recurrence_dates(apr_pool_t *pool, json_object *recurrence,
                                        apr_time_t start, const lz_zone_t *zone, int max)
{
    const apr_int64_t wall = apr_time_sec(start) + lz_zone_offset(zone, start);
    series_t series = {
        .recurrence = recurrence, .zone = zone, .first_day = wall / DAY, .time = wall % DAY,
        .max = max, .dates = apr_array_make(pool, 8, sizeof(apr_time_t))
    };
    const apr_int64_t times = number(&series, "end_times", 0);
    const apr_int64_t every = number(&series, "repeat_interval", 1);
    const int has_end = lz_timestamp_parse(lz_form_text(recurrence, "end_date_time"),
                                           &series.until);
    if (!has_end && times > 0 && times < max) {
        series.max = (int)times;
    }
    switch (number(&series, "type", 0)) {
    case DAILY:
        add_daily(&series, every);
        break;
    case WEEKLY:
        add_weekly(&series, every);
        break;
    default:
        add_monthly(&series, every);
        break;
    }
    return series.dates;
}
