/* SPDX-License-Identifier: Apache-2.0 */
#include "login.h"

#include <apr_strings.h>
#include <string.h>

#include "../base/encoding.h"
#include "../base/json.h"
#include "../base/url.h"

#define ID_BYTES     9      /* random bytes of a login's id: it need only be unlike the others */
#define SECRET_BYTES 32     /* of the nonce and of the browser's secret */

/* --- the login initiation -------------------------------------------------------------------- */

/* What may stand once in a login, and how long it may be. */
static const struct {
    const char *name;
    apr_size_t  max;
} parameters[] = {
    { "iss",                LZ_LTI_ID_MAX },
    { "login_hint",         LZ_LOGIN_HINT_MAX },
    { "lti_message_hint",   LZ_LOGIN_HINT_MAX },
    { "target_link_uri",    LZ_TARGET_MAX },
    { "client_id",          LZ_LTI_ID_MAX },
    { "lti_deployment_id",  LZ_LTI_ID_MAX },
    { "deployment_id",      LZ_LTI_ID_MAX },
    { "lti_storage_target", LZ_LTI_ID_MAX },
};

#define N_PARAMETERS ((int)(sizeof(parameters) / sizeof(parameters[0])))

static const lz_problem_t *check_parameters(apr_pool_t *pool, const lz_form_t *form)
{
    static const char *const required[] = { "iss", "login_hint", NULL };
    const char *names[N_PARAMETERS + 1] = { NULL };

    for (int i = 0; i < N_PARAMETERS; i++) {
        names[i] = parameters[i].name;
    }
    const lz_problem_t *problem = lz_form_once(pool, form, names);
    if (problem != NULL) {
        return problem;
    }
    for (int i = 0; i < N_PARAMETERS; i++) {
        const char *value = lz_form_get(form, parameters[i].name);

        if (value != NULL && strlen(value) > parameters[i].max) {
            return lz_problem(pool, LZ_P_LTI_PARAMETER,
                              "login: %s is %" APR_SIZE_T_FMT " bytes long, %" APR_SIZE_T_FMT
                              " are accepted from an LMS", parameters[i].name, strlen(value),
                              parameters[i].max);
        }
    }
    for (int i = 0; required[i] != NULL; i++) {
        const char *value = lz_form_get(form, required[i]);

        if (value == NULL || *value == '\0') {
            return lz_problem(pool, LZ_P_LTI_PARAMETER,
                              "login: %s is %s; the login URL is for an LMS that starts an LTI "
                              "1.3 launch, people open the tool from their course", required[i],
                              value == NULL ? "missing" : "empty");
        }
    }
    return NULL;
}

/* The value, or NULL when it is absent or empty: some platforms send optional names empty. */
static const char *sent(const lz_form_t *form, const char *name)
{
    const char *value = lz_form_get(form, name);

    return value != NULL && *value != '\0' ? value : NULL;
}

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

/* The other way round: what is empty does not stand in a query. */
static const char *given(const char *text)
{
    return text != NULL && *text != '\0' ? text : NULL;
}

/* The specification's name of the deployment, or the one that Canvas uses. */
static const lz_problem_t *deployment_hint(apr_pool_t *pool, const lz_form_t *form,
                                           const char **deployment_id)
{
    const char *standard = sent(form, "lti_deployment_id");
    const char *canvas = sent(form, "deployment_id");

    if (standard != NULL && canvas != NULL && strcmp(standard, canvas) != 0) {
        return lz_problem(pool, LZ_P_LTI_PARAMETER,
                          "login: lti_deployment_id \"%.120s\" and deployment_id \"%.120s\" "
                          "differ; the LMS must send one", standard, canvas);
    }
    *deployment_id = standard != NULL ? standard : canvas;
    return NULL;
}

const lz_problem_t *lz_login_parameters(apr_pool_t *pool, const lz_form_t *form,
                                        lz_platform_hint_t *hint)
{
    const lz_problem_t *problem = check_parameters(pool, form);

    if (problem == NULL) {
        problem = deployment_hint(pool, form, &hint->deployment_id);
    }
    if (problem == NULL) {
        hint->issuer = lz_form_get(form, "iss");
        hint->client_id = sent(form, "client_id");
    }
    return problem;
}

/* The platform that the path names; what the login says must fit it. */
static const lz_problem_t *named_platform(apr_pool_t *pool, const lz_platforms_t *platforms,
                                          const char *name, const lz_platform_hint_t *hint,
                                          const lz_platform_t **platform)
{
    const lz_platform_t *named = lz_platform_by_name(platforms, name);

    if (named == NULL) {
        return lz_problem(pool, LZ_P_LTI_UNKNOWN_PLATFORM,
                          "login at /login/%.120s: there is no <LTIZoomPlatform> of that name",
                          name);
    }
    const lz_platforms_t only = { .list = &named, .n = 1 };
    return lz_platform_find(pool, &only, hint, platform);
}

const lz_problem_t *lz_login_platform(apr_pool_t *pool, const lz_platforms_t *platforms,
                                      const char *name, const lz_platform_hint_t *hint,
                                      const lz_platform_t **platform)
{
    return name != NULL ? named_platform(pool, platforms, name, hint, platform)
                        : lz_platform_find(pool, platforms, hint, platform);
}

const lz_problem_t *lz_login_target_ours(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                         const char *target)
{
    const int rules = policy->loopback ? LZ_URL_LOOPBACK_HTTP : LZ_URL_HTTPS;
    const char *wrong = lz_url_check(target, rules);
    const char *ours = lz_url_origin(pool, policy->base_url);
    const char *origin = wrong == NULL ? lz_url_origin(pool, target) : NULL;

    if (origin != NULL && ours != NULL && strcmp(origin, ours) == 0) {
        return NULL;
    }
    return lz_problem(pool, LZ_P_LTI_TARGET,
                      "target_link_uri \"%.255s\" %s: in the LMS, set the link's URL to one "
                      "below LTIZoomBaseURL %s", target,
                      wrong != NULL ? wrong : "is of another origin", policy->base_url);
}

/* --- the state ------------------------------------------------------------------------------- */

static const char *hash_secret(apr_pool_t *pool, const char *secret)
{
    unsigned char digest[LZ_SHA256_SIZE];

    lz_sha256(secret, strlen(secret), digest);
    return lz_base64url_encode(pool, digest, sizeof(digest));
}

const char *lz_login_cookie_name(apr_pool_t *pool, const char *login_id)
{
    return apr_pstrcat(pool, LZ_LOGIN_COOKIE_PREFIX, login_id, NULL);
}

/* Short member names: the state travels in URLs. NULL: no randomness. */
static const char *seal_state(apr_pool_t *pool, const lz_sealer_t *sealer, const lz_login_t *login)
{
    const char *message_hint = or_empty(login->message_hint);
    const int hints_fit = strlen(login->login_hint) + strlen(message_hint)
                          <= LZ_LOGIN_KEPT_HINTS_MAX;
    json_object *state = lz_json_adopt(pool, json_object_new_object());

    lz_json_put_string(state, "i", login->id);
    lz_json_put_string(state, "n", login->nonce);
    lz_json_put_string(state, "h", login->secret_hash);
    lz_json_put_string(state, "t", login->target);
    lz_json_put_string(state, "d", login->deployment_id);
    lz_json_put_string(state, "s", login->storage_target);
    lz_json_put_string(state, "l", hints_fit ? login->login_hint : "");
    lz_json_put_string(state, "m", hints_fit ? message_hint : "");
    lz_json_put_string(state, "p", login->platform->name);
    lz_json_put_int64(state, "e", login->expires);

    const char *clear = lz_json_text(pool, state);
    return lz_seal(sealer, pool, LZ_SEAL_STATE, clear, strlen(clear));
}

/* 1 when every member of an opened state is there. */
static int read_state(json_object *state, const lz_platforms_t *platforms, lz_login_t *login)
{
    const char *platform = lz_json_string(state, "p");
    apr_int64_t expires;

    login->id = lz_json_string(state, "i");
    login->nonce = lz_json_string(state, "n");
    login->secret_hash = lz_json_string(state, "h");
    login->target = lz_json_string(state, "t");
    login->deployment_id = lz_json_string(state, "d");
    login->storage_target = lz_json_string(state, "s");
    login->login_hint = lz_json_string(state, "l");
    login->message_hint = lz_json_string(state, "m");
    login->platform = platform != NULL ? lz_platform_by_name(platforms, platform) : NULL;
    if (!lz_json_int64(state, "e", &expires)) {
        return 0;
    }
    login->expires = expires;
    return login->id && login->nonce && login->secret_hash && login->target
           && login->deployment_id && login->storage_target && login->login_hint
           && login->message_hint && login->platform && lz_platform_speaks_1_3(login->platform);
}

const lz_problem_t *lz_login_open(const lz_env_t *env, const lz_platforms_t *platforms,
                                  const lz_sealer_t *sealer, const char *state,
                                  lz_login_t **login)
{
    lz_login_t *opened = apr_pcalloc(env->pool, sizeof(*opened));
    const char *reason = NULL;
    apr_size_t length = 0;

    if (state == NULL || *state == '\0') {
        return lz_problem(env->pool, LZ_P_LTI_STATE,
                          "launch without a state: it was not started at LTIZoomBaseURL/login; "
                          "check the login initiation URL in the LMS");
    }
    const char *clear = lz_unseal(sealer, env->pool, LZ_SEAL_STATE, state, &length);
    if (clear == NULL) {
        return lz_problem(env->pool, LZ_P_LTI_STATE,
                          "the state (%" APR_SIZE_T_FMT " bytes) was not sealed here: it was "
                          "altered on its way, or the nodes differ in LTIZoomSecret",
                          strlen(state));
    }
    json_object *record = lz_json_parse(env->pool, clear, length, LZ_JSON_OBJECT, &reason);
    if (record == NULL || !read_state(record, platforms, opened)) {
        return lz_problem(env->pool, LZ_P_LTI_STATE,
                          "the state is of another version of this module, or of a platform "
                          "that is no longer configured");
    }
    if (lz_now(env->clock) >= opened->expires) {
        return lz_problem(env->pool, LZ_P_LTI_STATE_EXPIRED,
                          "platform %s: the login was started %" APR_INT64_T_FMT " s ago, %d s are "
                          "allowed", opened->platform->name,
                          apr_time_sec(lz_now(env->clock) - opened->expires + LZ_LOGIN_LIFETIME),
                          (int)apr_time_sec(LZ_LOGIN_LIFETIME));
    }
    *login = opened;
    return NULL;
}

const lz_problem_t *lz_login_bound(const lz_env_t *env, const lz_login_t *login,
                                   const char *secret)
{
    if (secret != NULL && lz_equal_secret(hash_secret(env->pool, secret), login->secret_hash)) {
        return NULL;
    }
    return lz_problem(env->pool, LZ_P_LTI_BROWSER,
                      "platform %s: the secret " LZ_LOGIN_COOKIE_PREFIX "%s %s: the browser blocks "
                      "third-party cookies%s, or the launch came from another browser than its "
                      "login", login->platform->name, login->id,
                      secret == NULL ? "did not come back" : "has another value",
                      *login->storage_target != '\0' ? " and the platform's storage gave nothing"
                                                     : "");
}

const char *lz_login_again(apr_pool_t *pool, const lz_lti_policy_t *policy,
                           const lz_login_t *login)
{
    const lz_platform_t *platform = login->platform;
    const char *url = apr_pstrcat(pool, policy->base_url, "/login/",
                                  lz_url_encode(pool, platform->name), NULL);

    if (*login->login_hint == '\0') {
        return NULL;
    }
    return lz_url_with_query(pool, url,
                             "iss", platform->issuer,
                             "client_id", platform->client_id,
                             "login_hint", login->login_hint,
                             "lti_message_hint", given(login->message_hint),
                             "target_link_uri", given(login->target),
                             "lti_deployment_id", given(login->deployment_id),
                             NULL);
}

/* --- the redirect ---------------------------------------------------------------------------- */

static const char *authentication_request(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                          const lz_login_t *login, const char *state)
{
    /* The message hint is echoed only when it was sent: an empty one is refused by some LMSs. */
    return lz_url_with_query(pool, login->platform->auth_url,
                             "scope", "openid",
                             "response_type", "id_token",
                             "response_mode", "form_post",
                             "prompt", "none",
                             "client_id", login->platform->client_id,
                             "redirect_uri", apr_pstrcat(pool, policy->base_url, "/launch", NULL),
                             "login_hint", login->login_hint,
                             "state", state,
                             "nonce", login->nonce,
                             "lti_message_hint", login->message_hint,
                             NULL);
}

static const lz_problem_t *send_to_platform(const lz_env_t *env, const lz_lti_policy_t *policy,
                                            const lz_sealer_t *sealer, lz_login_t *login,
                                            lz_login_redirect_t **redirect)
{
    const char *secret = lz_random_token(env->pool, SECRET_BYTES);
    const char *state = NULL;

    login->id = lz_random_token(env->pool, ID_BYTES);
    login->nonce = lz_random_token(env->pool, SECRET_BYTES);
    login->expires = lz_now(env->clock) + LZ_LOGIN_LIFETIME;
    if (secret != NULL && login->id != NULL && login->nonce != NULL) {
        login->secret_hash = hash_secret(env->pool, secret);
        state = seal_state(env->pool, sealer, login);
    }
    if (state == NULL) {
        return lz_problem(env->pool, LZ_P_RANDOM, "login: no random bytes");
    }

    lz_login_redirect_t *answer = apr_pcalloc(env->pool, sizeof(*answer));
    answer->location = authentication_request(env->pool, policy, login, state);
    answer->cookie_name = lz_login_cookie_name(env->pool, login->id);
    answer->cookie_value = secret;
    answer->login = login;
    *redirect = answer;
    return NULL;
}

const lz_problem_t *lz_login_begin(const lz_env_t *env, const lz_lti_policy_t *policy,
                                   const lz_platforms_t *platforms, const lz_sealer_t *sealer,
                                   const char *platform_name, const lz_form_t *form,
                                   lz_login_redirect_t **redirect)
{
    apr_pool_t *pool = env->pool;
    lz_login_t *login = apr_pcalloc(pool, sizeof(*login));
    lz_platform_hint_t hint = { NULL, NULL, NULL };

    const lz_problem_t *problem = lz_login_parameters(pool, form, &hint);
    if (problem == NULL) {
        problem = lz_login_platform(pool, platforms, platform_name, &hint, &login->platform);
    }
    const char *target = sent(form, "target_link_uri");
    if (problem == NULL && target != NULL) {
        problem = lz_login_target_ours(pool, policy, target);
    }
    if (problem != NULL) {
        return problem;
    }

    login->target = or_empty(target);
    login->deployment_id = or_empty(hint.deployment_id);
    login->storage_target = or_empty(sent(form, "lti_storage_target"));
    login->login_hint = lz_form_get(form, "login_hint");
    login->message_hint = lz_form_get(form, "lti_message_hint");
    return send_to_platform(env, policy, sealer, login, redirect);
}
