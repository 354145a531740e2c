/* SPDX-License-Identifier: Apache-2.0 */
#include "../course/change.h"
#include "views.h"

const lz_problem_t *lz_view_meeting_change(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_change_t change = {
        .id = visit->name,
        .occurrence_id = lz_form_get(visit->query, "occurrence_id"),
        .sent = visit->json
    };
    json_object *answer = NULL;
    const lz_problem_t *problem = lz_change(visit->env, visit->site, visit->session, &change,
                                            &answer);
    if (!problem) {
        lz_response_json(visit->env->pool, response, 200, answer);
    }
    return problem;
}
