/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The claims table: each row changes one claim of a good launch, an instructor's at Moodle. What
 * the certification suite sends stands in the Conformance Certification Guide 1.3 §6.1.
 */
#include "support/fake_lms.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"

#define X10  "xxxxxxxxxx"
#define X250 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 X10 \
             X10 X10 X10 X10 X10

/* What the certification suite sends broken (Conformance Certification Guide 1.3 §6.1.1). */
static void test_certification_bad_payloads(void **state)
{
    static const fake_refusal_t rows[] = {
        { CLAIM("version"), "\"11.3\"", LZ_P_LTI_VERSION, "\"11.3\", the LMS must send 1.3.0" },
        { CLAIM("version"), NULL, LZ_P_LTI_CLAIM, "claim version is missing" },
        { CLAIM("message_type"), NULL, LZ_P_LTI_CLAIM, "claim message_type is missing" },
        { CLAIM("roles"), NULL, LZ_P_LTI_CLAIM, "claim roles is missing" },
        { CLAIM("deployment_id"), NULL, LZ_P_LTI_CLAIM, "claim deployment_id is missing" },
        { CLAIM("resource_link"), NULL, LZ_P_LTI_CLAIM, "claim resource_link.id is missing" },
        { "sub", "\"\"", LZ_P_LTI_CLAIM, "claim sub is empty" }
    };

    LMS_ALL_REFUSED(*state, rows);
}

/* And what it sends in odd but valid shapes. */
static void test_certification_valid_payloads(void **state)
{
    static const struct {
        const char *roles;
        lz_role_e   role;
    } rows[] = {
        { "[\"http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor\","
          "\"http://purl.imsglobal.org/vocab/lis/v2/institution/person#Faculty\"]",
          LZ_ROLE_INSTRUCTOR },
        { "[\"Instructor\"]", LZ_ROLE_INSTRUCTOR },
        { "[\"Learner\"]", LZ_ROLE_STUDENT },
        { "[\"http://purl.imsglobal.org/vocab/lis/v2/unknown/unknown#Helper\"]", LZ_ROLE_STUDENT },
        { "[\"http://purl.imsglobal.org/vocab/lis/v2/membership#Learner\","
          "\"http://purl.imsglobal.org/vocab/lis/v2/uknownrole/unknown#Unknown\"]",
          LZ_ROLE_STUDENT },
        { "[\"\"]", LZ_ROLE_STUDENT },
        { "[]", LZ_ROLE_STUDENT }
    };
    fake_lms_t *lms = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(lms_good_launch(lms, CLAIM("roles"), rows[i].roles)->role, rows[i].role);
    }

    const fake_login_t login = lms_login(lms, MOODLE);
    json_object *claims = lms_claims(lms, &login);
    lz_launch_t *launch = NULL;
    lms_set(claims, "name", NULL);
    lms_set(claims, "email", NULL);
    lms_set(claims, CLAIM("context"), NULL);
    lms_set(claims, "locale", "\"en-US\"");
    assert_no_problem(lms_launch(lms, lms_token(lms, &login, claims), login.state, &launch));
    assert_string_equal(launch->name, "");
    assert_string_equal(launch->email, "");
    assert_string_equal(launch->context_id, "");
    assert_string_equal(launch->context_title, "");
    assert_string_equal(launch->locale, "en-US");
}

static void test_identifiers(void **state)
{
    static const fake_refusal_t rows[] = {
        { "sub", NULL, LZ_P_LTI_ANONYMOUS, "claim sub is missing" },
        { "sub", "null", LZ_P_LTI_ANONYMOUS, "claim sub is missing" },
        { "sub", "17", LZ_P_LTI_CLAIM, "claim sub is no string but of type int" },
        { "sub", "\"" X250 "xxxxxx\"", LZ_P_LTI_CLAIM, "claim sub is 256 characters long" },
        { "sub", "\"us\\u00e9r\"", LZ_P_LTI_CLAIM, "not of printable ASCII" },
        { "sub", "\"us\\ner\"", LZ_P_LTI_CLAIM, "not of printable ASCII" },
        { CLAIM("deployment_id"), "\"\"", LZ_P_LTI_CLAIM, "claim deployment_id is empty" },
        { CLAIM("deployment_id"), "1", LZ_P_LTI_CLAIM, "no string but of type int" },
        { CLAIM("deployment_id"), "\"" X250 "xxxxxx\"", LZ_P_LTI_CLAIM, "256 characters long" },
        { CLAIM("resource_link"), "{}", LZ_P_LTI_CLAIM, "resource_link.id is missing" },
        { CLAIM("resource_link"), "\"link-1\"", LZ_P_LTI_CLAIM, "resource_link.id is missing" },
        { CLAIM("resource_link"), "{\"id\":\"\"}", LZ_P_LTI_CLAIM, "resource_link.id is empty" },
        { CLAIM("resource_link"), "{\"id\":\"" X250 "xxxxxx\"}", LZ_P_LTI_CLAIM, "256" },
        { CLAIM("context"), "{\"title\":\"Analysis\"}", LZ_P_LTI_CLAIM, "context.id is missing" },
        { CLAIM("context"), "{\"id\":\"\"}", LZ_P_LTI_CLAIM, "context.id is empty" },
        { CLAIM("context"), "{\"id\":\"c\\u00f6urse\"}", LZ_P_LTI_CLAIM, "context.id is not of" },
        { CLAIM("context"), "\"course-1\"", LZ_P_LTI_CLAIM, "context.id is missing" },
        { CLAIM("roles"), "\"Instructor\"", LZ_P_LTI_CLAIM, "roles is missing or no array" },
        { CLAIM("roles"), "{}", LZ_P_LTI_CLAIM, "roles is missing or no array" }
    };
    fake_lms_t *lms = *state;

    LMS_ALL_REFUSED(lms, rows);
    assert_int_equal(strlen(lms_good_launch(lms, "sub", "\"" X250 "xxxxx\"")->sub), LZ_LTI_ID_MAX);
}

static void test_kinds_of_messages(void **state)
{
    static const fake_refusal_t rows[] = {
        { CLAIM("message_type"), "\"LtiDeepLinkingRequest\"", LZ_P_DEEP_SETTINGS,
          "deep_linking_settings is missing" },
        { CLAIM("message_type"), "\"LtiSubmissionReviewRequest\"", LZ_P_LTI_MESSAGE_TYPE,
          "\"LtiSubmissionReviewRequest\"" },
        { CLAIM("message_type"), "\"ltiresourcelinkrequest\"", LZ_P_LTI_MESSAGE_TYPE, "only" },
        { CLAIM("message_type"), "[\"LtiResourceLinkRequest\"]", LZ_P_LTI_CLAIM, "message_type" },
        { CLAIM("version"), "\"LTI-1p0\"", LZ_P_LTI_VERSION, "\"LTI-1p0\"" },
        { CLAIM("version"), "\"1.3\"", LZ_P_LTI_VERSION, "\"1.3\"" },
        { CLAIM("version"), "1.3", LZ_P_LTI_CLAIM, "claim version" }
    };

    LMS_ALL_REFUSED(*state, rows);
}

static void test_deployments(void **state)
{
    static const fake_refusal_t rows[] = {
        { CLAIM("deployment_id"), "\"2\"", LZ_P_LTI_DEPLOYMENT,
          "add it to LTIZoomDeployments in <LTIZoomPlatform moodle>" },
        { CLAIM("deployment_id"), "\"1 \"", LZ_P_LTI_DEPLOYMENT, "\"1 \"" }
    };
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, CANVAS);
    lz_launch_t *launch = NULL;

    LMS_ALL_REFUSED(lms, rows);
    assert_no_problem(lms_launch_with(lms, &login, CLAIM("deployment_id"), "\"any\"", &launch));
    assert_string_equal(launch->deployment_id, "any");
}

static void test_targets(void **state)
{
    static const fake_refusal_t rows[] = {
        { CLAIM("target_link_uri"), NULL, LZ_P_LTI_CLAIM, "target_link_uri is missing" },
        { CLAIM("target_link_uri"), "\"\"", LZ_P_LTI_CLAIM, "target_link_uri is missing" },
        { CLAIM("target_link_uri"), "\"https://evil.example/zoom/launch\"", LZ_P_LTI_TARGET,
          "of another origin" },
        { CLAIM("target_link_uri"), "\"javascript:alert(1)\"", LZ_P_LTI_TARGET, "https://" },
        { CLAIM("target_link_uri"), "\"" TARGET "?view=recordings\"", LZ_P_LTI_TARGET,
          "the login named target_link_uri" }
    };

    LMS_ALL_REFUSED(*state, rows);
}

/* A login for what the test wants, at Canvas. */
static const char *state_of(fake_lms_t *lms, const char *name, const char *value,
                            const char **nonce)
{
    const lz_platform_t *canvas = lms_platform(lms, CANVAS);
    lz_login_redirect_t *redirect = NULL;
    lz_form_t *query = NULL;
    const lz_form_t *form = lms_form(lms->pool, "iss", canvas->issuer, "login_hint", "1",
                                     "client_id", canvas->client_id, name, value, NULL);

    assert_no_problem(lz_login_begin(lms->env, &lms->site.lti, &lms->site.platforms,
                                     lms->site.sealer, NULL, form, &redirect));
    apr_table_set(lms->jar, redirect->cookie_name, redirect->cookie_value);
    const char *text = strchr(redirect->location, '?') + 1;
    assert_no_problem(lz_form_parse(lms->pool, text, strlen(text), &query));
    *nonce = lz_form_get(query, "nonce");
    return lz_form_get(query, "state");
}

static void test_what_the_login_said_holds(void **state)
{
    fake_lms_t *lms = *state;
    fake_login_t login = { .platform = lms_platform(lms, CANVAS) };
    lz_launch_t *launch = NULL;

    login.state = state_of(lms, "deployment_id", "9:canvas", &login.nonce);
    assert_problem(lms_launch_with(lms, &login, CLAIM("deployment_id"), "\"9:other\"", &launch),
                   LZ_P_LTI_STATE, "the login named deployment \"9:canvas\"");
    assert_no_problem(lms_launch_with(lms, &login, NULL, NULL, &launch));

    login.state = state_of(lms, "target_link_uri", NULL, &login.nonce);
    assert_no_problem(lms_launch_with(lms, &login, CLAIM("target_link_uri"),
                                  "\"https://tool.example/zoom?view=recordings\"", &launch));
    assert_string_equal(launch->target_link_uri, "https://tool.example/zoom?view=recordings");
}

static void test_names(void **state)
{
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);
    json_object *claims = lms_claims(lms, &login);
    lz_launch_t *launch = NULL;

    lms_set(claims, "name", NULL);
    lms_set(claims, "given_name", "\"Søren\"");
    lms_set(claims, "family_name", "\"Åse\"");
    assert_no_problem(lms_launch(lms, lms_token(lms, &login, claims), login.state, &launch));
    assert_string_equal(launch->name, "Søren Åse");

    lms_set(claims, "given_name", NULL);
    assert_no_problem(lms_launch(lms, lms_token(lms, &login, claims), login.state, &launch));
    assert_string_equal(launch->name, "Åse");

    assert_string_equal(lms_good_launch(lms, CLAIM("context"),
                                    "{\"id\":\"c\",\"title\":\"\",\"label\":\"MA101\"}")
                            ->context_title, "MA101");
}

static void test_email(void **state)
{
    fake_lms_t *lms = *state;
    const char *long_email = apr_pstrcat(lms->pool, "\"", X250, "@a.de\"", NULL);

    assert_string_equal(lms_good_launch(lms, "email", "\"a@b.example\"")->email, "a@b.example");
    assert_string_equal(lms_good_launch(lms, "email", "17")->email, "");
    assert_string_equal(lms_good_launch(lms, "email", long_email)->email, "");
    assert_string_equal(lms_good_launch(lms, "email", "\"a@b.example\\r\\nBcc: x\"")->email, "");
}

static void test_locale(void **state)
{
    fake_lms_t *lms = *state;

    assert_string_equal(lms_good_launch(lms, "locale", "\"de\"")->locale, "de");
    assert_string_equal(lms_good_launch(lms, "locale", "\"pt_br\"")->locale, "pt-br");
    assert_string_equal(lms_good_launch(lms, "locale", "\"<script>\"")->locale, "");
    assert_string_equal(lms_good_launch(lms, "locale", "\"de<script>\"")->locale, "");
    assert_string_equal(lms_good_launch(lms, "locale", "\"\u0434\u0435\"")->locale, "");
    assert_string_equal(lms_good_launch(lms, CLAIM("launch_presentation"), "{\"locale\":\"fr-CA\"}")
                            ->locale, "fr-CA");
}

static void test_time_zone(void **state)
{
    static const char *const unresolved[] = {
        "{\"time_zone\":\"$Person.address.timezone\"}", "{\"time_zone\":\"\"}",
        "{\"time_zone\":\"99\"}", "{\"time_zone\":\"../../etc/passwd\"}", "[]", "{\"x\":\"UTC\"}"
    };
    fake_lms_t *lms = *state;

    assert_string_equal(lms_good_launch(lms, CLAIM("custom"), "{\"time_zone\":\"Europe/Berlin\"}")
                            ->time_zone, "Europe/Berlin");
    assert_string_equal(lms_good_launch(lms, CLAIM("custom"), "{\"time_zone\":\"$Person\","
                                    "\"timezone\":\"Asia/Tokyo\"}")->time_zone, "Asia/Tokyo");
    assert_string_equal(lms_good_launch(lms, CLAIM("custom"), "{\"user_timezone\":\"UTC\"}")
                            ->time_zone, "UTC");
    for (size_t i = 0; i < sizeof(unresolved) / sizeof(unresolved[0]); i++) {
        assert_string_equal(lms_good_launch(lms, CLAIM("custom"), unresolved[i])->time_zone, "");
    }
}

static void test_sections(void **state)
{
    fake_lms_t *lms = *state;
    const lz_launch_t *launch =
        lms_good_launch(lms, CLAIM("custom"),
                        "{\"section_names\":\"[\\\"Mon, 10\\\",\\\"Lab\\\"]\","
                        "\"section_ids\":\"101,102\",\"groups\":\"$Moodle.Person.userGroupIds\"}");

    assert_string_equal(launch->sections.names, "Mon, 10\nLab");
    assert_string_equal(launch->sections.ids, "101\n102");
    launch = lms_good_launch(lms, CLAIM("custom"), "{\"sections\":[\"Mon\"],\"groups\":7}");
    assert_string_equal(launch->sections.names, "");
    launch = lms_good_launch(lms, CLAIM("lis"), "{\"course_offering_sourcedid\":\"CHEM\","
                             "\"course_section_sourcedid\":\"CHEM-S1\"}");
    assert_string_equal(launch->sections.names, "CHEM-S1");
    launch = lms_good_launch(lms, CLAIM("lis"), "{\"course_offering_sourcedid\":\"CHEM\","
                             "\"course_section_sourcedid\":\"CHEM\"}");
    assert_string_equal(launch->sections.names, "");
    assert_string_equal(launch->sections.ids, "");
}

static void test_return_url(void **state)
{
    static const char *const bad[] = {
        "javascript:alert(1)", "data:text/html,x", "//moodle.example/", "ftp://moodle.example/",
        "https://user@moodle.example/", "https://", "https://moodle.example/ x"
    };
    fake_lms_t *lms = *state;

    assert_string_equal(lms_good_launch(lms, CLAIM("launch_presentation"),
                                    "{\"return_url\":\"https://moodle.example/return.php?a=1\"}")
                            ->return_url, "https://moodle.example/return.php?a=1");
    assert_string_equal(lms_good_launch(lms, CLAIM("launch_presentation"),
                                    "{\"return_url\":\"http://moodle.example/\"}")
                            ->return_url, "http://moodle.example/");
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const char *json = apr_psprintf(lms->pool, "{\"return_url\":\"%s\"}", bad[i]);

        assert_string_equal(lms_good_launch(lms, CLAIM("launch_presentation"), json)->return_url,
                            "");
    }
}

/* Receivers must ignore what they do not understand. */
static void test_other_claims_are_ignored(void **state)
{
    fake_lms_t *lms = *state;

    lms_good_launch(lms, "https://www.instructure.com/placement", "[1,{\"a\":null}]");
    lms_good_launch(lms, CLAIM("lis"), "{\"person_sourcedid\":\"\"}");
    lms_good_launch(lms, CLAIM("launch_presentation"), "\"frame\"");
    lms_good_launch(lms, CLAIM("context"), "null");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        lms_test(test_certification_bad_payloads),
        lms_test(test_certification_valid_payloads),
        lms_test(test_identifiers),
        lms_test(test_kinds_of_messages),
        lms_test(test_deployments),
        lms_test(test_targets),
        lms_test(test_what_the_login_said_holds),
        lms_test(test_names),
        lms_test(test_email),
        lms_test(test_locale),
        lms_test(test_time_zone),
        lms_test(test_sections),
        lms_test(test_return_url),
        lms_test(test_other_claims_are_ignored)
    };

    return cmocka_run_group_tests_name("lti/claims", tests, lms_group_setup, lms_group_teardown);
}
