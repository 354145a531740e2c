/* SPDX-License-Identifier: Apache-2.0 */
#include "service.h"

#include <apr_strings.h>

#include "../base/url.h"
#include "lms_call.h"

static const lz_problem_t *judge(const lz_env_t *env, const lz_service_t *service,
                                 const lz_http_request_t *request,
                                 const lz_http_response_t *response)
{
    const int status = response->http_status;
    const lz_problem_id_e id = status == 401 || status == 403 ? LZ_P_LMS_SCOPE
                               : status == 404 ? LZ_P_LMS_NO_SERVICE
                               : status >= 500 || status == 408 || status == 429
                                   ? LZ_P_LMS_UNAVAILABLE
                               : LZ_P_LMS_ANSWER;

    if (status >= 200 && status < 300) {
        return NULL;
    }
    return lz_problem(env->pool, id, "platform %s: %s %s: %s", service->platform->name,
                      request->method, lz_url_origin(env->pool, request->url),
                      lz_lms_error(env, response));
}

/* Once, with a token that the LMS has not refused yet. */
static const lz_problem_t *attempt(const lz_env_t *env, const lz_service_t *service,
                                   const char *scope, const char *refused,
                                   const lz_http_request_t *request, lz_bearer_t *token,
                                   lz_http_response_t *response)
{
    const char *const scopes[] = { scope, NULL };
    lz_http_request_t authorized = *request;
    const lz_problem_t *problem = lz_service_token(env, service, scopes, refused, token);

    if (problem == NULL && !lz_service_token_grants(token, scope)) {
        problem = lz_problem(env->pool, LZ_P_LMS_SCOPE,
                             "platform %s granted \"%.255s\", not %s: in the LMS, switch that "
                             "service on for this tool", service->platform->name, token->scope,
                             scope);
    }
    if (problem != NULL) {
        return problem;
    }
    authorized.headers = request->headers ? apr_table_copy(env->pool, request->headers)
                                          : apr_table_make(env->pool, 1);
    apr_table_setn(authorized.headers, "Authorization",
                   apr_pstrcat(env->pool, "Bearer ", token->access_token, NULL));
    const char *failure = lz_lms_call(env, service->loopback, &authorized, response);
    if (failure != NULL) {
        return lz_problem(env->pool, LZ_P_LMS_UNAVAILABLE, "platform %s: %s %s: %s",
                          service->platform->name, request->method,
                          lz_url_origin(env->pool, request->url), failure);
    }
    return NULL;
}

const lz_problem_t *lz_service_call(const lz_env_t *env, const lz_service_t *service,
                                    const char *scope, const lz_http_request_t *request,
                                    lz_http_response_t *response)
{
    lz_bearer_t token = { .access_token = NULL };
    const lz_problem_t *problem = attempt(env, service, scope, NULL, request, &token, response);

    if (problem == NULL && response->http_status == 401) {
        problem = attempt(env, service, scope, token.access_token, request, &token, response);
    }
    return problem != NULL ? problem : judge(env, service, request, response);
}
