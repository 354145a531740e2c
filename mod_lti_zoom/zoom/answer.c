/* SPDX-License-Identifier: Apache-2.0 */
#include "answer.h"

#include <apr_strings.h>

#include "../base/json.h"

/* Some of Zoom's refusals come with status 200. */
static int is_refusal(json_object *body)
{
    apr_int64_t code;

    return lz_json_int64(body, "code", &code) && lz_json_string(body, "message");
}

void lz_zoom_answer(apr_pool_t *pool, apr_pool_t *kept_pool, apr_pool_t *scratch,
                    const lz_zoom_operation_t *operation, const lz_http_response_t *response,
                    apr_time_t now, lz_zoom_answer_t *answer)
{
    const char *reason = NULL;

    *answer = (lz_zoom_answer_t){ .kept = NULL };
    if (response->status != APR_SUCCESS || response->http_status < 200
        || response->http_status > 299) {
        lz_zoom_failure(pool, operation, response, now, &answer->failure);
        return;
    }
    json_object *body = lz_json_parse(scratch, response->body, response->body_length,
                                      LZ_JSON_OBJECT, &reason);
    if (body && is_refusal(body)) {
        lz_zoom_failure(pool, operation, response, now, &answer->failure);
        return;
    }
    if (!operation->fields[0].path) {
        return;
    }
    answer->kept = body ? lz_zoom_keep(kept_pool, operation, body, &reason) : NULL;
    if (!answer->kept) {
        lz_zoom_unreadable(pool, operation, response,
                           body ? apr_psprintf(pool, "%s is missing", reason) : reason,
                           &answer->failure);
        return;
    }
    if (operation->list) {
        const char *next = lz_json_string(body, "next_page_token");
        answer->next_page = next && *next ? apr_pstrdup(kept_pool, next) : NULL;
    }
}
