/* SPDX-License-Identifier: Apache-2.0 */
#include "../base/timestamp.h"
#include "../course/form_terms.h"
#include "../course/permissions.h"
#include "../course/projection.h"
#include "page.h"
#include "say.h"
#include "views.h"

const lz_problem_t *lz_view_schedule(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_env_t *env = visit->env;
    const lz_session_t *session = visit->session;
    lz_person_t *person = NULL;
    if (!(lz_may_in_course(session->standing, 1) & LZ_MAY_SCHEDULE)) {
        return lz_problem(env->pool, LZ_P_FORBIDDEN, "a student opens the form");
    }
    const lz_problem_t *problem = lz_person_find(env, session, &person);
    if (lz_person_is_unknown(problem)) {
        return problem;
    }
    const int may = lz_may_in_course(session->standing, person != NULL);
    json_object *view = lz_page_common(visit, "schedule", lz_permission_names(env->pool, may));
    json_object *opened = lz_form_open(env, visit->site, session, person, NULL);
    json_object *warnings = json_object_get(lz_json_array(opened, "warnings"));
    if (problem) {
        lz_project_reason(warnings, problem);
    }
    lz_json_put(view, "form", json_object_get(lz_json_object(opened, "form")));
    lz_json_put(view, "options", json_object_get(lz_json_object(opened, "options")));
    lz_json_put_string(view, "as_of", lz_timestamp(env->pool, lz_now(env->clock)));
    lz_json_put(view, "warnings", warnings);
    lz_page_answer(visit, response, lz_say(visit, "Schedule a meeting"), view);
    return NULL;
}
