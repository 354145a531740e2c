/* SPDX-License-Identifier: Apache-2.0 */
/* base/languages.c: what lies in a directory, and which of it a reader gets. */
#include "support/fixture.h"

#include <stdlib.h>
#include <string.h>

#include <apr_file_io.h>
#include <apr_strings.h>

#include "base/languages.h"

static const char *const parts[] = { "server", "refused", NULL };

static void write_file(apr_pool_t *pool, const char *directory, const char *name, const char *text)
{
    apr_file_t *file;

    assert_int_equal(apr_file_open(&file, apr_pstrcat(pool, directory, "/", name, NULL),
                                   APR_FOPEN_CREATE | APR_FOPEN_WRITE | APR_FOPEN_TRUNCATE,
                                   APR_FPROT_OS_DEFAULT, pool), APR_SUCCESS);
    assert_int_equal(apr_file_write_full(file, text, strlen(text), NULL), APR_SUCCESS);
    apr_file_close(file);
}

/* A directory with texts, which goes with the pool. */
static apr_status_t clean(void *directory)
{
    apr_pool_t *pool;
    apr_dir_t *dir;
    apr_finfo_t info;

    apr_pool_create(&pool, NULL);
    apr_dir_open(&dir, directory, pool);
    while (apr_dir_read(&info, APR_FINFO_NAME, dir) == APR_SUCCESS) {
        if (info.name[0] != '.') {
            apr_file_remove(apr_pstrcat(pool, directory, "/", info.name, NULL), pool);
        }
    }
    apr_dir_close(dir);
    const apr_status_t rv = apr_dir_remove(directory, pool);
    apr_pool_destroy(pool);
    return rv;
}

static const char *directory_with_texts(apr_pool_t *pool)
{
    const char *temporary = NULL;

    assert_int_equal(apr_temp_dir_get(&temporary, pool), APR_SUCCESS);
    char *directory = apr_psprintf(pool, "%s/lz-languages-XXXXXX", temporary);
    assert_non_null(mkdtemp(directory));
    apr_pool_cleanup_register(pool, directory, clean, apr_pool_cleanup_null);
    write_file(pool, directory, "en.server.json", "{\"Close\":\"Close\"}");
    write_file(pool, directory, "de.server.json",
               "{\"Close\":\"Schlie\xc3\x9f" "en\",\"many\":{\"one\":\"x\",\"other\":\"y\"}}");
    write_file(pool, directory, "de.refused.json", "{\"problem.LZ0002\":\"Nichts.\"}");
    write_file(pool, directory, "ar.server.json", "{\"Close\":\"\xd8\xa5\xd8\xba\"}");
    write_file(pool, directory, "ar.refused.json", "{ broken");
    write_file(pool, directory, "fr.json", "{\"Close\":\"Fermer\"}");
    write_file(pool, directory, "de.server.json.gz", "?");
    return directory;
}

static lz_languages_t languages_of(apr_pool_t *pool)
{
    return lz_languages_read(pool, directory_with_texts(pool), parts);
}

static const lz_language_t *chosen(apr_pool_t *pool, const lz_languages_t *languages,
                                   const char *locale, const char *accept_language)
{
    return lz_language_choose(pool, languages, locale, accept_language);
}

static void test_what_lies_there_is_read(void **state)
{
    apr_pool_t *pool = *state;
    const lz_languages_t languages = languages_of(pool);
    const lz_language_t *german = chosen(pool, &languages, "de", NULL);
    const lz_language_t *arabic = chosen(pool, &languages, "ar", NULL);

    assert_int_equal(languages.n, 3);
    assert_string_equal(lz_language_sentence(german, "Close"), "Schlie\xc3\x9f" "en");
    assert_string_equal(lz_language_sentence(german, "problem.LZ0002"), "Nichts.");
    assert_null(lz_language_sentence(german, "many"));
    assert_null(lz_language_sentence(german, "absent"));
    assert_false(german->right_to_left);
    assert_string_equal(lz_language_sentence(arabic, "Close"), "\xd8\xa5\xd8\xba");
    assert_null(lz_language_sentence(arabic, "problem.LZ0002"));
    assert_true(arabic->right_to_left);
}

static void test_nothing_there_is_no_language(void **state)
{
    apr_pool_t *pool = *state;
    const lz_languages_t languages = lz_languages_read(pool, "/nowhere/at/all", parts);

    assert_int_equal(languages.n, 0);
    assert_null(chosen(pool, &languages, "de", "de"));
    assert_null(lz_language_sentence(NULL, "Close"));
}

typedef struct case_t {
    const char *locale;
    const char *accept_language;
    const char *expected;
} case_t;

static const case_t cases[] = {
    { NULL, NULL, "en" },
    { "", "", "en" },
    { NULL, "de", "de" },
    { NULL, "de-AT,de;q=0.9,en;q=0.8", "de" },
    { NULL, "nl-NL, nl;q=0.9, ar;q=0.5, de;q=0.6", "de" },
    { NULL, "en;q=0.5,DE;Q=0.7", "de" },
    { NULL, "de;q=0, ar;q=0.1", "ar" },
    { NULL, "de;q=0", "en" },
    { NULL, "ar,de", "ar" },
    { NULL, "*", "en" },
    { NULL, "den, d, fr", "en" },
    { NULL, ";;,=,q=1,de ; q=0.2", "de" },
    { "de_AT", "ar", "de" },
    { "DE-de", "ar", "de" },
    { "pt_BR", "ar", "ar" },
};

static void test_the_dearest_is_chosen(void **state)
{
    apr_pool_t *pool = *state;
    const lz_languages_t languages = languages_of(pool);

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_string_equal(chosen(pool, &languages, cases[i].locale,
                                   cases[i].accept_language)->tag, cases[i].expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_what_lies_there_is_read),
        pool_test(test_nothing_there_is_no_language),
        pool_test(test_the_dearest_is_chosen),
    };

    return cmocka_run_group_tests_name("base/languages", tests, apr_setup, apr_teardown);
}
