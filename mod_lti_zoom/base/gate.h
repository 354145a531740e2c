/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cap on how many requests wait for Zoom at the same moment, so that a slow Zoom leaves threads
 * free for all that needs no Zoom. Waiting for a call of somebody else counts too. Only who can
 * answer without Zoom, from what is stored, asks here: writes and Start wait within their deadline.
 *
 * Where a process has many threads the cap is the process's own, a plain count. Where each request
 * has a process (prefork) it is the whole server's, counted in the shared cache, and the place of
 * a process that died there is free again at its request's deadline.
 */
#ifndef LZ_BASE_GATE_H
#define LZ_BASE_GATE_H

#include "env.h"
#include "problem.h"
#include "quota.h"

typedef struct lz_gate_t {
    int                    limit;   /* at least 1 */
    const char            *key;     /* of the count in the cache; NULL: this process counts */
    volatile apr_uint32_t *waiting; /* the process's count, which gates may share; NULL with key */
} lz_gate_t;

typedef struct lz_gate_place_t {
    lz_quota_turn_t turn;
} lz_gate_place_t;

/* Takes a place, never waits. LZ_P_ZOOM_CROWDED, with Retry-After, when there is none. */
const lz_problem_t *lz_gate_enter(const lz_env_t *env, lz_gate_place_t *place)
    __attribute__((warn_unused_result));

/* After each lz_gate_enter() that gave a place. */
void lz_gate_leave(const lz_env_t *env, const lz_gate_place_t *place);

/* How many wait now, and how many may; both 0 without a gate. */
void lz_gate_read(const lz_env_t *env, int *waiting, int *limit);

#endif
