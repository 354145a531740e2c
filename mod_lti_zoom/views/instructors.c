/* SPDX-License-Identifier: Apache-2.0 */
/* /c/{course}/instructors: who teaches the course, for its instructors. */
#include "../course/instructors.h"
#include "views.h"

const lz_problem_t *lz_view_instructors(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_env_t *env = visit->env;

    if (visit->session->role != LZ_ROLE_INSTRUCTOR) {
        return lz_problem(env->pool, LZ_P_FORBIDDEN, "a student asks who teaches the course");
    }
    lz_response_json(env->pool, response, 200,
                     lz_instructors(env, visit->site, visit->session));
    return NULL;
}
