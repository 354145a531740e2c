/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For whom a person may schedule at Zoom (whose assistant they are; Zoom calls those the person's
 * schedulers). Asked for once per person and LZ_SCHEDULERS_LIFETIME for the whole cluster; whoever
 * asks anew, because something is written on the strength of it, renews what all others see.
 */
#ifndef LZ_COURSE_SCHEDULERS_H
#define LZ_COURSE_SCHEDULERS_H

#include "../base/json.h"
#include "person.h"

#define LZ_SCHEDULERS_LIFETIME apr_time_from_sec(15 * 60)

/*
 * In pieces, for a look-up that flies together with others: the flight, the call that its fetch
 * makes, what comes of the answer, and the list. address is the person's, in any case of letters.
 * The flight's value is user.schedulers as Zoom answers.
 */
lz_flight_t lz_schedulers_flight(const lz_env_t *env, const lz_account_t *account,
                                 const char *address);
lz_zoom_call_t lz_schedulers_call(const char *address);
void lz_schedulers_landed(const lz_env_t *env, const lz_zoom_call_t *call, lz_flight_t *flight);

/*
 * *schedulers is an array of {id, email}, tied to env->pool; empty for somebody whom Zoom does not
 * know. The flight's problem when it cannot be had.
 */
const lz_problem_t *lz_schedulers_of(const lz_env_t *env, const lz_flight_t *flight,
                                     json_object **schedulers) __attribute__((warn_unused_result));

/* How it is asked for. */
typedef enum lz_schedulers_how_e {
    LZ_SCHEDULERS_NOW,      /* as Zoom says now, past the cache */
    LZ_SCHEDULERS_VIEW      /* what is cached will do, and a view can do without (gate.h) */
} lz_schedulers_how_e;

/* The whole of it for one person; problems as of lz_schedulers_of(). */
const lz_problem_t *lz_schedulers_find(const lz_env_t *env, const lz_account_t *account,
                                       const char *address, lz_schedulers_how_e how,
                                       json_object **schedulers)
    __attribute__((warn_unused_result));

/* 1 when one of schedulers (may be NULL) has that id or email (member), in any case of letters. */
int lz_schedulers_have(json_object *schedulers, const char *member, const char *value);

#endif
