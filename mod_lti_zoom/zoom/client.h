/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls to the Zoom API, many in parallel, under the request's one deadline. Token, paging,
 * retry and the meaning of errors are settled here; callers see kept fields or a problem.
 *
 * - The Server-to-Server token comes from the shared cache (token.h), minted by one flight 5
 *   minutes before its end; on 401 or code 124 it is minted once more and the call is sent once
 *   more. A call whose scope the token lacks is not sent: LZ_P_ZOOM_SCOPE; but first a token that
 *   is not new is replaced, in case an admin has just granted the scope.
 * - Errors: body code before HTTP status (zoom-api.md §4), the table is in error_table.c. 5xx and
 *   connection errors of idempotent operations, and 429 with a short wait, are tried again with
 *   jitter while the deadline allows (retry.h).
 * - A write whose fate is unknown (sent, no clear answer) is LZ_P_ZOOM_UNCERTAIN, never sent
 *   again. Clear is an answer below 500, and one with a code of Zoom's own.
 * - A list is whole or a problem: every page to the last, at most LZ_ZOOM_PAGES_MAX of them in one
 *   array, LZ_ZOOM_STREAMED_PAGES_MAX where the caller takes them one by one (paging.h). One whose
 *   page tokens ran out is read once more from its beginning.
 * - The account's budget (budget.h) is kept: a call waits for its turn for a share of the time
 *   that is left, three quarters for reads, half for writes; LZ_P_ZOOM_BUSY or
 *   LZ_P_ZOOM_DAILY_LIMIT at once when its turn would come later.
 * - An account that does not answer is left alone by reads (base/breaker.h): LZ_P_ZOOM_PAUSED at
 *   once. Writes try, within their deadline.
 * - A read is given up when the browser has left (LZ_P_ABANDONED), a write never.
 * - Each call leaves a log line (report.h); a refusal before sending does not.
 */
#ifndef LZ_ZOOM_CLIENT_H
#define LZ_ZOOM_CLIENT_H

#include "../base/env.h"
#include "../base/problem.h"
#include "account.h"
#include "data_map.h"

#define LZ_ZOOM_PAGES_MAX          40       /* of 300 rows each: 12,000 rows held */
#define LZ_ZOOM_STREAMED_PAGES_MAX 1000

/*
 * Takes the rows (a JSON array of kept rows) of one page of a list; they live during the call
 * only, so that a list of any length costs the memory of one page. page counts from 0; a further 0
 * says that the list is read from its beginning again, and that what came before is void. A problem
 * ends the list with it.
 */
typedef const lz_problem_t *(*lz_zoom_page_fn)(void *baton, int page, json_object *rows);

typedef struct lz_zoom_call_t {
    lz_zoom_operation_id_e operation;
    const char  *path_parameter;    /* in: for the {} of the path, in clear; or NULL */
    const char  *second_parameter;  /* in: for its second {}: a file of a recording; or NULL */
    apr_table_t *query;             /* in: or NULL; paging adds its own */
    json_object *body;              /* in: or NULL, borrowed */
    const char  *host;              /* in: Zoom's id of the user whose writes of meetings in a day
                                       this one counts to; NULL: none's, or not known */
    lz_zoom_page_fn on_page;        /* in: takes the pages of a list one by one; or NULL */
    void        *baton;             /* in: of on_page */
    json_object *answer;            /* out: kept fields, tied to env->pool; all pages of a list
                                       in one array; NULL when Zoom answers without a body, and
                                       when on_page took them */
    const lz_problem_t *problem;    /* out: NULL on success */
} lz_zoom_call_t;

/*
 * Performs n calls; each gets its answer or its problem. Returns by env->deadline. What has to go
 * out again (next pages, a refused token, a further try) goes in one more round with all others
 * that are due, so n calls cost the time of the slowest.
 */
void lz_zoom_perform(const lz_env_t *env, const lz_account_t *account, lz_zoom_call_t *calls,
                     int n);

#endif
