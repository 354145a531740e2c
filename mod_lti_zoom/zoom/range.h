/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists over a range of dates of which Zoom tells a month at a time: LZ_ZOOM_RECORDINGS and
 * LZ_ZOOM_REPORT_USER (zoom-api.md §3.8, §3.9), with the query parameters from and to.
 */
#ifndef LZ_ZOOM_RANGE_H
#define LZ_ZOOM_RANGE_H

#include "client.h"

#define LZ_ZOOM_WINDOW_DAYS 28      /* no more than a month in any month */
#define LZ_ZOOM_WINDOWS_MAX 40      /* of one range: three years */

/* Days in UTC, both included. */
typedef struct lz_zoom_range_t {
    apr_time_t from;
    apr_time_t to;
} lz_zoom_range_t;

/*
 * Performs n lists, calls[i] over ranges[i], as lz_zoom_perform() does, all windows of all of them
 * in parallel. A call gets one answer with the rows of its whole range, each (by its uuid) once,
 * the latest start_time first; or the problem of one of its windows. LZ_P_ZOOM_REFUSED for a range
 * of more than LZ_ZOOM_WINDOWS_MAX windows; one that ends before it begins has no rows. The calls
 * name no from and to in their query, and take no on_page.
 */
void lz_zoom_perform_ranges(const lz_env_t *env, const lz_account_t *account,
                            lz_zoom_call_t *calls, const lz_zoom_range_t *ranges, int n);

#endif
