/* SPDX-License-Identifier: Apache-2.0 */
/* base/ical.c: folding, escaping, times, by RFC 5545. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/encoding.h"
#include "base/ical.h"
#include "base/timestamp.h"

static const char *stream_of(const lz_ical_t *ical)
{
    apr_size_t length = 0;
    const char *stream = lz_ical_stream(ical, &length);
    assert_int_equal(length, strlen(stream));
    return stream;
}

static const char *text_line(apr_pool_t *pool, const char *text)
{
    lz_ical_t *ical = lz_ical_create(pool);
    lz_ical_text(ical, "SUMMARY", text);
    return stream_of(ical);
}

static void test_escapes_texts(void **state)
{
    static const struct { const char *text; const char *line; } cases[] = {
        { "", "SUMMARY:\r\n" },
        { "Lecture", "SUMMARY:Lecture\r\n" },
        { "a;b,c\\d:e\"f", "SUMMARY:a\\;b\\,c\\\\d:e\"f\r\n" },
        { "one\ntwo\r\nthree\rfour", "SUMMARY:one\\ntwo\\nthree\\nfour\r\n" },
        { "\\n", "SUMMARY:\\\\n\r\n" },
        { "tab\tbell\a esc\033 del\177.", "SUMMARY:tab\tbell esc del.\r\n" },
        { "BEGIN:VEVENT\r\nX:1", "SUMMARY:BEGIN:VEVENT\\nX:1\r\n" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_string_equal(text_line(*state, cases[i].text), cases[i].line);
    }
}

static void test_writes_no_line_end_into_a_value(void **state)
{
    lz_ical_t *ical = lz_ical_create(*state);
    lz_ical_line(ical, "URL", "https://a.example/\r\nX-EVIL:1");
    assert_string_equal(stream_of(ical), "URL:https://a.example/X-EVIL:1\r\n");
}

static void test_writes_times_in_utc(void **state)
{
    lz_ical_t *ical = lz_ical_create(*state);
    apr_time_t when = 0;
    assert_true(lz_timestamp_parse("2026-01-02T03:04:05.678Z", &when));
    lz_ical_time(ical, "DTSTART", when);
    lz_ical_time(ical, "DTEND", 0);
    assert_string_equal(stream_of(ical), "DTSTART:20260102T030405Z\r\nDTEND:19700101T000000Z\r\n");
}

/* Folded lines put together again; each is at most 75 octets of whole characters. */
static const char *unfold(apr_pool_t *pool, const char *stream)
{
    char *whole = apr_palloc(pool, strlen(stream) + 1);
    char *out = whole;
    while (*stream) {
        const char *end = strstr(stream, "\r\n");
        assert_non_null(end);
        const size_t length = (size_t)(end - stream);
        assert_in_range(length, 1, LZ_ICAL_LINE_MAX);
        assert_true(lz_utf8_valid(stream, length));
        const int more = out > whole;
        assert_true(!more || *stream == ' ');
        memcpy(out, stream + more, length - (size_t)more);
        out += length - (size_t)more;
        stream = end + 2;
    }
    *out = '\0';
    return whole;
}

static void test_folds_between_characters(void **state)
{
    static const char *const characters[] = { "x", "\xc3\xa5", "\xe4\xbd\x90", "\xf0\x9f\x8e\x93",
                                              "e\xcc\x81" };
    for (size_t i = 0; i < sizeof(characters) / sizeof(characters[0]); i++) {
        for (int n = 0; n < 200; n++) {
            const char *text = "";
            for (int j = 0; j < n; j++) {
                text = apr_pstrcat(*state, text, characters[i], NULL);
            }
            assert_string_equal(unfold(*state, text_line(*state, text)),
                                apr_pstrcat(*state, "SUMMARY:", text, NULL));
        }
    }
}

static void test_folds_no_sooner_than_it_must(void **state)
{
    char text[70] = "";
    memset(text, 'x', 67);                      /* with SUMMARY: 75 octets */
    assert_null(strstr(text_line(*state, text), "\r\n "));
    text[67] = 'x';
    assert_non_null(strstr(text_line(*state, text), "x\r\n x\r\n"));
}

static void test_grows(void **state)
{
    lz_ical_t *ical = lz_ical_create(*state);
    for (int i = 0; i < 5000; i++) {
        lz_ical_line(ical, "X-LINE", apr_itoa(*state, 10000 + i));
    }
    assert_int_equal(strlen(stream_of(ical)), 5000 * strlen("X-LINE:10000\r\n"));
    assert_non_null(strstr(stream_of(ical), "X-LINE:14999\r\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_escapes_texts),
        pool_test(test_writes_no_line_end_into_a_value),
        pool_test(test_writes_times_in_utc),
        pool_test(test_folds_between_characters),
        pool_test(test_folds_no_sooner_than_it_must),
        pool_test(test_grows),
    };
    return cmocka_run_group_tests_name("base/ical", tests, apr_setup, apr_teardown);
}
