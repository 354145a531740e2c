/* SPDX-License-Identifier: Apache-2.0 */
/* GET recordings/{uuid}: {view: "recording", course, me, recording{files[]}, as_of, warnings[]}. */
#include "../course/permissions.h"
#include "../course/projection.h"
#include "../course/recording_detail.h"
#include "page.h"
#include "views.h"

const lz_problem_t *lz_view_recording(const lz_visit_t *visit, lz_response_t *response)
{
    const int may = lz_may_in_course(visit->session->standing, 1);
    json_object *members = NULL;
    const lz_problem_t *problem = lz_recording_detail(visit->env, visit->site, visit->session,
                                                      visit->name, &members);

    if (problem == NULL) {
        const char *topic = lz_json_string(lz_json_object(members, "recording"), "topic");

        lz_page_answer_text(visit, response, topic,
                            lz_page_common(visit, "recording",
                                           lz_permission_names(visit->env->pool, may)),
                            lz_project_members(visit->env->pool, members));
    }
    return problem;
}
