/* SPDX-License-Identifier: Apache-2.0 */
#include "launch.h"

#include "../base/mask.h"
#include "claims.h"
#include "platform_error.h"
#include "platform_keys.h"
#include "token_checks.h"

/* A form to the redirect URI that holds no LTI 1.3 message: what it is instead. */
static const lz_problem_t *no_message(const lz_env_t *env, const lz_platforms_t *platforms,
                                      const lz_sealer_t *sealer, const lz_form_t *form,
                                      lz_login_t **login)
{
    const char *error = lz_form_get(form, "error");

    if (error != NULL) {
        const int ours = lz_login_open(env, platforms, sealer, lz_form_get(form, "state"),
                                       login) == NULL;

        return lz_platform_error(env->pool, ours ? (*login)->platform : NULL, error,
                                 lz_form_get(form, "error_description"));
    }
    return lz_problem(env->pool, LZ_P_LTI_PARAMETER,
                      "launch without id_token: the LMS must post it as a form "
                      "(response_mode=form_post); received %s", lz_mask_pairs(env->pool, form));
}

/* Everything that the signed message must satisfy, cheapest and safest first. */
static const lz_problem_t *check_message(const lz_env_t *env, const lz_lti_policy_t *policy,
                                         const lz_platforms_t *platforms, const lz_login_t *login,
                                         const lz_jwt_t *jwt, lz_launch_t *launch)
{
    const lz_platform_t *platform = login->platform;
    const lz_problem_t *problem = lz_token_check_platform(env->pool, platforms, platform,
                                                          jwt->claims);

    if (problem == NULL) {
        problem = lz_platform_keys_verify(env, platform, policy->loopback, jwt);
    }
    if (problem == NULL) {
        problem = lz_token_check_audience(env->pool, policy, platform, jwt->claims);
    }
    if (problem == NULL) {
        problem = lz_token_check_times(env, policy, platform, jwt->claims);
    }
    if (problem == NULL) {
        problem = lz_token_check_nonce(env->pool, login, jwt->claims);
    }
    if (problem == NULL) {
        problem = lz_claims_read(env->pool, policy, login, jwt->claims, launch);
    }
    return problem;
}

const lz_problem_t *lz_launch_verify(const lz_env_t *env, const lz_lti_policy_t *policy,
                                     const lz_platforms_t *platforms, const lz_sealer_t *sealer,
                                     const lz_form_t *form, lz_cookie_fn cookie, void *baton,
                                     lz_launch_t **launch, const lz_login_t **login)
{
    const char *token = lz_form_get(form, "id_token");
    lz_launch_t *verified = apr_pcalloc(env->pool, sizeof(*verified));
    lz_login_t *opened = NULL;
    lz_jwt_t *jwt = NULL;

    const lz_problem_t *problem = lz_token_check_form(env->pool, form);
    if (problem == NULL && (token == NULL || lz_form_get(form, "error") != NULL)) {
        problem = no_message(env, platforms, sealer, form, &opened);
    }
    if (problem == NULL) {
        problem = lz_token_parse(env->pool, token, &jwt);
    }
    if (problem == NULL) {
        problem = lz_login_open(env, platforms, sealer, lz_form_get(form, "state"), &opened);
    }
    *login = opened;
    if (problem == NULL) {
        problem = check_message(env, policy, platforms, opened, jwt, verified);
    }
    if (problem != NULL) {
        return problem;
    }
    verified->nonce = opened->nonce;
    /* Afterwards the state itself is refused, on every node: their clocks may differ a little. */
    verified->nonce_expires = opened->expires + policy->clock_leeway;
    *launch = verified;
    return lz_login_bound(env, opened,
                          cookie(baton, lz_login_cookie_name(env->pool, opened->id)));
}
