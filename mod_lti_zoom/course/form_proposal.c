/* SPDX-License-Identifier: Apache-2.0 */
#include "form_proposal.h"

#include "form_options.h"
#include "projection.h"

/* --- what could not be learnt ----------------------------------------------------------------- */

typedef struct gap_t {
    lz_setup_part_e part;
    int             always;     /* also when the plan or a scope does not include it */
    const char     *code;
    const char     *message;
} gap_t;

static const gap_t gaps[] = {
    { LZ_SETUP_SETTINGS, 1, "settings_unavailable",
      "Zoom did not tell your own settings. The form shows the usual ones; Zoom may change some "
      "when you save." },
    { LZ_SETUP_SECURITY, 1, "passcode_rules_unavailable",
      "Zoom did not tell its rules for passcodes. It checks yours when you save." },
    { LZ_SETUP_AUTHENTICATION, 1, "authentication_unavailable",
      "Zoom did not tell the ways in which people can sign in." },
    { LZ_SETUP_ACCOUNT_LOCKS, 0, "locks_unavailable",
      "Zoom did not tell which options your university has fixed. It may change some when you "
      "save." },
    { LZ_SETUP_GROUP_LOCKS, 0, "locks_unavailable",
      "Zoom did not tell which options your university has fixed. It may change some when you "
      "save." },
    { LZ_SETUP_TRACKING, 0, "tracking_fields_unavailable",
      "Zoom did not tell the tracking fields of your account. Those that it asks for may be "
      "missing when you save." },
    { LZ_SETUP_SCHEDULERS, 1, "schedule_for_unavailable",
      "Zoom did not tell for whom you may schedule." },
};

void lz_form_tell_gaps(const lz_form_proposal_t *proposal, json_object *warnings)
{
    for (size_t i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++) {
        const lz_problem_t *problem = proposal->setup.problems[gaps[i].part];
        if (problem && (gaps[i].always || !lz_setup_is_unavailable(problem))
            && !lz_project_is_told(warnings, gaps[i].code)) {
            lz_project_warning(warnings, gaps[i].code, gaps[i].message);
        }
    }
}

/* --- the proposal ----------------------------------------------------------------------------- */

lz_form_proposal_t lz_form_propose(const lz_env_t *env, const lz_site_t *site,
                                   const lz_session_t *session, const lz_form_wanted_t *wanted)
{
    lz_form_proposal_t proposal = { .options = NULL };
    if (wanted->host) {
        lz_host_setup_find(env, session->account, wanted->parts, wanted->host, wanted->asks,
                           &proposal.setup);
    }
    proposal.options = lz_form_options(env->pool, &proposal.setup, wanted->host, site);
    proposal.form = lz_form_defaults(env->pool, &proposal.setup, site, wanted->more,
                                     proposal.options);
    return proposal;
}
