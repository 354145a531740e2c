/* SPDX-License-Identifier: Apache-2.0 */
/* What is done without anybody asking: tokens, scopes, open wishes, what has expired. */
#include "support/fixture.h"

#include <stdio.h>
#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "course/background.h"
#include "course/scheduling.h"
#include "course/status.h"
#include "course/upcoming.h"
#include "support/course_world.h"
#include "support/fake_metrics.h"
#include "support/list_view.h"

#define BODY "{\"topic\":\"Titration\",\"start_time\":\"2026-11-30T12:00:00Z\",\"duration\":45}"

static lz_background_t *background_of(course_world_t *world)
{
    const lz_account_t **accounts = apr_palloc(world->env->pool, sizeof(*accounts));

    accounts[0] = &world->zoom->account;
    world->site.accounts = accounts;
    world->site.n_accounts = 1;
    return lz_background_create(world->env->pool, &world->site);
}

/* A round so much later than the last one, with its own short time. */
static void a_round(course_world_t *world, lz_background_t *background, int seconds)
{
    lz_env_t env;

    course_wait(world, apr_time_from_sec(seconds));
    env = *world->env;
    env.deadline = lz_now(env.clock) + LZ_BACKGROUND_TIME;
    lz_background_round(background, &env);
}

static int tokens(const course_world_t *world)
{
    return fake_http_count(world->fake->http, "POST", ZOOM_TOKEN_URL);
}

/* No token is to be had, or again one is. */
static void tokens_fail(const course_world_t *world, int fail)
{
    const apr_array_header_t *answers = world->fake->http->answers;

    for (int i = 0; i < answers->nelts; i++) {
        fake_http_answer_t *answer = APR_ARRAY_IDX(answers, i, fake_http_answer_t *);

        if (strcmp(answer->url, ZOOM_TOKEN_URL) == 0) {
            answer->status = fail ? APR_ECONNREFUSED : APR_SUCCESS;
            answer->sent = !fail;
        }
    }
}

static int counted(const course_world_t *world, const char *values)
{
    return fake_metrics_count(world->env->metrics, world->env->pool, LZ_M_BACKGROUND, values);
}

static const lz_problem_t *wish(course_world_t *world)
{
    const lz_session_t session = course_session(world, AMARA, LZ_ROLE_INSTRUCTOR);
    lz_scheduled_t scheduled;

    return lz_schedule(world->env, &world->site, &session, "key", BODY, course_json(world, BODY),
                       &scheduled);
}

static const char *state(const course_world_t *world)
{
    return real_db_value(world->db, "SELECT state FROM lti_zoom_intent");
}

/* --- tokens ------------------------------------------------------------------------------------*/

static void gets_a_token_at_the_start(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_background_t *background = background_of(world);

    a_round(world, background, 0);
    assert_int_equal(tokens(world), 1);
    assert_int_equal(counted(world, "token ok"), 1);
    for (int i = 0; i < 5; i++) {
        a_round(world, background, 5);
    }
    (void)student_list(world);
    assert_int_equal(tokens(world), 1);

    /* five minutes before its end it is replaced, and nobody waits for it */
    a_round(world, background, 3600 - 300);
    assert_int_equal(tokens(world), 2);
}

static void leaves_a_zoom_alone_that_refuses(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_background_t *background = background_of(world);
    int minutes = 0;
    int before = 0;

    tokens_fail(world, 1);
    a_round(world, background, 0);
    before = tokens(world);
    assert_true(before > 0);
    assert_int_equal(counted(world, "token zoom_unavailable"), 1);
    a_round(world, background, 5);
    a_round(world, background, 5);
    assert_int_equal(tokens(world), before);
    /* half a minute, one, two, four: in ten minutes four more attempts, not a hundred and twenty */
    for (; minutes < 10; minutes++) {
        for (int i = 0; i < 12; i++) {
            a_round(world, background, 5);
        }
    }
    assert_int_equal(counted(world, "token zoom_unavailable"), 5);
    tokens_fail(world, 0);
    a_round(world, background, 600);
    assert_int_equal(counted(world, "token ok"), 1);
}

static void does_not_hoard_where_the_cache_keeps_nothing(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_background_t *background = background_of(world);

    world->fake->cache->full = 1;
    for (int i = 0; i < 12; i++) {
        a_round(world, background, 5);
    }
    assert_int_equal(tokens(world), 1);
    a_round(world, background, 5);
    assert_int_equal(tokens(world), 2);
}

/* --- wishes ------------------------------------------------------------------------------------*/

static void finds_what_was_made(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_background_t *background = background_of(world);

    a_round(world, background, 0);
    world->lose_answers = 1;
    expect_problem(wish(world), LZ_P_ZOOM_UNCERTAIN);
    a_round(world, background, 5);
    assert_string_equal(state(world), "uncertain");
    assert_int_equal(counted(world, "wish found"), 0);
    a_round(world, background, 6);
    assert_string_equal(state(world), "done");
    assert_int_equal(counted(world, "wish found"), 1);
    assert_int_equal(course_creations(world), 1);

    /* all as if the request had done it, and the request again is told so */
    assert_string_equal(real_db_value(db, "SELECT added_by FROM lti_zoom_course_meeting"),
                        course_session(world, AMARA, LZ_ROLE_INSTRUCTOR).person);
    json_object *list = amara_list(world, NULL);
    assert_int_equal(count(list), 1);
    assert_string_equal(text(row(list, 0), "topic"), "Titration");
    assert_string_not_equal(text(row(list, 0), "id"), "");
    assert_string_equal(text(lz_json_object(row(list, 0), "host"), "name"), "Dr. Amara Okafor");
    expect_ok(wish(world));
    assert_int_equal(course_creations(world), 1);
}

/* Nobody sees, for however short, what was wished for one section. */
static void finds_it_with_its_sections(apr_pool_t *pool, real_db_t *db)
{
    static const char body[] = "{\"topic\":\"Titration\",\"start_time\":\"2026-11-30T12:00:00Z\","
                               "\"duration\":45,\"sections\":[\"Monday\",\"Lab\"]}";
    course_world_t *world = course_world_create(pool, db);
    lz_background_t *background = background_of(world);
    const lz_session_t amara = course_session(world, AMARA, LZ_ROLE_INSTRUCTOR);
    lz_session_t student = course_session(world, "asa@example.edu", LZ_ROLE_STUDENT);
    lz_scheduled_t scheduled;

    world->lose_answers = 1;
    expect_problem(lz_schedule(world->env, &world->site, &amara, "key", body,
                               course_json(world, body), &scheduled), LZ_P_ZOOM_UNCERTAIN);
    assert_string_equal(lz_json_text(pool, lz_json_array(row(amara_list(world, NULL), 0),
                                                         "sections")), "[\"Monday\",\"Lab\"]");
    assert_int_equal(count(list_of(world, &student, NULL, NULL)), 0);
    a_round(world, background, 11);
    assert_string_equal(state(world), "done");
    assert_string_equal(real_db_value(db, "SELECT sections FROM lti_zoom_course_meeting"),
                        "Monday\nLab");
    assert_int_equal(count(list_of(world, &student, NULL, NULL)), 0);
    student.sections = "lab";
    assert_int_equal(count(list_of(world, &student, NULL, NULL)), 1);
    expect_ok(lz_schedule(world->env, &world->site, &amara, "key", body, course_json(world, body),
                          &scheduled));
    assert_string_equal(lz_json_text(pool, lz_json_path(scheduled.answer, "meeting.sections")),
                        "[\"Monday\",\"Lab\"]");
}

static void gives_up_what_stays_unseen(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_background_t *background = background_of(world);

    world->drop_writes = 1;
    expect_problem(wish(world), LZ_P_ZOOM_UNCERTAIN);
    a_round(world, background, 11);
    assert_string_equal(state(world), "uncertain");
    assert_int_equal(count(amara_list(world, NULL)), 1);
    a_round(world, background, 30);
    assert_string_equal(state(world), "uncertain");
    a_round(world, background, 25);
    assert_string_equal(state(world), "unseen");
    assert_int_equal(count(amara_list(world, NULL)), 0);
    assert_int_equal(course_creations(world), 1);

    /* who still wishes it gets it */
    expect_ok(wish(world));
    assert_int_equal(course_creations(world), 2);
    assert_string_equal(state(world), "done");
    assert_int_equal(count(amara_list(world, NULL)), 1);
}

static void finds_even_late_what_was_unseen(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_background_t *background = background_of(world);

    a_round(world, background, 0);
    world->lose_answers = 1;
    world->late_lists = 1;
    expect_problem(wish(world), LZ_P_ZOOM_UNCERTAIN);
    a_round(world, background, 70);
    assert_string_equal(state(world), "unseen");
    world->late_lists = 0;
    for (int i = 0; i < world->meetings->nelts; i++) {
        APR_ARRAY_IDX(world->meetings, i, sim_meeting_t *)->unlisted = 0;
    }
    a_round(world, background, 5);
    assert_string_equal(state(world), "unseen");
    a_round(world, background, 60);
    assert_string_equal(state(world), "done");
    assert_int_equal(count(amara_list(world, NULL)), 1);
}

static void takes_over_from_the_dead(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_background_t *background = background_of(world);

    world->lose_answers = 1;
    expect_problem(wish(world), LZ_P_ZOOM_UNCERTAIN);
    real_db_execute(db, apr_psprintf(pool, "UPDATE lti_zoom_intent SET state = 'sent',"
                                     " state_until = %" APR_TIME_T_FMT,
                                     lz_now(world->env->clock) + apr_time_from_sec(5)));
    a_round(world, background, 4);
    assert_string_equal(state(world), "sent");
    a_round(world, background, 12);
    assert_string_equal(state(world), "done");
}

static void looks_again_when_zoom_is_back(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_background_t *background = background_of(world);

    a_round(world, background, 0);
    world->lose_answers = 1;
    expect_problem(wish(world), LZ_P_ZOOM_UNCERTAIN);
    world->down = 1;
    a_round(world, background, 12);
    assert_string_equal(state(world), "uncertain");
    world->down = 0;
    a_round(world, background, 60);
    assert_string_equal(state(world), "done");
    assert_int_equal(course_creations(world), 1);
}

static void asks_rarely_for_the_old(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_background_t *background = background_of(world);
    int looks;

    a_round(world, background, 0);
    world->drop_writes = 1;
    expect_problem(wish(world), LZ_P_ZOOM_UNCERTAIN);
    for (int i = 0; i < 12 * 60; i++) {         /* an hour */
        a_round(world, background, 5);
    }
    looks = counted(world, "wish not_found");
    assert_true(looks >= 7 && looks <= 9);
    assert_int_equal(course_creations(world), 1);
}

/* --- what has expired --------------------------------------------------------------------------*/

static void removes_what_has_expired(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_background_t *background = background_of(world);

    expect_ok(wish(world));
    real_db_execute(db, "INSERT INTO lti_zoom_nonce (nonce, expires_at) VALUES ('old', 7)");
    real_db_execute(db, "INSERT INTO lti_zoom_nonce (nonce, expires_at)"
                        " VALUES ('new', 9000000000000000)");
    a_round(world, background, 61);
    assert_string_equal(real_db_value(db, "SELECT nonce FROM lti_zoom_nonce"), "new");
    assert_string_equal(state(world), "done");
    assert_int_equal(fake_metrics_count(world->env->metrics, pool, LZ_M_PURGED, "nonces"), 1);
    a_round(world, background, 24 * 3600);
    assert_string_equal(state(world), "");
    assert_int_equal(fake_metrics_count(world->env->metrics, pool, LZ_M_PURGED, "intents"), 1);
}

static void goes_on_without_its_database(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_background_t *background = background_of(world);

    db->refuse = 1;
    a_round(world, background, 0);
    assert_int_equal(tokens(world), 1);
    assert_int_equal(db->lent, 0);
    db->refuse = 0;
    a_round(world, background, 65);
    assert_int_equal(counted(world, "token ok"), 1);
}

/* --- the status --------------------------------------------------------------------------------*/

static void tells_when_it_last_ran(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_status_t status;

    world->site.background = 1;
    lz_status_read(world->env, &world->site, &status);
    assert_int_equal(status.background_at, 0);
    assert_true(lz_status_attention(world->env, &world->site, &status)->nelts > 0);
    a_round(world, background_of(world), 0);
    lz_status_read(world->env, &world->site, &status);
    assert_int_equal(status.background_at, lz_now(world->env->clock));
    assert_null(status.database_problem);
    assert_true(status.cache_works);
    const lz_status_account_t *account = &APR_ARRAY_IDX(status.accounts, 0, lz_status_account_t);
    assert_true(account->has_token);
    assert_int_equal(account->minted_at, lz_now(world->env->clock));
    assert_int_equal(account->used_until, account->minted_at + apr_time_from_sec(3300));
}

#define ON_EACH_ENGINE(name)                            \
    static void test_##name(void **state)               \
    {                                                   \
        real_db_each(*state, name);                     \
    }

ON_EACH_ENGINE(gets_a_token_at_the_start)
ON_EACH_ENGINE(leaves_a_zoom_alone_that_refuses)
ON_EACH_ENGINE(does_not_hoard_where_the_cache_keeps_nothing)
ON_EACH_ENGINE(finds_what_was_made)
ON_EACH_ENGINE(finds_it_with_its_sections)
ON_EACH_ENGINE(gives_up_what_stays_unseen)
ON_EACH_ENGINE(finds_even_late_what_was_unseen)
ON_EACH_ENGINE(takes_over_from_the_dead)
ON_EACH_ENGINE(looks_again_when_zoom_is_back)
ON_EACH_ENGINE(asks_rarely_for_the_old)
ON_EACH_ENGINE(removes_what_has_expired)
ON_EACH_ENGINE(goes_on_without_its_database)
ON_EACH_ENGINE(tells_when_it_last_ran)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_gets_a_token_at_the_start),
        pool_test(test_leaves_a_zoom_alone_that_refuses),
        pool_test(test_does_not_hoard_where_the_cache_keeps_nothing),
        pool_test(test_finds_what_was_made),
        pool_test(test_finds_it_with_its_sections),
        pool_test(test_gives_up_what_stays_unseen),
        pool_test(test_finds_even_late_what_was_unseen),
        pool_test(test_takes_over_from_the_dead),
        pool_test(test_looks_again_when_zoom_is_back),
        pool_test(test_asks_rarely_for_the_old),
        pool_test(test_removes_what_has_expired),
        pool_test(test_goes_on_without_its_database),
        pool_test(test_tells_when_it_last_ran),
    };

    return cmocka_run_group_tests_name("course/background", tests, apr_setup, apr_teardown);
}
