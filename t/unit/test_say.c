/* SPDX-License-Identifier: Apache-2.0 */
/* views/say.c and the pages that speak with it: nothing that is said can become markup. */
#include "support/fake_env.h"
#include "support/fixture.h"

#include <string.h>

#include "views/page.h"
#include "views/say.h"

typedef struct stage_t {
    fake_env_t   *fake;
    lz_site_t     site;
    lz_request_t  request;
    lz_language_t language;
    lz_visit_t    visit;
} stage_t;

static stage_t *set_stage(apr_pool_t *pool)
{
    static const char *const said[][2] = {
        { "Zoom cannot open here", "Hier <nicht>" },
        { "{1} is not {2}", "\xe2\x80\x9e{2}\xe2\x80\x9c, nicht {1} & nie {3}" },
        { "problem.LZ0002", "Da ist <nichts>." },
    };
    stage_t *stage = apr_pcalloc(pool, sizeof(*stage));

    stage->fake = fake_env_create(pool);
    stage->language = (lz_language_t){ .tag = "ar", .right_to_left = 1,
                                       .sentences = apr_hash_make(pool) };
    for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
        apr_hash_set(stage->language.sentences, said[i][0], APR_HASH_KEY_STRING, said[i][1]);
    }
    stage->site = (lz_site_t){ .mount = "/zoom", .assets_version = "v1" };
    stage->request = (lz_request_t){ .method = "GET", .path = "/", .query = "",
                                     .headers = apr_table_make(pool, 1) };
    stage->visit = (lz_visit_t){ .env = &stage->fake->env, .site = &stage->site,
                                 .request = &stage->request, .language = &stage->language,
                                 .wants_html = 1 };
    return stage;
}

static void test_values_go_where_the_sentence_wants_them(void **state)
{
    stage_t *stage = set_stage(*state);

    assert_string_equal(lz_say_html(&stage->visit, "{1} is not {2}", "<b>{2}</b>", "b", NULL),
                        "\xe2\x80\x9e<bdi>b</bdi>\xe2\x80\x9c, nicht <bdi><b>{2}</b></bdi> &amp; "
                        "nie {3}");
    stage->visit.language = NULL;
    assert_string_equal(lz_say_html(&stage->visit, "{1} is not {2}", "a", "b", NULL),
                        "<bdi>a</bdi> is not <bdi>b</bdi>");
}

static void test_a_refusal_has_the_words_of_its_tag(void **state)
{
    stage_t *stage = set_stage(*state);
    lz_response_t response = { .headers = apr_table_make(*state, 1) };

    lz_page_problem(&stage->visit, lz_problem(*state, LZ_P_NOT_FOUND, "cause"), &response);
    assert_non_null(strstr(response.body, "<html lang=\"ar\" dir=\"rtl\">"));
    assert_non_null(strstr(response.body, "<h1>Hier &lt;nicht&gt;</h1>"));
    assert_non_null(strstr(response.body, "<title>Hier &lt;nicht&gt;</title>"));
    assert_non_null(strstr(response.body, "<p>Da ist &lt;nichts&gt;.</p>"));
}

static void test_what_has_no_words_says_that_it_is_english(void **state)
{
    stage_t *stage = set_stage(*state);
    lz_response_t response = { .headers = apr_table_make(*state, 1) };

    lz_page_problem(&stage->visit, lz_problem(*state, LZ_P_METHOD, "cause"), &response);
    assert_non_null(strstr(response.body, "<p lang=\"en\" dir=\"ltr\">This address cannot"));
    stage->language.tag = LZ_LANGUAGE_DEFAULT;
    lz_page_problem(&stage->visit, lz_problem(*state, LZ_P_METHOD, "cause"), &response);
    assert_non_null(strstr(response.body, "<p>This address cannot"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_values_go_where_the_sentence_wants_them),
        pool_test(test_a_refusal_has_the_words_of_its_tag),
        pool_test(test_what_has_no_words_says_that_it_is_english),
    };

    return cmocka_run_group_tests_name("views/say", tests, apr_setup, apr_teardown);
}
