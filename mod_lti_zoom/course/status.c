/* SPDX-License-Identifier: Apache-2.0 */
#include "status.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../base/timestamp.h"
#include "../store/schema.h"
#include "../zoom/token.h"

#define PROBE_BYTES    12
#define PROBE_LIFETIME apr_time_from_sec(5)
#define ROUND_LIFETIME apr_time_from_sec(10 * 60)

/* --- reading -----------------------------------------------------------------------------------*/

static void read_database(const lz_env_t *env, lz_status_t *status)
{
    status->database = "";
    status->database_problem = lz_store_schema(env, &status->database, &status->schema_version);
    if (status->database_problem) {
        lz_log(env->log, LZ_LOG_WARNING, APR_SUCCESS, "%s: the status page asked: %s",
               lz_problem_tag(env->pool, status->database_problem),
               status->database_problem->cause);
    }
}

/* What was put into it comes out again. */
static int cache_works(const lz_env_t *env)
{
    const lz_cache_t *cache = env->cache;
    const char *value = lz_random_token(env->pool, PROBE_BYTES);
    const char *found = NULL;
    apr_size_t length = 0;

    if (!value) {
        return 0;
    }
    const char *key = apr_pstrcat(env->pool, "probe:", value, NULL);
    cache->put(cache->baton, env->pool, key, value, strlen(value), PROBE_LIFETIME);
    const int works = cache->get(cache->baton, env->pool, key, &found, &length)
                      && strcmp(found, value) == 0;
    cache->remove(cache->baton, env->pool, key);
    return works;
}

static const char *round_key(const lz_env_t *env, const lz_site_t *site)
{
    return apr_pstrcat(env->pool, "background-round:", site->base_url, NULL);
}

void lz_status_note_round(const lz_env_t *env, const lz_site_t *site)
{
    const char *now = apr_psprintf(env->pool, "%" APR_TIME_T_FMT, lz_now(env->clock));

    env->cache->put(env->cache->baton, env->pool, round_key(env, site), now, strlen(now),
                    ROUND_LIFETIME);
}

static apr_time_t last_round(const lz_env_t *env, const lz_site_t *site)
{
    const char *text = NULL;
    apr_size_t length = 0;

    return env->cache->get(env->cache->baton, env->pool, round_key(env, site), &text, &length)
           ? apr_atoi64(text) : 0;
}

static void read_limits(const lz_env_t *env, lz_status_account_t *one)
{
    for (int label = 0; label < LZ_ZOOM_LABELS; label++) {
        lz_status_budget_t *budget = &one->budgets[label];

        budget->quota = lz_zoom_budget(env->pool, one->account, (lz_zoom_label_e)label);
        lz_quota_read(env, &budget->quota, &budget->state);
    }
    lz_zoom_health_read(env, one->account, &one->health);
}

static const apr_array_header_t *read_accounts(const lz_env_t *env, const lz_site_t *site)
{
    apr_array_header_t *accounts = apr_array_make(env->pool, site->n_accounts + 1,
                                                  sizeof(lz_status_account_t));

    for (int i = 0; i < site->n_accounts; i++) {
        lz_status_account_t *one = apr_array_push(accounts);
        lz_zoom_token_t token;

        *one = (lz_status_account_t){ .account = site->accounts[i] };
        one->has_token = lz_zoom_token_peek(env, site->accounts[i], &token);
        if (one->has_token) {
            one->minted_at = token.minted_at;
            one->used_until = token.used_until;
        }
        one->missing = lz_zoom_scopes_missing(env->pool, one->has_token ? token.scope : "");
        read_limits(env, one);
    }
    return accounts;
}

/* Those that registered themselves too, as far as this process knows or can learn of them. */
static const apr_array_header_t *read_platforms(const lz_env_t *env, const lz_site_t *site,
                                                int database_works)
{
    const lz_platform_source_t *source = database_works ? site->platforms.source : NULL;
    lz_platforms_t all = site->platforms;

    if (source && !source->look_again(source->baton, &site->platforms, &all)) {
        all = site->platforms;
    }
    apr_array_header_t *platforms = apr_array_make(env->pool, all.n + 1,
                                                   sizeof(lz_status_platform_t));
    for (int i = 0; i < all.n; i++) {
        lz_status_platform_t *one = apr_array_push(platforms);

        one->platform = all.list[i];
        lz_platform_keys_state(env, one->platform, &one->keys);
    }
    return platforms;
}

void lz_status_read(const lz_env_t *env, const lz_site_t *site, lz_status_t *status)
{
    *status = (lz_status_t){ .now = lz_now(env->clock) };
    read_database(env, status);
    status->cache_works = cache_works(env);
    status->background_at = last_round(env, site);
    status->accounts = read_accounts(env, site);
    status->platforms = read_platforms(env, site, !status->database_problem);
    lz_metrics_read(env->metrics, env->pool, &status->counts);
}

/* --- reading it for somebody -------------------------------------------------------------------*/

apr_uint64_t lz_status_sum(const lz_status_t *status, lz_metric_id_e metric, const char *first,
                           const char *last)
{
    const apr_array_header_t *all = status->counts.series;
    apr_uint64_t sum = 0;
    int at = 0;

    while (lz_metric(metric)->labels[at + 1]) {
        at++;
    }
    for (int i = 0; i < all->nelts; i++) {
        const lz_series_t *series = &APR_ARRAY_IDX(all, i, lz_series_t);

        if (series->metric == metric && (!first || strcmp(series->labels[0], first) == 0)
            && (!last || strcmp(series->labels[at], last) == 0)) {
            sum += series->count;
        }
    }
    return sum;
}

static void say(apr_array_header_t *sentences, const char *sentence)
{
    APR_ARRAY_PUSH(sentences, const char *) = sentence;
}

static void say_limits(apr_pool_t *pool, const lz_status_t *status,
                       const lz_status_account_t *one, apr_array_header_t *sentences)
{
    const char *name = one->account->name;

    if (one->health.paused_until > status->now) {
        say(sentences, apr_psprintf(pool, "Zoom has not answered for account %s, and is left alone"
                                    " until %s. Pages show what is stored.", name,
                                    lz_timestamp(pool, one->health.paused_until)));
    }
    for (int label = 0; label < LZ_ZOOM_LABELS; label++) {
        const apr_time_t until = one->budgets[label].state.closed_until;

        if (until > status->now) {
            say(sentences, apr_psprintf(pool, "Account %s has used up today's %s calls to Zoom."
                                        " They go on at %s.", name,
                                        lz_zoom_label_name((lz_zoom_label_e)label),
                                        lz_timestamp(pool, until)));
        }
    }
}

static void say_accounts(apr_pool_t *pool, const lz_status_t *status,
                         apr_array_header_t *sentences)
{
    for (int i = 0; i < status->accounts->nelts; i++) {
        const lz_status_account_t *one = &APR_ARRAY_IDX(status->accounts, i, lz_status_account_t);
        const char *name = one->account->name;

        if (!one->has_token) {
            say(sentences, apr_psprintf(pool, "There is no Zoom token for account %s. The next"
                                        " person who needs one gets it; if that fails, the error"
                                        " log says why.", name));
        }
        say_limits(pool, status, one, sentences);
        for (int j = 0; j < one->missing->nelts; j++) {
            const lz_zoom_scope_t scope = APR_ARRAY_IDX(one->missing, j, lz_zoom_scope_t);

            if (scope.need == LZ_NEED_CORE) {
                say(sentences, apr_psprintf(pool, "The Zoom app of account %s lacks the scope %s,"
                                            " needed for %s. The rest works.", name, scope.name,
                                            scope.features));
            }
        }
    }
}

static void say_platforms(apr_pool_t *pool, const lz_status_t *status,
                          apr_array_header_t *sentences)
{
    for (int i = 0; i < status->platforms->nelts; i++) {
        const lz_status_platform_t *one = &APR_ARRAY_IDX(status->platforms, i,
                                                         lz_status_platform_t);

        if (one->keys.failures > 0) {
            say(sentences, apr_psprintf(pool, "The keys of platform %s could not be read, %d"
                                        " times in a row.%s", one->platform->name,
                                        one->keys.failures,
                                        one->keys.read_at ? " Those of before still serve." : ""));
        }
    }
}

const apr_array_header_t *lz_status_attention(const lz_env_t *env, const lz_site_t *site,
                                              const lz_status_t *status)
{
    apr_pool_t *pool = env->pool;
    apr_array_header_t *sentences = apr_array_make(pool, 4, sizeof(const char *));

    if (status->database_problem) {
        say(sentences, apr_psprintf(pool, "The database cannot be reached (%s). Nobody can launch,"
                                    " and lists stay empty.",
                                    lz_problem_tag(pool, status->database_problem)));
    }
    if (!status->cache_works) {
        say(sentences, "The shared cache does not keep what is put into it. Everything works, but"
                       " slower, and costs Zoom more calls.");
    }
    if (site->background && !status->background_at && status->cache_works) {
        say(sentences, "The background task has not run of late. Is mod_watchdog loaded?");
    }
    say_accounts(pool, status, sentences);
    say_platforms(pool, status, sentences);
    return sentences;
}
