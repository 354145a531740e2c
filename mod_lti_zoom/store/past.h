/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What has passed: meetings and dates of series that are over, and beside them what Zoom tells
 * afterwards: dates of series that a course got later, and each time that a meeting was really held
 * (with its UUID, by which there are reports and recordings of it).
 */
#ifndef LZ_STORE_PAST_H
#define LZ_STORE_PAST_H

#include <apr_tables.h>

#include "meetings.h"

/* A row that has passed; times and uuid of meeting are those of this one. */
typedef struct lz_past_t {
    lz_meeting_t meeting;
    int          held;          /* 1: it took place then; 0: it was to */
} lz_past_t;

/* Something that Zoom tells of a meeting's past. */
typedef struct lz_past_fact_t {
    const char *account;
    const char *meeting_id;
    apr_time_t  starts_at;
    int         duration;       /* minutes; 0: as the meeting's */
    const char *uuid;           /* "" when unknown */
    int         held;
} lz_past_fact_t;

/* Whose past is to be asked about: a host's list, or the times that one meeting was held. */
typedef struct lz_past_subject_t {
    const char *host_id;        /* NULL: a meeting */
    const char *meeting_id;     /* NULL: a host */
} lz_past_subject_t;

/*
 * The course's meetings and dates that are over and began before that time, the latest first, as
 * lz_meeting_t; host_id "" for every host.
 */
const lz_problem_t *lz_store_previous(lz_store_t *store, const char *course, const char *account,
                                      const char *host_id, apr_time_t before, int limit,
                                      apr_array_header_t **meetings)
    __attribute__((warn_unused_result));

/* What Zoom told of the same, as lz_past_t, likewise. */
const lz_problem_t *lz_store_past(lz_store_t *store, const char *course, const char *account,
                                  const char *host_id, apr_time_t before, int limit,
                                  apr_array_header_t **rows) __attribute__((warn_unused_result));

const lz_problem_t *lz_store_put_past(lz_store_t *store, const lz_past_fact_t *fact)
    __attribute__((warn_unused_result));

/*
 * What was last asked about at oldest or before, as lz_past_subject_t: the hosts of the course, and
 * of its meetings at most limit: those that are held again and again, and those that are over for
 * less than a day or have not been asked about since.
 */
const lz_problem_t *lz_store_past_stale(lz_store_t *store, const char *course,
                                        const char *account, apr_time_t oldest, int limit,
                                        apr_array_header_t **subjects)
    __attribute__((warn_unused_result));

const lz_problem_t *lz_store_past_asked(lz_store_t *store, const char *account,
                                        const lz_past_subject_t *subject, apr_time_t when)
    __attribute__((warn_unused_result));

#endif
