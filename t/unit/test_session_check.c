/* SPDX-License-Identifier: Apache-2.0 */
/* What happens after a session was sealed: another launch, a sign-out; with a real database. */
#include "support/arrival_world.h"

#include <string.h>

#include <apr_strings.h>


/* What another tab's launch or sign-out means for a session, from the cache and without it. */
static void test_role_and_sign_out_reach_earlier_sessions(void **state)
{
    fake_lms_t *lms = *state;

    for (int cached = 1; cached >= 0; cached--) {
        lz_session_t *first = enter(lms, launch_of(lms, MOODLE, NULL, NULL));

        fake_clock_advance(lms->fake->clock, apr_time_from_sec(1));
        lz_session_t *second = enter(lms, launch_of(lms, MOODLE, CLAIM("roles"), "[\"Learner\"]"));
        atomic_store(&lms->fake->cache->broken, !cached);
        assert_no_problem(lz_session_check(lms->env, &lms->site, first));
        assert_int_equal(first->role, LZ_ROLE_STUDENT);
        assert_int_equal(first->standing, LZ_STANDING_GUEST);

        assert_no_problem(lz_session_sign_out(lms->env, second));
        assert_problem(lz_session_check(lms->env, &lms->site, first), LZ_P_SIGNED_OUT, "0 s ago");
        assert_problem(lz_session_check(lms->env, &lms->site, second), LZ_P_SIGNED_OUT, "0 s ago");
        atomic_store(&lms->fake->cache->broken, 0);
        fake_clock_advance(lms->fake->clock, apr_time_from_sec(1));
        lz_session_t *third = enter(lms, launch_of(lms, MOODLE, NULL, NULL));
        assert_no_problem(lz_session_check(lms->env, &lms->site, third));
        assert_int_equal(third->role, LZ_ROLE_INSTRUCTOR);
        assert_problem(lz_session_check(lms->env, &lms->site, first), LZ_P_SIGNED_OUT, "1 s ago");
        fake_clock_advance(lms->fake->clock, apr_time_from_sec(1));
    }
}

/* Which sections a person is in, by their latest launch, in all of their sessions. */
static void test_sections_reach_earlier_sessions(void **state)
{
    static const struct { const char *custom, *sections, *ids; } launches[] = {
        { "{\"section_names\":\"[\\\"Monday\\\"]\",\"section_ids\":\"12,13\"}", "Monday",
          "12\n13" },
        { "{\"section_names\":\"Friday,Lab\",\"section_ids\":\"12,13\"}", "Friday\nLab",
          "12\n13" },
        { "{\"section_names\":\"Friday,Lab\",\"section_ids\":\"14\"}", "Friday\nLab", "14" },
        { "{\"section_names\":\"$Canvas\"}", "", "" },
    };
    fake_lms_t *lms = *state;

    for (int cached = 1; cached >= 0; cached--) {
        lz_session_t *first = enter(lms, launch_of(lms, MOODLE, NULL, NULL));

        assert_no_problem(lz_session_check(lms->env, &lms->site, first));
        assert_string_equal(first->sections, "");
        for (size_t i = 0; i < sizeof(launches) / sizeof(launches[0]); i++) {
            (void)enter(lms, launch_of(lms, MOODLE, CLAIM("custom"), launches[i].custom));
            atomic_store(&lms->fake->cache->broken, !cached);
            assert_no_problem(lz_session_check(lms->env, &lms->site, first));
            assert_string_equal(first->sections, launches[i].sections);
            assert_string_equal(first->section_ids, launches[i].ids);
            atomic_store(&lms->fake->cache->broken, 0);
        }
    }
}

/* One look into the cache; a person of whom nothing is on record costs one too. */
static void test_a_check_is_one_look_into_the_cache(void **state)
{
    fake_lms_t *lms = *state;
    lz_session_t *session = enter(lms, launch_of(lms, MOODLE, NULL, NULL));
    lz_session_t stranger = *session;

    stranger.person = "nobody";
    assert_no_problem(lz_session_check(lms->env, &lms->site, &stranger));
    lms->env->db = NULL;
    const int before = atomic_load(&lms->fake->cache->gets);
    assert_no_problem(lz_session_check(lms->env, &lms->site, session));
    assert_no_problem(lz_session_check(lms->env, &lms->site, &stranger));
    assert_int_equal(atomic_load(&lms->fake->cache->gets) - before, 2);
    assert_int_equal(stranger.role, LZ_ROLE_INSTRUCTOR);
}

/* What is damaged is read again; without a database nobody is let in on the mere seal. */
static void test_a_check_without_cache_asks_the_database(void **state)
{
    fake_lms_t *lms = *state;
    lz_session_t *session = enter(lms, launch_of(lms, MOODLE, CLAIM("roles"), "[\"Learner\"]"));
    const lz_cache_t *cache = lms->env->cache;
    const char *key = apr_pstrcat(lms->pool, "member:", session->course, ":", session->person,
                                  NULL);

    session->role = LZ_ROLE_INSTRUCTOR;
    cache->put(cache->baton, lms->pool, key, "1 1 0 x", 7, apr_time_from_sec(60));
    assert_no_problem(lz_session_check(lms->env, &lms->site, session));
    assert_int_equal(session->role, LZ_ROLE_STUDENT);

    cache->remove(cache->baton, lms->pool, key);
    real_db_execute(db_of(lms), "ALTER TABLE lti_zoom_member RENAME TO lti_zoom_away");
    assert_problem(lz_session_check(lms->env, &lms->site, session), LZ_P_DATABASE,
                   "lti_zoom_member");
}

/* An instructor who looks at what students see: nothing of them may reach Zoom. */
static void test_a_test_user_has_no_address(void **state)
{
    fake_lms_t *lms = *state;
    const lz_session_t *session =
        enter(lms, launch_of(lms, MOODLE, CLAIM("roles"),
                              "[\"Instructor\",\"http://purl.imsglobal.org/vocab/lti/system/person"
                              "#TestUser\"]"));

    assert_int_equal(session->role, LZ_ROLE_TEST_USER);
    assert_string_equal(session->email, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        db_test(test_role_and_sign_out_reach_earlier_sessions),
        db_test(test_sections_reach_earlier_sessions),
        db_test(test_a_check_is_one_look_into_the_cache),
        db_test(test_a_check_without_cache_asks_the_database),
        db_test(test_a_test_user_has_no_address)
    };

    return cmocka_run_group_tests_name("course/session: check", tests, lms_group_setup,
                                       lms_group_teardown);
}
