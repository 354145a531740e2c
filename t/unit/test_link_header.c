/* SPDX-License-Identifier: Apache-2.0 */
/* lti/link_header.c: which page comes next. */
#include "support/fixture.h"

#include "lti/link_header.h"

#define NEXT "https://lms.example/members?page=2"

static void test_links_that_name_the_next_page(void **state)
{
    static const char *const headers[] = {
        "<" NEXT ">; rel=\"next\"",
        "<" NEXT ">;rel=next",
        "<" NEXT ">; rel=next",
        "<" NEXT "> ; rel = \"next\"",
        "<" NEXT ">; REL=\"NEXT\"",
        "<" NEXT ">\t;\trel=Next",
        "<" NEXT ">; rel=\"first next\"",
        "<" NEXT ">; rel=\"  next\tlast \"",
        "<" NEXT ">; rel=\"n\\ext\"",
        "<" NEXT ">; title=\"a, \\\"b\\\"; rel=prev\"; rel=next; x",
        "<" NEXT ">; flag; rel=next",
        "<" NEXT ">; title*=UTF-8''%e2%82%ac; rel=next; title=last",
        "<" NEXT ">; rel=next; rel=prev",
        "<" NEXT ">; rel=next;",
        "<" NEXT ">; rel=\"https://rels.example/x next\"",
        "<https://lms.example/1>; rel=\"prev\", <" NEXT ">; rel=\"next\"",
        "<https://lms.example/a,b;c>; rel=prev,<" NEXT ">;rel=next",
        ", ,<" NEXT ">; rel=next",
        "<https://lms.example/1>, <" NEXT ">; rel=next",
        "<https://lms.example/x>; rel=next; anchor=\"#other\", <" NEXT ">; rel=next",
        "<" NEXT ">; rel=next, <https://lms.example/3>; rel=next",
    };

    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        const char *target = lz_link_target(*state, headers[i], "next");

        if (!target) {
            fail_msg("nothing in: %s", headers[i]);
        }
        assert_string_equal(target, NEXT);
    }
}

static void test_links_that_do_not(void **state)
{
    static const char *const headers[] = {
        "",
        " ",
        ",",
        NEXT,
        "<" NEXT ">",
        "<" NEXT ">; rel",
        "<" NEXT ">; rel=",
        "<" NEXT ">; rel=\"\"",
        "<" NEXT ">; rel=prev; rel=next",
        "<" NEXT ">; rel=next2",
        "<" NEXT ">; rel=\"nex t\"",
        "<" NEXT ">; rev=next",
        "<" NEXT ">; rel=\"next",
        "<" NEXT ">; rel=\"next\\",
        "<" NEXT "; rel=next",
        "<" NEXT " rel=next",
        "<" NEXT "> rel=next",
        "<" NEXT ">; rel=next x",
        "<" NEXT ">; title=\"; rel=next",
        "oops, <" NEXT ">; rel=next",
        "<" NEXT ">; anchor=\"https://other.example/\"; rel=next",
    };

    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        const char *target = lz_link_target(*state, headers[i], "next");

        if (target) {
            fail_msg("%s in: %s", target, headers[i]);
        }
    }
}

static void test_a_target_is_left_as_it_stands(void **state)
{
    assert_string_equal(lz_link_target(*state, "<?page=2>; rel=next", "next"), "?page=2");
    assert_string_equal(lz_link_target(*state, "<>; rel=next", "next"), "");
    assert_string_equal(lz_link_target(*state, "<a b\x01>; rel=next", "next"), "a b\x01");
    assert_string_equal(lz_link_target(*state, "<d>; rel=differences", "differences"), "d");
}

static void test_several_headers(void **state)
{
    apr_table_t *headers = apr_table_make(*state, 4);

    assert_null(lz_link_of(*state, headers, "next"));
    apr_table_add(headers, "X-Link", "<x>; rel=next");
    apr_table_add(headers, "Link", "<broken");
    apr_table_add(headers, "link", "<https://lms.example/0>; rel=first");
    assert_null(lz_link_of(*state, headers, "next"));
    apr_table_add(headers, "LINK", "<" NEXT ">; rel=next");
    assert_string_equal(lz_link_of(*state, headers, "next"), NEXT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_links_that_name_the_next_page),
        pool_test(test_links_that_do_not),
        pool_test(test_a_target_is_left_as_it_stands),
        pool_test(test_several_headers),
    };
    return cmocka_run_group_tests_name("lti/link_header", tests, apr_setup, apr_teardown);
}
