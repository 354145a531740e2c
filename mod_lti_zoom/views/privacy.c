/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET privacy: {view: "privacy", course, me, operations[], kept[], warnings[]}: what this tool
 * reads at Zoom and keeps, for everybody.
 */
#include "../course/permissions.h"
#include "../course/privacy.h"
#include "page.h"
#include "say.h"
#include "views.h"

const lz_problem_t *lz_view_privacy(const lz_visit_t *visit, lz_response_t *response)
{
    const int may = lz_may_in_course(visit->session->standing, 1);
    json_object *view = lz_page_common(visit, "privacy",
                                       lz_permission_names(visit->env->pool, may));

    lz_json_put(view, "operations", lz_privacy_operations());
    lz_json_put(view, "kept", lz_privacy_kept(visit->env, visit->site));
    lz_json_put(view, "warnings", json_object_new_array());
    lz_page_answer(visit, response, lz_say(visit, "Privacy"), view);
    return NULL;
}
