/* SPDX-License-Identifier: Apache-2.0 */
/* Sections and groups: what a launch tells, and whom a limit lets in. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "base/names.h"
#include "course/sections.h"
#include "lti/sections.h"

/* --- sets of names ---------------------------------------------------------------------------- */

static void test_a_set_takes_each_name_once(void **state)
{
    const char *names = "";
    assert_int_equal(lz_names_add(*state, &names, "  Monday, 10 a.m. "), 1);
    assert_int_equal(lz_names_add(*state, &names, "火曜日"), 1);
    assert_int_equal(lz_names_add(*state, &names, "Monday, 10 a.m."), 1);
    assert_int_equal(lz_names_add(*state, &names, "Monday"), 1);
    assert_string_equal(names, "Monday, 10 a.m.\n火曜日\nMonday");
    assert_int_equal(lz_names_list(*state, names)->nelts, 3);
    assert_int_equal(lz_names_list(*state, "")->nelts, 0);
    assert_true(lz_names_have(names, "火曜日"));
    assert_true(lz_names_have(names, "Monday"));
    assert_false(lz_names_have(names, "Mond"));
    assert_false(lz_names_have(names, "monday"));
    assert_false(lz_names_have("", ""));
}

static void test_a_set_refuses_what_is_no_name(void **state)
{
    static const char *const wrong[] = {
        "", "   ", "two\nlines", "a\ttab", "\x7f", "\xff\xfe", NULL
    };
    char longest[LZ_NAME_MAX + 2];
    const char *names = "A";
    for (const char *const *one = wrong; *one; one++) {
        assert_int_equal(lz_names_add(*state, &names, *one), 0);
    }
    memset(longest, 'x', sizeof(longest));
    longest[LZ_NAME_MAX + 1] = '\0';
    assert_int_equal(lz_names_add(*state, &names, longest), 0);
    longest[LZ_NAME_MAX] = '\0';
    assert_int_equal(lz_names_add(*state, &names, longest), 1);
}

static void test_a_set_does_not_grow_without_end(void **state)
{
    const char *names = "";
    int taken = 0;
    for (int i = 0; i < 1000; i++) {
        taken += lz_names_add(*state, &names, apr_psprintf(*state, "section number %04d", i));
    }
    assert_true(strlen(names) <= LZ_NAMES_MAX);
    assert_int_equal(lz_names_list(*state, names)->nelts, taken);
    assert_int_equal(taken, (LZ_NAMES_MAX + 1) / 20);
}

/* --- what a launch tells ---------------------------------------------------------------------- */

typedef struct said_t {
    const char *name;
    const char *value;
} said_t;

static const char *custom(const void *baton, const char *name)
{
    for (const said_t *one = baton; one->name; one++) {
        if (strcmp(one->name, name) == 0) {
            return one->value;
        }
    }
    return NULL;
}

static lz_told_sections_t told(apr_pool_t *pool, const char *name, const char *value)
{
    const said_t said[] = { { name, value }, { NULL, NULL } };
    return lz_told_sections(pool, custom, said, NULL, NULL);
}

static void test_lists_as_lmss_write_them(void **state)
{
    static const struct { const char *sent; const char *names; } cases[] = {
        { "", "" }, { "  ", "" }, { ",", "" }, { ", ,", "" },
        { "12", "12" }, { "12,13", "12\n13" }, { " 12 , 13 ,, 12", "12\n13" },
        { "Monday group", "Monday group" },
        { "[\"Mon, 10 a.m.\",\"Lab \\u00e9\"]", "Mon, 10 a.m.\nLab é" },
        { " [\"A\", 7, null, true, {}, \" B \", \"\"]", "A\n7\nB" },
        { "[]", "" }, { "[\"A\"", "" }, { "[A,B]", "" }, { "[\"A\\u0000B\",\"C\"]", "C" },
        { "[\"two\\nlines\",\"C\"]", "C" },
        { "$Canvas.course.sectionIds", "" }, { " $Moodle.Person.userGroupIds", "" },
        { "[\"$Canvas.course.sectionIds\",\"A\"]", "A" }, { "A,$b", "A" },
    };
    static const char *const parameters[] = {
        "section_names", "sections", "section_ids", "section_sourcedids", "groups", NULL
    };
    for (const char *const *parameter = parameters; *parameter; parameter++) {
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            const lz_told_sections_t sections = told(*state, *parameter, cases[i].sent);
            assert_string_equal(sections.names, cases[i].names);
            assert_string_equal(sections.ids, "");
        }
    }
    assert_string_equal(told(*state, "group_ids", "7,8").names, "");
    assert_string_equal(told(*state, "group_ids", "7,8").ids, "7\n8");
    assert_string_equal(told(*state, "role_names", "A").names, "");
}

static void test_names_go_before_ids(void **state)
{
    const said_t canvas[] = {
        { "section_names", "[\"Monday\",\"Lab\"]" }, { "section_ids", "101,102" },
        { "section_sourcedids", ",CHEM-2" }, { "groups", "$Moodle.Person.userGroupIds" },
        { "group_ids", "a1b2" }, { NULL, NULL }
    };
    lz_told_sections_t sections = lz_told_sections(*state, custom, canvas, "CHEM-S1", "CHEM");
    assert_string_equal(sections.names, "Monday\nLab");
    assert_string_equal(sections.ids, "101\n102\nCHEM-2\nCHEM-S1\na1b2");

    const said_t moodle[] = {
        { "section_names", "$com.instructure.User.sectionNames" }, { "groups", "3,4" },
        { NULL, NULL }
    };
    sections = lz_told_sections(*state, custom, moodle, NULL, NULL);
    assert_string_equal(sections.names, "3\n4");
    assert_string_equal(sections.ids, "");
}

/* The section of the LIS is one where it is not the course under another name. */
static void test_the_section_of_the_lis(void **state)
{
    static const struct { const char *section, *offering, *names; } cases[] = {
        { "CHEM-S1", "CHEM", "CHEM-S1" }, { "CHEM", "CHEM", "" }, { "CHEM", "", "" },
        { "CHEM", NULL, "" }, { "", "CHEM", "" }, { NULL, "CHEM", "" },
        { "$CourseSection", "C", "" },
    };
    const said_t nothing[] = { { NULL, NULL } };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const lz_told_sections_t sections = lz_told_sections(*state, custom, nothing,
                                                             cases[i].section, cases[i].offering);
        assert_string_equal(sections.names, cases[i].names);
        assert_string_equal(sections.ids, "");
    }
}

static void test_no_end_of_sections(void **state)
{
    const char *list = "0";
    for (int i = 1; i < 2000; i++) {
        list = apr_pstrcat(*state, list, apr_psprintf(*state, ",%d", i), NULL);
    }
    assert_true(strlen(told(*state, "sections", list).names) <= LZ_NAMES_MAX);
    assert_true(strlen(told(*state, "sections", list).names) > LZ_NAMES_MAX - 10);
    list = apr_pstrcat(*state, list, list, list, NULL);
    assert_string_equal(told(*state, "sections", list).names, "");
}

/* --- whom a limit lets in --------------------------------------------------------------------- */

static void test_whom_a_limit_lets_in(void **state)
{
    static const struct {
        const char *limit, *sections, *ids;
        lz_audience_e audience;
    } cases[] = {
        { NULL, NULL, NULL, LZ_FOR_ALL }, { "", "", "", LZ_FOR_ALL }, { "", "A", "1", LZ_FOR_ALL },
        { "A", "A", "", LZ_FOR_THEM }, { "A", "B\nA", "", LZ_FOR_THEM },
        { "B\nA", "A", "", LZ_FOR_THEM }, { "101", "A", "101", LZ_FOR_THEM },
        { "MONDAY ÜBUNG", "Monday übung", NULL, LZ_FOR_THEM },
        { "A", "", "", LZ_FOR_OTHERS }, { "A", NULL, NULL, LZ_FOR_OTHERS },
        { "A", "AA\nB", "", LZ_FOR_OTHERS }, { "AA", "A", "", LZ_FOR_OTHERS },
        { "A\nB", "A B", "", LZ_FOR_OTHERS }, { "101", "A", "1011", LZ_FOR_OTHERS },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const lz_session_t session = {
            .sections = cases[i].sections, .section_ids = cases[i].ids
        };
        assert_int_equal(lz_audience(*state, &session, cases[i].limit), cases[i].audience);
    }
}

static const char *key_of(apr_pool_t *pool, const char *sections, const char *ids)
{
    const lz_session_t session = { .sections = sections, .section_ids = ids };
    return lz_sections_key(pool, &session);
}

static void test_who_sees_the_same_has_the_same_key(void **state)
{
    const char *key = key_of(*state, "Monday\nLab", "12");
    assert_string_equal(key, key_of(*state, "lab\nMONDAY", "12"));
    assert_string_equal(key, key_of(*state, "12\nLab", "monday"));
    assert_string_not_equal(key, key_of(*state, "Monday", "12"));
    assert_string_not_equal(key, key_of(*state, "Monday Lab", "12"));
    assert_string_equal(key_of(*state, "", ""), "-");
    assert_string_equal(key_of(*state, NULL, NULL), "-");
}

static void test_reads_what_an_instructor_chose(void **state)
{
    static const struct { const char *json; const char *names; } cases[] = {
        { "[]", "" }, { "[\" Monday \",\"Lab\"]", "Monday\nLab" },
        { "[\"Monday\",\"MONDAY\",\"monday \"]", "Monday" }, { "[\"Übung\",\"übung\"]", "Übung" },
    };
    static const char *const wrong[] = {
        "\"Monday\"", "{}", "[1]", "[\"\"]", "[\" \"]", "[null]", "[\"a\\nb\"]",
        "[\"a\\u0000\"]", NULL
    };
    const char *reason = "";
    const char *names = NULL;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        json_object *value = lz_json_parse(*state, cases[i].json, strlen(cases[i].json),
                                           LZ_JSON_ANY, &reason);
        assert_null(lz_sections_read(*state, value, &names));
        assert_string_equal(names, cases[i].names);
    }
    for (const char *const *one = wrong; *one; one++) {
        json_object *value = lz_json_parse(*state, *one, strlen(*one), LZ_JSON_ANY, &reason);
        assert_non_null(value);
        assert_non_null(lz_sections_read(*state, value, &names));
    }
    assert_null(lz_sections_read(*state, NULL, &names));
    assert_string_equal(names, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_a_set_takes_each_name_once),
        pool_test(test_a_set_refuses_what_is_no_name),
        pool_test(test_a_set_does_not_grow_without_end),
        pool_test(test_lists_as_lmss_write_them),
        pool_test(test_names_go_before_ids),
        pool_test(test_the_section_of_the_lis),
        pool_test(test_no_end_of_sections),
        pool_test(test_whom_a_limit_lets_in),
        pool_test(test_who_sees_the_same_has_the_same_key),
        pool_test(test_reads_what_an_instructor_chose),
    };
    return cmocka_run_group_tests_name("sections", tests, apr_setup, apr_teardown);
}
