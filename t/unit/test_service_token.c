/* SPDX-License-Identifier: Apache-2.0 */
/* lti/service_token.c: the assertion to the letter, one token for all, and every refusal. */
#include "support/service_world.h"

#include <string.h>

#include <apr_strings.h>

#include "base/form.h"
#include "base/json.h"
#include "lti/service_token.h"

#define SCOPE_A "https://scopes.example/a"
#define SCOPE_B "https://scopes.example/b"

static const char *const one_scope[] = { SCOPE_A, NULL };

static const lz_problem_t *get(service_world_t *world, const char *refused, lz_bearer_t *token)
{
    return lz_service_token(world->env, &world->service, one_scope, refused, token);
}

static int requests(const service_world_t *world)
{
    return fake_http_count(world->fake->http, "POST", LMS_TOKEN_URL);
}

static const lz_http_request_t *request_of(const service_world_t *world, int i)
{
    const fake_http_record_t *record = fake_http_record(world->fake->http, "POST", LMS_TOKEN_URL,
                                                        i);
    assert_non_null(record);
    return &record->request;
}

static lz_form_t *form_of(const service_world_t *world, int i)
{
    const lz_http_request_t *request = request_of(world, i);
    lz_form_t *form = NULL;

    service_expect_ok(lz_form_parse(world->pool, request->body, request->body_length, &form));
    return form;
}

/* The claims of the i-th request's assertion, whose signature is good. */
static json_object *assertion_of(const service_world_t *world, int i)
{
    const char *jwks = service_jwks(world);
    const char *reason = "";
    lz_jwt_t *jwt = NULL;

    assert_int_equal(lz_jwt_parse(world->pool, lz_form_get(form_of(world, i), "client_assertion"),
                                  &jwt, &reason), LZ_JWT_OK);
    assert_int_equal(lz_jwt_verify(world->pool, NULL, jwt, jwks, strlen(jwks), &reason),
                     LZ_JWT_OK);
    assert_string_equal(lz_json_string(jwt->header, "alg"), "RS256");
    assert_string_equal(lz_json_string(jwt->header, "typ"), "JWT");
    assert_string_equal(jwt->kid, lz_signing_key_kid(world->service.key));
    return jwt->claims;
}

static void test_the_request_to_the_letter(void **state)
{
    service_world_t *world = *state;
    lz_bearer_t token;
    apr_int64_t iat = 0, exp = 0;

    service_answers_token(world, "token-1", NULL);
    service_expect_ok(get(world, NULL, &token));
    assert_string_equal(token.access_token, "token-1");
    assert_string_equal(token.scope, SCOPE_A);

    const lz_http_request_t *request = request_of(world, 0);
    lz_form_t *form = form_of(world, 0);
    assert_string_equal(apr_table_get(request->headers, "Content-Type"),
                        "application/x-www-form-urlencoded");
    assert_false(request->loopback_allowed);
    assert_true(request->guard_private);
    assert_int_equal(form->n, 4);
    assert_string_equal(lz_form_get(form, "grant_type"), "client_credentials");
    assert_string_equal(lz_form_get(form, "client_assertion_type"),
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    assert_string_equal(lz_form_get(form, "scope"), SCOPE_A);

    json_object *claims = assertion_of(world, 0);
    assert_string_equal(lz_json_string(claims, "iss"), "client-1");
    assert_string_equal(lz_json_string(claims, "sub"), "client-1");
    assert_string_equal(lz_json_string(claims, "aud"), "https://audience.example/token");
    assert_string_equal(lz_json_string(claims,
                                       "https://purl.imsglobal.org/spec/lti/claim/deployment_id"),
                        "1");
    assert_true(lz_json_int64(claims, "iat", &iat) && lz_json_int64(claims, "exp", &exp));
    assert_int_equal(iat, apr_time_sec(lz_now(world->env->clock)));
    assert_int_equal(exp, iat + 300);
    assert_true(strlen(lz_json_string(claims, "jti")) >= 16);
}

static void test_each_assertion_has_an_id_of_its_own(void **state)
{
    service_world_t *world = *state;
    lz_bearer_t token;

    world->fake->cache->broken = 1;
    world->service.deployment_id = "";
    service_answers_token(world, "token-1", NULL);
    service_expect_ok(get(world, NULL, &token));
    service_expect_ok(get(world, NULL, &token));
    assert_int_equal(requests(world), 2);
    assert_string_not_equal(lz_json_string(assertion_of(world, 0), "jti"),
                            lz_json_string(assertion_of(world, 1), "jti"));
    assert_null(lz_json_member(assertion_of(world, 0),
                               "https://purl.imsglobal.org/spec/lti/claim/deployment_id"));
}

static void test_shared_by_scopes_and_deployment(void **state)
{
    service_world_t *world = *state;
    static const char *const a_b[] = { SCOPE_A, SCOPE_B, NULL };
    static const char *const b_a[] = { SCOPE_B, SCOPE_A, NULL };
    lz_bearer_t token;

    service_answers_token(world, "token-1", NULL);
    service_answers_token(world, "token-2", NULL);
    service_answers_token(world, "token-3", NULL);
    service_expect_ok(get(world, NULL, &token));
    service_expect_ok(lz_service_token(world->env, &world->service, a_b, NULL, &token));
    assert_string_equal(token.access_token, "token-2");
    service_expect_ok(lz_service_token(world->env, &world->service, b_a, NULL, &token));
    assert_string_equal(token.access_token, "token-2");
    assert_string_equal(lz_form_get(form_of(world, 1), "scope"), SCOPE_A " " SCOPE_B);
    world->service.deployment_id = "2";
    service_expect_ok(get(world, NULL, &token));
    assert_string_equal(token.access_token, "token-3");
    assert_int_equal(requests(world), 3);
}

static void test_kept_until_a_minute_before_its_end(void **state)
{
    service_world_t *world = *state;
    lz_bearer_t token;

    service_answers_token(world, "token-1", NULL);
    service_answers_token(world, "token-2", NULL);
    service_expect_ok(get(world, NULL, &token));
    world->env->deadline += apr_time_from_sec(4000);
    fake_clock_advance(world->fake->clock, apr_time_from_sec(3539));
    service_expect_ok(get(world, NULL, &token));
    assert_string_equal(token.access_token, "token-1");
    fake_clock_advance(world->fake->clock, apr_time_from_sec(2));
    service_expect_ok(get(world, NULL, &token));
    assert_string_equal(token.access_token, "token-2");
}

static void test_a_refused_token_is_replaced(void **state)
{
    service_world_t *world = *state;
    lz_bearer_t token;

    service_answers_token(world, "token-1", NULL);
    service_answers_token(world, "token-2", NULL);
    service_expect_ok(get(world, NULL, &token));
    service_expect_ok(get(world, "token-1", &token));
    assert_string_equal(token.access_token, "token-2");
    service_expect_ok(get(world, "token-1", &token));
    assert_string_equal(token.access_token, "token-2");
    assert_int_equal(requests(world), 2);
}

static void test_answers_that_are_a_token(void **state)
{
    static const struct {
        const char *body;
        const char *scope;
    } cases[] = {
        { "{\"access_token\":\"t\",\"token_type\":\"bearer\",\"expires_in\":3600}", SCOPE_A },
        { "{\"access_token\":\"t\",\"token_type\":\"BEARER\",\"expires_in\":3600.0}", SCOPE_A },
        { "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}", SCOPE_A },
        { "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":-1}", SCOPE_A },
        { "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":1e300}", SCOPE_A },
        { "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"scope\":\"x y\"}", "x y" },
        { "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"scope\":\"\"}", "" },
    };
    service_world_t *world = *state;

    world->fake->cache->broken = 1;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        lz_bearer_t token = { .access_token = NULL };
        fake_http_on(world->fake->http, "POST", LMS_TOKEN_URL, 200, cases[i].body);
        service_expect_ok(get(world, NULL, &token));
        assert_string_equal(token.access_token, "t");
        assert_string_equal(token.scope, cases[i].scope);
    }
}

static void test_answers_that_are_none(void **state)
{
    static const struct {
        int             http_status;
        const char     *body;
        lz_problem_id_e id;
        const char     *phrase;
    } cases[] = {
        { 200, "{\"token_type\":\"Bearer\"}", LZ_P_LMS_ANSWER, "access_token is missing" },
        { 200, "{\"access_token\":\"\",\"token_type\":\"Bearer\"}", LZ_P_LMS_ANSWER, "none" },
        { 200, "{\"access_token\":\"a\\r\\nb\",\"token_type\":\"Bearer\"}", LZ_P_LMS_ANSWER,
          "none" },
        { 200, "{\"access_token\":7,\"token_type\":\"Bearer\"}", LZ_P_LMS_ANSWER, "missing" },
        { 200, "{\"access_token\":\"t\",\"token_type\":\"DPoP\"}", LZ_P_LMS_ANSWER, "token_type" },
        { 200, "{\"access_token\":\"t\"}", LZ_P_LMS_ANSWER, "token_type" },
        { 200, "<html>", LZ_P_LMS_ANSWER, LMS_TOKEN_URL },
        { 302, "", LZ_P_LMS_CREDENTIALS, "status 302" },
        { 400, "{\"error\":\"invalid_scope\"}", LZ_P_LMS_SCOPE, "invalid_scope" },
        { 400, "{\"error\":\"invalid_client\",\"error_description\":\"no such aud\"}",
          LZ_P_LMS_CREDENTIALS, "invalid_client (no such aud); in the LMS" },
        { 401, "no", LZ_P_LMS_CREDENTIALS, "LTIZoomTokenAudience" },
        { 429, "{}", LZ_P_LMS_UNAVAILABLE, "status 429" },
        { 503, "{}", LZ_P_LMS_UNAVAILABLE, "status 503" },
    };
    service_world_t *world = *state;

    world->fake->cache->broken = 1;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        lz_bearer_t token;
        fake_http_on(world->fake->http, "POST", LMS_TOKEN_URL, cases[i].http_status,
                     cases[i].body);
        service_expect(get(world, NULL, &token), cases[i].id, cases[i].phrase);
        assert_int_equal(fake_log_count(world->fake->log, LZ_LOG_DEBUG), 0);
    }
}

static void test_no_answer(void **state)
{
    service_world_t *world = *state;
    lz_bearer_t token;
    fake_http_answer_t *answer = fake_http_on(world->fake->http, "POST", LMS_TOKEN_URL, 0, "");

    answer->status = APR_ECONNREFUSED;
    service_expect(get(world, NULL, &token), LZ_P_LMS_UNAVAILABLE, "platform campus");
}

static void test_a_platform_without_a_token_url(void **state)
{
    service_world_t *world = *state;
    lz_bearer_t token;

    world->platform.token_url = NULL;
    service_expect(get(world, NULL, &token), LZ_P_LMS_NO_SERVICE, "LTIZoomTokenURL");
    assert_int_equal(world->fake->http->calls, 0);
}

static void test_what_is_granted(void **state)
{
    (void)state;
    const lz_bearer_t some = { .access_token = "t", .scope = " a  bc " };
    const lz_bearer_t none = { .access_token = "t", .scope = "" };

    assert_true(lz_service_token_grants(&some, "a"));
    assert_true(lz_service_token_grants(&some, "bc"));
    assert_false(lz_service_token_grants(&some, "b"));
    assert_false(lz_service_token_grants(&some, "abc"));
    assert_false(lz_service_token_grants(&none, "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        service_test(test_the_request_to_the_letter),
        service_test(test_each_assertion_has_an_id_of_its_own),
        service_test(test_shared_by_scopes_and_deployment),
        service_test(test_kept_until_a_minute_before_its_end),
        service_test(test_a_refused_token_is_replaced),
        service_test(test_answers_that_are_a_token),
        service_test(test_answers_that_are_none),
        service_test(test_no_answer),
        service_test(test_a_platform_without_a_token_url),
        service_test(test_what_is_granted),
    };
    return cmocka_run_group_tests_name("lti/service_token", tests, service_group_setup,
                                       service_group_teardown);
}
