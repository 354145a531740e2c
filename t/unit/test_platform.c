/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fake_lms.h"

static const lz_problem_t *find(const fake_lms_t *lms, const char *issuer, const char *client_id,
                                const char *deployment_id, const lz_platform_t **found)
{
    const lz_platform_hint_t hint = { issuer, client_id, deployment_id };

    return lz_platform_find(lms->pool, &lms->site.platforms, &hint, found);
}

static void expect(const fake_lms_t *lms, const char *issuer, const char *client_id,
                   const char *deployment_id, const char *name)
{
    const lz_platform_t *found = NULL;

    assert_no_problem(find(lms, issuer, client_id, deployment_id, &found));
    assert_string_equal(found->name, name);
}

static void test_by_issuer_and_client(void **state)
{
    const fake_lms_t *lms = *state;

    expect(lms, "https://moodle.example", NULL, NULL, "moodle");
    expect(lms, "https://moodle.example", "moodle-client", "anything", "moodle");
    expect(lms, "https://canvas.example", "10000000000042", NULL, "canvas");
    expect(lms, "https://canvas.example", "10000000000099", NULL, "canvas-two");
}

/* Byte by byte: no slash forgiven, no case, no look-alike. */
static void test_unknown(void **state)
{
    static const char *const pairs[][2] = {
        { "https://moodle.example/", NULL }, { "https://MOODLE.example", NULL },
        { "https://m\xd0\xbeodle.example", NULL }, { "", NULL },
        { "https://moodle.example", "another" }, { "https://canvas.example", "10000000000042 " }
    };
    const fake_lms_t *lms = *state;
    const lz_platform_t *found = NULL;

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        assert_problem(find(lms, pairs[i][0], pairs[i][1], NULL, &found),
                       LZ_P_LTI_UNKNOWN_PLATFORM, "LTIZoomIssuer");
        assert_null(found);
    }
}

static void test_ambiguous_issuer(void **state)
{
    const fake_lms_t *lms = *state;
    const lz_platform_t *found = NULL;

    assert_problem(find(lms, "https://canvas.example", NULL, NULL, &found), LZ_P_LTI_AMBIGUOUS,
                   "/login/{name of the section}");
    assert_problem(find(lms, "https://blackboard.example", "shared", NULL, &found),
                   LZ_P_LTI_AMBIGUOUS, "deployment_id \"(not sent)\"");
    assert_problem(find(lms, "https://blackboard.example", "shared", "c", &found),
                   LZ_P_LTI_AMBIGUOUS, "deployment_id \"c\"");
}

/* A hosted LMS may share issuer and client_id among its customers. */
static void test_deployment_decides(void **state)
{
    const fake_lms_t *lms = *state;
    lz_platform_t *b = (lz_platform_t *)lms_platform(lms, SCHOOL_B);

    expect(lms, "https://blackboard.example", "shared", "a", "school-a");
    expect(lms, "https://blackboard.example", "shared", "b", "school-b");

    b->deployments_auto = 1;
    expect(lms, "https://blackboard.example", "shared", "a", "school-a");
    expect(lms, "https://blackboard.example", "shared", "c", "school-b");
}

static void test_deployments(void **state)
{
    const fake_lms_t *lms = *state;
    const lz_platform_t *moodle = lms_platform(lms, MOODLE);
    const lz_platform_t *canvas = lms_platform(lms, CANVAS);

    assert_no_problem(lz_platform_deployment(lms->pool, moodle, "1"));
    assert_problem(lz_platform_deployment(lms->pool, moodle, "2"), LZ_P_LTI_DEPLOYMENT,
                   "\"2\" is not listed: add it to LTIZoomDeployments in <LTIZoomPlatform moodle>");
    assert_problem(lz_platform_deployment(lms->pool, moodle, ""), LZ_P_LTI_DEPLOYMENT, "\"\"");
    assert_no_problem(lz_platform_deployment(lms->pool, canvas, "anything"));
}

static void test_by_name(void **state)
{
    const fake_lms_t *lms = *state;

    assert_ptr_equal(lz_platform_by_name(&lms->site.platforms, "school-b"),
                     lms_platform(lms, SCHOOL_B));
    assert_null(lz_platform_by_name(&lms->site.platforms, "School-B"));
    assert_null(lz_platform_by_name(&lms->site.platforms, ""));
}

static void expect_consumer(const fake_lms_t *lms, const char *key, const char *name,
                            const char *secret)
{
    const lz_consumer_t *consumer = NULL;
    const lz_platform_t *found = lz_platform_by_consumer(&lms->site.platforms, key, &consumer);

    assert_non_null(found);
    assert_string_equal(found->name, name);
    assert_string_equal(consumer->key, key);
    assert_string_equal(consumer->secret, secret);
}

static void test_by_consumer(void **state)
{
    const fake_lms_t *lms = *state;
    const lz_consumer_t *consumer = NULL;

    expect_consumer(lms, "12345", "history", "secret");
    expect_consumer(lms, "history & more", "history", "secret & 11");
    expect_consumer(lms, "moodle-key", "moodle", "moodle-secret");
    assert_null(lz_platform_by_consumer(&lms->site.platforms, "10000000000042", &consumer));
    assert_null(lz_platform_by_consumer(&lms->site.platforms, "Moodle-key", &consumer));
    assert_null(lz_platform_by_consumer(&lms->site.platforms, "", &consumer));
    assert_null(consumer);
}

/* A platform of LTI 1.1 alone stands in the list without being taken for one of LTI 1.3. */
static void test_without_1_3(void **state)
{
    fake_lms_t *lms = *state;
    const lz_platform_t *history = lms_platform(lms, HISTORY);
    const lz_platforms_t only = { .list = &history, .n = 1 };
    const lz_platform_hint_t hint = { "https://moodle.example", NULL, NULL };
    const lz_platform_t *found = NULL;
    lz_login_redirect_t *redirect = NULL;

    assert_false(lz_platform_speaks_1_3(history));
    assert_true(lz_platform_speaks_1_3(lms_platform(lms, MOODLE)));
    assert_ptr_equal(lz_platform_by_name(&lms->site.platforms, "history"), history);
    assert_problem(lz_platform_find(lms->pool, &only, &hint, &found), LZ_P_LTI_UNKNOWN_PLATFORM,
                   "LTIZoomIssuer");
    assert_problem(lz_login_begin(lms->env, &lms->site.lti, &lms->site.platforms,
                                  lms->site.sealer, "history",
                                  lms_form(lms->pool, "iss", "https://moodle.example",
                                           "login_hint", "1", NULL), &redirect),
                   LZ_P_LTI_UNKNOWN_PLATFORM, "LTIZoomIssuer");
    assert_null(redirect);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        lms_test(test_by_issuer_and_client),
        lms_test(test_unknown),
        lms_test(test_ambiguous_issuer),
        lms_test(test_deployment_decides),
        lms_test(test_deployments),
        lms_test(test_by_name),
        lms_test(test_by_consumer),
        lms_test(test_without_1_3)
    };

    return cmocka_run_group_tests_name("lti/platform", tests, lms_group_setup,
                                       lms_group_teardown);
}
