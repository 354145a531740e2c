/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PATCH recordings/{uuid} {published?, publish_from?, publish_until?, share?}
 *     {recording{}, warnings[]}
 */
#include "../course/publishing.h"
#include "views.h"

const lz_problem_t *lz_view_recording_change(const lz_visit_t *visit, lz_response_t *response)
{
    json_object *members = NULL;
    const lz_problem_t *problem = lz_publish_one(visit->env, visit->site, visit->session,
                                                 visit->name, visit->json, &members);

    if (problem == NULL) {
        lz_response_json(visit->env->pool, response, 200, members);
    }
    return problem;
}
