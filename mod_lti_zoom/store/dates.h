/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The dates of series: what we last knew of each occurrence. The series itself is a row of
 * meetings.h; of a date only what is its own stands here. A date that Zoom has deleted, or that a
 * change of the series has replaced, stays for a while as gone, so that who asks about it is told.
 */
#ifndef LZ_STORE_DATES_H
#define LZ_STORE_DATES_H

#include "meetings.h"

typedef struct lz_date_t {
    const char          *meeting_id;
    const char          *occurrence_id;
    const char          *uuid;          /* of the time it is or was held; "" when unknown */
    apr_time_t           starts_at;
    apr_time_t           ends_at;
    int                  duration;      /* minutes */
    lz_meeting_status_e  status;
} lz_date_t;

/* All known dates of a series, gone ones too, by start, as lz_date_t. */
const lz_problem_t *lz_store_dates(lz_store_t *store, const char *account, const char *id,
                                   apr_array_header_t **dates) __attribute__((warn_unused_result));

/* Those of all series of a host which are not gone, as lz_date_t. */
const lz_problem_t *lz_store_host_dates(lz_store_t *store, const char *account,
                                        const char *host_id, apr_array_header_t **dates)
    __attribute__((warn_unused_result));

/* Writes each of the dates (lz_date_t) over what is known of it. */
const lz_problem_t *lz_store_put_dates(lz_store_t *store, const char *account, const char *id,
                                       const apr_array_header_t *dates)
    __attribute__((warn_unused_result));

#endif
