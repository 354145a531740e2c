/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_lms.h"

#include <string.h>

#include <apr_strings.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include "base/encoding.h"
#include "base/json.h"
#include "base/url.h"
#include "rsa_key.h"

/* --- keys ------------------------------------------------------------------------------------- */

int lms_group_setup(void **state)
{
    EVP_PKEY **keys = NULL;

    if (apr_setup(state) != 0) {
        return -1;
    }
    keys = calloc(FAKE_LMS_KEYS, sizeof(*keys));
    for (int i = 0; keys && i < FAKE_LMS_KEYS; i++) {
        keys[i] = rsa_key_new(2048);
        if (!keys[i]) {
            return -1;
        }
    }
    *state = keys;
    return keys ? 0 : -1;
}

int lms_group_teardown(void **state)
{
    EVP_PKEY **keys = *state;

    for (int i = 0; i < FAKE_LMS_KEYS; i++) {
        EVP_PKEY_free(keys[i]);
    }
    free(keys);
    *state = NULL;
    return apr_teardown(state);
}

static const char *key_number(apr_pool_t *pool, const EVP_PKEY *key, const char *name)
{
    BIGNUM *number = NULL;
    unsigned char bytes[512];

    assert_int_equal(EVP_PKEY_get_bn_param(key, name, &number), 1);
    const int length = BN_bn2bin(number, bytes);
    BN_free(number);
    return lz_base64url_encode(pool, bytes, (apr_size_t)length);
}

const char *lms_jwks(const fake_lms_t *lms, ...)
{
    const char *separator = "";
    const char *jwks = "{\"keys\":[";
    va_list list;
    int key;

    va_start(list, lms);
    while ((key = va_arg(list, int)) >= 0) {
        jwks = apr_psprintf(lms->pool, "%s%s{\"kty\":\"RSA\",\"kid\":\"%s\",\"alg\":\"RS256\","
                            "\"use\":\"sig\",\"n\":\"%s\",\"e\":\"%s\"}", jwks, separator,
                            va_arg(list, const char *),
                            key_number(lms->pool, lms->keys[key], OSSL_PKEY_PARAM_RSA_N),
                            key_number(lms->pool, lms->keys[key], OSSL_PKEY_PARAM_RSA_E));
        separator = ",";
    }
    va_end(list);
    return apr_pstrcat(lms->pool, jwks, "]}", NULL);
}

const char *lms_sign(const fake_lms_t *lms, int key, const char *header, const char *claims)
{
    const char *clear = apr_pstrcat(lms->pool,
                                    lz_base64url_encode(lms->pool, header, strlen(header)), ".",
                                    lz_base64url_encode(lms->pool, claims, strlen(claims)), NULL);
    unsigned char signature[512];
    size_t length = sizeof(signature);
    EVP_MD_CTX *context = EVP_MD_CTX_new();

    assert_non_null(context);
    assert_int_equal(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, lms->keys[key]), 1);
    assert_int_equal(EVP_DigestSign(context, signature, &length, (const unsigned char *)clear,
                                    strlen(clear)), 1);
    EVP_MD_CTX_free(context);
    return apr_pstrcat(lms->pool, clear, ".", lz_base64url_encode(lms->pool, signature, length),
                       NULL);
}

const char *lms_token(const fake_lms_t *lms, const fake_login_t *login, json_object *claims)
{
    int key = 0;

    while (lms->site.platforms.list[key] != login->platform) {
        key++;
    }
    return lms_sign(lms, key, "{\"alg\":\"RS256\",\"kid\":\"key-1\",\"typ\":\"JWT\"}",
                    lz_json_text(lms->pool, claims));
}

void lms_publish(fake_lms_t *lms, int platform, const char *jwks)
{
    fake_http_on(lms->fake->http, "GET", lms_platform(lms, platform)->keys_url, 200, jwks);
}

/* --- the site --------------------------------------------------------------------------------- */

static apr_array_header_t *one_text(apr_pool_t *pool, const char *text)
{
    apr_array_header_t *array = apr_array_make(pool, 1, sizeof(const char *));

    APR_ARRAY_PUSH(array, const char *) = text;
    return array;
}

static lz_platform_t *make_platform(apr_pool_t *pool, const char *name, const char *issuer,
                                    const char *client_id, const char *deployment)
{
    lz_platform_t *platform = apr_pcalloc(pool, sizeof(*platform));

    platform->name = name;
    platform->issuer = issuer;
    platform->client_id = client_id;
    platform->auth_url = apr_pstrcat(pool, issuer, "/auth", NULL);
    platform->keys_url = apr_pstrcat(pool, issuer, "/keys/", name, NULL);
    platform->deployments_auto = deployment == NULL;
    platform->deployments = deployment ? one_text(pool, deployment) : NULL;
    platform->account_name = "main";
    return platform;
}

static void add_consumer(apr_array_header_t *consumers, const char *key, const char *secret)
{
    APR_ARRAY_PUSH(consumers, lz_consumer_t) = (lz_consumer_t){ key, secret };
}

static const lz_platform_t *const *make_platforms(apr_pool_t *pool)
{
    const lz_platform_t **list = apr_pcalloc(pool, FAKE_LMS_PLATFORMS * sizeof(*list));
    lz_platform_t *history = apr_pcalloc(pool, sizeof(*history));
    lz_platform_t *moodle = make_platform(pool, "moodle", "https://moodle.example", "moodle-client",
                                          "1");

    moodle->auth_url = "https://moodle.example/mod/lti/auth.php?tenant=7";
    moodle->consumers = apr_array_make(pool, 2, sizeof(lz_consumer_t));
    add_consumer(moodle->consumers, "moodle-key", "moodle-secret");
    add_consumer(moodle->consumers, "moodle-client", "moodle-11");
    history->name = "history";
    history->consumers = apr_array_make(pool, 2, sizeof(lz_consumer_t));
    add_consumer(history->consumers, "12345", "secret");
    add_consumer(history->consumers, "history & more", "secret & 11");
    history->account_name = "main";
    list[CANVAS] = make_platform(pool, "canvas", "https://canvas.example", "10000000000042", NULL);
    list[CANVAS_TWO] = make_platform(pool, "canvas-two", "https://canvas.example",
                                     "10000000000099", NULL);
    list[MOODLE] = moodle;
    list[SCHOOL_A] = make_platform(pool, "school-a", "https://blackboard.example", "shared", "a");
    list[SCHOOL_B] = make_platform(pool, "school-b", "https://blackboard.example", "shared", "b");
    list[HISTORY] = history;
    return list;
}

static void make_site(apr_pool_t *pool, lz_site_t *site)
{
    static const char *const secrets[] = { "0123456789abcdef0123456789abcdef" };
    lz_account_t *account = apr_pcalloc(pool, sizeof(*account));
    const lz_account_t **accounts = apr_pcalloc(pool, sizeof(*accounts));
    lz_sealer_t *sealer = NULL;

    account->name = "main";
    accounts[0] = account;
    assert_int_equal(lz_sealer_create(pool, secrets, 1, &sealer), APR_SUCCESS);
    site->base_url = "https://tool.example/zoom";
    site->mount = "/zoom";
    site->origin = "https://tool.example";
    site->sealer = sealer;
    site->platforms.list = make_platforms(pool);
    site->platforms.n = FAKE_LMS_PLATFORMS;
    site->accounts = accounts;
    site->n_accounts = 1;
    site->session_lifetime = apr_time_from_sec(8 * 3600);
    site->lti.base_url = site->base_url;
    site->lti.clock_leeway = apr_time_from_sec(60);
    site->lti.trusted_audiences = one_text(pool, "https://trusted.example");
    site->lti.host_roles = one_text(pool, "Instructor");
}

int lms_setup(void **state)
{
    EVP_PKEY *const *keys = *state;
    fake_lms_t *lms;
    apr_pool_t *pool;

    if (pool_setup(state) != 0) {
        return -1;
    }
    pool = *state;
    lms = apr_pcalloc(pool, sizeof(*lms));
    lms->pool = pool;
    lms->keys = keys;
    lms->fake = fake_env_create(pool);
    lms->env = &lms->fake->env;
    lms->jar = apr_table_make(pool, 4);
    make_site(pool, &lms->site);
    for (int i = 0; i < HISTORY; i++) {
        lms_publish(lms, i, lms_jwks(lms, i, "key-1", -1));
    }
    *state = lms;
    return 0;
}

int lms_teardown(void **state)
{
    fake_lms_t *lms = *state;
    void *pool = lms->pool;

    return pool_teardown(&pool);
}

const lz_platform_t *lms_platform(const fake_lms_t *lms, int platform)
{
    return lms->site.platforms.list[platform];
}

/* --- the browser ------------------------------------------------------------------------------ */

static const lz_form_t *parse_form(apr_pool_t *pool, const char *text)
{
    lz_form_t *form = NULL;

    assert_no_problem(lz_form_parse(pool, text, strlen(text), &form));
    return form;
}

const lz_form_t *lms_form(apr_pool_t *pool, ...)
{
    const char *text = "";
    const char *name;
    va_list pairs;

    va_start(pairs, pool);
    while ((name = va_arg(pairs, const char *)) != NULL) {
        const char *value = va_arg(pairs, const char *);

        if (value) {
            text = apr_pstrcat(pool, text, "&", lz_url_encode(pool, name), "=",
                               lz_url_encode(pool, value), NULL);
        }
    }
    va_end(pairs);
    return parse_form(pool, text);
}

fake_login_t lms_login(fake_lms_t *lms, int number)
{
    const lz_platform_t *platform = lms_platform(lms, number);
    lz_login_redirect_t *redirect = NULL;
    fake_login_t login = { .platform = platform };
    const lz_form_t *form = lms_form(lms->pool, "iss", platform->issuer, "login_hint", "user-1",
                                     "target_link_uri", TARGET, "client_id", platform->client_id,
                                     NULL);

    assert_no_problem(lz_login_begin(lms->env, &lms->site.lti, &lms->site.platforms,
                                     lms->site.sealer, platform->name, form, &redirect));
    apr_table_set(lms->jar, redirect->cookie_name, redirect->cookie_value);
    login.redirect = redirect;
    login.query = parse_form(lms->pool, strchr(redirect->location, '?') + 1);
    login.state = lz_form_get(login.query, "state");
    login.nonce = lz_form_get(login.query, "nonce");
    assert_non_null(login.state);
    assert_non_null(login.nonce);
    return login;
}

void lms_set(json_object *claims, const char *name, const char *json)
{
    json_object *value = NULL;

    if (!json) {
        json_object_object_del(claims, name);
        return;
    }
    value = json_tokener_parse(json);
    assert_true(value || strcmp(json, "null") == 0);
    json_object_object_add(claims, name, value);
}

json_object *lms_claims(const fake_lms_t *lms, const fake_login_t *login)
{
    json_object *claims = lz_json_adopt(lms->pool, json_object_new_object());
    const apr_int64_t now = apr_time_sec(lz_now(lms->env->clock));
    const char *deployment = login->platform->deployments_auto
                             ? "9:canvas" : APR_ARRAY_IDX(login->platform->deployments, 0,
                                                          const char *);

    lz_json_put_string(claims, "iss", login->platform->issuer);
    lz_json_put_string(claims, "aud", login->platform->client_id);
    lz_json_put_int64(claims, "iat", now);
    lz_json_put_int64(claims, "exp", now + 60);
    lz_json_put_string(claims, "nonce", login->nonce);
    lz_json_put_string(claims, "sub", "user-1");
    lz_json_put_string(claims, "name", "Ada Lovelace");
    lz_json_put_string(claims, "email", "ada@example.edu");
    lz_json_put_string(claims, CLAIM("message_type"), "LtiResourceLinkRequest");
    lz_json_put_string(claims, CLAIM("version"), "1.3.0");
    lz_json_put_string(claims, CLAIM("deployment_id"), deployment);
    lz_json_put_string(claims, CLAIM("target_link_uri"), TARGET);
    lms_set(claims, CLAIM("resource_link"), "{\"id\":\"link-1\",\"title\":\"Zoom\"}");
    lms_set(claims, CLAIM("context"), "{\"id\":\"course-1\",\"title\":\"Analysis\","
            "\"label\":\"MA101\",\"type\":[\"CourseSection\"]}");
    lms_set(claims, CLAIM("roles"),
            "[\"http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor\"]");
    return claims;
}

static const char *cookie_of(void *baton, const char *name)
{
    const fake_lms_t *lms = baton;

    return apr_table_get(lms->jar, name);
}

const lz_problem_t *lms_launch(fake_lms_t *lms, const char *token, const char *state,
                               lz_launch_t **launch)
{
    const lz_login_t *login = NULL;
    const lz_form_t *form = lms_form(lms->pool, "id_token", token, "state", state, NULL);

    return lz_launch_verify(lms->env, &lms->site.lti, &lms->site.platforms, lms->site.sealer, form,
                            cookie_of, lms, launch, &login);
}

const lz_problem_t *lms_launch_with(fake_lms_t *lms, const fake_login_t *login, const char *claim,
                                    const char *json, lz_launch_t **launch)
{
    json_object *claims = lms_claims(lms, login);

    if (claim) {
        lms_set(claims, claim, json);
    }
    return lms_launch(lms, lms_token(lms, login, claims), login->state, launch);
}

/* --- asserting -------------------------------------------------------------------------------- */

void assert_problem(const lz_problem_t *problem, lz_problem_id_e id, const char *phrase)
{
    if (!problem) {
        fail_msg("accepted; a refusal naming \"%s\" was expected", phrase);
        return;
    }
    if (problem->id != id || !strstr(problem->cause, phrase)) {
        fail_msg("LZ%04d: %s; expected one naming \"%s\"", problem->tag, problem->cause, phrase);
    }
}

void assert_no_problem(const lz_problem_t *problem)
{
    if (problem) {
        fail_msg("LZ%04d: %s", problem->tag, problem->cause);
    }
}

lz_launch_t *lms_good_launch(fake_lms_t *lms, const char *claim, const char *json)
{
    const fake_login_t login = lms_login(lms, MOODLE);
    lz_launch_t *launch = NULL;

    assert_no_problem(lms_launch_with(lms, &login, claim, json, &launch));
    assert_non_null(launch);
    return launch;
}

void lms_refused(fake_lms_t *lms, const char *claim, const char *json, lz_problem_id_e id,
                 const char *phrase)
{
    const fake_login_t login = lms_login(lms, MOODLE);
    lz_launch_t *launch = NULL;

    assert_problem(lms_launch_with(lms, &login, claim, json, &launch), id, phrase);
    assert_null(launch);
    assert_no_problem(lms_launch_with(lms, &login, NULL, NULL, &launch));
}

void lms_all_refused(fake_lms_t *lms, const fake_refusal_t *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        lms_refused(lms, rows[i].claim, rows[i].json, rows[i].id, rows[i].phrase);
    }
}
