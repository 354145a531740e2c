/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The platforms' key sets (LTI Security Framework 1.0 §6.3), in the shared cache: fresh for a
 * day, or for what the platform's Cache-Control says if that is less (five minutes at least), and
 * used stale for the rest of a week when the platform does not answer. An unknown kid fetches again
 * at once; a platform is asked at most twice a minute for that, however many unknown kids come,
 * the day's own fetch counted, and once for all who ask at the same time. A platform that fails is
 * left alone for 5 s, then for twice as long after each further failure, up to a minute; twelve
 * times as long where its old set serves meanwhile.
 */
#ifndef LZ_LTI_PLATFORM_KEYS_H
#define LZ_LTI_PLATFORM_KEYS_H

#include "../base/env.h"
#include "../base/jose.h"
#include "platform.h"

#define LZ_JWKS_MAX (60 * 1024)     /* bytes of a key set */

/*
 * Checks the signature of jwt with the platform's keys. LZ_P_LTI_SIGNATURE, LZ_P_LTI_KEY,
 * LZ_P_LTI_UNKNOWN_KEY, or LZ_P_LTI_KEYS_UNREACHABLE (401, never a 5xx).
 */
const lz_problem_t *lz_platform_keys_verify(const lz_env_t *env, const lz_platform_t *platform,
                                            int loopback, const lz_jwt_t *jwt)
    __attribute__((warn_unused_result));

/* What is known of a platform's key set, for those who watch the server. */
typedef struct lz_platform_keys_state_t {
    apr_time_t read_at;         /* when it was fetched; 0: there is none */
    apr_time_t fresh_until;
    int        failures;        /* of fetching, in a row; kept for an hour */
} lz_platform_keys_state_t;

/* Nothing is fetched. All 0 for a platform without LTI 1.3. */
void lz_platform_keys_state(const lz_env_t *env, const lz_platform_t *platform,
                            lz_platform_keys_state_t *state);

#endif
