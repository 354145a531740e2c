/* SPDX-License-Identifier: Apache-2.0 */
#include "budget.h"

#include <string.h>

#include <apr_strings.h>

#define SECOND apr_time_from_sec(1)

typedef struct limit_t {
    int         per_second;
    apr_int64_t per_day;        /* 0: none */
} limit_t;

static const limit_t limits[][3] = {
    [LZ_PLAN_FREE] = {
        [LZ_LABEL_LIGHT] = { 4, 6000 }, [LZ_LABEL_MEDIUM] = { 2, 2000 },
        [LZ_LABEL_HEAVY] = { 1, 1000 }
    },
    [LZ_PLAN_PRO] = {
        [LZ_LABEL_LIGHT] = { 30, 0 }, [LZ_LABEL_MEDIUM] = { 20, 0 },
        [LZ_LABEL_HEAVY] = { 10, 30000 }
    },
    [LZ_PLAN_BUSINESS] = {
        [LZ_LABEL_LIGHT] = { 80, 0 }, [LZ_LABEL_MEDIUM] = { 60, 0 },
        [LZ_LABEL_HEAVY] = { 40, 60000 }
    },
};

const char *lz_zoom_label_name(lz_zoom_label_e label)
{
    static const char *const names[] = {
        [LZ_LABEL_LIGHT] = "light", [LZ_LABEL_MEDIUM] = "medium", [LZ_LABEL_HEAVY] = "heavy"
    };

    return names[label];
}

lz_quota_t lz_zoom_budget(apr_pool_t *pool, const lz_account_t *account, lz_zoom_label_e label)
{
    const limit_t *limit = &limits[account->plan][label];
    const int hundredths = limit->per_second * account->budget;
    lz_quota_t quota = {
        .key = apr_pstrcat(pool, "zoom-budget:", lz_zoom_label_name(label), ":",
                           account->account_id, NULL),
        .limit = hundredths / 100,
        .rest = SECOND
    };

    if (quota.limit == 0) {
        quota.limit = 1;
        quota.rest = SECOND * 100 / hundredths;
    }
    if (limit->per_day) {
        quota.day_limit = limit->per_day * account->budget / 100;
    }
    return quota;
}

static int in_seconds(apr_interval_time_t wait)
{
    return wait > 0 ? (int)apr_time_sec(wait + APR_USEC_PER_SEC - 1) : 1;
}

void lz_zoom_budget_take(const lz_env_t *env, const lz_account_t *account, lz_zoom_label_e label,
                         int wanted, apr_time_t patience, lz_quota_turn_t *turn,
                         const lz_problem_t **refusal)
{
    const lz_quota_t quota = lz_zoom_budget(env->pool, account, label);
    lz_problem_t *problem;

    lz_quota_take(env, &quota, wanted, env->deadline, turn);
    *refusal = NULL;
    if (turn->granted == wanted || (!turn->closed && turn->not_before <= patience)) {
        return;
    }
    problem = turn->closed
              ? lz_problem(env->pool, LZ_P_ZOOM_DAILY_LIMIT, "account %s: today's %s calls to Zoom"
                           " are used up; not asked", account->name, lz_zoom_label_name(label))
              : lz_problem(env->pool, LZ_P_ZOOM_BUSY, "account %s: more %s calls than %d in %d s"
                           " wait for their turn; not asked", account->name,
                           lz_zoom_label_name(label), quota.limit, in_seconds(quota.rest));
    if (turn->closed) {
        lz_zoom_possible_after(env->pool, problem, turn->not_before, lz_now(env->clock));
    } else {
        problem->retry_after = in_seconds(turn->not_before - lz_now(env->clock));
    }
    *refusal = problem;
}

void lz_zoom_budget_give_back(const lz_env_t *env, const lz_account_t *account,
                              lz_zoom_label_e label, const lz_quota_turn_t *turn)
{
    const lz_quota_t quota = lz_zoom_budget(env->pool, account, label);

    lz_quota_give_back(env, &quota, turn);
}

/* --- what Zoom says --------------------------------------------------------------------------- */

static const char *host_key(const lz_env_t *env, const lz_account_t *account, const char *host)
{
    return apr_pstrcat(env->pool, "zoom-host-writes:", account->account_id, ":", host, NULL);
}

/* The entry's value is its end, should the cache keep it longer. */
static void close_host(const lz_env_t *env, const lz_account_t *account, const char *host)
{
    const apr_time_t now = lz_now(env->clock);
    const apr_time_t end = lz_quota_day_end(now);
    const char *value = apr_psprintf(env->pool, "%" APR_TIME_T_FMT, end);

    env->cache->put(env->cache->baton, env->pool, host_key(env, account, host), value,
                    strlen(value), end - now);
}

void lz_zoom_budget_learn(const lz_env_t *env, const lz_account_t *account, lz_zoom_label_e label,
                          const char *host, const lz_zoom_failure_t *failure)
{
    const lz_quota_t quota = lz_zoom_budget(env->pool, account, label);
    const apr_time_t now = lz_now(env->clock);

    switch (failure->limit) {
    case LZ_LIMIT_SECOND:
        lz_quota_pause(env, &quota, now + SECOND);
        break;
    case LZ_LIMIT_DAY:
        lz_quota_close(env, &quota, now + failure->wait);
        break;
    case LZ_LIMIT_HOST:
        if (host) {
            close_host(env, account, host);
        }
        break;
    default:
        break;
    }
}

const lz_problem_t *lz_zoom_budget_host(const lz_env_t *env, const lz_account_t *account,
                                        const char *host)
{
    const apr_time_t now = lz_now(env->clock);
    const char *value = NULL;
    apr_size_t length = 0;

    if (!env->cache->get(env->cache->baton, env->pool, host_key(env, account, host), &value,
                         &length)) {
        return NULL;
    }
    const apr_time_t end = apr_atoi64(value);
    if (end <= now || end > lz_quota_day_end(now)) {
        return NULL;
    }
    lz_problem_t *problem = lz_problem(env->pool, LZ_P_ZOOM_HOST_LIMIT, "account %s: Zoom has"
                                       " refused a write for this host today; not asked",
                                       account->name);
    lz_zoom_possible_after(env->pool, problem, end, now);
    return problem;
}
