/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deep Linking 2.0 by itself: what the settings claim may say, the request on its way through the
 * browser, the signed answer; and where a launch lands.
 */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/encoding.h"
#include "base/json.h"
#include "course/landing.h"
#include "lti/deep_linking.h"
#include "support/fake_env.h"
#include "support/rsa_key.h"

#define LTI(name) "https://purl.imsglobal.org/spec/lti/claim/" name
#define DL(name)  "https://purl.imsglobal.org/spec/lti-dl/claim/" name
#define BASE      "https://tool.example/zoom"
#define BACK      "https://lms.example/back?sesskey=a%20b+c&x="

static const lz_platform_t platform = {
    .name = "lms", .issuer = "https://lms.example", .client_id = "client-1"
};
static const lz_lti_policy_t policy = { .base_url = BASE };
static const lz_lti_policy_t loopback = { .base_url = BASE, .loopback = 1 };

/* --- what is asked for ------------------------------------------------------------------------ */

/* Good settings with one member replaced by a JSON text, or removed (NULL). */
static json_object *settings_with(apr_pool_t *pool, const char *name, const char *json)
{
    json_object *settings = lz_json_adopt(pool, json_tokener_parse(
        "{\"deep_link_return_url\":\"" BACK "\",\"accept_types\":[\"link\",\"ltiResourceLink\"],"
        "\"accept_presentation_document_targets\":[\"embed\",\"iframe\"]}"));

    json_object_object_del(settings, name);
    if (json != NULL) {
        json_object_object_add(settings, name, json_tokener_parse(json));
    }
    return settings;
}

static lz_deep_linking_t read_with(apr_pool_t *pool, const char *name, const char *json)
{
    lz_deep_linking_t request = { .deployment_id = "1" };
    const lz_problem_t *problem = lz_deep_linking_read(pool, &policy, &platform,
                                                       settings_with(pool, name, json), &request);

    assert_null(problem);
    return request;
}

static void test_what_is_asked_for(void **state)
{
    const lz_deep_linking_t usual = read_with(*state, "title", NULL);

    assert_string_equal(usual.return_url, BACK);
    assert_null(usual.consumer_key);
    assert_null(usual.data);
    assert_string_equal(usual.title, "");
    assert_string_equal(usual.text, "");
    assert_true(usual.accepts_links);
    assert_false(usual.accept_multiple);
    assert_int_equal(usual.targets, LZ_DEEP_IFRAME);

    assert_string_equal(read_with(*state, "data", "\"\"").data, "");
    assert_null(read_with(*state, "data", "null").data);
    assert_string_equal(read_with(*state, "title", "\"Week 3\"").title, "Week 3");
    assert_string_equal(read_with(*state, "title", "3").title, "");
    assert_string_equal(read_with(*state, "text", "\"Bring\\nnotes\"").text, "Bring\nnotes");
    assert_true(read_with(*state, "accept_multiple", "true").accept_multiple);
    assert_false(read_with(*state, "accept_multiple", "\"true\"").accept_multiple);
    assert_false(read_with(*state, "accept_types", "[]").accepts_links);
    assert_false(read_with(*state, "accept_types", "[\"LtiResourceLink\",1]").accepts_links);
    assert_int_equal(read_with(*state, "accept_presentation_document_targets",
                               "[\"window\",\"iframe\",null]").targets,
                     LZ_DEEP_IFRAME | LZ_DEEP_WINDOW);
    assert_int_equal(read_with(*state, "accept_presentation_document_targets", "[]").targets, 0);
}

static void test_a_title_that_is_too_long_is_none(void **state)
{
    char long_title[1100] = "";

    memset(long_title, 'x', 1003);
    long_title[0] = long_title[1002] = '"';
    assert_string_equal(read_with(*state, "title", long_title).title, "");
    long_title[1001] = '"';
    long_title[1002] = '\0';
    assert_int_equal(strlen(read_with(*state, "title", long_title).title), 1000);
}

static void test_what_is_refused(void **state)
{
    static const struct {
        const char     *name;
        const char     *json;
        lz_problem_id_e id;
        const char     *phrase;
    } rows[] = {
        { "deep_link_return_url", NULL, LZ_P_DEEP_RETURN_URL, "is missing" },
        { "deep_link_return_url", "17", LZ_P_DEEP_RETURN_URL, "no string" },
        { "deep_link_return_url", "\"\"", LZ_P_DEEP_RETURN_URL, "https://" },
        { "deep_link_return_url", "\"javascript:alert(1)\"", LZ_P_DEEP_RETURN_URL, "https://" },
        { "deep_link_return_url", "\"http://127.0.0.1/\"", LZ_P_DEEP_RETURN_URL, "https://" },
        { "deep_link_return_url", "\"//lms.example/\"", LZ_P_DEEP_RETURN_URL, "https://" },
        { "deep_link_return_url", "\"https://lms.example/#x\"", LZ_P_DEEP_RETURN_URL, "fragment" },
        { "deep_link_return_url", "\"https://a@b.example/\"", LZ_P_DEEP_RETURN_URL, "user name" },
        { "accept_types", NULL, LZ_P_DEEP_SETTINGS, "accept_types" },
        { "accept_types", "\"ltiResourceLink\"", LZ_P_DEEP_SETTINGS, "accept_types" },
        { "accept_presentation_document_targets", NULL, LZ_P_DEEP_SETTINGS, "targets" },
        { "data", "{}", LZ_P_DEEP_SETTINGS, "data is no string" },
        { "data", "false", LZ_P_DEEP_SETTINGS, "data is no string" }
    };
    lz_deep_linking_t request;
    const lz_problem_t *problem;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        json_object *settings = settings_with(*state, rows[i].name, rows[i].json);

        problem = lz_deep_linking_read(*state, &policy, &platform, settings, &request);
        assert_non_null(problem);
        assert_int_equal(problem->id, rows[i].id);
        assert_non_null(strstr(problem->cause, rows[i].phrase));
    }
    problem = lz_deep_linking_read(*state, &policy, &platform, NULL, &request);
    assert_int_equal(problem->id, LZ_P_DEEP_SETTINGS);
}

static void test_loopback_is_for_those_who_allow_it(void **state)
{
    (void)state;
    assert_null(lz_deep_return_url_wrong(&loopback, "http://localhost:8080/back"));
    assert_non_null(lz_deep_return_url_wrong(&loopback, "http://lms.example/back"));
    assert_non_null(lz_deep_return_url_wrong(&policy, "http://localhost:8080/back"));
}

static void test_there_and_back(void **state)
{
    const lz_deep_linking_t sent = {
        .consumer_key = "key", .deployment_id = "1", .return_url = BACK,
        .data = "\"\\\n\xe2\x80\xa8</script>", .title = "T", .text = "x", .accepts_links = 1,
        .accept_multiple = 1, .targets = LZ_DEEP_WINDOW
    };
    const char *text = lz_json_text(*state, lz_deep_linking_pack(*state, &sent));
    const char *reason = NULL;
    lz_deep_linking_t got = { 0 };
    json_object *packed = lz_json_parse(*state, text, strlen(text), LZ_JSON_OBJECT, &reason);

    assert_true(lz_deep_linking_unpack(packed, &got));
    assert_string_equal(got.consumer_key, sent.consumer_key);
    assert_string_equal(got.deployment_id, sent.deployment_id);
    assert_string_equal(got.return_url, sent.return_url);
    assert_string_equal(got.data, sent.data);
    assert_string_equal(got.title, sent.title);
    assert_string_equal(got.text, sent.text);
    assert_true(got.accepts_links && got.accept_multiple);
    assert_int_equal(got.targets, sent.targets);

    static const char *const needed[] = { "i", "u", "t", "x", "l", "m", "g" };
    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
        json_object *less = lz_json_parse(*state, text, strlen(text), LZ_JSON_OBJECT, &reason);
        json_object_object_del(less, needed[i]);
        assert_false(lz_deep_linking_unpack(less, &got));
    }
}

/* --- what goes back --------------------------------------------------------------------------- */

static json_object *answer_claims(apr_pool_t *pool, const lz_deep_linking_t *request,
                                  const lz_deep_answer_t *answer)
{
    const fake_env_t *fake = fake_env_create(pool);
    const lz_signing_key_t *key = rsa_key_signing(pool);
    const char *reason = NULL;
    apr_table_t *fields = NULL;
    lz_jwt_t *jwt = NULL;

    assert_non_null(key);
    assert_null(lz_deep_linking_answer(&fake->env, &policy, &platform, key, request, answer,
                                       &fields));
    assert_int_equal(apr_table_elts(fields)->nelts, 1);
    const char *jwks = lz_jwks_publish(pool, &key, 1);
    assert_int_equal(lz_jwt_parse(pool, apr_table_get(fields, "JWT"), &jwt, &reason), LZ_JWT_OK);
    assert_int_equal(lz_jwt_verify(pool, NULL, jwt, jwks, strlen(jwks), &reason), LZ_JWT_OK);
    assert_string_equal(jwt->kid, lz_signing_key_kid(key));
    return jwt->claims;
}

static void test_the_answer(void **state)
{
    static const lz_deep_item_t items[] = {
        { .title = "Zoom", .text = "", .view = "upcoming" },
        { .title = "Lecture", .text = "Notes", .view = "meeting", .meeting_id = "912" }
    };
    lz_deep_linking_t request = read_with(*state, "data", "\"d \\\"\\u2028\"");
    request.deployment_id = "dep 1";
    const lz_deep_answer_t answer = { .items = items, .n = 2 };
    json_object *claims = answer_claims(*state, &request, &answer);
    apr_int64_t iat = 0, exp = 0;

    assert_string_equal(lz_json_string(claims, "iss"), "client-1");
    assert_string_equal(lz_json_string(claims, "sub"), "client-1");
    assert_string_equal(lz_json_string(claims, "aud"), "https://lms.example");
    assert_true(lz_json_int64(claims, "iat", &iat) && lz_json_int64(claims, "exp", &exp));
    assert_int_equal(iat, apr_time_sec(FAKE_CLOCK_START));
    assert_int_equal(exp - iat, 300);
    assert_int_equal(strlen(lz_json_string(claims, "nonce")), 32);
    assert_string_equal(lz_json_string(claims, LTI("deployment_id")), "dep 1");
    assert_string_equal(lz_json_string(claims, LTI("message_type")), "LtiDeepLinkingResponse");
    assert_string_equal(lz_json_string(claims, LTI("version")), "1.3.0");
    assert_string_equal(lz_json_string(claims, DL("data")), "d \"\xe2\x80\xa8");
    assert_null(lz_json_member(claims, DL("errormsg")));
    assert_null(lz_json_member(claims, "azp"));
    assert_string_equal(
        lz_json_text(*state, lz_json_array(claims, DL("content_items"))),
        "[{\"type\":\"ltiResourceLink\",\"url\":\"" BASE "/launch?view=upcoming\","
        "\"title\":\"Zoom\",\"custom\":{\"view\":\"upcoming\"},"
        "\"iframe\":{\"width\":800,\"height\":720}},"
        "{\"type\":\"ltiResourceLink\",\"url\":\"" BASE "/launch?view=meeting&meeting_id=912\","
        "\"title\":\"Lecture\",\"text\":\"Notes\","
        "\"custom\":{\"view\":\"meeting\",\"meeting_id\":\"912\"},"
        "\"iframe\":{\"width\":800,\"height\":720}}]");
}

static void test_an_empty_answer(void **state)
{
    const lz_deep_linking_t request = read_with(*state, "data", NULL);
    const lz_deep_answer_t answer = { .error = "Sorry." };
    json_object *claims = answer_claims(*state, &request, &answer);

    assert_int_equal(json_object_array_length(lz_json_array(claims, DL("content_items"))), 0);
    assert_string_equal(lz_json_string(claims, DL("errormsg")), "Sorry.");
    assert_null(lz_json_member(claims, DL("data")));
}

/* --- where a launch lands --------------------------------------------------------------------- */

/* The view, or NULL when the launch is refused. */
static const char *view_of(apr_pool_t *pool, const char *mount, const lz_launch_t *given)
{
    const char *base = apr_pstrcat(pool, "https://tool.example", mount, NULL);
    const lz_site_t site = { .base_url = base, .mount = mount };
    lz_launch_t launch = *given;
    const char *view = NULL;

    launch.platform = &platform;
    const lz_problem_t *problem = lz_landing_view(pool, &site, &launch, &view);
    if (problem != NULL) {
        assert_int_equal(problem->id, LZ_P_LTI_TARGET);
        assert_null(view);
    }
    return view;
}

static void test_landing_at_the_root_of_a_site(void **state)
{
    lz_launch_t launch = { .target_link_uri = "https://tool.example/launch" };

    assert_string_equal(view_of(*state, "", &launch), "upcoming");
    launch.target_link_uri = "https://tool.example";
    assert_string_equal(view_of(*state, "", &launch), "upcoming");
    launch.target_link_uri = "https://tool.example/c/x/meetings/1";
    assert_string_equal(view_of(*state, "", &launch), "meetings/1");
    launch.target_link_uri = "https://tool.example//evil.example";
    assert_null(view_of(*state, "", &launch));
}

static void test_landing(void **state)
{
    lz_launch_t launch = { .target_link_uri = BASE "/launch?view=schedule" };

    assert_string_equal(view_of(*state, "/zoom", &launch), "schedule");
    launch.view = "meeting";
    launch.meeting_id = "12345678901234567890";
    assert_string_equal(view_of(*state, "/zoom", &launch), "meetings/12345678901234567890");
    launch.meeting_id = "123456789012345678901";
    assert_string_equal(view_of(*state, "/zoom", &launch), "schedule");
    launch.target_link_uri = BASE "/elsewhere";     /* refused, whatever the parameters say */
    launch.meeting_id = "1";
    assert_null(view_of(*state, "/zoom", &launch));
    launch.target_link_uri = BASE "board/launch";
    assert_null(view_of(*state, "/zoom", &launch));
    launch.target_link_uri = BASE "/launch?view=upcoming#?view=schedule";
    launch.view = NULL;
    assert_string_equal(view_of(*state, "/zoom", &launch), "upcoming");
    launch.target_link_uri = "";
    assert_string_equal(view_of(*state, "/zoom", &launch), "upcoming");
}

static void test_landing_to_choose(void **state)
{
    const lz_deep_linking_t request = { .return_url = BACK };
    const lz_launch_t launch = {
        .deep_linking = &request, .target_link_uri = BASE "/elsewhere", .view = "upcoming"
    };

    assert_string_equal(view_of(*state, "/zoom", &launch), "select");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_what_is_asked_for),
        pool_test(test_a_title_that_is_too_long_is_none),
        pool_test(test_what_is_refused),
        pool_test(test_loopback_is_for_those_who_allow_it),
        pool_test(test_there_and_back),
        pool_test(test_the_answer),
        pool_test(test_an_empty_answer),
        pool_test(test_landing_at_the_root_of_a_site),
        pool_test(test_landing),
        pool_test(test_landing_to_choose)
    };

    return cmocka_run_group_tests_name("lti/deep_linking", tests, apr_setup, apr_teardown);
}
