/* SPDX-License-Identifier: Apache-2.0 */
/* zoom/errors.c and zoom/retry.c: what a failed call means, and whether it goes out again. */
#include "support/fixture.h"

#include <string.h>

#include <apr_errno.h>
#include <apr_strings.h>

#include "support/zoom_world.h"
#include "zoom/errors.h"
#include "zoom/retry.h"

static lz_http_response_t answered(apr_pool_t *pool, int http_status, const char *body)
{
    return (lz_http_response_t){
        .sent = 1, .http_status = http_status, .headers = apr_table_make(pool, 2), .body = body,
        .body_length = strlen(body)
    };
}

static lz_zoom_failure_t read_response(apr_pool_t *pool, lz_zoom_operation_id_e id,
                                       const lz_http_response_t *response)
{
    lz_zoom_failure_t failure;

    lz_zoom_failure(pool, lz_zoom_operation(id), response, FAKE_CLOCK_START, &failure);
    assert_non_null(failure.problem);
    return failure;
}

static lz_zoom_failure_t failed(apr_pool_t *pool, lz_zoom_operation_id_e id, int http_status,
                                const char *body)
{
    const lz_http_response_t response = answered(pool, http_status, body);

    return read_response(pool, id, &response);
}

/* zoom-api.md §4, line by line: with each status that a code was seen with. */
static void test_code_decides_before_status(void **state)
{
    static const struct {
        int              http_status;
        int              code;
        const char      *message;
        lz_problem_id_e  problem;
        lz_zoom_remedy_e remedy;
    } cases[] = {
        { 400, 124, "", LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_NEW_TOKEN },
        { 401, 124, "", LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_NEW_TOKEN },
        { 401, 1010, "", LZ_P_ZOOM_NO_USER, LZ_ZOOM_FINAL },
        { 400, 1010, "", LZ_P_ZOOM_NO_USER, LZ_ZOOM_FINAL },
        { 404, 1010, "", LZ_P_ZOOM_NO_USER, LZ_ZOOM_FINAL },
        { 404, 1001, "", LZ_P_ZOOM_NO_USER, LZ_ZOOM_FINAL },
        { 400, 1120, "", LZ_P_ZOOM_NO_USER, LZ_ZOOM_FINAL },
        { 409, 1005, "", LZ_P_ZOOM_USER_EXISTS, LZ_ZOOM_FINAL },
        { 400, 1009, "", LZ_P_ZOOM_USER_EXISTS, LZ_ZOOM_FINAL },
        { 400, 1107, "", LZ_P_ZOOM_DOMAIN, LZ_ZOOM_FINAL },
        { 400, 1116, "", LZ_P_ZOOM_DOMAIN, LZ_ZOOM_FINAL },
        { 400, 11321, "", LZ_P_ZOOM_DOMAIN, LZ_ZOOM_FINAL },
        { 400, 1108, "", LZ_P_ZOOM_LICENCE, LZ_ZOOM_FINAL },
        { 400, 1109, "", LZ_P_ZOOM_LICENCE, LZ_ZOOM_FINAL },
        { 400, 2033, "", LZ_P_ZOOM_LICENCE, LZ_ZOOM_FINAL },
        { 400, 2034, "", LZ_P_ZOOM_LICENCE, LZ_ZOOM_FINAL },
        { 400, 2038, "", LZ_P_ZOOM_LICENCE, LZ_ZOOM_FINAL },
        { 400, 2039, "", LZ_P_ZOOM_LICENCE, LZ_ZOOM_FINAL },
        { 400, 3412, "", LZ_P_ZOOM_LICENCE, LZ_ZOOM_FINAL },
        { 400, 2001, "", LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_FINAL },
        { 404, 2001, "", LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_FINAL },
        { 400, 2002, "", LZ_P_ZOOM_SETTING, LZ_ZOOM_FINAL },
        { 400, 2032, "", LZ_P_ZOOM_SETTING, LZ_ZOOM_FINAL },
        { 403, 2306, "", LZ_P_ZOOM_SETTING, LZ_ZOOM_FINAL },
        { 400, 4400, "", LZ_P_ZOOM_SETTING, LZ_ZOOM_FINAL },
        { 403, 12703, "", LZ_P_ZOOM_SETTING, LZ_ZOOM_FINAL },
        { 400, 12702, "", LZ_P_ZOOM_TOO_OLD, LZ_ZOOM_FINAL },
        { 400, 200, "Only available for paid account", LZ_P_ZOOM_PLAN, LZ_ZOOM_FINAL },
        { 200, 200, "Only available for Paid or ZMP account", LZ_P_ZOOM_PLAN, LZ_ZOOM_FINAL },
        { 400, 200, "No permission.", LZ_P_ZOOM_SETTING, LZ_ZOOM_FINAL },
        { 400, 300, "no", LZ_P_ZOOM_REFUSED, LZ_ZOOM_FINAL },
        { 404, 300, "no", LZ_P_ZOOM_REFUSED, LZ_ZOOM_FINAL },
        { 400, 300,
          "The next page token is invalid or expired.",
          LZ_P_ZOOM_ANSWER, LZ_ZOOM_START_OVER },
        { 400, 303, "", LZ_P_ZOOM_REGISTRATION, LZ_ZOOM_FINAL },
        { 400, 3038, "", LZ_P_ZOOM_REGISTRATION, LZ_ZOOM_FINAL },
        { 400, 3043, "", LZ_P_ZOOM_REGISTRATION, LZ_ZOOM_FINAL },
        { 400, 3000, "Cannot access meeting info.", LZ_P_ZOOM_REFUSED, LZ_ZOOM_FINAL },
        { 404, 3001, "", LZ_P_ZOOM_GONE, LZ_ZOOM_FINAL },
        { 400, 3001, "", LZ_P_ZOOM_GONE, LZ_ZOOM_FINAL },
        { 400, 3018, "", LZ_P_ZOOM_PERSONAL_ROOM, LZ_ZOOM_FINAL },
        { 400, 3037, "", LZ_P_ZOOM_PERSONAL_ROOM, LZ_ZOOM_FINAL },
        { 400, 3161, "", LZ_P_ZOOM_HOST_REFUSED, LZ_ZOOM_FINAL },
        { 404, 3301, "", LZ_P_ZOOM_NO_RECORDING, LZ_ZOOM_FINAL },
        { 404, 3322, "", LZ_P_ZOOM_NO_RECORDING, LZ_ZOOM_FINAL },
        { 400, 3303, "", LZ_P_ZOOM_RECORDING_BUSY, LZ_ZOOM_FINAL },
        { 400, 3310, "", LZ_P_ZOOM_RECORDING_BUSY, LZ_ZOOM_FINAL },
        { 400, 3309, "", LZ_P_ZOOM_STORAGE, LZ_ZOOM_FINAL },
        { 404, 4130, "", LZ_P_ZOOM_NO_GROUP, LZ_ZOOM_FINAL },
        { 404, 4131, "", LZ_P_ZOOM_REFUSED, LZ_ZOOM_FINAL },
        { 404, 5110, "", LZ_P_ZOOM_REFUSED, LZ_ZOOM_FINAL },
        { 400, 4711, "", LZ_P_ZOOM_SCOPE, LZ_ZOOM_FINAL },
        { 400, 4700,
          "Invalid access token, does not contain scopes:[x]",
          LZ_P_ZOOM_SCOPE, LZ_ZOOM_FINAL },
        { 401, 4700, "Invalid token", LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_NEW_TOKEN },
        { 400, 4717, "", LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_FINAL },
        { 400, 2300, "", LZ_P_ZOOM_ANSWER, LZ_ZOOM_FINAL },
        { 429, 429,
          "You have reached the maximum per-second rate limit for this API.",
          LZ_P_ZOOM_BUSY, LZ_ZOOM_WAIT },
        { 429, 4001, "", LZ_P_ZOOM_BUSY, LZ_ZOOM_WAIT },
        { 429, 4001,
          "You have reached the maximum daily rate limit for this API.",
          LZ_P_ZOOM_DAILY_LIMIT, LZ_ZOOM_FINAL },
        { 429, 429,
          "Too many concurrent requests. A request to disassociate this user has already"
          " been made.",
          LZ_P_ZOOM_BUSY, LZ_ZOOM_WAIT },
        { 429, 429,
          "You have exceeded the daily rate limit (100) of Meeting Create/Update API"
          " requests permitted for this particular user.",
          LZ_P_ZOOM_HOST_LIMIT, LZ_ZOOM_FINAL },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *body = apr_psprintf(*state, "{\"code\":%d,\"message\":\"%s\"}", cases[i].code,
                                        cases[i].message);
        const lz_zoom_failure_t failure = failed(*state, LZ_ZOOM_MEETING_CREATE,
                                                 cases[i].http_status, body);

        if (failure.problem->id != cases[i].problem || failure.remedy != cases[i].remedy) {
            fail_msg("HTTP %d, code %d %s: %s", cases[i].http_status, cases[i].code,
                     cases[i].message, failure.problem->kind);
        }
        assert_int_equal(failure.fate, LZ_ZOOM_NOT_DONE);
    }
}

static void test_a_token_needs_no_scope(void **state)
{
    assert_int_equal(failed(*state, LZ_ZOOM_TOKEN, 400, "{\"code\":4711}").problem->id,
                     LZ_P_ZOOM_CREDENTIALS);
}

static void test_status_decides_without_a_known_code(void **state)
{
    static const struct {
        int             http_status;
        const char     *body;
        lz_problem_id_e problem;
    } cases[] = {
        { 401, "", LZ_P_ZOOM_CREDENTIALS },
        { 403, "{\"code\":99999,\"message\":\"No.\"}", LZ_P_ZOOM_REFUSED },
        { 403, "<html>Forbidden</html>", LZ_P_ZOOM_ANSWER },
        { 404, "<html>Not found</html>", LZ_P_ZOOM_ANSWER },
        { 404, "{}", LZ_P_ZOOM_ANSWER },
        { 429, "<html>Slow down</html>", LZ_P_ZOOM_BUSY },
        { 302, "", LZ_P_ZOOM_ANSWER },
        { 408, "", LZ_P_ZOOM_UNAVAILABLE },
        { 500, "{\"code\":500,\"message\":\"Internal\"}", LZ_P_ZOOM_UNAVAILABLE },
        { 502, "<html>Bad gateway</html>", LZ_P_ZOOM_UNAVAILABLE },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(failed(*state, LZ_ZOOM_MEETING_GET, cases[i].http_status,
                                cases[i].body).problem->id, cases[i].problem);
    }
}

static void test_fate_of_a_creation(void **state)
{
    static const struct {
        int             http_status;
        const char     *body;
        lz_problem_id_e problem;
    } cases[] = {
        { 500, "{\"code\":500,\"message\":\"Internal\"}", LZ_P_ZOOM_UNCERTAIN },
        { 503, "", LZ_P_ZOOM_UNCERTAIN },
        { 502, "<html>Bad gateway</html>", LZ_P_ZOOM_UNCERTAIN },
        { 408, "", LZ_P_ZOOM_UNCERTAIN },
        { 500, "{\"code\":3161}", LZ_P_ZOOM_HOST_REFUSED },
        { 500, "{\"code\":99999,\"message\":\"No.\"}", LZ_P_ZOOM_UNAVAILABLE },
        { 429, "", LZ_P_ZOOM_BUSY },
        { 401, "", LZ_P_ZOOM_CREDENTIALS },
        { 403, "<html>Forbidden</html>", LZ_P_ZOOM_ANSWER },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const lz_zoom_failure_t failure = failed(*state, LZ_ZOOM_MEETING_CREATE,
                                                 cases[i].http_status, cases[i].body);

        assert_int_equal(failure.problem->id, cases[i].problem);
        assert_int_equal(failure.problem->id == LZ_P_ZOOM_UNCERTAIN,
                         failure.fate == LZ_ZOOM_UNKNOWN);
    }
}

static void test_lost_answers(void **state)
{
    static const struct {
        apr_status_t     status;
        int              sent;
        int              begun;         /* the answer's head had come */
        lz_problem_id_e  get;
        lz_problem_id_e  create;
        lz_zoom_remedy_e remedy;        /* of get */
    } cases[] = {
        { APR_ECONNREFUSED, 0, 0, LZ_P_ZOOM_UNAVAILABLE, LZ_P_ZOOM_UNAVAILABLE, LZ_ZOOM_AGAIN },
        { APR_ECONNRESET, 1, 0, LZ_P_ZOOM_UNAVAILABLE, LZ_P_ZOOM_UNCERTAIN, LZ_ZOOM_AGAIN },
        { APR_ECONNRESET, 1, 1, LZ_P_ZOOM_ANSWER, LZ_P_ZOOM_UNCERTAIN, LZ_ZOOM_AGAIN },
        { APR_TIMEUP, 1, 1, LZ_P_ZOOM_UNAVAILABLE, LZ_P_ZOOM_UNCERTAIN, LZ_ZOOM_FINAL },
        { APR_TIMEUP, 1, 0, LZ_P_ZOOM_UNAVAILABLE, LZ_P_ZOOM_UNCERTAIN, LZ_ZOOM_FINAL },
        { APR_TIMEUP, 0, 0, LZ_P_ZOOM_UNAVAILABLE, LZ_P_ZOOM_UNAVAILABLE, LZ_ZOOM_FINAL },
        { APR_ENOSPC, 1, 1, LZ_P_ZOOM_ANSWER, LZ_P_ZOOM_UNCERTAIN, LZ_ZOOM_FINAL },
        { APR_EACCES, 0, 0, LZ_P_ZOOM_UNAVAILABLE, LZ_P_ZOOM_UNAVAILABLE, LZ_ZOOM_FINAL },
        { APR_EGENERAL, 1, 0, LZ_P_ZOOM_UNAVAILABLE, LZ_P_ZOOM_UNCERTAIN, LZ_ZOOM_AGAIN },
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const lz_http_response_t response = {
            .status = cases[i].status, .sent = cases[i].sent, .headers = apr_table_make(*state, 1)
        };
        if (cases[i].begun) {
            apr_table_set(response.headers, "Content-Type", "application/json");
        }
        const lz_zoom_failure_t get = read_response(*state, LZ_ZOOM_MEETING_GET, &response);
        const lz_zoom_failure_t create = read_response(*state, LZ_ZOOM_MEETING_CREATE, &response);

        assert_int_equal(get.problem->id, cases[i].get);
        assert_int_equal(get.remedy, cases[i].remedy);
        assert_int_equal(create.problem->id, cases[i].create);
        assert_int_equal(create.fate, cases[i].sent ? LZ_ZOOM_UNKNOWN : LZ_ZOOM_NOT_SENT);
    }
}

static void test_field_errors_keep_zooms_names(void **state)
{
    const lz_zoom_failure_t failure = failed(
        *state, LZ_ZOOM_MEETING_CREATE, 400,
        "{\"code\":300,\"message\":\"Validation Failed.\",\"errors\":["
        "{\"field\":\"settings.jbh_time\",\"message\":\"Invalid value.\"},"
        "{\"field\":\"topic\",\"message\":\"Too long.\"},{\"field\":7},null]}");

    assert_int_equal(apr_table_elts(failure.problem->fields)->nelts, 2);
    assert_string_equal(apr_table_get(failure.problem->fields, "settings.jbh_time"),
                        "Invalid value.");
    assert_string_equal(apr_table_get(failure.problem->fields, "topic"), "Too long.");
    assert_null(strstr(failure.problem->message, "Validation"));
}

static void test_a_refusal_without_fields_tells_zooms_words(void **state)
{
    const char *body = "{\"code\":3000,\"message\":\"Users have been blocked from meetings.\"}";

    assert_string_equal(failed(*state, LZ_ZOOM_MEETING_CREATE, 400, body).problem->message,
                        "Zoom refused this: Users have been blocked from meetings.");
    body = apr_pstrcat(*state, "{\"code\":3000,\"message\":\"", "x",
                       memset(apr_pcalloc(*state, 300), 'y', 298), "\xc3\xa9\xc3\xa9\"}", NULL);
    /* 300 bytes would end within a character */
    assert_int_equal(strlen(failed(*state, LZ_ZOOM_MEETING_CREATE, 400, body).problem->message),
                     strlen("Zoom refused this: ") + 299);
}

static void test_daily_limits(void **state)
{
    const char *of_host = "{\"code\":429,\"message\":\"You have exceeded the daily rate limit (100)"
                          " of Meeting Create/Update API requests permitted for this particular"
                          " user. You may resume these requests at GMT 00:00:00.\"}";
    lz_http_response_t response = answered(*state, 429, of_host);
    lz_zoom_failure_t failure = read_response(*state, LZ_ZOOM_MEETING_CREATE, &response);

    /* from 09:15 to midnight */
    assert_int_equal(failure.problem->id, LZ_P_ZOOM_HOST_LIMIT);
    assert_int_equal(failure.problem->retry_after, 14 * 3600 + 45 * 60);
    assert_non_null(strstr(failure.problem->message, "again after 00:00 UTC."));
    assert_int_equal(failure.limit, LZ_LIMIT_HOST);
    assert_int_equal(failure.remedy, LZ_ZOOM_FINAL);

    response = answered(*state, 429, "{\"code\":429,\"message\":\"You have reached the maximum"
                                     " daily rate limit for this API.\"}");
    failure = read_response(*state, LZ_ZOOM_MEETING_GET, &response);
    assert_int_equal(failure.problem->id, LZ_P_ZOOM_DAILY_LIMIT);
    assert_int_equal(failure.problem->retry_after, 14 * 3600 + 45 * 60);
    apr_table_set(response.headers, "Retry-After", "7200");
    failure = read_response(*state, LZ_ZOOM_MEETING_GET, &response);
    assert_int_equal(failure.problem->retry_after, 7200);
    assert_non_null(strstr(failure.problem->message, "again after 11:15 UTC."));
    apr_table_set(response.headers, "Retry-After", "2026-12-02T00:00:00Z");
    failure = read_response(*state, LZ_ZOOM_MEETING_GET, &response);
    assert_non_null(strstr(failure.problem->message, "again after 2026-12-02, 00:00 UTC."));

    /* that of another person says nothing about the account */
    response = answered(*state, 429, "{\"code\":429,\"message\":\"You have exceeded the daily rate"
                        " limit of this API request permitted for this particular user.\"}");
    failure = read_response(*state, LZ_ZOOM_MEETING_GET, &response);
    assert_int_equal(failure.problem->id, LZ_P_ZOOM_DAILY_LIMIT);
    assert_int_equal(failure.limit, LZ_LIMIT_OTHER);

    response = answered(*state, 429, "{\"code\":429,\"message\":\"Too many.\"}");
    apr_table_set(response.headers, "X-RateLimit-Type", "Daily-limit");
    apr_table_set(response.headers, "Retry-After", "2026-11-30T10:15:00Z");
    failure = read_response(*state, LZ_ZOOM_MEETING_GET, &response);
    assert_int_equal(failure.problem->id, LZ_P_ZOOM_DAILY_LIMIT);
    assert_int_equal(failure.problem->retry_after, 3600);
    assert_non_null(strstr(failure.problem->message, "again after 10:15 UTC."));
    assert_int_equal(failure.limit, LZ_LIMIT_DAY);

    apr_table_set(response.headers, "X-RateLimit-Type", "QPS");
    failure = read_response(*state, LZ_ZOOM_MEETING_GET, &response);
    assert_int_equal(failure.problem->id, LZ_P_ZOOM_BUSY);
    assert_int_equal(failure.limit, LZ_LIMIT_SECOND);
    assert_int_equal(failure.problem->retry_after, 3600);
}

static void test_retry_after_in_each_form(void **state)
{
    const apr_time_t now = FAKE_CLOCK_START;    /* 2026-11-30T09:15:00Z */

    (void)state;
    assert_int_equal(lz_zoom_retry_after("2", now), apr_time_from_sec(2));
    assert_int_equal(lz_zoom_retry_after("0", now), 0);
    assert_int_equal(lz_zoom_retry_after("2026-11-30T09:15:30Z", now), apr_time_from_sec(30));
    assert_int_equal(lz_zoom_retry_after("Mon, 30 Nov 2026 09:16:00 GMT", now),
                     apr_time_from_sec(60));
    assert_int_equal(lz_zoom_retry_after("2026-11-30T09:14:59Z", now), 0);
    assert_int_equal(lz_zoom_retry_after("soon", now), 0);
    assert_int_equal(lz_zoom_retry_after("-1", now), 0);
    assert_int_equal(lz_zoom_retry_after("", now), 0);
    assert_int_equal(lz_zoom_retry_after(NULL, now), 0);
    assert_int_equal(lz_zoom_retry_after("99999999999999999999", now),
                     apr_time_from_sec(7 * 24 * 3600));
    assert_int_equal(lz_zoom_retry_after("2999-01-01T00:00:00Z", now),
                     apr_time_from_sec(7 * 24 * 3600));
}

static void test_quotes_hold_no_person_and_no_secret(void **state)
{
    const char *secret = "eyJzdiI6IjAwMDAwMSIsImFsZyI6IkhTNTEyIiwidiI6IjIuMCIsImtpZCI6IjEyMzQ1Njc4";

    assert_string_equal(lz_zoom_quote(*state, "User does not exist: amara@example.edu."),
                        "User does not exist: [e-mail]");
    assert_null(strstr(lz_zoom_quote(*state, apr_pstrcat(*state, "Invalid token ", secret, NULL)),
                       "eyJ"));
    assert_int_equal(strlen(lz_zoom_quote(*state, memset(apr_pcalloc(*state, 61), 'a', 60))), 60);
    assert_string_equal(lz_zoom_quote(*state, NULL), "");
    assert_null(strchr(failed(*state, LZ_ZOOM_USER_GET, 404,
                              "{\"code\":1001,\"message\":\"User does not exist: a@b.c.\"}")
                       .problem->cause, '@'));
}

/* The wait before the next try in milliseconds, -1 for none. */
static int wait_of(const zoom_world_t *world, lz_zoom_operation_id_e id, lz_zoom_remedy_e remedy,
                   lz_zoom_fate_e fate, apr_interval_time_t asked, int tries)
{
    const lz_zoom_failure_t failure = { .remedy = remedy, .fate = fate, .wait = asked };
    apr_time_t not_before;

    return lz_zoom_retry(world->env, lz_zoom_operation(id), &failure, tries, &not_before)
           ? (int)apr_time_as_msec(not_before - lz_now(world->env->clock)) : -1;
}

static void test_what_goes_out_again(void **state)
{
    zoom_world_t *world = zoom_world_create(*state);
    const lz_zoom_operation_id_e get = LZ_ZOOM_MEETING_GET;
    const lz_zoom_operation_id_e create = LZ_ZOOM_MEETING_CREATE;

    assert_in_range(wait_of(world, get, LZ_ZOOM_AGAIN, LZ_ZOOM_UNKNOWN, 0, 1), 200, 400);
    assert_in_range(wait_of(world, get, LZ_ZOOM_AGAIN, LZ_ZOOM_UNKNOWN, 0, 2), 400, 800);
    assert_int_equal(wait_of(world, get, LZ_ZOOM_AGAIN, LZ_ZOOM_UNKNOWN, 0, 3), -1);
    assert_int_equal(wait_of(world, get, LZ_ZOOM_FINAL, LZ_ZOOM_NOT_DONE, 0, 1), -1);
    assert_int_equal(wait_of(world, create, LZ_ZOOM_AGAIN, LZ_ZOOM_UNKNOWN, 0, 1), -1);
    assert_int_equal(wait_of(world, create, LZ_ZOOM_AGAIN, LZ_ZOOM_NOT_DONE, 0, 1), -1);
    assert_in_range(wait_of(world, create, LZ_ZOOM_AGAIN, LZ_ZOOM_NOT_SENT, 0, 1), 200, 400);
    assert_in_range(wait_of(world, create, LZ_ZOOM_WAIT, LZ_ZOOM_NOT_DONE, 0, 1), 1000, 2000);
    assert_in_range(wait_of(world, get, LZ_ZOOM_WAIT, LZ_ZOOM_NOT_DONE, apr_time_from_sec(2), 1),
                    2100, 2200);
    assert_int_equal(wait_of(world, get, LZ_ZOOM_WAIT, LZ_ZOOM_NOT_DONE, apr_time_from_sec(4), 1),
                     -1);
}

static void test_nothing_goes_out_again_beyond_the_deadline(void **state)
{
    zoom_world_t *world = zoom_world_create(*state);

    fake_clock_advance(world->fake->clock, apr_time_from_msec(8000 - 1200));
    assert_int_equal(wait_of(world, LZ_ZOOM_MEETING_GET, LZ_ZOOM_WAIT, LZ_ZOOM_NOT_DONE, 0, 1), -1);
    assert_in_range(wait_of(world, LZ_ZOOM_MEETING_GET, LZ_ZOOM_AGAIN, LZ_ZOOM_UNKNOWN, 0, 1),
                    200, 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_code_decides_before_status),
        pool_test(test_a_token_needs_no_scope),
        pool_test(test_status_decides_without_a_known_code),
        pool_test(test_fate_of_a_creation),
        pool_test(test_lost_answers),
        pool_test(test_field_errors_keep_zooms_names),
        pool_test(test_a_refusal_without_fields_tells_zooms_words),
        pool_test(test_daily_limits),
        pool_test(test_retry_after_in_each_form),
        pool_test(test_quotes_hold_no_person_and_no_secret),
        pool_test(test_what_goes_out_again),
        pool_test(test_nothing_goes_out_again_beyond_the_deadline),
    };

    return cmocka_run_group_tests_name("zoom/errors", tests, apr_setup, apr_teardown);
}
