/* SPDX-License-Identifier: Apache-2.0 */
#include "dispatch.h"

#include <apr_strings.h>
#include <string.h>

#include "../base/encoding.h"
#include "../base/mask.h"
#include "../course/handover.h"
#include "page.h"
#include "say.h"
#include "security_headers.h"
#include "session_cookie.h"

#define BEARER "Bearer "

/* Length of the path segment at path. */
static apr_size_t segment_length(const char *path)
{
    return strcspn(path, "/");
}

/* 1 when path has the shape of pattern; {course} and the other variables are in visit then. */
static int pattern_matches(apr_pool_t *pool, const char *pattern, const char *path,
                           lz_visit_t *visit)
{
    visit->course = visit->name = visit->part = NULL;
    while (*pattern == '/' && *path == '/') {
        apr_size_t pattern_length = segment_length(++pattern);
        apr_size_t path_length = segment_length(++path);

        if (pattern[0] == '*') {
            return 1;
        }
        if (pattern[0] == '{') {
            const char *value = apr_pstrmemdup(pool, path, path_length);

            if (path_length == 0) {
                return 0;
            }
            if (strncmp(pattern, "{course}", pattern_length) == 0) {
                visit->course = value;
            }
            else if (visit->name == NULL) {
                visit->name = value;
            }
            else {
                visit->part = value;
            }
        }
        else if (pattern_length != path_length || strncmp(pattern, path, path_length) != 0) {
            return 0;
        }
        pattern += pattern_length;
        path += path_length;
    }
    return *pattern == '\0' && *path == '\0';
}

static const struct {
    const char *name;
    int         bit;
} methods[] = {
    { "GET", LZ_GET }, { "POST", LZ_POST }, { "PATCH", LZ_PATCH }, { "DELETE", LZ_DELETE },
    { NULL, 0 }
};

static int method_bit(const char *method)
{
    int i;

    for (i = 0; methods[i].name != NULL && strcmp(methods[i].name, method) != 0; i++) {
    }
    return methods[i].bit;
}

/* The Allow header of a 405: every method that some row of this path takes. */
static const char *allowed_methods(apr_pool_t *pool, int bits)
{
    const char *allowed = (bits & LZ_GET) ? "HEAD" : NULL;

    for (int i = 0; methods[i].name != NULL; i++) {
        if (bits & methods[i].bit) {
            allowed = allowed != NULL ? apr_pstrcat(pool, allowed, ", ", methods[i].name, NULL)
                                      : methods[i].name;
        }
    }
    return allowed;
}

/*
 * The row for path and method. Several rows may share a path (GET and POST with other handlers);
 * LZ_P_METHOD with Allow when none of them takes the method.
 */
static const lz_problem_t *find_row(const lz_env_t *env, const lz_endpoint_t *endpoints,
                                    const lz_request_t *request, const lz_endpoint_t **row,
                                    lz_visit_t *visit, lz_response_t *response)
{
    int bit = method_bit(request->method);
    int known = 0;

    for (*row = endpoints; (*row)->pattern != NULL; (*row)++) {
        if (!pattern_matches(env->pool, (*row)->pattern, request->path, visit)) {
            continue;
        }
        if ((*row)->methods & bit) {
            visit->endpoint = apr_pstrcat(env->pool, request->method, " ", (*row)->pattern, NULL);
            return NULL;
        }
        known |= (*row)->methods;
    }
    if (known == 0) {
        return lz_problem(env->pool, LZ_P_NOT_FOUND, "no endpoint at this path");
    }
    apr_table_setn(response->headers, "Allow", allowed_methods(env->pool, known));
    return lz_problem(env->pool, LZ_P_METHOD, "method %.40s", request->method);
}

static const char *bearer_of(const lz_request_t *request)
{
    const char *authorization = apr_table_get(request->headers, "Authorization");

    if (authorization == NULL || strncasecmp(authorization, BEARER, sizeof(BEARER) - 1) != 0) {
        return NULL;
    }
    return authorization + sizeof(BEARER) - 1;
}

/*
 * What changes state comes from our own page: an Origin, when the browser sends one, is ours, and
 * a session that the browser attaches by itself (a cookie) is proved by the CSRF header.
 */
static const lz_problem_t *check_own_page(const lz_visit_t *visit)
{
    const lz_env_t     *env = visit->env;
    const lz_request_t *request = visit->request;
    const char         *origin = apr_table_get(request->headers, "Origin");
    const char         *csrf = apr_table_get(request->headers, "X-LTI-Zoom-CSRF");

    if (origin != NULL && strcmp(origin, visit->site->origin) != 0) {
        return lz_problem(env->pool, LZ_P_ORIGIN, "Origin is '%.200s', LTIZoomBaseURL's is '%s'",
                          origin, visit->site->origin);
    }
    if (visit->by_cookie && !lz_equal_secret(csrf, visit->session->csrf)) {
        return lz_problem(env->pool, LZ_P_CSRF, "X-LTI-Zoom-CSRF is %s",
                          csrf == NULL ? "missing" : "not the session's");
    }
    return NULL;
}

/* The path within the course: "meetings/1/join" of "/c/K/meetings/1/join". */
static const char *below_course(const lz_visit_t *visit)
{
    return visit->request->path + strlen("/c/") + strlen(visit->course) + 1;
}

/* The session from where it stands: a link for a window of its own, a header, or a cookie. */
static const lz_problem_t *find_session(lz_visit_t *visit, lz_session_t **session)
{
    const lz_env_t *env = visit->env;
    const char     *handover = visit->who == LZ_WHO_SENT
                               ? lz_form_get(visit->query, "handover") : NULL;

    if (handover != NULL) {
        return lz_handover_open(env, visit->site, handover, visit->course, below_course(visit),
                                session);
    }
    visit->sealed = bearer_of(visit->request);
    visit->by_cookie = visit->sealed == NULL;
    if (visit->by_cookie) {
        visit->sealed = lz_request_cookie(env->pool, visit->request, LZ_SESSION_COOKIE);
    }
    return lz_session_open(env, visit->site, visit->sealed, visit->course, session);
}

static const lz_problem_t *open_session(lz_visit_t *visit)
{
    lz_session_t       *session = NULL;
    const lz_problem_t *problem = NULL;

    if (visit->course == NULL) {
        return lz_problem(visit->env->pool, LZ_P_INTERNAL, "people are let into courses only");
    }
    problem = find_session(visit, &session);
    if (problem == NULL) {
        problem = lz_session_check(visit->env, visit->site, session);
    }
    if (problem != NULL) {
        return problem;
    }
    visit->session = session;
    return strcmp(visit->request->method, "GET") == 0 ? NULL : check_own_page(visit);
}

static const lz_problem_t *parse_json_body(lz_visit_t *visit)
{
    const lz_request_t *request = visit->request;
    const char         *reason = "";

    visit->json = lz_json_parse(visit->env->pool, request->body, request->body_length,
                                LZ_JSON_OBJECT | LZ_JSON_NO_NUL, &reason);
    return visit->json != NULL ? NULL
                               : lz_problem(visit->env->pool, LZ_P_MALFORMED, "JSON body: %s",
                                            reason);
}

static const lz_problem_t *parse_form_body(lz_visit_t *visit)
{
    const lz_request_t *request = visit->request;
    lz_form_t          *form;
    const lz_problem_t *problem = lz_form_parse(visit->env->pool, request->body,
                                                request->body_length, &form);

    visit->form = problem == NULL ? form : NULL;
    return problem;
}

/* The types that a body may have, in words for the log where there are two. */
static const char *wanted_type(lz_body_e body)
{
    switch (body) {
    case LZ_BODY_FORM:        return "application/x-www-form-urlencoded";
    case LZ_BODY_JSON_OR_CSV: return "application/json or text/csv";
    case LZ_BODY_NONE:
    case LZ_BODY_JSON:
    case LZ_BODY_SIGNED:      break;
    }
    return "application/json";
}

static int type_fits(lz_body_e body, const char *type)
{
    return body == LZ_BODY_JSON_OR_CSV
           ? lz_media_type_is(type, "application/json") || lz_media_type_is(type, "text/csv")
           : lz_media_type_is(type, wanted_type(body));
}

static const lz_problem_t *read_body(lz_visit_t *visit, lz_body_e body, const char *type)
{
    if (body == LZ_BODY_FORM) {
        return parse_form_body(visit);
    }
    return body == LZ_BODY_SIGNED || lz_media_type_is(type, "text/csv") ? NULL
                                                                        : parse_json_body(visit);
}

static const lz_problem_t *parse_body(lz_visit_t *visit, const lz_endpoint_t *row)
{
    const lz_env_t     *env = visit->env;
    const lz_request_t *request = visit->request;
    const char         *wanted = wanted_type(row->body);
    const char         *type = apr_table_get(request->headers, "Content-Type");

    if (row->body == LZ_BODY_NONE || strcmp(request->method, "GET") == 0) {
        return NULL;
    }
    if (!type_fits(row->body, type)) {
        return lz_problem(env->pool, LZ_P_CONTENT_TYPE, "Content-Type is '%.100s', wanted %s",
                          type != NULL ? type : "", wanted);
    }
    if (request->body == NULL) {
        return lz_problem(env->pool, LZ_P_MALFORMED, "the body is empty");
    }
    if (request->body_length > row->body_max) {
        return lz_problem(env->pool, LZ_P_BODY_TOO_LARGE, "%" APR_SIZE_T_FMT " bytes, at most %"
                          APR_SIZE_T_FMT, request->body_length, row->body_max);
    }
    return read_body(visit, row->body, type);
}

/* Only pages have words in them: what programs get is English. */
static void choose_language(lz_visit_t *visit)
{
    if (visit->wants_html) {
        visit->language = lz_say_language(visit);
    }
}

static const lz_problem_t *answer(lz_visit_t *visit, const lz_endpoint_t *endpoints,
                                  const lz_problem_t *body_problem, lz_response_t *response)
{
    const lz_endpoint_t *row;
    const lz_problem_t  *problem;
    lz_form_t           *query;

    problem = find_row(visit->env, endpoints, visit->request, &row, visit, response);
    if (problem == NULL) {
        problem = lz_form_parse(visit->env->pool, visit->request->query,
                                strlen(visit->request->query), &query);
    }
    if (problem == NULL) {
        visit->query = query;
        visit->who = row->who;
        problem = row->who != LZ_WHO_ANYONE ? open_session(visit) : NULL;
        choose_language(visit);
    }
    if (problem == NULL) {
        problem = body_problem != NULL ? body_problem : parse_body(visit, row);
    }
    return problem != NULL ? problem : row->view(visit, response);
}

static void log_problem(const lz_visit_t *visit, const lz_problem_t *problem)
{
    const lz_env_t *env = visit->env;
    lz_log_level_e  level = problem->status < 500    ? LZ_LOG_INFO
                            : problem->status == 500 ? LZ_LOG_ERROR
                                                     : LZ_LOG_WARNING;

    /* Cut, so that the request id always fits into the line (log.h). */
    lz_log(env->log, level, 0, "%s: %s: %.2500s [%.40s %.500s, request %s]",
           lz_problem_tag(env->pool, problem), problem->kind, problem->cause,
           visit->request->method, lz_mask_path(env->pool, visit->request->path), env->request_id);
}

/* An endpoint is known by its row, which has no ids in it. */
static void count(const lz_visit_t *visit, const lz_response_t *response,
                  apr_interval_time_t took)
{
    const lz_env_t *env = visit->env;
    const char      status[] = { (char)('0' + response->status / 100), 'x', 'x', '\0' };

    lz_count(env->metrics, LZ_M_REQUESTS, visit->endpoint, status);
    lz_observe(env->metrics, LZ_M_REQUEST_SECONDS, took, visit->endpoint);
}

/* A browser that navigates names text/html; scripts and tools do not. */
static int accepts_html(apr_pool_t *pool, const lz_request_t *request)
{
    const char *accept = apr_table_get(request->headers, "Accept");
    char       *state = NULL;
    const char *range = accept != NULL ? apr_strtok(apr_pstrdup(pool, accept), ",", &state) : NULL;

    while (range != NULL && !lz_media_type_is(range, "text/html")) {
        range = apr_strtok(NULL, ",", &state);
    }
    return range != NULL;
}

void lz_dispatch(const lz_env_t *env, const lz_site_t *site, const lz_endpoint_t *endpoints,
                 const lz_request_t *request, const lz_problem_t *body_problem,
                 lz_response_t *response)
{
    const lz_problem_t *problem;
    apr_time_t          started;
    lz_visit_t          visit = { .env = env, .site = site, .request = request };

    memset(response, 0, sizeof(*response));
    response->status = 200;
    response->headers = apr_table_make(env->pool, 8);
    visit.wants_html = accepts_html(env->pool, request);
    visit.endpoint = "none";
    choose_language(&visit);
    started = lz_now(env->clock);

    problem = answer(&visit, endpoints, body_problem, response);
    if (problem != NULL) {
        log_problem(&visit, problem);
        lz_page_problem(&visit, problem, response);
    }
    else {
        lz_session_cookie_renew(&visit, response);
    }
    lz_security_headers(&visit, response);
    count(&visit, response, lz_now(env->clock) - started);
}
