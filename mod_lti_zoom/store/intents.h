/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is to be made at Zoom, written down before it is asked for, so that one press of the button
 * makes one meeting whatever happens in between. For LZ_INTENT_LIFETIME the same key of the same
 * person in the same course means the same wish.
 *
 *   sent       a request carries it out, and has ended by state_until, done or dead
 *   done       made: meeting_id; answer has the warnings of the first answer
 *   refused    Zoom refused it: answer has the packed problem
 *   uncertain  nobody knows; looked for at Zoom, and not sent again before state_until
 *   unseen     the same, but it was looked for after state_until and was not there
 */
#ifndef LZ_STORE_INTENTS_H
#define LZ_STORE_INTENTS_H

#include <apr_tables.h>

#include "store.h"

#define LZ_INTENT_LIFETIME apr_time_from_sec(24 * 3600)

typedef enum lz_intent_state_e {
    LZ_INTENT_SENT,
    LZ_INTENT_DONE,
    LZ_INTENT_REFUSED,
    LZ_INTENT_UNSEEN,
    LZ_INTENT_UNCERTAIN
} lz_intent_state_e;

typedef struct lz_intent_t {
    const char        *key;             /* fingerprint of course, person and Idempotency-Key */
    const char        *course;
    const char        *body;            /* fingerprint of the request's body */
    const char        *account;
    const char        *host_id;
    const char        *topic;
    apr_time_t         starts_at;
    int                duration;        /* minutes */
    const char        *timezone;
    lz_intent_state_e  state;
    apr_time_t         state_until;
    const char        *meeting_id;      /* "" unless done */
    const char        *answer;
    apr_time_t         created_at;
    const char        *person;          /* who wished it: of the session; "" when not known */
    const char        *host_name;       /* "" when not known */
    const char        *sections;        /* that the meeting will be for (sections.h) */
} lz_intent_t;

/*
 * Writes the intent when there is none of its key, or only one that is over its lifetime. *added
 * is 0 when there is one. Removes some others' expired ones on the way.
 */
const lz_problem_t *lz_store_add_intent(lz_store_t *store, const lz_intent_t *intent, int *added)
    __attribute__((warn_unused_result));

/* *intent is NULL when there is none. */
const lz_problem_t *lz_store_get_intent(lz_store_t *store, const char *key, lz_intent_t **intent)
    __attribute__((warn_unused_result));

/*
 * Writes intent over the one that was read as before; *claimed is 0, and nothing is written, when
 * another request has done so meanwhile.
 */
const lz_problem_t *lz_store_claim_intent(lz_store_t *store, const lz_intent_t *intent,
                                          const lz_intent_t *before, int *claimed)
    __attribute__((warn_unused_result));

/* Writes state, state_until, meeting_id and answer. */
const lz_problem_t *lz_store_settle_intent(lz_store_t *store, const lz_intent_t *intent)
    __attribute__((warn_unused_result));

const lz_problem_t *lz_store_drop_intent(lz_store_t *store, const char *key)
    __attribute__((warn_unused_result));

/*
 * Those of the account that nobody carries out any more and nobody knows the end of, the oldest
 * first, at most so many: lz_intent_t. Not those whose lifetime is over.
 */
const lz_problem_t *lz_store_open_intents(lz_store_t *store, const char *account, int most,
                                          apr_array_header_t **intents)
    __attribute__((warn_unused_result));

/* Removes at most so many whose lifetime is over; *removed is how many. */
const lz_problem_t *lz_store_expire_intents(lz_store_t *store, int most, int *removed)
    __attribute__((warn_unused_result));

/* The course's uncertain ones that were created since, as lz_intent_t. */
const lz_problem_t *lz_store_uncertain_intents(lz_store_t *store, const char *course,
                                               const char *account, apr_time_t since,
                                               apr_array_header_t **intents)
    __attribute__((warn_unused_result));

#endif
