/* SPDX-License-Identifier: Apache-2.0 */
/* GET privacy/export: what is held about the person who asks, as a file. */
#include "../course/privacy.h"
#include "views.h"

const lz_problem_t *lz_view_privacy_export(const lz_visit_t *visit, lz_response_t *response)
{
    json_object *held = NULL;
    const lz_problem_t *problem = lz_privacy_export(visit->env, visit->session, &held);

    if (problem == NULL) {
        apr_table_setn(response->headers, "Content-Disposition",
                       "attachment; filename=\"zoom-data-about-me.json\"");
        lz_response_json(visit->env->pool, response, 200, held);
    }
    return problem;
}
