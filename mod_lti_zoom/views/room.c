/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The visitor's personal meeting room.
 *   GET                                       {view: "room", course, me, room{} | null, warnings[]}
 *   PATCH {topic?, password?, settings?{}}    {room{}, warnings[]}
 *   GET room/start                            302 to Zoom, at the moment of the click
 */
#include "../course/permissions.h"
#include "../course/projection.h"
#include "../course/room.h"
#include "page.h"
#include "say.h"
#include "views.h"

const lz_problem_t *lz_view_room(const lz_visit_t *visit, lz_response_t *response)
{
    json_object *members = NULL;
    const lz_problem_t *problem = lz_room_view(visit->env, visit->session, &members);

    if (problem == NULL) {
        const int may = lz_may_in_course(visit->session->standing,
                                         lz_json_object(members, "room") != NULL);

        lz_page_answer_text(visit, response, lz_say(visit, "My room"),
                            lz_page_common(visit, "room",
                                           lz_permission_names(visit->env->pool, may)),
                            lz_project_members(visit->env->pool, members));
    }
    return problem;
}

const lz_problem_t *lz_view_room_change(const lz_visit_t *visit, lz_response_t *response)
{
    json_object *members = NULL;
    const lz_problem_t *problem = lz_room_change(visit->env, visit->session, visit->json,
                                                 &members);

    if (problem == NULL) {
        lz_response_json(visit->env->pool, response, 200, members);
    }
    return problem;
}

const lz_problem_t *lz_view_room_start(const lz_visit_t *visit, lz_response_t *response)
{
    const char *link = NULL;
    const lz_problem_t *problem = lz_room_start_link(visit->env, visit->session, &link);

    if (problem == NULL) {
        lz_response_redirect(visit->env->pool, response, 302, link);
    }
    return problem;
}
