/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fake_lms.h"

#include <string.h>

#include <apr_strings.h>

#include "base/encoding.h"
#include "base/json.h"
#include "course/session.h"

#define COOKIE_MAX 3500

static lz_session_t example(const fake_lms_t *lms)
{
    return (lz_session_t){
        .course = "course-key",
        .course_title = "Analysis",
        .person = "person-key",
        .name = "Ada Lovelace",
        .email = "ada@example.edu",
        .locale = "en",
        .time_zone = "Europe/Berlin",
        .frame_origin = "https://moodle.example",
        .csrf = "csrf-token",
        .role = LZ_ROLE_INSTRUCTOR,
        .platform = lms_platform(lms, MOODLE),
        .account = lms->site.accounts[0],
        .issued = FAKE_CLOCK_START,
        .used = FAKE_CLOCK_START,
        .expires = FAKE_CLOCK_START + lms->site.session_lifetime
    };
}

static const char *sealed(const fake_lms_t *lms, const lz_session_t *session)
{
    const char *text = lz_session_seal(lms->env, &lms->site, session);

    assert_non_null(text);
    return text;
}

static const lz_problem_t *open(const fake_lms_t *lms, const char *text, lz_session_t **session)
{
    return lz_session_open(lms->env, &lms->site, text, "course-key", session);
}

static void test_there_and_back(void **state)
{
    const fake_lms_t *lms = *state;
    const lz_session_t session = example(lms);
    lz_session_t *opened = NULL;

    assert_no_problem(open(lms, sealed(lms, &session), &opened));
    assert_string_equal(opened->course, session.course);
    assert_string_equal(opened->course_title, session.course_title);
    assert_string_equal(opened->person, session.person);
    assert_string_equal(opened->name, session.name);
    assert_string_equal(opened->email, session.email);
    assert_string_equal(opened->locale, session.locale);
    assert_string_equal(opened->time_zone, session.time_zone);
    assert_string_equal(opened->frame_origin, session.frame_origin);
    assert_string_equal(opened->csrf, session.csrf);
    assert_int_equal(opened->role, session.role);
    assert_ptr_equal(opened->platform, session.platform);
    assert_ptr_equal(opened->account, session.account);
    assert_int_equal(opened->issued, session.issued);
    assert_int_equal(opened->used, session.used);
    assert_int_equal(opened->standing, LZ_STANDING_HOST);
    assert_int_equal(opened->expires, session.expires);
}

static void test_a_student_stays_one(void **state)
{
    const fake_lms_t *lms = *state;
    lz_session_t session = example(lms);
    lz_session_t *opened = NULL;

    session.role = LZ_ROLE_STUDENT;
    assert_no_problem(open(lms, sealed(lms, &session), &opened));
    assert_int_equal(opened->role, LZ_ROLE_STUDENT);
    assert_int_equal(opened->standing, LZ_STANDING_GUEST);
}

static void test_students_who_host(void **state)
{
    fake_lms_t *lms = *state;
    lz_session_t session = example(lms);
    lz_session_t *opened = NULL;

    lms->site.students_host = 1;
    session.role = LZ_ROLE_STUDENT;
    assert_no_problem(open(lms, sealed(lms, &session), &opened));
    assert_int_equal(opened->standing, LZ_STANDING_OWN);
    session.role = LZ_ROLE_TEST_USER;
    assert_no_problem(open(lms, sealed(lms, &session), &opened));
    assert_int_equal(opened->role, LZ_ROLE_TEST_USER);
    assert_int_equal(opened->standing, LZ_STANDING_GUEST);
}

static void test_what_does_not_open(void **state)
{
    const fake_lms_t *lms = *state;
    const lz_session_t session = example(lms);
    char *text = apr_pstrdup(lms->pool, sealed(lms, &session));
    const char *record = "{\"c\":\"course-key\"}";
    lz_session_t *opened = NULL;

    assert_no_problem(open(lms, text, &opened));
    opened = NULL;
    assert_problem(open(lms, NULL, &opened), LZ_P_NO_SESSION, "no session came");
    assert_problem(open(lms, "", &opened), LZ_P_NO_SESSION, "no session came");
    assert_problem(open(lms, "garbage", &opened), LZ_P_NO_SESSION, "not sealed here");
    assert_problem(open(lms, lz_seal(lms->site.sealer, lms->pool, LZ_SEAL_STATE, record,
                                     strlen(record)), &opened), LZ_P_NO_SESSION, "not sealed");
    assert_problem(open(lms, lz_seal(lms->site.sealer, lms->pool, LZ_SEAL_SESSION, record,
                                     strlen(record)), &opened), LZ_P_NO_SESSION, "version");
    text[strlen(text) - 5] = text[strlen(text) - 5] == 'A' ? 'B' : 'A';
    assert_problem(open(lms, text, &opened), LZ_P_NO_SESSION, "not sealed here");
    assert_null(opened);
}

static void test_another_course(void **state)
{
    const fake_lms_t *lms = *state;
    const lz_session_t session = example(lms);
    lz_session_t *opened = NULL;

    assert_problem(lz_session_open(lms->env, &lms->site, sealed(lms, &session), "course-kez",
                                   &opened), LZ_P_NO_SESSION, "of another course");
    assert_null(opened);
}

static void test_expiry(void **state)
{
    fake_lms_t *lms = *state;
    const lz_session_t session = example(lms);
    const char *text = sealed(lms, &session);
    lz_session_t *opened = NULL;

    fake_clock_advance(lms->fake->clock, lms->site.session_lifetime - 1);
    assert_no_problem(open(lms, text, &opened));
    fake_clock_advance(lms->fake->clock, 1);
    assert_problem(open(lms, text, &opened), LZ_P_SESSION_EXPIRED,
                   "ended 0 s ago (LTIZoomSessionLifetime)");
}

static void test_idleness(void **state)
{
    fake_lms_t *lms = *state;
    const lz_session_t session = example(lms);
    const char *text = sealed(lms, &session);
    lz_session_t *opened = NULL;

    assert_null(lz_session_renew(lms->env, &lms->site, &session));
    lms->site.session_idle = apr_time_from_sec(600);
    fake_clock_advance(lms->fake->clock, apr_time_from_sec(60));
    assert_null(lz_session_renew(lms->env, &lms->site, &session));
    fake_clock_advance(lms->fake->clock, apr_time_from_sec(540) - 1);
    assert_no_problem(open(lms, text, &opened));
    const char *renewed = lz_session_renew(lms->env, &lms->site, opened);
    assert_non_null(renewed);
    fake_clock_advance(lms->fake->clock, 1);
    assert_problem(open(lms, text, &opened), LZ_P_SESSION_EXPIRED, "LTIZoomSessionIdle");
    assert_no_problem(open(lms, renewed, &opened));
    assert_int_equal(opened->issued, session.issued);
    assert_int_equal(opened->expires, session.expires);     /* use does not prolong that */

    lms->site.session_idle = 0;
    assert_no_problem(open(lms, text, &opened));
}

static void test_platform_that_is_gone(void **state)
{
    fake_lms_t *lms = *state;
    const lz_session_t session = example(lms);
    const char *text = sealed(lms, &session);
    lz_session_t *opened = NULL;

    lms->site.platforms.n = 2;
    assert_problem(open(lms, text, &opened), LZ_P_NO_SESSION, "no longer configured");
}

/* Names of any length, in characters of several bytes, and of those that JSON must escape. */
static void test_size(void **state)
{
    static const char *const units[] = { "x", "\"", "\\", "\n", "\x01", "é", "漢", "😀" };
    const fake_lms_t *lms = *state;

    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        const char *text = units[i];
        lz_session_t session = example(lms);
        lz_session_t *opened = NULL;

        while (strlen(text) < 5000) {
            text = apr_pstrcat(lms->pool, text, text, NULL);
        }
        session.course_title = session.name = text;
        session.email = session.frame_origin = text;
        assert_true(strlen(sealed(lms, &session)) < COOKIE_MAX);
        assert_no_problem(open(lms, sealed(lms, &session), &opened));
        assert_true(lz_utf8_valid(opened->name, strlen(opened->name)));
        assert_true(strlen(opened->course_title) > 190);
        assert_string_equal(opened->email, "");     /* a cut address would be somebody else's */
        assert_string_equal(opened->frame_origin, "");
    }
}

/* The longest there is of everything at once. */
static void test_largest(void **state)
{
    const fake_lms_t *lms = *state;
    lz_session_t session = example(lms);
    char quotes[255] = { 0 };

    memset(quotes, '"', sizeof(quotes) - 1);
    session.course_title = session.name = session.email = session.frame_origin = quotes;
    session.course = session.person = "0123456789012345678901234567890123456789012";
    assert_true(strlen(sealed(lms, &session)) < COOKIE_MAX);
}

static void test_account(void **state)
{
    fake_lms_t *lms = *state;
    lz_account_t second = { .name = "second" };
    const lz_account_t *accounts[] = { lms->site.accounts[0], &second };
    lz_platform_t platform = *lms_platform(lms, MOODLE);

    assert_ptr_equal(lz_site_account(&lms->site, &platform), accounts[0]);
    platform.account_name = NULL;
    assert_ptr_equal(lz_site_account(&lms->site, &platform), accounts[0]);
    lms->site.accounts = accounts;
    lms->site.n_accounts = 2;
    platform.account_name = "second";
    assert_ptr_equal(lz_site_account(&lms->site, &platform), &second);
}

static void test_freshness(void **state)
{
    fake_lms_t *lms = *state;
    lz_account_t account = *lms->site.accounts[0];

    assert_int_equal(lz_site_freshness(&lms->site, &account), apr_time_from_sec(60));
    account.webhook_secret = "secret";
    assert_int_equal(lz_site_freshness(&lms->site, &account), apr_time_from_sec(900));
    lms->site.freshness = apr_time_from_sec(5);
    assert_int_equal(lz_site_freshness(&lms->site, &account), apr_time_from_sec(5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        lms_test(test_there_and_back),
        lms_test(test_a_student_stays_one),
        lms_test(test_what_does_not_open),
        lms_test(test_another_course),
        lms_test(test_students_who_host),
        lms_test(test_expiry),
        lms_test(test_idleness),
        lms_test(test_platform_that_is_gone),
        lms_test(test_size),
        lms_test(test_largest),
        lms_test(test_account),
        lms_test(test_freshness)
    };

    return cmocka_run_group_tests_name("course/session", tests, lms_group_setup,
                                       lms_group_teardown);
}
