/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person is to a meeting at Zoom: its host, one of its alternative hosts, or somebody who
 * may schedule for its host (Zoom: the host's assistant; the person's schedulers). For whom a
 * person may schedule is asked for once per person and LZ_SCHEDULERS_LIFETIME for the whole
 * cluster, and anew before something is written on the strength of it.
 */
#ifndef LZ_COURSE_OWNERSHIP_H
#define LZ_COURSE_OWNERSHIP_H

#include "person.h"

#define LZ_SCHEDULERS_LIFETIME apr_time_from_sec(15 * 60)

typedef struct lz_owner_t {
    const lz_env_t           *env;
    const lz_session_t       *session;
    const lz_person_t        *person;       /* NULL: who it is at Zoom is not known */
    const apr_array_header_t *schedules;    /* const char *: Zoom users for whom this person may
                                               schedule; NULL: not known */
} lz_owner_t;

/* By what is known of the meeting: host_id and alternative_hosts. */
lz_ownership_e lz_ownership_of(const lz_owner_t *owner, const lz_meeting_t *meeting);

/*
 * Asks Zoom for whom the person may schedule: for a view what is cached will do, and it can do
 * without (gate.h); else anew. NULL when Zoom does not say, which is no problem: they may not.
 */
void lz_ownership_ask(lz_owner_t *owner, int cached);

/* The same as lz_ownership_of(), and asks where nothing else makes the meeting theirs. */
lz_ownership_e lz_ownership_find(lz_owner_t *owner, const lz_meeting_t *meeting, int cached);

/*
 * For whom a person may schedule, in pieces, for a look-up that flies together with others: the
 * flight, the call that its fetch makes, what comes of the answer, and the list; NULL when it
 * cannot be had.
 */
const lz_problem_t *lz_schedulers_flight(const lz_env_t *env, const lz_session_t *session,
                                         lz_flight_t *flight) __attribute__((warn_unused_result));
lz_zoom_call_t lz_schedulers_call(const lz_env_t *env, const lz_session_t *session);
void lz_schedulers_landed(const lz_env_t *env, const lz_zoom_call_t *call, lz_flight_t *flight);
apr_array_header_t *lz_schedulers_of(const lz_env_t *env, const lz_flight_t *flight);

#endif
