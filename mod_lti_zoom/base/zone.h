/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time zones of the system's database (RFC 8536: the file's transitions, and the rule in its
 * footer for what comes after them), since the C library knows one zone per process only.
 */
#ifndef LZ_BASE_ZONE_H
#define LZ_BASE_ZONE_H

#include <apr_pools.h>
#include <apr_time.h>

typedef struct lz_zone_t lz_zone_t;

/*
 * The zone of an IANA name (lz_time_zone_valid(), timestamp.h); NULL when the system does not have
 * it or its file cannot be read. "UTC" is always there.
 */
lz_zone_t *lz_zone_open(apr_pool_t *pool, const char *name) __attribute__((warn_unused_result));

/* Seconds east of UTC at an instant. */
int lz_zone_offset(const lz_zone_t *zone, apr_time_t when);

/*
 * The instant at which clocks in the zone show so many seconds since 1970-01-01T00:00 on the wall.
 * A time that occurs twice is the earlier one; one that is skipped is as if clocks had not yet
 * been put forward.
 */
apr_time_t lz_zone_instant(const lz_zone_t *zone, apr_int64_t wall);

#endif
