/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person is to a meeting at Zoom: its host, one of its alternative hosts, or somebody who
 * may schedule for its host (schedulers.h), which is asked anew before something is written on the
 * strength of it.
 */
#ifndef LZ_COURSE_OWNERSHIP_H
#define LZ_COURSE_OWNERSHIP_H

#include "schedulers.h"

typedef struct lz_owner_t {
    const lz_env_t           *env;
    const lz_session_t       *session;
    const lz_person_t        *person;       /* NULL: who it is at Zoom is not known */
    json_object              *schedules;    /* array of {id, email}: for whom this person may
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

#endif
