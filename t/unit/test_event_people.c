/* SPDX-License-Identifier: Apache-2.0 */
/* course/events.c: events about people, groups and recordings; what is cached is forgotten. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "base/generation.h"
#include "base/json.h"
#include "course/person.h"
#include "course/recording_cache.h"
#include "support/event_world.h"
#include "support/list_view.h"

#define ACCOUNT "account/1"
#define MINUTE apr_time_from_sec(60)

static course_world_t *create(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = event_world_create(pool, db);
    course_add(world, "course-1", course_meeting(world, "1000000001", 60));
    amara_list(world, NULL);
    course_wait(world, MINUTE);
    assert_int_equal(course_look_ups(world), 1);
    assert_int_equal(course_lists(world, "host-1"), 1);
    return world;
}

/* Every way in which Zoom may name Amara: whatever it tells of her, she is looked up again. */
static void looks_people_up_again(apr_pool_t *pool, real_db_t *db)
{
    static const struct {
        const char *name;
        const char *payload;
    } cases[] = {
        { "user.updated", "\"object\":{\"id\":\"host-1\",\"type\":1}" },
        { "user.settings_updated", "\"object\":{\"id\":\"host-1\",\"settings\":{}}" },
        { "user.created", "\"object\":{\"id\":\"new\",\"email\":\"Amara@Example.edu\"}" },
        { "user.invitation_accepted", "\"object\":{\"id\":\"new\",\"email\":\"" AMARA "\"}" },
        { "user.activated", "\"object\":{\"id\":\"host-1\",\"email\":\"other@example.edu\"}" },
        { "user.updated", "\"object\":{\"id\":\"?\",\"email\":\"new@example.edu\"},"
                          "\"old_object\":{\"id\":\"?\",\"email\":\"" AMARA "\"}" },
        { "group.member_added", "\"object\":{\"id\":\"g\",\"members\":["
                                "{\"id\":\"x\",\"email\":\"x@y.z\"},{\"id\":\"host-1\"}]}" },
        { "user.deactivated", "\"object\":{\"id\":\"host-1\",\"email\":\"" AMARA "\"}" },
        { "user.disassociated", "\"object\":{\"id\":\"host-1\",\"email\":\"" AMARA "\"}" },
        { "user.deleted", "\"object\":{\"id\":\"host-1\",\"email\":\"" AMARA "\"}" }
    };
    course_world_t *world = create(pool, db);
    for (int i = 0; i < (int)(sizeof(cases) / sizeof(cases[0])); i++) {
        course_wait(world, apr_time_from_sec(1));
        amara_list(world, NULL);
        assert_int_equal(course_look_ups(world), i + 1);
        event(world, cases[i].name, cases[i].payload);
        amara_list(world, NULL);
        assert_int_equal(course_look_ups(world), i + 2);
    }
}

static void leaves_other_people_alone(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = create(pool, db);
    event(world, "user.updated", "\"object\":{\"id\":\"host-2\",\"email\":\"" BRUNO "\"}");
    event(world, "user.deleted", "\"object\":{\"id\":\"nobody-here\"}");
    event(world, "user.settings_updated", "\"object\":{}");
    amara_list(world, NULL);
    assert_int_equal(course_look_ups(world), 1);
    assert_int_equal(course_lists(world, "host-1"), 1);
}

/* Somebody whom Zoom did not know, and who has just signed up. */
static void finds_who_has_just_signed_up(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = create(pool, db);
    const lz_session_t idle = course_session(world, "idle@example.edu", LZ_ROLE_INSTRUCTOR);
    assert_string_equal(warning(list_of(world, &idle, NULL, NULL), 0), "zoom_user_inactive");
    assert_int_equal(course_look_ups(world), 2);
    event(world, "user.activated", "\"object\":{\"id\":\"i\",\"email\":\"Idle@example.edu\"}");
    list_of(world, &idle, NULL, NULL);
    assert_int_equal(course_look_ups(world), 3);
}

/* A look-up that began before the event and ends behind it counts for nobody. */
static void a_look_up_under_way_is_forgotten_too(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = create(pool, db);
    const lz_session_t amara = course_session(world, AMARA, LZ_ROLE_INSTRUCTOR);
    lz_flight_t before, after;
    expect_ok(lz_person_flight(world->env, &amara, &before));
    event(world, "user.deactivated", "\"object\":{\"id\":\"host-1\",\"email\":\"" AMARA "\"}");
    expect_ok(lz_person_flight(world->env, &amara, &after));
    assert_string_not_equal(before.key, after.key);
}

static void asks_for_the_meetings_of_who_is_gone(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = create(pool, db);
    sim_meeting_t *meeting = APR_ARRAY_IDX(world->meetings, 0, sim_meeting_t *);
    assert_string_equal(text(row(student_list(world), 0), "status"), "waiting");
    meeting->deleted = 1;
    event(world, "user.deleted", "\"object\":{\"id\":\"host-1\",\"email\":\"" AMARA "\"}");
    assert_string_equal(text(row(student_list(world), 0), "status"), "gone");
    assert_int_equal(course_lists(world, "host-1"), 2);
}

static void takes_over_a_new_name(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = create(pool, db);
    const char *of = "SELECT name FROM lti_zoom_host WHERE host_id = 'host-1'";
    event(world, "user.updated", "\"object\":{\"id\":\"host-1\",\"display_name\":\"Prof. O.\"}");
    json_object *host = lz_json_object(row(student_list(world), 0), "host");
    assert_string_equal(text(host, "name"), "Prof. O.");
    event(world, "user.updated", "\"object\":{\"id\":\"host-1\",\"display_name\":\"\"}");
    assert_string_equal(real_db_value(db, of), "Prof. O.");
    event(world, "user.updated", "\"object\":{\"id\":\"host-9\",\"display_name\":\"X\"}");
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_host"), "1");
    assert_int_equal(course_lists(world, "host-1"), 1);
}

/* "All my meetings" has what no course has. */
static void shows_a_meeting_made_at_zoom_among_my_own(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = create(pool, db);
    assert_int_equal(count(amara_list(world, "all")), 1);
    assert_int_equal(course_lists(world, "amara%40example.edu"), 1);
    sim_meeting_t *other = course_meeting(world, "2000000002", 90);
    assert_int_equal(count(amara_list(world, "all")), 1);
    event(world, "meeting.created", "\"object\":{\"id\":2000000002,\"host_id\":\"host-1\"}");
    assert_int_equal(count(amara_list(world, "all")), 2);
    assert_int_equal(course_lists(world, "amara%40example.edu"), 2);
    other->deleted = 1;
    event(world, "meeting.deleted", "\"object\":{\"id\":2000000002,\"host_id\":\"host-1\"}");
    assert_int_equal(count(amara_list(world, "all")), 1);
    event(world, "meeting.created", "\"object\":{\"id\":3000000003,\"host_id\":\"host-2\"}");
    amara_list(world, "all");
    assert_int_equal(course_lists(world, "amara%40example.edu"), 3);
    assert_int_equal(course_look_ups(world), 1);
}

static void forgets_recordings_of_the_host(apr_pool_t *pool, real_db_t *db)
{
    static const char *const events[] = {
        "recording.completed", "recording.transcript_completed", "recording.trashed",
        "recording.deleted", "recording.recovered", "recording.renamed"
    };
    course_world_t *world = create(pool, db);
    const char *other = lz_recordings_generation(world->env, ACCOUNT, "host-2");
    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
        const char *before = lz_recordings_generation(world->env, ACCOUNT, "host-1");
        const char *course = lz_generation(world->env, world->env->lists, "course:course-1");
        event(world, events[i], "\"object\":{\"id\":1000000001,\"uuid\":\"u==\","
              "\"host_id\":\"host-1\"}");
        assert_string_not_equal(lz_recordings_generation(world->env, ACCOUNT, "host-1"), before);
        assert_string_not_equal(lz_generation(world->env, world->env->lists, "course:course-1"),
                                course);
        assert_string_equal(lz_recordings_generation(world->env, ACCOUNT, "host-2"), other);
    }
}

/* Of many at once Zoom does not say whose they are. */
static void forgets_all_recordings_of_a_batch(apr_pool_t *pool, real_db_t *db)
{
    static const char *const events[] = {
        "recording.batch_trashed", "recording.batch_deleted", "recording.batch_recovered"
    };
    course_world_t *world = create(pool, db);
    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
        const char *one = lz_recordings_generation(world->env, ACCOUNT, "host-1");
        const char *other = lz_recordings_generation(world->env, ACCOUNT, "host-2");
        event(world, events[i], "\"object\":{\"meeting_uuids\":[\"u==\"]}");
        assert_string_not_equal(lz_recordings_generation(world->env, ACCOUNT, "host-1"), one);
        assert_string_not_equal(lz_recordings_generation(world->env, ACCOUNT, "host-2"), other);
    }
}

static void works_without_a_cache(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = create(pool, db);
    world->fake->cache->broken = 1;
    event(world, "user.updated", "\"object\":{\"id\":\"host-1\"}");
    event(world, "meeting.started", "\"object\":{\"id\":\"1000000001\"}");
    assert_null(lz_recordings_generation(world->env, ACCOUNT, "host-1"));
    assert_string_equal(text(row(student_list(world), 0), "status"), "started");
}

/* Participants and registrants leave no trace. */
static void keeps_nothing_of_participants(apr_pool_t *pool, real_db_t *db)
{
    static const char *const somebody = "\"object\":{\"id\":\"1000000001\",\"participant\":{"
        "\"user_name\":\"Asa Lindqvist\",\"email\":\"asa@example.edu\"},\"registrant\":{"
        "\"id\":\"r\",\"email\":\"asa@example.edu\",\"first_name\":\"Asa\"}}";
    course_world_t *world = create(pool, db);
    event(world, "meeting.registration_created", somebody);
    event(world, "meeting.participant_left", somebody);
    assert_string_equal(text(row(student_list(world), 0), "status"), "waiting");
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_event"), "0");
}

#define ON_EACH_ENGINE(body) \
    static void test_##body(void **state) { real_db_each(*state, body); }

ON_EACH_ENGINE(looks_people_up_again)
ON_EACH_ENGINE(leaves_other_people_alone)
ON_EACH_ENGINE(finds_who_has_just_signed_up)
ON_EACH_ENGINE(a_look_up_under_way_is_forgotten_too)
ON_EACH_ENGINE(asks_for_the_meetings_of_who_is_gone)
ON_EACH_ENGINE(takes_over_a_new_name)
ON_EACH_ENGINE(shows_a_meeting_made_at_zoom_among_my_own)
ON_EACH_ENGINE(forgets_recordings_of_the_host)
ON_EACH_ENGINE(forgets_all_recordings_of_a_batch)
ON_EACH_ENGINE(works_without_a_cache)
ON_EACH_ENGINE(keeps_nothing_of_participants)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_looks_people_up_again),
        pool_test(test_leaves_other_people_alone),
        pool_test(test_finds_who_has_just_signed_up),
        pool_test(test_a_look_up_under_way_is_forgotten_too),
        pool_test(test_asks_for_the_meetings_of_who_is_gone),
        pool_test(test_takes_over_a_new_name),
        pool_test(test_shows_a_meeting_made_at_zoom_among_my_own),
        pool_test(test_forgets_recordings_of_the_host),
        pool_test(test_forgets_all_recordings_of_a_batch),
        pool_test(test_works_without_a_cache),
        pool_test(test_keeps_nothing_of_participants)
    };
    return cmocka_run_group_tests_name("course/events, people", tests, apr_setup, apr_teardown);
}
