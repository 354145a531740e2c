/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The dates of a series: from Zoom's answer about the whole (occurrences[]: those that are ahead,
 * past ones when asked for, deleted ones among them, at most 50) and from what is known already
 * (those that have passed, and the one that runs now, which Zoom may leave out).
 */
#ifndef LZ_COURSE_DATES_H
#define LZ_COURSE_DATES_H

#include "../base/json.h"
#include "../store/dates.h"

/* Zoom's number for a series with dates. */
#define LZ_TYPE_SERIES 8

/*
 * Gives meeting (of answer, which was asked for at meeting->snapshot_at) what the series' dates
 * say: dates are those to be written, NULL when all is as known; times are those of the date that
 * runs or comes next, else of the last one. known are lz_date_t of this and maybe other series.
 *
 * A known date ahead that the answer no longer has is gone. Where the answer says that the series
 * is running, the date that runs is the latest that has begun or is about to, and the answer's
 * UUID is that date's.
 */
void lz_dates_merge(apr_pool_t *pool, lz_meeting_t *meeting, json_object *answer,
                    const apr_array_header_t *known);

/* The same where only time has passed, for a series that was not looked at. */
void lz_dates_pass(lz_meeting_t *meeting, const apr_array_header_t *known, apr_time_t now);

/*
 * The same where Zoom has said, without being asked, that the series was in that state at that
 * time, with the UUID of the time it is held.
 */
void lz_dates_status(apr_pool_t *pool, lz_meeting_t *meeting, const apr_array_header_t *known,
                     lz_meeting_status_e status, const char *uuid, apr_time_t at);

/* 1 when one of the series' dates may be running: due before that time, and not over. */
int lz_dates_due(const apr_array_header_t *known, const char *id, apr_time_t begun_by,
                 apr_time_t now);

/*
 * 1 when the rows (Zoom's array, of a host's list) contradict the known dates of a series, so
 * that it has to be looked at. A list with a row for each date says all, until horizon. One with a
 * single row for the series says nothing about the others: *silent is 1 then.
 */
int lz_dates_differ(const apr_array_header_t *known, const char *id, json_object *rows,
                    apr_time_t now, apr_time_t horizon, int *silent);

/*
 * What to ask meeting.get for about a series: past dates too, so that one which was moved to just
 * now is not missed, unless there are so many that Zoom would leave out some ahead for them. NULL:
 * nothing special.
 */
apr_table_t *lz_dates_query(apr_pool_t *pool, const apr_array_header_t *known, const char *id);

/* The date of that id among known; NULL when there is none. */
const lz_date_t *lz_dates_find(const apr_array_header_t *known, const char *id,
                               const char *occurrence_id);

/*
 * The series has that date now instead of the one of its id (all: its dates, changed here): it is
 * among those to be written with meeting, whose times follow.
 */
void lz_dates_replace(apr_pool_t *pool, apr_array_header_t *all, lz_meeting_t *meeting,
                      const lz_date_t *date);

/* Makes a row of the series that of one of its dates; all are the dates of this series. */
void lz_dates_apply(lz_meeting_t *meeting, const lz_date_t *date, const apr_array_header_t *all);

#endif
