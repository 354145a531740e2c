/* SPDX-License-Identifier: Apache-2.0 */
/* Meetings that are for sections of a course: who sees them, in what, and what is remembered. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "course/calendar.h"
#include "course/limiting.h"
#include "course/meeting_detail.h"
#include "course/meeting_entry.h"
#include "course/previous.h"
#include "course/selection.h"
#include "course/upcoming.h"
#include "store/sections.h"
#include "support/list_view.h"

#define LIMITED "1000000001"
#define WHOLE   "1000000002"

static lz_session_t student_in(const course_world_t *world, const char *sections, const char *ids)
{
    lz_session_t session = course_session(world, "asa@example.edu", LZ_ROLE_STUDENT);
    session.sections = sections;
    session.section_ids = ids;
    return session;
}

static void limit(course_world_t *world, const char *id, const char *sections)
{
    const lz_session_t amara = course_session(world, AMARA, LZ_ROLE_INSTRUCTOR);
    json_object *sent = course_json(world, apr_pstrcat(world->env->pool, "{\"sections\":",
                                                       sections, "}", NULL));
    json_object *answer = NULL;
    expect_ok(lz_limit(world->env, &world->site, &amara, id, sent, NULL, &answer));
}

static course_world_t *two_meetings(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    course_add(world, "course-1", course_meeting(world, LIMITED, 60));
    course_add(world, "course-1", course_meeting(world, WHOLE, 120));
    limit(world, LIMITED, "[\"Monday\",\"Lab\"]");
    return world;
}

/* --- who sees it ------------------------------------------------------------------------------ */

typedef struct visitor_t {
    const char *sections;
    const char *ids;
    int         sees;
} visitor_t;

static const visitor_t visitors[] = {
    { "Monday", "", 1 }, { "MONDAY\nFriday", "", 1 }, { "Friday", "lab", 1 },
    { "Friday", "", 0 }, { "", "", 0 }, { NULL, NULL, 0 }, { "Mon", "La", 0 },
};

#define VISITORS (sizeof(visitors) / sizeof(visitors[0]))

static void expect_door(const lz_problem_t *problem, int open)
{
    if (open) {
        expect_ok(problem);
    } else {
        expect_problem(problem, LZ_P_NO_SUCH_MEETING);
    }
}

static void doors_of(course_world_t *world, const lz_session_t *session, const char *id, int open)
{
    const char *text = NULL;
    int may = 0;
    json_object *members = NULL;
    lz_meeting_t meeting;
    expect_door(lz_meeting_find(world->env, session, id, &meeting), open);
    expect_door(lz_meeting_detail(world->env, &world->site, session, id, NULL, &may, &members),
                open);
    expect_door(lz_meeting_join_link(world->env, &world->site, session, id, NULL, &text), open);
    expect_door(lz_calendar_event(world->env, &world->site, session, id, &text), open);
}

static void shows_it_to_its_sections_alone(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = two_meetings(pool, db);
    for (int round = 0; round < 2; round++) {       /* as made, and as remembered */
        for (size_t i = 0; i < VISITORS; i++) {
            const lz_session_t session = student_in(world, visitors[i].sections, visitors[i].ids);
            json_object *list = list_of(world, &session, NULL, NULL);
            assert_int_equal(count(list), visitors[i].sees ? 2 : 1);
            assert_string_equal(text(row(list, count(list) - 1), "id"), WHOLE);
            doors_of(world, &session, LIMITED, visitors[i].sees);
            doors_of(world, &session, WHOLE, 1);
        }
    }
}

/* Who has no right to it learns as much as about an id that nobody has. */
static void says_no_more_than_of_what_is_not_there(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = two_meetings(pool, db);
    const lz_session_t session = student_in(world, "Friday", "");
    lz_meeting_t meeting;
    const lz_problem_t *hidden = lz_meeting_find(world->env, &session, LIMITED, &meeting);
    const lz_problem_t *absent = lz_meeting_find(world->env, &session, "1999999999", &meeting);
    assert_int_equal(hidden->id, absent->id);
    assert_string_equal(hidden->message, absent->message);
    assert_string_equal(hidden->cause, absent->cause);
}

static void shows_all_to_who_runs_the_course(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = two_meetings(pool, db);
    json_object *list = amara_list(world, NULL);
    assert_int_equal(count(list), 2);
    assert_string_equal(lz_json_text(pool, lz_json_array(row(list, 0), "sections")),
                        "[\"Monday\",\"Lab\"]");
    assert_string_equal(lz_json_text(pool, lz_json_array(row(list, 1), "sections")), "[]");
    list = amara_list(world, "all");
    assert_string_equal(lz_json_text(pool, lz_json_array(row(list, 0), "sections")),
                        "[\"Monday\",\"Lab\"]");
    const lz_session_t bruno = course_session(world, BRUNO, LZ_ROLE_INSTRUCTOR);
    doors_of(world, &bruno, LIMITED, 1);
    const lz_session_t tester = course_session(world, AMARA, LZ_ROLE_TEST_USER);
    doors_of(world, &tester, LIMITED, 0);
}

/* A limit is one of this course: the meeting may be another one's too. */
static void limits_in_its_own_course(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_session_t session = student_in(world, "", "");
    sim_meeting_t *meeting = course_meeting(world, LIMITED, 60);
    course_add(world, "course-1", meeting);
    course_add(world, "course-2", meeting);
    limit(world, LIMITED, "[\"Monday\"]");
    assert_int_equal(count(list_of(world, &session, NULL, NULL)), 0);
    session.course = "course-2";
    assert_int_equal(count(list_of(world, &session, NULL, NULL)), 1);
    limit(world, LIMITED, "[]");
    session.course = "course-1";
    assert_int_equal(count(list_of(world, &session, NULL, NULL)), 1);
}

/* --- what is remembered ----------------------------------------------------------------------- */

static int gets_of(course_world_t *world, const lz_session_t *session)
{
    const int before = atomic_load(&world->fake->cache->gets);
    list_of(world, session, NULL, NULL);
    return atomic_load(&world->fake->cache->gets) - before;
}

/* Without limits all guests share one list, and look for it as if there were no sections. */
static void shares_the_list_where_nothing_is_limited(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const lz_session_t monday = student_in(world, "Monday", "");
    const lz_session_t nobody = student_in(world, "", "");
    course_add(world, "course-1", course_meeting(world, WHOLE, 60));
    list_of(world, &monday, NULL, NULL);
    const lz_db_t *away = world->env->db;
    world->env->db = NULL;          /* what is remembered needs none */
    assert_int_equal(gets_of(world, &monday), 2);
    assert_int_equal(gets_of(world, &nobody), 2);
    world->env->db = away;

    limit(world, WHOLE, "[\"Monday\"]");
    assert_int_equal(count(list_of(world, &monday, NULL, NULL)), 1);
    assert_int_equal(count(list_of(world, &nobody, NULL, NULL)), 0);
    world->env->db = NULL;
    assert_int_equal(gets_of(world, &monday), 3);
    assert_int_equal(gets_of(world, &nobody), 3);
    const lz_session_t same = student_in(world, "MONDAY", NULL);
    assert_int_equal(count(list_of(world, &same, NULL, NULL)), 1);
    world->env->db = away;
}

/* Pages are full of what a student sees, however much lies between. */
static void fills_pages_with_what_is_seen(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const lz_session_t monday = student_in(world, "Monday", "");
    const lz_session_t friday = student_in(world, "Friday", "");
    for (int i = 0; i < 160; i++) {
        const char *id = apr_psprintf(pool, "10000%05d", i);
        course_add(world, "course-1", course_meeting(world, id, 60 + i));
        if (i % 3 != 0) {
            limit(world, id, "[\"Monday\"]");
        }
    }
    json_object *page = list_of(world, &friday, NULL, NULL);
    assert_int_equal(count(page), 50);
    assert_string_equal(text(row(page, 49), "id"), "1000000147");
    page = list_of(world, &friday, NULL, text(page, "next_page"));
    assert_int_equal(count(page), 4);
    assert_string_equal(text(row(page, 0), "id"), "1000000150");
    assert_string_equal(text(page, "next_page"), "(none)");
    assert_int_equal(count(list_of(world, &monday, NULL, NULL)), 50);
}

/* --- what is over ----------------------------------------------------------------------------- */

static int previous_rows(course_world_t *world, const lz_session_t *session)
{
    const char *members = NULL;
    expect_ok(lz_previous(world->env, &world->site, session, NULL, NULL, &members));
    json_object *list = course_json(world, apr_pstrcat(world->env->pool, "{", members, "}", NULL));
    return (int)json_object_array_length(lz_json_array(list, "meetings"));
}

static void hides_what_is_over_too(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const lz_session_t amara = course_session(world, AMARA, LZ_ROLE_INSTRUCTOR);
    course_add(world, "course-1", course_meeting(world, LIMITED, -300));
    course_add(world, "course-1", course_meeting(world, WHOLE, -200));
    limit(world, LIMITED, "[\"Monday\",\"Lab\"]");
    for (int round = 0; round < 2; round++) {       /* as made, and as remembered */
        for (size_t i = 0; i < VISITORS; i++) {
            const lz_session_t session = student_in(world, visitors[i].sections,
                                                    visitors[i].ids);
            lz_session_t hosting = session;
            hosting.standing = LZ_STANDING_OWN;
            assert_int_equal(previous_rows(world, &session), visitors[i].sees ? 2 : 1);
            assert_int_equal(previous_rows(world, &hosting), visitors[i].sees ? 2 : 1);
        }
        assert_int_equal(previous_rows(world, &amara), 2);
    }
    limit(world, LIMITED, "[\"Friday\"]");
    const lz_session_t monday = student_in(world, "Monday", "");
    assert_int_equal(previous_rows(world, &monday), 1);
}

/* --- who may limit ---------------------------------------------------------------------------- */

static void lets_who_runs_the_course_limit(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = two_meetings(pool, db);
    const lz_session_t bruno = course_session(world, BRUNO, LZ_ROLE_INSTRUCTOR);
    const lz_session_t monday = student_in(world, "Monday", "");
    const lz_session_t friday = student_in(world, "Friday", "");
    json_object *answer = NULL;
    json_object *sent = course_json(world, "{\"sections\":[\"Friday\"]}");
    const int calls = world->fake->http->calls;
    expect_problem(lz_limit(world->env, &world->site, &monday, LIMITED, sent, NULL, &answer),
                   LZ_P_FORBIDDEN);
    expect_problem(lz_limit(world->env, &world->site, &friday, LIMITED, sent, NULL, &answer),
                   LZ_P_NO_SUCH_MEETING);
    expect_problem(lz_limit(world->env, &world->site, &bruno, "1999999999", sent, NULL, &answer),
                   LZ_P_NO_SUCH_MEETING);
    expect_problem(lz_limit(world->env, &world->site, &bruno, LIMITED,
                            course_json(world, "{\"sections\":[7]}"), NULL, &answer),
                   LZ_P_FIELDS);
    doors_of(world, &monday, LIMITED, 1);
    world->down = 1;
    expect_ok(lz_limit(world->env, &world->site, &bruno, LIMITED, sent, NULL, &answer));
    assert_string_equal(lz_json_text(pool, lz_json_path(answer, "meeting.sections")),
                        "[\"Friday\"]");
    assert_int_equal(world->fake->http->calls, calls);
    doors_of(world, &monday, LIMITED, 0);
    doors_of(world, &friday, LIMITED, 1);
}

/* What can be placed in the course is what the person sees. */
static void offers_what_is_seen(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = two_meetings(pool, db);
    lz_session_t hosting = student_in(world, "Friday", "");
    json_object *items = NULL;
    hosting.standing = LZ_STANDING_OWN;
    expect_ok(lz_selection_offer(world->env, &hosting, &items));
    assert_int_equal(json_object_array_length(items), 2);       /* the tool itself, and one */
    json_object_put(items);
    hosting.sections = "Monday";
    expect_ok(lz_selection_offer(world->env, &hosting, &items));
    assert_int_equal(json_object_array_length(items), 3);
    json_object_put(items);
}

/* Hot lists of students who host are their own: another launch may have moved them. */
static void follows_a_student_who_hosts(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = two_meetings(pool, db);
    lz_session_t hosting = student_in(world, "Friday", "");
    hosting.standing = LZ_STANDING_OWN;
    assert_int_equal(count(list_of(world, &hosting, NULL, NULL)), 1);
    hosting.sections = "Monday";
    assert_int_equal(count(list_of(world, &hosting, NULL, NULL)), 2);
    hosting.sections = "Friday";
    assert_int_equal(count(list_of(world, &hosting, NULL, NULL)), 1);
}

#define ON_EACH_ENGINE(body) \
    static void test_##body(void **state) { real_db_each(*state, body); }

ON_EACH_ENGINE(shows_it_to_its_sections_alone)
ON_EACH_ENGINE(says_no_more_than_of_what_is_not_there)
ON_EACH_ENGINE(shows_all_to_who_runs_the_course)
ON_EACH_ENGINE(limits_in_its_own_course)
ON_EACH_ENGINE(shares_the_list_where_nothing_is_limited)
ON_EACH_ENGINE(fills_pages_with_what_is_seen)
ON_EACH_ENGINE(hides_what_is_over_too)
ON_EACH_ENGINE(lets_who_runs_the_course_limit)
ON_EACH_ENGINE(offers_what_is_seen)
ON_EACH_ENGINE(follows_a_student_who_hosts)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_shows_it_to_its_sections_alone),
        pool_test(test_says_no_more_than_of_what_is_not_there),
        pool_test(test_shows_all_to_who_runs_the_course),
        pool_test(test_limits_in_its_own_course),
        pool_test(test_shares_the_list_where_nothing_is_limited),
        pool_test(test_fills_pages_with_what_is_seen),
        pool_test(test_hides_what_is_over_too),
        pool_test(test_lets_who_runs_the_course_limit),
        pool_test(test_offers_what_is_seen),
        pool_test(test_follows_a_student_who_hosts),
    };
    return cmocka_run_group_tests_name("limits to sections", tests, apr_setup, apr_teardown);
}
