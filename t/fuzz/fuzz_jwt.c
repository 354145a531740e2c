/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An id_token from the browser: its parts, its signature by a fixed key set, and what the claims
 * are read as. An input that starts with '{' is taken for the claims alone, as a signed token
 * would bring them, since no fuzzer finds a signature.
 */
#include "fuzz.h"

#include <string.h>

#include <apr_strings.h>

#include "base/encoding.h"
#include "base/jose.h"
#include "base/json.h"
#include "base/url.h"
#include "lti/claims.h"
#include "lti/token_checks.h"

#include "fuzz_keys.h"

#define CLAIM(name) "https://purl.imsglobal.org/spec/lti/claim/" name

static apr_time_t monday(void *baton)
{
    (void)baton;
    return apr_time_from_sec(1796030100);       /* 2026-11-30T09:15:00Z, as in the corpus */
}

static int is_text(const char *text)
{
    return text != NULL && lz_utf8_valid(text, strlen(text));
}

/* Whatever was accepted is whole: no text of it is missing where the header promises one. */
static void check_launch(apr_pool_t *pool, const lz_launch_t *launch,
                         const lz_platform_t *platform)
{
    must(launch->platform == platform);
    must(is_text(launch->deployment_id) && *launch->deployment_id != '\0');
    must(is_text(launch->sub) && *launch->sub != '\0' && strlen(launch->sub) <= LZ_LTI_ID_MAX);
    must(is_text(launch->context_id) && is_text(launch->context_title));
    must(is_text(launch->name) && is_text(launch->email) && is_text(launch->locale));
    must(is_text(launch->time_zone) && is_text(launch->return_url) && is_text(launch->roster_url));
    must(*launch->return_url == '\0' || lz_url_origin(pool, launch->return_url) != NULL);
    must(launch->deep_linking == NULL
         || lz_url_check(launch->deep_linking->return_url, LZ_URL_HTTPS) == NULL);
}

static void read_claims(apr_pool_t *pool, json_object *claims)
{
    static const lz_clock_t clock = { NULL, monday, NULL };
    const lz_env_t env = { .pool = pool, .clock = &clock };
    const lz_platform_t platform = {
        .name = "p", .issuer = "https://lms.example", .client_id = "client",
        .deployments_auto = 1
    };
    const lz_platform_t *const list[] = { &platform };
    const lz_platforms_t platforms = { .list = list, .n = 1 };
    const lz_lti_policy_t policy = {
        .base_url = "https://tool.example/zoom", .clock_leeway = apr_time_from_sec(60),
        .host_roles = apr_array_make(pool, 0, sizeof(const char *))
    };
    const lz_login_t login = {
        .id = "id", .nonce = "nonce", .secret_hash = "", .target = "", .deployment_id = "",
        .storage_target = "", .platform = &platform
    };
    lz_launch_t launch = { 0 };

    /* Each by itself, so that a claim which is refused hides no other; aud and iss come first. */
    if (lz_token_check_platform(pool, &platforms, &platform, claims) == NULL) {
        must(strcmp(lz_json_string(claims, "iss"), "https://lms.example") == 0);
        (void)!lz_token_check_audience(pool, &policy, &platform, claims);
    }
    (void)!lz_token_check_times(&env, &policy, &platform, claims);
    if (lz_token_check_nonce(pool, &login, claims) == NULL) {
        must(strcmp(lz_json_string(claims, "nonce"), "nonce") == 0);
    }
    if (lz_claims_read(pool, &policy, &login, claims, &launch) == NULL) {
        check_launch(pool, &launch, &platform);
    }
}

static void read_token(apr_pool_t *pool, const char *token)
{
    const char *reason = NULL;
    lz_jwt_t *jwt = NULL;

    if (lz_jwt_parse(pool, token, &jwt, &reason) != LZ_JWT_OK) {
        must(jwt == NULL);
        return;
    }
    must(strcmp(lz_json_string(jwt->header, "alg"), "RS256") == 0);
    must(json_object_is_type(jwt->claims, json_type_object));
    must(is_text(jwt->kid) && *jwt->kid != '\0' && strlen(jwt->kid) <= LZ_KID_MAX);
    must(jwt->signed_part == token && jwt->signed_length < strlen(token));
    if (lz_jwt_verify(pool, NULL, jwt, FUZZ_KEYS, strlen(FUZZ_KEYS), &reason) == LZ_JWT_OK) {
        must(strcmp(jwt->kid, FUZZ_KID) == 0);
    }
    read_claims(pool, jwt->claims);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    const char *text = apr_pstrmemdup(pool, (const char *)data, size);
    const char *reason = NULL;

    if (size > 0 && data[0] == '{') {
        json_object *claims = lz_json_parse(pool, text, size, LZ_JSON_OBJECT | LZ_JSON_NO_NUL,
                                            &reason);
        if (claims != NULL) {
            read_claims(pool, claims);
        }
    } else {
        read_token(pool, text);
    }
    apr_pool_destroy(pool);
    return 0;
}
