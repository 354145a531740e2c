/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lti-zoom explain: the steps of lz_launch_verify(), each by itself and in its order, so that what
 * comes after a refusal is seen too.
 */
#include "explain.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/json.h"
#include "../base/timestamp.h"
#include "../base/url.h"
#include "../lti/claims.h"
#include "../lti/platform_keys.h"
#include "../lti/token_checks.h"

#define CLAIM(name) "https://purl.imsglobal.org/spec/lti/claim/" name

/* --- whose launch it is ----------------------------------------------------------------------- */

/* The login whose time is over, so that the rest can be looked at; NULL when it cannot be read. */
static lz_login_t *open_expired(lz_explain_t *explain, const char *state)
{
    lz_env_t past = lz_offline_env(explain->env.pool, 0, NULL, 0);
    lz_login_t *login = NULL;

    return lz_login_open(&past, &explain->site.platforms, explain->site.sealer, state, &login)
           == NULL ? login : NULL;
}

static lz_login_t *explain_state(lz_explain_t *explain)
{
    apr_pool_t *pool = explain->env.pool;
    const char *state = lz_form_get(explain->form, "state");
    lz_login_t *login = NULL;

    if (explain->bare_token) {
        lz_step_unchecked(&explain->steps, "state", "an id_token alone brings no state");
        return NULL;
    }
    if (state != NULL && *state != '\0' && !explain->site.with_secrets) {
        lz_step_unchecked(&explain->steps, "state", "LTIZoomSecret, which opens it, was not read "
                          "(--secrets)");
        return NULL;
    }
    const lz_problem_t *problem = lz_login_open(&explain->env, &explain->site.platforms,
                                                explain->site.sealer, state, &login);
    if (problem != NULL) {
        lz_step_refused(&explain->steps, "state", problem);
        login = problem->id == LZ_P_LTI_STATE_EXPIRED ? open_expired(explain, state) : NULL;
        if (login != NULL) {
            lz_step_note(&explain->steps, "It was good until %s: --at looks at it as of then.",
                         lz_timestamp(pool, login->expires));
        }
        return login;
    }
    lz_step_ok(&explain->steps, "state", "of a login at platform %s, good until %s",
               login->platform->name, lz_timestamp(pool, login->expires));
    return login;
}

/* The first audience of the token, or NULL. */
static const char *audience_of(json_object *claims)
{
    json_object *list = lz_json_array(claims, "aud");
    json_object *first = list != NULL ? json_object_array_get_idx(list, 0) : NULL;

    return list == NULL ? lz_json_string(claims, "aud")
           : json_object_is_type(first, json_type_string) ? json_object_get_string(first) : NULL;
}

/* Without a login, the platform that the token names by itself; NULL: none fits. */
static const lz_platform_t *platform_by_token(lz_explain_t *explain, json_object *claims)
{
    apr_pool_t *pool = explain->env.pool;
    lz_platform_hint_t hint = {
        lz_json_string(claims, "iss"), audience_of(claims),
        lz_json_string(claims, CLAIM("deployment_id"))
    };
    const lz_platform_t *platform = NULL;

    if (hint.issuer == NULL) {
        return NULL;
    }
    const lz_problem_t *problem = lz_platform_find(pool, &explain->site.platforms, &hint,
                                                   &platform);
    hint.client_id = NULL;      /* it may be of that issuer, and the audience wrong */
    if (problem != NULL
        && lz_platform_find(pool, &explain->site.platforms, &hint, &platform) != NULL) {
        lz_step_refused(&explain->steps, "platform", problem);
    }
    return platform;
}

/* Stands in for a platform where no configuration was given: it agrees with the token. */
static const lz_platform_t *any_platform(lz_explain_t *explain, json_object *claims)
{
    lz_platform_t *platform = apr_pcalloc(explain->env.pool, sizeof(*platform));
    const char *target = lz_json_string(claims, CLAIM("target_link_uri"));

    platform->name = "(unknown)";
    platform->issuer = lz_json_string(claims, "iss");
    platform->client_id = audience_of(claims);
    platform->deployments_auto = 1;
    target = target != NULL ? lz_url_origin(explain->env.pool, target) : NULL;
    explain->site.policy.base_url = target != NULL ? target : "https://tool.invalid";
    explain->site.policy.loopback = 1;
    return platform->issuer != NULL && platform->client_id != NULL ? platform : NULL;
}

/* NULL: it stays unknown, and why has been said. */
static const lz_platform_t *explain_platform(lz_explain_t *explain, const lz_login_t *login,
                                             json_object *claims)
{
    const lz_platform_t *platform;

    if (!explain->site.configured) {
        platform = any_platform(explain, claims);
        lz_step_unchecked(&explain->steps, "platform", "no configuration was given (--config)");
        return platform;
    }
    platform = login != NULL ? login->platform : platform_by_token(explain, claims);
    if (platform == NULL) {
        lz_step_note(&explain->steps, "What depends on the platform is not looked at. Platforms "
                     "that registered themselves are in the server's database and not known "
                     "here.");
        return NULL;
    }
    (void)lz_step(&explain->steps, "platform",
                  lz_token_check_platform(explain->env.pool, &explain->site.platforms, platform,
                                          claims),
                  apr_psprintf(explain->env.pool, "<LTIZoomPlatform %s>: iss and aud are its",
                               platform->name));
    return platform;
}

/* --- the message ------------------------------------------------------------------------------ */

static void explain_signature(lz_explain_t *explain, const lz_platform_t *platform,
                              const lz_jwt_t *jwt)
{
    if (!explain->has_keys || !explain->site.configured) {
        lz_step_unchecked(&explain->steps, "signature", "kid \"%.120s\": %s", jwt->kid,
                          explain->site.configured
                          ? apr_pstrcat(explain->env.pool, "give what ", platform->keys_url,
                                        " answers (--keys)", NULL)
                          : "no configuration was given (--config)");
        return;
    }
    (void)lz_step(&explain->steps, "signature",
                  lz_platform_keys_verify(&explain->env, platform, explain->site.policy.loopback,
                                          jwt),
                  apr_psprintf(explain->env.pool, "RS256 by the key \"%.120s\"", jwt->kid));
}

static void explain_times(lz_explain_t *explain, const lz_platform_t *platform,
                          json_object *claims)
{
    apr_pool_t *pool = explain->env.pool;
    const lz_problem_t *problem = lz_token_check_times(&explain->env, &explain->site.policy,
                                                       platform, claims);
    double iat = 0;

    if (lz_step(&explain->steps, "times", problem, "exp, iat and nbf fit the clock")
        || problem->id != LZ_P_LTI_TIME || !lz_json_number(claims, "iat", &iat)
        || !(iat > 0 && iat < 253402300800.0)) {    /* year 10000 */
        return;
    }
    lz_step_note(&explain->steps, "It was issued at %s: --at looks at it as of then.",
                 lz_timestamp(pool, apr_time_from_sec((apr_int64_t)iat)));
}

/* A login that hints at nothing, where the real one is not known. */
static const lz_login_t *no_login(apr_pool_t *pool, const lz_platform_t *platform)
{
    lz_login_t *login = apr_pcalloc(pool, sizeof(*login));

    login->id = login->nonce = login->secret_hash = login->target = "";
    login->deployment_id = login->storage_target = "";
    login->platform = platform;
    return login;
}

static void explain_message(lz_explain_t *explain, const lz_login_t *login,
                            const lz_platform_t *platform, json_object *claims)
{
    apr_pool_t *pool = explain->env.pool;
    lz_launch_t launch = { 0 };

    (void)lz_step(&explain->steps, "audience",
                  lz_token_check_audience(pool, &explain->site.policy, platform, claims),
                  "aud and azp name nobody else");
    explain_times(explain, platform, claims);
    if (login != NULL) {
        (void)lz_step(&explain->steps, "nonce", lz_token_check_nonce(pool, login, claims),
                      "that of the login; whether it was used before, only the server knows");
    } else {
        lz_step_unchecked(&explain->steps, "nonce", "that of the login is in the state");
    }
    const lz_problem_t *problem =
        lz_claims_read(pool, &explain->site.policy,
                       login != NULL ? login : no_login(pool, platform), claims, &launch);
    if (lz_step(&explain->steps, "claims", problem, "what LTI requires is there")) {
        lz_explain_arrival(explain, &launch);
    }
}

/* --- the browser ------------------------------------------------------------------------------ */

/* The value of the login's cookie in a Cookie header, or the text itself when it is no header. */
static const char *secret_in(apr_pool_t *pool, const char *cookies, const char *name)
{
    const char *found = strstr(cookies, apr_pstrcat(pool, name, "=", NULL));

    if (found == NULL) {
        return strchr(cookies, '=') == NULL ? cookies : NULL;
    }
    found += strlen(name) + 1;
    return apr_pstrmemdup(pool, found, strcspn(found, "; \r\n"));
}

static void explain_browser(lz_explain_t *explain, const lz_login_t *login)
{
    apr_pool_t *pool = explain->env.pool;

    if (login == NULL || explain->cookies == NULL) {
        lz_step_unchecked(&explain->steps, "browser", "%s", login == NULL
                          ? "which cookie must come back is in the state"
                          : "the browser's cookies were not given (--cookie)");
        return;
    }
    const char *name = lz_login_cookie_name(pool, login->id);
    (void)lz_step(&explain->steps, "browser",
                  lz_login_bound(&explain->env, login, secret_in(pool, explain->cookies, name)),
                  apr_pstrcat(pool, "the one that the login was answered to: ", name, NULL));
}

/* --- all of it -------------------------------------------------------------------------------- */

static const char *no_cookie(void *baton, const char *name)
{
    (void)baton;
    (void)name;
    return NULL;
}

/* No id_token, or an error beside it: the module's own words. */
static void explain_no_token(lz_explain_t *explain)
{
    lz_launch_t *launch = NULL;
    const lz_login_t *login = NULL;
    const lz_problem_t *problem =
        lz_launch_verify(&explain->env, &explain->site.policy, &explain->site.platforms,
                         explain->site.sealer, explain->form, no_cookie, NULL, &launch, &login);

    (void)lz_step(&explain->steps, "message", problem, "");
}

void lz_explain_launch(lz_explain_t *explain)
{
    apr_pool_t *pool = explain->env.pool;
    const char *token = lz_form_get(explain->form, "id_token");
    lz_jwt_t *jwt = NULL;

    if (token == NULL || lz_form_get(explain->form, "error") != NULL) {
        explain_no_token(explain);
        return;
    }
    (void)lz_step(&explain->steps, "form", lz_token_check_form(pool, explain->form),
                  "nothing that decides stands twice");
    const lz_problem_t *problem = lz_token_parse(pool, token, &jwt);
    (void)lz_step(&explain->steps, "token", problem, "a signed JWT of strict JSON");
    const lz_login_t *login = explain_state(explain);
    if (problem == NULL) {
        const lz_platform_t *platform = explain_platform(explain, login, jwt->claims);

        if (platform != NULL) {
            explain_signature(explain, platform, jwt);
            explain_message(explain, login, platform, jwt->claims);
        }
    }
    explain_browser(explain, login);
}
