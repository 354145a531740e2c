/* SPDX-License-Identifier: Apache-2.0 */
/* /c/{course}/hosts?email=: may this address be an alternative host, for who fills in the form. */
#include "../course/form_people.h"
#include "../course/permissions.h"
#include "views.h"

const lz_problem_t *lz_view_hosts(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_env_t *env = visit->env;
    const lz_session_t *session = visit->session;
    json_object *view = NULL;
    lz_person_t *person = NULL;
    const lz_problem_t *problem = NULL;
    if (!(lz_may_in_course(session->standing, 1) & LZ_MAY_SCHEDULE)) {
        return lz_problem(env->pool, LZ_P_FORBIDDEN, "a student asks who may host");
    }
    problem = lz_person_find(env, session, &person);
    if (!problem) {
        problem = lz_alternative_host_view(env, session->account,
                                           lz_form_get(visit->query, "email"), &view);
    }
    if (!problem) {
        lz_response_json(env->pool, response, 200, view);
    }
    return problem;
}
