/* SPDX-License-Identifier: Apache-2.0 */
/* One meeting of a course: what each person sees of it, and where Join and Start lead. */
#include "support/fixture.h"

#include <string.h>

#include "base/json.h"
#include "course/meeting_detail.h"
#include "course/meeting_entry.h"
#include "course/permissions.h"
#include "course/upcoming.h"
#include "support/course_world.h"

#define ID "91234567890"

typedef struct people_t {
    lz_session_t amara;     /* the host */
    lz_session_t bruno;
    lz_session_t student;
} people_t;

static people_t people_of(const course_world_t *world)
{
    return (people_t){
        .amara = course_session(world, AMARA, LZ_ROLE_INSTRUCTOR),
        .bruno = course_session(world, BRUNO, LZ_ROLE_INSTRUCTOR),
        .student = course_session(world, AMARA, LZ_ROLE_STUDENT)    /* the host's own address */
    };
}

static json_object *detail(course_world_t *world, const lz_session_t *session)
{
    json_object *members = NULL;
    int may = -1;
    expect_ok(lz_meeting_detail(world->env, &world->site, session, ID, NULL, &may, &members));
    assert_int_equal(may, session->role == LZ_ROLE_INSTRUCTOR ? LZ_MAY_SCHEDULE : LZ_MAY_NOTHING);
    return members;
}

static const lz_problem_t *join(course_world_t *world, const lz_session_t *session, const char *id,
                                const char **link)
{
    return lz_meeting_join_link(world->env, &world->site, session, id, NULL, link);
}

static const lz_problem_t *start(course_world_t *world, const lz_session_t *session,
                                 const char *id, const char **link)
{
    return lz_meeting_start_link(world->env, &world->site, session, id, NULL, link);
}

static const char *warning(json_object *members)
{
    json_object *warnings = lz_json_array(members, "warnings");
    return json_object_array_length(warnings)
           ? lz_json_string(json_object_array_get_idx(warnings, 0), "code") : "";
}

static sim_meeting_t *usual_meeting(course_world_t *world)
{
    sim_meeting_t *meeting = course_meeting(world, ID, 60);
    meeting->agenda = "Bring your notes";
    meeting->password = "pass42";
    course_add(world, "course-1", meeting);
    return meeting;
}

static void an_instructor_sees_everything(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const people_t people = people_of(world);
    usual_meeting(world)->topic = "Changed a moment ago";
    json_object *members = detail(world, &people.amara);
    assert_string_equal(
        lz_json_text(pool, members),
        "{\"meeting\":{\"id\":\"91234567890\",\"uuid\":\"/u91234567890//==\","
        "\"topic\":\"Changed a moment ago\",\"start_time\":\"2026-11-30T10:15:00Z\","
        "\"duration\":60,\"timezone\":\"Europe/Berlin\",\"type\":2,\"occurrence_id\":null,"
        "\"status\":\"waiting\",\"host\":{\"name\":\"Dr. Amara Okafor\"},\"schedule_for\":null,"
        "\"sections\":[],\"actions\":" OWN_ACTIONS ",\"agenda\":\"Bring your notes\","
        "\"password\":\"pass42\",\"settings\":{\"waiting_room\":true},"
        "\"join_url\":\"https://zoom.test/j/91234567890?pwd=secret\"},"
        "\"sections\":{\"choices\":[],\"told\":false,\"own\":false},"
        "\"courses\":1,\"as_of\":\"2026-11-30T09:15:00Z\",\"warnings\":[]}");
    json_object *of_bruno = lz_json_array(lz_json_object(detail(world, &people.bruno), "meeting"),
                                          "actions");
    assert_string_equal(lz_json_text(pool, of_bruno), "[\"join\",\"invitation\"]");
    assert_string_equal(real_db_value(db, "SELECT topic FROM lti_zoom_meeting"),
                        "Changed a moment ago");
}

static void a_student_sees_what_is_meant_for_all(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const people_t people = people_of(world);
    usual_meeting(world);
    const int calls = world->fake->http->calls;
    assert_string_equal(
        lz_json_text(pool, detail(world, &people.student)),
        "{\"meeting\":{\"id\":\"91234567890\",\"topic\":\"Lecture\","
        "\"agenda\":\"Bring your notes\",\"type\":2,\"start_time\":\"2026-11-30T10:15:00Z\","
        "\"duration\":60,\"timezone\":\"Europe/Berlin\",\"status\":\"waiting\","
        "\"actions\":[\"join\"]},\"as_of\":\"2026-11-30T09:15:00Z\",\"warnings\":[]}");
    assert_int_equal(world->fake->http->calls, calls);
}

static void shows_what_is_stored_when_zoom_is_down(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const people_t people = people_of(world);
    usual_meeting(world);
    detail(world, &people.amara);
    world->down = 1;
    course_wait(world, apr_time_from_sec(60));
    json_object *members = detail(world, &people.amara);
    json_object *meeting = lz_json_object(members, "meeting");
    assert_string_equal(warning(members), "zoom_stale");
    assert_string_equal(lz_json_string(meeting, "agenda"), "Bring your notes");
    assert_string_equal(lz_json_string(meeting, "join_url"),
                        "https://zoom.test/j/91234567890?pwd=secret");
    assert_null(lz_json_member(meeting, "password"));
    assert_string_equal(lz_json_string(members, "as_of"), "2026-11-30T09:15:00Z");
}

/* Gone at Zoom while it should be ahead; over, and forgotten by Zoom, is no news. */
static void notes_that_it_is_gone(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const people_t people = people_of(world);
    const char *link = NULL;
    sim_meeting_t *meeting = usual_meeting(world);
    lz_upcoming_t upcoming;
    expect_ok(lz_upcoming(world->env, &world->site, &people.student, NULL, NULL, &upcoming));
    meeting->deleted = 1;
    json_object *members = detail(world, &people.amara);
    assert_string_equal(lz_json_string(lz_json_object(members, "meeting"), "status"), "gone");
    expect_ok(lz_upcoming(world->env, &world->site, &people.student, NULL, NULL, &upcoming));
    assert_non_null(strstr(upcoming.members, "\"status\":\"gone\""));
    expect_problem(join(world, &people.student, ID, &link), LZ_P_MEETING_GONE);
    expect_problem(start(world, &people.amara, ID, &link),
                   LZ_P_MEETING_GONE);

    real_db_execute(db, "UPDATE lti_zoom_meeting SET status = 'waiting', ends_at = 5");
    members = detail(world, &people.amara);
    assert_string_equal(lz_json_string(lz_json_object(members, "meeting"), "status"), "ended");
}

static void is_nowhere_else(apr_pool_t *pool, real_db_t *db)
{
    static const char *const ids[] = {
        "91234567891", "", "x", "-1", "91234567890 ", "91234567890/../1", "0x1",
        "123456789012345678901", "%", "' OR 1=1 --"
    };
    course_world_t *world = course_world_create(pool, db);
    const people_t people = people_of(world);
    const char *link = NULL;
    json_object *members = NULL;
    int may = 0;
    lz_session_t elsewhere = people.amara;
    elsewhere.course = "course-2";
    usual_meeting(world);
    expect_problem(lz_meeting_detail(world->env, &world->site, &elsewhere, ID, NULL, &may,
                                     &members), LZ_P_NO_SUCH_MEETING);
    expect_problem(join(world, &elsewhere, ID, &link), LZ_P_NO_SUCH_MEETING);
    expect_problem(start(world, &elsewhere, ID, &link),
                   LZ_P_NO_SUCH_MEETING);
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        expect_problem(join(world, &people.amara, ids[i], &link), LZ_P_NO_SUCH_MEETING);
        expect_problem(start(world, &people.student, ids[i], &link),
                       LZ_P_NO_SUCH_MEETING);
    }
    assert_int_equal(world->fake->http->calls, 0);
}

static void join_leads_to_the_stored_link(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const people_t people = people_of(world);
    const lz_session_t *const all[] = { &people.amara, &people.bruno, &people.student };
    usual_meeting(world);
    world->down = 1;
    for (int i = 0; i < 3; i++) {
        const char *link = NULL;
        expect_ok(join(world, all[i], ID, &link));
        assert_string_equal(link, "https://zoom.test/j/91234567890?pwd=secret");
    }
    assert_int_equal(world->fake->http->calls, 0);
}

/* LTIZoomSecret was replaced and the old one is gone: the link is fetched with the next list. */
static void a_link_that_no_longer_opens_is_fetched_again(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const people_t people = people_of(world);
    const char *link = NULL;
    lz_upcoming_t upcoming;
    world->site.freshness = apr_time_from_sec(900);
    usual_meeting(world);
    expect_ok(lz_upcoming(world->env, &world->site, &people.student, NULL, NULL, &upcoming));
    real_db_execute(db, "UPDATE lti_zoom_meeting SET join_link = 'c2VhbGVkIGJ5IGFub3RoZXI'");
    assert_int_equal(course_lists(world, "host-1"), 1);
    expect_problem(join(world, &people.student, ID, &link), LZ_P_JOIN_LINK);
    course_wait(world, apr_time_from_sec(1));
    expect_ok(lz_upcoming(world->env, &world->site, &people.student, NULL, NULL, &upcoming));
    expect_ok(join(world, &people.student, ID, &link));
    assert_string_equal(link, "https://zoom.test/j/91234567890?pwd=secret");
}

static void start_is_for_the_host_alone(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const people_t people = people_of(world);
    const char *link = NULL;
    sim_meeting_t *meeting = usual_meeting(world);
    expect_ok(start(world, &people.amara, ID, &link));
    assert_string_equal(link, "https://zoom.test/s/91234567890?zak=zak");
    expect_problem(start(world, &people.bruno, ID, &link), LZ_P_NOT_HOST);
    expect_problem(start(world, &people.student, ID, &link),
                   LZ_P_FORBIDDEN);
    meeting->host_id = "host-2";    /* handed over at Zoom */
    expect_problem(start(world, &people.amara, ID, &link), LZ_P_NOT_HOST);
    world->down = 1;
    course_wait(world, apr_time_from_sec(1));
    expect_problem(start(world, &people.amara, ID, &link),
                   LZ_P_ZOOM_UNAVAILABLE);
}

#define ON_EACH_ENGINE(body) \
    static void test_##body(void **state) { real_db_each(*state, body); }

ON_EACH_ENGINE(an_instructor_sees_everything)
ON_EACH_ENGINE(a_student_sees_what_is_meant_for_all)
ON_EACH_ENGINE(shows_what_is_stored_when_zoom_is_down)
ON_EACH_ENGINE(notes_that_it_is_gone)
ON_EACH_ENGINE(is_nowhere_else)
ON_EACH_ENGINE(join_leads_to_the_stored_link)
ON_EACH_ENGINE(a_link_that_no_longer_opens_is_fetched_again)
ON_EACH_ENGINE(start_is_for_the_host_alone)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_an_instructor_sees_everything),
        pool_test(test_a_student_sees_what_is_meant_for_all),
        pool_test(test_shows_what_is_stored_when_zoom_is_down),
        pool_test(test_notes_that_it_is_gone),
        pool_test(test_is_nowhere_else),
        pool_test(test_join_leads_to_the_stored_link),
        pool_test(test_a_link_that_no_longer_opens_is_fetched_again),
        pool_test(test_start_is_for_the_host_alone),
    };
    return cmocka_run_group_tests_name("course/meeting_detail", tests, apr_setup, apr_teardown);
}
