/* SPDX-License-Identifier: Apache-2.0 */
/* From Zoom's HTTP response to the fields that are kept, or to what went wrong. */
#ifndef LZ_ZOOM_ANSWER_H
#define LZ_ZOOM_ANSWER_H

#include "errors.h"

typedef struct lz_zoom_answer_t {
    json_object       *kept;        /* NULL on failure, and for an operation without fields */
    const char        *next_page;   /* of a list: token of the page that follows, NULL at its end */
    lz_zoom_failure_t  failure;     /* its problem is NULL on success */
} lz_zoom_answer_t;

/*
 * Reads response. What is kept is from kept_pool, a failure from pool; scratch takes Zoom's whole
 * text and may go at once.
 */
void lz_zoom_answer(apr_pool_t *pool, apr_pool_t *kept_pool, apr_pool_t *scratch,
                    const lz_zoom_operation_t *operation, const lz_http_response_t *response,
                    apr_time_t now, lz_zoom_answer_t *answer);

#endif
