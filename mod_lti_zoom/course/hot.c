/* SPDX-License-Identifier: Apache-2.0 */
#include "hot.h"

#include <apr_strings.h>

#include "../base/generation.h"

static const char *thing_of(const lz_env_t *env, const char *course)
{
    return apr_pstrcat(env->pool, "course:", course, NULL);
}

const char *lz_hot_generation(const lz_env_t *env, const char *course)
{
    return lz_generation(env, thing_of(env, course));
}

void lz_hot_forget(const lz_env_t *env, const char *course)
{
    lz_generation_renew(env, thing_of(env, course));
}

const char *lz_hot_key(const lz_env_t *env, const char *course, const char *generation,
                       const char *view, const char *viewer, const char *part)
{
    return apr_pstrcat(env->pool, "hot:", view, ":", course, ":", generation, ":", viewer, ":",
                       part, NULL);
}
