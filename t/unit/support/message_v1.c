/* SPDX-License-Identifier: Apache-2.0 */
#include "message_v1.h"

#include <string.h>

#include <apr_strings.h>

#include "lti/oauth1.h"

message_v1_t message_v1(fake_lms_t *lms)
{
    static const lz_form_pair_t good[] = {
        { "lti_message_type", "basic-lti-launch-request" }, { "lti_version", "LTI-1p0" },
        { "resource_link_id", "link-1" }, { "resource_link_title", "Zoom" },
        { "user_id", "user-1" }, { "roles", "Instructor" },
        { "context_id", "course-1" }, { "context_title", "Analysis" },
        { "context_label", "MA101" },
        { "lis_person_name_given", "S\xc3\xb8ren" }, { "lis_person_name_family", "\xc3\x85se" },
        { "lis_person_contact_email_primary", "soeren@example.edu" },
        { "launch_presentation_locale", "da_DK" },
        { "launch_presentation_return_url", "https://lms.example/return.php?course=1" },
        { "custom_time_zone", "Europe/Copenhagen" },
        { "oauth_consumer_key", "12345" }, { "oauth_signature_method", "HMAC-SHA1" },
        { "oauth_nonce", "nonce-1" }, { "oauth_version", "1.0" },
        { "oauth_callback", "about:blank" }
    };
    message_v1_t message = {
        lms, apr_array_make(lms->pool, 32, sizeof(lz_form_pair_t)), ""
    };

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        APR_ARRAY_PUSH(message.pairs, lz_form_pair_t) = good[i];
    }
    message_v1_set(&message, "oauth_timestamp",
                   apr_psprintf(lms->pool, "%ld", (long)apr_time_sec(FAKE_CLOCK_START)));
    return message;
}

void message_v1_add(message_v1_t *message, const char *name, const char *value)
{
    APR_ARRAY_PUSH(message->pairs, lz_form_pair_t) = (lz_form_pair_t){ name, value };
}

void message_v1_set(message_v1_t *message, const char *name, const char *value)
{
    apr_array_header_t *kept = apr_array_make(message->lms->pool, 32, sizeof(lz_form_pair_t));

    for (int i = 0; i < message->pairs->nelts; i++) {
        const lz_form_pair_t pair = APR_ARRAY_IDX(message->pairs, i, lz_form_pair_t);

        if (strcmp(pair.name, name) != 0) {
            APR_ARRAY_PUSH(kept, lz_form_pair_t) = pair;
        }
    }
    message->pairs = kept;
    if (value != NULL) {
        message_v1_add(message, name, value);
    }
}

static lz_form_t body_of(const message_v1_t *message)
{
    return (lz_form_t){ (const lz_form_pair_t *)message->pairs->elts, message->pairs->nelts };
}

static const lz_form_t *query_of(const message_v1_t *message)
{
    lz_form_t *query = NULL;

    assert_no_problem(lz_form_parse(message->lms->pool, message->query, strlen(message->query),
                                    &query));
    return query;
}

const char *message_v1_get(const message_v1_t *message, const char *name)
{
    const lz_form_t body = body_of(message);

    return lz_form_get(&body, name);
}

void message_v1_sign(message_v1_t *message, const char *secret)
{
    apr_pool_t *pool = message->lms->pool;
    const lz_form_t body = body_of(message);
    const lz_oauth1_request_t request = {
        "POST", TARGET, lz_form_join(pool, &body, query_of(message))
    };
    const char *method = message_v1_get(message, "oauth_signature_method");

    message_v1_set(message, "oauth_signature",
                   lz_oauth1_signature(pool, method, lz_oauth1_base_string(pool, &request),
                                       secret));
}

const lz_problem_t *message_v1_post(const message_v1_t *message, lz_launch_t **launch)
{
    const lz_form_t body = body_of(message);
    const lz_launch_v1_post_t post = { message->query, query_of(message), &body };

    assert_true(lz_launch_v1_is(&body));
    return lz_launch_v1_verify(message->lms->env, &message->lms->site.lti,
                               &message->lms->site.platforms, &post, launch);
}
