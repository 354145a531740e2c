/* SPDX-License-Identifier: Apache-2.0 */
#include "health.h"

#include <apr_errno.h>
#include <apr_strings.h>

/* A request that had less time than that and got no answer says nothing about Zoom. */
#define FAIR_TIME apr_time_from_sec(1)

static const char *key_of(const lz_env_t *env, const lz_account_t *account)
{
    return apr_pstrcat(env->pool, "zoom-health:", account->api_base, " ", account->account_id,
                       NULL);
}

const lz_problem_t *lz_zoom_health(const lz_env_t *env, const lz_account_t *account)
{
    apr_interval_time_t left = 0;

    if (lz_breaker_lets(env, key_of(env, account), &left)) {
        return NULL;
    }
    lz_problem_t *problem = lz_problem(env->pool, LZ_P_ZOOM_PAUSED, "account %s: Zoom has not"
                                       " answered; not asked for another %" APR_TIME_T_FMT " ms",
                                       account->name, apr_time_as_msec(left));
    problem->retry_after = (int)apr_time_sec(left + APR_USEC_PER_SEC - 1);
    return problem;
}

static int no_answer(const lz_http_response_t *response)
{
    return APR_STATUS_IS_ECONNREFUSED(response->status)
           || APR_STATUS_IS_ECONNRESET(response->status)
           || (APR_STATUS_IS_TIMEUP(response->status) && response->took >= FAIR_TIME);
}

void lz_zoom_health_note(const lz_env_t *env, const lz_account_t *account,
                         const lz_http_response_t *responses, int n)
{
    int answered = 0;
    int lost = 0;

    for (int i = 0; i < n; i++) {
        answered += responses[i].status == APR_SUCCESS;
        lost += no_answer(&responses[i]);
    }
    if (!answered && !lost) {
        return;
    }
    switch (lz_breaker_note(env, key_of(env, account), answered > 0)) {
    case LZ_BREAKER_OPENED:
        lz_log(env->log, LZ_LOG_WARNING, APR_SUCCESS, LZNO(0700) "account %s: Zoom has left %d"
               " calls in a row without an answer; pages show what is stored, and one call in a"
               " while finds out whether it answers again", account->name, LZ_BREAKER_FAILURES);
        break;
    case LZ_BREAKER_CLOSED:
        lz_log(env->log, LZ_LOG_INFO, APR_SUCCESS, LZNO(0701) "account %s: Zoom answers again",
               account->name);
        break;
    default:
        break;
    }
}

void lz_zoom_health_read(const lz_env_t *env, const lz_account_t *account,
                         lz_breaker_state_t *state)
{
    lz_breaker_read(env, key_of(env, account), state);
}
