/* SPDX-License-Identifier: Apache-2.0 */
#include "background.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../store/purge.h"
#include "../zoom/report.h"
#include "../zoom/scopes.h"
#include "../zoom/token.h"
#include "scheduling.h"
#include "status.h"

#define PATIENCE_MIN  apr_time_from_sec(30)
#define MINTS_APART   apr_time_from_sec(60)     /* where the cache does not keep them */
#define PURGE_BITES   5
#define WISHES_MOST   10        /* looked for in one round, per account */
#define LOOK_TIME     apr_time_from_msec(1500)  /* without that much left, the next round looks */
#define UNSEEN_FOR    apr_time_from_sec(60)
#define FINGERPRINT_MAX 63

/* Ages of a wish, in seconds since nobody knew what became of it, at which it is looked for. */
static const int look_ages[] = { 10, 20, 40, 61, 120, 300, 900, 3600, 4 * 3600 };

typedef struct watched_t {
    const lz_account_t *account;
    int                 failures;       /* to get a token, in a row */
    apr_time_t          not_before;     /* no token is asked for */
    char                met[FINGERPRINT_MAX + 1];   /* of the scopes that were granted last */
    apr_time_t          looked_at;      /* for wishes; 0: not yet */
} watched_t;

struct lz_background_t {
    const lz_site_t *site;
    watched_t       *accounts;
};

lz_background_t *lz_background_create(apr_pool_t *pool, const lz_site_t *site)
{
    lz_background_t *background = apr_pcalloc(pool, sizeof(*background));

    background->site = site;
    background->accounts = apr_pcalloc(pool, sizeof(watched_t) * (size_t)(site->n_accounts + 1));
    for (int i = 0; i < site->n_accounts; i++) {
        background->accounts[i].account = site->accounts[i];
    }
    return background;
}

/* --- tokens and scopes -------------------------------------------------------------------------*/

/* Of a token that this process has not met; one that it minted has had its scopes named. */
static void meet(const lz_env_t *env, watched_t *watched, const char *granted)
{
    const char *fingerprint = lz_fingerprint(env->pool, granted, NULL);

    if (strncmp(fingerprint, watched->met, FINGERPRINT_MAX) == 0) {
        return;
    }
    apr_cpystrn(watched->met, fingerprint, sizeof(watched->met));
    lz_log(env->log, LZ_LOG_INFO, APR_SUCCESS,
           LZNO(0724) "account %s: there is a token of Zoom, and %d of the scopes that this tool"
           " uses are missing; what needs none of these works", watched->account->name,
           lz_zoom_scopes_missing(env->pool, granted)->nelts);
    lz_zoom_report_scopes(env, watched->account, granted);
}

/* What went wrong is in the log already, written by whoever asked Zoom. */
static void be_patient(const lz_env_t *env, watched_t *watched)
{
    apr_interval_time_t wait = PATIENCE_MIN;

    for (int i = 0; i < watched->failures && wait < LZ_BACKGROUND_PATIENCE; i++) {
        wait *= 2;
    }
    watched->failures++;
    watched->not_before = lz_now(env->clock)
                          + (wait < LZ_BACKGROUND_PATIENCE ? wait : LZ_BACKGROUND_PATIENCE);
}

static void see_to_token(const lz_env_t *env, watched_t *watched)
{
    lz_zoom_token_t token;

    if (!lz_zoom_token_peek(env, watched->account, &token)) {
        if (lz_now(env->clock) < watched->not_before) {
            return;
        }
        const lz_problem_t *problem = lz_zoom_token(env, watched->account, NULL, &token);

        lz_count(env->metrics, LZ_M_BACKGROUND, "token", problem ? problem->kind : "ok");
        if (problem) {
            be_patient(env, watched);
            return;
        }
        watched->not_before = lz_now(env->clock) + MINTS_APART;
    }
    watched->failures = 0;
    meet(env, watched, token.scope);
}

/* --- wishes ------------------------------------------------------------------------------------*/

/* 1 when one of the ages lies between the last round's look and now. */
static int is_due(const lz_intent_t *intent, apr_time_t last, apr_time_t now)
{
    const apr_time_t since = lz_schedule_unseen_until(intent) - UNSEEN_FOR;

    for (size_t i = 0; i < sizeof(look_ages) / sizeof(look_ages[0]); i++) {
        const apr_time_t age = since + apr_time_from_sec(look_ages[i]);

        if (last < age && age <= now) {
            return 1;
        }
    }
    return 0;
}

static const lz_problem_t *read_wishes(const lz_env_t *env, const lz_account_t *account,
                                       apr_array_header_t **intents)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);

    if (!problem) {
        problem = lz_store_open_intents(store, account->account_id, WISHES_MOST, intents);
    }
    lz_store_close(store);
    return problem;
}

static void look_for_wish(const lz_background_t *background, const lz_env_t *env,
                          const lz_account_t *account, lz_intent_t *intent)
{
    int found = 0;
    const lz_problem_t *problem = lz_schedule_look_again(env, background->site, account, intent,
                                                         &found);

    lz_count(env->metrics, LZ_M_BACKGROUND, "wish",
             problem ? problem->kind : found ? "found" : "not_found");
    if (problem) {
        lz_log(env->log, LZ_LOG_WARNING, APR_SUCCESS, "%s: a wish of which Zoom did not say whether"
               " it was granted is looked for again later: %s", lz_problem_tag(env->pool, problem),
               problem->cause);
    } else if (found) {
        lz_log(env->log, LZ_LOG_INFO, APR_SUCCESS,
               LZNO(0725) "account %s: a meeting of which Zoom did not say whether it was made is"
               " there, and is its course's now", account->name);
    }
}

/* Those that time does not suffice for are the next round's. */
static void look_for_wishes(const lz_background_t *background, const lz_env_t *env,
                            watched_t *watched)
{
    const apr_time_t started = lz_now(env->clock);
    apr_array_header_t *intents = NULL;
    const lz_problem_t *problem = read_wishes(env, watched->account, &intents);

    if (problem) {
        lz_count(env->metrics, LZ_M_BACKGROUND, "wish", problem->kind);
        return;
    }
    for (int i = 0; i < intents->nelts; i++) {
        lz_intent_t *intent = &APR_ARRAY_IDX(intents, i, lz_intent_t);

        if (!is_due(intent, watched->looked_at, lz_now(env->clock))) {
            continue;
        }
        if (lz_env_remaining(env) < LOOK_TIME || lz_env_gone(env)) {
            return;
        }
        look_for_wish(background, env, watched->account, intent);
    }
    watched->looked_at = started;
}

/* --- a round -----------------------------------------------------------------------------------*/

void lz_background_round(lz_background_t *background, const lz_env_t *env)
{
    const lz_site_t *site = background->site;

    for (int i = 0; i < site->n_accounts && !lz_env_gone(env); i++) {
        see_to_token(env, &background->accounts[i]);
    }
    for (int i = 0; i < site->n_accounts && !lz_env_gone(env); i++) {
        look_for_wishes(background, env, &background->accounts[i]);
    }
    if (!lz_env_gone(env)) {
        lz_store_purge(env, PURGE_BITES);
        lz_status_note_round(env, site);
    }
}
