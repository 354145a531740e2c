/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Zoom says about how a host may schedule: their settings, what the account and their group
 * lock, the account's tracking fields, whom a person may schedule for. Who needs only some of it
 * asks only for that. All that is asked for goes out at once; each answer is shared by the cluster
 * for LZ_SETUP_LIFETIME and fails alone.
 */
#ifndef LZ_COURSE_HOST_SETUP_H
#define LZ_COURSE_HOST_SETUP_H

#include "../base/json.h"
#include "schedulers.h"

#define LZ_SETUP_LIFETIME apr_time_from_sec(15 * 60)

typedef enum lz_setup_part_e {
    LZ_SETUP_SETTINGS,          /* user.settings, without the personal room's passcode */
    LZ_SETUP_SECURITY,          /* user.security */
    LZ_SETUP_AUTHENTICATION,    /* user.authentication */
    LZ_SETUP_ACCOUNT_LOCKS,
    LZ_SETUP_ACCOUNT_SECURITY_LOCKS,
    LZ_SETUP_GROUP_LOCKS,       /* of the host's primary group */
    LZ_SETUP_GROUP_SECURITY_LOCKS,
    LZ_SETUP_TRACKING,          /* tracking_fields */
    LZ_SETUP_SCHEDULERS,        /* user.schedulers of whom asks, shared with all that schedulers.h
                                   is asked for */
    LZ_SETUP_PARTS
} lz_setup_part_e;

/* A set of parts is their sum. */
#define LZ_SETUP_PART(part) (1u << (part))
#define LZ_SETUP_ALL        (LZ_SETUP_PART(LZ_SETUP_PARTS) - 1)

typedef struct lz_host_setup_t {
    json_object        *parts[LZ_SETUP_PARTS];      /* as Zoom answers; NULL: not asked, failed */
    const lz_problem_t *problems[LZ_SETUP_PARTS];   /* NULL: not asked, or answered */
} lz_host_setup_t;

/*
 * Asks for those parts of the wanted ones whose owner is given: host, and asks for whom that person
 * schedules; either may be NULL.
 */
void lz_host_setup_find(const lz_env_t *env, const lz_account_t *account, unsigned wanted,
                        const lz_person_t *host, const lz_person_t *asks, lz_host_setup_t *setup);

/* 1 for a problem that is none of the moment: the plan or a scope does not include it. */
int lz_setup_is_unavailable(const lz_problem_t *problem);

#endif
