/* SPDX-License-Identifier: Apache-2.0 */
#include "recording_cache.h"

#include <apr_strings.h>

#include "../base/generation.h"

static const char *thing_of(const lz_env_t *env, const char *account_id, const char *host_id)
{
    return apr_pstrcat(env->pool, "recordings:", account_id, host_id ? ":" : "",
                       host_id ? host_id : "", NULL);
}

const char *lz_recordings_generation(const lz_env_t *env, const char *account_id,
                                     const char *host_id)
{
    const char *all = lz_generation(env, env->cache, thing_of(env, account_id, NULL));
    const char *own = all ? lz_generation(env, env->cache, thing_of(env, account_id, host_id))
                          : NULL;
    return own ? apr_pstrcat(env->pool, all, ":", own, NULL) : NULL;
}

void lz_recordings_forget(const lz_env_t *env, const char *account_id, const char *host_id)
{
    lz_generation_renew(env, env->cache, thing_of(env, account_id, host_id));
}
