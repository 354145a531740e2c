/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/log.h"
#include "base/problem.h"
#include "support/fake_log.h"

static void test_catalog_is_sound(void **state)
{
    for (int a = 0; a < LZ_PROBLEM_COUNT; a++) {
        const lz_problem_t *one = lz_problem(*state, (lz_problem_id_e)a, "x");

        assert_int_equal(one->id, a);
        assert_true((one->tag >= 1 && one->tag < 500) || (one->tag >= 600 && one->tag < 900));
        assert_in_range(one->status, 400, 599);
        assert_true(strspn(one->kind, "abcdefghijklmnopqrstuvwxyz_0123456789")
                    == strlen(one->kind));
        assert_true(strlen(one->message) > 10);
        assert_int_equal(one->message[strlen(one->message) - 1], '.');
        for (int b = 0; b < a; b++) {
            assert_int_not_equal(one->tag, lz_problem(*state, (lz_problem_id_e)b, "x")->tag);
        }
    }
}

static void test_problem(void **state)
{
    const char *odd = "100% %s\n";
    lz_problem_t *problem = lz_problem(*state, LZ_P_DUPLICATE_FIELD, "%s and %zu", odd,
                                       sizeof(char));

    assert_string_equal(problem->cause, "100% %s\n and 1");
    assert_int_equal(problem->status, 400);
    assert_string_equal(problem->kind, "duplicate_field");
    assert_string_equal(lz_problem_tag(*state, problem), "LZ0007");
    assert_null(problem->fields);
    assert_int_equal(problem->retry_after, 0);

    char name[] = "topic";
    lz_problem_field(*state, problem, name, "Too long.");
    name[0] = 'X';
    lz_problem_field(*state, problem, "duration", "Too short.");
    assert_string_equal(apr_table_get(problem->fields, "topic"), "Too long.");
    assert_string_equal(apr_table_get(problem->fields, "duration"), "Too short.");
}

static void test_pack(void **state)
{
    lz_problem_t *problem = lz_problem(*state, LZ_P_FIELDS, "line\nwith \"quotes\" and \xc3\xa9");

    problem->message = "A message of its own.";
    problem->retry_after = 30;
    lz_problem_field(*state, problem, "topic", "Give a topic.");

    const char *packed = lz_problem_pack(*state, problem);
    assert_null(strpbrk(packed, "\r\n"));

    const lz_problem_t *back = lz_problem_unpack(*state, packed);
    assert_non_null(back);
    assert_int_equal(back->id, LZ_P_FIELDS);
    assert_int_equal(back->tag, problem->tag);
    assert_int_equal(back->status, 422);
    assert_string_equal(back->kind, problem->kind);
    assert_string_equal(back->message, "A message of its own.");
    assert_string_equal(back->cause, problem->cause);
    assert_int_equal(back->retry_after, 30);
    assert_string_equal(apr_table_get(back->fields, "topic"), "Give a topic.");

    back = lz_problem_unpack(*state, lz_problem_pack(*state, lz_problem(*state, LZ_P_RANDOM, "r")));
    assert_int_equal(back->id, LZ_P_RANDOM);
    assert_string_equal(back->message, lz_problem(*state, LZ_P_RANDOM, "r")->message);
    assert_null(back->fields);
}

/* A cause may quote bytes that are no UTF-8. */
static void test_pack_of_odd_bytes(void **state)
{
    const lz_problem_t *problem = lz_problem(*state, LZ_P_MALFORMED, "got \xff\xfe");
    const lz_problem_t *back = lz_problem_unpack(*state, lz_problem_pack(*state, problem));

    assert_non_null(back);
    assert_string_equal(back->cause, "got ??");
}

static void test_damaged_packs(void **state)
{
    static const char *const damaged[] = {
        "", "{", "[]", "{}", "{\"tag\":\"1\"}", "{\"tag\":9999}", "{\"tag\":1,\"fields\":[]}",
        "{\"tag\":1,\"fields\":{\"a\":1}}", "{\"tag\":1} "  "x"
    };

    for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
        if (lz_problem_unpack(*state, damaged[i])) {
            fail_msg("unpacked: %s", damaged[i]);
        }
    }
}

static void test_log_lines(void **state)
{
    fake_log_t *fake = fake_log_create(*state);

    lz_log(&fake->log, LZ_LOG_WARNING, APR_EGENERAL, LZNO(0501) "from %s",
           "outside\r\nLZ0001: x\x1b[0m\x7f");
    assert_int_equal(fake->lines->nelts, 1);
    const fake_log_line_t *line = fake_log_find(fake, "LZ0501: ");
    assert_non_null(line);
    assert_string_equal(line->text, "LZ0501: from outside..LZ0001: x.[0m.");
    assert_int_equal(line->level, LZ_LOG_WARNING);
    assert_int_equal(line->status, APR_EGENERAL);

    fake->most = LZ_LOG_INFO;
    lz_log(&fake->log, LZ_LOG_DEBUG, 0, "not kept");
    assert_int_equal(fake->lines->nelts, 1);

    char *text = apr_palloc(*state, 100001);
    memset(text, 'x', 100000);
    text[100000] = '\0';
    lz_log(&fake->log, LZ_LOG_INFO, 0, "%s", text);
    assert_int_equal(strlen(fake_log_find(fake, "xxxx")->text), 4095);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_catalog_is_sound),
        pool_test(test_problem),
        pool_test(test_pack),
        pool_test(test_pack_of_odd_bytes),
        pool_test(test_damaged_packs),
        pool_test(test_log_lines),
    };

    return cmocka_run_group_tests_name("base/problem", tests, apr_setup, apr_teardown);
}
