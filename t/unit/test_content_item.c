/* SPDX-License-Identifier: Apache-2.0 */
/* Content-Item 1.0: what an LMS of LTI 1.1 asks for, and the signed answer. */
#include "support/message_v1.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "lti/content_item.h"
#include "lti/oauth1.h"

#define RETURN_URL "https://lms.example/contentitem_return.php?course=1&sesskey=a%26b"
#define LINK "application/vnd.ims.lti.v1.ltilink"

static message_v1_t request(fake_lms_t *lms)
{
    message_v1_t message = message_v1(lms);

    message_v1_set(&message, "lti_message_type", "ContentItemSelectionRequest");
    message_v1_set(&message, "resource_link_id", NULL);
    message_v1_set(&message, "content_item_return_url", RETURN_URL);
    message_v1_set(&message, "accept_media_types", "text/html;q=0.5, " LINK ",image/*");
    message_v1_set(&message, "accept_presentation_document_targets", "frame,iframe, window");
    message_v1_set(&message, "accept_multiple", "true");
    message_v1_set(&message, "data", "opaque & \xc3\xa9");
    message_v1_set(&message, "title", "Week 3");
    return message;
}

static const lz_deep_linking_t *good_with(fake_lms_t *lms, const char *name, const char *value)
{
    message_v1_t message = request(lms);
    lz_launch_t *launch = NULL;

    message_v1_set(&message, name, value);
    message_v1_sign(&message, "secret");
    assert_no_problem(message_v1_post(&message, &launch));
    assert_non_null(launch->deep_linking);
    return launch->deep_linking;
}

static void refused_with(fake_lms_t *lms, const char *name, const char *value, lz_problem_id_e id,
                         const char *phrase)
{
    message_v1_t message = request(lms);
    lz_launch_t *launch = NULL;

    message_v1_set(&message, name, value);
    message_v1_sign(&message, "secret");
    assert_problem(message_v1_post(&message, &launch), id, phrase);
}

static void test_request(void **state)
{
    fake_lms_t *lms = *state;
    const lz_deep_linking_t *asked = good_with(lms, "text", "Join us");

    assert_string_equal(asked->consumer_key, "12345");
    assert_string_equal(asked->deployment_id, "");
    assert_string_equal(asked->return_url, RETURN_URL);
    assert_string_equal(asked->data, "opaque & \xc3\xa9");
    assert_string_equal(asked->title, "Week 3");
    assert_string_equal(asked->text, "Join us");
    assert_true(asked->accepts_links);
    assert_true(asked->accept_multiple);
    assert_int_equal(asked->targets, LZ_DEEP_IFRAME | LZ_DEEP_WINDOW);
    assert_null(good_with(lms, "data", NULL)->data);
    assert_string_equal(good_with(lms, "data", "")->data, "");
    assert_false(good_with(lms, "accept_multiple", "false")->accept_multiple);
    assert_false(good_with(lms, "accept_multiple", NULL)->accept_multiple);
}

static void test_media_types(void **state)
{
    static const struct {
        const char *types;
        int         accepted;
    } rows[] = {
        { LINK, 1 }, { "*/*", 1 }, { "application/*;q=0.1", 1 }, { "text/html,\t" LINK " ;q=1", 1 },
        { "APPLICATION/VND.IMS.LTI.V1.LTILINK", 1 }, { "text/html", 0 }, { "image/*", 0 },
        { LINK "2", 0 }, { "x" LINK, 0 }, { ",", 0 }
    };
    fake_lms_t *lms = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_int_equal(good_with(lms, "accept_media_types", rows[i].types)->accepts_links,
                         rows[i].accepted);
    }
    assert_int_equal(good_with(lms, "accept_presentation_document_targets", "window")->targets,
                     LZ_DEEP_WINDOW);
    assert_int_equal(good_with(lms, "accept_presentation_document_targets", "iframe")->targets,
                     LZ_DEEP_IFRAME);
    assert_int_equal(good_with(lms, "accept_presentation_document_targets", "embed,popup")->targets,
                     0);
}

static void test_refused_requests(void **state)
{
    fake_lms_t *lms = *state;

    refused_with(lms, "content_item_return_url", NULL, LZ_P_DEEP_RETURN_URL, "is missing");
    refused_with(lms, "content_item_return_url", "http://lms.example/", LZ_P_DEEP_RETURN_URL,
                 "must start with https://");
    refused_with(lms, "content_item_return_url", "javascript:alert(1)", LZ_P_DEEP_RETURN_URL,
                 "must start with https://");
    refused_with(lms, "accept_media_types", NULL, LZ_P_DEEP_SETTINGS, "accept_media_types");
    refused_with(lms, "accept_presentation_document_targets", "", LZ_P_DEEP_SETTINGS,
                 "accept_presentation_document_targets");
    refused_with(lms, "data", memset(apr_pcalloc(lms->pool, LZ_DEEP_PACKED_MAX + 1), 'x',
                                     LZ_DEEP_PACKED_MAX), LZ_P_DEEP_SETTINGS, "sent back");
    refused_with(lms, "user_id", NULL, LZ_P_LTI_ANONYMOUS, "user_id");

    message_v1_t message = request(lms);
    lz_launch_t *launch = NULL;
    message_v1_add(&message, "data", "more");
    message_v1_sign(&message, "secret");
    assert_problem(message_v1_post(&message, &launch), LZ_P_DUPLICATE_FIELD, "data");
}

/* The answer as the LMS reads it; its signature is good for the whole of it. */
static const lz_form_t *answer(fake_lms_t *lms, const lz_deep_linking_t *asked,
                               const lz_deep_answer_t *chosen)
{
    apr_pool_t *pool = lms->pool;
    apr_array_header_t *pairs = apr_array_make(pool, 16, sizeof(lz_form_pair_t));
    const char *query = strchr(asked->return_url, '?') + 1;
    lz_form_t *received = apr_pcalloc(pool, sizeof(*received));
    lz_form_t *query_form = NULL;
    apr_table_t *fields = NULL;

    assert_no_problem(lz_content_item_answer(lms->env, &lms->site.lti, lms_platform(lms, HISTORY),
                                             asked, chosen, &fields));
    const apr_array_header_t *entries = apr_table_elts(fields);
    for (int i = 0; i < entries->nelts; i++) {
        const apr_table_entry_t entry = APR_ARRAY_IDX(entries, i, apr_table_entry_t);

        APR_ARRAY_PUSH(pairs, lz_form_pair_t) = (lz_form_pair_t){ entry.key, entry.val };
    }
    received->pairs = (const lz_form_pair_t *)pairs->elts;
    received->n = pairs->nelts;
    assert_no_problem(lz_form_parse(pool, query, strlen(query), &query_form));
    const lz_oauth1_request_t post = {
        "POST", asked->return_url, lz_form_join(pool, received, query_form)
    };
    assert_true(lz_oauth1_verify(pool, &post, "secret"));
    return received;
}

static void test_answer(void **state)
{
    static const lz_deep_item_t items[] = {
        { "Zoom", "", "upcoming", NULL }, { "S\xc3\xb8ren & <co>", "Weekly", "meeting", "912345" }
    };
    fake_lms_t *lms = *state;
    const lz_deep_linking_t *asked = good_with(lms, "text", NULL);
    const lz_deep_answer_t chosen = { .items = items, .n = 2 };
    const lz_form_t *form = answer(lms, asked, &chosen);
    const char *reason = NULL;

    assert_string_equal(lz_form_get(form, "lti_message_type"), "ContentItemSelection");
    assert_string_equal(lz_form_get(form, "lti_version"), "LTI-1p0");
    assert_string_equal(lz_form_get(form, "data"), "opaque & \xc3\xa9");
    assert_string_equal(lz_form_get(form, "oauth_consumer_key"), "12345");
    assert_string_equal(lz_form_get(form, "oauth_signature_method"), "HMAC-SHA1");
    assert_null(lz_form_get(form, "lti_errormsg"));
    assert_null(lz_form_get(form, "sesskey"));

    const char *text = lz_form_get(form, "content_items");
    json_object *placed = lz_json_parse(lms->pool, text, strlen(text), LZ_JSON_OBJECT, &reason);
    json_object *graph = lz_json_array(placed, "@graph");
    assert_string_equal(lz_json_string(placed, "@context"),
                        "http://purl.imsglobal.org/ctx/lti/v1/ContentItem");
    assert_int_equal(json_object_array_length(graph), 2);
    json_object *link = json_object_array_get_idx(graph, 1);
    assert_string_equal(lz_json_string(link, "@type"), "LtiLinkItem");
    assert_string_equal(lz_json_string(link, "mediaType"), LINK);
    assert_string_equal(lz_json_string(link, "url"), TARGET "?view=meeting&meeting_id=912345");
    assert_string_equal(lz_json_string(link, "title"), "S\xc3\xb8ren & <co>");
    assert_string_equal(lz_json_string(link, "text"), "Weekly");
    json_object *custom = lz_json_object(link, "custom");
    assert_string_equal(lz_json_string(custom, "view"), "meeting");
    assert_string_equal(lz_json_string(custom, "meeting_id"), "912345");
    json_object *advice = lz_json_object(link, "placementAdvice");
    assert_string_equal(lz_json_string(advice, "presentationDocumentTarget"), "iframe");
}

/* Only where the LMS shows links, and nothing where it did not say. */
static void test_placement(void **state)
{
    static const struct {
        const char *targets;
        const char *target;
    } rows[] = { { "window", "window" }, { "iframe", "iframe" }, { "popup", NULL } };
    static const lz_deep_item_t items[] = { { "Zoom", "", "upcoming", NULL } };
    fake_lms_t *lms = *state;
    const lz_deep_answer_t chosen = { .items = items, .n = 1 };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const lz_form_t *form = answer(lms, good_with(lms, "accept_presentation_document_targets",
                                                      rows[i].targets), &chosen);
        const char *text = lz_form_get(form, "content_items");

        if (rows[i].target == NULL) {
            assert_null(strstr(text, "placementAdvice"));
        } else {
            assert_non_null(strstr(text, apr_pstrcat(lms->pool, "\"presentationDocumentTarget\":\"",
                                                     rows[i].target, "\"", NULL)));
        }
    }
}

static void test_cancel_and_failure(void **state)
{
    fake_lms_t *lms = *state;
    const lz_deep_linking_t *asked = good_with(lms, "data", NULL);
    const lz_deep_answer_t nothing = { .n = 0 };
    const lz_deep_answer_t failed = { .error = "Not for students." };
    const lz_form_t *form = answer(lms, asked, &nothing);

    assert_null(lz_form_get(form, "content_items"));
    assert_null(lz_form_get(form, "data"));
    assert_null(lz_form_get(form, "lti_errormsg"));
    assert_string_equal(lz_form_get(answer(lms, asked, &failed), "lti_errormsg"),
                        "Not for students.");
}

static void test_consumer_that_is_gone(void **state)
{
    fake_lms_t *lms = *state;
    const lz_deep_linking_t *asked = good_with(lms, "data", NULL);
    const lz_deep_answer_t nothing = { .n = 0 };
    apr_table_t *fields = NULL;

    assert_problem(lz_content_item_answer(lms->env, &lms->site.lti, lms_platform(lms, MOODLE),
                                          asked, &nothing, &fields), LZ_P_LTI_CONSUMER, "12345");
    assert_null(fields);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        lms_test(test_request),
        lms_test(test_media_types),
        lms_test(test_refused_requests),
        lms_test(test_answer),
        lms_test(test_placement),
        lms_test(test_cancel_and_failure),
        lms_test(test_consumer_that_is_gone)
    };

    return cmocka_run_group_tests_name("lti/content_item", tests, lms_group_setup,
                                       lms_group_teardown);
}
