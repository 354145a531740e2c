/* SPDX-License-Identifier: Apache-2.0 */
#include "paging.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/json.h"

/* Adds the rows to those that the answer has so far. */
static void collect(lz_zoom_call_t *call, const char *list, json_object *kept)
{
    json_object *all = lz_json_array(call->answer, list);
    json_object *rows = lz_json_array(kept, list);

    if (!all) {
        call->answer = kept;
    }
    for (size_t i = 0; all && i < json_object_array_length(rows); i++) {
        json_object_array_add(all, json_object_get(json_object_array_get_idx(rows, i)));
    }
}

/* NULL, or why there is no sense in asking for a further page. */
static const lz_problem_t *check_progress(apr_pool_t *pool, const lz_zoom_call_t *call,
                                          const lz_zoom_paging_t *paging, const char *asked)
{
    const int most = call->on_page ? LZ_ZOOM_STREAMED_PAGES_MAX : LZ_ZOOM_PAGES_MAX;

    if (paging->token && (paging->pages >= most
                          || (asked && strcmp(asked, paging->token) == 0))) {
        return lz_problem(pool, LZ_P_ZOOM_ANSWER, "%s: no end after %d pages",
                          lz_zoom_operation(call->operation)->name, paging->pages);
    }
    return NULL;
}

int lz_zoom_take_page(apr_pool_t *pool, lz_zoom_call_t *call, lz_zoom_paging_t *paging,
                      const lz_zoom_answer_t *answer, const lz_problem_t **problem)
{
    const char *list = lz_zoom_operation(call->operation)->list;
    const char *asked = paging->token;

    *problem = NULL;
    if (call->on_page) {
        *problem = call->on_page(call->baton, paging->pages,
                                 lz_json_array(answer->kept, list));
    } else {
        collect(call, list, answer->kept);
    }
    paging->pages++;
    paging->token = answer->next_page ? apr_pstrdup(pool, answer->next_page) : NULL;
    if (!*problem) {
        *problem = check_progress(pool, call, paging, asked);
    }
    return *problem || !paging->token;
}

int lz_zoom_start_over(lz_zoom_call_t *call, lz_zoom_paging_t *paging)
{
    if (paging->started_over || !paging->token) {
        return 0;
    }
    *paging = (lz_zoom_paging_t){ .started_over = 1 };
    call->answer = NULL;
    return 1;
}
