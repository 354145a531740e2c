/* SPDX-License-Identifier: Apache-2.0 */
/* course/hot.c: texts that are kept for the next visitor, and for how long. */
#include "support/fixture.h"

#include <stdatomic.h>

#include "course/hot.h"
#include "course/recording_row.h"
#include "support/fake_env.h"

#define SECONDS(n) apr_time_from_sec(n)

static const lz_account_t account = { .name = "main" };
static const lz_session_t session = { .course = "c", .account = &account };

static const char *key_of(const lz_env_t *env, const char *part)
{
    const char *generation = lz_hot_generation(env, "c");
    return generation ? lz_hot_key(env, "c", generation, "view", "all", part) : NULL;
}

static void test_what_is_kept_is_there_until_the_course_changes(void **state)
{
    fake_env_t *fake = fake_env_create(*state);
    const lz_env_t *env = &fake->env;

    lz_hot_keep(env, key_of(env, "1"), "first page", SECONDS(5));
    assert_string_equal(lz_hot_take(env, key_of(env, "1")), "first page");
    assert_null(lz_hot_take(env, key_of(env, "2")));
    lz_hot_forget(env, "c");
    assert_null(lz_hot_take(env, key_of(env, "1")));
}

static void test_nothing_is_kept_without_a_key_or_for_no_time(void **state)
{
    fake_env_t *fake = fake_env_create(*state);
    const lz_env_t *env = &fake->env;

    lz_hot_keep(env, key_of(env, "1"), "too short", SECONDS(1) - 1);
    assert_null(lz_hot_take(env, key_of(env, "1")));
    atomic_store(&fake->cache->broken, 1);
    lz_hot_keep(env, key_of(env, "1"), "no cache", SECONDS(5));
    assert_null(key_of(env, "1"));
    assert_null(lz_hot_take(env, NULL));
}

static void test_standings_have_texts_of_their_own(void **state)
{
    fake_env_t *fake = fake_env_create(*state);
    lz_session_t guest = session;
    lz_session_t host = session;

    guest.standing = LZ_STANDING_GUEST;
    host.standing = LZ_STANDING_HOST;
    assert_string_not_equal(lz_hot_standing(&fake->env, &guest),
                            lz_hot_standing(&fake->env, &host));
    assert_string_equal(lz_hot_standing(&fake->env, &host), lz_hot_standing(&fake->env, &host));
}

/* A crowd's time, no longer than it is fresh, and never beyond a turn. */
static void test_how_long(void **state)
{
    fake_env_t *fake = fake_env_create(*state);
    const lz_env_t *env = &fake->env;
    const apr_time_t now = lz_now(env->clock);
    const lz_site_t usual = { .freshness = SECONDS(60) };
    const lz_site_t quick = { .freshness = SECONDS(2) };

    assert_int_equal(lz_hot_lifetime(env, &usual, &session, 0), SECONDS(15));
    assert_int_equal(lz_hot_lifetime(env, &quick, &session, 0), SECONDS(2));
    assert_int_equal(lz_hot_lifetime(env, &usual, &session, now + SECONDS(7)), SECONDS(7));
    assert_int_equal(lz_hot_lifetime(env, &usual, &session, now + SECONDS(70)), SECONDS(15));
}

static void test_when_a_recording_turns(void **state)
{
    fake_env_t *fake = fake_env_create(*state);
    const lz_env_t *env = &fake->env;
    const apr_time_t now = lz_now(env->clock);
    const struct {
        apr_time_t from;
        apr_time_t until;
        apr_time_t turns;
    } cases[] = {
        { 0, 0, 0 },
        { now + 5, 0, now + 5 },
        { now + 5, now + 9, now + 5 },
        { now, now + 9, now + 9 },
        { now - 5, now + 9, now + 9 },
        { now - 9, now - 5, 0 },
        { now - 9, now, 0 }
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        lz_recording_view_t view = { .publish_all = 0 };

        view.recording.publication.from = cases[i].from;
        view.recording.publication.until = cases[i].until;
        assert_int_equal(lz_recording_turns_at(env, &view), cases[i].turns);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_what_is_kept_is_there_until_the_course_changes),
        pool_test(test_nothing_is_kept_without_a_key_or_for_no_time),
        pool_test(test_standings_have_texts_of_their_own),
        pool_test(test_how_long),
        pool_test(test_when_a_recording_turns)
    };

    return cmocka_run_group_tests_name("course/hot", tests, apr_setup, apr_teardown);
}
