/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sealed tokens, and what is read out of them. The input is taken once as a sealed text, and once
 * as what was sealed: as such it is opened whole, for its own purpose, and only unaltered.
 */
#include "fuzz.h"

#include <string.h>

#include <apr_strings.h>

#include "base/seal.h"
#include "lti/login.h"

/* That of the sealed texts in the corpus. */
static const lz_sealer_t *sealer(void)
{
    static const char *const secrets[] = { "the secret of the fuzz targets, 32 bytes and more" };
    static lz_sealer_t *made;

    must(made != NULL || lz_sealer_create(fuzz_lasting_pool(), secrets, 1, &made) == APR_SUCCESS);
    return made;
}

static apr_time_t eternity(void *baton)
{
    (void)baton;
    return apr_time_from_sec(1);
}

/* A state that holds anything opens as a login, or not. */
static void open_login(apr_pool_t *pool, const char *sealed)
{
    static const lz_clock_t clock = { NULL, eternity, NULL };
    const lz_platform_t platform = {
        .name = "p", .issuer = "https://lms.example", .client_id = "client"
    };
    const lz_platform_t *const list[] = { &platform };
    const lz_platforms_t platforms = { .list = list, .n = 1 };
    const lz_env_t env = { .pool = pool, .clock = &clock };
    lz_login_t *login = NULL;
    const lz_problem_t *problem = lz_login_open(&env, &platforms, sealer(), sealed, &login);

    must((problem == NULL) == (login != NULL));
    if (login != NULL) {
        must(login->platform == &platform && login->expires > apr_time_from_sec(1));
        must(login->id && login->nonce && login->target && login->storage_target);
        must(lz_login_bound(&env, login, "") != NULL || *login->secret_hash != '\0');
    }
}

static void open_text(apr_pool_t *pool, const char *sealed)
{
    for (int purpose = 0; purpose < LZ_SEAL_PURPOSE_COUNT; purpose++) {
        apr_size_t length = 0;
        const char *clear = lz_unseal(sealer(), pool, purpose, sealed, &length);

        must(clear == NULL || clear[length] == '\0');
    }
    open_login(pool, sealed);
}

static void seal_and_open(apr_pool_t *pool, const uint8_t *data, size_t size)
{
    const char *sealed = lz_seal(sealer(), pool, LZ_SEAL_STATE, (const char *)data, size);
    apr_size_t length = 0;

    must(sealed != NULL);
    const char *clear = lz_unseal(sealer(), pool, LZ_SEAL_STATE, sealed, &length);
    must(clear != NULL && length == size && (size == 0 || memcmp(clear, data, size) == 0));
    must(lz_unseal(sealer(), pool, LZ_SEAL_SESSION, sealed, &length) == NULL);

    char *altered = apr_pstrdup(pool, sealed);
    const size_t at = size % strlen(altered);
    altered[at] = altered[at] == 'A' ? 'Q' : 'A';   /* they differ in a bit that counts */
    must(lz_unseal(sealer(), pool, LZ_SEAL_STATE, altered, &length) == NULL);
    open_login(pool, sealed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();

    open_text(pool, apr_pstrmemdup(pool, (const char *)data, size));
    seal_and_open(pool, data, size);
    apr_pool_destroy(pool);
    return 0;
}
