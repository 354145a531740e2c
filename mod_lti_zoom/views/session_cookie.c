/* SPDX-License-Identifier: Apache-2.0 */
#include "session_cookie.h"

#include <apr_strings.h>
#include <string.h>

/* Of a course alone: two courses in two tabs never mix. */
static const char *cookie_path(const lz_visit_t *visit, const char *course)
{
    return apr_pstrcat(visit->env->pool, visit->site->mount, "/c/", course, "/", NULL);
}

void lz_session_cookie_set(const lz_visit_t *visit, lz_response_t *response,
                           const lz_session_t *session, const char *sealed)
{
    const apr_interval_time_t left = session->expires - lz_now(visit->env->clock);

    lz_response_cookie(visit->env->pool, response, LZ_SESSION_COOKIE, sealed,
                       cookie_path(visit, session->course), (int)apr_time_sec(left));
}

void lz_session_cookie_remove(const lz_visit_t *visit, lz_response_t *response)
{
    lz_response_cookie(visit->env->pool, response, LZ_SESSION_COOKIE, "",
                       cookie_path(visit, visit->session->course), 0);
}

void lz_session_cookie_renew(const lz_visit_t *visit, lz_response_t *response)
{
    const int was_read = strcmp(visit->request->method, "GET") == 0
                         && (response->status == 200 || response->status == 304);
    const char *sealed = visit->session != NULL && was_read
                         ? lz_session_renew(visit->env, visit->site, visit->session) : NULL;

    if (sealed == NULL) {
        return;
    }
    if (visit->by_cookie) {
        lz_session_cookie_set(visit, response, visit->session, sealed);
    }
    else {
        apr_table_setn(response->headers, "X-LTI-Zoom-Session", sealed);
    }
}
