/* SPDX-License-Identifier: Apache-2.0 */
#include "../course/removal.h"
#include "views.h"

const lz_problem_t *lz_view_meeting_delete(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_removal_t removal = {
        .id = visit->name,
        .occurrence_id = lz_form_get(visit->query, "occurrence_id"),
        .course_only = lz_form_get(visit->query, "course_only")
    };
    const lz_problem_t *problem = lz_remove(visit->env, visit->site, visit->session, &removal);
    if (!problem) {
        response->status = 204;
    }
    return problem;
}
