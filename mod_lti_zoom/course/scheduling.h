/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scheduling a meeting, exactly once for one wish (design §6, Write). The wish is an
 * Idempotency-Key of this person in this course:
 *
 *   intent written ─ sent to Zoom ─┬ made ──── rows and intent in one unit, re-read, answer
 *                                  ├ refused ─ a wrong field: noted, the same wish again gets the
 *                                  │           same refusal
 *                                  ├ not made ─ any other reason: forgotten, to be tried again
 *                                  └ unknown ─ uncertain: looked for at Zoom by the next request
 *                                              with the key, and not sent again before it has
 *                                              stayed unseen for a minute
 *
 * A process that dies leaves "sent" behind, which counts as unknown once its time is over.
 */
#ifndef LZ_COURSE_SCHEDULING_H
#define LZ_COURSE_SCHEDULING_H

#include "../store/intents.h"
#include "session.h"
#include "site.h"

typedef struct lz_scheduled_t {
    json_object *answer;        /* {meeting{...}, warnings[]}, tied to the request's pool */
    int          replayed;      /* an earlier request has carried the wish out; set on a problem
                                   too, which is then that request's */
} lz_scheduled_t;

/*
 * Carries out what was sent. key is the header's text or NULL; body the request's own bytes,
 * NUL-terminated, by which two wishes of the same key are told apart; sent the same, parsed.
 *
 * LZ_P_FORBIDDEN; LZ_P_IDEMPOTENCY_MISSING, _CONFLICT, _RUNNING (wish.h); LZ_P_FIELDS;
 * LZ_P_ZOOM_..., LZ_P_DATABASE...: nothing was made; LZ_P_ZOOM_UNCERTAIN,
 * LZ_P_SCHEDULED_UNSAVED: the same wish again finds it.
 */
const lz_problem_t *lz_schedule(const lz_env_t *env, const lz_site_t *site,
                                const lz_session_t *session, const char *key, const char *body,
                                json_object *sent, lz_scheduled_t *scheduled)
    __attribute__((warn_unused_result));

/*
 * Looks at Zoom for what an open intent may have made, as the next request with its key would,
 * without anybody waiting for it. *found: it is the course's now. Else it stays uncertain, or once
 * it has stayed unseen for long enough becomes unseen; nothing is ever sent. A problem other than
 * that: it could not be looked for, or not be noted down.
 */
const lz_problem_t *lz_schedule_look_again(const lz_env_t *env, const lz_site_t *site,
                                           const lz_account_t *account, lz_intent_t *intent,
                                           int *found) __attribute__((warn_unused_result));

/* Before then an open intent's wish is not sent again. */
apr_time_t lz_schedule_unseen_until(const lz_intent_t *intent);

#endif
