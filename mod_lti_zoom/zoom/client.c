/* SPDX-License-Identifier: Apache-2.0 */
#include "client.h"

#include <stdlib.h>
#include <string.h>

#include "../base/json.h"
#include "answer.h"
#include "paging.h"
#include "report.h"
#include "request.h"
#include "retry.h"
#include "scopes.h"
#include "token.h"

/* One call on its way. */
typedef struct work_t {
    lz_zoom_call_t            *call;
    const lz_zoom_operation_t *operation;
    lz_zoom_paging_t           paging;      /* of a list */
    int                        tries;       /* of the present page */
    int                        renewed;     /* a token was minted for it already */
    int                        wants_token;
    apr_time_t                 not_before;
    const lz_problem_t        *last;        /* why it is sent again, or NULL */
    int                        settled;
} work_t;

/* All calls of one lz_zoom_perform(). */
typedef struct perform_t {
    const lz_env_t     *env;
    const lz_account_t *account;
    lz_zoom_token_t     token;
    work_t             *works;
    int                 n;
} perform_t;

static void settle(work_t *work, const lz_problem_t *problem)
{
    work->settled = 1;
    work->call->problem = problem;
    if (problem) {
        work->call->answer = NULL;
    }
}

/* Refuses what the token has no scope for, without asking Zoom. */
static void check_scope(const perform_t *perform, work_t *work)
{
    const char *granted = perform->token.scope;
    const lz_zoom_operation_t *operation = work->operation;

    if (lz_zoom_scope_allows(operation, granted)) {
        return;
    }
    lz_zoom_unsent(perform->env, perform->account, operation, "scope");
    settle(work, lz_problem(perform->env->pool, LZ_P_ZOOM_SCOPE, "%s needs the scope %s, which the"
                            " Zoom app of account %s does not have; without it there is no %s",
                            operation->name,
                            lz_zoom_scope_of(operation, lz_zoom_scope_vocabulary(granted)),
                            perform->account->name, operation->feature));
}

/* Takes a page of a list; the next one, if there is one, is asked for in the next round. */
static void add_page(const perform_t *perform, work_t *work, const lz_zoom_answer_t *answer)
{
    const lz_problem_t *problem;

    work->tries = 0;
    work->last = NULL;
    if (lz_zoom_take_page(perform->env->pool, work->call, &work->paging, answer, &problem)) {
        settle(work, problem);
    }
}

/* 1 when the failed call is to go out again. */
static int plan_again(const perform_t *perform, work_t *work, const lz_zoom_failure_t *failure)
{
    if (failure->remedy == LZ_ZOOM_NEW_TOKEN) {
        if (work->renewed) {
            return 0;
        }
        work->renewed = 1;
        work->wants_token = 1;
        return 1;
    }
    if (failure->remedy == LZ_ZOOM_START_OVER) {
        work->tries = 0;
        return lz_zoom_start_over(work->call, &work->paging);
    }
    return lz_zoom_retry(perform->env, work->operation, failure, work->tries, &work->not_before);
}

static void take_response(const perform_t *perform, work_t *work, apr_pool_t *scratch,
                          const lz_http_response_t *response)
{
    const lz_env_t *env = perform->env;
    lz_zoom_answer_t answer;

    work->tries++;
    lz_zoom_answer(env->pool, work->call->on_page ? scratch : env->pool, scratch, work->operation,
                   response, lz_now(env->clock), &answer);
    const lz_problem_t *problem = answer.failure.problem;
    const int again = problem && plan_again(perform, work, &answer.failure);
    lz_zoom_report(env, perform->account, work->operation, response, &answer.failure, again);

    if (again) {
        work->last = problem;
    } else if (problem) {
        settle(work, problem);
    } else if (work->operation->list) {
        add_page(perform, work, &answer);
    } else {
        work->call->answer = answer.kept;
        settle(work, NULL);
    }
}

/* Sends all that is due in parallel and takes in what comes back. */
static void send_due(const perform_t *perform)
{
    const lz_env_t *env = perform->env;
    const apr_size_t n = (apr_size_t)perform->n;
    const apr_time_t now = lz_now(env->clock);
    apr_pool_t *scratch;
    int due = 0;

    /* Zoom's texts and trees are far larger than what is kept of them. */
    if (apr_pool_create(&scratch, env->pool) != APR_SUCCESS) {
        abort();
    }
    work_t **works = apr_palloc(scratch, n * sizeof(work_t *));
    lz_http_response_t *responses = apr_pcalloc(scratch, n * sizeof(lz_http_response_t));
    const lz_http_request_t **requests = apr_palloc(scratch, n * sizeof(lz_http_request_t *));

    for (int i = 0; i < perform->n; i++) {
        work_t *work = &perform->works[i];
        const lz_problem_t *problem;
        lz_http_request_t *request = NULL;

        if (work->settled || work->not_before > now) {
            continue;
        }
        problem = lz_zoom_call_request(env->pool, scratch, perform->account, work->call,
                                       work->paging.token, perform->token.access_token,
                                       &request);
        if (problem) {
            settle(work, problem);
            continue;
        }
        works[due] = work;
        requests[due++] = request;
    }
    if (due > 0) {
        env->http->perform(env->http->baton, scratch, requests, responses, due, env->deadline);
    }
    for (int i = 0; i < due; i++) {
        take_response(perform, works[i], scratch, &responses[i]);
    }
    apr_pool_destroy(scratch);
}

/* Replaces the token when a call saw it refused. */
static void renew_token(perform_t *perform)
{
    const lz_problem_t *problem;
    int wanted = 0;

    for (int i = 0; i < perform->n; i++) {
        wanted += perform->works[i].wants_token;
    }
    if (wanted == 0) {
        return;
    }
    problem = lz_zoom_token(perform->env, perform->account, perform->token.access_token,
                            &perform->token);
    for (int i = 0; i < perform->n; i++) {
        work_t *work = &perform->works[i];

        if (work->wants_token && problem) {
            settle(work, problem);
        }
        work->wants_token = 0;
    }
}

/* Waits until a call is due; 0 when none is left. */
static int await_due(const perform_t *perform)
{
    const apr_time_t now = lz_now(perform->env->clock);
    apr_time_t first = 0;
    int waiting = 0;

    for (int i = 0; i < perform->n; i++) {
        const work_t *work = &perform->works[i];

        if (!work->settled && (!waiting || work->not_before < first)) {
            first = work->not_before;
            waiting = 1;
        }
    }
    /* retry.c plans nothing beyond the deadline. */
    if (waiting && first > now) {
        lz_sleep(perform->env->clock, first - now);
    }
    return waiting;
}

/* The deadline has come: what is not settled failed by why it was to be sent again, or by time. */
static void give_up(const perform_t *perform)
{
    for (int i = 0; i < perform->n; i++) {
        work_t *work = &perform->works[i];

        if (!work->settled) {
            settle(work, work->last ? work->last
                         : lz_problem(perform->env->pool, LZ_P_DEADLINE,
                                      "%s: no time left to ask Zoom", work->operation->name));
        }
    }
}

void lz_zoom_perform(const lz_env_t *env, const lz_account_t *account, lz_zoom_call_t *calls,
                     int n)
{
    perform_t perform = { .env = env, .account = account, .n = n };
    const lz_problem_t *problem = n > 0 ? lz_zoom_token(env, account, NULL, &perform.token) : NULL;

    perform.works = apr_pcalloc(env->pool, (apr_size_t)n * sizeof(work_t));
    for (int i = 0; i < n; i++) {
        work_t *work = &perform.works[i];

        work->call = &calls[i];
        work->operation = lz_zoom_operation(calls[i].operation);
        work->call->answer = NULL;
        work->call->problem = NULL;
        if (problem) {
            settle(work, problem);
        } else {
            check_scope(&perform, work);
        }
    }

    while (await_due(&perform)) {
        if (lz_env_remaining(env) == 0) {
            give_up(&perform);
            break;
        }
        send_due(&perform);
        renew_token(&perform);
    }
}
