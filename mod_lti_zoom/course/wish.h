/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who carries a wish out: the intent row (store/intents.h) as several requests with the same key
 * see it. One of them owns the wish, the others wait for what comes of it; the wish of a request
 * that died, or did not learn what became of it, is taken over by the next one.
 */
#ifndef LZ_COURSE_WISH_H
#define LZ_COURSE_WISH_H

#include "../store/intents.h"
#include "session.h"

#define LZ_IDEMPOTENCY_KEY_MAX 128

typedef struct lz_wish_t {
    const lz_env_t *env;
    const char     *course;     /* of the session */
    lz_intent_t     intent;     /* ours, as it is or will be in the database */
    lz_intent_t    *before;     /* that of an earlier request; NULL: ours is the first */
    int             owned;      /* this request carries it out */
} lz_wish_t;

/*
 * The wish of key and body (the request's own bytes, NUL-terminated), not written yet, and the
 * intent of an earlier request, if any. What else the intent says is the caller's to fill in.
 * LZ_P_IDEMPOTENCY_MISSING unless key is 1 to 128 printable ASCII characters;
 * LZ_P_IDEMPOTENCY_CONFLICT when the key stands for another body, unless that one was refused.
 */
const lz_problem_t *lz_wish_read(const lz_env_t *env, const lz_session_t *session,
                                 const char *key, const char *body, lz_wish_t *wish)
    __attribute__((warn_unused_result));

/*
 * Returns when the wish is owned (with before: its earlier request left it open), or an earlier
 * one has carried it out (before is done or refused). LZ_P_IDEMPOTENCY_RUNNING when neither is so
 * at the deadline.
 */
const lz_problem_t *lz_wish_take(lz_wish_t *wish) __attribute__((warn_unused_result));

/*
 * Takes over the wish that an earlier request has left open, for nobody's request. Not owned when
 * somebody else has done so, or it is not open.
 */
const lz_problem_t *lz_wish_take_over(const lz_env_t *env, lz_intent_t *before, lz_wish_t *wish)
    __attribute__((warn_unused_result));

/*
 * Writes the intent, with more in the same unit of work when write is not NULL: all of it or
 * nothing.
 */
typedef const lz_problem_t *(*lz_wish_write_fn)(lz_store_t *store, void *baton);
const lz_problem_t *lz_wish_settle(lz_wish_t *wish, lz_wish_write_fn write, void *baton)
    __attribute__((warn_unused_result));

/*
 * The same, and forgetting the wish, where it is no refusal when that fails: the intent is then
 * found as left open.
 */
void lz_wish_note(lz_wish_t *wish);
void lz_wish_drop(lz_wish_t *wish);

#endif
