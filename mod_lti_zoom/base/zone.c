/* SPDX-License-Identifier: Apache-2.0 */
#include "zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "timestamp.h"

#define ZONE_DIRECTORY "/usr/share/zoneinfo/"
#define FILE_MAX       (256 * 1024)
#define HEADER_SIZE    44
#define DAY            86400
#define RULE_TIME      7200     /* a change without a time is at 02:00 */

/* One of the two days of a year on which clocks change: "M10.5.0/3". */
typedef struct change_t {
    int month, week, weekday;
    int time;                   /* seconds on the wall, maybe negative or beyond a day */
} change_t;

struct lz_zone_t {
    int           n;            /* transitions */
    const apr_int64_t *at;      /* seconds since 1970 */
    const int    *offsets;      /* after each */
    int           first;        /* before all */
    int           has_rule;     /* for what comes after all */
    int           standard;
    int           has_summer;
    int           summer;
    change_t      begins, ends; /* of summer time */
};

/* --- the calendar ----------------------------------------------------------------------------- */

/* Days since 1970-01-01 of a day; of the proleptic Gregorian calendar. */
static apr_int64_t days_of(apr_int64_t year, int month, int day)
{
    const apr_int64_t y = month <= 2 ? year - 1 : year;
    const apr_int64_t era = (y >= 0 ? y : y - 399) / 400;
    const apr_int64_t of_era = y - era * 400;
    const int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static apr_int64_t year_of(apr_int64_t seconds)
{
    apr_int64_t year = 1970 + seconds / (DAY * 365);
    while (days_of(year, 1, 1) * DAY > seconds) {
        year--;
    }
    while (days_of(year + 1, 1, 1) * DAY <= seconds) {
        year++;
    }
    return year;
}

static int weekday_of(apr_int64_t days)
{
    return (int)(((days % 7) + 11) % 7);    /* 1970-01-01 was a Thursday */
}

/* The instant of a change, as clocks show it before. */
static apr_int64_t wall_of(const change_t *change, apr_int64_t year)
{
    const apr_int64_t first = days_of(year, change->month, 1);
    const apr_int64_t next = days_of(change->month == 12 ? year + 1 : year,
                                     change->month == 12 ? 1 : change->month + 1, 1);
    apr_int64_t day = first + (change->weekday - weekday_of(first) + 7) % 7
                      + (change->week - 1) * 7;
    while (day >= next) {
        day -= 7;
    }
    return day * DAY + change->time;
}

/* --- the rule --------------------------------------------------------------------------------- */

/* A name of letters, or of anything in angle brackets; 0 when there is none. */
static int skip_name(const char **text)
{
    const char *start = *text;
    if (**text == '<') {
        *text += strcspn(*text, ">");
        *text += **text == '>';
        return 1;
    }
    while (apr_isalpha(**text)) {
        ++*text;
    }
    return *text > start;
}

/* "[+-]hh[:mm[:ss]]" as seconds. */
static int take_clock(const char **text)
{
    const int sign = **text == '-' ? -1 : 1;
    int seconds = 0;
    *text += **text == '-' || **text == '+';
    for (int unit = 3600; unit > 0; unit /= 60) {
        char *end = NULL;
        seconds += (int)strtol(*text, &end, 10) * unit;
        *text = end;
        if (**text != ':') {
            break;
        }
        ++*text;
    }
    return sign * seconds;
}

/* ",M3.5.0/2" */
static int take_change(const char **text, change_t *change)
{
    int length = 0;
    if (sscanf(*text, ",M%2d.%1d.%1d%n", &change->month, &change->week, &change->weekday,
               &length) != 3
        || change->month < 1 || change->month > 12 || change->week < 1 || change->week > 5
        || change->weekday < 0 || change->weekday > 6) {
        return 0;
    }
    *text += length;
    change->time = RULE_TIME;
    if (**text == '/') {
        ++*text;
        change->time = take_clock(text);
    }
    return 1;
}

/* "CET-1CEST,M3.5.0,M10.5.0/3" (POSIX.1, TZ): offsets there are west of UTC. */
static int read_rule(const char *text, lz_zone_t *zone)
{
    if (!skip_name(&text) || !*text) {
        return 0;
    }
    zone->standard = -take_clock(&text);
    if (!*text) {
        return 1;
    }
    if (!skip_name(&text)) {
        return 0;
    }
    zone->summer = *text && *text != ',' ? -take_clock(&text) : zone->standard + 3600;
    zone->has_summer = take_change(&text, &zone->begins) && take_change(&text, &zone->ends);
    return zone->has_summer && !*text;
}

static int offset_by_rule(const lz_zone_t *zone, apr_int64_t seconds)
{
    if (!zone->has_summer) {
        return zone->standard;
    }
    const apr_int64_t year = year_of(seconds + zone->standard);
    const apr_int64_t begins = wall_of(&zone->begins, year) - zone->standard;
    const apr_int64_t ends = wall_of(&zone->ends, year) - zone->summer;
    const int summer = begins < ends ? seconds >= begins && seconds < ends
                                     : seconds >= begins || seconds < ends;
    return summer ? zone->summer : zone->standard;
}

/* --- the file --------------------------------------------------------------------------------- */

/* Counts of a header. */
typedef struct counts_t {
    apr_size_t utc, standard, leaps, times, types, letters;
} counts_t;

static apr_int64_t big_endian(const unsigned char *bytes, int n)
{
    apr_int64_t number = bytes[0] & 0x80 ? -1 : 0;
    for (int i = 0; i < n; i++) {
        number = (apr_int64_t)(((apr_uint64_t)number << 8) | bytes[i]);
    }
    return number;
}

static int read_counts(const unsigned char *header, const unsigned char *end, counts_t *counts)
{
    apr_size_t *all[] = { &counts->utc, &counts->standard, &counts->leaps, &counts->times,
                          &counts->types, &counts->letters };
    if (end - header < HEADER_SIZE || memcmp(header, "TZif", 4) != 0) {
        return 0;
    }
    for (int i = 0; i < 6; i++) {
        const apr_int64_t count = big_endian(header + 20 + 4 * i, 4);
        if (count < 0 || count > FILE_MAX) {
            return 0;
        }
        *all[i] = (apr_size_t)count;
    }
    return 1;
}

static apr_size_t body_size(const counts_t *counts, apr_size_t time_size)
{
    return counts->times * (time_size + 1) + counts->types * 6 + counts->letters
           + counts->leaps * (time_size + 4) + counts->standard + counts->utc;
}

static int read_body(apr_pool_t *pool, const unsigned char *body, const counts_t *counts,
                     lz_zone_t *zone)
{
    const unsigned char *kinds = body + counts->times * 8;
    const unsigned char *types = kinds + counts->times;
    apr_int64_t *at = apr_pcalloc(pool, (counts->times + 1) * sizeof(*at));
    int *offsets = apr_pcalloc(pool, (counts->times + 1) * sizeof(*offsets));
    if (counts->types == 0) {
        return 0;
    }
    for (apr_size_t i = 0; i < counts->times; i++) {
        if (kinds[i] >= counts->types) {
            return 0;
        }
        at[i] = big_endian(body + i * 8, 8);
        offsets[i] = (int)big_endian(types + kinds[i] * 6, 4);
    }
    zone->n = (int)counts->times;
    zone->at = at;
    zone->offsets = offsets;
    zone->first = (int)big_endian(types, 4);
    return 1;
}

/* The second header and body have 64 bits, and a footer with the rule between two line ends. */
static int read_file(apr_pool_t *pool, const unsigned char *bytes, apr_size_t length,
                     lz_zone_t *zone)
{
    const unsigned char *end = bytes + length;
    counts_t counts;
    if (!read_counts(bytes, end, &counts) || bytes[4] < '2') {
        return 0;
    }
    const apr_size_t skipped = HEADER_SIZE + body_size(&counts, 4);
    if (skipped > length || !read_counts(bytes + skipped, end, &counts)) {
        return 0;
    }
    const unsigned char *body = bytes + skipped + HEADER_SIZE;
    const apr_size_t size = body_size(&counts, 8);
    if ((apr_size_t)(end - body) < size || !read_body(pool, body, &counts, zone)) {
        return 0;
    }
    const char *footer = (const char *)body + size;
    const apr_size_t rest = (apr_size_t)(end - body) - size;
    const char *close = rest > 1 && *footer == '\n' ? memchr(footer + 1, '\n', rest - 1) : NULL;
    zone->has_rule = close
                     && read_rule(apr_pstrmemdup(pool, footer + 1,
                                                 (apr_size_t)(close - footer - 1)), zone);
    return 1;
}

static unsigned char *load(apr_pool_t *pool, const char *path, apr_size_t *length)
{
    unsigned char *bytes = apr_palloc(pool, FILE_MAX);
    FILE *file = fopen(path, "rbe");
    if (!file) {
        return NULL;
    }
    *length = fread(bytes, 1, FILE_MAX, file);
    fclose(file);
    return bytes;
}

lz_zone_t *lz_zone_open(apr_pool_t *pool, const char *name)
{
    lz_zone_t *zone = apr_pcalloc(pool, sizeof(*zone));
    apr_size_t length = 0;
    if (strcmp(name, "UTC") == 0) {
        return zone;
    }
    if (!lz_time_zone_valid(name)) {
        return NULL;
    }
    const unsigned char *bytes = load(pool, apr_pstrcat(pool, ZONE_DIRECTORY, name, NULL),
                                      &length);
    return bytes && read_file(pool, bytes, length, zone) ? zone : NULL;
}

/* --- offsets ---------------------------------------------------------------------------------- */

int lz_zone_offset(const lz_zone_t *zone, apr_time_t when)
{
    const apr_int64_t seconds = apr_time_sec(when);
    int low = 0;
    int high = zone->n;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (zone->at[middle] <= seconds) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == zone->n && zone->has_rule) {
        return offset_by_rule(zone, seconds);
    }
    return low == 0 ? zone->first : zone->offsets[low - 1];
}

apr_time_t lz_zone_instant(const lz_zone_t *zone, apr_int64_t wall)
{
    const int before = lz_zone_offset(zone, apr_time_from_sec(wall - DAY));
    const int after = lz_zone_offset(zone, apr_time_from_sec(wall + DAY));
    const apr_time_t early = apr_time_from_sec(wall - before);
    const apr_time_t late = apr_time_from_sec(wall - after);
    if (lz_zone_offset(zone, early) == before) {
        return early;
    }
    return lz_zone_offset(zone, late) == after ? late : early;
}
