/* SPDX-License-Identifier: Apache-2.0 */
#include "wish.h"

#include <string.h>

#include "../base/encoding.h"

/* A request that said it would be done by then is dead this much later. */
#define DEAD_AFTER  apr_time_from_sec(2)

#define WAIT_STEP   apr_time_from_msec(100)

static int is_key(const char *key)
{
    const size_t length = key ? strlen(key) : 0;
    for (size_t i = 0; i < length; i++) {
        if (key[i] < 0x20 || key[i] > 0x7e) {
            return 0;
        }
    }
    return length > 0 && length <= LZ_IDEMPOTENCY_KEY_MAX;
}

static int same_body(const lz_wish_t *wish)
{
    return wish->before && strcmp(wish->before->body, wish->intent.body) == 0;
}

/* What was refused made nothing: its key may be used for what was corrected. */
static int is_conflict(const lz_wish_t *wish)
{
    return wish->before && !same_body(wish) && wish->before->state != LZ_INTENT_REFUSED;
}

static const lz_problem_t *read_before(lz_wish_t *wish)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(wish->env, &store);
    if (!problem) {
        problem = lz_store_get_intent(store, wish->intent.key, &wish->before);
    }
    lz_store_close(store);
    if (problem) {
        return problem;
    }
    if (wish->before
        && wish->before->created_at < lz_now(wish->env->clock) - LZ_INTENT_LIFETIME) {
        wish->before = NULL;
    }
    return is_conflict(wish) ? lz_problem(wish->env->pool, LZ_P_IDEMPOTENCY_CONFLICT,
                                          "the key stands for another body")
                             : NULL;
}

const lz_problem_t *lz_wish_read(const lz_env_t *env, const lz_session_t *session,
                                 const char *key, const char *body, lz_wish_t *wish)
{
    if (!is_key(key)) {
        return lz_problem(env->pool, LZ_P_IDEMPOTENCY_MISSING, "Idempotency-Key is %s",
                          key ? "not 1 to 128 printable characters" : "missing");
    }
    *wish = (lz_wish_t){ .env = env, .course = session->course };
    wish->intent.key = lz_fingerprint(env->pool, session->course, session->person, key, NULL);
    wish->intent.course = session->course;
    wish->intent.body = lz_fingerprint(env->pool, body, NULL);
    wish->intent.meeting_id = "";
    wish->intent.answer = "";
    wish->intent.person = session->person;
    wish->intent.host_name = "";
    wish->intent.sections = "";
    return read_before(wish);
}

/* 1 when nobody carries it out any more and nobody knows what came of it. */
static int is_open(const lz_wish_t *wish)
{
    const lz_intent_t *before = wish->before;
    return before->state == LZ_INTENT_UNCERTAIN || before->state == LZ_INTENT_UNSEEN
           || (before->state == LZ_INTENT_SENT && before->state_until < lz_now(wish->env->clock));
}

static int is_carried_out(const lz_wish_t *wish)
{
    return same_body(wish) && (wish->before->state == LZ_INTENT_DONE
                               || wish->before->state == LZ_INTENT_REFUSED);
}

/* Writes ours, where another request with the same key has not been quicker. */
static const lz_problem_t *try_to_own(lz_wish_t *wish)
{
    lz_store_t *store = NULL;
    wish->intent.state = LZ_INTENT_SENT;
    wish->intent.state_until = wish->env->deadline + DEAD_AFTER;
    wish->intent.created_at = wish->before && same_body(wish) ? wish->before->created_at
                                                              : lz_now(wish->env->clock);
    const lz_problem_t *problem = lz_store_open_to_write(wish->env, &store);
    if (!problem) {
        problem = wish->before
                  ? lz_store_claim_intent(store, &wish->intent, wish->before, &wish->owned)
                  : lz_store_add_intent(store, &wish->intent, &wish->owned);
    }
    problem = lz_store_end(store, problem);
    if (problem) {
        wish->owned = 0;
    } else if (wish->owned && !same_body(wish)) {
        wish->before = NULL;
    }
    return problem;
}

const lz_problem_t *lz_wish_take(lz_wish_t *wish)
{
    for (;;) {
        const lz_problem_t *problem = NULL;
        if (!wish->before || !same_body(wish) || is_open(wish)) {
            problem = try_to_own(wish);
        }
        if (problem || wish->owned || is_carried_out(wish)) {
            return problem;
        }
        if (lz_env_remaining(wish->env) <= WAIT_STEP) {
            lz_problem_t *running = lz_problem(wish->env->pool, LZ_P_IDEMPOTENCY_RUNNING,
                                               "another request with this key is still at it");
            running->retry_after = 1;
            return running;
        }
        lz_sleep(wish->env->clock, WAIT_STEP);
        problem = read_before(wish);
        if (problem) {
            return problem;
        }
    }
}

const lz_problem_t *lz_wish_take_over(const lz_env_t *env, lz_intent_t *before, lz_wish_t *wish)
{
    *wish = (lz_wish_t){
        .env = env, .course = before->course, .intent = *before, .before = before
    };
    return is_open(wish) ? try_to_own(wish) : NULL;
}

const lz_problem_t *lz_wish_settle(lz_wish_t *wish, lz_wish_write_fn write, void *baton)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open_to_write(wish->env, &store);
    if (!problem && write) {
        problem = write(store, baton);
    }
    if (!problem) {
        problem = lz_store_settle_intent(store, &wish->intent);
    }
    return lz_store_end(store, problem);
}

static void log_failure(const lz_wish_t *wish, const lz_problem_t *problem)
{
    if (problem) {
        lz_log(wish->env->log, LZ_LOG_WARNING, APR_SUCCESS,
               "%s: what became of a wish was not noted: %s",
               lz_problem_tag(wish->env->pool, problem), problem->cause);
    }
}

void lz_wish_note(lz_wish_t *wish)
{
    log_failure(wish, lz_wish_settle(wish, NULL, NULL));
}

void lz_wish_drop(lz_wish_t *wish)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(wish->env, &store);
    if (!problem) {
        problem = lz_store_drop_intent(store, wish->intent.key);
    }
    lz_store_close(store);
    log_failure(wish, problem);
}
