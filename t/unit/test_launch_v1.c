/* SPDX-License-Identifier: Apache-2.0 */
/* Launches of LTI 1.1: each refusal beside the good one that it differs from by one thing. */
#include "support/message_v1.h"

#include <string.h>

#include <apr_strings.h>

#define LONG_ID(n) ((const char *)memset(apr_pcalloc(lms->pool, (n) + 1), 'x', (n)))

/* Signs and posts, which must succeed. */
static lz_launch_t *good(message_v1_t *message)
{
    lz_launch_t *launch = NULL;

    message_v1_sign(message, "secret");
    assert_no_problem(message_v1_post(message, &launch));
    assert_non_null(launch);
    return launch;
}

static lz_launch_t *good_with(fake_lms_t *lms, const char *name, const char *value)
{
    message_v1_t message = message_v1(lms);

    message_v1_set(&message, name, value);
    return good(&message);
}

/* Signed as it should be, yet refused. */
static void refused_with(fake_lms_t *lms, const char *name, const char *value, lz_problem_id_e id,
                         const char *phrase)
{
    message_v1_t message = message_v1(lms);
    lz_launch_t *launch = NULL;

    message_v1_set(&message, name, value);
    message_v1_sign(&message, "secret");
    assert_problem(message_v1_post(&message, &launch), id, phrase);
    assert_null(launch);
}

static void test_good_launch(void **state)
{
    fake_lms_t *lms = *state;
    message_v1_t message = message_v1(lms);
    const lz_launch_t *launch = good(&message);

    assert_ptr_equal(launch->platform, lms_platform(lms, HISTORY));
    assert_string_equal(launch->consumer->key, "12345");
    assert_string_equal(launch->deployment_id, "");
    assert_string_equal(launch->context_id, "course-1");
    assert_string_equal(launch->context_title, "Analysis");
    assert_string_equal(launch->context_label, "MA101");
    assert_string_equal(launch->resource_link_id, "link-1");
    assert_string_equal(launch->resource_title, "Zoom");
    assert_string_equal(launch->target_link_uri, TARGET);
    assert_string_equal(launch->sub, "user-1");
    assert_string_equal(launch->name, "S\xc3\xb8ren \xc3\x85se");
    assert_string_equal(launch->email, "soeren@example.edu");
    assert_string_equal(launch->locale, "da-DK");
    assert_string_equal(launch->time_zone, "Europe/Copenhagen");
    assert_string_equal(launch->return_url, "https://lms.example/return.php?course=1");
    assert_int_equal(launch->role, LZ_ROLE_INSTRUCTOR);
    assert_string_equal(launch->nonce, "nonce-1");
    assert_null(launch->view);
    assert_null(launch->deep_linking);
    /* The latest timestamp that passes now is 300 s ahead, and passes for 300 s more. */
    assert_true(launch->nonce_expires >= FAKE_CLOCK_START + 2 * LZ_LAUNCH_V1_WINDOW);
}

static void test_what_a_message_of_1_1_is(void **state)
{
    apr_pool_t *pool = ((fake_lms_t *)*state)->pool;

    assert_true(lz_launch_v1_is(lms_form(pool, "lti_message_type", "x", NULL)));
    assert_true(lz_launch_v1_is(lms_form(pool, "lti_message_type", "", NULL)));
    assert_false(lz_launch_v1_is(lms_form(pool, "lti_message_type", "x", "id_token", "y", NULL)));
    assert_false(lz_launch_v1_is(lms_form(pool, "id_token", "y", NULL)));
    assert_false(lz_launch_v1_is(lms_form(pool, "error", "y", NULL)));
}

static void test_consumers(void **state)
{
    fake_lms_t *lms = *state;
    message_v1_t message = message_v1(lms);
    lz_launch_t *launch = NULL;

    message_v1_set(&message, "oauth_consumer_key", "history & more");
    message_v1_sign(&message, "secret & 11");
    assert_no_problem(message_v1_post(&message, &launch));
    assert_string_equal(launch->consumer->key, "history & more");

    message_v1_set(&message, "oauth_consumer_key", "moodle-key");
    message_v1_sign(&message, "moodle-secret");
    assert_no_problem(message_v1_post(&message, &launch));
    assert_ptr_equal(launch->platform, lms_platform(lms, MOODLE));

    message_v1_sign(&message, "secret");
    assert_problem(message_v1_post(&message, &launch), LZ_P_LTI_SIGNATURE, "\"moodle-key\"");
    refused_with(lms, "oauth_consumer_key", "history", LZ_P_LTI_CONSUMER, "LTIZoomConsumer");
    refused_with(lms, "oauth_consumer_key", "10000000000042", LZ_P_LTI_CONSUMER, "LTI 1.3");
    refused_with(lms, "oauth_consumer_key", NULL, LZ_P_LTI_CONSUMER, "\"\"");
}

static void test_type_and_version(void **state)
{
    static const char *const versions[] = { "LTI-1p0", "LTI-1p1", "LTI-1p2", "LTI-2p0" };
    fake_lms_t *lms = *state;

    for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
        good_with(lms, "lti_version", versions[i]);
    }
    refused_with(lms, "lti_version", "1.3.0", LZ_P_LTI_VERSION, "\"1.3.0\", LTI-1p0 is needed");
    refused_with(lms, "lti_version", NULL, LZ_P_LTI_VERSION, "\"\"");
    refused_with(lms, "lti_message_type", "LtiResourceLinkRequest", LZ_P_LTI_MESSAGE_TYPE,
                 "only basic-lti-launch-request");
    refused_with(lms, "lti_message_type", "", LZ_P_LTI_MESSAGE_TYPE, "\"\"");
}

static void test_protocol(void **state)
{
    fake_lms_t *lms = *state;

    good_with(lms, "oauth_signature_method", "HMAC-SHA256");
    good_with(lms, "oauth_version", NULL);
    good_with(lms, "oauth_token", "");
    good_with(lms, "oauth_callback", NULL);
    good_with(lms, "oauth_nonce", LONG_ID(255));
    refused_with(lms, "oauth_signature_method", "PLAINTEXT", LZ_P_LTI_ALGORITHM, "\"PLAINTEXT\"");
    refused_with(lms, "oauth_signature_method", "RSA-SHA1", LZ_P_LTI_ALGORITHM, "\"RSA-SHA1\"");
    refused_with(lms, "oauth_signature_method", NULL, LZ_P_LTI_ALGORITHM, "\"\"");
    refused_with(lms, "oauth_version", "2.0", LZ_P_LTI_PARAMETER, "oauth_version is \"2.0\"");
    refused_with(lms, "oauth_version", "", LZ_P_LTI_PARAMETER, "oauth_version is \"\"");
    refused_with(lms, "oauth_token", "x", LZ_P_LTI_PARAMETER, "oauth_token is not empty");
    refused_with(lms, "oauth_nonce", NULL, LZ_P_LTI_PARAMETER, "oauth_nonce is 0 bytes");
    refused_with(lms, "oauth_nonce", LONG_ID(256), LZ_P_LTI_PARAMETER, "oauth_nonce is 256 bytes");
}

static void test_signatures(void **state)
{
    fake_lms_t *lms = *state;
    message_v1_t message = message_v1(lms);
    lz_launch_t *launch = NULL;

    message_v1_sign(&message, "secret");
    const char *right = message_v1_get(&message, "oauth_signature");
    const char *const wrong[] = {
        NULL, "", "x", apr_pstrndup(lms->pool, right, strlen(right) - 2),
        apr_pstrcat(lms->pool, apr_pstrndup(lms->pool, right, strlen(right) - 1), "%3D", NULL),
        apr_pstrcat(lms->pool, right, "=", NULL)
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        message_v1_set(&message, "oauth_signature", wrong[i]);
        const lz_problem_t *problem = message_v1_post(&message, &launch);
        assert_problem(problem, LZ_P_LTI_SIGNATURE, "for " TARGET);
        assert_null(wrong[i] && strlen(wrong[i]) > 1 ? strstr(problem->cause, wrong[i]) : NULL);
        assert_null(strstr(problem->cause, "secret\""));
    }
    message_v1_set(&message, "oauth_signature", right);
    message_v1_set(&message, "roles", "Instructor,Administrator");
    assert_problem(message_v1_post(&message, &launch), LZ_P_LTI_SIGNATURE, "LTIZoomConsumer");
    message_v1_set(&message, "roles", "Instructor");
    assert_no_problem(message_v1_post(&message, &launch));
}

/* A parameter after it was signed, which would change what the message says. */
static void test_additions_break_the_signature(void **state)
{
    fake_lms_t *lms = *state;
    message_v1_t message = message_v1(lms);
    lz_launch_t *launch = NULL;

    message_v1_sign(&message, "secret");
    message_v1_t longer = message;
    longer.query = "view=schedule";
    assert_problem(message_v1_post(&longer, &launch), LZ_P_LTI_SIGNATURE, "");
    message_v1_add(&message, "custom_view", "schedule");
    assert_problem(message_v1_post(&message, &launch), LZ_P_LTI_SIGNATURE, "");
}

static void test_duplicates(void **state)
{
    static const char *const names[] = {
        "oauth_consumer_key", "oauth_nonce", "oauth_signature_method", "oauth_timestamp",
        "oauth_callback", "oauth_version", "oauth_body_hash", "user_id", "roles",
        "resource_link_id", "context_id", "lti_message_type", "lti_version",
        "lis_person_contact_email_primary", "launch_presentation_return_url"
    };
    fake_lms_t *lms = *state;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        message_v1_t message = message_v1(lms);
        lz_launch_t *launch = NULL;

        message_v1_set(&message, names[i], "1");
        message.query = apr_pstrcat(lms->pool, names[i], "=2", NULL);
        message_v1_sign(&message, "secret");
        assert_problem(message_v1_post(&message, &launch), LZ_P_DUPLICATE_FIELD, names[i]);
        message.query = "";
        message_v1_add(&message, names[i], "2");
        message_v1_sign(&message, "secret");
        assert_problem(message_v1_post(&message, &launch), LZ_P_DUPLICATE_FIELD, names[i]);
    }
    message_v1_t message = message_v1(lms);
    message_v1_add(&message, "ext_roles", "a");
    message_v1_add(&message, "ext_roles", "a");
    good(&message);
}

static void test_query(void **state)
{
    fake_lms_t *lms = *state;
    message_v1_t message = message_v1(lms);

    message.query = "view=meeting&meeting_id=91&x=a%20%26b&x=&y";
    const lz_launch_t *launch = good(&message);
    assert_string_equal(launch->target_link_uri,
                        TARGET "?view=meeting&meeting_id=91&x=a%20%26b&x=&y");

    /* Whoever places a link writes its query: it says nothing about people. */
    message = message_v1(lms);
    message_v1_set(&message, "lis_person_contact_email_primary", NULL);
    message_v1_set(&message, "roles", NULL);
    message.query = "lis_person_contact_email_primary=dean%40example.edu&roles=Instructor"
                    "&custom_view=schedule&custom_time_zone=UTC";
    launch = good(&message);
    assert_string_equal(launch->email, "");
    assert_int_equal(launch->role, LZ_ROLE_STUDENT);
    assert_null(launch->view);
    assert_string_equal(launch->time_zone, "Europe/Copenhagen");
}

/* Canvas sends the query in the body too, and signs each pair once. */
static void test_query_copied_into_the_body(void **state)
{
    fake_lms_t *lms = *state;
    message_v1_t message = message_v1(lms);
    lz_launch_t *launch = NULL;

    message_v1_add(&message, "view", "schedule");
    message_v1_add(&message, "x", "a &b");
    message_v1_sign(&message, "secret");
    message.query = "view=schedule&x=a+%26b";
    assert_no_problem(message_v1_post(&message, &launch));
    assert_string_equal(launch->target_link_uri, TARGET "?view=schedule&x=a+%26b");
    message.query = "view=schedule&x=other";
    assert_problem(message_v1_post(&message, &launch), LZ_P_LTI_SIGNATURE, "");
    message.query = "view=schedule&x=a+%26b&more=1";
    assert_problem(message_v1_post(&message, &launch), LZ_P_LTI_SIGNATURE, "");
}

#define AT(seconds) apr_psprintf(lms->pool, "%ld", (long)apr_time_sec(FAKE_CLOCK_START) + (seconds))

static void test_times(void **state)
{
    static const char *const malformed[] = { NULL, "", "soon", "1.5", "-5", " 1796030100",
                                             "1796030100 ", "0x6b0d", "1234567890123" };
    fake_lms_t *lms = *state;

    good_with(lms, "oauth_timestamp", AT(-300));
    good_with(lms, "oauth_timestamp", AT(300));
    refused_with(lms, "oauth_timestamp", AT(-301), LZ_P_LTI_TIME,
                 "oauth_timestamp is 301 s behind this server's clock, at most 300 s");
    refused_with(lms, "oauth_timestamp", AT(301), LZ_P_LTI_TIME, "301 s ahead of");
    refused_with(lms, "oauth_timestamp", "0", LZ_P_LTI_TIME, "behind");
    refused_with(lms, "oauth_timestamp", "999999999999", LZ_P_LTI_TIME, "ahead of");
    for (size_t i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++) {
        refused_with(lms, "oauth_timestamp", malformed[i], LZ_P_LTI_PARAMETER, "whole number");
    }
}

static void test_identifiers(void **state)
{
    fake_lms_t *lms = *state;

    refused_with(lms, "resource_link_id", NULL, LZ_P_LTI_CLAIM, "resource_link_id is missing");
    refused_with(lms, "resource_link_id", "", LZ_P_LTI_CLAIM, "resource_link_id is missing");
    refused_with(lms, "resource_link_id", LONG_ID(256), LZ_P_LTI_CLAIM, "256 characters");
    refused_with(lms, "resource_link_id", "l\xc3\xa9", LZ_P_LTI_CLAIM, "ASCII");
    refused_with(lms, "context_id", LONG_ID(256), LZ_P_LTI_CLAIM, "context_id is 256 characters");
    refused_with(lms, "context_id", "a\nb", LZ_P_LTI_CLAIM, "context_id is not of printable");
    refused_with(lms, "user_id", NULL, LZ_P_LTI_ANONYMOUS, "user_id is missing");
    refused_with(lms, "user_id", "", LZ_P_LTI_ANONYMOUS, "user_id is missing");
    refused_with(lms, "user_id", LONG_ID(256), LZ_P_LTI_CLAIM, "user_id is 256 characters");
    refused_with(lms, "user_id", "\xc3\xbc", LZ_P_LTI_CLAIM, "user_id is not of printable");
    assert_string_equal(good_with(lms, "user_id", LONG_ID(255))->sub, LONG_ID(255));
    assert_string_equal(good_with(lms, "context_id", NULL)->context_id, "");
    assert_string_equal(good_with(lms, "context_id", "")->context_id, "");
}

static void test_roles(void **state)
{
    static const struct {
        const char *roles;
        lz_role_e   role;
    } rows[] = {
        { "Instructor", LZ_ROLE_INSTRUCTOR },
        { "urn:lti:role:ims/lis/Instructor", LZ_ROLE_INSTRUCTOR },
        { "urn:lti:role:ims/lis/Instructor/GuestInstructor", LZ_ROLE_INSTRUCTOR },
        { "Learner,Instructor", LZ_ROLE_INSTRUCTOR },
        { " Learner , Instructor ", LZ_ROLE_INSTRUCTOR },
        { "urn:lti:instrole:ims/lis/Student,urn:lti:role:ims/lis/Instructor", LZ_ROLE_INSTRUCTOR },
        { "Learner", LZ_ROLE_STUDENT },
        { "urn:lti:role:ims/lis/Learner", LZ_ROLE_STUDENT },
        { "urn:lti:instrole:ims/lis/Instructor", LZ_ROLE_STUDENT },
        { "urn:lti:instrole:ims/lis/Instructor,Learner", LZ_ROLE_STUDENT },
        { "urn:lti:sysrole:ims/lis/SysAdmin", LZ_ROLE_STUDENT },
        { "Instructor Learner", LZ_ROLE_STUDENT },
        { "instructor", LZ_ROLE_STUDENT },
        { ",,", LZ_ROLE_STUDENT },
        { "", LZ_ROLE_STUDENT },
        { NULL, LZ_ROLE_STUDENT }
    };
    fake_lms_t *lms = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (good_with(lms, "roles", rows[i].roles)->role != rows[i].role) {
            fail_msg("roles \"%s\"", rows[i].roles);
        }
    }
}

static void test_what_may_be_there(void **state)
{
    fake_lms_t *lms = *state;

    assert_string_equal(good_with(lms, "lis_person_name_full", "Dr. S. \xc3\x85se")->name,
                        "Dr. S. \xc3\x85se");
    assert_string_equal(good_with(lms, "lis_person_name_given", NULL)->name, "\xc3\x85se");
    assert_string_equal(good_with(lms, "lis_person_contact_email_primary", "a b@c")->email, "");
    assert_string_equal(good_with(lms, "lis_person_contact_email_primary", NULL)->email, "");
    assert_string_equal(good_with(lms, "context_title", NULL)->context_title, "MA101");
    assert_string_equal(good_with(lms, "launch_presentation_locale", "<b>")->locale, "");
    assert_string_equal(good_with(lms, "custom_time_zone", "$Person.address.timezone")->time_zone,
                        "");
    assert_string_equal(good_with(lms, "custom_section_names", "[\"Mon, 10\",\"Lab\"]")
                        ->sections.names, "Mon, 10\nLab");
    assert_string_equal(good_with(lms, "custom_groups", "3,4")->sections.names, "3\n4");
    assert_string_equal(good_with(lms, "custom_group_ids", "3,4")->sections.ids, "3\n4");
    assert_string_equal(good_with(lms, "custom_sections", "$Canvas.course.sectionIds")
                        ->sections.names, "");
    assert_string_equal(good_with(lms, "launch_presentation_return_url", "javascript:alert(1)")
                        ->return_url, "");
    assert_string_equal(good_with(lms, "custom_view", "schedule")->view, "schedule");
    assert_string_equal(good_with(lms, "custom_meeting_id", "91")->meeting_id, "91");
    assert_string_equal(good_with(lms, "lis_person_name_full", "100% %41 a+b")->name,
                        "100% %41 a+b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        lms_test(test_good_launch),
        lms_test(test_what_a_message_of_1_1_is),
        lms_test(test_consumers),
        lms_test(test_type_and_version),
        lms_test(test_protocol),
        lms_test(test_signatures),
        lms_test(test_additions_break_the_signature),
        lms_test(test_duplicates),
        lms_test(test_query),
        lms_test(test_query_copied_into_the_body),
        lms_test(test_times),
        lms_test(test_identifiers),
        lms_test(test_roles),
        lms_test(test_what_may_be_there)
    };

    return cmocka_run_group_tests_name("lti/launch_v1", tests, lms_group_setup,
                                       lms_group_teardown);
}
