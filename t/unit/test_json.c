/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>
#include <apr_time.h>

#include "base/json.h"

static json_object *parse(apr_pool_t *pool, const char *text, int flags)
{
    const char *reason = "unset";
    json_object *root = lz_json_parse(pool, text, strlen(text), flags, &reason);

    assert_int_equal(root == NULL, reason != NULL);
    return root;
}

/* Why text is refused. */
static const char *refusal(apr_pool_t *pool, const char *text, int flags)
{
    const char *reason = NULL;

    assert_null(lz_json_parse(pool, text, strlen(text), flags, &reason));
    assert_non_null(reason);
    return reason;
}

static void test_good_texts(void **state)
{
    static const char *const texts[] = {
        "{}", "[]", " [ ] ", "\t\n\r{}\n", "\"\"", "0", "-0", "12", "-12.50", "1e5", "1E+5",
        "2.5e-3", "true", "false", "[null]", "{\"a\":{\"a\":{\"a\":1}}}", "[{\"a\":1},{\"a\":1}]",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"", "9223372036854775807",
        "-9223372036854775808", "1e308", "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"", "\"\x7f\"",
        "{\"\":1}", "0.0", "[1,2,3]", "{\"a\":1,\"A\":2}", "\"\\u0000\""
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (!parse(*state, texts[i], LZ_JSON_ANY)) {
            fail_msg("refused: %s (%s)", texts[i], refusal(*state, texts[i], LZ_JSON_ANY));
        }
    }
}

static void test_bad_texts(void **state)
{
    static const struct {
        const char *text;
        const char *reason;
    } cases[] = {
        { "", "unfinished text" },
        { " ", "unfinished text" },
        { "\xef\xbb\xbf{}", "byte order mark" },
        { "{} {}", "bytes after the text" },
        { "[1]x", "bytes after the text" },
        { "{'a':1}", "member name expected" },
        { "{a:1}", "member name expected" },
        { "{\"a\":1,}", "member name expected" },
        { "{\"a\" 1}", "':' expected" },
        { "{\"a\":1 \"b\":2}", "',' or '}' expected" },
        { "[1 2]", "',' or ']' expected" },
        { "[1,]", "value expected" },
        { "{\"a\":1", "',' or '}' expected" },
        { "[", "unfinished text" },
        { "\"a", "unfinished string" },
        { "\"\\", "unknown escape" },
        { "\"\\x41\"", "unknown escape" },
        { "\"\\u12g4\"", "bad \\u escape" },
        { "\"\\u12", "bad \\u escape" },
        { "\"\\ud83d\"", "lone surrogate" },
        { "\"\\ud83dx\"", "lone surrogate" },
        { "\"\\ud83d\\u0041\"", "lone surrogate" },
        { "\"\\ud83d\\ud83d\"", "lone surrogate" },
        { "\"\\ude00\"", "lone surrogate" },
        { "\"a\nb\"", "control character in a string" },
        { "\"\x1f\"", "control character in a string" },
        { "\"\xff\"", "not UTF-8, or a NUL byte" },
        { "\"\xc0\xaf\"", "not UTF-8, or a NUL byte" },
        { "\"\xed\xa0\x80\"", "not UTF-8, or a NUL byte" },
        { "01", "bad number" },
        { "-", "bad number" },
        { "+1", "value expected" },
        { ".5", "value expected" },
        { "1.", "bad number" },
        { "1e", "bad number" },
        { "1e+", "bad number" },
        { "0x10", "bytes after the text" },
        { "NaN", "value expected" },
        { "Infinity", "value expected" },
        { "-Infinity", "bad number" },
        { "tru", "value expected" },
        { "True", "value expected" },
        { "null", "null" },
        { "9223372036854775808", "number too large" },
        { "-9223372036854775809", "number too large" },
        { "[100000000000000000000]", "number too large" },
        { "[1e400]", "number too large" },
        { "[-1e400]", "number too large" },
        { "/* c */ {}", "value expected" },
        { "{\"a\\u0000b\":1}", "NUL in a string" },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *reason = refusal(*state, cases[i].text, LZ_JSON_ANY);

        if (strcmp(reason, cases[i].reason) != 0) {
            fail_msg("%s: \"%s\", expected \"%s\"", cases[i].text, reason, cases[i].reason);
        }
    }
}

static void test_duplicate_names(void **state)
{
    static const char *const texts[] = {
        "{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":2,\"\\u0061\":3}", "[[{\"x\":{\"y\":1,\"y\":2}}]]",
        "{\"\":1,\"\":2}", "{\"a\":{\"b\":1,\"c\":2,\"d\":3},\"a\":{\"b\":1}}",
        "{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":2}", "{\"a\":null,\"a\":null}"
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_string_equal(refusal(*state, texts[i], LZ_JSON_ANY), "duplicate member name");
    }
}

static void test_length_is_honoured(void **state)
{
    const char *reason;

    assert_non_null(lz_json_parse(*state, "{\"a\":12}garbage", 8, LZ_JSON_ANY, &reason));
    assert_non_null(lz_json_parse(*state, "12345", 3, LZ_JSON_ANY, &reason));
    assert_null(lz_json_parse(*state, "{\"a\":1}\0", 8, LZ_JSON_ANY, &reason));
    assert_string_equal(reason, "not UTF-8, or a NUL byte");
}

static void test_flags(void **state)
{
    static const char *const no_objects[] = { "[]", "\"{}\"", "1", "true", "null" };

    for (size_t i = 0; i < sizeof(no_objects) / sizeof(no_objects[0]); i++) {
        assert_string_equal(refusal(*state, no_objects[i], LZ_JSON_OBJECT), "no object");
    }
    assert_non_null(parse(*state, " {}", LZ_JSON_OBJECT));

    assert_non_null(parse(*state, "[\"a\\u0000\"]", LZ_JSON_ANY));
    assert_string_equal(refusal(*state, "[\"a\\u0000\"]", LZ_JSON_NO_NUL), "NUL in a string");
}

/* n levels of objects inside each other. */
static const char *nested(apr_pool_t *pool, int n)
{
    const char *text = "1";

    for (int i = 0; i < n; i++) {
        text = i % 2 ? apr_pstrcat(pool, "[", text, "]", NULL)
                     : apr_pstrcat(pool, "{\"a\":", text, "}", NULL);
    }
    return text;
}

static void test_depth(void **state)
{
    assert_non_null(parse(*state, nested(*state, LZ_JSON_DEPTH_MAX), LZ_JSON_ANY));
    assert_string_equal(refusal(*state, nested(*state, LZ_JSON_DEPTH_MAX + 1), LZ_JSON_ANY),
                        "too deep");

    char *bomb = apr_palloc(*state, 1000001);
    memset(bomb, '[', 1000000);
    bomb[1000000] = '\0';
    assert_string_equal(refusal(*state, bomb, LZ_JSON_ANY), "too deep");
}

/* An object of 60,000 members takes no time to speak of: nothing compares each with each. */
static void test_many_members(void **state)
{
    apr_pool_t *pool = *state;
    char *text = apr_palloc(pool, 1100000);
    char *out = text;

    *out++ = '{';
    for (int i = 0; i < 60000; i++) {
        out += apr_snprintf(out, 32, "%s\"m%06d\":%d", i ? "," : "", i, i);
    }
    *out++ = '}';
    *out = '\0';

    const apr_time_t start = apr_time_now();
    json_object *root = parse(pool, text, LZ_JSON_OBJECT);
    assert_true(apr_time_now() - start < apr_time_from_sec(2));
    assert_int_equal(json_object_object_length(root), 60000);

    memcpy(strstr(text, "m059999"), "m000000", 7);
    assert_string_equal(refusal(pool, text, LZ_JSON_ANY), "duplicate member name");
}

static void test_typed_getters(void **state)
{
    json_object *root = parse(*state, "{\"s\":\"text\",\"n\":42,\"d\":2.5,\"t\":true,\"z\":null,"
                              "\"a\":[1],\"o\":{\"p\":{\"q\":\"deep\"}},\"nul\":\"a\\u0000b\","
                              "\"w\":5.0}", LZ_JSON_OBJECT);
    apr_int64_t whole = -1;
    double real = -1;
    int flag = -1;

    assert_string_equal(lz_json_string(root, "s"), "text");
    assert_null(lz_json_string(root, "n"));
    assert_null(lz_json_string(root, "z"));
    assert_null(lz_json_string(root, "nul"));
    assert_null(lz_json_string(root, "absent"));
    assert_null(lz_json_string(NULL, "s"));
    assert_null(lz_json_string(lz_json_array(root, "a"), "s"));

    assert_false(lz_json_int64(root, "s", &whole));
    assert_false(lz_json_int64(root, "d", &whole));
    assert_false(lz_json_int64(root, "w", &whole));
    assert_false(lz_json_int64(root, "t", &whole));
    assert_int_equal(whole, -1);
    assert_true(lz_json_int64(root, "n", &whole));
    assert_int_equal(whole, 42);

    assert_false(lz_json_number(root, "s", &real));
    assert_true(real < 0);
    assert_true(lz_json_number(root, "d", &real) && real > 2.4 && real < 2.6);
    assert_true(lz_json_number(root, "n", &real) && real > 41.9 && real < 42.1);

    assert_false(lz_json_bool(root, "n", &flag));
    assert_int_equal(flag, -1);
    assert_true(lz_json_bool(root, "t", &flag));
    assert_int_equal(flag, 1);

    assert_non_null(lz_json_array(root, "a"));
    assert_null(lz_json_array(root, "o"));
    assert_non_null(lz_json_object(root, "o"));
    assert_null(lz_json_object(root, "a"));

    assert_string_equal(json_object_get_string(lz_json_path(root, "o.p.q")), "deep");
    assert_null(lz_json_path(root, "o.p.x"));
    assert_null(lz_json_path(root, "s.p"));
}

static void test_building_and_text(void **state)
{
    json_object *root = lz_json_adopt(*state, json_object_new_object());

    lz_json_put_string(root, "url", "https://a/b");
    lz_json_put_string(root, "nothing", NULL);
    lz_json_put_int64(root, "big", APR_INT64_MAX);
    lz_json_put_bool(root, "yes", 7);
    lz_json_put(root, "list", json_object_new_array());
    assert_string_equal(lz_json_text(*state, root),
                        "{\"url\":\"https://a/b\",\"nothing\":null,\"big\":9223372036854775807,"
                        "\"yes\":true,\"list\":[]}");
    assert_string_equal(lz_json_text(*state, NULL), "null");
    assert_null(lz_json_adopt(*state, NULL));
}

static void test_text_for_html(void **state)
{
    json_object *root = parse(*state, "{\"a\":\"</script><!-- & \\u2028\\u2029\xe2\x80\xa6\"}",
                              LZ_JSON_OBJECT);
    const char *text = lz_json_text_for_html(*state, root);

    assert_string_equal(text, "{\"a\":\"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028\\u2029"
                              "\xe2\x80\xa6\"}");

    /* and it means the same */
    assert_string_equal(lz_json_string(parse(*state, text, LZ_JSON_OBJECT), "a"),
                        lz_json_string(root, "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_good_texts),
        pool_test(test_bad_texts),
        pool_test(test_duplicate_names),
        pool_test(test_length_is_honoured),
        pool_test(test_flags),
        pool_test(test_depth),
        pool_test(test_many_members),
        pool_test(test_typed_getters),
        pool_test(test_building_and_text),
        pool_test(test_text_for_html),
    };

    return cmocka_run_group_tests_name("base/json", tests, apr_setup, apr_teardown);
}
