/* SPDX-License-Identifier: Apache-2.0 */
#include "../course/permissions.h"
#include "../course/upcoming.h"
#include "page.h"
#include "say.h"
#include "views.h"

const lz_problem_t *lz_view_upcoming(const lz_visit_t *visit, lz_response_t *response)
{
    lz_upcoming_t upcoming;
    const lz_problem_t *problem =
        lz_upcoming(visit->env, visit->site, visit->session, lz_form_get(visit->query, "scope"),
                    lz_form_get(visit->query, "page"), &upcoming);
    if (problem) {
        return problem;
    }
    const char *const *permissions = lz_permission_names(visit->env->pool, upcoming.may);
    lz_page_answer_text(visit, response, lz_say(visit, "Upcoming"),
                        lz_page_common(visit, "upcoming", permissions), upcoming.members);
    return NULL;
}
