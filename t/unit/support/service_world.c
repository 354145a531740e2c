/* SPDX-License-Identifier: Apache-2.0 */
#include "service_world.h"

#include <string.h>

#include <apr_strings.h>
#include <openssl/pem.h>

#include "rsa_key.h"

/* The tool's key as PEM, made once for the group; each test loads it into its own pool. */
static char *pem;
static long pem_length;

int service_group_setup(void **state)
{
    if (apr_setup(state) != 0) {
        return -1;
    }
    EVP_PKEY *key = rsa_key_new(2048);
    BIO *memory = BIO_new(BIO_s_mem());
    char *text = NULL;

    if (!key || !memory || !PEM_write_bio_PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL)) {
        return -1;
    }
    pem_length = BIO_get_mem_data(memory, &text);
    pem = malloc((size_t)pem_length);
    if (!pem) {
        return -1;
    }
    memcpy(pem, text, (size_t)pem_length);
    BIO_free(memory);
    EVP_PKEY_free(key);
    return 0;
}

int service_group_teardown(void **state)
{
    free(pem);
    return apr_teardown(state);
}

int service_setup(void **state)
{
    if (pool_setup(state) != 0) {
        return -1;
    }
    apr_pool_t *pool = *state;
    service_world_t *world = apr_pcalloc(pool, sizeof(*world));
    const char *reason = "";

    world->pool = pool;
    world->fake = fake_env_create(pool);
    world->env = &world->fake->env;
    world->platform = (lz_platform_t){
        .name = "campus",
        .issuer = "https://lms.example",
        .client_id = "client-1",
        .auth_url = "https://lms.example/auth",
        .token_url = LMS_TOKEN_URL,
        .keys_url = "https://keys.lms.example/jwks",
        .token_audience = "https://audience.example/token"
    };
    world->service.platform = &world->platform;
    world->service.deployment_id = "1";
    world->service.key = lz_signing_key_load(pool, pem, (apr_size_t)pem_length, &reason);
    *state = world;
    return world->service.key ? 0 : -1;
}

int service_teardown(void **state)
{
    service_world_t *world = *state;
    void *pool = world->pool;

    return pool_teardown(&pool);
}

void service_answers_token(service_world_t *world, const char *token, const char *scope)
{
    fake_http_on(world->fake->http, "POST", LMS_TOKEN_URL, 200,
                 apr_psprintf(world->pool, "{\"access_token\":\"%s\",\"token_type\":\"Bearer\","
                              "\"expires_in\":3600%s%s%s}", token, scope ? ",\"scope\":\"" : "",
                              scope ? scope : "", scope ? "\"" : ""));
}

const char *service_jwks(const service_world_t *world)
{
    const lz_signing_key_t *const keys[] = { world->service.key };

    return lz_jwks_publish(world->pool, keys, 1);
}

void service_expect(const lz_problem_t *problem, lz_problem_id_e id, const char *phrase)
{
    assert_non_null(problem);
    if (problem->id != id || !strstr(problem->cause, phrase)) {
        fail_msg("problem %d (wanted %d): \"%s\" lacks \"%s\"", (int)problem->id, (int)id,
                 problem->cause, phrase);
    }
}

void service_expect_ok(const lz_problem_t *problem)
{
    if (problem) {
        fail_msg("%s: %s", problem->kind, problem->cause);
    }
}
