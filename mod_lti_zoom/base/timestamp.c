/* SPDX-License-Identifier: Apache-2.0 */
#include "timestamp.h"

#include <stdio.h>
#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#define ZONE_DIRECTORY "/usr/share/zoneinfo/"
#define ZONE_NAME_MAX  64

const char *lz_timestamp(apr_pool_t *pool, apr_time_t when)
{
    apr_time_exp_t t;

    apr_time_exp_gmt(&t, when);
    return apr_psprintf(pool, "%04d-%02d-%02dT%02d:%02d:%02dZ", t.tm_year + 1900, t.tm_mon + 1,
                        t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec);
}

/* The number of exactly n digits at *text, which moves on; -1 when they are not there. */
static int take_number(const char **text, int n)
{
    int number = 0;

    for (; n > 0; n--, ++*text) {
        if (!apr_isdigit(**text)) {
            return -1;
        }
        number = number * 10 + (**text - '0');
    }
    return number;
}

static int take(const char **text, char c)
{
    if (**text != c) {
        return 0;
    }
    ++*text;
    return 1;
}

/* ".123..." as microseconds, further digits cut; 0 without a fraction, -1 without digits. */
static int take_fraction(const char **text)
{
    int microseconds = 0;
    int n = 0;

    if (!take(text, '.')) {
        return 0;
    }
    for (; apr_isdigit(**text); n++, ++*text) {
        if (n < 6) {
            microseconds = microseconds * 10 + (**text - '0');
        }
    }
    if (n == 0) {
        return -1;
    }
    for (; n < 6; n++) {
        microseconds *= 10;
    }
    return microseconds;
}

static int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

int lz_timestamp_parse(const char *text, apr_time_t *when)
{
    apr_time_exp_t t = { 0 };
    const int year = take_number(&text, 4);

    if (year < 1970 || !take(&text, '-')) {
        return 0;
    }
    const int month = take_number(&text, 2);
    if (month < 1 || month > 12 || !take(&text, '-')) {
        return 0;
    }
    t.tm_year = year - 1900;
    t.tm_mon = month - 1;
    t.tm_mday = take_number(&text, 2);
    if (t.tm_mday < 1 || t.tm_mday > days_in_month(year, month) || !take(&text, 'T')) {
        return 0;
    }
    t.tm_hour = take_number(&text, 2);
    if (t.tm_hour < 0 || t.tm_hour > 23 || !take(&text, ':')) {
        return 0;
    }
    t.tm_min = take_number(&text, 2);
    if (t.tm_min < 0 || t.tm_min > 59 || !take(&text, ':')) {
        return 0;
    }
    t.tm_sec = take_number(&text, 2);
    if (t.tm_sec < 0 || t.tm_sec > 59) {
        return 0;
    }
    t.tm_usec = take_fraction(&text);
    if (t.tm_usec < 0 || strcmp(text, "Z") != 0) {
        return 0;
    }
    return apr_time_exp_gmt_get(when, &t) == APR_SUCCESS;
}

/* Letters, digits, _ + - between single slashes. */
static int looks_like_zone(const char *name)
{
    const apr_size_t length = strlen(name);

    if (length == 0 || length > ZONE_NAME_MAX || name[0] == '/' || name[length - 1] == '/'
        || strstr(name, "//")) {
        return 0;
    }
    for (const char *c = name; *c; c++) {
        if (!apr_isalnum(*c) && !strchr("/_+-", *c)) {
            return 0;
        }
    }
    return 1;
}

/* 1 when the file there is a compiled zone (RFC 8536 begins with "TZif"). */
static int is_zone_file(const char *path)
{
    char magic[4];
    FILE *file = fopen(path, "rbe");

    if (!file) {
        return 0;
    }
    const size_t n = fread(magic, 1, sizeof(magic), file);
    fclose(file);
    return n == sizeof(magic) && memcmp(magic, "TZif", sizeof(magic)) == 0;
}

int lz_time_zone_valid(const char *name)
{
    char path[sizeof(ZONE_DIRECTORY) + ZONE_NAME_MAX];

    /* right/ counts leap seconds, posix/ repeats the rest: no IANA names, though files. */
    if (!looks_like_zone(name) || strncmp(name, "right/", 6) == 0
        || strncmp(name, "posix/", 6) == 0) {
        return 0;
    }
    if (!is_zone_file(ZONE_DIRECTORY "UTC")) {
        return 1;       /* no database on this system */
    }
    apr_snprintf(path, sizeof(path), "%s%s", ZONE_DIRECTORY, name);
    return is_zone_file(path);
}
