/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A platform's key set, against tokens that are fixed: one whose key may be in the set, and one of
 * the same kid that nobody signed. A key ring that has seen other sets says the same as none.
 */
#include "fuzz.h"

#include <string.h>

#include "base/jose.h"

#include "fuzz_keys.h"

static lz_jwt_verdict_e verify(apr_pool_t *pool, lz_key_ring_t *ring, const lz_jwt_t *jwt,
                               const uint8_t *data, size_t size)
{
    const char *reason = NULL;

    return lz_jwt_verify(pool, ring, jwt, (const char *)data, size, &reason);
}

static const lz_jwt_t *parse(apr_pool_t *pool, const char *token)
{
    const char *reason = NULL;
    lz_jwt_t *jwt = NULL;

    must(lz_jwt_parse(pool, token, &jwt, &reason) == LZ_JWT_OK);
    return jwt;
}

static lz_key_ring_t *lasting_ring(void)
{
    static lz_key_ring_t *ring;

    must(ring != NULL || lz_key_ring_create(fuzz_lasting_pool(), &ring) == APR_SUCCESS);
    return ring;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    const lz_jwt_t *good = parse(pool, FUZZ_TOKEN);
    const lz_jwt_t *forged = parse(pool, FUZZ_FORGED);
    const char *reason = NULL;
    const int usable = lz_jwks_usable(pool, (const char *)data, size, &reason);
    const lz_jwt_verdict_e verdict = verify(pool, NULL, good, data, size);

    must(verify(pool, lasting_ring(), good, data, size) == verdict);
    must(verify(pool, lasting_ring(), good, data, size) == verdict);
    must(verdict == LZ_JWT_UNKNOWN_KID || verdict == LZ_JWT_BAD_KEY || usable);
    must(verify(pool, lasting_ring(), forged, data, size) != LZ_JWT_OK);
    apr_pool_destroy(pool);
    return 0;
}
