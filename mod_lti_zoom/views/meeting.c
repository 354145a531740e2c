/* SPDX-License-Identifier: Apache-2.0 */
#include "../course/meeting_detail.h"
#include "../course/permissions.h"
#include "../course/projection.h"
#include "page.h"
#include "views.h"

const lz_problem_t *lz_view_meeting(const lz_visit_t *visit, lz_response_t *response)
{
    json_object *members = NULL;
    int may = LZ_MAY_NOTHING;
    const char *occurrence_id = lz_form_get(visit->query, "occurrence_id");
    const lz_problem_t *problem = lz_meeting_detail(visit->env, visit->site, visit->session,
                                                    visit->name, occurrence_id, &may,
                                                    &members);
    if (problem) {
        return problem;
    }
    const char *topic = lz_json_string(lz_json_object(members, "meeting"), "topic");
    const char *const *permissions = lz_permission_names(visit->env->pool, may);
    lz_page_answer_text(visit, response, topic, lz_page_common(visit, "meeting", permissions),
                        lz_project_members(visit->env->pool, members));
    return NULL;
}
