/* SPDX-License-Identifier: Apache-2.0 */
/* How a series recurs: daily, weekly or monthly, until a date or so many times. */
#include <string.h>

#include <apr_strings.h>

#include "../base/timestamp.h"
#include "meeting_form_reading.h"

#define DAILY     1
#define WEEKLY    2
#define MONTHLY   3
#define TIMES_MAX 60

#define OF_DAILY   1
#define OF_WEEKLY  2
#define OF_MONTHLY 4

/* One number of a recurrence. */
typedef struct number_t {
    const char *name;
    int         min, max;
    int         of;             /* the types that have it: OF_... */
    const char *wrong;
} number_t;

static const number_t numbers[] = {
    { "monthly_day", 1, 31, OF_MONTHLY, "This must be a day of the month, from 1 to 31." },
    { "monthly_week", -1, 4, OF_MONTHLY, "This must be 1 to 4, or -1 for the last of the month." },
    { "monthly_week_day", 1, 7, OF_MONTHLY,
      "This must be a day of the week, from 1 (Sunday) to 7 (Saturday)." },
    { "end_times", 1, TIMES_MAX, OF_DAILY | OF_WEEKLY | OF_MONTHLY,
      "A series has from 1 to 60 dates." },
    { NULL, 0, 0, 0, NULL }
};

static const char *const every_wrong[] = {
    NULL, "This must be every 1 to 99 days.", "This must be every 1 to 50 weeks.",
    "This must be every 1 to 10 months."
};
static const int every_max[] = { 0, 99, 50, 10 };

/* A recurrence being read. */
typedef struct series_t {
    lz_reading_t *reading;
    json_object  *sent;
    json_object  *read;
    int           type;
} series_t;

static void wrong(const series_t *series, const char *name, const char *message)
{
    lz_reading_wrong(series->reading, apr_pstrcat(series->reading->pool, "recurrence.", name, NULL),
                     message);
}

static int has(const series_t *series, const char *name)
{
    return lz_json_member(series->sent, name) != NULL;
}

static int is_of(const series_t *series, int of)
{
    return of & (1 << (series->type - 1));
}

static void refuse_unknown(const series_t *series)
{
    static const char known[] = "|type|repeat_interval|weekly_days|monthly_day|monthly_week"
                                "|monthly_week_day|end_times|end_date_time|";
    json_object_object_foreach(series->sent, name, value) {
        (void)value;
        if (strchr(name, '|')
            || !strstr(known, apr_pstrcat(series->reading->pool, "|", name, "|", NULL))) {
            wrong(series, name, "This form has no such field.");
        }
    }
}

static int read_type(series_t *series)
{
    apr_int64_t type = 0;
    if (!lz_json_int64(series->sent, "type", &type) || type < DAILY || type > MONTHLY) {
        wrong(series, "type", "This must be 1 (daily), 2 (weekly) or 3 (monthly).");
        return 0;
    }
    series->type = (int)type;
    lz_json_put_int64(series->read, "type", type);
    return 1;
}

static void read_every(const series_t *series)
{
    apr_int64_t every = 1;
    if (has(series, "repeat_interval")
        && (!lz_json_int64(series->sent, "repeat_interval", &every) || every < 1
            || every > every_max[series->type])) {
        wrong(series, "repeat_interval", every_wrong[series->type]);
        return;
    }
    lz_json_put_int64(series->read, "repeat_interval", every);
}

static void read_number(const series_t *series, const number_t *number)
{
    apr_int64_t value = 0;
    if (!has(series, number->name)) {
        return;
    }
    if (!is_of(series, number->of)) {
        wrong(series, number->name, "Only a monthly series has this.");
    } else if (!lz_json_int64(series->sent, number->name, &value) || value < number->min
               || value > number->max || value == 0) {
        wrong(series, number->name, number->wrong);
    } else {
        lz_json_put_int64(series->read, number->name, value);
    }
}

/* "2,4" in rising order, each day once; NULL when text is none. */
static const char *sorted_days(apr_pool_t *pool, const char *text)
{
    int days = 0;
    const char *sorted = "";
    for (const char *c = text; ; c += 2) {
        if (*c < '1' || *c > '7' || (days & (1 << (*c - '1'))) || (c[1] && c[1] != ',')) {
            return NULL;
        }
        days |= 1 << (*c - '1');
        if (!c[1]) {
            break;
        }
    }
    for (int day = 0; day < 7; day++) {
        if (days & (1 << day)) {
            sorted = apr_psprintf(pool, "%s%s%d", sorted, *sorted ? "," : "", day + 1);
        }
    }
    return sorted;
}

static void read_days(const series_t *series)
{
    const char *text = lz_json_string(series->sent, "weekly_days");
    const char *days = text ? sorted_days(series->reading->pool, text) : NULL;
    if (series->type != WEEKLY) {
        if (has(series, "weekly_days")) {
            wrong(series, "weekly_days", "Only a weekly series has this.");
        }
    } else if (!has(series, "weekly_days")) {
        wrong(series, "weekly_days", "Choose the days of the week.");
    } else if (!days) {
        wrong(series, "weekly_days",
              "This must list days of the week, from 1 (Sunday) to 7 (Saturday), like 2,4.");
    } else {
        lz_json_put_string(series->read, "weekly_days", days);
    }
}

/* A day of the month, or a week with its day: one of the two. */
static void check_monthly(const series_t *series)
{
    const int week = has(series, "monthly_week");
    const int week_day = has(series, "monthly_week_day");
    if (series->type != MONTHLY) {
        return;
    }
    if (has(series, "monthly_day") && (week || week_day)) {
        wrong(series, "monthly_day", "Choose a day of the month or a day of a week, not both.");
    } else if (week && !week_day) {
        wrong(series, "monthly_week_day", "Choose the day of the week.");
    } else if (week_day && !week) {
        wrong(series, "monthly_week", "Choose the week of the month.");
    } else if (!week && !has(series, "monthly_day")) {
        wrong(series, "monthly_day", "Choose the day of the month.");
    }
}

static void read_end(const series_t *series)
{
    const char *text = lz_json_string(series->sent, "end_date_time");
    apr_time_t end = 0;
    if (has(series, "end_date_time") && has(series, "end_times")) {
        wrong(series, "end_times", "Choose how often or until when, not both.");
    } else if (has(series, "end_date_time")) {
        if (!text || !lz_timestamp_parse(text, &end)) {
            wrong(series, "end_date_time",
                  "This must be a time in UTC, like 2027-02-12T23:00:00Z.");
        } else {
            lz_json_put_string(series->read, "end_date_time",
                               lz_timestamp(series->reading->pool, end));
        }
    } else if (!has(series, "end_times")) {
        wrong(series, "end_times", "Say how often the meeting takes place, or until when.");
    }
}

json_object *lz_reading_recurrence(lz_reading_t *reading, json_object *value)
{
    if (!json_object_is_type(value, json_type_object)) {
        lz_reading_wrong(reading, "recurrence", lz_form_field("recurrence")->wrong);
        return NULL;
    }
    series_t series = {
        .reading = reading, .sent = value, .read = json_object_new_object()
    };
    refuse_unknown(&series);
    if (read_type(&series)) {
        read_every(&series);
        read_days(&series);
        for (const number_t *number = numbers; number->name; number++) {
            read_number(&series, number);
        }
        check_monthly(&series);
        read_end(&series);
    }
    return series.read;
}
