/* SPDX-License-Identifier: Apache-2.0 */
/* views/dispatch.c: each refusal beside the request that it differs from by one thing. */
#include "support/fake_env.h"
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "views/dispatch.h"

#define ORIGIN "https://tools.example.edu"
#define COURSE "K1"

static const lz_problem_t *view_echo(const lz_visit_t *visit, lz_response_t *response)
{
    json_object *answer = lz_json_adopt(visit->env->pool, json_object_new_object());

    lz_json_put_string(answer, "course", visit->course);
    lz_json_put_string(answer, "name", visit->name);
    lz_json_put_string(answer, "person", visit->session != NULL ? visit->session->name : NULL);
    lz_json_put_string(answer, "field", visit->form != NULL ? lz_form_get(visit->form, "a") : NULL);
    lz_json_put_int64(answer, "standing",
                      visit->session != NULL ? (int)visit->session->standing : -1);
    lz_json_put_string(answer, "member", lz_json_string(visit->json, "a"));
    lz_response_json(visit->env->pool, response, 200, answer);
    return NULL;
}

static const lz_problem_t *view_refuse(const lz_visit_t *visit, lz_response_t *response)
{
    lz_problem_t *problem = lz_problem(visit->env->pool, LZ_P_FIELDS, "cause <b>");

    (void)response;
    lz_problem_field(visit->env->pool, problem, "topic", "Say what it is about.");
    problem->retry_after = 7;
    return problem;
}

/* Refuses a launch after it has learned whose it is. */
static const lz_problem_t *view_refuse_launch(const lz_visit_t *visit, lz_response_t *response)
{
    response->platform = visit->site->platforms.list[0];
    return lz_problem(visit->env->pool, LZ_P_FORBIDDEN, "cause");
}

static const lz_endpoint_t endpoints[] = {
    { "/open",                     LZ_GET,  LZ_WHO_ANYONE, LZ_BODY_NONE, 0, view_echo },
    { "/open/{name}",              LZ_POST, LZ_WHO_ANYONE, LZ_BODY_FORM, 64, view_echo },
    { "/c/{course}/things",        LZ_GET,  LZ_WHO_PERSON, LZ_BODY_NONE, 0, view_echo },
    { "/c/{course}/things",        LZ_POST, LZ_WHO_PERSON, LZ_BODY_JSON, 64, view_echo },
    { "/c/{course}/things/{id}/x", LZ_GET,  LZ_WHO_PERSON, LZ_BODY_NONE, 0, view_echo },
    { "/refuse",                   LZ_GET,  LZ_WHO_ANYONE, LZ_BODY_NONE, 0, view_refuse },
    { "/files/*",                  LZ_GET,  LZ_WHO_ANYONE, LZ_BODY_NONE, 0, view_echo },
    { "/refuse/launch",            LZ_GET,  LZ_WHO_ANYONE, LZ_BODY_NONE, 0, view_refuse_launch },
    { NULL, 0, LZ_WHO_ANYONE, LZ_BODY_NONE, 0, NULL }
};

typedef struct stage_t {
    apr_pool_t           *pool;
    fake_env_t           *fake;
    lz_platform_t         platform;
    const lz_platform_t  *platforms[1];
    lz_account_t          account;
    const lz_account_t   *accounts[1];
    lz_site_t             site;
    const char           *sealed;   /* of a session in COURSE */
    lz_request_t          request;
} stage_t;

/* What is on record of the session's person: "{known} {role} {signed out at}", no sections. */
static void give_member(stage_t *stage, const char *text)
{
    const lz_cache_t *cache = stage->fake->env.cache;

    text = apr_pstrcat(stage->pool, text, "\t\t", NULL);
    cache->put(cache->baton, stage->pool, "member:" COURSE ":P", text, strlen(text),
               apr_time_from_sec(3600));
}

static stage_t *set_stage(apr_pool_t *pool)
{
    static const char *const secrets[] = { "0123456789abcdef0123456789abcdef" };
    stage_t      *stage = apr_pcalloc(pool, sizeof(*stage));
    lz_sealer_t  *sealer;
    lz_session_t  session = { .course = COURSE, .course_title = "Chemistry", .person = "P",
                              .name = "Amara", .email = "a@example.edu", .locale = "en",
                              .time_zone = "", .frame_origin = "https://school.example",
                              .csrf = "csrf-token", .role = LZ_ROLE_INSTRUCTOR };

    stage->pool = pool;
    stage->fake = fake_env_create(pool);
    stage->platform = (lz_platform_t){ .name = "lms", .issuer = "https://lms.example",
                                       .client_id = "c", .auth_url = "https://auth.example/a",
                                       .account_name = "main" };
    stage->platforms[0] = &stage->platform;
    stage->account = (lz_account_t){ .name = "main" };
    stage->accounts[0] = &stage->account;
    assert_int_equal(lz_sealer_create(pool, secrets, 1, &sealer), APR_SUCCESS);
    stage->site = (lz_site_t){ .base_url = ORIGIN "/zoom", .mount = "/zoom", .origin = ORIGIN,
                               .sealer = sealer, .platforms = { stage->platforms, 1 },
                               .accounts = stage->accounts, .n_accounts = 1,
                               .assets_version = "v1" };
    session.platform = &stage->platform;
    session.account = &stage->account;
    session.issued = session.used = lz_now(stage->fake->env.clock);
    session.expires = session.issued + apr_time_from_sec(3600);
    stage->sealed = lz_session_seal(&stage->fake->env, &stage->site, &session);
    assert_non_null(stage->sealed);
    give_member(stage, "1 1 0");
    stage->request = (lz_request_t){ .method = "GET", .path = "/open", .query = "",
                                     .headers = apr_table_make(pool, 4) };
    return stage;
}

static lz_response_t run(stage_t *stage)
{
    lz_response_t response;

    lz_dispatch(&stage->fake->env, &stage->site, endpoints, &stage->request, NULL, &response);
    return response;
}

static void with_cookie(stage_t *stage)
{
    apr_table_set(stage->request.headers, "Cookie",
                  apr_pstrcat(stage->pool, "other=1; " LZ_SESSION_COOKIE "=", stage->sealed,
                              "; more=2", NULL));
}

/* A good POST by cookie. */
static stage_t *set_post(apr_pool_t *pool)
{
    stage_t *stage = set_stage(pool);

    with_cookie(stage);
    stage->request.method = "POST";
    stage->request.path = "/c/" COURSE "/things";
    stage->request.body = "{\"a\":\"b\"}";
    stage->request.body_length = strlen(stage->request.body);
    apr_table_set(stage->request.headers, "Content-Type", "application/json; charset=utf-8");
    apr_table_set(stage->request.headers, "Origin", ORIGIN);
    apr_table_set(stage->request.headers, "X-LTI-Zoom-CSRF", "csrf-token");
    return stage;
}

static void test_paths(void **state)
{
    stage_t *stage = set_stage(*state);

    assert_int_equal(run(stage).status, 200);
    stage->request.path = "/open/";
    assert_int_equal(run(stage).status, 404);
    stage->request.path = "/ope";
    assert_int_equal(run(stage).status, 404);
    stage->request.path = "";
    assert_int_equal(run(stage).status, 404);
    stage->request.path = "/open/one/two";
    assert_int_equal(run(stage).status, 404);
}

static void test_any_rest_of_a_path(void **state)
{
    static const char *const paths[] = { "/files/", "/files/a", "/files/a/b/", "/files//" };
    stage_t *stage = set_stage(*state);

    for (int i = 0; i < 4; i++) {
        stage->request.path = paths[i];
        assert_int_equal(run(stage).status, 200);
    }
    stage->request.path = "/files";
    assert_int_equal(run(stage).status, 404);
    stage->request.path = "/filesystem/a";
    assert_int_equal(run(stage).status, 404);
}

static void test_long_addresses_leave_room_in_the_log(void **state)
{
    stage_t *stage = set_stage(*state);
    char    *path = apr_palloc(stage->pool, 8001);

    memset(path, 'x', 8000);
    path[0] = '/';
    path[8000] = '\0';
    stage->request.path = path;
    assert_int_equal(run(stage).status, 404);
    assert_non_null(fake_log_find(stage->fake->log, "request test-request"));
}

static void test_method_not_allowed_names_those_that_are(void **state)
{
    stage_t      *stage = set_stage(*state);
    lz_response_t response;

    stage->request.method = "DELETE";
    stage->request.path = "/c/" COURSE "/things";
    response = run(stage);
    assert_int_equal(response.status, 405);
    assert_string_equal(apr_table_get(response.headers, "Allow"), "HEAD, GET, POST");
}

static void test_variables_of_the_path(void **state)
{
    stage_t      *stage = set_stage(*state);
    lz_response_t response;

    with_cookie(stage);
    stage->request.path = "/c/" COURSE "/things/42/x";
    response = run(stage);
    assert_int_equal(response.status, 200);
    assert_non_null(strstr(response.body, "\"course\":\"" COURSE "\""));
    assert_non_null(strstr(response.body, "\"name\":\"42\""));
    assert_non_null(strstr(response.body, "\"person\":\"Amara\""));
}

static void test_session_is_needed_and_of_this_course(void **state)
{
    stage_t *stage = set_stage(*state);

    stage->request.path = "/c/" COURSE "/things";
    assert_int_equal(run(stage).status, 401);
    with_cookie(stage);
    assert_int_equal(run(stage).status, 200);
    stage->request.path = "/c/other/things";
    assert_int_equal(run(stage).status, 401);
}

static void test_session_expires(void **state)
{
    stage_t *stage = set_stage(*state);

    with_cookie(stage);
    stage->request.path = "/c/" COURSE "/things";
    fake_clock_advance(stage->fake->clock, apr_time_from_sec(3599));
    assert_int_equal(run(stage).status, 200);
    fake_clock_advance(stage->fake->clock, apr_time_from_sec(2));
    assert_int_equal(run(stage).status, 401);
}

static void test_post_needs_csrf_and_our_origin(void **state)
{
    stage_t *stage = set_post(*state);

    assert_int_equal(run(stage).status, 200);
    apr_table_set(stage->request.headers, "X-LTI-Zoom-CSRF", "csrf-tokem");
    assert_int_equal(run(stage).status, 403);
    apr_table_unset(stage->request.headers, "X-LTI-Zoom-CSRF");
    assert_int_equal(run(stage).status, 403);

    stage = set_post(*state);
    apr_table_unset(stage->request.headers, "Origin");
    assert_int_equal(run(stage).status, 200);
    apr_table_set(stage->request.headers, "Origin", "null");
    assert_int_equal(run(stage).status, 403);
    apr_table_set(stage->request.headers, "Origin", ORIGIN ".evil.example");
    assert_int_equal(run(stage).status, 403);
}

static void test_bearer_needs_no_csrf_but_our_origin(void **state)
{
    stage_t *stage = set_post(*state);

    apr_table_unset(stage->request.headers, "Cookie");
    apr_table_unset(stage->request.headers, "X-LTI-Zoom-CSRF");
    apr_table_set(stage->request.headers, "Authorization",
                  apr_pstrcat(stage->pool, "Bearer ", stage->sealed, NULL));
    assert_int_equal(run(stage).status, 200);
    apr_table_set(stage->request.headers, "Origin", "https://evil.example");
    assert_int_equal(run(stage).status, 403);
    apr_table_set(stage->request.headers, "Origin", ORIGIN);
    apr_table_set(stage->request.headers, "Authorization", "Bearer nonsense");
    assert_int_equal(run(stage).status, 401);
}

static void test_bodies(void **state)
{
    stage_t *stage = set_post(*state);

    assert_non_null(strstr(run(stage).body, "\"member\":\"b\""));
    apr_table_set(stage->request.headers, "Content-Type", "text/plain");
    assert_int_equal(run(stage).status, 415);
    apr_table_set(stage->request.headers, "Content-Type", "application/json");
    stage->request.body = "{\"a\":1,\"a\":2}";
    stage->request.body_length = strlen(stage->request.body);
    assert_int_equal(run(stage).status, 400);
    stage->request.body = "[]";
    stage->request.body_length = 2;
    assert_int_equal(run(stage).status, 400);
    stage->request.body = NULL;
    assert_int_equal(run(stage).status, 400);
    stage->request.body = apr_psprintf(stage->pool, "{\"a\":\"%060d\"}", 0);
    stage->request.body_length = strlen(stage->request.body);
    assert_int_equal(run(stage).status, 413);
}

static void test_form_body(void **state)
{
    stage_t *stage = set_stage(*state);

    stage->request.method = "POST";
    stage->request.path = "/open/x";
    stage->request.body = "a=b+c";
    stage->request.body_length = 5;
    apr_table_set(stage->request.headers, "Content-Type", "application/x-www-form-urlencoded");
    assert_non_null(strstr(run(stage).body, "\"field\":\"b c\""));
    stage->request.body = "a=%00";
    assert_int_equal(run(stage).status, 400);
}

static void test_problem_as_json(void **state)
{
    stage_t      *stage = set_stage(*state);
    lz_response_t response;

    stage->request.path = "/refuse";
    response = run(stage);
    assert_int_equal(response.status, 422);
    assert_string_equal(response.body,
                        "{\"error\":{\"kind\":\"fields\",\"tag\":\"LZ0450\",\"message\":"
                        "\"Some fields need another look.\",\"request_id\":\"test-request\","
                        "\"fields\":{\"topic\":\"Say what it is about.\"}}}");
    assert_string_equal(apr_table_get(response.headers, "Retry-After"), "7");
    assert_non_null(fake_log_find(stage->fake->log, "LZ0450: fields: cause <b>"));
    assert_non_null(fake_log_find(stage->fake->log, "request test-request"));
}

static void test_problem_as_page(void **state)
{
    stage_t      *stage = set_stage(*state);
    lz_response_t response;

    stage->request.path = "/refuse";
    apr_table_set(stage->request.headers, "Accept", "text/html,application/xhtml+xml");
    response = run(stage);
    assert_int_equal(response.status, 422);
    assert_string_equal(response.content_type, "text/html; charset=utf-8");
    assert_non_null(strstr(response.body, "Some fields need another look."));
    assert_non_null(strstr(response.body, "LZ0450"));
    assert_non_null(strstr(response.body, "test-request"));
    assert_null(strstr(response.body, "cause"));
}

static const char *role_of_answer(stage_t *stage)
{
    const lz_response_t response = run(stage);

    assert_int_equal(response.status, 200);
    return strstr(response.body, "\"standing\":2") ? "host" : "guest";
}

/* The role of the latest launch counts, whatever was sealed; a sign-out ends what was before it. */
static void test_what_has_happened_since_the_launch(void **state)
{
    stage_t *stage = set_stage(*state);
    const apr_time_t now = lz_now(stage->fake->env.clock);

    with_cookie(stage);
    stage->request.path = "/c/" COURSE "/things";
    assert_string_equal(role_of_answer(stage), "host");
    give_member(stage, "1 0 0");
    assert_string_equal(role_of_answer(stage), "guest");
    give_member(stage, "0 0 0");
    assert_string_equal(role_of_answer(stage), "host");
    give_member(stage, apr_psprintf(stage->pool, "1 1 %" APR_TIME_T_FMT, now - 1));
    assert_string_equal(role_of_answer(stage), "host");
    give_member(stage, apr_psprintf(stage->pool, "1 1 %" APR_TIME_T_FMT, now));
    assert_int_equal(run(stage).status, 401);
    assert_non_null(strstr(run(stage).body, "LZ0650"));
}

/* A view that is read gives a session in use back anew, by the way it came. */
static void test_a_session_in_use_is_renewed(void **state)
{
    stage_t *stage = set_stage(*state);
    lz_response_t response;

    with_cookie(stage);
    stage->site.session_idle = apr_time_from_sec(1000);
    stage->request.path = "/c/" COURSE "/things";
    fake_clock_advance(stage->fake->clock, apr_time_from_sec(100));
    assert_null(apr_table_get(run(stage).headers, "Set-Cookie"));
    fake_clock_advance(stage->fake->clock, 1);
    response = run(stage);
    const char *cookie = apr_table_get(response.headers, "Set-Cookie");
    assert_non_null(cookie);
    assert_ptr_equal(strstr(cookie, LZ_SESSION_COOKIE "="), cookie);
    assert_non_null(strstr(cookie, "; Path=/zoom/c/" COURSE "/; Max-Age=3499; Secure; HttpOnly"));
    assert_null(apr_table_get(response.headers, "X-LTI-Zoom-Session"));

    const char *renewed = apr_pstrmemdup(stage->pool, cookie + strlen(LZ_SESSION_COOKIE "="),
                                         strcspn(cookie, ";") - strlen(LZ_SESSION_COOKIE "="));
    assert_string_not_equal(renewed, stage->sealed);
    apr_table_unset(stage->request.headers, "Cookie");
    apr_table_set(stage->request.headers, "Authorization",
                  apr_pstrcat(stage->pool, "Bearer ", stage->sealed, NULL));
    response = run(stage);
    assert_null(apr_table_get(response.headers, "Set-Cookie"));
    assert_non_null(apr_table_get(response.headers, "X-LTI-Zoom-Session"));

    fake_clock_advance(stage->fake->clock, apr_time_from_sec(950));
    assert_int_equal(run(stage).status, 401);
    apr_table_set(stage->request.headers, "Authorization",
                  apr_pstrcat(stage->pool, "Bearer ", renewed, NULL));
    assert_int_equal(run(stage).status, 200);
}

static void test_security_headers_everywhere(void **state)
{
    static const char *const paths[] = { "/open", "/nowhere", "/refuse" };
    stage_t *stage = set_stage(*state);

    for (int i = 0; i < 3; i++) {
        lz_response_t response;
        const char   *policy;

        stage->request.path = paths[i];
        response = run(stage);
        policy = apr_table_get(response.headers, "Content-Security-Policy");
        assert_non_null(strstr(policy, "default-src 'none'"));
        assert_non_null(strstr(policy, "frame-ancestors 'self' https://lms.example "
                                       "https://auth.example"));
        assert_string_equal(apr_table_get(response.headers, "X-Content-Type-Options"), "nosniff");
        assert_string_equal(apr_table_get(response.headers, "Cache-Control"), "no-store");
        assert_non_null(apr_table_get(response.headers, "Referrer-Policy"));
    }
    with_cookie(stage);
    stage->request.path = "/c/" COURSE "/things";
    assert_non_null(strstr(apr_table_get(run(stage).headers, "Content-Security-Policy"),
                           "https://school.example"));
}

/* One origin may be the beginning of another. */
static void test_who_may_embed_is_told_by_whole_origins(void **state)
{
    stage_t *stage = set_stage(*state);

    stage->platform.issuer = "https://lms.example:8443/moodle";
    stage->platform.auth_url = "https://lms.example/auth";
    stage->platform.token_url = "https://lms.example/token";
    assert_non_null(strstr(apr_table_get(run(stage).headers, "Content-Security-Policy"),
                           "frame-ancestors 'self' https://lms.example:8443 https://lms.example"));
    assert_null(strstr(apr_table_get(run(stage).headers, "Content-Security-Policy"),
                       "https://lms.example https://lms.example"));
}

/* A refusal is for the frame of the platform that was launched from, once that is known. */
static void test_a_refusal_is_for_its_platform_alone(void **state)
{
    stage_t *stage = set_stage(*state);
    lz_platform_t other = stage->platform;
    const lz_platform_t *both[] = { &stage->platform, &other };

    other.issuer = other.auth_url = "https://other.example";
    stage->site.platforms = (lz_platforms_t){ .list = both, .n = 2 };
    stage->request.path = "/refuse";
    assert_non_null(strstr(apr_table_get(run(stage).headers, "Content-Security-Policy"),
                           "https://other.example"));
    stage->request.path = "/refuse/launch";
    lz_response_t response = run(stage);
    assert_int_equal(response.status, 403);
    assert_non_null(strstr(apr_table_get(response.headers, "Content-Security-Policy"),
                           "frame-ancestors 'self' https://lms.example https://auth.example"));
    assert_null(strstr(apr_table_get(response.headers, "Content-Security-Policy"),
                       "https://other.example"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_paths),
        pool_test(test_any_rest_of_a_path),
        pool_test(test_long_addresses_leave_room_in_the_log),
        pool_test(test_method_not_allowed_names_those_that_are),
        pool_test(test_variables_of_the_path),
        pool_test(test_session_is_needed_and_of_this_course),
        pool_test(test_session_expires),
        pool_test(test_post_needs_csrf_and_our_origin),
        pool_test(test_bearer_needs_no_csrf_but_our_origin),
        pool_test(test_bodies),
        pool_test(test_form_body),
        pool_test(test_problem_as_json),
        pool_test(test_problem_as_page),
        pool_test(test_what_has_happened_since_the_launch),
        pool_test(test_a_session_in_use_is_renewed),
        pool_test(test_security_headers_everywhere),
        pool_test(test_who_may_embed_is_told_by_whole_origins),
        pool_test(test_a_refusal_is_for_its_platform_alone),
    };

    return cmocka_run_group_tests_name("views/dispatch", tests, apr_setup, apr_teardown);
}
