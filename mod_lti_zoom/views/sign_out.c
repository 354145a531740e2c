/* SPDX-License-Identifier: Apache-2.0 */
/* POST signout: this person's sessions in this course are over, in every window. */
#include "session_cookie.h"
#include "views.h"

const lz_problem_t *lz_view_sign_out(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_problem_t *problem = lz_session_sign_out(visit->env, visit->session);

    if (problem == NULL) {
        lz_session_cookie_remove(visit, response);
        response->status = 204;
    }
    return problem;
}
