/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/mask.h"

static void test_names(void **state)
{
    static const char *const sensitive[] = {
        "id_token", "state", "client_assertion", "client_secret", "access_token", "refresh_token",
        "password", "passcode", "encrypted_password", "start_url", "join_url", "zak", "secret",
        "oauth_signature", "authorization", "cookie", "set-cookie", "x-lti-zoom-csrf", "csrf",
        "lti_message_hint", "login_hint", "nonce", "code", "token", "registration_token", "jwt",
        "ID_Token", "Authorization", "Set-Cookie", "pwd", "h323_password", "download_access_token",
        "handover"
    };
    static const char *const harmless[] = {
        "iss", "client_id", "target_link_uri", "lti_deployment_id", "topic", "error",
        "error_description", "statement", "tokens", "oauth_consumer_key", "page", "", "_token"
    };

    (void)state;
    for (size_t i = 0; i < sizeof(sensitive) / sizeof(sensitive[0]); i++) {
        if (!lz_mask_is_sensitive(sensitive[i])) {
            fail_msg("shown: %s", sensitive[i]);
        }
    }
    for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++) {
        if (lz_mask_is_sensitive(harmless[i])) {
            fail_msg("hidden: %s", harmless[i]);
        }
    }
}

static lz_form_t *parse(apr_pool_t *pool, const char *text)
{
    lz_form_t *form = NULL;

    assert_null(lz_form_parse(pool, text, strlen(text), &form));
    return form;
}

static void test_pairs(void **state)
{
    assert_string_equal(lz_mask_pairs(*state, parse(*state, "iss=https%3A%2F%2Fx&login_hint=123"
                                                            "&State=&id_token=abcdef")),
                        "iss=https://x login_hint=[3 bytes] State=[0 bytes] id_token=[6 bytes]");
    assert_string_equal(lz_mask_pairs(*state, parse(*state, "")), "");
}

static void test_long_values_are_cut(void **state)
{
    char value[200];

    memset(value, 'x', sizeof(value));
    value[120] = '\0';
    const char *line = lz_mask_pairs(*state, parse(*state, apr_pstrcat(*state, "a=", value, NULL)));
    assert_int_equal(strlen(line), 2 + 120);

    /* a character across the edge is left out whole */
    strcpy(value + 119, "\xc3\xa9 and more");
    line = lz_mask_pairs(*state, parse(*state, apr_pstrcat(*state, "a=", value, NULL)));
    assert_int_equal(strlen(line), 2 + 119 + 3);
    assert_string_equal(line + 2 + 118, "x...");
}

static void test_query(void **state)
{
    assert_string_equal(lz_mask_query(*state, "page=2&state=abc&x=%41"),
                        "page=2&state=[3 bytes]&x=%41");
    assert_string_equal(lz_mask_query(*state, "st%61te=abc"), "state=[3 bytes]");
    assert_string_equal(lz_mask_query(*state, "id_token"), "id_token=[0 bytes]");
    assert_string_equal(lz_mask_query(*state, "a=1&state=%zzSECRET&b=2"), "a=1&[15 bytes]&b=2");
    assert_string_equal(lz_mask_query(*state, "&&a=1"), "&&a=1");
    assert_string_equal(lz_mask_query(*state, ""), "");
}

static void test_path(void **state)
{
    assert_string_equal(lz_mask_path(*state, "/calendar/abc.ics"), "/calendar/***");
    assert_string_equal(lz_mask_path(*state, "/calendar/"), "/calendar/");
    assert_string_equal(lz_mask_path(*state, "/c/abc/calendar"), "/c/abc/calendar");
    assert_string_equal(lz_mask_path(*state, ""), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_names),
        pool_test(test_pairs),
        pool_test(test_long_values_are_cut),
        pool_test(test_query),
        pool_test(test_path),
    };

    return cmocka_run_group_tests_name("base/mask", tests, apr_setup, apr_teardown);
}
