/* SPDX-License-Identifier: Apache-2.0 */
/* base/csv.c: what spreadsheets save, and what no spreadsheet would. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/csv.h"

/* Rows as "a|b/c": fields joined by bars, rows by slashes; "!reason@line" when it is refused. */
static const char *read_as(apr_pool_t *pool, const char *text, apr_size_t length, int rows_max)
{
    const char *reason = NULL;
    const char *joined = "";
    int line = 0;
    const lz_csv_t *csv = lz_csv_read(pool, text, length, rows_max, &reason, &line);
    if (!csv) {
        return apr_psprintf(pool, "!%s@%d", reason, line);
    }
    for (int i = 0; i < csv->n; i++) {
        for (int j = 0; j < csv->rows[i].n; j++) {
            joined = apr_pstrcat(pool, joined, j ? "|" : i ? "/" : "", csv->rows[i].fields[j],
                                 NULL);
        }
    }
    return joined;
}

typedef struct case_t {
    const char *text;
    const char *expected;
} case_t;

static const case_t cases[] = {
    { "", "" },
    { "\r\n\n", "" },
    { "a", "a" },
    { "a,b\r\nc,d\r\n", "a|b/c|d" },
    { "a,b\nc,d", "a|b/c|d" },
    { "a,b\rc,d\r", "a|b/c|d" },
    { "a,\n,b\n", "a|/|b" },
    { "\xef\xbb\xbf" "a,b\n", "a|b" },
    { "  a\t, b c \n", "a|b c" },
    { "\"a\",\"b,c\"\n", "a|b,c" },
    { "\"say \"\"so\"\"\"\n", "say \"so\"" },
    { " \"a\" ,b\n", "a|b" },
    { "\"\",b\n", "|b" },
    { "\"two\nlines\",b\nc\n", "two\nlines|b/c" },
    { "a;b\n\"c;d\";e,f\n", "a|b/c;d|e,f" },
    { "a,b;c\n1,2;3\n", "a|b;c/1|2;3" },
    { "a\n\n  \nb\n", "a/b" },
    { "\xc3\x85sa,\xe4\xbd\x90\xe8\x97\xa4\n", "\xc3\x85sa|\xe4\xbd\x90\xe8\x97\xa4" },

    { "a\n\"b\nc", "!a quote that is not closed@2" },
    { "a\nb\"c\n", "!a quote in the middle of a field@2" },
    { "\"a\"b\n", "!text behind a closing quote@1" },
    { "a\n\xff\n", "!not UTF-8, or a NUL byte@1" },
    { "1\n2\n\n3\n4\n5\n", "!too many rows@6" },
};

static void test_reads_what_spreadsheets_save(void **state)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_string_equal(read_as(*state, cases[i].text, strlen(cases[i].text), 4),
                            cases[i].expected);
    }
}

static void test_refuses_a_nul(void **state)
{
    assert_string_equal(read_as(*state, "a\0b", 3, 4), "!not UTF-8, or a NUL byte@1");
}

static void test_knows_its_lines_and_missing_fields(void **state)
{
    const char *reason = NULL;
    int line = 0;
    static const char text[] = "a,b\n\n\"c\n\"\nd,e\n";
    const lz_csv_t *csv = lz_csv_read(*state, text, strlen(text), 9, &reason, &line);
    assert_non_null(csv);
    assert_int_equal(csv->n, 3);
    assert_int_equal(csv->rows[0].line, 1);
    assert_int_equal(csv->rows[1].line, 3);
    assert_int_equal(csv->rows[2].line, 5);
    assert_string_equal(lz_csv_field(&csv->rows[0], 1), "b");
    assert_string_equal(lz_csv_field(&csv->rows[1], 1), "");
    assert_string_equal(lz_csv_field(&csv->rows[0], -1), "");
}

static void test_bounds_a_row(void **state)
{
    char *text = apr_palloc(*state, LZ_CSV_FIELDS_MAX + 1);
    memset(text, ',', LZ_CSV_FIELDS_MAX);
    text[LZ_CSV_FIELDS_MAX - 1] = '\0';
    assert_int_equal(strlen(read_as(*state, text, strlen(text), 9)), LZ_CSV_FIELDS_MAX - 1);
    text[LZ_CSV_FIELDS_MAX - 1] = ',';
    assert_string_equal(read_as(*state, text, LZ_CSV_FIELDS_MAX, 9),
                        "!too many fields in a row@1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_reads_what_spreadsheets_save),
        pool_test(test_refuses_a_nul),
        pool_test(test_knows_its_lines_and_missing_fields),
        pool_test(test_bounds_a_row),
    };
    return cmocka_run_group_tests_name("base/csv", tests, apr_setup, apr_teardown);
}
