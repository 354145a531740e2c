/* SPDX-License-Identifier: Apache-2.0 */
/* POST privacy/erase: it is held no more, and the person's sessions are over. */
#include "../course/privacy.h"
#include "session_cookie.h"
#include "views.h"

const lz_problem_t *lz_view_privacy_erase(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_problem_t *problem = lz_privacy_erase(visit->env, visit->session);

    if (problem == NULL) {
        lz_session_cookie_remove(visit, response);
        response->status = 204;
    }
    return problem;
}
