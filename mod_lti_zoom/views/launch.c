/* SPDX-License-Identifier: Apache-2.0 */
/* /launch: a verified message becomes a session, and the browser goes on to the course's page. */
#include "views.h"

#include <apr_strings.h>
#include <string.h>

#include "../base/url.h"
#include "../course/arrival.h"
#include "../course/landing.h"
#include "../lti/launch_v1.h"
#include "cookieless.h"
#include "session_cookie.h"

/* The login's secret: what the page has read back from the platform's storage, or the cookie. */
static const char *secret_of(void *baton, const char *name)
{
    const lz_visit_t *visit = baton;
    const char *stored = lz_cookieless_secret(visit);

    return stored != NULL ? stored : lz_request_cookie(visit->env->pool, visit->request, name);
}

/* Only our own page may say what the storage holds: whoever started a login knows its secret. */
static const lz_problem_t *check_own_post(const lz_visit_t *visit)
{
    const char *origin = apr_table_get(visit->request->headers, "Origin");

    if (lz_cookieless_secret(visit) == NULL
        || (origin != NULL && strcmp(origin, visit->site->origin) == 0)) {
        return NULL;
    }
    return lz_problem(visit->env->pool, LZ_P_LTI_BROWSER,
                      "a launch with " LZ_STORAGE_SECRET " came from Origin '%.200s', not from our "
                      "own page", origin != NULL ? origin : "");
}

/* All but the browser is right: it may prove itself, or the person is shown a way out. */
static const lz_problem_t *browser_unknown(const lz_visit_t *visit, lz_response_t *response,
                                           const lz_problem_t *problem, const lz_login_t *login,
                                           const lz_launch_t *launch)
{
    apr_pool_t *pool = visit->env->pool;

    response->frame_origin = lz_url_origin(pool, launch->return_url);
    if (*login->storage_target == '\0' || lz_cookieless_secret(visit) != NULL) {
        response->remedy = lz_cookieless_remedy(visit, login);
        return problem;
    }
    if (launch->deep_linking != NULL) {     /* the page becomes the view that answers there */
        response->form_action = lz_url_origin(pool, launch->deep_linking->return_url);
    }
    lz_cookieless_launch_page(visit, response, login);
    return NULL;
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
                              secret_of, (void *)visit, launch, login);
}

/* The session's cookie, and that of the login (NULL: none) removed: it has served. */
static void set_cookies(const lz_visit_t *visit, lz_response_t *response,
                        const lz_session_t *session, const char *sealed, const lz_login_t *login)
{
    apr_pool_t *pool = visit->env->pool;

    lz_session_cookie_set(visit, response, session, sealed);
    if (login != NULL) {
        lz_response_cookie(pool, response, lz_login_cookie_name(pool, login->id), "",
                           apr_pstrcat(pool, visit->site->mount, "/launch", NULL), 0);
    }
}

/* To url, the view's; the page that waits for this answer goes there with the session in hand. */
static void go_on(const lz_visit_t *visit, lz_response_t *response, const lz_session_t *session,
                  const char *sealed, const char *url)
{
    if (lz_cookieless_secret(visit) != NULL) {
        lz_cookieless_arrived(visit, response, session, sealed, url);
    }
    else {
        lz_response_redirect(visit->env->pool, response, 303, url);
    }
}

/* *arrived once the launch is a session. */
static const lz_problem_t *launch_into(const lz_visit_t *visit, lz_response_t *response,
                                       int *arrived)
{
    const lz_env_t *env = visit->env;
    const lz_site_t *site = visit->site;
    const lz_login_t *login = NULL;
    lz_launch_t *launch = NULL;
    lz_session_t *session = NULL;
    const char *view = NULL;

    const lz_problem_t *problem = check_own_post(visit);
    if (problem == NULL) {
        problem = verify(visit, &launch, &login);
    }
    response->platform = launch != NULL ? launch->platform
                         : login != NULL ? login->platform : NULL;
    if (problem != NULL && problem->id == LZ_P_LTI_BROWSER && launch != NULL
        && login != NULL) {
        return browser_unknown(visit, response, problem, login, launch);
    }
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
    go_on(visit, response, session, sealed, url);
    *arrived = 1;
    return NULL;
}

const lz_problem_t *lz_view_launch(const lz_visit_t *visit, lz_response_t *response)
{
    int arrived = 0;
    const lz_problem_t *problem = launch_into(visit, response, &arrived);

    lz_count(visit->env->metrics, LZ_M_LAUNCHES,
             response->platform != NULL ? response->platform->name : "unknown",
             problem != NULL ? problem->kind : arrived ? "ok" : "asked_again");
    return problem;
}
