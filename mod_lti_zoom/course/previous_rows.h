/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what is known of a course's past to the rows that are shown: dates as they were planned, and
 * the times at which Zoom says that meetings were held, brought together. Knows no database and
 * makes no call.
 */
#ifndef LZ_COURSE_PREVIOUS_ROWS_H
#define LZ_COURSE_PREVIOUS_ROWS_H

#include "../store/past.h"
#include "../store/recordings.h"

typedef struct lz_previous_row_t {
    lz_meeting_t meeting;
    int          held;          /* Zoom says that it took place; uuid is of that time */
    int          recorded;      /* there is a recording that may be shown */
} lz_previous_row_t;

/*
 * Rows (lz_previous_row_t), the latest first, of dates (lz_meeting_t), facts (lz_past_t) and
 * recordings (lz_course_recording_t: those that may be shown). What was held within a date of its
 * meeting, or up to an hour before, is that date; what was held at another time is a row of its
 * own.
 */
apr_array_header_t *lz_previous_rows(apr_pool_t *pool, const apr_array_header_t *dates,
                                     const apr_array_header_t *facts,
                                     const apr_array_header_t *recordings);

/* Orders rows: 1 when row comes behind a place (lz_meeting_key and start), the latest first. */
int lz_previous_is_behind(apr_pool_t *pool, const lz_previous_row_t *row,
                          const lz_meeting_place_t *place);

#endif
