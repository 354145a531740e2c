/* SPDX-License-Identifier: Apache-2.0 */
/* From the posted form to the session, with a real database; and the views of the way in. */
#include "support/arrival_world.h"

#include <string.h>

#include <apr_strings.h>

#include "base/encoding.h"
#include "base/json.h"
#include "support/message_v1.h"
#include "views/views.h"

static void test_session(void **state)
{
    fake_lms_t *lms = *state;
    const lz_session_t *session =
        enter(lms, launch_of(lms, MOODLE, CLAIM("launch_presentation"),
                              "{\"locale\":\"de\",\"return_url\":\"https://moodle.example/r\"}"));

    assert_string_equal(session->course_title, "Analysis");
    assert_string_equal(session->name, "Ada Lovelace");
    assert_string_equal(session->email, "ada@example.edu");
    assert_string_equal(session->locale, "de");
    assert_string_equal(session->frame_origin, "https://moodle.example");
    assert_int_equal(session->role, LZ_ROLE_INSTRUCTOR);
    assert_ptr_equal(session->platform, lms_platform(lms, MOODLE));
    assert_ptr_equal(session->account, lms->site.accounts[0]);
    assert_int_equal(session->issued, FAKE_CLOCK_START);
    assert_int_equal(session->expires, FAKE_CLOCK_START + lms->site.session_lifetime);
    assert_int_equal(strlen(session->csrf), 32);
    assert_int_equal(strlen(session->course), 43);
    assert_int_equal(strlen(session->person), 43);
}

static void test_rows(void **state)
{
    fake_lms_t *lms = *state;
    const lz_session_t *session = enter(lms, launch_of(lms, MOODLE, NULL, NULL));
    real_db_t *db = db_of(lms);

    enter(lms, launch_of(lms, MOODLE, NULL, NULL));
    assert_int_equal(db->lent, 0);
    assert_string_equal(real_db_value(db, "SELECT COUNT(*) FROM lti_zoom_course"), "1");
    assert_string_equal(real_db_value(db, "SELECT COUNT(*) FROM lti_zoom_person"), "1");
    assert_string_equal(real_db_value(db, "SELECT COUNT(*) FROM lti_zoom_nonce"), "2");
    assert_string_equal(real_db_value(db, "SELECT course FROM lti_zoom_course"), session->course);
    assert_string_equal(real_db_value(db, "SELECT person FROM lti_zoom_person"), session->person);
}

static void test_replay(void **state)
{
    fake_lms_t *lms = *state;
    const lz_launch_t *launch = launch_of(lms, MOODLE, NULL, NULL);
    lz_session_t *session = NULL;

    enter(lms, launch);
    assert_problem(lz_course_arrive(lms->env, &lms->site, launch, &session), LZ_P_LTI_REPLAY,
                   "the nonce was used before");
    assert_null(session);
    enter(lms, launch_of(lms, MOODLE, NULL, NULL));
}

/* What was refused has burnt nothing; the good launch of that login still arrives, once. */
static void test_refusals_burn_nothing(void **state)
{
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);
    lz_launch_t *launch = NULL;
    lz_session_t *session = NULL;

    enter(lms, launch_of(lms, MOODLE, NULL, NULL));
    assert_problem(lms_launch_with(lms, &login, "exp", "1", &launch), LZ_P_LTI_TIME, "exp");
    assert_string_equal(real_db_value(db_of(lms), "SELECT COUNT(*) FROM lti_zoom_nonce"), "1");
    assert_no_problem(lms_launch_with(lms, &login, NULL, NULL, &launch));
    enter(lms, launch);
    assert_problem(lz_course_arrive(lms->env, &lms->site, launch, &session), LZ_P_LTI_REPLAY, "");
}

static lz_launch_t *launch_of_v1(fake_lms_t *lms, const char *key, const char *secret,
                                 const char *nonce)
{
    message_v1_t message = message_v1(lms);
    lz_launch_t *launch = NULL;

    message_v1_set(&message, "oauth_consumer_key", key);
    message_v1_set(&message, "oauth_nonce", nonce);
    message_v1_sign(&message, secret);
    assert_no_problem(message_v1_post(&message, &launch));
    return launch;
}

/* The same ids, from three who number their courses and people each for themselves. */
static void test_versions_and_consumers_do_not_mix(void **state)
{
    fake_lms_t *lms = *state;
    const lz_session_t *of_1_3 = enter(lms, launch_of(lms, MOODLE, NULL, NULL));
    const lz_session_t *of_1_1 = enter(lms, launch_of_v1(lms, "moodle-client", "moodle-11", "a"));
    const lz_session_t *history = enter(lms, launch_of_v1(lms, "12345", "secret", "a"));
    const lz_session_t *more = enter(lms, launch_of_v1(lms, "history & more", "secret & 11", "a"));
    const lz_session_t *again = enter(lms, launch_of_v1(lms, "12345", "secret", "b"));
    const lz_session_t *const others[] = { of_1_3, of_1_1, more };

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        assert_string_not_equal(others[i]->course, history->course);
        assert_string_not_equal(others[i]->person, history->person);
    }
    assert_string_not_equal(of_1_3->course, of_1_1->course);
    assert_string_not_equal(of_1_3->person, of_1_1->person);
    assert_string_equal(again->course, history->course);
    assert_string_equal(again->person, history->person);
    assert_ptr_equal(history->platform, lms_platform(lms, HISTORY));
    assert_string_equal(history->frame_origin, "https://lms.example");
}

static void test_replay_of_1_1(void **state)
{
    fake_lms_t *lms = *state;
    const lz_launch_t *launch = launch_of_v1(lms, "12345", "secret", "nonce-7");
    lz_session_t *session = NULL;

    enter(lms, launch);
    assert_problem(lz_course_arrive(lms->env, &lms->site, launch, &session), LZ_P_LTI_REPLAY,
                   "platform history");
    assert_null(session);
}

/* Of an LMS of LTI 1.1 that names no address to return to, only the page that posts is known. */
static void test_frame_of_the_posting_page(void **state)
{
    static const struct {
        const char *posted_from;
        const char *frame;
    } rows[] = {
        { "https://LMS.example:443", "https://lms.example" }, { "null", "" }, { NULL, "" },
        { "https://evil.example; script-src *", "" }
    };
    fake_lms_t *lms = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        lz_launch_t *launch = launch_of_v1(lms, "12345", "secret",
                                           apr_psprintf(lms->pool, "nonce-%d", (int)i));

        launch->return_url = "";
        launch->posted_from = rows[i].posted_from;
        assert_string_equal(enter(lms, launch)->frame_origin, rows[i].frame);
    }
}

/* Without the nonce's row there is no session. */
static void test_without_a_database(void **state)
{
    fake_lms_t *lms = *state;
    const lz_launch_t *launch = launch_of(lms, MOODLE, NULL, NULL);
    lz_session_t *session = NULL;

    db_of(lms)->refuse = 1;
    const lz_problem_t *problem = lz_course_arrive(lms->env, &lms->site, launch, &session);
    assert_non_null(problem);
    assert_int_equal(problem->id, LZ_P_DATABASE);
    assert_null(session);
    db_of(lms)->refuse = 0;
    enter(lms, launch);
}

/* The key is stable for a course, and another one for whatever makes another course. */
static void test_course_keys(void **state)
{
    fake_lms_t *lms = *state;
    const char *course = enter(lms, launch_of(lms, CANVAS, NULL, NULL))->course;
    const char *others[] = {
        enter(lms, launch_of(lms, CANVAS, CLAIM("context"), "{\"id\":\"course-2\"}"))->course,
        enter(lms, launch_of(lms, CANVAS, CLAIM("deployment_id"), "\"9:other\""))->course,
        enter(lms, launch_of(lms, CANVAS_TWO, NULL, NULL))->course,
        enter(lms, launch_of(lms, CANVAS, CLAIM("context"), NULL))->course,
        enter(lms, launch_of(lms, CANVAS, CLAIM("context"), "{\"id\":\"link-1\"}"))->course
    };

    assert_string_equal(enter(lms, launch_of(lms, CANVAS, CLAIM("resource_link"),
                                              "{\"id\":\"link-2\"}"))->course, course);
    assert_string_equal(enter(lms, launch_of(lms, CANVAS, "sub", "\"user-2\""))->course, course);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        assert_string_not_equal(others[i], course);
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(others[i], others[k]);
        }
    }
}

static void test_people(void **state)
{
    fake_lms_t *lms = *state;
    const char *person = enter(lms, launch_of(lms, CANVAS, NULL, NULL))->person;

    assert_string_equal(enter(lms, launch_of(lms, CANVAS, CLAIM("context"),
                                              "{\"id\":\"course-2\"}"))->person, person);
    assert_string_not_equal(enter(lms, launch_of(lms, CANVAS, "sub", "\"USER-1\""))->person,
                            person);
    assert_string_not_equal(enter(lms, launch_of(lms, CANVAS_TWO, NULL, NULL))->person, person);
}

static void test_without_a_course(void **state)
{
    fake_lms_t *lms = *state;

    assert_string_equal(enter(lms, launch_of(lms, MOODLE, CLAIM("context"), NULL))->course_title,
                        "Zoom");
}

/* --- the views -------------------------------------------------------------------------------- */

static lz_response_t *respond(const fake_lms_t *lms)
{
    lz_response_t *response = apr_pcalloc(lms->pool, sizeof(*response));

    response->headers = apr_table_make(lms->pool, 4);
    return response;
}

static lz_request_t *request_with_cookie(const fake_lms_t *lms, const char *cookie)
{
    lz_request_t *request = apr_pcalloc(lms->pool, sizeof(*request));

    request->headers = apr_table_make(lms->pool, 2);
    if (cookie) {
        apr_table_set(request->headers, "Cookie", cookie);
    }
    return request;
}

typedef struct found_t {
    const char *beginning;
    const char *value;
    int         n;
} found_t;

static int find_cookie(void *baton, const char *name, const char *value)
{
    found_t *found = baton;

    if (strcasecmp(name, "Set-Cookie") == 0
        && strncmp(value, found->beginning, strlen(found->beginning)) == 0) {
        found->value = value;
        found->n++;
    }
    return 1;
}

static const char *set_cookie(const lz_response_t *response, const char *beginning)
{
    found_t found = { beginning, NULL, 0 };

    apr_table_do(find_cookie, &found, response->headers, NULL);
    assert_int_equal(found.n, 1);
    return found.value;
}

static void test_login_view(void **state)
{
    fake_lms_t *lms = *state;
    const lz_form_t *empty = lms_form(lms->pool, NULL);
    const lz_form_t *form = lms_form(lms->pool, "iss", "https://canvas.example", "login_hint", "1",
                                     NULL);
    const lz_visit_t posted = {
        .env = lms->env, .site = &lms->site, .name = "canvas", .query = empty, .form = form,
        .request = request_with_cookie(lms, NULL)
    };
    const lz_visit_t got = {
        .env = lms->env, .site = &lms->site, .name = "canvas", .query = form,
        .request = request_with_cookie(lms, NULL)
    };
    const lz_visit_t *const visits[] = { &posted, &got };

    for (int i = 0; i < 2; i++) {
        lz_response_t *response = respond(lms);

        assert_no_problem(lz_view_login(visits[i], response));
        assert_int_equal(response->status, 302);
        assert_non_null(strstr(apr_table_get(response->headers, "Location"),
                               "https://canvas.example/auth?scope=openid&"));
        const char *cookie = set_cookie(response, LZ_LOGIN_COOKIE_PREFIX);
        assert_string_equal(strchr(cookie, ';'), "; Path=/zoom/launch; Max-Age=300; Secure; "
                            "HttpOnly; SameSite=None; Partitioned");
    }
}

static void test_launch_view(void **state)
{
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);
    const char *cookie_name = login.redirect->cookie_name;
    const char *cookie = apr_pstrcat(lms->pool, "a=b; ", cookie_name, "=",
                                     login.redirect->cookie_value, NULL);
    const lz_visit_t visit = {
        .env = lms->env, .site = &lms->site, .request = request_with_cookie(lms, cookie),
        .form = lms_form(lms->pool, "id_token", lms_token(lms, &login, lms_claims(lms, &login)),
                         "state", login.state, NULL)
    };
    lz_response_t *response = respond(lms);
    lz_session_t *session = NULL;

    assert_no_problem(lz_view_launch(&visit, response));
    assert_int_equal(response->status, 303);

    const char *location = apr_table_get(response->headers, "Location");
    assert_int_equal(strncmp(location, "https://tool.example/zoom/c/", 28), 0);
    const char *course = apr_pstrmemdup(lms->pool, location + 28, 43);
    assert_string_equal(location + 28 + 43, "/upcoming");

    const char *set = set_cookie(response, LZ_SESSION_COOKIE "=");
    assert_string_equal(strchr(set, ';'),
                        apr_psprintf(lms->pool, "; Path=/zoom/c/%s/; Max-Age=28800; Secure; "
                                     "HttpOnly; SameSite=None; Partitioned", course));
    const char *value = set + strlen(LZ_SESSION_COOKIE "=");
    value = apr_pstrmemdup(lms->pool, value, strcspn(value, ";"));
    assert_no_problem(lz_session_open(lms->env, &lms->site, value, course, &session));

    assert_string_equal(set_cookie(response, LZ_LOGIN_COOKIE_PREFIX),
                        apr_pstrcat(lms->pool, cookie_name, "=; Path=/zoom/launch; Max-Age=0; "
                                    "Secure; HttpOnly; SameSite=None; Partitioned", NULL));

    response = respond(lms);
    assert_problem(lz_view_launch(&visit, response), LZ_P_LTI_REPLAY, "");
    assert_true(apr_is_empty_table(response->headers));
}

static void test_launch_view_of_another_browser(void **state)
{
    fake_lms_t *lms = *state;
    const fake_login_t login = lms_login(lms, MOODLE);
    lz_visit_t visit = {
        .env = lms->env, .site = &lms->site, .request = request_with_cookie(lms, NULL),
        .form = lms_form(lms->pool, "id_token", lms_token(lms, &login, lms_claims(lms, &login)),
                         "state", login.state, NULL)
    };
    lz_response_t *response = respond(lms);

    assert_problem(lz_view_launch(&visit, response), LZ_P_LTI_BROWSER, "did not come back");
    assert_true(apr_is_empty_table(response->headers));

    /* nothing was burnt: its own browser still gets in */
    visit.request = request_with_cookie(lms, apr_pstrcat(lms->pool, login.redirect->cookie_name,
                                                         "=", login.redirect->cookie_value, NULL));
    assert_no_problem(lz_view_launch(&visit, response));
}

static void test_keys_view(void **state)
{
    fake_lms_t *lms = *state;
    const lz_visit_t visit = { .env = lms->env, .site = &lms->site };
    lz_response_t *response = respond(lms);

    assert_no_problem(lz_view_keys(&visit, response));
    assert_int_equal(response->status, 200);
    assert_string_equal(response->content_type, "application/jwk-set+json");
    assert_string_equal(apr_table_get(response->headers, "Cache-Control"), "public, max-age=3600");
    assert_string_equal(response->body, "{\"keys\":[]}");
    assert_int_equal(response->body_length, strlen(response->body));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        db_test(test_session),
        db_test(test_rows),
        db_test(test_replay),
        db_test(test_versions_and_consumers_do_not_mix),
        db_test(test_replay_of_1_1),
        db_test(test_frame_of_the_posting_page),
        db_test(test_refusals_burn_nothing),
        db_test(test_without_a_database),
        db_test(test_course_keys),
        db_test(test_people),
        db_test(test_without_a_course),
        db_test(test_login_view),
        db_test(test_launch_view),
        db_test(test_launch_view_of_another_browser),
        db_test(test_keys_view)
    };

    return cmocka_run_group_tests_name("course/arrival", tests, lms_group_setup,
                                       lms_group_teardown);
}
