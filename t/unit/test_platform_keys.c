/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fake_lms.h"

#include <string.h>

#include <apr_strings.h>
#include <apr_thread_proc.h>

#include "base/json.h"
#include "lti/platform_keys.h"

#define DAY apr_time_from_sec(24 * 3600)

/* Asks the code under test about a token that key signed under kid, for Moodle. */
static const lz_problem_t *verify(const fake_lms_t *lms, const lz_env_t *env, int key,
                                  const char *kid)
{
    const char *header = apr_psprintf(lms->pool, "{\"alg\":\"RS256\",\"kid\":\"%s\"}", kid);
    const char *reason = NULL;
    lz_jwt_t *jwt = NULL;

    assert_int_equal(lz_jwt_parse(lms->pool, lms_sign(lms, key, header, "{\"iss\":\"x\"}"), &jwt,
                                  &reason), LZ_JWT_OK);
    return lz_platform_keys_verify(env, lms_platform(lms, MOODLE), 0, jwt);
}

/* A request of its own: the deadline begins with it. */
static const lz_problem_t *ask(fake_lms_t *lms, int key, const char *kid)
{
    lms->env->deadline = lz_now(lms->env->clock) + apr_time_from_sec(8);
    return verify(lms, lms->env, key, kid);
}

static int fetches(const fake_lms_t *lms)
{
    return fake_http_count(lms->fake->http, "GET", lms_platform(lms, MOODLE)->keys_url);
}

/* The platform's answers from now on; the ones before are forgotten. */
static fake_http_answer_t *answer(fake_lms_t *lms, int http_status, const char *body)
{
    apr_array_clear(lms->fake->http->answers);
    return fake_http_on(lms->fake->http, "GET", lms_platform(lms, MOODLE)->keys_url, http_status,
                        body);
}

static void test_fetched_once_a_day(void **state)
{
    fake_lms_t *lms = *state;

    for (int i = 0; i < 5; i++) {
        assert_no_problem(ask(lms, MOODLE, "key-1"));
    }
    assert_int_equal(fetches(lms), 1);
    fake_clock_advance(lms->fake->clock, DAY - 1);
    assert_no_problem(ask(lms, MOODLE, "key-1"));
    assert_int_equal(fetches(lms), 1);
    fake_clock_advance(lms->fake->clock, 1);
    assert_no_problem(ask(lms, MOODLE, "key-1"));
    assert_int_equal(fetches(lms), 2);
}

static void test_how_it_asks(void **state)
{
    fake_lms_t *lms = *state;

    assert_no_problem(ask(lms, MOODLE, "key-1"));
    const fake_http_record_t *record =
        fake_http_record(lms->fake->http, "GET", lms_platform(lms, MOODLE)->keys_url, 0);
    assert_int_equal(record->request.response_max, LZ_JWKS_MAX);
    assert_true(record->request.guard_private);
    assert_false(record->request.loopback_allowed);
    assert_true(record->deadline < lms->env->deadline);
    assert_non_null(strstr(apr_table_get(record->request.headers, "Accept"),
                           "application/jwk-set+json"));
}

static void test_wrong_key(void **state)
{
    fake_lms_t *lms = *state;

    assert_problem(ask(lms, CANVAS, "key-1"), LZ_P_LTI_SIGNATURE, "kid \"key-1\"");
    assert_int_equal(fetches(lms), 1);      /* another set would not mend it */
    assert_no_problem(ask(lms, MOODLE, "key-1"));
}

static void test_rotation_right_after_the_first_fetch(void **state)
{
    fake_lms_t *lms = *state;

    assert_no_problem(ask(lms, MOODLE, "key-1"));
    answer(lms, 200, lms_jwks(lms, MOODLE, "key-1", FAKE_LMS_SPARE_KEY, "key-2", -1));
    assert_no_problem(ask(lms, FAKE_LMS_SPARE_KEY, "key-2"));
    assert_no_problem(ask(lms, MOODLE, "key-1"));
    assert_int_equal(fetches(lms), 2);
}

static void test_key_that_became_usable(void **state)
{
    fake_lms_t *lms = *state;

    answer(lms, 200, lms_jwks(lms, MOODLE, "key-1", CANVAS, "twice", SCHOOL_A, "twice", -1));
    assert_no_problem(ask(lms, MOODLE, "key-1"));
    assert_problem(ask(lms, CANVAS, "twice"), LZ_P_LTI_KEY, "two keys");

    fake_clock_advance(lms->fake->clock, apr_time_from_sec(61));
    answer(lms, 200, lms_jwks(lms, MOODLE, "key-1", CANVAS, "twice", -1));
    assert_no_problem(ask(lms, CANVAS, "twice"));
}

static void test_storm_of_unknown_keys(void **state)
{
    fake_lms_t *lms = *state;

    assert_no_problem(ask(lms, MOODLE, "key-1"));
    fake_clock_advance(lms->fake->clock, apr_time_from_sec(3600));
    const int before = fetches(lms);
    for (int i = 0; i < 50; i++) {
        assert_problem(ask(lms, MOODLE, apr_psprintf(lms->pool, "storm-%d", i)),
                       LZ_P_LTI_UNKNOWN_KEY, "no key of that kid");
    }
    assert_int_equal(fetches(lms) - before, 2);
    assert_no_problem(ask(lms, MOODLE, "key-1"));

    /* the next minute has its own two, so a new key is seen then at the latest */
    fake_clock_advance(lms->fake->clock, apr_time_from_sec(60));
    answer(lms, 200, lms_jwks(lms, FAKE_LMS_SPARE_KEY, "key-2", -1));
    assert_no_problem(ask(lms, FAKE_LMS_SPARE_KEY, "key-2"));
}

static void test_storm_on_a_cold_cache(void **state)
{
    fake_lms_t *lms = *state;

    for (int i = 0; i < 50; i++) {
        assert_problem(ask(lms, MOODLE, "unknown"), LZ_P_LTI_UNKNOWN_KEY, "\"unknown\"");
    }
    assert_int_equal(fetches(lms), 2);
}

/* One of many that ask at the same time. */
typedef struct asker_t {
    const fake_lms_t *lms;
    const lz_jwt_t   *jwt;
} asker_t;

static void *APR_THREAD_FUNC ask_in_thread(apr_thread_t *thread, void *baton)
{
    asker_t *asker = baton;
    lz_env_t env = *asker->lms->env;

    env.pool = apr_thread_pool_get(thread);
    const lz_problem_t *problem =
        lz_platform_keys_verify(&env, lms_platform(asker->lms, MOODLE), 0, asker->jwt);
    apr_thread_exit(thread, problem ? APR_EGENERAL : APR_SUCCESS);
    return NULL;
}

/* Everybody launches at once after a rotation: all arrive. */
static void test_many_at_once_after_a_rotation(void **state)
{
    enum { N = 16 };
    fake_lms_t *lms = *state;
    const char *header = "{\"alg\":\"RS256\",\"kid\":\"key-2\"}";
    const char *reason = NULL;
    lz_jwt_t *jwt = NULL;
    asker_t askers[N];
    apr_thread_t *threads[N];

    assert_no_problem(ask(lms, MOODLE, "key-1"));
    answer(lms, 200, lms_jwks(lms, FAKE_LMS_SPARE_KEY, "key-2", -1));
    assert_int_equal(lz_jwt_parse(lms->pool, lms_sign(lms, FAKE_LMS_SPARE_KEY, header, "{}"), &jwt,
                                  &reason), LZ_JWT_OK);
    for (int i = 0; i < N; i++) {
        askers[i] = (asker_t){ lms, jwt };
        assert_int_equal(apr_thread_create(&threads[i], NULL, ask_in_thread, &askers[i],
                                           lms->pool), APR_SUCCESS);
    }
    for (int i = 0; i < N; i++) {
        apr_status_t status = APR_EGENERAL;

        assert_int_equal(apr_thread_join(&status, threads[i]), APR_SUCCESS);
        assert_int_equal(status, APR_SUCCESS);
    }
    assert_int_equal(fetches(lms), 2);
}

static void test_stale_keys_while_the_platform_is_down(void **state)
{
    fake_lms_t *lms = *state;

    assert_no_problem(ask(lms, MOODLE, "key-1"));
    answer(lms, 0, "")->status = APR_TIMEUP;
    fake_clock_advance(lms->fake->clock, 2 * DAY);
    assert_no_problem(ask(lms, MOODLE, "key-1"));
    assert_int_equal(fetches(lms), 2);
    assert_non_null(fake_log_find(lms->fake->log, "using the set fetched 172800 s ago"));

    /* nobody waits again for an LMS that has just not answered, not for an unknown key either */
    assert_no_problem(ask(lms, MOODLE, "key-1"));
    assert_problem(ask(lms, MOODLE, "key-2"), LZ_P_LTI_UNKNOWN_KEY, "\"key-2\"");
    assert_int_equal(fetches(lms), 2);

    fake_clock_advance(lms->fake->clock, apr_time_from_sec(61));
    answer(lms, 200, lms_jwks(lms, FAKE_LMS_SPARE_KEY, "key-2", -1));
    assert_no_problem(ask(lms, FAKE_LMS_SPARE_KEY, "key-2"));
}

/* The platform may have less patience than a day; ours is five minutes at least. */
static void test_cache_control(void **state)
{
    static const struct {
        const char *control;
        int         seconds;
    } cases[] = {
        { "max-age=3600", 3600 }, { "Max-Age=3600", 3600 }, { "public, max-age=600", 600 },
        { "max-age=299", 300 }, { "max-age=0", 300 }, { "no-store", 300 },
        { "max-age=3600,No-Cache", 300 }, { "max-age=86401", 86400 },
        { "max-age=99999999999999999999", 86400 }, { "max-age=-5", 86400 },
        { "max-age=soon", 86400 }, { "s-maxage=600", 86400 }, { "private", 86400 }, { "", 86400 }
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        fake_lms_t *lms = *state;
        const lz_cache_t *cache = lms->env->cache;
        fake_http_answer_t *said = answer(lms, 200, lms_jwks(lms, MOODLE, "key-1", -1));

        apr_table_set(said->headers, "Cache-Control", cases[i].control);
        cache->remove(cache->baton, lms->pool,
                      apr_pstrcat(lms->pool, "jwks:", lms_platform(lms, MOODLE)->keys_url, NULL));
        assert_no_problem(ask(lms, MOODLE, "key-1"));
        const int before = fetches(lms);
        fake_clock_advance(lms->fake->clock, apr_time_from_sec(cases[i].seconds) - 1);
        assert_no_problem(ask(lms, MOODLE, "key-1"));
        assert_int_equal(fetches(lms), before);
        fake_clock_advance(lms->fake->clock, 1);
        assert_no_problem(ask(lms, MOODLE, "key-1"));
        assert_int_equal(fetches(lms), before + 1);
    }
}

/* After how many seconds a platform that goes on failing is asked again. */
static void expect_wait(fake_lms_t *lms, int seconds, lz_problem_id_e refused)
{
    const int before = fetches(lms);
    const lz_problem_t *problem;

    fake_clock_advance(lms->fake->clock, apr_time_from_sec(seconds) - 1);
    problem = ask(lms, MOODLE, "key-1");
    assert_int_equal(problem ? problem->id : LZ_PROBLEM_COUNT, refused);
    assert_int_equal(fetches(lms), before);
    fake_clock_advance(lms->fake->clock, 1);
    problem = ask(lms, MOODLE, "key-1");
    assert_int_equal(problem ? problem->id : LZ_PROBLEM_COUNT, refused);
    assert_int_equal(fetches(lms), before + 1);
}

static void test_back_off(void **state)
{
    static const int waits[] = { 5, 10, 20, 40, 60, 60 };
    fake_lms_t *lms = *state;

    answer(lms, 500, "");
    assert_problem(ask(lms, MOODLE, "key-1"), LZ_P_LTI_KEYS_UNREACHABLE, "status 500");
    for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
        expect_wait(lms, waits[i], LZ_P_LTI_KEYS_UNREACHABLE);
    }
    answer(lms, 200, lms_jwks(lms, MOODLE, "key-1", -1));
    fake_clock_advance(lms->fake->clock, apr_time_from_sec(60));
    assert_no_problem(ask(lms, MOODLE, "key-1"));

    /* with an old set at hand nobody is refused meanwhile, and the platform has its rest */
    answer(lms, 500, "");
    fake_clock_advance(lms->fake->clock, DAY);
    assert_no_problem(ask(lms, MOODLE, "key-1"));
    expect_wait(lms, 60, LZ_PROBLEM_COUNT);
    expect_wait(lms, 120, LZ_PROBLEM_COUNT);
}

/* A set older than a week is of no use: then the launch is refused, and with 401. */
static void test_too_old_to_use(void **state)
{
    fake_lms_t *lms = *state;

    assert_no_problem(ask(lms, MOODLE, "key-1"));
    answer(lms, 503, "");
    fake_clock_advance(lms->fake->clock, 7 * DAY);
    const lz_problem_t *problem = ask(lms, MOODLE, "key-1");
    assert_problem(problem, LZ_P_LTI_KEYS_UNREACHABLE, "status 503");
    assert_int_equal(problem->status, 401);
}

static void test_unreachable(void **state)
{
    static const apr_status_t failures[] = {
        APR_TIMEUP, APR_ECONNREFUSED, APR_ECONNRESET, APR_EACCES, APR_EGENERAL
    };
    fake_lms_t *lms = *state;

    for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
        answer(lms, 0, "")->status = failures[i];
        fake_clock_advance(lms->fake->clock, apr_time_from_sec(61));
        const lz_problem_t *problem = ask(lms, MOODLE, "key-1");
        assert_problem(problem, LZ_P_LTI_KEYS_UNREACHABLE,
                       "LTIZoomKeysURL https://moodle.example/keys/moodle");
        assert_int_equal(problem->status, 401);
    }

    /* the failure is shared for a moment, then the platform is asked again */
    answer(lms, 200, lms_jwks(lms, MOODLE, "key-1", -1));
    assert_problem(ask(lms, MOODLE, "key-1"), LZ_P_LTI_KEYS_UNREACHABLE, "");
    fake_clock_advance(lms->fake->clock, apr_time_from_sec(61));
    assert_no_problem(ask(lms, MOODLE, "key-1"));
}

static void test_unusable_answers(void **state)
{
    static const struct {
        int         http_status;
        const char *body;
    } bad[] = {
        { 404, "{\"keys\":[]}" }, { 302, "" }, { 500, "oops" }, { 204, "" },
        { 200, "<html>login</html>" }, { 200, "" }, { 200, "{\"keys\":[]}" }, { 200, "[]" },
        { 200, "{\"keys\":{}}" }, { 200, "{\"keys\":[{\"kty\":\"EC\",\"kid\":\"key-1\"}]}" }
    };
    fake_lms_t *lms = *state;
    char *big = apr_palloc(lms->pool, LZ_JWKS_MAX + 2);

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        answer(lms, bad[i].http_status, bad[i].body);
        fake_clock_advance(lms->fake->clock, apr_time_from_sec(61));
        assert_problem(ask(lms, MOODLE, "key-1"), LZ_P_LTI_KEYS_UNREACHABLE, "LTIZoomKeysURL");
    }
    memset(big, ' ', LZ_JWKS_MAX + 1);
    big[LZ_JWKS_MAX + 1] = '\0';
    answer(lms, 200, big);
    fake_clock_advance(lms->fake->clock, apr_time_from_sec(61));
    assert_problem(ask(lms, MOODLE, "key-1"), LZ_P_LTI_KEYS_UNREACHABLE, "LTIZoomKeysURL");

    /* an answer that is no key set does not push out the one there is */
    answer(lms, 200, lms_jwks(lms, MOODLE, "key-1", -1));
    fake_clock_advance(lms->fake->clock, apr_time_from_sec(61));
    assert_no_problem(ask(lms, MOODLE, "key-1"));
    answer(lms, 200, "{\"keys\":[]}");
    assert_problem(ask(lms, MOODLE, "key-2"), LZ_P_LTI_UNKNOWN_KEY, "key-2");
    assert_no_problem(ask(lms, MOODLE, "key-1"));
}

/* No time is left: also a refusal of the launch, no failure of this server. */
static void test_at_the_deadline(void **state)
{
    fake_lms_t *lms = *state;

    lms->env->deadline = lz_now(lms->env->clock);
    const lz_problem_t *problem = verify(lms, lms->env, MOODLE, "key-1");
    assert_problem(problem, LZ_P_LTI_KEYS_UNREACHABLE, "deadline");
    assert_int_equal(problem->status, 401);
    assert_no_problem(ask(lms, MOODLE, "key-1"));
    lms->env->deadline = lz_now(lms->env->clock);
    assert_no_problem(verify(lms, lms->env, MOODLE, "key-1"));
}

/* LMSs send text/html, text/plain, nothing at all. */
static void test_content_type_is_not_looked_at(void **state)
{
    fake_lms_t *lms = *state;
    fake_http_answer_t *html = answer(lms, 200, lms_jwks(lms, MOODLE, "key-1", -1));

    apr_table_set(html->headers, "Content-Type", "text/html");
    assert_no_problem(ask(lms, MOODLE, "key-1"));
}

static void test_without_a_cache(void **state)
{
    fake_lms_t *lms = *state;

    lms->fake->cache->broken = 1;
    assert_no_problem(ask(lms, MOODLE, "key-1"));
    assert_no_problem(ask(lms, MOODLE, "key-1"));
    assert_int_equal(fetches(lms), 2);
    assert_problem(ask(lms, MOODLE, "unknown"), LZ_P_LTI_UNKNOWN_KEY, "unknown");
    assert_int_equal(fetches(lms), 3);
}

static void test_damaged_cache_entry(void **state)
{
    fake_lms_t *lms = *state;
    const lz_cache_t *cache = lms->env->cache;
    const char *key = apr_pstrcat(lms->pool, "jwks:", lms_platform(lms, MOODLE)->keys_url, NULL);

    cache->put(cache->baton, lms->pool, key, "rubbish", 7, DAY);
    assert_no_problem(ask(lms, MOODLE, "key-1"));
    assert_no_problem(ask(lms, MOODLE, "key-1"));
    assert_int_equal(fetches(lms), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        lms_test(test_fetched_once_a_day),
        lms_test(test_how_it_asks),
        lms_test(test_wrong_key),
        lms_test(test_rotation_right_after_the_first_fetch),
        lms_test(test_key_that_became_usable),
        lms_test(test_storm_of_unknown_keys),
        lms_test(test_storm_on_a_cold_cache),
        lms_test(test_many_at_once_after_a_rotation),
        lms_test(test_stale_keys_while_the_platform_is_down),
        lms_test(test_cache_control),
        lms_test(test_back_off),
        lms_test(test_too_old_to_use),
        lms_test(test_unreachable),
        lms_test(test_unusable_answers),
        lms_test(test_at_the_deadline),
        lms_test(test_content_type_is_not_looked_at),
        lms_test(test_without_a_cache),
        lms_test(test_damaged_cache_entry)
    };

    return cmocka_run_group_tests_name("lti/platform_keys", tests, lms_group_setup,
                                       lms_group_teardown);
}
