/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A person's links to calendars.
 *   GET                {view: "calendar", course, me, feeds[{kind, url}], warnings[]}
 *   POST {kind}        201 {feed{kind, url}}: a new link; one that there was stops working
 */
#include "../course/calendar.h"
#include "../course/permissions.h"
#include "page.h"
#include "say.h"
#include "views.h"

const lz_problem_t *lz_view_calendar(const lz_visit_t *visit, lz_response_t *response)
{
    const int may = lz_may_in_course(visit->session->standing, 1);
    json_object *feeds = NULL;
    const lz_problem_t *problem = lz_calendar_links(visit->env, visit->site, visit->session,
                                                    &feeds);

    if (problem != NULL) {
        return problem;
    }
    json_object *view = lz_page_common(visit, "calendar",
                                       lz_permission_names(visit->env->pool, may));
    lz_json_put(view, "feeds", feeds);
    lz_json_put(view, "warnings", json_object_new_array());
    lz_page_answer(visit, response, lz_say(visit, "Calendar"), view);
    return NULL;
}

const lz_problem_t *lz_view_calendar_make(const lz_visit_t *visit, lz_response_t *response)
{
    json_object *feed = NULL;
    const lz_problem_t *problem = lz_calendar_make(visit->env, visit->site, visit->session,
                                                   lz_json_string(visit->json, "kind"), &feed);

    if (problem == NULL) {
        json_object *answer = lz_json_adopt(visit->env->pool, json_object_new_object());

        lz_json_put(answer, "feed", feed);
        lz_response_json(visit->env->pool, response, 201, answer);
    }
    return problem;
}
