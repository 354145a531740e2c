/* SPDX-License-Identifier: Apache-2.0 */
/* Instants as text: "2026-11-30T09:15:00Z" (RFC 3339 in UTC). */
#ifndef LZ_BASE_TIMESTAMP_H
#define LZ_BASE_TIMESTAMP_H

#include <apr_pools.h>
#include <apr_time.h>

/* Whole seconds, UTC, with Z. */
const char *lz_timestamp(apr_pool_t *pool, apr_time_t when);

/* Accepts "YYYY-MM-DDTHH:MM:SS[.fraction]Z", real dates from 1970 to 9999 only, no leap seconds;
 * 1 on success, then *when is exact to the microsecond. */
int lz_timestamp_parse(const char *text, apr_time_t *when) __attribute__((warn_unused_result));

/* 1 for a name that looks like an IANA zone ("Europe/Berlin", "UTC"): letters, digits, / _ + -,
 * at most 64 bytes, known to the system's zone database when there is one. */
int lz_time_zone_valid(const char *name);

#endif
