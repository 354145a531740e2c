/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Zoom's errors mean (zoom-api.md §4). Three questions about a call that failed: what the
 * person is told (a problem), what may be done about it (a remedy), and what became of it (its
 * fate): a refused call did nothing, one that got lost may have taken effect.
 *
 * The body's code decides before the HTTP status: 124 comes with 400 and with 401.
 */
#ifndef LZ_ZOOM_ERRORS_H
#define LZ_ZOOM_ERRORS_H

#include "../base/http.h"
#include "../base/problem.h"
#include "data_map.h"

typedef enum lz_zoom_remedy_e {
    LZ_ZOOM_FINAL,          /* asking again would not help */
    LZ_ZOOM_NEW_TOKEN,      /* Zoom refused the token */
    LZ_ZOOM_START_OVER,     /* the token of a page has run out: from the first page */
    LZ_ZOOM_WAIT,           /* too many calls: after a while */
    LZ_ZOOM_AGAIN           /* passing trouble */
} lz_zoom_remedy_e;

typedef enum lz_zoom_fate_e {
    LZ_ZOOM_NOT_SENT,       /* never reached Zoom */
    LZ_ZOOM_NOT_DONE,       /* Zoom refused it */
    LZ_ZOOM_UNKNOWN         /* sent, and no clear answer came */
} lz_zoom_fate_e;

/* Which of Zoom's limits a call has met (zoom-api.md §5). */
typedef enum lz_zoom_limit_e {
    LZ_LIMIT_NONE,
    LZ_LIMIT_SECOND,        /* the label's, in a second */
    LZ_LIMIT_DAY,           /* the label's, in a day; wait says until when */
    LZ_LIMIT_HOST,          /* a host's writes of meetings in a day */
    LZ_LIMIT_OTHER          /* one that says nothing about other calls */
} lz_zoom_limit_e;

typedef struct lz_zoom_failure_t {
    lz_problem_t        *problem;   /* NULL: no failure */
    lz_zoom_remedy_e     remedy;
    lz_zoom_fate_e       fate;
    lz_zoom_limit_e      limit;
    apr_int64_t          code;      /* Zoom's own, 0 when it sent none */
    apr_interval_time_t  wait;      /* what Zoom asked for, 0 when it named no time */
} lz_zoom_failure_t;

/*
 * Reads a response that is no success: the transport failed, the HTTP status is not 2xx, or it is
 * and the body is a refusal. now counts the time until Zoom's limits end. Everything in failure is
 * from pool.
 */
void lz_zoom_failure(apr_pool_t *pool, const lz_zoom_operation_t *operation,
                     const lz_http_response_t *response, apr_time_t now,
                     lz_zoom_failure_t *failure);

/* A 2xx answer that cannot be read, and why: LZ_P_ZOOM_ANSWER, of unknown fate. */
void lz_zoom_unreadable(apr_pool_t *pool, const lz_zoom_operation_t *operation,
                        const lz_http_response_t *response, const char *reason,
                        lz_zoom_failure_t *failure);

/*
 * 1 for the problem of a call that the next one, about something else, would meet too: Zoom is down
 * or refuses for load, the app may not. A host's own limit is none.
 */
int lz_zoom_concerns_all(const lz_problem_t *problem);

/*
 * Says in a problem of a daily limit when it ends: Retry-After, and the time in its sentence.
 */
void lz_zoom_possible_after(apr_pool_t *pool, lz_problem_t *problem, apr_time_t end,
                            apr_time_t now);

/*
 * Retry-After in any of the forms that Zoom uses: seconds, an ISO 8601 date, an HTTP date. 0 when
 * text is NULL, unreadable or past.
 */
apr_interval_time_t lz_zoom_retry_after(const char *text, apr_time_t now);

/* Zoom's words for our log, at most 200 bytes, without e-mail addresses and without anything
 * long enough to be a secret. NULL gives "". */
const char *lz_zoom_quote(apr_pool_t *pool, const char *text);

#endif
