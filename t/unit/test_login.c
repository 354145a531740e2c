/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fake_lms.h"

#include <string.h>

#include <apr_strings.h>

#include "base/encoding.h"
#include "base/json.h"

/* A login at Canvas, whose parameters the test may change; NULL: left out. */
typedef struct parameters_t {
    const char *iss;
    const char *login_hint;
    const char *target_link_uri;
    const char *client_id;
    const char *lti_message_hint;
    const char *lti_deployment_id;
    const char *deployment_id;
    const char *lti_storage_target;
    const char *path;               /* of /login/{path} */
} parameters_t;

static const parameters_t good = {
    .iss = "https://canvas.example", .login_hint = "user-1", .target_link_uri = TARGET,
    .client_id = "10000000000042"
};

static const lz_problem_t *begin_form(const fake_lms_t *lms, const char *path,
                                      const lz_form_t *form, lz_login_redirect_t **redirect)
{
    return lz_login_begin(lms->env, &lms->site.lti, &lms->site.platforms, lms->site.sealer, path,
                          form, redirect);
}

static const lz_problem_t *begin(const fake_lms_t *lms, const parameters_t *p,
                                 lz_login_redirect_t **redirect)
{
    const lz_form_t *form =
        lms_form(lms->pool, "iss", p->iss, "login_hint", p->login_hint, "target_link_uri",
                 p->target_link_uri, "client_id", p->client_id, "lti_message_hint",
                 p->lti_message_hint, "lti_deployment_id", p->lti_deployment_id, "deployment_id",
                 p->deployment_id, "lti_storage_target", p->lti_storage_target, "utf8", "✓", NULL);

    return begin_form(lms, p->path, form, redirect);
}

/* The query of the authentication request that such a login is answered with. */
static const lz_form_t *request_of(const fake_lms_t *lms, const parameters_t *p)
{
    lz_login_redirect_t *redirect = NULL;
    lz_form_t *query = NULL;

    assert_no_problem(begin(lms, p, &redirect));
    const char *mark = strchr(redirect->location, '?');
    assert_non_null(mark);
    assert_no_problem(lz_form_parse(lms->pool, mark + 1, strlen(mark + 1), &query));
    return query;
}

static void refused(const fake_lms_t *lms, const parameters_t *p, lz_problem_id_e id,
                    const char *phrase)
{
    lz_login_redirect_t *redirect = NULL;

    assert_no_problem(begin(lms, &good, &redirect));
    redirect = NULL;
    assert_problem(begin(lms, p, &redirect), id, phrase);
    assert_null(redirect);
}

static void assert_parameter(const lz_form_t *query, const char *name, const char *value)
{
    assert_non_null(lz_form_get(query, name));
    assert_string_equal(lz_form_get(query, name), value);
}

static int only_base64url(const char *text)
{
    return strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
           == strlen(text);
}

static void test_authentication_request(void **state)
{
    const fake_lms_t *lms = *state;
    lz_login_redirect_t *redirect = NULL;
    const lz_form_t *query = request_of(lms, &good);

    assert_int_equal(query->n, 9);
    assert_parameter(query, "scope", "openid");
    assert_parameter(query, "response_type", "id_token");
    assert_parameter(query, "response_mode", "form_post");
    assert_parameter(query, "prompt", "none");
    assert_parameter(query, "client_id", "10000000000042");
    assert_parameter(query, "redirect_uri", "https://tool.example/zoom/launch");
    assert_parameter(query, "login_hint", "user-1");
    assert_true(only_base64url(lz_form_get(query, "state")));
    assert_true(only_base64url(lz_form_get(query, "nonce")));
    assert_int_equal(strlen(lz_form_get(query, "nonce")), 43);

    assert_no_problem(begin(lms, &good, &redirect));
    assert_int_equal(strncmp(redirect->location, "https://canvas.example/auth?", 28), 0);
}

static void test_authorization_url_with_a_query(void **state)
{
    const fake_lms_t *lms = *state;
    const parameters_t moodle = { .iss = "https://moodle.example", .login_hint = "2" };
    lz_login_redirect_t *redirect = NULL;

    assert_no_problem(begin(lms, &moodle, &redirect));
    assert_int_equal(strncmp(redirect->location, "https://moodle.example/mod/lti/auth.php?tenant=7"
                             "&scope=openid&", 62), 0);
}

/* Moodle's message hint is JSON, Canvas' a token of some hundred bytes: echoed as they are. */
static void test_hints_are_echoed(void **state)
{
    const fake_lms_t *lms = *state;
    parameters_t p = good;

    p.login_hint = "a+b c&d=é\"%";
    p.lti_message_hint = "{\"cmid\":\"17\",\"launchid\":\"a b&c\"}";
    const lz_form_t *query = request_of(lms, &p);
    assert_parameter(query, "login_hint", p.login_hint);
    assert_parameter(query, "lti_message_hint", p.lti_message_hint);

    p.lti_message_hint = "";
    assert_parameter(request_of(lms, &p), "lti_message_hint", "");

    assert_null(lz_form_get(request_of(lms, &good), "lti_message_hint"));
}

static void test_what_may_be_missing(void **state)
{
    const fake_lms_t *lms = *state;
    parameters_t p = good;
    lz_login_redirect_t *redirect = NULL;

    p.target_link_uri = NULL;
    assert_no_problem(begin(lms, &p, &redirect));
    p.target_link_uri = "";
    assert_no_problem(begin(lms, &p, &redirect));

    const parameters_t moodle = { .iss = "https://moodle.example", .login_hint = "2" };
    assert_no_problem(begin(lms, &moodle, &redirect));
}

static void test_what_must_be_there(void **state)
{
    static const char *const absent_or_empty[] = { NULL, "" };
    const fake_lms_t *lms = *state;

    for (int i = 0; i < 2; i++) {
        parameters_t p = good;

        p.iss = absent_or_empty[i];
        refused(lms, &p, LZ_P_LTI_PARAMETER, "iss is");
        p = good;
        p.login_hint = absent_or_empty[i];
        refused(lms, &p, LZ_P_LTI_PARAMETER, "login_hint is");
    }
}

static void test_lengths(void **state)
{
    const fake_lms_t *lms = *state;
    char long_id[LZ_LTI_ID_MAX + 2] = { 0 };
    char long_hint[LZ_LOGIN_HINT_MAX + 2] = { 0 };
    parameters_t p = good;

    memset(long_id, 'x', sizeof(long_id) - 1);
    memset(long_hint, 'x', sizeof(long_hint) - 1);
    p.iss = long_id;
    refused(lms, &p, LZ_P_LTI_PARAMETER, "iss is 256 bytes long, 255 are accepted");
    p = good;
    p.client_id = long_id;
    refused(lms, &p, LZ_P_LTI_PARAMETER, "client_id is 256 bytes");
    p = good;
    p.deployment_id = long_id;
    refused(lms, &p, LZ_P_LTI_PARAMETER, "deployment_id is 256 bytes");
    p = good;
    p.lti_message_hint = long_hint;
    refused(lms, &p, LZ_P_LTI_PARAMETER, "lti_message_hint is 8193 bytes long, 8192 are accepted");
    p = good;
    p.login_hint = long_hint;
    refused(lms, &p, LZ_P_LTI_PARAMETER, "login_hint is 8193 bytes");

    long_hint[LZ_LOGIN_HINT_MAX] = '\0';
    p.login_hint = p.lti_message_hint = long_hint;
    assert_parameter(request_of(lms, &p), "lti_message_hint", long_hint);
}

static void test_duplicates(void **state)
{
    static const char *const names[] = {
        "iss", "login_hint", "client_id", "target_link_uri", "lti_message_hint",
        "lti_deployment_id", "deployment_id", "lti_storage_target"
    };
    const fake_lms_t *lms = *state;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        const char *value = strcmp(names[i], "iss") == 0 ? good.iss
                            : strcmp(names[i], "client_id") == 0 ? good.client_id
                            : strcmp(names[i], "target_link_uri") == 0 ? TARGET : "1";
        lz_login_redirect_t *redirect = NULL;
        const lz_form_t *twice = lms_form(lms->pool, "iss", good.iss, "login_hint", "1",
                                          "client_id", good.client_id, names[i], value,
                                          names[i], value, NULL);

        assert_problem(begin_form(lms, NULL, twice, &redirect), LZ_P_DUPLICATE_FIELD, names[i]);
        assert_null(redirect);
    }
}

static void test_unknown_platforms_are_not_redirected(void **state)
{
    const fake_lms_t *lms = *state;
    parameters_t p = good;

    p.iss = "https://canvas.example/";
    refused(lms, &p, LZ_P_LTI_UNKNOWN_PLATFORM, "\"https://canvas.example/\"");
    p = good;
    p.client_id = "1";
    refused(lms, &p, LZ_P_LTI_UNKNOWN_PLATFORM, "LTIZoomPlatformClientID \"1\"");
    p.client_id = NULL;
    refused(lms, &p, LZ_P_LTI_AMBIGUOUS, "/login/");
}

static void test_platform_named_by_the_path(void **state)
{
    const fake_lms_t *lms = *state;
    parameters_t p = good;

    p.client_id = NULL;
    p.path = "canvas-two";
    assert_parameter(request_of(lms, &p), "client_id", "10000000000099");
    p.client_id = "10000000000042";
    refused(lms, &p, LZ_P_LTI_UNKNOWN_PLATFORM, "10000000000042");
    p.path = "moodle";
    refused(lms, &p, LZ_P_LTI_UNKNOWN_PLATFORM, "https://canvas.example");
    p.path = "nowhere";
    refused(lms, &p, LZ_P_LTI_UNKNOWN_PLATFORM, "/login/nowhere");
}

static void test_targets(void **state)
{
    static const char *const bad[] = {
        "https://evil.example/zoom/launch", "https://tool.example.evil.example/",
        "https://tool.example@evil.example/", "http://tool.example/zoom", "//tool.example/zoom",
        "https://tool.example:8443/zoom", "javascript:alert(1)", "/zoom/launch",
        "https://tool.example\\@evil.example/", "https://tool.example/zoom#fragment", "x"
    };
    static const char *const ours[] = {
        "https://tool.example/zoom", "https://TOOL.example:443/zoom/launch?view=upcoming",
        "https://tool.example"
    };
    const fake_lms_t *lms = *state;
    lz_login_redirect_t *redirect = NULL;
    parameters_t p = good;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        p.target_link_uri = bad[i];
        refused(lms, &p, LZ_P_LTI_TARGET, "LTIZoomBaseURL");
    }
    for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++) {
        p.target_link_uri = ours[i];
        assert_no_problem(begin(lms, &p, &redirect));
    }
}

static lz_login_t *opened(const fake_lms_t *lms, const parameters_t *p)
{
    lz_login_t *login = NULL;

    assert_no_problem(lz_login_open(lms->env, &lms->site.platforms, lms->site.sealer,
                                    lz_form_get(request_of(lms, p), "state"), &login));
    return login;
}

static void test_deployment_by_either_name(void **state)
{
    const fake_lms_t *lms = *state;
    parameters_t p = good;

    assert_string_equal(opened(lms, &p)->deployment_id, "");
    p.deployment_id = "9:canvas";
    assert_string_equal(opened(lms, &p)->deployment_id, "9:canvas");
    p.lti_deployment_id = "9:canvas";
    assert_string_equal(opened(lms, &p)->deployment_id, "9:canvas");
    p.deployment_id = NULL;
    assert_string_equal(opened(lms, &p)->deployment_id, "9:canvas");
    p.deployment_id = "9:other";
    refused(lms, &p, LZ_P_LTI_PARAMETER, "differ");

    const parameters_t school = {
        .iss = "https://blackboard.example", .login_hint = "1", .lti_deployment_id = "b"
    };
    assert_string_equal(opened(lms, &school)->platform->name, "school-b");
}

static void test_state_holds_the_login(void **state)
{
    const fake_lms_t *lms = *state;
    parameters_t p = good;

    p.lti_storage_target = "_parent";
    const lz_form_t *query = request_of(lms, &p);
    lz_login_t *login = NULL;
    assert_no_problem(lz_login_open(lms->env, &lms->site.platforms, lms->site.sealer,
                                    lz_form_get(query, "state"), &login));
    assert_ptr_equal(login->platform, lms_platform(lms, CANVAS));
    assert_string_equal(login->nonce, lz_form_get(query, "nonce"));
    assert_string_equal(login->target, TARGET);
    assert_string_equal(login->storage_target, "_parent");
    assert_int_equal(login->expires, FAKE_CLOCK_START + LZ_LOGIN_LIFETIME);
}

static const lz_problem_t *open_state(const fake_lms_t *lms, const char *text)
{
    lz_login_t *login = NULL;

    return lz_login_open(lms->env, &lms->site.platforms, lms->site.sealer, text, &login);
}

static void test_states_that_are_not_ours(void **state)
{
    const fake_lms_t *lms = *state;
    char *sealed = apr_pstrdup(lms->pool, lz_form_get(request_of(lms, &good), "state"));
    const char *record = "{\"i\":\"a\",\"n\":\"b\"}";

    assert_no_problem(open_state(lms, sealed));
    assert_problem(open_state(lms, NULL), LZ_P_LTI_STATE, "without a state");
    assert_problem(open_state(lms, ""), LZ_P_LTI_STATE, "without a state");
    assert_problem(open_state(lms, "x"), LZ_P_LTI_STATE, "not sealed here");
    assert_problem(open_state(lms, lz_seal(lms->site.sealer, lms->pool, LZ_SEAL_SESSION, record,
                                           strlen(record))), LZ_P_LTI_STATE, "not sealed here");
    assert_problem(open_state(lms, lz_seal(lms->site.sealer, lms->pool, LZ_SEAL_STATE, record,
                                           strlen(record))), LZ_P_LTI_STATE, "another version");
    sealed[strlen(sealed) / 2] ^= 1;
    assert_problem(open_state(lms, sealed), LZ_P_LTI_STATE, "not sealed here");
}

static void test_state_of_a_platform_that_is_gone(void **state)
{
    fake_lms_t *lms = *state;
    const char *sealed = lz_form_get(request_of(lms, &good), "state");
    const lz_platforms_t others = { .list = lms->site.platforms.list + 1, .n = 4 };
    lz_login_t *login = NULL;

    assert_problem(lz_login_open(lms->env, &others, lms->site.sealer, sealed, &login),
                   LZ_P_LTI_STATE, "no longer configured");
}

static void test_state_expires(void **state)
{
    fake_lms_t *lms = *state;
    const char *sealed = lz_form_get(request_of(lms, &good), "state");

    fake_clock_advance(lms->fake->clock, LZ_LOGIN_LIFETIME - 1);
    assert_no_problem(open_state(lms, sealed));
    fake_clock_advance(lms->fake->clock, 1);
    assert_problem(open_state(lms, sealed), LZ_P_LTI_STATE_EXPIRED, "300 s ago");
}

static void test_binding(void **state)
{
    const fake_lms_t *lms = *state;
    lz_login_redirect_t *redirect = NULL;
    lz_form_t *query = NULL;
    lz_login_t *login = NULL;

    assert_no_problem(begin(lms, &good, &redirect));
    const char *text = strchr(redirect->location, '?') + 1;
    assert_no_problem(lz_form_parse(lms->pool, text, strlen(text), &query));
    assert_no_problem(lz_login_open(lms->env, &lms->site.platforms, lms->site.sealer,
                                    lz_form_get(query, "state"), &login));

    assert_string_equal(redirect->cookie_name, lz_login_cookie_name(lms->pool, login->id));
    assert_no_problem(lz_login_bound(lms->env, login, redirect->cookie_value));
    assert_problem(lz_login_bound(lms->env, login, NULL), LZ_P_LTI_BROWSER, "did not come back");
    assert_problem(lz_login_bound(lms->env, login, ""), LZ_P_LTI_BROWSER, "another value");
    assert_problem(lz_login_bound(lms->env, login, login->secret_hash), LZ_P_LTI_BROWSER,
                   "another value");
    assert_null(strstr(redirect->location, redirect->cookie_value));
}

static void test_two_logins_have_nothing_in_common(void **state)
{
    const fake_lms_t *lms = *state;
    lz_login_t *first = opened(lms, &good);
    lz_login_t *second = opened(lms, &good);

    assert_string_not_equal(first->id, second->id);
    assert_string_not_equal(first->nonce, second->nonce);
    assert_string_not_equal(first->secret_hash, second->secret_hash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        lms_test(test_authentication_request),
        lms_test(test_authorization_url_with_a_query),
        lms_test(test_hints_are_echoed),
        lms_test(test_what_may_be_missing),
        lms_test(test_what_must_be_there),
        lms_test(test_lengths),
        lms_test(test_duplicates),
        lms_test(test_unknown_platforms_are_not_redirected),
        lms_test(test_platform_named_by_the_path),
        lms_test(test_targets),
        lms_test(test_deployment_by_either_name),
        lms_test(test_state_holds_the_login),
        lms_test(test_states_that_are_not_ours),
        lms_test(test_state_of_a_platform_that_is_gone),
        lms_test(test_state_expires),
        lms_test(test_binding),
        lms_test(test_two_logins_have_nothing_in_common)
    };

    return cmocka_run_group_tests_name("lti/login", tests, lms_group_setup, lms_group_teardown);
}
