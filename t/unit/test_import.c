/* SPDX-License-Identifier: Apache-2.0 */
/* Import: what people send, whose meetings they get, and what happens when Zoom is slow or down. */
#include "support/course_world.h"
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "course/import.h"
#include "course/projection.h"
#include "store/sections.h"
#include "support/fake_clock.h"
#include "support/fake_http.h"

#define SCHEDULERS ZOOM_API "/users/amara%40example.edu/schedulers"

static apr_array_header_t *rows_of(course_world_t *world, const char *json)
{
    apr_array_header_t *rows = NULL;
    expect_ok(lz_import_from_json(world->env, course_json(world, json), &rows));
    return rows;
}

/* "status status ..." of what this person gets, by ids between commas. */
static const char *import_as(course_world_t *world, const char *email, const char *ids)
{
    apr_pool_t *pool = world->env->pool;
    const lz_session_t session = course_session(world, email, LZ_ROLE_INSTRUCTOR);
    apr_array_header_t *rows = NULL;
    json_object *answer = NULL;
    const char *csv = apr_pstrcat(pool, "section;meeting_id\n", ids, NULL);
    expect_ok(lz_import_from_csv(world->env, csv, strlen(csv), &rows));
    expect_ok(lz_import(world->env, &world->site, &session, rows, &answer));
    json_object *results = lz_json_array(answer, "results");
    const char *text = "";
    assert_int_equal(json_object_array_length(results), rows->nelts);
    for (size_t i = 0; i < json_object_array_length(results); i++) {
        json_object *result = json_object_array_get_idx(results, i);
        assert_true(strlen(lz_json_string(result, "message")) > 10);
        text = apr_pstrcat(pool, text, i ? " " : "", lz_json_string(result, "status"), NULL);
    }
    return text;
}

static int rows_in_course(course_world_t *world)
{
    return (int)apr_atoi64(real_db_value(world->db, "SELECT count(*) FROM lti_zoom_course_meeting"
                                                    " WHERE course = 'course-1'"));
}

/* --- what is sent ----------------------------------------------------------------------------- */

static void test_reads_ids_as_people_write_them(void **state)
{
    static const struct { const char *sent; const char *id; } cases[] = {
        { "91234567890", "91234567890" }, { " 912 3456 7890 ", "91234567890" },
        { "912-3456-7890", "91234567890" },
        { "912\xc2\xa0" "345\xe2\x80\xaf" "6789", "9123456789" },
        { "912345678", "912345678" }, { "12345678", "" }, { "", "" }, { "9123456789x", "" },
        { "-", "" }, { "123456789012345678901", "" }, { "me", "" }, { "../9123456789", "" },
        { "\xd9\xa1\xd9\xa2\xd9\xa3\xd9\xa4\xd9\xa5\xd9\xa6\xd9\xa7\xd9\xa8\xd9\xa9", "" }
    };
    fake_env_t *fake = fake_env_create(*state);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        json_object *sent = lz_json_adopt(*state, json_object_new_object());
        json_object *ids = json_object_new_array();
        apr_array_header_t *rows = NULL;
        lz_json_push(ids, json_object_new_string(cases[i].sent));
        lz_json_put(sent, "ids", ids);
        expect_ok(lz_import_from_json(&fake->env, sent, &rows));
        assert_string_equal(APR_ARRAY_IDX(rows, 0, lz_import_row_t).id, cases[i].id);
    }
}

static void expect_field(const lz_problem_t *problem, const char *field)
{
    expect_problem(problem, LZ_P_FIELDS);
    assert_non_null(apr_table_get(problem->fields, field));
}

static void test_refuses_what_names_no_meetings(void **state)
{
    static const struct { const char *csv; const char *field; } cases[] = {
        { "", "meeting_id" }, { "\n\n", "meeting_id" }, { "91234567890\n", "meeting_id" },
        { "id,section\n91234567890,A\n", "meeting_id" }, { "meeting_id\n", "file" },
        { "meeting_id\n\"91234567890\n", "file" }, { "meeting_id\n\xff\n", "file" },
    };
    static const char *const bodies[] = { "{}", "{\"ids\":[]}", "{\"ids\":\"1\"}",
                                          "{\"ids\":[1]}", "{\"ids\":[null]}" };
    fake_env_t *fake = fake_env_create(*state);
    apr_array_header_t *rows = NULL;
    const char *reason = NULL;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        expect_field(lz_import_from_csv(&fake->env, cases[i].csv, strlen(cases[i].csv), &rows),
                     cases[i].field);
    }
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        json_object *body = lz_json_parse(*state, bodies[i], strlen(bodies[i]), LZ_JSON_OBJECT,
                                          &reason);
        expect_field(lz_import_from_json(&fake->env, body, &rows), "ids");
    }
}

static void test_takes_400_and_no_more(void **state)
{
    fake_env_t *fake = fake_env_create(*state);
    apr_array_header_t *rows = NULL;
    const char *csv = "Meeting ID\r\n";
    json_object *sent = lz_json_adopt(*state, json_object_new_object());
    json_object *ids = json_object_new_array();
    lz_json_put(sent, "ids", ids);
    for (int i = 0; i < LZ_IMPORT_MAX; i++) {
        csv = apr_psprintf(*state, "%s91234567%03d\r\n", csv, i);
        lz_json_push(ids, json_object_new_string("91234567890"));
    }
    expect_ok(lz_import_from_csv(&fake->env, csv, strlen(csv), &rows));
    assert_int_equal(rows->nelts, LZ_IMPORT_MAX);
    expect_ok(lz_import_from_json(&fake->env, sent, &rows));
    csv = apr_pstrcat(*state, csv, "91234567890\r\n", NULL);
    lz_json_push(ids, json_object_new_string("91234567890"));
    expect_field(lz_import_from_csv(&fake->env, csv, strlen(csv), &rows), "file");
    expect_field(lz_import_from_json(&fake->env, sent, &rows), "ids");
}

/* --- what comes of it ------------------------------------------------------------------------- */

static void judges_each_meeting(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    course_add(world, "course-1", course_meeting(world, "1000000001", 60));
    course_meeting(world, "1000000002", 60);
    sim_meeting_t *other = course_meeting(world, "1000000003", 60);
    sim_meeting_t *shared = course_meeting(world, "1000000004", 60);
    other->host_id = shared->host_id = "host-9";
    other->alternative_hosts = "amara@example.education;xamara@example.edu";
    shared->alternative_hosts = "someone@example.edu;AMARA@Example.edu";
    assert_string_equal(import_as(world, AMARA, ";1000000001\n;1000000002\n;1000000003\n"
                                                ";1000000004\n;1000000005\n;nonsense\n"
                                                ";1000000002\n;1000000003\n"),
                        "already added not_allowed added not_found not_found already not_allowed");
    assert_int_equal(rows_in_course(world), 3);
    assert_string_equal(import_as(world, BRUNO, ";1000000002\n;1000000004\n;1000000003\n"),
                        "already already not_allowed");
    assert_int_equal(course_looks(world, "1000000003"), 2);
    assert_int_equal(course_looks(world, "1000000001"), 0);
    assert_string_equal(real_db_value(world->db, "SELECT name FROM lti_zoom_host WHERE"
                                                 " host_id = 'host-1'"), "Dr. Amara Okafor");
}

static void lets_schedulers_import(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    course_meeting(world, "1000000003", 60)->host_id = "host-9";
    course_meeting(world, "1000000004", 60)->host_id = "host-8";
    course_meeting(world, "1000000005", 60);
    assert_string_equal(import_as(world, AMARA, ";1000000005\n"), "added");
    assert_int_equal(fake_http_count(world->fake->http, "GET", SCHEDULERS), 0);
    world->schedulers = "host-9";
    assert_string_equal(import_as(world, AMARA, ";1000000004\n;1000000003\n"),
                        "not_allowed added");
    assert_int_equal(fake_http_count(world->fake->http, "GET", SCHEDULERS), 1);
}

static void keeps_the_sections(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    lz_store_t *store = NULL;
    lz_meeting_t *limited = NULL;
    lz_meeting_t *whole = NULL;
    course_meeting(world, "1000000002", 60);
    course_meeting(world, "1000000003", 60);
    assert_string_equal(import_as(world, AMARA, "Tuesday;1000000002\n;1000000003\n"
                                                "Friday;1000000002\nTuesday;1000000002\n"),
                        "added added already already");
    expect_ok(lz_store_open(world->env, &store));
    const char *account = world->zoom->account.account_id;
    expect_ok(lz_store_course_meeting(store, "course-1", account, "1000000002", &limited));
    expect_ok(lz_store_course_meeting(store, "course-1", account, "1000000003", &whole));
    lz_store_close(store);
    assert_string_equal(limited->sections, "Tuesday\nFriday");
    assert_string_equal(whole->sections, "");
}

/* Of a meeting that the course has: what it is for, once a file has named these sections. */
static const char *limited_by(course_world_t *world, const char *csv, const char *expected)
{
    apr_pool_t *pool = world->env->pool;
    const lz_session_t session = course_session(world, AMARA, LZ_ROLE_INSTRUCTOR);
    apr_array_header_t *rows = NULL;
    json_object *answer = NULL;
    lz_store_t *store = NULL;
    lz_meeting_t *known = NULL;
    expect_ok(lz_import_from_csv(world->env, csv, strlen(csv), &rows));
    expect_ok(lz_import(world->env, &world->site, &session, rows, &answer));
    expect_ok(lz_store_open(world->env, &store));
    expect_ok(lz_store_course_meeting(store, "course-1", world->zoom->account.account_id,
                                      "1000000002", &known));
    lz_store_close(store);
    json_object *result = json_object_array_get_idx(lz_json_array(answer, "results"), 0);
    assert_string_equal(lz_json_string(result, "status"), expected);
    return apr_pstrcat(pool, known->sections, " ",
                       lz_json_text(pool, lz_json_array(result, "sections")), " ",
                       lz_project_is_told(lz_json_array(result, "warnings"), "sections_changed")
                       ? "told" : "untold", NULL);
}

static void changes_the_sections_when_some_are_named(apr_pool_t *pool, real_db_t *db)
{
    static const struct { const char *csv; const char *limited; } cases[] = {
        { "meeting_id,section\n1000000002,A\n", "A [\"A\"] untold" },
        { "meeting_id,section\n1000000002,B\n1000000002,C\n", "B\nC [\"B\",\"C\"] told" },
        { "meeting_id,section\n1000000002,C\n1000000002,B\n", "B\nC [\"C\",\"B\"] untold" },
        { "meeting_id\n1000000002\n", "B\nC [] untold" },
        { "meeting_id,section\n1000000002,\n", "B\nC [] untold" },
        { "meeting_id,section\n1000000002,B\n", "B [\"B\"] told" }
    };
    course_world_t *world = course_world_create(pool, db);
    course_meeting(world, "1000000002", 60);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_string_equal(limited_by(world, cases[i].csv, i ? "already" : "added"),
                            cases[i].limited);
    }
}

static void refuses_who_schedules_nothing(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const lz_session_t student = course_session(world, AMARA, LZ_ROLE_STUDENT);
    const lz_session_t nobody = course_session(world, "nobody@example.edu", LZ_ROLE_INSTRUCTOR);
    apr_array_header_t *rows = rows_of(world, "{\"ids\":[\"1000000002\"]}");
    json_object *answer = NULL;
    course_meeting(world, "1000000002", 60);
    expect_problem(lz_import(world->env, &world->site, &student, rows, &answer), LZ_P_FORBIDDEN);
    expect_problem(lz_import(world->env, &world->site, &nobody, rows, &answer),
                   LZ_P_ZOOM_NO_USER);
    assert_int_equal(course_looks(world, "*"), 0);
}

static void says_what_zoom_did_not_answer(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    course_meeting(world, "1000000002", 60);
    assert_string_equal(import_as(world, AMARA, ";1000000009\n"), "not_found");
    world->blind = 1;
    assert_string_equal(import_as(world, AMARA, ";1000000002\n;1000000003\n"), "failed failed");
    world->blind = 0;
    world->down = 1;
    assert_string_equal(import_as(world, AMARA, ";1000000002\n"), "failed");
    assert_int_equal(rows_in_course(world), 0);
    world->down = 0;
    assert_string_equal(import_as(world, AMARA, ";1000000002\n"), "added");
}

/* Zoom refuses for load at the first batch: the rest is not asked for, and says so. */
static void stops_when_zoom_asks_it_to(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const char *ids = "";
    assert_string_equal(import_as(world, AMARA, ";1000000001\n"), "not_found");
    world->blind = 1;
    for (int i = 0; i < 100; i++) {
        ids = apr_psprintf(pool, "%s;10000001%02d\n", ids, i);
    }
    const int before = course_looks(world, "*");
    const char *answer = import_as(world, AMARA, ids);
    assert_null(strstr(answer, "added"));
    assert_null(strstr(answer, "not_"));
    assert_in_range(course_looks(world, "*") - before, 25, 75);
}

/* Nothing is half-written: what the database refuses at the end takes the rest along. */
static void writes_all_or_nothing(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const lz_session_t amara = course_session(world, AMARA, LZ_ROLE_INSTRUCTOR);
    static const char csv[] = "meeting_id,section\n1000000002,\n1000000003,Tuesday\n";
    apr_array_header_t *rows = NULL;
    json_object *answer = NULL;
    lz_store_t *store = NULL;
    course_meeting(world, "1000000002", 60);
    course_meeting(world, "1000000003", 60);
    expect_ok(lz_store_open(world->env, &store));   /* makes the tables, prepares nothing */
    lz_store_close(store);
    real_db_execute(db, "CREATE UNIQUE INDEX stops ON lti_zoom_course_meeting (sections)"
                        " WHERE sections <> ''");
    assert_string_equal(import_as(world, AMARA, ";1000000009\n"), "not_found");
    expect_ok(lz_import_from_csv(world->env, csv, strlen(csv), &rows));
    real_db_execute(db, "INSERT INTO lti_zoom_course_meeting"
                        " (course, account, meeting_id, added_by, added_at, sections)"
                        " VALUES ('other', 'a', '9', '', 0, 'Tuesday')");
    expect_problem(lz_import(world->env, &world->site, &amara, rows, &answer), LZ_P_DATABASE);
    assert_int_equal(rows_in_course(world), 0);
    real_db_execute(db, "DELETE FROM lti_zoom_course_meeting WHERE course = 'other'");
    expect_ok(lz_import(world->env, &world->site, &amara, rows, &answer));
    assert_int_equal(rows_in_course(world), 2);
}

#define ON_EACH_ENGINE(body) \
    static void test_##body(void **state) { real_db_each(*state, body); }

ON_EACH_ENGINE(judges_each_meeting)
ON_EACH_ENGINE(lets_schedulers_import)
ON_EACH_ENGINE(keeps_the_sections)
ON_EACH_ENGINE(changes_the_sections_when_some_are_named)
ON_EACH_ENGINE(refuses_who_schedules_nothing)
ON_EACH_ENGINE(says_what_zoom_did_not_answer)
ON_EACH_ENGINE(stops_when_zoom_asks_it_to)
ON_EACH_ENGINE(writes_all_or_nothing)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_reads_ids_as_people_write_them),
        pool_test(test_refuses_what_names_no_meetings),
        pool_test(test_takes_400_and_no_more),
        pool_test(test_judges_each_meeting),
        pool_test(test_lets_schedulers_import),
        pool_test(test_keeps_the_sections),
        pool_test(test_changes_the_sections_when_some_are_named),
        pool_test(test_refuses_who_schedules_nothing),
        pool_test(test_says_what_zoom_did_not_answer),
        pool_test(test_stops_when_zoom_asks_it_to),
        pool_test(test_writes_all_or_nothing),
    };
    return cmocka_run_group_tests_name("course/import", tests, apr_setup, apr_teardown);
}
