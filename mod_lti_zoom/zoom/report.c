/* SPDX-License-Identifier: Apache-2.0 */
#include "report.h"

#include <apr_strings.h>

#include "../base/encoding.h"
#include "scopes.h"

#define SCOPES_TOLD apr_time_from_sec(24 * 3600)

/* Who should look: an admin must act, an admin may want to know, or it is a person's own matter. */
static lz_log_level_e level_of(lz_problem_id_e id)
{
    switch (id) {
    case LZ_P_ZOOM_CREDENTIALS:
    case LZ_P_ZOOM_SCOPE:
        return LZ_LOG_ERROR;
    case LZ_P_ZOOM_UNAVAILABLE:
    case LZ_P_ZOOM_BUSY:
    case LZ_P_ZOOM_DAILY_LIMIT:
    case LZ_P_ZOOM_HOST_LIMIT:
    case LZ_P_ZOOM_ANSWER:
    case LZ_P_ZOOM_UNCERTAIN:
    case LZ_P_ZOOM_LICENCE:
    case LZ_P_ZOOM_STORAGE:
    case LZ_P_ZOOM_NO_GROUP:
        return LZ_LOG_WARNING;
    case LZ_P_ABANDONED:
        return LZ_LOG_DEBUG;
    default:
        return LZ_LOG_INFO;
    }
}

/* What the metrics call it. */
static const char *outcome_of(const lz_problem_t *problem)
{
    switch (problem ? problem->id : LZ_PROBLEM_COUNT) {
    case LZ_PROBLEM_COUNT:       return "ok";
    case LZ_P_ZOOM_BUSY:         return "rate_limited";
    case LZ_P_ZOOM_DAILY_LIMIT:  return "daily_limit";
    case LZ_P_ZOOM_HOST_LIMIT:   return "host_limit";
    case LZ_P_ZOOM_UNAVAILABLE:  return "unavailable";
    case LZ_P_ZOOM_UNCERTAIN:    return "uncertain";
    case LZ_P_ZOOM_ANSWER:       return "unreadable";
    case LZ_P_ZOOM_CREDENTIALS:  return "credentials";
    case LZ_P_ZOOM_SCOPE:        return "scope";
    case LZ_P_DEADLINE:          return "deadline";
    case LZ_P_ABANDONED:         return "abandoned";
    default:                     return "refused";
    }
}

static void count(const lz_env_t *env, const lz_account_t *account,
                  const lz_zoom_operation_t *operation, const lz_http_response_t *response,
                  const lz_problem_t *problem)
{
    const char *outcome = outcome_of(problem);

    lz_count(env->metrics, LZ_M_ZOOM_CALLS, account->name, operation->name, outcome);
    if (response->http_status > 0) {
        lz_observe(env->metrics, LZ_M_ZOOM_SECONDS, response->took, account->name,
                   operation->name);
    }
    if (operation->id == LZ_ZOOM_TOKEN) {
        lz_count(env->metrics, LZ_M_TOKEN_MINTS, account->name, outcome);
    }
}

void lz_zoom_unsent(const lz_env_t *env, const lz_account_t *account,
                    const lz_zoom_operation_t *operation, const char *reason)
{
    lz_count(env->metrics, LZ_M_ZOOM_UNSENT, account->name, operation->name, reason);
}

void lz_zoom_report(const lz_env_t *env, const lz_account_t *account,
                    const lz_zoom_operation_t *operation, const lz_http_response_t *response,
                    const lz_zoom_failure_t *failure, int sent_again)
{
    const lz_problem_t *problem = failure->problem;
    const lz_log_level_e level = problem && !sent_again ? level_of(problem->id) : LZ_LOG_DEBUG;
    const char *tracking = response->headers
                         ? apr_table_get(response->headers, "x-zm-trackingid") : NULL;

    count(env, account, operation, response, problem);
    if (!env->log->enabled(env->log->baton, level)) {
        return;
    }
    const char *facts = apr_psprintf(env->pool, "account %s, HTTP %d, code %" APR_INT64_T_FMT
                                     ", tracking id %.80s, %" APR_TIME_T_FMT " ms", account->name,
                                     response->http_status, failure->code,
                                     tracking ? tracking : "-",
                                     apr_time_as_msec(response->took));
    if (!problem) {
        lz_log(env->log, level, APR_SUCCESS, LZNO(0580) "Zoom %s: %s", operation->name, facts);
    } else if (sent_again) {
        lz_log(env->log, level, response->status, LZNO(0581) "Zoom %s is sent again: %s: %s",
               operation->name, facts, problem->cause);
    } else {
        lz_log(env->log, level, response->status, "%s: Zoom %s failed: %s: %s",
               lz_problem_tag(env->pool, problem), operation->name, facts, problem->cause);
    }
}

/* Who should look when it is missing. */
static lz_log_level_e level_without(const lz_zoom_scope_t *scope)
{
    if (scope->need == LZ_NEED_CORE) {
        return LZ_LOG_ERROR;
    }
    return lz_zoom_scope_is_master(scope->name) ? LZ_LOG_INFO : LZ_LOG_WARNING;
}

/* Those of the missing scopes that concern level's readers: "a (no x); b (no y)", "" for none. */
static const char *name_scopes(apr_pool_t *pool, const apr_array_header_t *missing,
                               lz_log_level_e level)
{
    const char *names = "";

    for (int i = 0; i < missing->nelts; i++) {
        const lz_zoom_scope_t *scope = &APR_ARRAY_IDX(missing, i, lz_zoom_scope_t);

        if (level_without(scope) == level) {
            names = apr_psprintf(pool, "%s%s%s (no %s)", names, *names ? "; " : "", scope->name,
                                 scope->features);
        }
    }
    return names;
}

void lz_zoom_report_scopes(const lz_env_t *env, const lz_account_t *account,
                           const char *token_scope)
{
    const apr_array_header_t *missing = lz_zoom_scopes_missing(env->pool, token_scope);
    const char *told = apr_pstrcat(env->pool, "zoom-scopes-told:",
                                   lz_fingerprint(env->pool, account->name, token_scope, NULL),
                                   NULL);
    const char *names;

    if (missing->nelts == 0
        || !env->cache->add(env->cache->baton, env->pool, told, "1", 1, SCOPES_TOLD)) {
        return;
    }
    names = name_scopes(env->pool, missing, LZ_LOG_ERROR);
    if (*names) {
        lz_log(env->log, LZ_LOG_ERROR, APR_SUCCESS, LZNO(0582) "account %s: this tool needs scopes"
               " that the Zoom app lacks: %s", account->name, names);
    }
    names = name_scopes(env->pool, missing, LZ_LOG_WARNING);
    if (*names) {
        lz_log(env->log, LZ_LOG_WARNING, APR_SUCCESS, LZNO(0583) "account %s: the Zoom app lacks"
               " scopes of some features: %s", account->name, names);
    }
    names = name_scopes(env->pool, missing, LZ_LOG_INFO);
    if (*names) {
        lz_log(env->log, LZ_LOG_INFO, APR_SUCCESS, LZNO(0584) "account %s: the Zoom app has no"
               " scopes of master accounts: %s", account->name, names);
    }
}
