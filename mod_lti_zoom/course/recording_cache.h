/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the cache holds of recordings is forgotten at once when Zoom tells of a change: the key of
 * whatever is cached of a host's recordings names their generation (base/generation.h).
 */
#ifndef LZ_COURSE_RECORDING_CACHE_H
#define LZ_COURSE_RECORDING_CACHE_H

#include "../base/env.h"

/* NULL when the cache cannot keep one, and then nothing may be kept. */
const char *lz_recordings_generation(const lz_env_t *env, const char *account_id,
                                     const char *host_id);

/* The host's recordings have changed; NULL: those of any host of the account may have. */
void lz_recordings_forget(const lz_env_t *env, const char *account_id, const char *host_id);

#endif
