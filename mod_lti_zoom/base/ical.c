/* SPDX-License-Identifier: Apache-2.0 */
#include "ical.h"

#include <string.h>

#include <apr_strings.h>

#define FOLD   "\r\n "
#define GROWTH 4096

struct lz_ical_t {
    apr_pool_t *pool;
    char       *text;
    apr_size_t  length;
    apr_size_t  size;
};

lz_ical_t *lz_ical_create(apr_pool_t *pool)
{
    lz_ical_t *ical = apr_pcalloc(pool, sizeof(*ical));
    ical->pool = pool;
    ical->size = GROWTH;
    ical->text = apr_palloc(pool, ical->size);
    ical->text[0] = '\0';
    return ical;
}

static void append(lz_ical_t *ical, const char *bytes, apr_size_t n)
{
    if (ical->length + n + 1 > ical->size) {
        while (ical->length + n + 1 > ical->size) {
            ical->size *= 2;
        }
        char *larger = apr_palloc(ical->pool, ical->size);
        memcpy(larger, ical->text, ical->length);
        ical->text = larger;
    }
    memcpy(ical->text + ical->length, bytes, n);
    ical->length += n;
    ical->text[ical->length] = '\0';
}

/* Octets of the character that begins at text; of what is no UTF-8 one by one. */
static apr_size_t character(const char *text)
{
    apr_size_t n = 1;
    while (((unsigned char)text[n] & 0xc0) == 0x80) {
        n++;
    }
    return n;
}

/* A long character (a broken text) still moves on. */
static void append_folded(lz_ical_t *ical, const char *line)
{
    apr_size_t room = LZ_ICAL_LINE_MAX;
    while (*line) {
        const apr_size_t n = character(line);
        if (n > room) {
            append(ical, FOLD, strlen(FOLD));
            room = LZ_ICAL_LINE_MAX - 1;    /* the space counts */
        }
        append(ical, line, n);
        room -= n < room ? n : room;
        line += n;
    }
    append(ical, "\r\n", 2);
}

static int is_control(char c)
{
    return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7f;
}

void lz_ical_line(lz_ical_t *ical, const char *name, const char *value)
{
    char *line = apr_pstrcat(ical->pool, name, ":", value, NULL);
    char *out = line;
    for (const char *c = line; *c; c++) {
        if (!is_control(*c)) {
            *out++ = *c;
        }
    }
    *out = '\0';
    append_folded(ical, line);
}

void lz_ical_text(lz_ical_t *ical, const char *name, const char *text)
{
    char *value = apr_palloc(ical->pool, strlen(text) * 2 + 1);
    char *out = value;
    for (const char *c = text; *c; c++) {
        if (*c == '\n' || (*c == '\r' && c[1] != '\n')) {
            *out++ = '\\';
            *out++ = 'n';
        } else if (*c == '\\' || *c == ';' || *c == ',') {
            *out++ = '\\';
            *out++ = *c;
        } else {
            *out++ = *c;
        }
    }
    *out = '\0';
    lz_ical_line(ical, name, value);
}

void lz_ical_time(lz_ical_t *ical, const char *name, apr_time_t when)
{
    apr_time_exp_t parts;
    apr_time_exp_gmt(&parts, when);
    lz_ical_line(ical, name,
                 apr_psprintf(ical->pool, "%04d%02d%02dT%02d%02d%02dZ", parts.tm_year + 1900,
                              parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min,
                              parts.tm_sec));
}

const char *lz_ical_stream(const lz_ical_t *ical, apr_size_t *length)
{
    *length = ical->length;
    return ical->text;
}
