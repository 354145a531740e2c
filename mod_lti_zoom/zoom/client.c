/* SPDX-License-Identifier: Apache-2.0 */
#include "client.h"

#include <stdlib.h>
#include <string.h>

#include "../base/encoding.h"
#include "../base/json.h"
#include "answer.h"
#include "budget.h"
#include "health.h"
#include "paging.h"
#include "report.h"
#include "request.h"
#include "retry.h"
#include "scopes.h"
#include "token.h"

#define MSEC(n) ((apr_interval_time_t)(n) * 1000)

#define TURN_PAUSE  MSEC(10)    /* between two looks at a budget that was used up, at least */
#define TURN_SPREAD MSEC(40)    /* by chance, on top */

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
    apr_time_t          patience;   /* until when turns are waited for */
    work_t             *works;
    int                 n;
} perform_t;

/* What goes out together. */
typedef struct round_t {
    apr_pool_t               *scratch;
    work_t                  **works;
    const lz_http_request_t **requests;
    lz_http_response_t       *responses;
    int                       n;
    lz_quota_turn_t           turns[LZ_ZOOM_LABELS];
} round_t;

static int is_read(const work_t *work)
{
    return strcmp(work->operation->method, "GET") == 0;
}

static void settle(work_t *work, const lz_problem_t *problem)
{
    work->settled = 1;
    work->call->problem = problem;
    if (problem) {
        work->call->answer = NULL;
    }
}

/* Settles a call that is not sent; reason is a word of lz_zoom_unsent(). */
static void refuse(const perform_t *perform, work_t *work, const lz_problem_t *problem,
                   const char *reason)
{
    lz_zoom_unsent(perform->env, perform->account, work->operation, reason);
    settle(work, problem);
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
    const int lacks_scope = failure->problem->id == LZ_P_ZOOM_SCOPE;

    if (failure->remedy == LZ_ZOOM_NEW_TOKEN || lacks_scope) {
        if (work->renewed || (lacks_scope
                              && !lz_zoom_token_may_grow(perform->env, perform->account))) {
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
    lz_zoom_budget_learn(env, perform->account, work->operation->label, work->call->host,
                         &answer.failure);
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

/* --- one round -------------------------------------------------------------------------------- */

/* Somewhat after not_before, so that many who wait do not all come together. */
static apr_time_t next_look(const lz_env_t *env, apr_time_t not_before)
{
    const apr_time_t soon = lz_now(env->clock) + TURN_PAUSE;
    apr_uint32_t chance;

    /* Without randomness the looks are only less well spread. */
    if (!lz_random_bytes(&chance, sizeof(chance))) {
        chance = 0;
    }
    return (not_before > soon ? not_before : soon) + chance % TURN_SPREAD;
}

/* Takes turns for the calls of one label that are due, as many as there are; the others wait. */
static void take_turns(const perform_t *perform, round_t *round, lz_zoom_label_e label,
                       work_t **due, int n)
{
    lz_quota_turn_t *turn = &round->turns[label];
    const lz_problem_t *refusal = NULL;

    lz_zoom_budget_take(perform->env, perform->account, label, n, perform->patience, turn,
                        &refusal);
    for (int i = 0; i < n; i++) {
        if (i < turn->granted) {
            round->works[round->n++] = due[i];
        } else if (refusal) {
            refuse(perform, due[i], due[i]->last ? due[i]->last : refusal, "budget");
        } else {
            due[i]->not_before = next_look(perform->env, turn->not_before);
        }
    }
}

/* Whether it is to go out now, as far as the call itself is concerned. */
static int is_due(const perform_t *perform, work_t *work, apr_time_t now)
{
    const lz_problem_t *closed;

    if (work->settled || work->not_before > now) {
        return 0;
    }
    closed = work->call->host && !is_read(work)
             ? lz_zoom_budget_host(perform->env, perform->account, work->call->host) : NULL;
    if (closed) {
        refuse(perform, work, closed, "budget");
    }
    return !closed;
}

/* Collects what goes out, label by label. */
static void plan_round(const perform_t *perform, round_t *round)
{
    const apr_time_t now = lz_now(perform->env->clock);
    work_t **due = apr_palloc(round->scratch, (apr_size_t)perform->n * sizeof(work_t *));

    for (int label = 0; label < LZ_ZOOM_LABELS; label++) {
        int n = 0;

        for (int i = 0; i < perform->n; i++) {
            work_t *work = &perform->works[i];

            if ((int)work->operation->label == label && is_due(perform, work, now)) {
                due[n++] = work;
            }
        }
        if (n > 0) {
            take_turns(perform, round, (lz_zoom_label_e)label, due, n);
        }
    }
}

/* Makes the requests; what cannot be asked leaves the round. */
static void make_requests(const perform_t *perform, round_t *round)
{
    int n = 0;

    for (int i = 0; i < round->n; i++) {
        work_t *work = round->works[i];
        lz_http_request_t *request = NULL;
        const lz_problem_t *problem =
            lz_zoom_call_request(perform->env->pool, round->scratch, perform->account, work->call,
                                 work->paging.token, perform->token.access_token, &request);

        if (problem) {
            settle(work, problem);
            continue;
        }
        if (is_read(work)) {
            request->gone = perform->env->gone;
            request->gone_baton = perform->env->gone_baton;
        }
        round->works[n] = work;
        round->requests[n++] = request;
    }
    round->n = n;
}

static void end_turns(const perform_t *perform, const round_t *round)
{
    for (int label = 0; label < LZ_ZOOM_LABELS; label++) {
        lz_zoom_budget_give_back(perform->env, perform->account, (lz_zoom_label_e)label,
                                 &round->turns[label]);
    }
}

/* Sends all whose turn it is in parallel and takes in what comes back. */
static void send_due(const perform_t *perform)
{
    const lz_env_t *env = perform->env;
    const apr_size_t n = (apr_size_t)perform->n;
    round_t round = { .n = 0 };

    /* Zoom's texts and trees are far larger than what is kept of them. */
    if (apr_pool_create(&round.scratch, env->pool) != APR_SUCCESS) {
        abort();
    }
    round.works = apr_palloc(round.scratch, n * sizeof(work_t *));
    round.responses = apr_pcalloc(round.scratch, n * sizeof(lz_http_response_t));
    round.requests = apr_palloc(round.scratch, n * sizeof(lz_http_request_t *));
    plan_round(perform, &round);
    make_requests(perform, &round);
    if (round.n > 0) {
        env->http->perform(env->http->baton, round.scratch, round.requests, round.responses,
                           round.n, env->deadline);
        lz_zoom_health_note(env, perform->account, round.responses, round.n);
    }
    end_turns(perform, &round);
    for (int i = 0; i < round.n; i++) {
        take_response(perform, round.works[i], round.scratch, &round.responses[i]);
    }
    apr_pool_destroy(round.scratch);
}

/* --- from round to round ---------------------------------------------------------------------- */

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

/* Nobody waits for what has not been asked yet: reads are not asked any more. */
static void give_up_abandoned(const perform_t *perform)
{
    int reads = 0;

    for (int i = 0; i < perform->n; i++) {
        reads += !perform->works[i].settled && is_read(&perform->works[i]);
    }
    if (reads == 0 || !lz_env_gone(perform->env)) {
        return;
    }
    for (int i = 0; i < perform->n; i++) {
        work_t *work = &perform->works[i];

        if (!work->settled && is_read(work)) {
            settle(work, lz_problem(perform->env->pool, LZ_P_ABANDONED,
                                    "%s: not asked, the browser has left",
                                    work->operation->name));
        }
    }
}

/* Reads leave an account alone that does not answer. */
static void check_health(const perform_t *perform)
{
    const lz_problem_t *paused = NULL;
    int asked = 0;

    for (int i = 0; i < perform->n; i++) {
        work_t *work = &perform->works[i];

        if (!is_read(work)) {
            continue;
        }
        paused = asked++ ? paused : lz_zoom_health(perform->env, perform->account);
        if (paused) {
            refuse(perform, work, paused, "paused");
        }
    }
}

static apr_time_t patience_of(const perform_t *perform)
{
    const apr_interval_time_t left = lz_env_remaining(perform->env);
    int writes = 0;

    for (int i = 0; i < perform->n; i++) {
        writes += !is_read(&perform->works[i]);
    }
    return lz_now(perform->env->clock) + (writes ? left / 2 : left / 4 * 3);
}

/* 1 when the token lacks the scope of a call that is left to do. */
static int lacks_scopes(const perform_t *perform)
{
    for (int i = 0; i < perform->n; i++) {
        if (!perform->works[i].settled
            && !lz_zoom_scope_allows(perform->works[i].operation, perform->token.scope)) {
            return 1;
        }
    }
    return 0;
}

/* What is left to do gets its token, and needs its scopes. */
static void get_token(perform_t *perform)
{
    const lz_problem_t *problem = NULL;
    int asked = 0;

    for (int i = 0; i < perform->n; i++) {
        if (perform->works[i].settled) {
            continue;
        }
        problem = asked++ ? problem : lz_zoom_token(perform->env, perform->account, NULL,
                                                    &perform->token);
        if (problem) {
            settle(&perform->works[i], problem);
        }
    }
    /* Should it fail, the present token is as good as before. */
    if (lacks_scopes(perform) && lz_zoom_token_may_grow(perform->env, perform->account)) {
        problem = lz_zoom_token(perform->env, perform->account, perform->token.access_token,
                                &perform->token);
    }
    for (int i = 0; i < perform->n; i++) {
        if (!perform->works[i].settled) {
            check_scope(perform, &perform->works[i]);
        }
    }
}

void lz_zoom_perform(const lz_env_t *env, const lz_account_t *account, lz_zoom_call_t *calls,
                     int n)
{
    perform_t perform = { .env = env, .account = account, .n = n };

    perform.works = apr_pcalloc(env->pool, (apr_size_t)n * sizeof(work_t));
    for (int i = 0; i < n; i++) {
        work_t *work = &perform.works[i];

        work->call = &calls[i];
        work->operation = lz_zoom_operation(calls[i].operation);
        work->call->answer = NULL;
        work->call->problem = NULL;
    }
    perform.patience = patience_of(&perform);
    check_health(&perform);
    get_token(&perform);

    while (await_due(&perform)) {
        if (lz_env_remaining(env) == 0) {
            give_up(&perform);
            break;
        }
        give_up_abandoned(&perform);
        send_due(&perform);
        renew_token(&perform);
    }
}
