/* SPDX-License-Identifier: Apache-2.0 */
/* /launch: a verified message becomes a session, and the browser goes on to the course's page. */
#include "views.h"

#include <apr_strings.h>

#include "../course/arrival.h"
#include "../course/landing.h"

static const char *cookie_of(void *baton, const char *name)
{
    const lz_visit_t *visit = baton;

    return lz_request_cookie(visit->env->pool, visit->request, name);
}

/* The session's cookie, and the login's removed: it has served. */
static void set_cookies(const lz_visit_t *visit, lz_response_t *response,
                        const lz_session_t *session, const char *sealed, const char *login_id)
{
    apr_pool_t *pool = visit->env->pool;
    const char *mount = visit->site->mount;

    lz_response_cookie(pool, response, LZ_SESSION_COOKIE, sealed,
                       apr_pstrcat(pool, mount, "/c/", session->course, "/", NULL),
                       (int)apr_time_sec(session->expires - session->issued));
    lz_response_cookie(pool, response, lz_login_cookie_name(pool, login_id), "",
                       apr_pstrcat(pool, mount, "/launch", NULL), 0);
}

const lz_problem_t *lz_view_launch(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_env_t *env = visit->env;
    const lz_site_t *site = visit->site;
    const lz_login_t *login = NULL;
    lz_launch_t *launch = NULL;
    lz_session_t *session = NULL;
    const char *view = NULL;

    const lz_problem_t *problem =
        lz_launch_verify(env, &site->lti, &site->platforms, site->sealer, visit->form, cookie_of,
                         (void *)visit, &launch, &login);
    response->platform = login != NULL ? login->platform : NULL;
    if (problem == NULL) {
        problem = lz_landing_view(env->pool, site, launch, &view);
    }
    if (problem == NULL) {
        problem = lz_course_arrive(env, site, launch, &session);
    }
    if (problem != NULL) {
        return problem;
    }

    const char *sealed = lz_session_seal(env, site, session);
    const char *url = lz_landing_url(env, site, launch, session, view);
    if (sealed == NULL || url == NULL) {
        return lz_problem(env->pool, LZ_P_RANDOM, "session: no random bytes");
    }
    set_cookies(visit, response, session, sealed, login->id);
    lz_response_redirect(env->pool, response, 303, url);
    return NULL;
}
