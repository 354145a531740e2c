/* SPDX-License-Identifier: Apache-2.0 */
/* /launch: a verified message becomes a session, and the browser goes on to the course's page. */
#include "views.h"

#include <apr_strings.h>

#include "../course/arrival.h"
#include "../course/landing.h"
#include "../lti/launch_v1.h"

static const char *cookie_of(void *baton, const char *name)
{
    const lz_visit_t *visit = baton;

    return lz_request_cookie(visit->env->pool, visit->request, name);
}

/*
 * Which version of LTI the message is of: decided here alone. login is that of LTI 1.3, also for
 * some launches that are refused; LTI 1.1 has none.
 */
static const lz_problem_t *verify(const lz_visit_t *visit, lz_launch_t **launch,
                                  const lz_login_t **login)
{
    const lz_site_t *site = visit->site;
    const lz_launch_v1_post_t post = { visit->request->query, visit->query, visit->form };

    return lz_launch_v1_is(visit->form)
           ? lz_launch_v1_verify(visit->env, &site->lti, &site->platforms, &post, launch)
           : lz_launch_verify(visit->env, &site->lti, &site->platforms, site->sealer, visit->form,
                              cookie_of, (void *)visit, launch, login);
}

/* The session's cookie, and that of the login (NULL: none) removed: it has served. */
static void set_cookies(const lz_visit_t *visit, lz_response_t *response,
                        const lz_session_t *session, const char *sealed, const lz_login_t *login)
{
    apr_pool_t *pool = visit->env->pool;
    const char *mount = visit->site->mount;

    lz_response_cookie(pool, response, LZ_SESSION_COOKIE, sealed,
                       apr_pstrcat(pool, mount, "/c/", session->course, "/", NULL),
                       (int)apr_time_sec(session->expires - session->issued));
    if (login != NULL) {
        lz_response_cookie(pool, response, lz_login_cookie_name(pool, login->id), "",
                           apr_pstrcat(pool, mount, "/launch", NULL), 0);
    }
}

const lz_problem_t *lz_view_launch(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_env_t *env = visit->env;
    const lz_site_t *site = visit->site;
    const lz_login_t *login = NULL;
    lz_launch_t *launch = NULL;
    lz_session_t *session = NULL;
    const char *view = NULL;

    const lz_problem_t *problem = verify(visit, &launch, &login);
    response->platform = launch != NULL ? launch->platform
                         : login != NULL ? login->platform : NULL;
    if (problem == NULL) {
        launch->posted_from = apr_table_get(visit->request->headers, "Origin");
        response->return_url = launch->return_url;
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
    set_cookies(visit, response, session, sealed, login);
    lz_response_redirect(env->pool, response, 303, url);
    return NULL;
}
