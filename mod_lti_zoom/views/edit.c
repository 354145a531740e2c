/* SPDX-License-Identifier: Apache-2.0 */
#include "../base/timestamp.h"
#include "../course/editing.h"
#include "../course/permissions.h"
#include "../course/projection.h"
#include "page.h"
#include "say.h"
#include "views.h"

const lz_problem_t *lz_view_edit(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_env_t *env = visit->env;
    json_object *members = NULL;
    const lz_problem_t *problem = lz_edit_open(env, visit->site, visit->session, visit->name,
                                               lz_form_get(visit->query, "occurrence_id"),
                                               &members);
    if (problem) {
        return problem;
    }
    const int may = lz_may_in_course(visit->session->standing, 1);
    lz_json_put_string(members, "as_of", lz_timestamp(env->pool, lz_now(env->clock)));
    lz_page_answer_text(visit, response, lz_say(visit, "Edit the meeting"),
                        lz_page_common(visit, "edit", lz_permission_names(env->pool, may)),
                        lz_project_members(env->pool, members));
    return NULL;
}
