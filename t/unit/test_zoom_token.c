/* SPDX-License-Identifier: Apache-2.0 */
/* zoom/token.c: one token for all, in time, and replaced once when Zoom refuses it. */
#include "support/fixture.h"

#include <stdatomic.h>
#include <string.h>

#include <apr_errno.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>

#include "base/encoding.h"
#include "support/zoom_world.h"
#include "zoom/token.h"

#define CROWD 64

static const lz_problem_t *get(const zoom_world_t *world, const char *refused,
                               lz_zoom_token_t *token)
{
    return lz_zoom_token(world->env, &world->account, refused, token);
}

static int requests(const zoom_world_t *world)
{
    return fake_http_count(world->fake->http, "POST", ZOOM_TOKEN_URL);
}

/* The problem that an answer to the token request makes. */
static const lz_problem_t *refused_with(apr_pool_t *pool, int http_status, const char *body,
                                        zoom_world_t **world)
{
    lz_zoom_token_t token;

    *world = zoom_world_create(pool);
    fake_http_on((*world)->fake->http, "POST", ZOOM_TOKEN_URL, http_status, body);
    const lz_problem_t *problem = get(*world, NULL, &token);
    assert_non_null(problem);
    return problem;
}

static void test_request_as_zoom_wants_it(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    lz_zoom_token_t token;

    world->account.loopback = 1;
    assert_null(get(world, NULL, &token));
    assert_string_equal(token.access_token, "token-1");
    assert_string_equal(token.scope, zoom_scopes(*state));

    const lz_http_request_t *request = &fake_http_record(world->fake->http, "POST",
                                                         ZOOM_TOKEN_URL, 0)->request;
    assert_string_equal(request->body, "grant_type=account_credentials&account_id=account%2F1");
    assert_string_equal(apr_table_get(request->headers, "Content-Type"),
                        "application/x-www-form-urlencoded");
    assert_string_equal(apr_table_get(request->headers, "Authorization"),
                        "Basic Y2xpZW50LTE6czNjcjN0LW9mLXRoZS1hcHA=");
    assert_true(request->loopback_allowed);
}

static void test_kept_until_five_minutes_before_its_end(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    lz_zoom_token_t token;

    zoom_world_token(world, "token-2", "s");
    assert_null(get(world, NULL, &token));
    fake_clock_advance(world->fake->clock, apr_time_from_sec(3299));
    world->fake->env.deadline += apr_time_from_sec(3600);
    assert_null(get(world, NULL, &token));
    assert_string_equal(token.access_token, "token-1");
    fake_clock_advance(world->fake->clock, apr_time_from_sec(2));
    assert_null(get(world, NULL, &token));
    assert_string_equal(token.access_token, "token-2");
    assert_int_equal(requests(world), 2);
}

static const char *key_of(const zoom_world_t *world)
{
    return apr_pstrcat(world->env->pool, "zoom-token:",
                       lz_fingerprint(world->env->pool, world->account.oauth_base,
                                      world->account.account_id, world->account.client_id,
                                      world->account.api_base, NULL), NULL);
}

static void test_of_a_short_life_half_is_used(void **state)
{
    static const int lives[][2] = { { 301, 1 }, { 300, 150 }, { 100, 50 }, { 1, 1 }, { 0, 1 } };

    for (size_t i = 0; i < sizeof(lives) / sizeof(lives[0]); i++) {
        zoom_world_t *world = zoom_world_create(*state);
        lz_zoom_token_t token;

        fake_http_on(world->fake->http, "POST", ZOOM_TOKEN_URL, 200,
                     apr_psprintf(*state, "{\"access_token\":\"t\",\"expires_in\":%d}",
                                  lives[i][0]));
        assert_null(get(world, NULL, &token));
        assert_string_equal(token.scope, "");
        assert_int_equal(apr_time_sec(fake_cache_lifetime(world->fake->cache, key_of(world))),
                         lives[i][1]);
    }
}

static void test_apps_do_not_share_and_sections_of_one_app_do(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    lz_zoom_token_t token;

    zoom_world_token(world, "token-2", "s");
    assert_null(get(world, NULL, &token));
    world->account.name = "other";
    assert_null(get(world, NULL, &token));
    assert_int_equal(requests(world), 1);
    world->account.client_id = "client-2";
    assert_null(get(world, NULL, &token));
    assert_string_equal(token.access_token, "token-2");
}

static void test_wrong_credentials_are_named_without_the_secret(void **state)
{
    zoom_world_t *world;
    const lz_problem_t *problem = refused_with(
        *state, 400, "{\"reason\":\"Invalid client_id or client_secret\","
                     "\"error\":\"invalid_client\"}", &world);
    const fake_log_line_t *line = fake_log_find(world->fake->log, "invalid_client");

    assert_int_equal(problem->id, LZ_P_ZOOM_CREDENTIALS);
    assert_non_null(strstr(problem->cause, "Invalid client_id or client_secret"));
    assert_non_null(line);
    assert_int_equal(line->level, LZ_LOG_ERROR);
    assert_null(fake_log_find(world->fake->log, ZOOM_SECRET));
    assert_null(fake_log_find(world->fake->log, "Y2xpZW50LTE"));
    assert_int_equal(requests(world), 1);

    problem = refused_with(*state, 401, "{\"reason\":\"Account does not exist\"}", &world);
    assert_int_equal(problem->id, LZ_P_ZOOM_CREDENTIALS);
    problem = refused_with(*state, 404, "<html>", &world);
    assert_int_equal(problem->id, LZ_P_ZOOM_CREDENTIALS);
    assert_non_null(strstr(problem->cause, "LTIZoomOAuthBase"));
}

static void test_answers_that_are_no_token(void **state)
{
    static const char *const bodies[] = {
        "", "<html>", "{}", "[]", "{\"access_token\":\"t\"}", "{\"expires_in\":3600}",
        "{\"access_token\":7,\"expires_in\":3600}", "{\"access_token\":\"\",\"expires_in\":3600}",
        "{\"access_token\":\"t\\r\\nX: y\",\"expires_in\":3600}",
        "{\"access_token\":\"t\",\"expires_in\":\"3600\"}"
    };
    zoom_world_t *world;

    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        assert_int_equal(refused_with(*state, 200, bodies[i], &world)->id, LZ_P_ZOOM_ANSWER);
        assert_int_equal(requests(world), 1);
    }
}

static void test_passing_trouble_is_tried_again(void **state)
{
    zoom_world_t *world = zoom_world_create(*state);
    lz_zoom_token_t token;

    fake_http_on(world->fake->http, "POST", ZOOM_TOKEN_URL, 503, "");
    fake_http_on(world->fake->http, "POST", ZOOM_TOKEN_URL, 0, "")->status = APR_ECONNRESET;
    zoom_world_token(world, "token-1", zoom_scopes(*state));
    assert_null(get(world, NULL, &token));
    assert_int_equal(requests(world), 3);
    assert_int_equal(fake_log_count(world->fake->log, LZ_LOG_INFO), 0);

    assert_int_equal(refused_with(*state, 500, "", &world)->id, LZ_P_ZOOM_UNAVAILABLE);
    assert_int_equal(requests(world), 3);
    assert_int_equal(fake_log_count(world->fake->log, LZ_LOG_WARNING), 1);
}

/* The scopes of the map without that one. */
static const char *scopes_without(apr_pool_t *pool, const char *scope)
{
    const char *all = zoom_scopes(pool);
    const char *found = strstr(all, scope);

    assert_non_null(found);
    return apr_pstrcat(pool, apr_pstrmemdup(pool, all, (apr_size_t)(found - all)),
                       found + strlen(scope), NULL);
}

static void test_missing_scopes_are_named_to_who_can_grant_them(void **state)
{
    static const struct {
        const char    *scope;
        const char    *line;
        lz_log_level_e level;
    } cases[] = {
        { "meeting:delete:meeting:admin", "LZ0582: account main: this tool needs scopes that the"
          " Zoom app lacks: meeting:delete:meeting:admin (no deleting a meeting)", LZ_LOG_ERROR },
        { "meeting:update:status:admin", "LZ0583: account main: the Zoom app lacks scopes of some"
          " features: meeting:update:status:admin (no ending a meeting from the course)",
          LZ_LOG_WARNING },
        { "account:read:trusted_domains:master", "LZ0584: account main: the Zoom app has no scopes"
          " of master accounts: account:read:trusted_domains:master (no knowing the trusted"
          " domains without LTIZoomDomains)", LZ_LOG_INFO },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        zoom_world_t *world = zoom_world_create(*state);
        lz_zoom_token_t token;

        zoom_world_token(world, "token-1", scopes_without(*state, cases[i].scope));
        zoom_world_token(world, "token-2", scopes_without(*state, cases[i].scope));
        assert_null(get(world, NULL, &token));
        assert_null(get(world, "token-1", &token));
        assert_string_equal(token.access_token, "token-2");

        /* once, though a second token lacks it too */
        const fake_log_line_t *line = fake_log_find(world->fake->log, cases[i].line);
        assert_non_null(line);
        assert_int_equal(fake_log_count(world->fake->log, LZ_LOG_INFO), 1);
        assert_int_equal(line->level, cases[i].level);
    }
}

static void test_a_failure_is_shared_briefly(void **state)
{
    zoom_world_t *world = zoom_world_create(*state);
    lz_zoom_token_t token;

    fake_http_on(world->fake->http, "POST", ZOOM_TOKEN_URL, 400, "{\"reason\":\"no\"}");
    zoom_world_token(world, "token-1", "s");
    assert_int_equal(get(world, NULL, &token)->id, LZ_P_ZOOM_CREDENTIALS);
    assert_int_equal(get(world, NULL, &token)->id, LZ_P_ZOOM_CREDENTIALS);
    assert_int_equal(requests(world), 1);
    fake_clock_advance(world->fake->clock, apr_time_from_sec(3));
    assert_null(get(world, NULL, &token));
}

static void test_no_answer_in_time(void **state)
{
    zoom_world_t *world = zoom_world_create(*state);
    lz_zoom_token_t token;

    fake_http_on(world->fake->http, "POST", ZOOM_TOKEN_URL, 0, "")->status = APR_TIMEUP;
    assert_int_equal(get(world, NULL, &token)->id, LZ_P_ZOOM_UNAVAILABLE);
    assert_int_equal(requests(world), 1);
    assert_true(fake_http_record(world->fake->http, "POST", ZOOM_TOKEN_URL, 0)->deadline
                == world->env->deadline);

    world = zoom_world_ready(*state);
    fake_clock_advance(world->fake->clock, apr_time_from_sec(9));
    assert_int_equal(get(world, NULL, &token)->id, LZ_P_DEADLINE);
    assert_int_equal(requests(world), 0);
}

static void test_a_damaged_entry_is_replaced(void **state)
{
    static const char *const damaged[] = {
        "", "{", "{}", "{\"access_token\":\"a b\",\"scope\":\"\"}"
    };

    for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
        zoom_world_t *world = zoom_world_ready(*state);
        const lz_cache_t *cache = world->env->cache;
        lz_zoom_token_t token;

        cache->put(cache->baton, *state, key_of(world), damaged[i], strlen(damaged[i]),
                   apr_time_from_sec(60));
        assert_null(get(world, NULL, &token));
        assert_string_equal(token.access_token, "token-1");
    }
}

static void test_a_broken_cache_costs_requests_only(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    lz_zoom_token_t token;

    zoom_world_token(world, "token-2", "s");
    world->fake->cache->broken = 1;
    assert_null(get(world, NULL, &token));
    assert_null(get(world, "token-1", &token));
    assert_string_equal(token.access_token, "token-2");
    assert_int_equal(requests(world), 2);
    /* Zoom may give the same token again: asking once more would not make it another one */
    assert_null(get(world, "token-2", &token));
    assert_string_equal(token.access_token, "token-2");
    assert_int_equal(requests(world), 3);
}

static void test_a_refused_token_is_replaced_once(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    const lz_cache_t *cache = world->env->cache;
    const char *old;
    apr_size_t length;
    lz_zoom_token_t token;

    zoom_world_token(world, "token-2", "s2");
    zoom_world_token(world, "token-3", "s3");
    assert_null(get(world, NULL, &token));
    assert_true(cache->get(cache->baton, *state, key_of(world), &old, &length));

    assert_null(get(world, "token-1", &token));
    assert_string_equal(token.access_token, "token-2");
    assert_string_equal(token.scope, "s2");
    /* the next who saw the first one refused, and those who saw nothing, get the same */
    assert_null(get(world, "token-1", &token));
    assert_string_equal(token.access_token, "token-2");
    assert_null(get(world, NULL, &token));
    assert_string_equal(token.access_token, "token-2");
    /* also when the refused one comes back into the cache, late */
    cache->put(cache->baton, *state, key_of(world), old, length, apr_time_from_sec(60));
    assert_null(get(world, "token-1", &token));
    assert_string_equal(token.access_token, "token-2");
    assert_int_equal(requests(world), 2);

    cache->remove(cache->baton, *state, key_of(world));
    assert_null(get(world, NULL, &token));
    assert_string_equal(token.access_token, "token-3");
}

static void test_a_token_that_nobody_refused_stays(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    lz_zoom_token_t token;

    zoom_world_token(world, "token-2", "s");
    assert_null(get(world, NULL, &token));
    assert_null(get(world, "token-0", &token));
    assert_string_equal(token.access_token, "token-1");
    assert_int_equal(requests(world), 1);
}

static void test_the_second_is_replaced_too(void **state)
{
    zoom_world_t *world = zoom_world_ready(*state);
    lz_zoom_token_t token;

    zoom_world_token(world, "token-2", "s");
    zoom_world_token(world, "token-3", "s");
    assert_null(get(world, NULL, &token));
    assert_null(get(world, "token-1", &token));
    assert_null(get(world, "token-2", &token));
    assert_string_equal(token.access_token, "token-3");
    assert_int_equal(requests(world), 3);
}

/* --- a crowd ---------------------------------------------------------------------------------- */

typedef struct crowd_t {
    zoom_world_t *world;
    const char   *refused;
    int           adds_before;
    atomic_int    right;        /* members who got the wanted token */
    const char   *wanted;
} crowd_t;

/* The token endpoint: answers once the whole crowd has asked the cache for the claim. */
static int answer_when_all_wait(void *baton, apr_pool_t *pool, const lz_http_request_t *request,
                                lz_http_response_t *response)
{
    crowd_t *crowd = baton;

    (void)request;
    for (int i = 0; i < 2000; i++) {
        if (atomic_load(&crowd->world->fake->cache->adds) >= crowd->adds_before + CROWD) {
            break;
        }
        apr_sleep(1000);
    }
    response->http_status = 200;
    response->body = apr_psprintf(pool, "{\"access_token\":\"%s\",\"expires_in\":3600}",
                                  crowd->wanted);
    response->body_length = strlen(response->body);
    return 1;
}

static void *APR_THREAD_FUNC ask_for_token(apr_thread_t *thread, void *baton)
{
    crowd_t *crowd = baton;
    lz_env_t env = *crowd->world->env;
    lz_zoom_token_t token = { .access_token = NULL };

    (void)thread;
    if (apr_pool_create(&env.pool, NULL) != APR_SUCCESS) {
        return NULL;
    }
    if (!lz_zoom_token(&env, &crowd->world->account, crowd->refused, &token)
        && strcmp(token.access_token, crowd->wanted) == 0) {
        atomic_fetch_add(&crowd->right, 1);
    }
    apr_pool_destroy(env.pool);
    return NULL;
}

/* The whole crowd at once wants another token than refused. */
static void rush(apr_pool_t *pool, crowd_t *crowd)
{
    apr_thread_t *threads[CROWD];
    apr_status_t ended;

    crowd->world->fake->http->handler = answer_when_all_wait;
    crowd->world->fake->http->handler_baton = crowd;
    crowd->adds_before = atomic_load(&crowd->world->fake->cache->adds);
    for (int i = 0; i < CROWD; i++) {
        assert_int_equal(apr_thread_create(&threads[i], NULL, ask_for_token, crowd, pool), 0);
    }
    for (int i = 0; i < CROWD; i++) {
        assert_int_equal(apr_thread_join(&ended, threads[i]), 0);
    }
    assert_int_equal(crowd->right, CROWD);
    assert_true(atomic_load(&crowd->world->fake->cache->adds) >= crowd->adds_before + CROWD);
}

static void test_a_crowd_at_expiry_makes_one_request(void **state)
{
    crowd_t crowd = { .world = zoom_world_create(*state), .wanted = "token-1" };

    rush(*state, &crowd);
    assert_int_equal(requests(crowd.world), 1);
}

static void test_a_crowd_of_refusals_makes_one_request(void **state)
{
    crowd_t crowd = {
        .world = zoom_world_create(*state), .refused = "token-1", .wanted = "token-2"
    };
    const char *old = "{\"access_token\":\"token-1\",\"scope\":\"\"}";
    const lz_cache_t *cache = crowd.world->env->cache;

    cache->put(cache->baton, *state, key_of(crowd.world), old, strlen(old), apr_time_from_sec(60));
    rush(*state, &crowd);
    assert_int_equal(requests(crowd.world), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_request_as_zoom_wants_it),
        pool_test(test_kept_until_five_minutes_before_its_end),
        pool_test(test_of_a_short_life_half_is_used),
        pool_test(test_apps_do_not_share_and_sections_of_one_app_do),
        pool_test(test_wrong_credentials_are_named_without_the_secret),
        pool_test(test_answers_that_are_no_token),
        pool_test(test_passing_trouble_is_tried_again),
        pool_test(test_missing_scopes_are_named_to_who_can_grant_them),
        pool_test(test_a_failure_is_shared_briefly),
        pool_test(test_no_answer_in_time),
        pool_test(test_a_damaged_entry_is_replaced),
        pool_test(test_a_broken_cache_costs_requests_only),
        pool_test(test_a_refused_token_is_replaced_once),
        pool_test(test_a_token_that_nobody_refused_stays),
        pool_test(test_the_second_is_replaced_too),
        pool_test(test_a_crowd_at_expiry_makes_one_request),
        pool_test(test_a_crowd_of_refusals_makes_one_request),
    };

    return cmocka_run_group_tests_name("zoom/token", tests, apr_setup, apr_teardown);
}
