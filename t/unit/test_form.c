/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/form.h"

static lz_form_t *parse(apr_pool_t *pool, const char *text)
{
    lz_form_t *form = NULL;

    assert_null(lz_form_parse(pool, text, strlen(text), &form));
    assert_non_null(form);
    return form;
}

static const char *assert_refused(apr_pool_t *pool, const char *text, apr_size_t length)
{
    lz_form_t *form = NULL;
    const lz_problem_t *problem = lz_form_parse(pool, text, length, &form);

    if (!problem) {
        fail_msg("accepted: %s", text);
    }
    assert_int_equal(problem->id, LZ_P_MALFORMED);
    assert_null(form);
    return problem->cause;
}

static void test_pairs_in_order(void **state)
{
    const lz_form_t *form = parse(*state, "b=2&a=1&b=3&empty=&bare&=nameless&&x=a=b");
    static const char *const expected[][2] = {
        { "b", "2" }, { "a", "1" }, { "b", "3" }, { "empty", "" }, { "bare", "" },
        { "", "nameless" }, { "x", "a=b" }
    };

    assert_int_equal(form->n, 7);
    for (int i = 0; i < form->n; i++) {
        assert_string_equal(form->pairs[i].name, expected[i][0]);
        assert_string_equal(form->pairs[i].value, expected[i][1]);
    }
    assert_int_equal(parse(*state, "")->n, 0);
    assert_int_equal(parse(*state, "&&")->n, 0);
}

static void test_decoding(void **state)
{
    const lz_form_t *form = parse(*state, "a+b=c+d%2Be&%c3%A9=%E2%82%AC&raw=\xc3\xa9&amp=%26%3d");

    assert_string_equal(lz_form_get(form, "a b"), "c d+e");
    assert_string_equal(lz_form_get(form, "\xc3\xa9"), "\xe2\x82\xac");
    assert_string_equal(lz_form_get(form, "raw"), "\xc3\xa9");
    assert_string_equal(lz_form_get(form, "amp"), "&=");
    assert_null(lz_form_get(form, "A b"));
}

static void test_refusals(void **state)
{
    static const char *const bad_escapes[] = {
        "a=%", "a=%4", "a=%4g", "a=%g4", "%=1", "%4=1", "a=1&b=%zz"
    };
    static const char *const bad_texts[] = {
        "a=%00", "a%00b=1", "a=%ff", "a=%c0%af", "a=%ed%a0%80", "a=%C3&b=%A9"
    };

    for (size_t i = 0; i < sizeof(bad_escapes) / sizeof(bad_escapes[0]); i++) {
        assert_non_null(strstr(assert_refused(*state, bad_escapes[i], strlen(bad_escapes[i])),
                               "a percent sign"));
    }
    for (size_t i = 0; i < sizeof(bad_texts) / sizeof(bad_texts[0]); i++) {
        assert_non_null(strstr(assert_refused(*state, bad_texts[i], strlen(bad_texts[i])),
                               "not UTF-8"));
    }
    assert_refused(*state, "a=b\0c", 5);
    assert_refused(*state, "a\0=b", 4);

    /* an escape is not completed by what stands beyond the length */
    assert_refused(*state, "a=%41", 4);
}

/* What was sent may be a secret. */
static void test_cause_quotes_nothing(void **state)
{
    lz_form_t *form;
    const lz_problem_t *problem = lz_form_parse(*state, "x=1&id_token=SECRET%zz", 22, &form);

    assert_null(strstr(problem->cause, "SECRET"));
    assert_non_null(strstr(problem->cause, "field 2"));
}

static void test_too_many_pairs(void **state)
{
    char *text = apr_pstrdup(*state, "a=1");

    for (int i = 1; i < LZ_FORM_PAIRS_MAX; i++) {
        text = apr_pstrcat(*state, text, "&a=1", NULL);
    }
    assert_int_equal(parse(*state, text)->n, LZ_FORM_PAIRS_MAX);

    text = apr_pstrcat(*state, text, "&", NULL);
    assert_int_equal(parse(*state, text)->n, LZ_FORM_PAIRS_MAX);

    text = apr_pstrcat(*state, text, "a", NULL);
    assert_refused(*state, text, strlen(text));
}

static void test_once(void **state)
{
    static const char *const names[] = { "state", "id_token", NULL };

    assert_null(lz_form_once(*state, parse(*state, "state=1&x=1&x=2&id_token=3"), names));
    assert_null(lz_form_once(*state, parse(*state, ""), names));

    const lz_problem_t *problem = lz_form_once(*state, parse(*state, "id_token=1&st%61te=1&state="),
                                               names);
    assert_non_null(problem);
    assert_int_equal(problem->id, LZ_P_DUPLICATE_FIELD);
    assert_int_equal(problem->status, 400);
    assert_string_equal(problem->cause, "form: state stands 2 times, the sender must send it once");
}

static void test_join(void **state)
{
    const lz_form_t none = { NULL, 0 };
    const lz_form_t *joined = lz_form_join(*state, parse(*state, "a=1&b=2"),
                                           parse(*state, "b=3"));

    assert_int_equal(joined->n, 3);
    assert_string_equal(lz_form_get(joined, "b"), "2");
    assert_string_equal(joined->pairs[2].value, "3");
    assert_int_equal(lz_form_join(*state, &none, &none)->n, 0);
    assert_int_equal(lz_form_join(*state, joined, &none)->n, 3);
}

static void test_media_type(void **state)
{
    const char *wanted = "application/x-www-form-urlencoded";

    (void)state;
    assert_true(lz_media_type_is("application/x-www-form-urlencoded", wanted));
    assert_true(lz_media_type_is("Application/X-WWW-Form-urlencoded; charset=UTF-8", wanted));
    assert_true(lz_media_type_is(" application/x-www-form-urlencoded ;charset=x", wanted));
    assert_false(lz_media_type_is("application/x-www-form-urlencodedx", wanted));
    assert_false(lz_media_type_is("application/x-www-form-urlencoded, text/html", wanted));
    assert_false(lz_media_type_is("application/x-www-form", wanted));
    assert_false(lz_media_type_is("", wanted));
    assert_false(lz_media_type_is(NULL, wanted));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_pairs_in_order),
        pool_test(test_decoding),
        pool_test(test_refusals),
        pool_test(test_cause_quotes_nothing),
        pool_test(test_too_many_pairs),
        pool_test(test_once),
        pool_test(test_join),
        pool_test(test_media_type),
    };

    return cmocka_run_group_tests_name("base/form", tests, apr_setup, apr_teardown);
}
