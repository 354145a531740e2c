/* SPDX-License-Identifier: Apache-2.0 */
/* lti/roster.c and service.c: the members of a course, page by page, and where the token may go. */
#include "support/service_world.h"

#include <string.h>

#include <apr_strings.h>

#include "lti/roster.h"

#define PAGE(n) LMS_ROSTER_URL "&from=" #n
#define ROLE "http://purl.imsglobal.org/vocab/lis/v2/membership#"
#define MEMBER(id, role) \
    "{\"user_id\":\"" id "\",\"roles\":[\"" role "\"],\"name\":\"Name " id "\"}"

static const lz_problem_t *read_with(service_world_t *world, const char *const *roles, int n,
                                     lz_roster_t *roster)
{
    apr_array_header_t *wanted = apr_array_make(world->pool, 2, sizeof(const char *));
    for (int i = 0; i < n; i++) {
        APR_ARRAY_PUSH(wanted, const char *) = roles[i];
    }
    const lz_roster_query_t query = { .url = LMS_ROSTER_URL, .roles = n ? wanted : NULL };
    return lz_roster_read(world->env, &world->service, &query, roster);
}

static const lz_problem_t *read_all(service_world_t *world, lz_roster_t *roster)
{
    return read_with(world, NULL, 0, roster);
}

/* The page at url, with a link to the next one where next is given. */
static fake_http_answer_t *page(service_world_t *world, const char *url, const char *members,
                                const char *next)
{
    fake_http_answer_t *answer =
        fake_http_on(world->fake->http, "GET", url, 200,
                     apr_pstrcat(world->pool, "{\"id\":\"x\",\"members\":[", members, "]}", NULL));
    if (next) {
        apr_table_set(answer->headers, "Link",
                      apr_psprintf(world->pool, "<%s>; rel=\"next\"", next));
    }
    return answer;
}

static const lz_member_t *member(const lz_roster_t *roster, int i)
{
    assert_true(i < roster->members->nelts);
    return &APR_ARRAY_IDX(roster->members, i, lz_member_t);
}

static int asked(const service_world_t *world, const char *url)
{
    return fake_http_count(world->fake->http, "GET", url);
}

static const char *bearer(const service_world_t *world, const char *url, int i)
{
    const fake_http_record_t *record = fake_http_record(world->fake->http, "GET", url, i);
    assert_non_null(record);
    return apr_table_get(record->request.headers, "Authorization");
}

static void test_members_as_they_are_told(void **state)
{
    service_world_t *world = *state;
    lz_roster_t roster;

    service_answers_token(world, "token-1", NULL);
    page(world, LMS_ROSTER_URL,
         "{\"user_id\":\"1\",\"roles\":[\"Instructor\"],\"name\":\"Amara\",\"email\":\"a@x.edu\","
         "\"picture\":\"p\"},"
         "{\"user_id\":\"2\",\"roles\":[\"" ROLE "Learner\"],\"given_name\":\"B\","
         "\"family_name\":\"C\",\"status\":\"Inactive\"},"
         "{\"user_id\":\"3\",\"roles\":[],\"status\":\"Deleted\",\"email\":\"a b@x.edu\"},"
         "{\"user_id\":\"4\",\"roles\":[],\"status\":\"" ROLE "active\"}", NULL);
    service_expect_ok(read_all(world, &roster));
    assert_true(roster.complete);
    assert_int_equal(roster.members->nelts, 4);
    assert_string_equal(member(&roster, 0)->user_id, "1");
    assert_string_equal(member(&roster, 0)->name, "Amara");
    assert_string_equal(member(&roster, 0)->email, "a@x.edu");
    assert_int_equal(member(&roster, 0)->status, LZ_MEMBER_ACTIVE);
    assert_string_equal(member(&roster, 1)->name, "B C");
    assert_string_equal(member(&roster, 1)->email, "");
    assert_int_equal(member(&roster, 1)->status, LZ_MEMBER_INACTIVE);
    assert_string_equal(member(&roster, 2)->name, "");
    assert_string_equal(member(&roster, 2)->email, "");
    assert_int_equal(member(&roster, 2)->status, LZ_MEMBER_DELETED);
    assert_int_equal(member(&roster, 3)->status, LZ_MEMBER_ACTIVE);

    const lz_http_request_t *request = &fake_http_record(world->fake->http, "GET", LMS_ROSTER_URL,
                                                         0)->request;
    assert_string_equal(apr_table_get(request->headers, "Accept"),
                        "application/vnd.ims.lti-nrps.v2.membershipcontainer+json");
    assert_string_equal(bearer(world, LMS_ROSTER_URL, 0), "Bearer token-1");
    assert_true(request->guard_private);
}

static void test_entries_that_are_no_members(void **state)
{
    service_world_t *world = *state;
    lz_roster_t roster;

    service_answers_token(world, "token-1", NULL);
    page(world, LMS_ROSTER_URL,
         "null,7,\"x\",[],{},{\"user_id\":\"\"},{\"user_id\":7},"
         "{\"user_id\":\"t\",\"roles\":[\"Instructor\","
         "\"http://purl.imsglobal.org/vocab/lti/system/person#TestUser\"]},"
         "{\"user_id\":\"1\"}," MEMBER("1", "Instructor") ",{\"user_id\":\"2\",\"roles\":\"x\"}",
         NULL);
    service_expect_ok(read_all(world, &roster));
    assert_int_equal(roster.members->nelts, 2);
    assert_string_equal(member(&roster, 0)->user_id, "1");
    assert_string_equal(member(&roster, 1)->user_id, "2");
}

static void test_pages(void **state)
{
    service_world_t *world = *state;
    lz_roster_t roster;

    service_answers_token(world, "token-1", NULL);
    page(world, LMS_ROSTER_URL, MEMBER("1", "Learner"), PAGE(1));
    page(world, PAGE(1), MEMBER("2", "Learner") "," MEMBER("1", "Learner"),
         "https://keys.lms.example/members/3");
    page(world, "https://keys.lms.example/members/3", MEMBER("3", "Learner"), NULL);
    service_expect_ok(read_all(world, &roster));
    assert_true(roster.complete);
    assert_int_equal(roster.members->nelts, 3);
    assert_string_equal(member(&roster, 2)->user_id, "3");
    assert_int_equal(fake_http_count(world->fake->http, "POST", LMS_TOKEN_URL), 1);
}

static void test_the_role_is_told_and_looked_at(void **state)
{
    static const char *const one[] = { "Instructor" };
    static const char *const assistant[] = { "Instructor#TeachingAssistant" };
    static const char *const two[] = { "Instructor", "Mentor" };
    static const char filtered[] =
        LMS_ROSTER_URL "&role=http%3A%2F%2Fpurl.imsglobal.org%2Fvocab%2Flis%2Fv2%2Fmembership"
        "%23Instructor";
    service_world_t *world = *state;
    lz_roster_t roster;

    service_answers_token(world, "token-1", NULL);
    page(world, filtered, MEMBER("1", ROLE "Instructor"), PAGE(1));
    page(world, PAGE(1), MEMBER("2", "Learner") "," MEMBER("3", "Instructor"), NULL);
    service_expect_ok(read_with(world, one, 1, &roster));
    assert_int_equal(roster.members->nelts, 2);
    assert_string_equal(member(&roster, 1)->user_id, "3");
    assert_int_equal(asked(world, filtered), 1);

    page(world, LMS_ROSTER_URL, MEMBER("1", "Mentor") "," MEMBER("2", "Learner") ","
         MEMBER("3", "http://purl.imsglobal.org/vocab/lis/v2/membership/"
                     "Instructor#TeachingAssistant"), NULL);
    service_expect_ok(read_with(world, two, 2, &roster));
    assert_int_equal(roster.members->nelts, 2);
    service_expect_ok(read_with(world, assistant, 1, &roster));
    assert_int_equal(roster.members->nelts, 1);
    assert_string_equal(member(&roster, 0)->user_id, "3");
    assert_int_equal(asked(world, LMS_ROSTER_URL), 2);
}

/* The roster ends at the first page, since its link leads to next; nothing is asked there. */
static void ends_before(service_world_t *world, const char *next, const char *phrase)
{
    lz_roster_t roster;
    fake_http_t *http = world->fake->http;
    const int before = fake_http_count(http, "GET", "*");

    page(world, LMS_ROSTER_URL, MEMBER("1", "Learner"), next);
    service_expect_ok(read_all(world, &roster));
    assert_int_equal(roster.members->nelts, 1);
    assert_false(roster.complete);
    assert_int_equal(fake_http_count(http, "GET", "*"), before + 1);
    const fake_log_line_t *line = fake_log_find(world->fake->log, phrase);
    assert_non_null(line);
    assert_int_equal(line->level, LZ_LOG_WARNING);
}

static void test_the_token_stays_at_home(void **state)
{
    service_world_t *world = *state;

    service_answers_token(world, "token-1", NULL);
    ends_before(world, "https://evil.example/members", "https://evil.example, which is none");
    ends_before(world, "https://lms.example.evil.example/", "https://lms.example.evil.example");
    ends_before(world, "https://lms.example:444/", "https://lms.example:444");
    ends_before(world, "http://lms.example/members", "no usable URL");
    ends_before(world, "file:///etc/passwd", "no usable URL");
    ends_before(world, "/members?page=2", "no usable URL");
    ends_before(world, "https://lms.example@evil.example/", "no usable URL");
    ends_before(world, "", "no usable URL");
}

static void test_pages_in_a_circle(void **state)
{
    service_world_t *world = *state;
    lz_roster_t roster;

    service_answers_token(world, "token-1", NULL);
    page(world, LMS_ROSTER_URL, MEMBER("1", "Learner"), PAGE(1));
    page(world, PAGE(1), MEMBER("2", "Learner"), PAGE(2));
    page(world, PAGE(2), MEMBER("3", "Learner"), PAGE(1));
    service_expect_ok(read_all(world, &roster));
    assert_int_equal(roster.members->nelts, 3);
    assert_false(roster.complete);
    assert_int_equal(asked(world, PAGE(1)), 1);
    assert_non_null(fake_log_find(world->fake->log, "circle"));
}

/* Without an end: each page has as many members as baton says, and a link to the next. */
static int endless(void *baton, apr_pool_t *pool, const lz_http_request_t *request,
                   lz_http_response_t *response)
{
    const int *members = baton;
    const char *from = strstr(request->url, "from=");
    const int n = from ? atoi(from + 5) : 0;
    apr_array_header_t *parts = apr_array_make(pool, *members, sizeof(const char *));

    for (int i = 0; i < *members; i++) {
        APR_ARRAY_PUSH(parts, const char *) =
            apr_psprintf(pool, "%s{\"user_id\":\"%d-%d\"}", i ? "," : "", n, i);
    }
    response->http_status = 200;
    response->headers = apr_table_make(pool, 1);
    apr_table_set(response->headers, "Link",
                  apr_psprintf(pool, "<%s&from=%d>; rel=next", LMS_ROSTER_URL, n + 1));
    response->body = apr_pstrcat(pool, "{\"members\":[", apr_array_pstrcat(pool, parts, 0), "]}",
                                 NULL);
    response->body_length = strlen(response->body);
    return 1;
}

static void test_pages_without_an_end(void **state)
{
    service_world_t *world = *state;
    lz_roster_t roster;
    int members = 1;

    service_answers_token(world, "token-1", NULL);
    world->fake->http->handler = endless;
    world->fake->http->handler_baton = &members;
    service_expect_ok(read_all(world, &roster));
    assert_int_equal(roster.members->nelts, LZ_ROSTER_PAGES_MAX);
    assert_false(roster.complete);
    assert_non_null(fake_log_find(world->fake->log, "too many pages"));
}

static void test_members_without_an_end(void **state)
{
    service_world_t *world = *state;
    lz_roster_t roster;
    int members = 7001;

    service_answers_token(world, "token-1", NULL);
    world->fake->http->handler = endless;
    world->fake->http->handler_baton = &members;
    service_expect_ok(read_all(world, &roster));
    assert_int_equal(roster.members->nelts, LZ_ROSTER_MEMBERS_MAX);
    assert_false(roster.complete);
    assert_int_equal(fake_http_count(world->fake->http, "GET", "*"), 3);
    assert_non_null(fake_log_find(world->fake->log, "no more are read"));
}

static void test_a_later_page_that_fails(void **state)
{
    service_world_t *world = *state;
    lz_roster_t roster;

    service_answers_token(world, "token-1", NULL);
    page(world, LMS_ROSTER_URL, MEMBER("1", "Learner"), PAGE(1));
    fake_http_on(world->fake->http, "GET", PAGE(1), 500, "{}");
    service_expect_ok(read_all(world, &roster));
    assert_int_equal(roster.members->nelts, 1);
    assert_false(roster.complete);
    assert_non_null(fake_log_find(world->fake->log, "status 500"));
}

static void test_a_token_that_ran_out(void **state)
{
    service_world_t *world = *state;
    lz_roster_t roster;

    service_answers_token(world, "token-1", NULL);
    service_answers_token(world, "token-2", NULL);
    fake_http_on(world->fake->http, "GET", LMS_ROSTER_URL, 401, "{}");
    page(world, LMS_ROSTER_URL, MEMBER("1", "Learner"), NULL);
    service_expect_ok(read_all(world, &roster));
    assert_int_equal(roster.members->nelts, 1);
    assert_string_equal(bearer(world, LMS_ROSTER_URL, 0), "Bearer token-1");
    assert_string_equal(bearer(world, LMS_ROSTER_URL, 1), "Bearer token-2");
}

static void test_refusals(void **state)
{
    static const struct {
        int             http_status;
        const char     *body;
        lz_problem_id_e id;
        const char     *phrase;
    } cases[] = {
        { 401, "{}", LZ_P_LMS_SCOPE, "status 401" },
        { 403, "{\"error\":\"no\"}", LZ_P_LMS_SCOPE, "status 403, no" },
        { 404, "", LZ_P_LMS_NO_SERVICE, "status 404" },
        { 302, "", LZ_P_LMS_ANSWER, "status 302" },
        { 500, "", LZ_P_LMS_UNAVAILABLE, "GET https://lms.example: status 500" },
        { 200, "<html>", LZ_P_LMS_ANSWER, "roster cannot be read" },
        { 200, "{\"members\":{}}", LZ_P_LMS_ANSWER, "no array of members" },
        { 200, "[]", LZ_P_LMS_ANSWER, "roster cannot be read" },
    };
    service_world_t *world = *state;

    world->fake->cache->broken = 1;
    service_answers_token(world, "s3cret-token", NULL);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        lz_roster_t roster;
        fake_http_answer_t *answer = fake_http_on(world->fake->http, "GET", LMS_ROSTER_URL,
                                                  cases[i].http_status, cases[i].body);
        const lz_problem_t *problem = read_all(world, &roster);
        service_expect(problem, cases[i].id, cases[i].phrase);
        assert_null(strstr(problem->cause, "s3cret"));
        if (cases[i].http_status == 401) {
            assert_int_equal(answer->given, 2);
        }
        /* the same answer would be given for ever: the next case's comes behind it */
        answer->url = "https://lms.example/done";
    }
}

static void test_a_scope_that_was_not_granted(void **state)
{
    service_world_t *world = *state;
    lz_roster_t roster;

    service_answers_token(world, "token-1", "https://scopes.example/other");
    service_expect(read_all(world, &roster), LZ_P_LMS_SCOPE, "granted \"https://scopes.example");
    assert_int_equal(asked(world, "*"), 0);
}

static void test_urls(void **state)
{
    char url[LZ_ROSTER_URL_MAX + 2] = "https://lms.example/";

    (void)state;
    assert_null(lz_roster_url_check(LMS_ROSTER_URL, 0));
    assert_non_null(lz_roster_url_check("http://127.0.0.1/members", 0));
    assert_null(lz_roster_url_check("http://127.0.0.1/members", 1));
    assert_non_null(lz_roster_url_check("http://lms.example/members", 1));
    assert_non_null(lz_roster_url_check("", 1));
    memset(url + strlen(url), 'a', sizeof(url) - strlen(url) - 1);
    url[sizeof(url) - 1] = '\0';
    assert_non_null(lz_roster_url_check(url, 0));
    url[sizeof(url) - 2] = '\0';
    assert_null(lz_roster_url_check(url, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        service_test(test_members_as_they_are_told),
        service_test(test_entries_that_are_no_members),
        service_test(test_pages),
        service_test(test_the_role_is_told_and_looked_at),
        service_test(test_the_token_stays_at_home),
        service_test(test_pages_in_a_circle),
        service_test(test_pages_without_an_end),
        service_test(test_members_without_an_end),
        service_test(test_a_later_page_that_fails),
        service_test(test_a_token_that_ran_out),
        service_test(test_refusals),
        service_test(test_a_scope_that_was_not_granted),
        pool_test(test_urls),
    };
    return cmocka_run_group_tests_name("lti/roster", tests, service_group_setup,
                                       service_group_teardown);
}
