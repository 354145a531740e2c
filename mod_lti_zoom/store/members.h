/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What holds for all sessions of a person in a course: the role and the sections of their latest
 * launch, and until when they have signed out. Every request asks, so the row is remembered in the
 * cache; a launch or a sign-out replaces what is remembered, on every node that shares the cache,
 * and elsewhere it is read again after LZ_MEMBER_REMEMBERED.
 */
#ifndef LZ_STORE_MEMBERS_H
#define LZ_STORE_MEMBERS_H

#include "store.h"

#define LZ_MEMBER_REMEMBERED apr_time_from_sec(10 * 60)

typedef struct lz_member_t {
    int         known;          /* 0: no launch of this person into this course is on record */
    int         role;           /* as the launch gave it, the caller's own number */
    apr_time_t  signed_out_at;  /* sessions issued until then are over; 0: never */
    const char *sections;       /* sections and groups that the latest launch told: a set of */
    const char *section_ids;    /* names (base/names.h), and one of other names for them */
} lz_member_t;

/* From the cache, else from the database. No text of it is NULL. */
const lz_problem_t *lz_store_member(const lz_env_t *env, const char *course, const char *person,
                                    lz_member_t *member) __attribute__((warn_unused_result));

/* Ends the sessions that were issued until at. role is for a person who is not on record. */
const lz_problem_t *lz_store_sign_out(const lz_env_t *env, const char *course, const char *person,
                                      int role, apr_time_t at) __attribute__((warn_unused_result));

/* For arrivals: 1 when the cache knows that the row has this role and these sections. */
int lz_store_member_stands(const lz_env_t *env, const char *course, const char *person,
                           const lz_member_t *member);

/* For arrivals, within their transaction: the row has this role and these sections from now on. */
const lz_problem_t *lz_store_member_seen(lz_store_t *store, const char *course,
                                         const char *person, const lz_member_t *member)
    __attribute__((warn_unused_result));

/* After a write is committed: what is remembered is what the row says now. */
void lz_store_member_remember(lz_store_t *store, const char *course, const char *person);

#endif
