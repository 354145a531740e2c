/* SPDX-License-Identifier: Apache-2.0 */
#include "room.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/url.h"
#include "form_value.h"
#include "person.h"
#include "projection.h"

/* What of the form a room has; it has no time, no dates and no other host. */
static const char *const fields[] = {
    "topic", "password", "settings.host_video", "settings.participant_video", "settings.audio",
    "settings.join_before_host", "settings.jbh_time", "settings.mute_upon_entry",
    "settings.waiting_room", "settings.auto_recording", "settings.meeting_authentication",
    "settings.authentication_option", "settings.focus_mode", NULL
};

#define FIRST_SETTING 2     /* of fields */

typedef struct room_t {
    const lz_env_t     *env;
    const lz_session_t *session;
    lz_person_t        *person;
    json_object        *zoom;       /* Zoom's answer about it */
} room_t;

/* --- at Zoom ---------------------------------------------------------------------------------- */

static const lz_problem_t *no_room(const lz_env_t *env, const char *why)
{
    return lz_problem(env->pool, LZ_P_NO_ROOM, "%s", why);
}

static const lz_problem_t *find(room_t *room)
{
    const lz_env_t *env = room->env;
    if (!(lz_may_in_course(room->session->standing, 1) & LZ_MAY_SCHEDULE)) {
        return lz_problem(env->pool, LZ_P_FORBIDDEN, "a student asks for a personal room");
    }
    const lz_problem_t *problem = lz_person_find(env, room->session, &room->person);
    if (!problem && !*room->person->pmi) {
        problem = no_room(env, "the Zoom user has no PMI");
    }
    return problem;
}

static const lz_problem_t *look(room_t *room)
{
    lz_zoom_call_t call = {
        .operation = LZ_ZOOM_MEETING_GET, .path_parameter = room->person->pmi
    };
    lz_zoom_perform(room->env, room->session->account, &call, 1);
    if (call.problem && call.problem->id == LZ_P_ZOOM_GONE) {
        return no_room(room->env, "Zoom does not know the PMI of its user");
    }
    room->zoom = call.answer;
    return call.problem;
}

/* --- JSON ------------------------------------------------------------------------------------- */

static json_object *room_json(const room_t *room)
{
    const int may = LZ_MAY_START | LZ_MAY_EDIT | LZ_MAY_INVITATION;
    json_object *json = json_object_new_object();
    lz_json_put_string(json, "id", room->person->pmi);
    lz_json_put_string(json, "topic", lz_json_string(room->zoom, "topic"));
    lz_json_put_string(json, "join_url", lz_json_string(room->zoom, "join_url"));
    lz_json_put_string(json, "password", lz_form_text(room->zoom, "password"));
    lz_json_put(json, "settings", json_object_new_object());
    for (const char *const *field = fields + FIRST_SETTING; *field; field++) {
        json_object *value = lz_form_get_value(room->zoom, *field);
        if (value) {
            lz_form_put_value(json, *field, lz_form_copy(value));
        }
    }
    lz_json_put(json, "actions", lz_actions_json(may));
    return json;
}

static void warn(json_object *warnings, const lz_problem_t *problem)
{
    if (problem->id == LZ_P_NO_ROOM || lz_person_is_unknown(problem)) {
        lz_project_warning(warnings, problem->kind, problem->message);
    } else {
        lz_project_warning(warnings, "zoom_stale",
                           "Zoom has not answered. Try again in a moment.");
    }
}

static json_object *members_of(const room_t *room, const lz_problem_t *problem)
{
    json_object *members = lz_json_adopt(room->env->pool, json_object_new_object());
    json_object *warnings = json_object_new_array();
    lz_json_put(members, "room", problem ? NULL : room_json(room));
    lz_json_put(members, "warnings", warnings);
    if (problem) {
        warn(warnings, problem);
    }
    return members;
}

const lz_problem_t *lz_room_view(const lz_env_t *env, const lz_session_t *session,
                                 json_object **members)
{
    room_t room = { .env = env, .session = session };
    const lz_problem_t *problem = find(&room);
    if (problem && problem->id == LZ_P_FORBIDDEN) {
        return problem;
    }
    problem = problem ? problem : look(&room);
    *members = members_of(&room, problem);
    return NULL;
}

/* --- changes ---------------------------------------------------------------------------------- */

typedef struct change_t {
    const lz_env_t *env;
    lz_problem_t   *problem;    /* its fields are the wrong ones */
    json_object    *body;
} change_t;

static int is_of_a_room(const char *path)
{
    for (const char *const *field = fields; *field; field++) {
        if (strcmp(*field, path) == 0) {
            return 1;
        }
    }
    return 0;
}

static void take(void *baton, const char *path, json_object *value)
{
    change_t *change = baton;
    const lz_form_field_t *field = is_of_a_room(path) ? lz_form_field(path) : NULL;
    if (!field) {
        lz_problem_field(change->env->pool, change->problem,
                         strlen(path) <= 100 ? path : "settings",
                         "This cannot be changed about a personal room.");
    } else if (!value || !lz_form_value_fits(field, value)) {
        lz_problem_field(change->env->pool, change->problem, path, field->wrong);
    } else {
        lz_form_put_value(change->body, path, lz_form_copy(value));
    }
}

static const lz_problem_t *send_change(const room_t *room, json_object *body)
{
    lz_zoom_call_t call = {
        .operation = LZ_ZOOM_MEETING_UPDATE, .path_parameter = room->person->pmi,
        .host = room->person->zoom_id, .body = body
    };
    lz_zoom_perform(room->env, room->session->account, &call, 1);
    if (call.problem && call.problem->id == LZ_P_ZOOM_GONE) {
        return no_room(room->env, "Zoom does not know the PMI of its user");
    }
    return call.problem ? lz_form_refusal(room->env->pool, call.problem) : NULL;
}

const lz_problem_t *lz_room_change(const lz_env_t *env, const lz_session_t *session,
                                   json_object *sent, json_object **members)
{
    room_t room = { .env = env, .session = session };
    change_t change = {
        .env = env,
        .problem = lz_problem(env->pool, LZ_P_FIELDS, "a personal room"),
        .body = lz_json_adopt(env->pool, json_object_new_object())
    };
    const lz_problem_t *problem = find(&room);
    if (problem) {
        return problem;
    }
    lz_form_value_each(env->pool, sent, take, &change);
    if (change.problem->fields) {
        return change.problem;
    }
    if (json_object_object_length(change.body) > 0) {
        problem = send_change(&room, change.body);
    }
    if (!problem) {
        *members = members_of(&room, look(&room));
    }
    return problem;
}

/* --- the way in ------------------------------------------------------------------------------- */

const lz_problem_t *lz_room_start_link(const lz_env_t *env, const lz_session_t *session,
                                       const char **link)
{
    const int rules = session->account->loopback ? LZ_URL_LOOPBACK_HTTP : LZ_URL_HTTPS;
    room_t room = { .env = env, .session = session };
    const lz_problem_t *problem = find(&room);
    problem = problem ? problem : look(&room);
    if (problem) {
        return problem;
    }
    const char *url = lz_json_string(room.zoom, "start_url");
    const char *host_id = lz_form_text(room.zoom, "host_id");
    if (strcmp(host_id, room.person->zoom_id) != 0 || !url || lz_url_check(url, rules)) {
        return lz_problem(env->pool, LZ_P_ZOOM_ANSWER, "a personal room has no usable start link");
    }
    *link = url;
    return NULL;
}
