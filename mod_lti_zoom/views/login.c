/* SPDX-License-Identifier: Apache-2.0 */
/* /login and /login/{platform}: the browser comes from the LMS and is sent back to it, known. */
#include "views.h"

#include <apr_strings.h>

#include "../lti/login.h"
#include "cookieless.h"

const lz_problem_t *lz_view_login(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_site_t *site = visit->site;
    apr_pool_t *pool = visit->env->pool;
    lz_login_redirect_t *redirect = NULL;
    const lz_problem_t *problem =
        lz_login_begin(visit->env, &site->lti, &site->platforms, site->sealer, visit->name,
                       visit->form != NULL ? visit->form : visit->query, &redirect);

    if (problem != NULL) {
        return problem;
    }
    lz_response_cookie(pool, response, redirect->cookie_name, redirect->cookie_value,
                       apr_pstrcat(pool, site->mount, "/launch", NULL),
                       (int)apr_time_sec(LZ_LOGIN_LIFETIME));
    if (lz_cookieless_login(visit, redirect->login)) {
        lz_cookieless_login_page(visit, response, redirect);
    }
    else {
        lz_response_redirect(pool, response, 302, redirect->location);
    }
    return NULL;
}
