/* SPDX-License-Identifier: Apache-2.0 */
#include "service_token.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../base/json.h"
#include "../base/url.h"
#include "lms_call.h"

#define DEPLOYMENT_CLAIM "https://purl.imsglobal.org/spec/lti/claim/deployment_id"
#define ASSERTION_TYPE   "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
#define ASSERTION_LIFE   300        /* seconds */
#define JTI_BYTES        18
#define ANSWER_MAX       (64 * 1024)
#define LIFE_UNSAID      300        /* seconds that a token without expires_in is taken to live */

typedef struct minter_t {
    const lz_env_t     *env;
    const lz_service_t *service;
    const char         *scope;      /* space-separated, sorted */
} minter_t;

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The scopes in one order, so that the same set is the same key. */
static const char *scope_text(apr_pool_t *pool, const char *const *scopes)
{
    apr_array_header_t *list = apr_array_make(pool, 4, sizeof(const char *));

    for (; *scopes != NULL; scopes++) {
        APR_ARRAY_PUSH(list, const char *) = *scopes;
    }
    qsort(list->elts, (size_t)list->nelts, sizeof(const char *), compare_texts);
    return apr_array_pstrcat(pool, list, ' ');
}

/* --- asking ----------------------------------------------------------------------------------- */

/* NULL: no randomness, or a key that does not sign. */
static const char *assertion(const minter_t *minter)
{
    apr_pool_t *pool = minter->env->pool;
    const lz_service_t *service = minter->service;
    const lz_platform_t *platform = service->platform;
    const apr_int64_t now = apr_time_sec(lz_now(minter->env->clock));
    const char *jti = lz_random_token(pool, JTI_BYTES);
    json_object *claims = lz_json_adopt(pool, json_object_new_object());

    if (jti == NULL) {
        return NULL;
    }
    lz_json_put_string(claims, "iss", platform->client_id);
    lz_json_put_string(claims, "sub", platform->client_id);
    lz_json_put_string(claims, "aud", platform->token_audience);
    lz_json_put_int64(claims, "iat", now);
    lz_json_put_int64(claims, "exp", now + ASSERTION_LIFE);
    lz_json_put_string(claims, "jti", jti);
    if (*service->deployment_id != '\0') {
        lz_json_put_string(claims, DEPLOYMENT_CLAIM, service->deployment_id);
    }
    return lz_jwt_sign(pool, service->key, claims);
}

static const char *ask(const minter_t *minter, const char *jwt, lz_http_response_t *response)
{
    const lz_env_t *env = minter->env;
    apr_pool_t *pool = env->pool;
    apr_table_t *headers = apr_table_make(pool, 2);
    const char *body = apr_pstrcat(
        pool, "grant_type=client_credentials&client_assertion_type=",
        lz_url_encode(pool, ASSERTION_TYPE), "&client_assertion=", lz_url_encode(pool, jwt),
        "&scope=", lz_url_encode(pool, minter->scope), NULL);
    const lz_http_request_t request = {
        .method = "POST",
        .url = minter->service->platform->token_url,
        .headers = headers,
        .body = body,
        .body_length = strlen(body),
        .response_max = ANSWER_MAX
    };

    apr_table_setn(headers, "Content-Type", "application/x-www-form-urlencoded");
    apr_table_setn(headers, "Accept", "application/json");
    return lz_lms_call(env, minter->service->loopback, &request, response);
}

/* --- reading the answer ----------------------------------------------------------------------- */

static lz_problem_t *problem_of(const minter_t *minter, lz_problem_id_e id, const char *what)
{
    const lz_platform_t *platform = minter->service->platform;

    return lz_problem(minter->env->pool, id, "platform %s: no access token from LTIZoomTokenURL "
                      "%s for %s: %s", platform->name, platform->token_url, minter->scope, what);
}

/* A refusal: of the scope, of us, or because the LMS cannot now. */
static lz_problem_t *refusal(const minter_t *minter, const lz_http_response_t *response)
{
    const lz_env_t *env = minter->env;
    const int status = response->http_status;
    const char *what = lz_lms_error(env, response);
    const char *advice = "; in the LMS, look at the tool's key set URL (LTIZoomBaseURL/keys); here,"
                         " at LTIZoomPlatformClientID and LTIZoomTokenAudience";

    if (status >= 500 || status == 408 || status == 429) {
        return problem_of(minter, LZ_P_LMS_UNAVAILABLE, what);
    }
    if (strstr(what, ", invalid_scope") != NULL) {
        return problem_of(minter, LZ_P_LMS_SCOPE, what);
    }
    return problem_of(minter, LZ_P_LMS_CREDENTIALS, apr_pstrcat(env->pool, what, advice, NULL));
}

static const lz_problem_t *read_token(const minter_t *minter, const lz_http_response_t *response,
                                      lz_bearer_t *minted, apr_interval_time_t *useful_life)
{
    const char *reason = "";
    double expires_in = LIFE_UNSAID;
    json_object *body = lz_json_parse(minter->env->pool, response->body, response->body_length,
                                      LZ_JSON_OBJECT, &reason);
    const char *type = lz_json_string(body, "token_type");
    const char *scope = lz_json_string(body, "scope");

    minted->access_token = lz_json_string(body, "access_token");
    if (body == NULL || !lz_bearer_usable(minted->access_token)) {
        return problem_of(minter, LZ_P_LMS_ANSWER, body == NULL ? reason
                          : "its access_token is missing or none");
    }
    if (type == NULL || strcasecmp(type, "bearer") != 0) {
        return problem_of(minter, LZ_P_LMS_ANSWER, "its token_type is not bearer");
    }
    if (lz_json_number(body, "expires_in", &expires_in) && !(expires_in >= 0)) {
        expires_in = 0;
    }
    if (expires_in > apr_time_sec(APR_INT64_MAX)) {
        expires_in = LIFE_UNSAID;
    }
    minted->scope = scope != NULL ? scope : minter->scope;
    *useful_life = lz_bearer_useful_life((apr_int64_t)expires_in, LZ_SERVICE_TOKEN_MARGIN);
    return NULL;
}

static const lz_problem_t *mint(void *baton, lz_bearer_t *minted, apr_interval_time_t *useful_life)
{
    const minter_t *minter = baton;
    lz_http_response_t response = { 0 };
    const char *jwt = assertion(minter);

    if (jwt == NULL) {
        return problem_of(minter, LZ_P_RANDOM, "the assertion could not be signed");
    }
    const char *failure = ask(minter, jwt, &response);
    if (failure != NULL) {
        return problem_of(minter, LZ_P_LMS_UNAVAILABLE, failure);
    }
    if (response.http_status != 200 && response.http_status != 201) {
        return refusal(minter, &response);
    }
    return read_token(minter, &response, minted, useful_life);
}

const lz_problem_t *lz_service_token(const lz_env_t *env, const lz_service_t *service,
                                     const char *const *scopes, const char *refused,
                                     lz_bearer_t *token)
{
    const lz_platform_t *platform = service->platform;
    minter_t minter = { env, service, scope_text(env->pool, scopes) };

    if (platform->token_url == NULL || *platform->token_url == '\0') {
        return lz_problem(env->pool, LZ_P_LMS_NO_SERVICE,
                          "<LTIZoomPlatform %s> has no LTIZoomTokenURL", platform->name);
    }
    const lz_bearer_source_t source = {
        .key = apr_pstrcat(env->pool, "lms-token:",
                           lz_fingerprint(env->pool, platform->issuer, platform->client_id,
                                          platform->token_url, minter.scope,
                                          service->deployment_id, NULL), NULL),
        .mint = mint,
        .baton = &minter,
        .damaged = LZ_P_LMS_ANSWER
    };
    return lz_bearer(env, &source, refused, token);
}

int lz_service_token_grants(const lz_bearer_t *token, const char *scope)
{
    const apr_size_t wanted = strlen(scope);

    for (const char *c = token->scope + strspn(token->scope, " "); *c != '\0';
         c += strspn(c, " ")) {
        const apr_size_t length = strcspn(c, " ");

        if (length == wanted && strncmp(c, scope, length) == 0) {
            return 1;
        }
        c += length;
    }
    return 0;
}
