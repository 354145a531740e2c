/* SPDX-License-Identifier: Apache-2.0 */
/* What is ahead in a course, as each person sees it. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "course/permissions.h"
#include "course/upcoming.h"
#include "support/list_view.h"

static void shows_what_the_contract_says(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    sim_meeting_t *meeting = course_meeting(world, "91234567890", 60);
    meeting->topic = "100% <Pericyclic> \"reactions\"";
    course_add(world, "course-1", meeting);
    assert_string_equal(
        lz_json_text(pool, amara_list(world, NULL)),
        "{\"meetings\":[{\"id\":\"91234567890\",\"uuid\":\"/u91234567890//==\","
        "\"topic\":\"100% <Pericyclic> \\\"reactions\\\"\","
        "\"start_time\":\"2026-11-30T10:15:00Z\",\"duration\":60,\"timezone\":\"Europe/Berlin\","
        "\"type\":2,\"occurrence_id\":null,\"status\":\"waiting\","
        "\"host\":{\"name\":\"Dr. Amara Okafor\"},\"schedule_for\":null,\"sections\":[],"
        "\"actions\":" OWN_ACTIONS "}],\"next_page\":null,"
        "\"as_of\":\"2026-11-30T09:15:00Z\",\"warnings\":[]}");
    assert_string_equal(actions(world, row(student_list(world), 0)), "[\"join\"]");
    const lz_session_t bruno = course_session(world, BRUNO, LZ_ROLE_INSTRUCTOR);
    assert_string_equal(actions(world, row(list_of(world, &bruno, NULL, NULL), 0)),
                        "[\"join\",\"invitation\"]");
}

/* Zoom's lists do not say who scheduled a meeting: what was learnt otherwise stays. */
static void says_for_whom_it_was_scheduled(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    sim_meeting_t *own = course_meeting(world, "1000000001", 50);
    sim_meeting_t *given = course_meeting(world, "1000000002", 60);
    own->assistant_id = "host-1";
    given->assistant_id = "host-2";
    course_add(world, "course-1", own);
    course_add(world, "course-1", given);
    for (int i = 0; i < 2; i++) {
        json_object *list = student_list(world);
        assert_null(lz_json_member(row(list, 0), "schedule_for"));
        assert_string_equal(text(row(list, 1), "schedule_for"), "Dr. Amara Okafor");
        given->topic = "Renamed";
        course_wait(world, apr_time_from_sec(120));
    }
    assert_string_equal(text(row(student_list(world), 1), "topic"), "Renamed");
    given->assistant_id = NULL;
    course_add(world, "course-1", given);
    course_wait(world, apr_time_from_sec(120));
    assert_null(lz_json_member(row(student_list(world), 1), "schedule_for"));
}

static void shows_an_empty_course(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    json_object *list = student_list(world);
    assert_int_equal(count(list), 0);
    assert_string_equal(text(list, "as_of"), "2026-11-30T09:15:00Z");
    assert_int_equal(world->fake->http->calls, 0);
}

static void orders_and_leaves_out(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    course_add(world, "course-1", course_meeting(world, "1000000001", 600));
    sim_meeting_t *any_time = course_meeting(world, "1000000002", 0);
    any_time->starts_at = 0;
    course_add(world, "course-1", any_time);
    course_add(world, "course-1", course_meeting(world, "1000000003", 60));
    course_add(world, "course-1", course_meeting(world, "1000000004", -61));    /* has ended */
    course_add(world, "course-2", course_meeting(world, "1000000005", 60));
    course_add(world, "course-1", course_meeting(world, "1000000006", -30));    /* goes on */
    json_object *list = student_list(world);
    assert_int_equal(count(list), 4);
    assert_string_equal(text(row(list, 0), "id"), "1000000006");
    assert_string_equal(text(row(list, 1), "id"), "1000000003");
    assert_string_equal(text(row(list, 2), "id"), "1000000001");
    assert_string_equal(text(row(list, 3), "id"), "1000000002");
    assert_null(lz_json_member(row(list, 3), "start_time"));
    assert_null(lz_json_member(row(list, 3), "duration"));
}

/* --- people ----------------------------------------------------------------------------------- */

static void opens_without_a_zoom_user(apr_pool_t *pool, real_db_t *db)
{
    static const struct { const char *email; const char *code; } cases[] = {
        { "nobody@example.edu", "zoom_no_user" }, { "idle@example.edu", "zoom_user_inactive" },
        { "", "zoom_no_email" }, { "me", "zoom_no_email" }, { "host-1", "zoom_no_email" }
    };
    course_world_t *world = course_world_create(pool, db);
    course_add(world, "course-1", course_meeting(world, "1000000001", 60));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        lz_upcoming_t upcoming;
        const lz_session_t session = course_session(world, cases[i].email, LZ_ROLE_INSTRUCTOR);
        expect_ok(lz_upcoming(world->env, &world->site, &session, NULL, NULL, &upcoming));
        json_object *list = list_of(world, &session, NULL, NULL);
        assert_int_equal(upcoming.may, LZ_MAY_NOTHING);
        assert_int_equal(count(list), 1);
        assert_string_equal(warning(list, 0), cases[i].code);
        assert_string_equal(actions(world, row(list, 0)), "[\"join\",\"invitation\"]");
        list_of(world, &session, "mine", NULL);
    }
    assert_int_equal(course_look_ups(world), 2);
    assert_int_equal(fake_http_count(world->fake->http, "GET", ZOOM_API "/users/me*"), 0);
}

static void finds_people_in_any_case_of_letters(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_upcoming_t upcoming;
    const lz_session_t session = course_session(world, "AMARA@example.EDU", LZ_ROLE_INSTRUCTOR);
    expect_ok(lz_upcoming(world->env, &world->site, &session, NULL, NULL, &upcoming));
    assert_int_equal(upcoming.may, LZ_MAY_SCHEDULE);
    assert_int_equal(course_look_ups(world), 1);
}

/* Somebody who has just signed up at Zoom need not wait for long. */
static void asks_again_soon_for_an_unknown_person(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const lz_session_t nobody = course_session(world, "nobody@example.edu", LZ_ROLE_INSTRUCTOR);
    const lz_session_t amara = course_session(world, AMARA, LZ_ROLE_INSTRUCTOR);
    for (int i = 0; i < 3; i++) {
        list_of(world, &nobody, NULL, NULL);
        list_of(world, &amara, NULL, NULL);
        course_wait(world, apr_time_from_sec(61));
    }
    assert_int_equal(fake_http_count(world->fake->http, "GET",
                                     ZOOM_API "/users/nobody%40example.edu"), 3);
    assert_int_equal(fake_http_count(world->fake->http, "GET",
                                     ZOOM_API "/users/amara%40example.edu"), 1);
    course_wait(world, apr_time_from_sec(15 * 60));
    list_of(world, &amara, NULL, NULL);
    assert_int_equal(fake_http_count(world->fake->http, "GET",
                                     ZOOM_API "/users/amara%40example.edu"), 2);
}

/* --- scopes and pages ------------------------------------------------------------------------- */

static void knows_mine_and_all(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    sim_meeting_t *of_bruno = course_meeting(world, "1000000002", 50);
    of_bruno->host_id = "host-2";
    course_add(world, "course-1", course_meeting(world, "1000000001", 60));
    course_add(world, "course-1", of_bruno);
    course_meeting(world, "1000000003", 40);

    assert_int_equal(count(amara_list(world, "course")), 2);
    json_object *mine = amara_list(world, "mine");
    assert_int_equal(count(mine), 1);
    assert_string_equal(text(row(mine, 0), "id"), "1000000001");
    json_object *all = amara_list(world, "all");
    assert_int_equal(count(all), 2);
    assert_string_equal(text(row(all, 0), "id"), "1000000003");
    assert_string_equal(actions(world, row(all, 0)), "[\"import\"]");
    assert_string_equal(text(row(all, 1), "id"), "1000000001");
    assert_string_equal(actions(world, row(all, 1)), OWN_ACTIONS);
    assert_string_equal(text(lz_json_object(row(all, 0), "host"), "name"), "Dr. Amara Okafor");
}

static void refuses_what_it_does_not_know(apr_pool_t *pool, real_db_t *db)
{
    static const char *const pages[] = { "", "!", "MTIz", "MTIzIA", "IDEyMw", "MTIzIGEAYg" };
    course_world_t *world = course_world_create(pool, db);
    const lz_session_t student = course_session(world, "s@example.edu", LZ_ROLE_STUDENT);
    lz_upcoming_t upcoming;
    expect_problem(lz_upcoming(world->env, &world->site, &student, "all", NULL, &upcoming),
                   LZ_P_FORBIDDEN);
    expect_problem(lz_upcoming(world->env, &world->site, &student, "mine", NULL, &upcoming),
                   LZ_P_FORBIDDEN);
    expect_problem(lz_upcoming(world->env, &world->site, &student, "yours", NULL, &upcoming),
                   LZ_P_MALFORMED);
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        expect_problem(lz_upcoming(world->env, &world->site, &student, NULL, pages[i], &upcoming),
                       LZ_P_MALFORMED);
    }
}

static int walk(course_world_t *world, const lz_session_t *session, const char *scope)
{
    const char *page = NULL;
    const char *last = "";
    int rows = 0;
    do {
        json_object *list = list_of(world, session, scope, page);
        assert_in_range(count(list), 1, LZ_PAGE_ROWS);
        for (int i = 0; i < count(list); i++) {
            const char *id = text(row(list, i), "id");
            assert_true(strcmp(last, id) < 0);
            last = id;
        }
        rows += count(list);
        page = lz_json_string(list, "next_page");
    } while (page);
    return rows;
}

/* 120 meetings, some at the same minute: each is shown once. */
static void pages_through_a_long_list(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const lz_session_t amara = course_session(world, AMARA, LZ_ROLE_INSTRUCTOR);
    for (int i = 0; i < 120; i++) {
        course_add(world, "course-1",
                   course_meeting(world, apr_psprintf(pool, "%d", 1000000000 + i), 60 + i / 7));
    }
    assert_int_equal(walk(world, &amara, NULL), 120);
    assert_int_equal(walk(world, &amara, "mine"), 120);
    assert_int_equal(walk(world, &amara, "all"), 120);
}

#define ON_EACH_ENGINE(body) \
    static void test_##body(void **state) { real_db_each(*state, body); }

ON_EACH_ENGINE(shows_what_the_contract_says)
ON_EACH_ENGINE(says_for_whom_it_was_scheduled)
ON_EACH_ENGINE(shows_an_empty_course)
ON_EACH_ENGINE(orders_and_leaves_out)
ON_EACH_ENGINE(opens_without_a_zoom_user)
ON_EACH_ENGINE(finds_people_in_any_case_of_letters)
ON_EACH_ENGINE(asks_again_soon_for_an_unknown_person)
ON_EACH_ENGINE(knows_mine_and_all)
ON_EACH_ENGINE(refuses_what_it_does_not_know)
ON_EACH_ENGINE(pages_through_a_long_list)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_shows_what_the_contract_says),
        pool_test(test_says_for_whom_it_was_scheduled),
        pool_test(test_shows_an_empty_course),
        pool_test(test_orders_and_leaves_out),
        pool_test(test_opens_without_a_zoom_user),
        pool_test(test_finds_people_in_any_case_of_letters),
        pool_test(test_asks_again_soon_for_an_unknown_person),
        pool_test(test_knows_mine_and_all),
        pool_test(test_refuses_what_it_does_not_know),
        pool_test(test_pages_through_a_long_list),
    };
    return cmocka_run_group_tests_name("course/upcoming", tests, apr_setup, apr_teardown);
}
