/* SPDX-License-Identifier: Apache-2.0 */
/* POST recordings/publish {published}: all of the course's. {published, recordings} */
#include "../course/publishing.h"
#include "views.h"

const lz_problem_t *lz_view_recordings_publish(const lz_visit_t *visit, lz_response_t *response)
{
    json_object *answer = NULL;
    const lz_problem_t *problem = lz_publish_all(visit->env, visit->site, visit->session,
                                                 visit->json, &answer);

    if (problem == NULL) {
        lz_response_json(visit->env->pool, response, 200, answer);
    }
    return problem;
}
