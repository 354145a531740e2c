/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order of a launch up to its claims: every refusal stands beside the good launch that it
 * differs from by one thing.
 */
#include "support/fake_lms.h"

#include <string.h>

#include <apr_strings.h>

#include "base/encoding.h"
#include "base/json.h"

#define HEADER "{\"alg\":\"RS256\",\"kid\":\"key-1\",\"typ\":\"JWT\"}"

static void test_good_launch(void **state)
{
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);
    lz_launch_t *launch = NULL;

    assert_no_problem(lms_launch_with(lms, &login, NULL, NULL, &launch));
    assert_ptr_equal(launch->platform, lms_platform(lms, MOODLE));
    assert_string_equal(launch->deployment_id, "1");
    assert_string_equal(launch->context_id, "course-1");
    assert_string_equal(launch->context_title, "Analysis");
    assert_string_equal(launch->context_label, "MA101");
    assert_string_equal(launch->resource_link_id, "link-1");
    assert_string_equal(launch->resource_title, "Zoom");
    assert_string_equal(launch->target_link_uri, TARGET);
    assert_string_equal(launch->sub, "user-1");
    assert_string_equal(launch->name, "Ada Lovelace");
    assert_string_equal(launch->email, "ada@example.edu");
    assert_string_equal(launch->locale, "");
    assert_string_equal(launch->time_zone, "");
    assert_string_equal(launch->return_url, "");
    assert_int_equal(launch->role, LZ_ROLE_INSTRUCTOR);
    assert_string_equal(launch->nonce, login.nonce);
    assert_true(launch->nonce_expires >= FAKE_CLOCK_START + LZ_LOGIN_LIFETIME);
}

/* The bad payloads that differ by more than one claim, and those of the header. */
static void test_certification_bad_tokens(void **state)
{
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);
    json_object *claims = lms_claims(lms, &login);
    const char *text = lz_json_text(lms->pool, claims);
    lz_launch_t *launch = NULL;

    assert_problem(lms_launch(lms, lms_sign(lms, MOODLE, "{\"badtestonly\":\"12345\","
                                            "\"alg\":\"RS256\"}", text), login.state, &launch),
                   LZ_P_LTI_KEY, "kid");
    assert_problem(lms_launch(lms, lms_sign(lms, MOODLE, "{\"kid\":\"imstester_66067\","
                                            "\"alg\":\"RS256\"}", text), login.state, &launch),
                   LZ_P_LTI_UNKNOWN_KEY, "imstester_66067");
    assert_problem(lms_launch(lms, lms_sign(lms, MOODLE, HEADER, "{\"name\":\"badltilaunch\"}"),
                              login.state, &launch), LZ_P_LTI_CLAIM, "claim iss is (absent)");

    lms_set(claims, CLAIM("version"), NULL);
    lms_set(claims, CLAIM("message_type"), NULL);
    lms_set(claims, CLAIM("roles"), NULL);
    assert_problem(lms_launch(lms, lms_token(lms, &login, claims), login.state, &launch),
                   LZ_P_LTI_CLAIM, "message_type is missing");

    claims = lms_claims(lms, &login);
    lms_set(claims, "iat", "11111");
    lms_set(claims, "exp", "22222");
    assert_problem(lms_launch(lms, lms_token(lms, &login, claims), login.state, &launch),
                   LZ_P_LTI_TIME, "claim exp is");
    assert_null(launch);
    assert_no_problem(lms_launch_with(lms, &login, NULL, NULL, &launch));
}

static void test_issuer_and_audience(void **state)
{
    static const fake_refusal_t rows[] = {
        { "iss", NULL, LZ_P_LTI_CLAIM, "claim iss is (absent)" },
        { "iss", "[\"https://moodle.example\"]", LZ_P_LTI_CLAIM, "claim iss is [" },
        { "iss", "\"https://moodle.example/\"", LZ_P_LTI_UNKNOWN_PLATFORM, "a trailing slash" },
        { "iss", "\"https://MOODLE.example\"", LZ_P_LTI_UNKNOWN_PLATFORM, "MOODLE" },
        { "iss", "\"https://moodl\\u0435.example\"", LZ_P_LTI_UNKNOWN_PLATFORM, "LTIZoomIssuer" },
        { "aud", NULL, LZ_P_LTI_AUDIENCE, "claim aud is (absent)" },
        { "aud", "\"another\"", LZ_P_LTI_AUDIENCE, "claim aud is \"another\"" },
        { "aud", "[]", LZ_P_LTI_AUDIENCE, "claim aud is []" },
        { "aud", "17", LZ_P_LTI_AUDIENCE, "claim aud is 17" },
        { "aud", "[\"moodle-client\",\"https://evil.example\"]", LZ_P_LTI_AUDIENCE,
          "LTIZoomTrustedAudience" },
        { "aud", "[\"moodle-client\",null]", LZ_P_LTI_AUDIENCE, "LTIZoomTrustedAudience" },
        { "aud", "[\"moodle-client\",\"https://trusted.example\"]", LZ_P_LTI_AUDIENCE,
          "claim azp is (absent)" },
        { "azp", "\"another\"", LZ_P_LTI_AUDIENCE, "claim azp is \"another\"" },
        { "azp", "[\"moodle-client\"]", LZ_P_LTI_AUDIENCE, "claim azp is [" }
    };
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);
    json_object *claims = lms_claims(lms, &login);
    lz_launch_t *launch = NULL;

    LMS_ALL_REFUSED(lms, rows);
    lms_good_launch(lms, "aud", "[\"moodle-client\"]");
    lms_good_launch(lms, "azp", "\"moodle-client\"");

    lms_set(claims, "aud", "[\"https://trusted.example\",\"moodle-client\"]");
    lms_set(claims, "azp", "\"https://trusted.example\"");
    assert_problem(lms_launch(lms, lms_token(lms, &login, claims), login.state, &launch),
                   LZ_P_LTI_AUDIENCE, "azp");
    lms_set(claims, "azp", "\"moodle-client\"");
    assert_no_problem(lms_launch(lms, lms_token(lms, &login, claims), login.state, &launch));
}

#define AT(seconds) apr_psprintf(lms->pool, "%ld", (long)apr_time_sec(FAKE_CLOCK_START) + (seconds))

static void test_times(void **state)
{
    fake_lms_t *lms = *state;
    static const fake_refusal_t rows[] = {
        { "exp", NULL, LZ_P_LTI_CLAIM, "claim exp is (absent)" },
        { "exp", "\"1796030160\"", LZ_P_LTI_CLAIM,
          "claim exp is \"1796030160\", the LMS must send a JSON number" },
        { "exp", "1e300", LZ_P_LTI_CLAIM, "claim exp is" },
        { "exp", "-1", LZ_P_LTI_TIME, "behind this server's clock" },
        { "exp", "null", LZ_P_LTI_CLAIM, "claim exp is (absent)" },
        { "iat", NULL, LZ_P_LTI_CLAIM, "claim iat is (absent)" },
        { "iat", "\"1796030100\"", LZ_P_LTI_CLAIM, "claim iat is \"1796030100\"" },
        { "iat", "true", LZ_P_LTI_CLAIM, "claim iat is true" },
        { "nbf", "\"1796030100\"", LZ_P_LTI_CLAIM, "claim nbf" }
    };

    LMS_ALL_REFUSED(lms, rows);
    lms_refused(lms, "exp", AT(-60), LZ_P_LTI_TIME, "claim exp is 60 s behind this server's clock");
    lms_refused(lms, "exp", AT(86400 * 400), LZ_P_LTI_TIME,
                "ahead of this server's clock, at most");
    lms_refused(lms, "iat", AT(61), LZ_P_LTI_TIME, "claim iat is 61 s ahead of");
    lms_refused(lms, "iat", AT(-86401), LZ_P_LTI_TIME, "claim iat is 86401 s behind");
    lms_refused(lms, "nbf", AT(600), LZ_P_LTI_TIME, "claim nbf is 600 s ahead of");

    lms_good_launch(lms, "exp", AT(-59));
    lms_good_launch(lms, "exp", apr_pstrcat(lms->pool, AT(59), ".5", NULL));
    lms_good_launch(lms, "iat", AT(60));
    lms_good_launch(lms, "iat", AT(-86400));
    lms_good_launch(lms, "nbf", AT(60));

    lms->site.lti.clock_leeway = 0;
    lms_refused(lms, "exp", AT(0), LZ_P_LTI_TIME, "0 s");
    lms_refused(lms, "iat", AT(1), LZ_P_LTI_TIME, "1 s ahead");
    lms_good_launch(lms, "exp", AT(1));
}

static void test_nonce(void **state)
{
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);
    const fake_login_t other = lms_login(lms, MOODLE);
    lz_launch_t *launch = NULL;

    lms_refused(lms, "nonce", NULL, LZ_P_LTI_NONCE, "nonce is absent");
    lms_refused(lms, "nonce", "\"\"", LZ_P_LTI_NONCE, "nonce is not that of the login");
    lms_refused(lms, "nonce", "17", LZ_P_LTI_NONCE, "no string");

    /* the right nonce with another login's state */
    assert_problem(lms_launch(lms, lms_token(lms, &login, lms_claims(lms, &login)), other.state,
                              &launch), LZ_P_LTI_NONCE, "not that of the login");
    assert_no_problem(lms_launch_with(lms, &login, NULL, NULL, &launch));
}

static void test_algorithms(void **state)
{
    static const struct {
        const char     *header;
        lz_problem_id_e id;
    } rows[] = {
        { "{\"alg\":\"none\",\"kid\":\"key-1\"}", LZ_P_LTI_ALGORITHM },
        { "{\"alg\":\"None\",\"kid\":\"key-1\"}", LZ_P_LTI_ALGORITHM },
        { "{\"alg\":\"HS256\",\"kid\":\"key-1\"}", LZ_P_LTI_ALGORITHM },
        { "{\"alg\":\"RS384\",\"kid\":\"key-1\"}", LZ_P_LTI_ALGORITHM },
        { "{\"alg\":\"ES256\",\"kid\":\"key-1\"}", LZ_P_LTI_ALGORITHM },
        { "{\"kid\":\"key-1\"}", LZ_P_LTI_ALGORITHM },
        { "{\"alg\":\"RS256\",\"kid\":\"key-1\",\"crit\":[\"exp\"]}", LZ_P_LTI_ALGORITHM },
        { "{\"alg\":\"RS256\",\"kid\":\"key-1\",\"b64\":false}", LZ_P_LTI_ALGORITHM },
        { "{\"alg\":\"RS256\",\"kid\":17}", LZ_P_LTI_KEY },
        { "{\"alg\":\"RS256\",\"kid\":\"\"}", LZ_P_LTI_KEY },
        { "[]", LZ_P_LTI_TOKEN }
    };
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);
    const char *claims = lz_json_text(lms->pool, lms_claims(lms, &login));
    lz_launch_t *launch = NULL;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_problem(lms_launch(lms, lms_sign(lms, MOODLE, rows[i].header, claims), login.state,
                                  &launch), rows[i].id, "id_token [");
    }
    assert_no_problem(lms_launch(lms, lms_sign(lms, MOODLE, HEADER, claims), login.state, &launch));
}

/* alg none as it is meant: without any signature. HS256 keyed with what everybody can read. */
static void test_forged_signatures(void **state)
{
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);
    const char *claims = lz_json_text(lms->pool, lms_claims(lms, &login));
    const char *jwks = lms_jwks(lms, MOODLE, "key-1", -1);
    const char *none = "{\"alg\":\"none\",\"kid\":\"key-1\"}";
    const char *hs256 = "{\"alg\":\"HS256\",\"kid\":\"key-1\"}";
    unsigned char mac[LZ_SHA256_SIZE];
    lz_launch_t *launch = NULL;

    const char *clear = apr_pstrcat(lms->pool, lz_base64url_encode(lms->pool, none, strlen(none)),
                                    ".", lz_base64url_encode(lms->pool, claims, strlen(claims)),
                                    ".", NULL);
    assert_problem(lms_launch(lms, clear, login.state, &launch), LZ_P_LTI_ALGORITHM, "RS256");

    clear = apr_pstrcat(lms->pool, lz_base64url_encode(lms->pool, hs256, strlen(hs256)), ".",
                        lz_base64url_encode(lms->pool, claims, strlen(claims)), NULL);
    lz_hmac_sha256(jwks, strlen(jwks), clear, strlen(clear), mac);
    clear = apr_pstrcat(lms->pool, clear, ".", lz_base64url_encode(lms->pool, mac, sizeof(mac)),
                        NULL);
    assert_problem(lms_launch(lms, clear, login.state, &launch), LZ_P_LTI_ALGORITHM, "RS256");

    /* signed with a key of its own, which the header offers */
    assert_problem(lms_launch(lms, lms_sign(lms, FAKE_LMS_SPARE_KEY, apr_psprintf(
                                  lms->pool, "{\"alg\":\"RS256\",\"kid\":\"key-1\",\"jku\":"
                                  "\"https://evil.example/jwks\",\"jwk\":{\"kty\":\"RSA\"}}"),
                                  claims), login.state, &launch),
                   LZ_P_LTI_SIGNATURE, "LTIZoomKeysURL https://moodle.example/keys/moodle");
    assert_int_equal(fake_http_count(lms->fake->http, "GET", "https://evil.example*"), 0);

    /* another message under a good signature */
    char *token = apr_pstrdup(lms->pool, lms_sign(lms, MOODLE, HEADER, claims));
    assert_no_problem(lms_launch(lms, token, login.state, &launch));
    strrchr(token, '.')[10] ^= 1;
    assert_non_null(lms_launch(lms, token, login.state, &launch));
}

static void test_tokens_that_cannot_be_read(void **state)
{
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);
    const char *claims = lz_json_text(lms->pool, lms_claims(lms, &login));
    const char *token = lms_sign(lms, MOODLE, HEADER, claims);
    const char *with_member = apr_psprintf(lms->pool, "{\"iss\":\"https://evil.example\",%s",
                                           claims + 1);
    const char *with_nul = apr_psprintf(lms->pool, "{\"x\":\"a\\u0000b\",%s", claims + 1);
    char *big = apr_palloc(lms->pool, LZ_JWT_MAX + 2);
    const char *bad[] = {
        "", "x", "a.b", apr_pstrcat(lms->pool, token, ".x", NULL),
        apr_pstrcat(lms->pool, token, "=", NULL), apr_pstrcat(lms->pool, " ", token, NULL),
        lms_sign(lms, MOODLE, HEADER, "[]"), lms_sign(lms, MOODLE, HEADER, "{"),
        lms_sign(lms, MOODLE, HEADER, with_member), lms_sign(lms, MOODLE, HEADER, with_nul), big
    };
    lz_launch_t *launch = NULL;

    memset(big, 'x', LZ_JWT_MAX + 1);
    big[LZ_JWT_MAX + 1] = '\0';
    big[10] = big[20] = '.';
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_problem(lms_launch(lms, bad[i], login.state, &launch), LZ_P_LTI_TOKEN, "id_token [");
    }
    assert_null(launch);
    assert_no_problem(lms_launch(lms, token, login.state, &launch));
}

/* Both platforms publish a key under the same kid: each one's own counts. */
static void test_platforms_do_not_speak_for_each_other(void **state)
{
    fake_lms_t *lms = *state;
    const fake_login_t moodle = lms_login(lms, MOODLE);
    const fake_login_t canvas = lms_login(lms, CANVAS);
    const char *claims = lz_json_text(lms->pool, lms_claims(lms, &moodle));
    lz_launch_t *launch = NULL;

    assert_problem(lms_launch(lms, lms_sign(lms, CANVAS, HEADER, claims), moodle.state, &launch),
                   LZ_P_LTI_SIGNATURE, "platform moodle");

    /* a good token of one, posted with a state that was issued for the other */
    assert_problem(lms_launch(lms, lms_token(lms, &moodle, lms_claims(lms, &moodle)),
                              canvas.state, &launch), LZ_P_LTI_STATE,
                   "the login went to platform canvas, but the id_token is of platform moodle");

    /* the same issuer, another client */
    const fake_login_t two = lms_login(lms, CANVAS_TWO);
    assert_problem(lms_launch(lms, lms_token(lms, &two, lms_claims(lms, &two)), canvas.state,
                              &launch), LZ_P_LTI_STATE, "is of platform canvas-two");
    assert_null(launch);
    assert_no_problem(lms_launch_with(lms, &moodle, NULL, NULL, &launch));
    assert_no_problem(lms_launch_with(lms, &canvas, NULL, NULL, &launch));
    assert_no_problem(lms_launch_with(lms, &two, NULL, NULL, &launch));
}

static void test_states(void **state)
{
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);
    const char *token = lms_token(lms, &login, lms_claims(lms, &login));
    lz_launch_t *launch = NULL;

    assert_problem(lms_launch(lms, token, NULL, &launch), LZ_P_LTI_STATE, "without a state");
    assert_problem(lms_launch(lms, token, "abc", &launch), LZ_P_LTI_STATE, "not sealed here");
    assert_no_problem(lms_launch(lms, token, login.state, &launch));

    fake_clock_advance(lms->fake->clock, LZ_LOGIN_LIFETIME);
    assert_problem(lms_launch(lms, token, login.state, &launch), LZ_P_LTI_STATE_EXPIRED, "300 s");
}

static void test_another_browser(void **state)
{
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);
    const fake_login_t other = lms_login(lms, MOODLE);
    const char *token = lms_token(lms, &login, lms_claims(lms, &login));
    const char *cookie = login.redirect->cookie_name;
    lz_launch_t *launch = NULL;

    apr_table_unset(lms->jar, cookie);
    assert_problem(lms_launch(lms, token, login.state, &launch), LZ_P_LTI_BROWSER,
                   "did not come back");
    apr_table_set(lms->jar, cookie, other.redirect->cookie_value);
    assert_problem(lms_launch(lms, token, login.state, &launch), LZ_P_LTI_BROWSER,
                   "another value");
    assert_string_equal(launch->sub, "user-1");
    apr_table_set(lms->jar, cookie, login.redirect->cookie_value);
    assert_no_problem(lms_launch(lms, token, login.state, &launch));
}

/* Several frames of one page: whichever comes back first, both arrive. */
static void test_two_logins_at_once(void **state)
{
    fake_lms_t *lms = *state;
    const fake_login_t first = lms_login(lms, MOODLE);
    const fake_login_t second = lms_login(lms, MOODLE);
    lz_launch_t *launch = NULL;

    assert_no_problem(lms_launch_with(lms, &second, NULL, NULL, &launch));
    assert_string_equal(launch->nonce, second.nonce);
    assert_no_problem(lms_launch_with(lms, &first, NULL, NULL, &launch));
    assert_string_equal(launch->nonce, first.nonce);
}

static const lz_problem_t *post(fake_lms_t *lms, const lz_form_t *form)
{
    lz_launch_t *launch = NULL;
    const lz_login_t *login = NULL;

    return lz_launch_verify(lms->env, &lms->site.lti, &lms->site.platforms, lms->site.sealer, form,
                            NULL, NULL, &launch, &login);
}

static void test_forms_without_a_message(void **state)
{
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);
    const char *token = lms_token(lms, &login, lms_claims(lms, &login));

    assert_problem(post(lms, lms_form(lms->pool, "state", login.state, NULL)),
                   LZ_P_LTI_PARAMETER, "without id_token");
    assert_problem(post(lms, lms_form(lms->pool, "lti_message_type", "basic-lti-launch-request",
                                      "oauth_signature", "hush-hush", NULL)),
                   LZ_P_LTI_PARAMETER, "without id_token");
    assert_problem(post(lms, lms_form(lms->pool, "id_token", token, "id_token", token, "state",
                                      login.state, NULL)), LZ_P_DUPLICATE_FIELD, "id_token");
    assert_problem(post(lms, lms_form(lms->pool, "id_token", token, "state", login.state, "state",
                                      login.state, NULL)), LZ_P_DUPLICATE_FIELD, "state");
}

static void test_secrets_stay_out_of_causes(void **state)
{
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);

    const lz_problem_t *problem = post(lms, lms_form(lms->pool, "state", login.state, NULL));
    assert_null(strstr(problem->cause, login.state));
    problem = post(lms, lms_form(lms->pool, "lti_message_type", "basic-lti-launch-request",
                                 "oauth_signature", "hush-hush", NULL));
    assert_null(strstr(problem->cause, "hush-hush"));
}

static void test_platforms_error_answers(void **state)
{
    static const struct { const char *error; lz_problem_id_e id; } answers[] = {
        { "login_required", LZ_P_LTI_LOGIN_REQUIRED },
        { "interaction_required", LZ_P_LTI_INTERACTION },
        { "launch_no_longer_valid", LZ_P_LTI_LAUNCH_USED_UP },
        { "access_denied", LZ_P_LTI_ACCESS_DENIED },
        { "unauthorized_client", LZ_P_LTI_REGISTRATION },
        { "server_error", LZ_P_LTI_PLATFORM_TROUBLE },
        { "Login_Required", LZ_P_LTI_PLATFORM_ERROR },
        { "", LZ_P_LTI_PLATFORM_ERROR }
    };
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);

    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        const lz_problem_t *problem = post(lms, lms_form(lms->pool, "error", answers[i].error,
                                                         "state", login.state, NULL));
        assert_problem(problem, answers[i].id, "platform moodle answered the login with error");
        assert_true(problem->status >= 400 && problem->status < 500);
    }
    assert_problem(post(lms, lms_form(lms->pool, "error", "login_required", "error_description",
                                      "Must have an active user session", NULL)),
                   LZ_P_LTI_LOGIN_REQUIRED, "platform unknown (no valid state) answered the login "
                   "with error \"login_required\": \"Must have an active user session\"");
    assert_problem(post(lms, lms_form(lms->pool, "error", "x", "id_token", "y", NULL)),
                   LZ_P_LTI_PLATFORM_ERROR, "\"x\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        lms_test(test_good_launch),
        lms_test(test_certification_bad_tokens),
        lms_test(test_issuer_and_audience),
        lms_test(test_times),
        lms_test(test_nonce),
        lms_test(test_algorithms),
        lms_test(test_forged_signatures),
        lms_test(test_tokens_that_cannot_be_read),
        lms_test(test_platforms_do_not_speak_for_each_other),
        lms_test(test_states),
        lms_test(test_another_browser),
        lms_test(test_two_logins_at_once),
        lms_test(test_forms_without_a_message),
        lms_test(test_secrets_stay_out_of_causes),
        lms_test(test_platforms_error_answers)
    };

    return cmocka_run_group_tests_name("lti/launch", tests, lms_group_setup, lms_group_teardown);
}
