/* SPDX-License-Identifier: Apache-2.0 */
#include "lms_call.h"

#include <apr_strings.h>

#include "../base/json.h"

#define WORDS_MAX 120

const char *lz_lms_call(const lz_env_t *env, int loopback, const lz_http_request_t *request,
                        lz_http_response_t *response)
{
    const apr_time_t latest = lz_now(env->clock) + LZ_LMS_CALL_TIME;
    lz_http_request_t guarded = *request;
    const lz_http_request_t *requests[] = { &guarded };
    char words[WORDS_MAX];

    guarded.loopback_allowed = loopback;
    guarded.guard_private = !loopback;
    env->http->perform(env->http->baton, env->pool, requests, response, 1,
                       latest < env->deadline ? latest : env->deadline);
    if (response->status == APR_SUCCESS) {
        return NULL;
    }
    if (response->detail != NULL) {
        return response->detail;
    }
    return apr_pstrdup(env->pool, apr_strerror(response->status, words, sizeof(words)));
}

const char *lz_lms_error(const lz_env_t *env, const lz_http_response_t *response)
{
    const char *reason = "";
    json_object *body = lz_json_parse(env->pool, response->body, response->body_length,
                                      LZ_JSON_OBJECT, &reason);
    const char *error = lz_json_string(body, "error");
    const char *description = lz_json_string(body, "error_description");

    return apr_psprintf(env->pool, "status %d%s%.*s%s%.*s%s", response->http_status,
                        error ? ", " : "", WORDS_MAX, error ? error : "",
                        description ? " (" : "", WORDS_MAX, description ? description : "",
                        description ? ")" : "");
}
