/* SPDX-License-Identifier: Apache-2.0 */
/* DELETE calendar/{kind}: the link works no more. */
#include "../course/calendar.h"
#include "views.h"

const lz_problem_t *lz_view_calendar_revoke(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_problem_t *problem = lz_calendar_revoke(visit->env, visit->session, visit->name);

    if (problem == NULL) {
        response->status = 204;
    }
    return problem;
}
