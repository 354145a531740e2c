/* SPDX-License-Identifier: Apache-2.0 */
/* The course's tracking values in imported meetings: written where they differ, by who may, and no
   more of them than the imports' share of a host's writes. */
#include "support/course_world.h"
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "course/import.h"
#include "course/import_tracking.h"
#include "support/fake_clock.h"
#include "support/fake_http.h"

#define FIELDS "[{\"id\":\"1\",\"field\":\"Course\"},{\"id\":\"2\",\"field\":\"Building\"}," \
               "{\"id\":\"3\",\"field\":\"Term\"}]"
#define COURSE "{\"field\":\"Course\",\"value\":\"Organic Chemistry II\"}"

/* A course whose admin maps "course", in other letters than Zoom, to its title, and a term that
   nobody knows. */
static course_world_t *tracking_world(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    apr_array_header_t *maps = apr_array_make(pool, 2, sizeof(lz_tracking_map_t));
    *(lz_tracking_map_t *)apr_array_push(maps) = (lz_tracking_map_t){ "COURSE", "{course_title}" };
    *(lz_tracking_map_t *)apr_array_push(maps) = (lz_tracking_map_t){ "Term", "{term}" };
    world->site.tracking = maps;
    world->tracking = FIELDS;
    return world;
}

/* "status" or "status(code)" for each of these ids, which have blanks between them. */
static const char *import_as(course_world_t *world, const char *email, const char *ids)
{
    apr_pool_t *pool = world->env->pool;
    const lz_session_t session = course_session(world, email, LZ_ROLE_INSTRUCTOR);
    json_object *sent = lz_json_adopt(pool, json_object_new_object());
    json_object *list = json_object_new_array();
    apr_array_header_t *rows = NULL;
    json_object *answer = NULL;
    const char *text = "";
    char *state = NULL;
    lz_json_put(sent, "ids", list);
    for (char *id = apr_strtok(apr_pstrdup(pool, ids), " ", &state); id;
         id = apr_strtok(NULL, " ", &state)) {
        lz_json_push(list, json_object_new_string(id));
    }
    expect_ok(lz_import_from_json(world->env, sent, &rows));
    expect_ok(lz_import(world->env, &world->site, &session, rows, &answer));
    json_object *results = lz_json_array(answer, "results");
    for (size_t i = 0; i < json_object_array_length(results); i++) {
        json_object *result = json_object_array_get_idx(results, i);
        json_object *warnings = lz_json_array(result, "warnings");
        assert_in_range(json_object_array_length(warnings), 0, 1);
        const char *code = lz_json_string(json_object_array_get_idx(warnings, 0), "code");
        text = apr_pstrcat(pool, text, i ? " " : "", lz_json_string(result, "status"),
                           code ? "(" : "", code ? code : "", code ? ")" : "", NULL);
    }
    return text;
}

#define NOT_WRITTEN "(tracking_fields_not_written)"
#define NOT_YOURS   "(tracking_fields_not_yours)"

static void writes_what_differs(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = tracking_world(pool, db);
    sim_meeting_t *bare = course_meeting(world, "1000000001", 60);
    sim_meeting_t *full = course_meeting(world, "1000000002", 60);
    sim_meeting_t *right = course_meeting(world, "1000000003", 60);
    full->tracking = "[{\"field\":\"Course\",\"value\":\"Another\"},{\"field\":\"Building\","
                     "\"value\":\"C 7\"},{\"field\":\"Removed\",\"value\":\"x\"}]";
    right->tracking = "[{\"field\":\"Building\",\"value\":\"C 7\"}," COURSE "]";
    assert_string_equal(import_as(world, AMARA, "1000000001 1000000002 1000000003 1000000009"),
                        "added added added not_found");
    assert_string_equal(bare->tracking, "[" COURSE "]");
    assert_string_equal(full->tracking, "[{\"field\":\"Building\",\"value\":\"C 7\"}," COURSE "]");
    assert_int_equal(course_changes(world, "1000000003"), 0);
    assert_int_equal(course_changes(world, "*"), 2);
    assert_string_equal(import_as(world, AMARA, "1000000001 1000000002 1000000003"),
                        "already already already");
    assert_int_equal(course_changes(world, "*"), 2);
}

static void leaves_to_the_host_what_is_the_hosts(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = tracking_world(pool, db);
    sim_meeting_t *shared = course_meeting(world, "1000000001", 60);
    sim_meeting_t *right = course_meeting(world, "1000000002", 60);
    sim_meeting_t *strange = course_meeting(world, "1000000003", 60);
    sim_meeting_t *served = course_meeting(world, "1000000004", 60);
    shared->host_id = right->host_id = "host-9";
    shared->alternative_hosts = right->alternative_hosts = AMARA;
    right->tracking = "[" COURSE "]";
    strange->host_id = "host-8";
    served->host_id = "host-7";
    assert_string_equal(import_as(world, AMARA, "1000000001 1000000002 1000000003 1000000004"),
                        "added" NOT_YOURS " added not_allowed not_allowed");
    assert_int_equal(course_changes(world, "*"), 0);
    world->schedulers = "host-7";
    assert_string_equal(import_as(world, AMARA, "1000000001 1000000003 1000000004"),
                        "already" NOT_YOURS " not_allowed added");
    assert_int_equal(course_changes(world, "*"), 1);
    assert_string_equal(served->tracking, "[" COURSE "]");
}

static void asks_nothing_without_a_mapping(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = tracking_world(pool, db);
    course_meeting(world, "1000000001", 60);
    course_meeting(world, "1000000002", 60);
    const apr_array_header_t *maps = world->site.tracking;
    world->site.tracking = NULL;
    assert_string_equal(import_as(world, AMARA, "1000000001"), "added");
    assert_string_equal(import_as(world, AMARA, "1000000001"), "already");
    assert_int_equal(course_looks(world, "1000000001"), 1);
    assert_int_equal(fake_http_count(world->fake->http, "GET", ZOOM_API "/tracking_fields"), 0);

    /* Nor is anything written where the account has no such fields: by its plan, or by label. */
    world->site.tracking = maps;
    world->tracking = NULL;
    assert_string_equal(import_as(world, AMARA, "1000000001 1000000002"), "already added");
    world->tracking = "[{\"id\":\"2\",\"field\":\"Building\"}]";
    course_wait(world, apr_time_from_sec(16 * 60));
    assert_string_equal(import_as(world, AMARA, "1000000001"), "already");
    assert_int_equal(fake_http_count(world->fake->http, "GET", ZOOM_API "/tracking_fields"), 2);
    assert_int_equal(course_changes(world, "*"), 0);
}

/* The import stands, and what is sent again is mended. */
static void stands_when_zoom_refuses(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = tracking_world(pool, db);
    sim_meeting_t *meeting = course_meeting(world, "1000000001", 60);
    world->refuse_changes = 1;
    assert_string_equal(import_as(world, AMARA, "1000000001"), "added" NOT_WRITTEN);
    assert_string_equal(real_db_value(world->db, "SELECT count(*) FROM lti_zoom_course_meeting"),
                        "1");
    assert_string_equal(import_as(world, AMARA, "1000000001"), "already" NOT_WRITTEN);
    world->blind = 1;
    assert_string_equal(import_as(world, AMARA, "1000000001"), "already" NOT_WRITTEN);
    world->blind = 0;
    world->refuse_changes = 0;
    course_wait(world, apr_time_from_sec(60));
    assert_string_equal(import_as(world, AMARA, "1000000001"), "already");
    assert_string_equal(meeting->tracking, "[" COURSE "]");
}

static void says_so_when_the_fields_cannot_be_had(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = tracking_world(pool, db);
    course_meeting(world, "1000000001", 60);
    sim_meeting_t *shared = course_meeting(world, "1000000002", 60);
    shared->host_id = "host-9";
    shared->alternative_hosts = AMARA;
    fake_http_on(world->fake->http, "GET", ZOOM_API "/tracking_fields", 503, "{}");
    world->tracking = "";
    assert_string_equal(import_as(world, AMARA, "1000000001 1000000002"),
                        "added" NOT_WRITTEN " added");
    assert_int_equal(course_changes(world, "*"), 0);
}

/* Of a host's hundred writes of a day imports use half, whatever is sent how often. */
static void leaves_the_host_writes_for_the_day(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = tracking_world(pool, db);
    const char *ids = "";
    for (int i = 0; i < LZ_IMPORT_WRITES + 10; i++) {
        const char *id = apr_psprintf(pool, "10000001%02d", i);
        course_meeting(world, id, 60);
        ids = apr_pstrcat(pool, ids, id, " ", NULL);
    }
    sim_meeting_t *other = course_meeting(world, "1000000200", 60);
    other->host_id = "host-7";
    world->schedulers = "host-7";
    for (int round = 0; round < 8; round++) {
        (void)import_as(world, AMARA, ids);
        course_wait(world, apr_time_from_sec(2));
    }
    assert_int_equal(course_changes(world, "*"), LZ_IMPORT_WRITES);
    assert_string_equal(import_as(world, AMARA, "1000000159 1000000200"),
                        "already" NOT_WRITTEN " added");
    assert_int_equal(course_changes(world, "*"), LZ_IMPORT_WRITES + 1);
    course_wait(world, apr_time_from_sec(24 * 3600));
    assert_string_equal(import_as(world, AMARA, "1000000159"), "already");
    assert_int_equal(course_changes(world, "1000000159"), 1);
}

#define ON_EACH_ENGINE(body) \
    static void test_##body(void **state) { real_db_each(*state, body); }

ON_EACH_ENGINE(writes_what_differs)
ON_EACH_ENGINE(leaves_to_the_host_what_is_the_hosts)
ON_EACH_ENGINE(asks_nothing_without_a_mapping)
ON_EACH_ENGINE(stands_when_zoom_refuses)
ON_EACH_ENGINE(says_so_when_the_fields_cannot_be_had)
ON_EACH_ENGINE(leaves_the_host_writes_for_the_day)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_writes_what_differs),
        pool_test(test_leaves_to_the_host_what_is_the_hosts),
        pool_test(test_asks_nothing_without_a_mapping),
        pool_test(test_stands_when_zoom_refuses),
        pool_test(test_says_so_when_the_fields_cannot_be_had),
        pool_test(test_leaves_the_host_writes_for_the_day),
    };
    return cmocka_run_group_tests_name("course/import_tracking", tests, apr_setup, apr_teardown);
}
