/* SPDX-License-Identifier: Apache-2.0 */
/* OAuth 1.0 signatures: the published vectors, then what launches bring with them. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/encoding.h"
#include "lti/oauth1.h"
#include "support/fake_env.h"

static const lz_form_t *form_of(apr_pool_t *pool, const char *text)
{
    lz_form_t *form = NULL;

    assert_null(lz_form_parse(pool, text, strlen(text), &form));
    return form;
}

static const char *base_string(apr_pool_t *pool, const char *method, const char *url,
                               const char *parameters)
{
    const lz_oauth1_request_t request = { method, url, form_of(pool, parameters) };

    return lz_oauth1_base_string(pool, &request);
}

/* The signature of a POST whose parameters are given as a form. */
static const char *signature(apr_pool_t *pool, const char *method, const char *url,
                             const char *parameters, const char *secret)
{
    return lz_oauth1_signature(pool, method, base_string(pool, "POST", url, parameters), secret);
}

/* --- RFC 5849 --------------------------------------------------------------------------------- */

#define SECTION_3_PARAMETERS \
    "b5=%3D%253D&a3=a&c%40=&a2=r%20b&oauth_consumer_key=9djdj82h48djs9d2" \
    "&oauth_token=kkk9d7dh3k39sjv7&oauth_signature_method=HMAC-SHA1" \
    "&oauth_timestamp=137131201&oauth_nonce=7d8f3e4a" \
    "&oauth_signature=bYT5CMsGcbgUdFHObYMEfcx6bsw%3D&c2&a3=2+q"

static void test_base_string_of_rfc_5849_3_4_1_1(void **state)
{
    assert_string_equal(
        base_string(*state, "POST", "http://EXAMPLE.COM:80/request?b5=%3D%253D#x",
                    SECTION_3_PARAMETERS),
        "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D"
        "%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3"
        "e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk"
        "9d7dh3k39sjv7");
}

static void test_examples_of_rfc_5849_1_2(void **state)
{
    apr_pool_t *pool = *state;
    unsigned char mac[LZ_SHA1_SIZE];

    assert_string_equal(
        signature(pool, "HMAC-SHA1", "https://photos.example.net/initiate",
                  "oauth_consumer_key=dpf43f3p2l4k3l03&oauth_signature_method=HMAC-SHA1"
                  "&oauth_timestamp=137131200&oauth_nonce=wIjqoS"
                  "&oauth_callback=http%3A%2F%2Fprinter.example.com%2Fready", "kd94hf93k423kf44"),
        "74KNZJeDHnMBp0EMJ9ZHt/XKycU=");

    /* This one has a token, whose secret follows the '&' of the key. */
    const char *base = base_string(pool, "GET", "http://photos.example.net/photos",
                                   "file=vacation.jpg&size=original"
                                   "&oauth_consumer_key=dpf43f3p2l4k3l03"
                                   "&oauth_token=nnch734d00sl2jdk&oauth_signature_method=HMAC-SHA1"
                                   "&oauth_timestamp=137131202&oauth_nonce=chapoH");
    const char *key = "kd94hf93k423kf44&pfkkdhi9sl3r4s00";
    lz_hmac_sha1(key, strlen(key), base, strlen(base), mac);
    assert_string_equal(lz_base64_encode(pool, mac, sizeof(mac)), "MdpQcU8iPSUjWoN/UDMsK2sui9I=");
}

static void test_base_uri_of_rfc_5849_3_4_1_2(void **state)
{
    static const struct {
        const char *url;
        const char *uri;        /* encoded, or NULL */
    } cases[] = {
        { "http://EXAMPLE.COM:80/r%20v/X?id=123", "http%3A%2F%2Fexample.com%2Fr%2520v%2FX" },
        { "https://www.example.net:8080/?q=1", "https%3A%2F%2Fwww.example.net%3A8080%2F" },
        { "HTTPS://tool.example:443/zoom/launch", "https%3A%2F%2Ftool.example%2Fzoom%2Flaunch" },
        { "https://tool.example:80/zoom", "https%3A%2F%2Ftool.example%3A80%2Fzoom" },
        { "http://tool.example:443/", "http%3A%2F%2Ftool.example%3A443%2F" },
        { "https://tool.example/zoom/", "https%3A%2F%2Ftool.example%2Fzoom%2F" },
        { "https://tool.example", "https%3A%2F%2Ftool.example%2F" },
        { "https://tool.example?x=/y", "https%3A%2F%2Ftool.example%2F" },
        { "https://tool.example/a%2fb#c?d", "https%3A%2F%2Ftool.example%2Fa%252fb" },
        { "ftp://tool.example/", NULL },
        { "/zoom/launch", NULL }
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *base = base_string(*state, "POST", cases[i].url, "a=b");

        if (cases[i].uri == NULL) {
            assert_null(base);
        } else {
            assert_string_equal(base, apr_pstrcat(*state, "POST&", cases[i].uri, "&a%3Db", NULL));
        }
    }
}

/* --- the sample launches of the LTI implementation guides ------------------------------------- */

#define SAMPLE_1_0_URL "http://dr-chuck.com/ims/php-simple/tool.php"
#define SAMPLE_1_0 \
    "basiclti_submit=Launch+Endpoint+with+BasicLTI+Data&context_id=456434513&context_label=SI182" \
    "&context_title=Design+of+Personal+Environments" \
    "&lis_person_contact_email_primary=user%40school.edu&lis_person_name_full=Jane+Q.+Public" \
    "&lis_person_sourced_id=school.edu%3Auser&lti_message_type=basic-lti-launch-request" \
    "&lti_version=LTI-1p0&oauth_consumer_key=12345&oauth_nonce=c8350c0e47782d16d2fa48b2090c1d8f" \
    "&oauth_signature_method=HMAC-SHA1&oauth_timestamp=1251600739&oauth_version=1.0" \
    "&resource_link_id=120988f929-274612&roles=Instructor" \
    "&tool_consumer_instance_description=University+of+School+%28LMSng%29" \
    "&tool_consumer_instance_guid=lmsng.school.edu&user_id=292832126"

#define SAMPLE_1_1_URL "http://www.imsglobal.org/developers/LTI/test/v1p1/tool.php"
#define SAMPLE_1_1_TEST "http%3A%2F%2Fwww.imsglobal.org%2Fdevelopers%2FLTI%2Ftest%2Fv1p1"
#define SAMPLE_1_1 \
    "context_id=456434513&context_label=SI182&context_title=Design+of+Personal+Environments" \
    "&launch_presentation_css_url=" SAMPLE_1_1_TEST "%2Flms.css" \
    "&launch_presentation_document_target=frame&launch_presentation_locale=en-US" \
    "&launch_presentation_return_url=" SAMPLE_1_1_TEST "%2Flms_return.php" \
    "&lis_outcome_service_url=" SAMPLE_1_1_TEST \
    "%2Fcommon%2Ftool_consumer_outcome.php%3Fb64%3DMTIzNDU6OjpzZWNyZXQ%3D" \
    "&lis_person_contact_email_primary=user%40school.edu&lis_person_name_family=Public" \
    "&lis_person_name_full=Jane+Q.+Public&lis_person_name_given=Given" \
    "&lis_person_sourcedid=school.edu%3Auser&lis_result_sourcedid=feb-123-456-2929%3A%3A28883" \
    "&lti_message_type=basic-lti-launch-request&lti_version=LTI-1p0&oauth_callback=about%3Ablank" \
    "&oauth_consumer_key=12345&oauth_nonce=93ac608e18a7d41dec8f7219e1bf6a17" \
    "&oauth_signature_method=HMAC-SHA1&oauth_timestamp=1348093590&oauth_version=1.0" \
    "&resource_link_description=A+weekly+blog.&resource_link_id=120988f929-274612" \
    "&resource_link_title=Weekly+Blog&roles=Instructor" \
    "&tool_consumer_info_product_family_code=ims&tool_consumer_info_version=1.1" \
    "&tool_consumer_instance_description=University+of+School+%28LMSng%29" \
    "&tool_consumer_instance_guid=lmsng.school.edu&user_id=292832126"

/* The older one was signed without the oauth_callback that is printed beside it. */
static void test_sample_launches(void **state)
{
    apr_pool_t *pool = *state;

    assert_string_equal(signature(pool, "HMAC-SHA1", SAMPLE_1_1_URL, SAMPLE_1_1, "secret"),
                        "QWgJfKpJNDrpncgO9oXxJb8vHiE=");
    assert_string_equal(signature(pool, "HMAC-SHA1", SAMPLE_1_0_URL,
                                  SAMPLE_1_0 "&oauth_callback=about%3Ablank", "secret"),
                        "ygcxvTl4YWwq555U3+MBHKjskxc=");
    assert_string_equal(signature(pool, "HMAC-SHA1", SAMPLE_1_0_URL, SAMPLE_1_0, "secret"),
                        "TPFPK4u3NwmtLt0nDMP1G1zG30U=");
}

/* Computed with another implementation of HMAC over the same base string. */
static void test_sha256(void **state)
{
    apr_pool_t *pool = *state;

    assert_string_equal(signature(pool, "HMAC-SHA256", SAMPLE_1_1_URL, SAMPLE_1_1, "secret"),
                        "xWsYmyupwqPadstSGN4GXTdWNsjy692T7Da6d3NoB+U=");
    assert_null(signature(pool, "PLAINTEXT", SAMPLE_1_1_URL, SAMPLE_1_1, "secret"));
    assert_null(signature(pool, "RSA-SHA1", SAMPLE_1_1_URL, SAMPLE_1_1, "secret"));
    assert_null(signature(pool, "hmac-sha1", SAMPLE_1_1_URL, SAMPLE_1_1, "secret"));
    assert_null(signature(pool, "", SAMPLE_1_1_URL, SAMPLE_1_1, "secret"));
    assert_null(signature(pool, NULL, SAMPLE_1_1_URL, SAMPLE_1_1, "secret"));
}

/* --- what parameters may hold ----------------------------------------------------------------- */

static void test_texts(void **state)
{
    apr_pool_t *pool = *state;
    const char *url = "https://tool.example/zoom/launch";

    assert_string_equal(base_string(pool, "POST", url, "n=S%C3%B8ren+%C3%85se"),
                        "POST&https%3A%2F%2Ftool.example%2Fzoom%2Flaunch"
                        "&n%3DS%25C3%25B8ren%2520%25C3%2585se");
    assert_string_equal(base_string(pool, "POST", url, "p=100%25&q=%2541&r=a%2Bb&s=~-._*'()!"),
                        "POST&https%3A%2F%2Ftool.example%2Fzoom%2Flaunch"
                        "&p%3D100%2525%26q%3D%252541%26r%3Da%252Bb%26s%3D~-._%252A%2527%2528%2529"
                        "%2521");
    /* Order by encoded name, then encoded value: 'Z' before 'a', "%C3" before "a". */
    assert_string_equal(base_string(pool, "POST", "http://h/", "a=2&a=10&Z=&a=%C3%A9&a=&%C3%A9=1"),
                        "POST&http%3A%2F%2Fh%2F&%25C3%25A9%3D1%26Z%3D%26a%3D%26a%3D%25C3%25A9%26a"
                        "%3D10%26a%3D2");
    assert_string_equal(base_string(pool, "POST", "http://h/", ""), "POST&http%3A%2F%2Fh%2F&");
    assert_string_equal(base_string(pool, "POST", "http://h/",
                                    "oauth_signature=x&oauth_signature_x=y"),
                        "POST&http%3A%2F%2Fh%2F&oauth_signature_x%3Dy");
}

/* The secret is encoded for the key: computed as HMAC-SHA1 with the keys named here. */
static void test_secrets(void **state)
{
    static const struct {
        const char *secret;
        const char *key;
    } cases[] = {
        { "secret & 11", "secret%20%26%2011&" },
        { "100%", "100%25&" },
        { "p\xc3\xa5ss+w/rd=", "p%C3%A5ss%2Bw%2Frd%3D&" },
        { "", "&" }
    };
    apr_pool_t *pool = *state;
    const char *base = base_string(pool, "POST", "http://h/", "a=b");
    unsigned char mac[LZ_SHA1_SIZE];

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        lz_hmac_sha1(cases[i].key, strlen(cases[i].key), base, strlen(base), mac);
        assert_string_equal(lz_oauth1_signature(pool, "HMAC-SHA1", base, cases[i].secret),
                            lz_base64_encode(pool, mac, sizeof(mac)));
    }
}

/* --- verifying and signing -------------------------------------------------------------------- */

static int verifies(apr_pool_t *pool, const char *parameters, const char *secret)
{
    const lz_oauth1_request_t request = { "POST", SAMPLE_1_1_URL, form_of(pool, parameters) };

    return lz_oauth1_verify(pool, &request, secret);
}

static void test_verify(void **state)
{
    apr_pool_t *pool = *state;

    assert_true(verifies(pool, SAMPLE_1_1 "&oauth_signature=QWgJfKpJNDrpncgO9oXxJb8vHiE%3D",
                         "secret"));
    static const char *const wrong[] = {
        "&oauth_signature=QWgJfKpJNDrpncgO9oXxJb8vHiF%3D",
        "&oauth_signature=QWgJfKpJNDrpncgO9oXxJb8vHiE",             /* padding lost */
        "&oauth_signature=QWgJfKpJNDrpncgO9oXxJb8vHi",              /* cut */
        "&oauth_signature=QWgJfKpJNDrpncgO9oXxJb8vHiE%253D",        /* encoded twice */
        "&oauth_signature=QWgJfKpJNDrpncgO9oXxJb8vHiE%3D&x=",       /* something added */
        "&oauth_signature=QWgJfKpJNDrpncgO9oXxJb8vHiE%3D&roles=Instructor",
        "&oauth_signature=",
        ""
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_false(verifies(pool, apr_pstrcat(pool, SAMPLE_1_1, wrong[i], NULL), "secret"));
    }
    assert_false(verifies(pool, SAMPLE_1_1 "&oauth_signature=QWgJfKpJNDrpncgO9oXxJb8vHiE%3D",
                          "Secret"));

    const lz_oauth1_request_t elsewhere = {
        "POST", SAMPLE_1_0_URL,
        form_of(pool, SAMPLE_1_1 "&oauth_signature=QWgJfKpJNDrpncgO9oXxJb8vHiE%3D")
    };
    assert_false(lz_oauth1_verify(pool, &elsewhere, "secret"));
}

static void test_sign(void **state)
{
    apr_pool_t *pool = *state;
    fake_env_t *fake = fake_env_create(pool);
    const lz_consumer_t consumer = { "key & more", "secret & 11" };
    const char *url = "https://lms.example/return.php?course=41&sesskey=a%26b#part";
    const lz_form_t *fields = form_of(pool, "lti_message_type=ContentItemSelection&text=%C3%A9+x");
    const lz_form_t *query = form_of(pool, "course=41&sesskey=a%26b");
    const lz_form_t *first = NULL;
    const lz_form_t *second = NULL;

    assert_null(lz_oauth1_sign(&fake->env, &consumer, "HMAC-SHA256", url, fields, &first));
    assert_null(lz_oauth1_sign(&fake->env, &consumer, "HMAC-SHA256", url, fields, &second));
    assert_int_equal(first->n, 2 + 7);
    assert_string_equal(first->pairs[1].value, "\xc3\xa9 x");
    assert_string_equal(lz_form_get(first, "oauth_consumer_key"), "key & more");
    assert_string_equal(lz_form_get(first, "oauth_version"), "1.0");
    assert_string_equal(lz_form_get(first, "oauth_callback"), "about:blank");
    assert_string_equal(lz_form_get(first, "oauth_timestamp"),
                        apr_psprintf(pool, "%ld", (long)apr_time_sec(FAKE_CLOCK_START)));
    assert_string_not_equal(lz_form_get(first, "oauth_nonce"), lz_form_get(second, "oauth_nonce"));
    assert_null(lz_form_get(first, "course"));

    /* The receiver counts the query of its URL in; without it the signature is another. */
    const lz_oauth1_request_t received = { "POST", url, lz_form_join(pool, first, query) };
    const lz_oauth1_request_t without = { "POST", url, first };
    assert_true(lz_oauth1_verify(pool, &received, "secret & 11"));
    assert_false(lz_oauth1_verify(pool, &without, "secret & 11"));
}

static void test_sign_refusals(void **state)
{
    fake_env_t *fake = fake_env_create(*state);
    const lz_consumer_t consumer = { "key", "secret" };
    const lz_form_t none = { NULL, 0 };
    const lz_form_t *fields = NULL;

    const lz_problem_t *problem =
        lz_oauth1_sign(&fake->env, &consumer, "PLAINTEXT", "https://lms.example/", &none, &fields);
    assert_int_equal(problem->id, LZ_P_INTERNAL);
    problem = lz_oauth1_sign(&fake->env, &consumer, "HMAC-SHA1", "javascript:x", &none, &fields);
    assert_int_equal(problem->id, LZ_P_INTERNAL);
    problem = lz_oauth1_sign(&fake->env, &consumer, "HMAC-SHA1", "https://h/?%00", &none, &fields);
    assert_int_equal(problem->id, LZ_P_MALFORMED);
    assert_null(fields);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_base_string_of_rfc_5849_3_4_1_1),
        pool_test(test_examples_of_rfc_5849_1_2),
        pool_test(test_base_uri_of_rfc_5849_3_4_1_2),
        pool_test(test_sample_launches),
        pool_test(test_sha256),
        pool_test(test_texts),
        pool_test(test_secrets),
        pool_test(test_verify),
        pool_test(test_sign),
        pool_test(test_sign_refusals)
    };

    return cmocka_run_group_tests_name("lti/oauth1", tests, apr_setup, apr_teardown);
}
