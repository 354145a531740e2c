/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings of the course, for those who run it.
 *   GET    {view: "settings", course, me, settings{publish_all, meeting{}}, sections{},
 *         locks{}, warnings[]}
 *   PATCH  {publish_all?, meeting?{}}, answered with {settings{}}
 */
#include "../course/course_settings.h"
#include "../course/permissions.h"
#include "../course/projection.h"
#include "page.h"
#include "say.h"
#include "views.h"

const lz_problem_t *lz_view_settings(const lz_visit_t *visit, lz_response_t *response)
{
    const int may = lz_may_in_course(visit->session->standing, 1);
    json_object *members = NULL;
    const lz_problem_t *problem = lz_course_settings_view(visit->env, visit->site, visit->session,
                                                          &members);

    if (problem == NULL) {
        lz_page_answer_text(visit, response, lz_say(visit, "Settings"),
                            lz_page_common(visit, "settings",
                                           lz_permission_names(visit->env->pool, may)),
                            lz_project_members(visit->env->pool, members));
    }
    return problem;
}

const lz_problem_t *lz_view_settings_change(const lz_visit_t *visit, lz_response_t *response)
{
    json_object *members = NULL;
    const lz_problem_t *problem = lz_course_settings_change(visit->env, visit->site,
                                                            visit->session, visit->json, &members);

    if (problem == NULL) {
        json_object *answer = lz_json_adopt(visit->env->pool, json_object_new_object());

        lz_json_put(answer, "settings", json_object_get(lz_json_object(members, "settings")));
        lz_response_json(visit->env->pool, response, 200, answer);
    }
    return problem;
}
