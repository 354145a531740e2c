/* SPDX-License-Identifier: Apache-2.0 */
/* course/words.c: words in any case, in the alphabets that have cases. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/encoding.h"
#include "course/words.h"

static void test_folds_the_alphabets_of_europe(void **state)
{
    static const struct { const char *text; const char *folded; } cases[] = {
        { "", "" }, { "Lecture 16", "lecture 16" }, { "ÜBUNG ÀÉÎÕØÞ×ß", "übung àéîõøþ×ß" },
        { "ŁÓDŹ ŠKOLA ĞŞ", "łódź škola ğş" }, { "ΧΗΜΕΙΑ", "χημεια" },
        { "КАТАЛИЗ ЁЖ ЄЇ", "катализ ёж єї" }, { "有機化学", "有機化学" }, { "محاضرة", "محاضرة" },
        { "ĹĽŇŊŶŹŽ", "ĺľňŋŷźž" }, { "ĺľňŋŷźž", "ĺľňŋŷźž" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *folded = lz_words_fold(*state, cases[i].text);
        assert_true(lz_utf8_valid(folded, strlen(folded)));
        assert_string_equal(folded, cases[i].folded);
    }
}

static void test_stays_utf8(void **state)
{
    for (unsigned letter = 0x80; letter < 0x800; letter++) {
        const char text[] = { (char)(0xc0 | letter >> 6), (char)(0x80 | (letter & 0x3f)), '\0' };
        const char *once = lz_words_fold(*state, text);
        assert_true(lz_utf8_valid(once, strlen(once)));
        assert_string_equal(lz_words_fold(*state, once), once);
    }
    assert_int_equal(strlen(lz_words_fold(*state, "\xc3")), 1);      /* a broken end */
}

static void test_finds_words(void **state)
{
    static const struct { const char *words; int found; } cases[] = {
        { "", 1 }, { "  ", 1 }, { "aldol", 1 }, { "ALDOL lecture", 1 }, { "912 34", 1 },
        { "lecture 91234567890", 1 }, { "aldo", 1 }, { "aldol x", 0 }, { "91234567891", 0 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(lz_words_in(*state, lz_words_fold(*state, cases[i].words),
                                     "Lecture 3: Aldol", "91234567890"), cases[i].found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_folds_the_alphabets_of_europe),
        pool_test(test_stays_utf8),
        pool_test(test_finds_words),
    };
    return cmocka_run_group_tests_name("course/words", tests, apr_setup, apr_teardown);
}
