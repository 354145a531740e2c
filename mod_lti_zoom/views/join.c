/* SPDX-License-Identifier: Apache-2.0 */
#include "../course/meeting_entry.h"
#include "views.h"

const lz_problem_t *lz_view_join(const lz_visit_t *visit, lz_response_t *response)
{
    const char *link = NULL;
    const lz_problem_t *problem =
        lz_meeting_join_link(visit->env, visit->site, visit->session, visit->name,
                             lz_form_get(visit->query, "occurrence_id"), &link);
    if (!problem) {
        lz_response_redirect(visit->env->pool, response, 302, link);
    }
    return problem;
}
