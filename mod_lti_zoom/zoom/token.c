/* SPDX-License-Identifier: Apache-2.0 */
#include "token.h"

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../base/json.h"
#include "answer.h"
#include "health.h"
#include "report.h"
#include "request.h"
#include "retry.h"

typedef struct minter_t {
    const lz_env_t     *env;
    const lz_account_t *account;
} minter_t;

/* Zoom says no to our registration with HTTP 400 or 401 and {reason, error}: the admin's matter. */
static void read_oauth_refusal(apr_pool_t *pool, const lz_http_response_t *response,
                               lz_zoom_failure_t *failure)
{
    const char *unread;
    const int status = response->http_status;

    if (response->status != APR_SUCCESS || status < 300 || status > 499 || status == 408
        || status == 429) {
        return;
    }
    json_object *body = lz_json_parse(pool, response->body, response->body_length, LZ_JSON_OBJECT,
                                      &unread);
    const char *reason = lz_json_string(body, "reason");
    const char *error = lz_json_string(body, "error");
    failure->remedy = LZ_ZOOM_FINAL;
    failure->problem = lz_problem(pool, LZ_P_ZOOM_CREDENTIALS, "no token: HTTP %d, %s (%s)%s",
                                  status, reason ? lz_zoom_quote(pool, reason) : "no reason given",
                                  error ? lz_zoom_quote(pool, error) : "no error given",
                                  body ? "" : "; is LTIZoomOAuthBase right?");
}

/* One token request, and what came of it. */
static void ask(const minter_t *minter, lz_http_response_t *response, lz_zoom_answer_t *answer)
{
    const lz_env_t *env = minter->env;
    const lz_zoom_operation_t *operation = lz_zoom_operation(LZ_ZOOM_TOKEN);
    const lz_http_request_t *request = lz_zoom_token_request(env->pool, minter->account);

    env->http->perform(env->http->baton, env->pool, &request, response, 1, env->deadline);
    lz_zoom_health_note(env, minter->account, response, 1);
    lz_zoom_answer(env->pool, env->pool, env->pool, operation, response, lz_now(env->clock),
                   answer);
    if (answer->failure.problem) {
        read_oauth_refusal(env->pool, response, &answer->failure);
    } else if (!lz_bearer_usable(lz_json_string(answer->kept, "access_token"))) {
        lz_zoom_unreadable(env->pool, operation, response, "access_token is none",
                           &answer->failure);
    }
}

/* Asks until Zoom has given a token or there is no use in asking again. */
static void ask_patiently(const minter_t *minter, lz_zoom_answer_t *answer)
{
    const lz_env_t *env = minter->env;
    const lz_zoom_operation_t *operation = lz_zoom_operation(LZ_ZOOM_TOKEN);
    lz_http_response_t response;
    apr_time_t not_before = 0;
    int again = 1;

    for (int tries = 1; again; tries++) {
        ask(minter, &response, answer);
        again = answer->failure.problem
                && lz_zoom_retry(env, operation, &answer->failure, tries, &not_before);
        lz_zoom_report(env, minter->account, operation, &response, &answer->failure, again);
        if (again) {
            lz_sleep(env->clock, not_before - lz_now(env->clock));
        }
    }
}

/* A key of the account's app, not of its section's name. */
static const char *key_of(const lz_env_t *env, const lz_account_t *account, const char *kind)
{
    return apr_pstrcat(env->pool, kind,
                       lz_fingerprint(env->pool, account->oauth_base, account->account_id,
                                      account->client_id, account->api_base, NULL), NULL);
}

static const lz_problem_t *mint(void *baton, lz_bearer_t *minted,
                                apr_interval_time_t *useful_life)
{
    const minter_t *minter = baton;
    lz_zoom_answer_t answer;
    apr_int64_t expires_in = 0;

    ask_patiently(minter, &answer);
    if (answer.failure.problem) {
        return answer.failure.problem;
    }
    minted->access_token = lz_json_string(answer.kept, "access_token");
    minted->scope = lz_json_string(answer.kept, "scope");
    /* The map requires it. */
    (void)lz_json_int64(answer.kept, "expires_in", &expires_in);
    *useful_life = lz_bearer_useful_life(expires_in, LZ_ZOOM_TOKEN_MARGIN);
    minter->env->cache->put(minter->env->cache->baton, minter->env->pool,
                            key_of(minter->env, minter->account, "zoom-token-fresh:"), "1", 1,
                            LZ_ZOOM_TOKEN_FRESH);
    lz_zoom_report_scopes(minter->env, minter->account, minted->scope);
    return NULL;
}

const lz_problem_t *lz_zoom_token(const lz_env_t *env, const lz_account_t *account,
                                  const char *refused, lz_zoom_token_t *token)
{
    minter_t minter = { env, account };
    const lz_bearer_source_t source = {
        .key = key_of(env, account, "zoom-token:"),
        .mint = mint,
        .baton = &minter,
        .damaged = LZ_P_ZOOM_ANSWER
    };

    return lz_bearer(env, &source, refused, token);
}

int lz_zoom_token_may_grow(const lz_env_t *env, const lz_account_t *account)
{
    return env->cache->add(env->cache->baton, env->pool,
                           key_of(env, account, "zoom-token-fresh:"), "1", 1,
                           LZ_ZOOM_TOKEN_FRESH);
}

int lz_zoom_token_peek(const lz_env_t *env, const lz_account_t *account, lz_zoom_token_t *token)
{
    return lz_bearer_peek(env, key_of(env, account, "zoom-token:"), token);
}
