/* SPDX-License-Identifier: Apache-2.0 */
#include "token.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../base/flight.h"
#include "../base/json.h"
#include "answer.h"
#include "report.h"
#include "request.h"
#include "retry.h"

#define FAILURE_SHARED   apr_time_from_sec(2)
#define TOKEN_LENGTH_MAX 8192

typedef struct minter_t {
    const lz_env_t     *env;
    const lz_account_t *account;
} minter_t;

/* A token goes into a header: printable ASCII without a space. */
static int is_header_safe(const char *token)
{
    const size_t length = strlen(token);

    for (const char *c = token; *c; c++) {
        if (*c <= ' ' || *c > '~') {
            return 0;
        }
    }
    return length > 0 && length <= TOKEN_LENGTH_MAX;
}

static apr_interval_time_t useful_life(apr_int64_t expires_in)
{
    const apr_int64_t margin = apr_time_sec(LZ_ZOOM_TOKEN_MARGIN);
    const apr_int64_t day = 24 * 3600;
    const apr_int64_t life = expires_in > margin ? expires_in - margin : expires_in / 2;

    return apr_time_from_sec(life < 1 ? 1 : life < day ? life : day);
}

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
    lz_zoom_answer(env->pool, env->pool, operation, response, lz_now(env->clock), answer);
    if (answer->failure.problem) {
        read_oauth_refusal(env->pool, response, &answer->failure);
    } else if (!is_header_safe(lz_json_string(answer->kept, "access_token"))) {
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

/* The fetch of a flight: a new token, as JSON, for its useful life. */
static void mint(void *baton, lz_flight_t **claimed, int n)
{
    const minter_t *minter = baton;
    const lz_env_t *env = minter->env;
    lz_flight_t *flight = claimed[0];
    lz_zoom_answer_t answer;
    apr_int64_t expires_in = 0;

    /* One flight was asked for, so one is claimed. */
    (void)n;
    ask_patiently(minter, &answer);
    if (answer.failure.problem) {
        flight->problem = answer.failure.problem;
        return;
    }

    json_object *value = lz_json_adopt(env->pool, json_object_new_object());
    const char *scope = lz_json_string(answer.kept, "scope");
    lz_json_put_string(value, "access_token", lz_json_string(answer.kept, "access_token"));
    lz_json_put_string(value, "scope", scope ? scope : "");
    flight->value = lz_json_text(env->pool, value);
    flight->length = strlen(flight->value);
    /* The map requires it. */
    (void)lz_json_int64(answer.kept, "expires_in", &expires_in);
    flight->lifetime = useful_life(expires_in);
}

/* 0 when the cached text is damaged. */
static int read_value(const lz_env_t *env, const lz_flight_t *flight, lz_zoom_token_t *token)
{
    const char *reason;
    json_object *value = lz_json_parse(env->pool, flight->value, flight->length, LZ_JSON_OBJECT,
                                       &reason);

    token->access_token = lz_json_string(value, "access_token");
    token->scope = lz_json_string(value, "scope");
    return token->access_token && is_header_safe(token->access_token) && token->scope;
}

/* The token under key, minted when there is none, or none that can be read. */
static const lz_problem_t *fly(minter_t *minter, const char *key, lz_flight_t *flight,
                               lz_zoom_token_t *token)
{
    for (int refresh = 0; refresh <= 1; refresh++) {
        *flight = (lz_flight_t){
            .key = key, .refresh = refresh, .fail_lifetime = FAILURE_SHARED
        };
        lz_flights(minter->env, flight, 1, mint, minter);
        if (flight->problem) {
            return flight->problem;
        }
        if (read_value(minter->env, flight, token)) {
            return NULL;
        }
    }
    return lz_problem(minter->env->pool, LZ_P_ZOOM_ANSWER, "the cached token cannot be read");
}

/* The fetch of a flight that takes what another one fetched, its baton. */
static void hand_on(void *baton, lz_flight_t **claimed, int n)
{
    const lz_flight_t *fetched = baton;

    (void)n;
    claimed[0]->value = fetched->value;
    claimed[0]->length = fetched->length;
    claimed[0]->lifetime = fetched->lifetime;
}

/* Replaces the token that Zoom refused, for all who saw it refused, and for all who come later. */
static const lz_problem_t *replace(minter_t *minter, const char *key, const char *refused,
                                   lz_zoom_token_t *token)
{
    const lz_env_t *env = minter->env;
    const char *successor = apr_pstrcat(env->pool, key, ":after:",
                                        lz_fingerprint(env->pool, refused, NULL), NULL);
    lz_flight_t flight;
    const lz_problem_t *problem = fly(minter, successor, &flight, token);

    if (!problem && flight.fetched) {
        lz_flight_t current = { .key = key, .refresh = 1 };
        /* Should it fail, the next one to be refused finds the successor. */
        lz_flights(env, &current, 1, hand_on, &flight);
    }
    return problem;
}

const lz_problem_t *lz_zoom_token(const lz_env_t *env, const lz_account_t *account,
                                  const char *refused, lz_zoom_token_t *token)
{
    minter_t minter = { env, account };
    lz_flight_t flight;
    lz_zoom_token_t current;
    const char *key = apr_pstrcat(env->pool, "zoom-token:",
                                  lz_fingerprint(env->pool, account->oauth_base,
                                                 account->account_id, account->client_id,
                                                 account->api_base, NULL), NULL);
    const lz_problem_t *problem = fly(&minter, key, &flight, &current);

    if (!problem && refused && !flight.fetched && lz_equal_secret(current.access_token, refused)) {
        problem = replace(&minter, key, refused, &current);
    }
    if (!problem) {
        *token = current;
    }
    return problem;
}
