/* SPDX-License-Identifier: Apache-2.0 */
/* POST handover {path: "meetings/{id}/join"} -> {url}: the address for a window of its own. */
#include "../course/handover.h"
#include "views.h"

#include <apr_strings.h>

const lz_problem_t *lz_view_handover(const lz_visit_t *visit, lz_response_t *response)
{
    apr_pool_t *pool = visit->env->pool;
    const char *path = lz_json_string(visit->json, "path");
    const char *token = NULL;
    const lz_problem_t *problem = lz_handover_seal(visit->env, visit->site, visit->sealed, path,
                                                   &token);
    if (problem) {
        return problem;
    }
    json_object *answer = lz_json_adopt(pool, json_object_new_object());
    lz_json_put_string(answer, "url", apr_pstrcat(pool, visit->site->mount, "/c/", visit->course,
                                                  "/", path, "?handover=", token, NULL));
    lz_response_json(pool, response, 200, answer);
    return NULL;
}
