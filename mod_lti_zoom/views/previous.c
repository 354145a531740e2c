/* SPDX-License-Identifier: Apache-2.0 */
/* GET previous?scope=&page=: what is over, {view: "previous", ...} in the shape of upcoming. */
#include "../course/permissions.h"
#include "../course/previous.h"
#include "page.h"
#include "say.h"
#include "views.h"

const lz_problem_t *lz_view_previous(const lz_visit_t *visit, lz_response_t *response)
{
    const int may = lz_may_in_course(visit->session->standing, 1);
    const char *members = NULL;
    const lz_problem_t *problem = lz_previous(visit->env, visit->site, visit->session,
                                              lz_form_get(visit->query, "scope"),
                                              lz_form_get(visit->query, "page"), &members);

    if (problem == NULL) {
        lz_page_answer_text(visit, response, lz_say(visit, "Previous"),
                            lz_page_common(visit, "previous",
                                           lz_permission_names(visit->env->pool, may)),
                            members);
    }
    return problem;
}
