/* SPDX-License-Identifier: Apache-2.0 */
#include "gate.h"

#include <apr_atomic.h>

#define RETRY_CROWDED 3         /* seconds, for Retry-After */

static lz_quota_t quota_of(const lz_gate_t *gate)
{
    return (lz_quota_t){ .key = gate->key, .limit = gate->limit };
}

/* 1 when this process has had a place left. */
static int enter_process(const lz_gate_t *gate)
{
    if (apr_atomic_inc32(gate->waiting) < (apr_uint32_t)gate->limit) {
        return 1;
    }
    (void)apr_atomic_dec32(gate->waiting);
    return 0;
}

const lz_problem_t *lz_gate_enter(const lz_env_t *env, lz_gate_place_t *place)
{
    const lz_gate_t *gate = env->gate;
    int entered = 1;

    *place = (lz_gate_place_t){ .turn = { .granted = 0 } };
    if (gate && gate->key) {
        const lz_quota_t quota = quota_of(gate);

        lz_quota_take(env, &quota, 1, env->deadline, &place->turn);
        entered = place->turn.granted;
    } else if (gate) {
        entered = enter_process(gate);
    }
    if (entered) {
        return NULL;
    }
    lz_problem_t *problem = lz_problem(env->pool, LZ_P_ZOOM_CROWDED,
                                       "%d requests wait for Zoom already (LTIZoomConcurrency)",
                                       gate->limit);
    problem->retry_after = RETRY_CROWDED;
    return problem;
}

void lz_gate_leave(const lz_env_t *env, const lz_gate_place_t *place)
{
    const lz_gate_t *gate = env->gate;

    if (gate && gate->key) {
        const lz_quota_t quota = quota_of(gate);

        lz_quota_give_back(env, &quota, &place->turn);
    } else if (gate) {
        (void)apr_atomic_dec32(gate->waiting);
    }
}

void lz_gate_read(const lz_env_t *env, int *waiting, int *limit)
{
    const lz_gate_t *gate = env->gate;

    *limit = gate ? gate->limit : 0;
    *waiting = 0;
    if (gate && gate->key) {
        const lz_quota_t quota = quota_of(gate);
        lz_quota_state_t state;

        lz_quota_read(env, &quota, &state);
        *waiting = state.taken;
    } else if (gate) {
        *waiting = (int)apr_atomic_read32(gate->waiting);
    }
}
