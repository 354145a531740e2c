/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forgetting many entries of a shared cache at once: a thing that entries are about (a course, a
 * person's Zoom user) has a generation, a random text, and the key of each entry names it. Whoever
 * changes the thing gives it a new one, which leaves all its entries behind, also those that
 * somebody is still fetching.
 */
#ifndef LZ_BASE_GENERATION_H
#define LZ_BASE_GENERATION_H

#include "env.h"

/*
 * The thing's generation, to be read before anything else of the thing is; NULL when the cache
 * cannot keep one, and then nothing may be kept. cache is that of env in which the entries are.
 */
const char *lz_generation(const lz_env_t *env, const lz_cache_t *cache, const char *thing);

/* The thing has changed, and the change is committed. */
void lz_generation_renew(const lz_env_t *env, const lz_cache_t *cache, const char *thing);

#endif
