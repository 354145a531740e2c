/* SPDX-License-Identifier: Apache-2.0 */
#include "course_world.h"

#include <string.h>

#include <apr_strings.h>

#include "base/json.h"
#include "base/timestamp.h"
#include "course/snapshot.h"
#include "fixture.h"

#define MINUTE apr_time_from_sec(60)
#define BASE_URL "https://tools.example.edu/zoom"

/* --- Zoom ------------------------------------------------------------------------------------- */

static json_object *json_of(const course_world_t *world, const sim_meeting_t *meeting, int whole)
{
    apr_pool_t *pool = world->env->pool;
    json_object *json = json_object_new_object();
    lz_json_put_int64(json, "id", apr_atoi64(meeting->id));
    lz_json_put_string(json, "uuid", apr_psprintf(pool, "/u%s//==", meeting->id));
    lz_json_put_string(json, "host_id", meeting->host_id);
    lz_json_put_string(json, "topic", meeting->topic);
    lz_json_put_string(json, "agenda",
                       whole ? meeting->agenda : apr_psprintf(pool, "%.250s", meeting->agenda));
    lz_json_put_int64(json, "type", meeting->starts_at ? 2 : 3);
    if (meeting->starts_at) {
        lz_json_put_string(json, "start_time", lz_timestamp(pool, meeting->starts_at));
        lz_json_put_int64(json, "duration", meeting->duration);
    }
    lz_json_put_string(json, "timezone",
                       meeting->timezone ? meeting->timezone : "Europe/Berlin");
    lz_json_put_string(json, "created_at", lz_timestamp(pool, meeting->created_at));
    lz_json_put_string(json, "join_url",
                       apr_psprintf(pool, "https://zoom.test/j/%s?pwd=secret", meeting->id));
    if (whole) {
        json_object *settings = json_object_new_object();
        lz_json_put_string(json, "status", meeting->status);
        lz_json_put_string(json, "password", meeting->password);
        lz_json_put_string(json, "start_url",
                           apr_psprintf(pool, "https://zoom.test/s/%s?zak=zak", meeting->id));
        lz_json_put_bool(settings, "waiting_room", meeting->waiting_room);
        if (meeting->alternative_hosts) {
            lz_json_put_string(settings, "alternative_hosts", meeting->alternative_hosts);
        }
        lz_json_put(json, "settings", settings);
        lz_json_put_string(json, "assistant_id",
                           meeting->assistant_id ? meeting->assistant_id : "");
        if (meeting->tracking) {
            lz_json_put(json, "tracking_fields", json_tokener_parse(meeting->tracking));
        }
    }
    return json;
}

static void answer(const course_world_t *world, lz_http_response_t *response, int status,
                   json_object *json)
{
    lz_json_adopt(world->env->pool, json);
    response->status = APR_SUCCESS;
    response->sent = 1;
    response->http_status = status;
    response->body = lz_json_text(world->env->pool, json);
    response->body_length = strlen(response->body);
    apr_table_set(response->headers, "Content-Type", "application/json");
}

static void refuse(const course_world_t *world, lz_http_response_t *response, int status,
                   int code, const char *message)
{
    json_object *json = json_object_new_object();
    lz_json_put_int64(json, "code", code);
    lz_json_put_string(json, "message", message);
    answer(world, response, status, json);
}

static void give_user(const course_world_t *world, const char *who, lz_http_response_t *response)
{
    const int amara = strcmp(who, "amara%40example.edu") == 0;
    json_object *user = json_object_new_object();
    if (!amara && strcmp(who, "bruno%40example.edu") != 0
        && strcmp(who, "idle%40example.edu") != 0) {
        json_object_put(user);
        refuse(world, response, 404, 1001, "User does not exist.");
        return;
    }
    lz_json_put_string(user, "id", amara ? "host-1" : "host-2");
    lz_json_put_string(user, "email", amara ? "Amara@Example.edu"
                                            : strncmp(who, "idle", 4) ? BRUNO
                                                                      : "idle@example.edu");
    lz_json_put_string(user, "display_name", amara ? "Dr. Amara Okafor" : "");
    lz_json_put_string(user, "first_name", "Bruno");
    lz_json_put_string(user, "last_name", "Diaz");
    lz_json_put_string(user, "status", strncmp(who, "idle", 4) ? "active" : "inactive");
    lz_json_put_string(user, "timezone", "America/New_York");
    answer(world, response, 200, user);
}

static int is_listed(const course_world_t *world, const sim_meeting_t *meeting)
{
    const apr_time_t now = lz_now(world->env->clock);
    return !meeting->deleted && !meeting->unlisted
           && (!meeting->starts_at || strcmp(meeting->status, "started") == 0
               || meeting->starts_at + meeting->duration * MINUTE > now);
}

static void give_list(const course_world_t *world, const char *host, lz_http_response_t *response)
{
    json_object *json = json_object_new_object();
    json_object *rows = json_object_new_array();
    const char *host_id = strcmp(host, "amara%40example.edu") == 0 ? "host-1" : host;
    for (int i = 0; i < world->meetings->nelts; i++) {
        const sim_meeting_t *meeting = APR_ARRAY_IDX(world->meetings, i, sim_meeting_t *);
        if (strcmp(meeting->host_id, host_id) == 0 && is_listed(world, meeting)) {
            json_object_array_add(rows, json_of(world, meeting, 0));
        }
    }
    lz_json_put(json, "meetings", rows);
    lz_json_put_string(json, "next_page_token", "");
    answer(world, response, 200, json);
}

static void give_schedulers(const course_world_t *world, lz_http_response_t *response)
{
    json_object *json = json_object_new_object();
    json_object *list = json_object_new_array();
    if (world->schedulers) {
        json_object *one = json_object_new_object();
        lz_json_put_string(one, "id", world->schedulers);
        json_object_array_add(list, one);
    }
    lz_json_put(json, "schedulers", list);
    answer(world, response, 200, json);
}

static sim_meeting_t *meeting_at_zoom(const course_world_t *world, const char *id)
{
    for (int i = 0; i < world->meetings->nelts; i++) {
        sim_meeting_t *meeting = APR_ARRAY_IDX(world->meetings, i, sim_meeting_t *);
        if (strcmp(meeting->id, id) == 0 && !meeting->deleted) {
            return meeting;
        }
    }
    return NULL;
}

static void give_meeting(const course_world_t *world, const char *id,
                         lz_http_response_t *response)
{
    const sim_meeting_t *meeting = meeting_at_zoom(world, id);
    if (world->blind) {
        refuse(world, response, 500, 500, "Internal error.");
    } else if (meeting) {
        answer(world, response, 200, json_of(world, meeting, 1));
    } else {
        refuse(world, response, 404, 3001, "Meeting does not exist.");
    }
}

static void give_tracking(const course_world_t *world, lz_http_response_t *response)
{
    json_object *json = json_object_new_object();
    if (!world->tracking) {
        json_object_put(json);
        refuse(world, response, 400, 200, "Only available for paid account.");
        return;
    }
    lz_json_put(json, "tracking_fields", json_tokener_parse(world->tracking));
    answer(world, response, 200, json);
}

static void change_tracking(course_world_t *world, const char *id,
                            const lz_http_request_t *request, lz_http_response_t *response)
{
    apr_pool_t *pool = world->env->pool;
    const char *reason = "";
    sim_meeting_t *meeting = meeting_at_zoom(world, id);
    json_object *body = lz_json_parse(pool, request->body, request->body_length, LZ_JSON_OBJECT,
                                      &reason);
    json_object *list = lz_json_array(body, "tracking_fields");
    assert_non_null(meeting);
    assert_non_null(list);
    assert_int_equal(json_object_object_length(body), 1);
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        json_object *one = json_object_array_get_idx(list, i);
        assert_int_equal(json_object_object_length(one), 2);
        assert_non_null(lz_json_string(one, "value"));
        assert_non_null(strstr(world->tracking,
                               apr_pstrcat(pool, "\"field\":\"", lz_json_string(one, "field"), "\"",
                                           NULL)));
    }
    if (world->refuse_changes) {
        refuse(world, response, 400, 300, "Validation Failed.");
        return;
    }
    meeting->tracking = lz_json_text(pool, list);
    response->sent = 1;
    response->http_status = 204;
    response->body = "";
}

static sim_meeting_t *add_meeting(course_world_t *world, const char *id)
{
    sim_meeting_t *meeting = apr_pcalloc(world->env->pool, sizeof(*meeting));
    *meeting = (sim_meeting_t){
        .id = id, .host_id = "host-1", .topic = "Lecture", .agenda = "", .duration = 60,
        .status = "waiting", .password = "", .waiting_room = 1,
        .created_at = lz_now(world->env->clock)
    };
    APR_ARRAY_PUSH(world->meetings, sim_meeting_t *) = meeting;
    return meeting;
}

static const char *text_or(json_object *json, const char *name, const char *otherwise)
{
    const char *text = lz_json_string(json, name);
    return text ? text : otherwise;
}

static void make_meeting(course_world_t *world, const char *host_id,
                         const lz_http_request_t *request, lz_http_response_t *response)
{
    const char *reason = "";
    apr_pool_t *pool = world->env->pool;
    apr_int64_t duration = 60;
    json_object *body = lz_json_parse(pool, request->body, request->body_length, LZ_JSON_OBJECT,
                                      &reason);
    if (!body) {
        fail_msg("%s", reason);
    }
    sim_meeting_t *meeting = add_meeting(world, apr_psprintf(pool, "9000000000%d",
                                                             world->meetings->nelts));
    meeting->host_id = apr_pstrdup(pool, host_id);
    meeting->topic = text_or(body, "topic", "Zoom Meeting");
    meeting->agenda = text_or(body, "agenda", "");
    meeting->password = text_or(body, "password", "123456");
    meeting->timezone = text_or(body, "timezone", NULL);
    assert_true(lz_timestamp_parse(text_or(body, "start_time", ""), &meeting->starts_at));
    assert_true(lz_json_int64(body, "duration", &duration));
    meeting->duration = (int)duration;
    lz_json_bool(lz_json_object(body, "settings"), "waiting_room", &meeting->waiting_room);
    meeting->waiting_room |= world->lock_waiting_room;
    meeting->unlisted = world->late_lists;
    answer(world, response, 201, json_of(world, meeting, 1));
}

static void write_at_zoom(course_world_t *world, const char *host_id,
                          const lz_http_request_t *request, lz_http_response_t *response)
{
    if (world->refuse_writes) {
        refuse(world, response, 400, 300, "Validation Failed.");
        return;
    }
    if (world->drop_writes) {
        world->drop_writes--;
        response->status = APR_TIMEUP;
        response->sent = 1;
        return;
    }
    make_meeting(world, host_id, request, response);
    if (world->lose_answers) {
        world->lose_answers--;
        *response = (lz_http_response_t){
            .status = APR_TIMEUP, .sent = 1, .headers = apr_table_make(world->env->pool, 1),
            .body = "", .detail = "lost"
        };
    }
}

static int zoom_answers(void *baton, apr_pool_t *pool, const lz_http_request_t *request,
                        lz_http_response_t *response)
{
    course_world_t *world = baton;
    char *path = apr_pstrdup(pool, request->url + strlen(ZOOM_API));
    response->status = APR_SUCCESS;
    if (world->down) {
        response->status = APR_ECONNREFUSED;
        return 1;
    }
    path[strcspn(path, "?")] = '\0';
    if (strncmp(path, "/meetings/", 10) == 0) {
        if (strcmp(request->method, "PATCH") == 0) {
            change_tracking(world, path + 10, request, response);
        } else {
            give_meeting(world, path + 10, response);
        }
        return 1;
    }
    if (strcmp(path, "/tracking_fields") == 0) {
        give_tracking(world, response);
        return 1;
    }
    if (strncmp(path, "/users/", 7) != 0) {
        return 0;
    }
    char *who = path + 7;
    char *rest = strchr(who, '/');
    if (!rest) {
        give_user(world, who, response);
        return 1;
    }
    *rest = '\0';
    if (strcmp(request->method, "POST") == 0) {
        write_at_zoom(world, who, request, response);
    } else if (strcmp(rest + 1, "schedulers") == 0) {
        give_schedulers(world, response);
    } else {
        give_list(world, who, response);
    }
    return 1;
}

/* --- the course ------------------------------------------------------------------------------- */

course_world_t *course_world_create(apr_pool_t *pool, real_db_t *db)
{
    static const char *const secret = "a secret that is long enough for all of this, yes";
    course_world_t *world = apr_pcalloc(pool, sizeof(*world));
    lz_sealer_t *sealer = NULL;
    world->zoom = zoom_world_ready(pool);
    world->fake = world->zoom->fake;
    world->env = &world->fake->env;
    world->db = db;
    world->env->db = &db->db;
    world->meetings = apr_array_make(pool, 8, sizeof(sim_meeting_t *));
    world->fake->http->handler = zoom_answers;
    world->fake->http->handler_baton = world;
    world->platform = (lz_platform_t){ .name = "lms", .issuer = "https://lms.test" };
    assert_int_equal(lz_sealer_create(pool, &secret, 1, &sealer), APR_SUCCESS);
    world->site = (lz_site_t){
        .base_url = BASE_URL, .mount = "/zoom", .origin = "https://tools.example.edu",
        .sealer = sealer, .assets_version = "1", .join_lead = -1
    };
    return world;
}

lz_session_t course_session(const course_world_t *world, const char *email, lz_role_e role)
{
    return (lz_session_t){
        .course = "course-1", .course_title = "Organic Chemistry II",
        .person = apr_pstrcat(world->env->pool, "person of ", email, NULL),
        .name = "", .email = email, .locale = "en", .time_zone = "Europe/Berlin",
        .frame_origin = "", .csrf = "csrf", .role = role,
        .standing = lz_standing(role, 0), .platform = &world->platform,
        .account = &world->zoom->account, .expires = APR_INT64_MAX
    };
}

sim_meeting_t *course_meeting(course_world_t *world, const char *id, int minutes)
{
    sim_meeting_t *meeting = add_meeting(world, id);
    meeting->starts_at = lz_now(world->env->clock) + minutes * MINUTE;
    return meeting;
}

void course_add(course_world_t *world, const char *course, const sim_meeting_t *meeting)
{
    const lz_snapshots_t snapshots = {
        .env = world->env, .site = &world->site, .account = &world->zoom->account
    };
    json_object *json = lz_json_adopt(world->env->pool, json_of(world, meeting, 1));
    lz_json_put_string(json, "id", meeting->id);
    lz_meeting_t *row = lz_snapshot_of_meeting(&snapshots, json, lz_now(world->env->clock));
    lz_store_t *store = NULL;
    assert_non_null(row);
    expect_ok(lz_store_open(world->env, &store));
    expect_ok(lz_store_put_meeting(store, row));
    expect_ok(lz_store_put_host(store, row->account, row->host_id, "Dr. Amara Okafor"));
    expect_ok(lz_store_add_to_course(store, course, row->account, row->id, "somebody"));
    lz_store_close(store);
}

void course_wait(course_world_t *world, apr_interval_time_t by)
{
    fake_clock_advance(world->fake->clock, by);
    world->env->deadline = lz_now(world->env->clock) + apr_time_from_sec(8);
}

int course_lists(const course_world_t *world, const char *whose)
{
    return fake_http_count(world->fake->http, "GET",
                           apr_pstrcat(world->env->pool, ZOOM_API "/users/", whose, "/meetings*",
                                       NULL));
}

int course_looks(const course_world_t *world, const char *id)
{
    return fake_http_count(world->fake->http, "GET",
                           apr_pstrcat(world->env->pool, ZOOM_API "/meetings/", id, NULL));
}

int course_look_ups(const course_world_t *world)
{
    return fake_http_count(world->fake->http, "GET", ZOOM_API "/users/amara%40example.edu")
           + fake_http_count(world->fake->http, "GET", ZOOM_API "/users/bruno%40example.edu")
           + fake_http_count(world->fake->http, "GET", ZOOM_API "/users/nobody%40example.edu")
           + fake_http_count(world->fake->http, "GET", ZOOM_API "/users/idle%40example.edu");
}

int course_creations(const course_world_t *world)
{
    return fake_http_count(world->fake->http, "POST", ZOOM_API "/users/*");
}

int course_changes(const course_world_t *world, const char *id)
{
    return fake_http_count(world->fake->http, "PATCH",
                           apr_pstrcat(world->env->pool, ZOOM_API "/meetings/", id, NULL));
}

json_object *course_json(const course_world_t *world, const char *text)
{
    const char *reason = "";
    json_object *json = lz_json_parse(world->env->pool, text, strlen(text), LZ_JSON_OBJECT,
                                      &reason);
    if (!json) {
        fail_msg("%s: %s", reason, text);
    }
    return json;
}

void expect_ok(const lz_problem_t *problem)
{
    if (problem) {
        fail_msg("LZ%04d %s: %s", problem->tag, problem->kind, problem->cause);
    }
}

void expect_problem(const lz_problem_t *problem, lz_problem_id_e id)
{
    assert_non_null(problem);
    if (problem->id != id) {
        fail_msg("LZ%04d %s: %s", problem->tag, problem->kind, problem->cause);
    }
}
