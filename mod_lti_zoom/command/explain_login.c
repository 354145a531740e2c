/* SPDX-License-Identifier: Apache-2.0 */
/* lti-zoom explain: the steps of lz_login_begin(), each by itself. */
#include "explain.h"

#include <apr_strings.h>

#include "../lti/login.h"

static const lz_platform_t *explain_platform(lz_explain_t *explain, const lz_platform_hint_t *hint)
{
    apr_pool_t *pool = explain->env.pool;
    const lz_platform_t *platform = NULL;

    if (!explain->site.configured) {
        lz_step_unchecked(&explain->steps, "platform", "no configuration was given (--config)");
        return NULL;
    }
    if (hint->issuer == NULL) {
        lz_step_unchecked(&explain->steps, "platform", "the parameters do not say which");
        return NULL;
    }
    const lz_problem_t *problem = lz_login_platform(pool, &explain->site.platforms,
                                                    explain->platform_name, hint, &platform);
    if (problem != NULL) {
        lz_step_refused(&explain->steps, "platform", problem);
        lz_step_note(&explain->steps, "Platforms that registered themselves are in the server's "
                     "database and not known here.");
        return NULL;
    }
    lz_step_ok(&explain->steps, "platform", "<LTIZoomPlatform %s>: issuer %s, client_id %s",
               platform->name, platform->issuer, platform->client_id);
    return platform;
}

static void explain_target(lz_explain_t *explain)
{
    const char *target = lz_form_get(explain->form, "target_link_uri");

    if (target == NULL || *target == '\0') {
        lz_step_ok(&explain->steps, "target", "target_link_uri was not sent: that of the launch "
                   "counts");
    } else if (!explain->site.configured) {
        lz_step_unchecked(&explain->steps, "target", "no configuration was given (--config)");
    } else {
        (void)lz_step(&explain->steps, "target",
                      lz_login_target_ours(explain->env.pool, &explain->site.policy, target),
                      apr_psprintf(explain->env.pool, "%.255s is below the origin of "
                                   "LTIZoomBaseURL", target));
    }
}

/* The whole once more, as the module does it: it has the last word. */
static void explain_answer(lz_explain_t *explain, const lz_platform_t *platform)
{
    lz_login_redirect_t *redirect = NULL;
    const lz_problem_t *problem =
        lz_login_begin(&explain->env, &explain->site.policy, &explain->site.platforms,
                       explain->site.sealer, explain->platform_name, explain->form, &redirect);

    if (lz_step(&explain->steps, "answer", problem,
                apr_psprintf(explain->env.pool, "the browser is sent to %s", platform->auth_url))) {
        lz_step_note(&explain->steps, "There the LMS must know client_id %s with the redirect URI "
                     "%s/launch.", platform->client_id, explain->site.policy.base_url);
    }
}

void lz_explain_login(lz_explain_t *explain)
{
    lz_platform_hint_t hint = { NULL, NULL, NULL };

    const lz_problem_t *problem = lz_login_parameters(explain->env.pool, explain->form, &hint);
    if (problem != NULL) {      /* what can be seen of it all the same */
        hint.issuer = lz_form_get(explain->form, "iss");
        hint.client_id = lz_form_get(explain->form, "client_id");
    }
    (void)lz_step(&explain->steps, "parameters", problem,
                  "what is needed is there, stands once and is not too long");
    const lz_platform_t *platform = explain_platform(explain, &hint);
    explain_target(explain);
    if (platform != NULL && explain->steps.first == NULL) {
        explain_answer(explain, platform);
    }
}
