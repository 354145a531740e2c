/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing iCalendar (RFC 5545): content lines that end with CRLF and are folded at 75 octets,
 * between characters; texts with their escapes. What a calendar holds is the caller's business.
 */
#ifndef LZ_BASE_ICAL_H
#define LZ_BASE_ICAL_H

#include <apr_pools.h>
#include <apr_time.h>

#define LZ_ICAL_LINE_MAX 75     /* octets, without the line's end (§3.1) */

typedef struct lz_ical_t lz_ical_t;

/* An empty stream. Whatever is written into it stays in pool. */
lz_ical_t *lz_ical_create(apr_pool_t *pool);

/*
 * "NAME:value" as it is: for values that need no escape (dates, numbers, URIs). name may carry
 * parameters. Control characters are left out.
 */
void lz_ical_line(lz_ical_t *ical, const char *name, const char *value);

/* A value of type TEXT (§3.3.11): backslash, semicolon, comma and line ends are escaped. */
void lz_ical_text(lz_ical_t *ical, const char *name, const char *text);

/* An instant in UTC (§3.3.5): 20261130T091500Z. */
void lz_ical_time(lz_ical_t *ical, const char *name, apr_time_t when);

/* All that was written, NUL-terminated. */
const char *lz_ical_stream(const lz_ical_t *ical, apr_size_t *length);

#endif
