/* SPDX-License-Identifier: Apache-2.0 */
/* From an operation of the map to the HTTP request that carries it out. */
#ifndef LZ_ZOOM_REQUEST_H
#define LZ_ZOOM_REQUEST_H

#include "../base/http.h"
#include "../base/problem.h"
#include "account.h"
#include "client.h"

#define LZ_ZOOM_LIST_MAX   (8 * 1024 * 1024)    /* bytes of one page of a list */
#define LZ_ZOOM_ANSWER_MAX (1024 * 1024)        /* of any other answer */
#define LZ_ZOOM_PAGE_SIZE  "300"                /* the most that Zoom gives */

/* The token request of the account: Basic authentication, the form in the body. */
lz_http_request_t *lz_zoom_token_request(apr_pool_t *pool, const lz_account_t *account);

/*
 * The call's request, from scratch, for the page of that next_page_token (NULL: the first).
 * LZ_P_ZOOM_REFUSED, from pool, when a path parameter names nothing of its kind (path.h).
 */
const lz_problem_t *lz_zoom_call_request(apr_pool_t *pool, apr_pool_t *scratch,
                                         const lz_account_t *account, const lz_zoom_call_t *call,
                                         const char *page, const char *access_token,
                                         lz_http_request_t **request)
    __attribute__((warn_unused_result));

#endif
