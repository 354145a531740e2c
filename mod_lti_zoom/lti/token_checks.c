/* SPDX-License-Identifier: Apache-2.0 */
#include "token_checks.h"

#include <apr_strings.h>
#include <math.h>
#include <string.h>

#include "../base/encoding.h"
#include "../base/json.h"

#define SECONDS_MAX 1e11        /* year 5138: beyond it, a claim is no time in seconds */

/* --- its form --------------------------------------------------------------------------------- */

const lz_problem_t *lz_token_check_form(apr_pool_t *pool, const lz_form_t *form)
{
    static const char *const once[] = { "id_token", "state", "error", "error_description",
                                        "lti_message_type", NULL };

    return lz_form_once(pool, form, once);
}

const lz_problem_t *lz_token_parse(apr_pool_t *pool, const char *token, lz_jwt_t **jwt)
{
    const char *reason = NULL;
    lz_problem_id_e id;

    switch (lz_jwt_parse(pool, token, jwt, &reason)) {
    case LZ_JWT_OK:
        return NULL;
    case LZ_JWT_ALGORITHM:
    case LZ_JWT_CRITICAL:
        id = LZ_P_LTI_ALGORITHM;
        break;
    case LZ_JWT_NO_KID:
        id = LZ_P_LTI_KEY;
        break;
    default:
        id = LZ_P_LTI_TOKEN;
        break;
    }
    return lz_problem(pool, id,
                      "id_token [%" APR_SIZE_T_FMT " bytes]: %s; the LMS must send a compact JWS "
                      "signed with RS256, with a kid", strlen(token), reason ? reason : "refused");
}

/* --- for whom --------------------------------------------------------------------------------- */

/* aud is one string or an array of them (RFC 7519 §4.1.3). */
static size_t audience_count(json_object *aud)
{
    return json_object_is_type(aud, json_type_array) ? json_object_array_length(aud) : 1;
}

static json_object *audience_at(json_object *aud, size_t i)
{
    return json_object_is_type(aud, json_type_array) ? json_object_array_get_idx(aud, i) : aud;
}

static int audience_is(json_object *audience, const char *wanted)
{
    return json_object_is_type(audience, json_type_string)
           && strcmp(json_object_get_string(audience), wanted) == 0;
}

static int has_audience(json_object *claims, const char *client_id)
{
    json_object *aud = lz_json_member(claims, "aud");

    for (size_t i = 0; i < audience_count(aud); i++) {
        if (audience_is(audience_at(aud, i), client_id)) {
            return 1;
        }
    }
    return 0;
}

/* Text of a claim for the log: what was received, cut. */
static const char *shown(apr_pool_t *pool, json_object *claims, const char *name)
{
    json_object *value = lz_json_member(claims, name);

    return value != NULL ? apr_psprintf(pool, "%.160s", lz_json_text(pool, value)) : "(absent)";
}

/* Another configured platform that a token of this issuer and audience would be of. */
static const lz_platform_t *real_platform(const lz_platforms_t *platforms, const char *issuer,
                                          json_object *claims)
{
    for (int i = 0; i < platforms->n; i++) {
        const lz_platform_t *platform = platforms->list[i];

        if (lz_platform_speaks_1_3(platform) && strcmp(platform->issuer, issuer) == 0
            && has_audience(claims, platform->client_id)) {
            return platform;
        }
    }
    return NULL;
}

const lz_problem_t *lz_token_check_platform(apr_pool_t *pool, const lz_platforms_t *platforms,
                                            const lz_platform_t *platform, json_object *claims)
{
    const char *issuer = lz_json_string(claims, "iss");

    if (issuer == NULL) {
        return lz_problem(pool, LZ_P_LTI_CLAIM, "platform %s: claim iss is %s, LTIZoomIssuer is "
                          "\"%s\"", platform->name, shown(pool, claims, "iss"), platform->issuer);
    }
    if (strcmp(issuer, platform->issuer) == 0 && has_audience(claims, platform->client_id)) {
        return NULL;
    }
    const lz_platform_t *other = real_platform(platforms, issuer, claims);
    if (other != NULL) {
        return lz_problem(pool, LZ_P_LTI_STATE,
                          "the login went to platform %s, but the id_token is of platform %s: "
                          "the browser or the LMS mixed up two launches", platform->name,
                          other->name);
    }
    if (strcmp(issuer, platform->issuer) != 0) {
        return lz_problem(pool, LZ_P_LTI_UNKNOWN_PLATFORM,
                          "platform %s: claim iss is \"%.255s\", LTIZoomIssuer is \"%s\" (compared "
                          "byte by byte: mind case and a trailing slash)", platform->name, issuer,
                          platform->issuer);
    }
    return lz_problem(pool, LZ_P_LTI_AUDIENCE,
                      "platform %s: claim aud is %s, which lacks LTIZoomPlatformClientID \"%s\"",
                      platform->name, shown(pool, claims, "aud"), platform->client_id);
}

static int is_trusted(json_object *audience, const lz_lti_policy_t *policy)
{
    const apr_array_header_t *trusted = policy->trusted_audiences;

    for (int i = 0; trusted != NULL && i < trusted->nelts; i++) {
        if (audience_is(audience, APR_ARRAY_IDX(trusted, i, const char *))) {
            return 1;
        }
    }
    return 0;
}

const lz_problem_t *lz_token_check_audience(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                            const lz_platform_t *platform, json_object *claims)
{
    json_object *aud = lz_json_member(claims, "aud");
    json_object *azp = lz_json_member(claims, "azp");
    int extra = 0;

    for (size_t i = 0; i < audience_count(aud); i++) {
        json_object *audience = audience_at(aud, i);

        if (audience_is(audience, platform->client_id)) {
            continue;
        }
        if (!is_trusted(audience, policy)) {
            return lz_problem(pool, LZ_P_LTI_AUDIENCE,
                              "platform %s: claim aud is %s: beside our client_id \"%s\" only "
                              "those of LTIZoomTrustedAudience may stand", platform->name,
                              shown(pool, claims, "aud"), platform->client_id);
        }
        extra = 1;
    }
    if (azp != NULL ? !audience_is(azp, platform->client_id) : extra) {
        return lz_problem(pool, LZ_P_LTI_AUDIENCE,
                          "platform %s: claim azp is %s with aud %s: it must be "
                          "LTIZoomPlatformClientID \"%s\"", platform->name,
                          shown(pool, claims, "azp"), shown(pool, claims, "aud"),
                          platform->client_id);
    }
    return NULL;
}

/* --- when ------------------------------------------------------------------------------------- */

/* A claim in seconds since 1970 as JSON number; *given is 0 when it is absent. */
static const lz_problem_t *seconds(apr_pool_t *pool, const lz_platform_t *platform,
                                   json_object *claims, const char *name, int required,
                                   double *value, int *given)
{
    *given = lz_json_member(claims, name) != NULL;
    if (!*given && !required) {
        return NULL;
    }
    if (!lz_json_number(claims, name, value) || !(fabs(*value) <= SECONDS_MAX)) {
        return lz_problem(pool, LZ_P_LTI_CLAIM,
                          "platform %s: claim %s is %s, the LMS must send a JSON number of "
                          "seconds since 1970", platform->name, name, shown(pool, claims, name));
    }
    return NULL;
}

static lz_problem_t *time_problem(apr_pool_t *pool, const lz_platform_t *platform,
                                  const char *name, double off, const char *rule,
                                  apr_interval_time_t limit)
{
    return lz_problem(pool, LZ_P_LTI_TIME,
                      "platform %s: claim %s is %.0f s %s this server's clock, %s %d s: set the "
                      "clocks of the LMS and of this server by NTP (leeway: LTIZoomClockLeeway)",
                      platform->name, name, fabs(off), off < 0 ? "behind" : "ahead of", rule,
                      (int)apr_time_sec(limit));
}

const lz_problem_t *lz_token_check_times(const lz_env_t *env, const lz_lti_policy_t *policy,
                                         const lz_platform_t *platform, json_object *claims)
{
    apr_pool_t *pool = env->pool;
    const double now = (double)lz_now(env->clock) / APR_USEC_PER_SEC;
    const double leeway = (double)policy->clock_leeway / APR_USEC_PER_SEC;
    const double age_max = (double)LZ_TOKEN_AGE_MAX / APR_USEC_PER_SEC;
    const double life_max = (double)LZ_TOKEN_LIFE_MAX / APR_USEC_PER_SEC;
    double exp = 0, iat = 0, nbf = 0;
    int given, has_nbf = 0;

    const lz_problem_t *problem = seconds(pool, platform, claims, "exp", 1, &exp, &given);
    if (problem == NULL) {
        problem = seconds(pool, platform, claims, "iat", 1, &iat, &given);
    }
    if (problem == NULL) {
        problem = seconds(pool, platform, claims, "nbf", 0, &nbf, &has_nbf);
    }
    if (problem != NULL) {
        return problem;
    }
    if (exp + leeway <= now) {
        return time_problem(pool, platform, "exp", exp - now, "the leeway is",
                            policy->clock_leeway);
    }
    if (exp - now > life_max) {
        return time_problem(pool, platform, "exp", exp - now, "at most", LZ_TOKEN_LIFE_MAX);
    }
    if (iat - now > leeway) {
        return time_problem(pool, platform, "iat", iat - now, "the leeway is",
                            policy->clock_leeway);
    }
    if (now - iat > age_max) {
        return time_problem(pool, platform, "iat", iat - now, "at most", LZ_TOKEN_AGE_MAX);
    }
    if (has_nbf && nbf - now > leeway) {
        return time_problem(pool, platform, "nbf", nbf - now, "the leeway is",
                            policy->clock_leeway);
    }
    return NULL;
}

/* --- for which login -------------------------------------------------------------------------- */

const lz_problem_t *lz_token_check_nonce(apr_pool_t *pool, const lz_login_t *login,
                                         json_object *claims)
{
    const char *nonce = lz_json_string(claims, "nonce");

    if (lz_equal_secret(nonce, login->nonce)) {
        return NULL;
    }
    return lz_problem(pool, LZ_P_LTI_NONCE,
                      "platform %s: claim nonce is %s that of the login that the state is of: "
                      "the LMS must send back the nonce that it was given", login->platform->name,
                      nonce == NULL ? "absent or no string, not" : "not");
}
