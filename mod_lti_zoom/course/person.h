/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A person of the LMS as Zoom knows them: found by e-mail address, in any case of letters, looked
 * up once per person and LZ_PERSON_LIFETIME for the whole cluster. That Zoom does not know an
 * address is remembered too, but briefly, for somebody who is just signing up.
 */
#ifndef LZ_COURSE_PERSON_H
#define LZ_COURSE_PERSON_H

#include "../base/flight.h"
#include "../zoom/client.h"
#include "session.h"

#define LZ_PERSON_LIFETIME      apr_time_from_sec(15 * 60)
#define LZ_PERSON_MISS_LIFETIME apr_time_from_sec(60)

typedef struct lz_person_t {
    const char *zoom_id;
    const char *email;          /* as Zoom writes it */
    const char *name;           /* best there is, "" when none */
    const char *time_zone;      /* "" when unknown */
    const char *pmi;            /* of the personal meeting room, "" when unknown */
    const char *group;          /* id of the primary one, "" when there is none */
    int         licensed;       /* has a licence that includes more than a Basic user has */
} lz_person_t;

/*
 * Who of Zoom's users the session's person is. LZ_P_ZOOM_NO_EMAIL, LZ_P_ZOOM_NO_USER,
 * LZ_P_ZOOM_USER_INACTIVE: a fact about the person (lz_person_is_unknown()); any other problem:
 * Zoom could not be asked.
 */
const lz_problem_t *lz_person_find(const lz_env_t *env, const lz_session_t *session,
                                   lz_person_t **person) __attribute__((warn_unused_result));

/* The same for a view, which has something to show without: LZ_P_ZOOM_CROWDED too (flight.h). */
const lz_problem_t *lz_person_look(const lz_env_t *env, const lz_session_t *session,
                                   lz_person_t **person) __attribute__((warn_unused_result));

/* What was remembered about the session's person at Zoom is not. */
void lz_person_forget(const lz_env_t *env, const lz_session_t *session);

/* 1 for a problem that says: this person has no usable Zoom account. */
int lz_person_is_unknown(const lz_problem_t *problem);

/*
 * The same in pieces, for a look-up that flies together with others: a flight, the call that its
 * fetch makes, what the fetch makes of the answer, and the person that the flight has brought.
 */
const lz_problem_t *lz_person_flight(const lz_env_t *env, const lz_session_t *session,
                                     lz_flight_t *flight) __attribute__((warn_unused_result));
lz_zoom_call_t lz_person_call(const lz_env_t *env, const lz_session_t *session);
void lz_person_landed(const lz_env_t *env, const lz_session_t *session,
                      const lz_zoom_call_t *call, lz_flight_t *flight);
const lz_problem_t *lz_person_of(const lz_env_t *env, const lz_flight_t *flight,
                                 lz_person_t **person) __attribute__((warn_unused_result));

/* The best name there is in Zoom's answer about a user, "" when none. */
const char *lz_person_name(apr_pool_t *pool, json_object *user);

/* Other people, by their addresses. */
typedef struct lz_person_found_t {
    const char         *address;    /* in */
    lz_person_t        *person;     /* out; NULL with a problem */
    const lz_problem_t *problem;    /* out: as of lz_person_find() */
} lz_person_found_t;

/* Looks n of them up, all in parallel, through the same cache; each once. */
void lz_persons_find(const lz_env_t *env, const lz_account_t *account, lz_person_found_t *found,
                     int n);

/* The session's e-mail address in lower case, which is how people are told apart. */
const char *lz_person_address(const lz_env_t *env, const lz_session_t *session);

/*
 * What the cache holds of a person at Zoom, in parts that are forgotten each by itself. The key of
 * whatever is cached of a part names the part's generation (base/generation.h).
 */
typedef enum lz_person_part_e {
    LZ_PERSON_USER,         /* who they are, and what they may and have set there */
    LZ_PERSON_MEETINGS      /* the list of all their meetings */
} lz_person_part_e;

/* NULL when the cache cannot keep one, and then nothing may be kept. */
const char *lz_person_generation(const lz_env_t *env, const lz_session_t *session,
                                 lz_person_part_e part);

/* "{prefix}:{account}:{address}:{generation}"; of anybody, and of the session's person. */
const char *lz_person_key_of(const lz_env_t *env, const lz_account_t *account,
                             const char *email, lz_person_part_e part, const char *prefix);
const char *lz_person_key(const lz_env_t *env, const lz_session_t *session, lz_person_part_e part,
                          const char *prefix);

/*
 * Zoom says that the part has changed, of the user of that id, of that e-mail address, or both; one
 * may be NULL. By id alone only who was looked up within the last day is found; nobody else is in
 * the cache.
 */
void lz_person_changed(const lz_env_t *env, const char *account_id, const char *zoom_id,
                       const char *email, lz_person_part_e part);

#endif
