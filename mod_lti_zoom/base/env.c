/* SPDX-License-Identifier: Apache-2.0 */
#include "env.h"

apr_interval_time_t lz_env_remaining(const lz_env_t *env)
{
    const apr_time_t now = lz_now(env->clock);

    return env->deadline > now ? env->deadline - now : 0;
}

int lz_env_gone(const lz_env_t *env)
{
    return env->gone && env->gone(env->gone_baton);
}
