/* SPDX-License-Identifier: Apache-2.0 */
#include "privacy.h"

#include <apr_strings.h>

#include "../base/json.h"
#include "../base/timestamp.h"
#include "../store/people.h"
#include "../zoom/data_map.h"
#include "../zoom/webhook.h"
#include "hot.h"
#include "kept.h"
#include "person.h"

static json_object *fields_json(const lz_zoom_field_t *kept)
{
    json_object *fields = json_object_new_array();
    for (const lz_zoom_field_t *field = kept; field->path; field++) {
        json_object *one = json_object_new_object();
        lz_json_put_string(one, "path", field->path);
        lz_json_put_string(one, "purpose", field->purpose);
        lz_json_push(fields, one);
    }
    return fields;
}

/* What Zoom tells by itself, where something of it is read. */
static void add_events(json_object *operations)
{
    for (int id = 0; id < LZ_EVENT_COUNT; id++) {
        const lz_zoom_field_t *fields = lz_webhook_fields((lz_zoom_event_id_e)id);
        if (fields && fields->path) {
            json_object *one = json_object_new_object();
            lz_json_put_string(one, "name", lz_webhook_name((lz_zoom_event_id_e)id));
            lz_json_put_string(one, "feature", "knowing at once what has changed at Zoom");
            lz_json_put_string(one, "scope_granular", NULL);
            lz_json_put_string(one, "scope_classic", NULL);
            lz_json_put(one, "fields", fields_json(fields));
            lz_json_push(operations, one);
        }
    }
}

json_object *lz_privacy_operations(void)
{
    json_object *operations = json_object_new_array();
    for (int id = 0; id < LZ_ZOOM_OPERATION_COUNT; id++) {
        const lz_zoom_operation_t *operation = lz_zoom_operation((lz_zoom_operation_id_e)id);
        json_object *one = json_object_new_object();
        lz_json_put_string(one, "name", operation->name);
        lz_json_put_string(one, "feature", operation->feature);
        lz_json_put_string(one, "scope_granular", operation->scope_granular);
        lz_json_put_string(one, "scope_classic", operation->scope_classic);
        lz_json_put(one, "fields", fields_json(operation->fields));
        lz_json_push(operations, one);
    }
    add_events(operations);
    return operations;
}

json_object *lz_privacy_kept(const lz_env_t *env, const lz_site_t *site)
{
    json_object *kept = json_object_new_array();
    for (const lz_kept_t *one = lz_kept(); one->what; one++) {
        json_object *json = json_object_new_object();
        lz_json_put_string(json, "what", one->what);
        lz_json_put_string(json, "where", one->where);
        lz_json_put_string(json, "how_long",
                           one->how_long
                           ? one->how_long
                           : apr_psprintf(env->pool, "%" APR_INT64_T_FMT " minutes after you "
                                          "opened the page from your course",
                                          apr_time_sec(site->session_lifetime) / 60));
        lz_json_push(kept, json);
    }
    return kept;
}

/* What the sealed session in the browser says. */
static json_object *session_json(const lz_session_t *session)
{
    json_object *json = json_object_new_object();
    lz_json_put_string(json, "name", session->name);
    lz_json_put_string(json, "email", session->email);
    lz_json_put_string(json, "role", lz_role_name(session->role));
    lz_json_put_string(json, "locale", session->locale);
    lz_json_put_string(json, "time_zone", session->time_zone);
    lz_json_put_string(json, "course", session->course_title);
    return json;
}

const lz_problem_t *lz_privacy_export(const lz_env_t *env, const lz_session_t *session,
                                      json_object **held)
{
    json_object *rows = NULL;
    const lz_problem_t *problem = lz_store_export_person(env, session->person, &rows);
    if (problem) {
        return problem;
    }
    *held = lz_json_adopt(env->pool, rows);
    lz_json_put_string(*held, "exported_at", lz_timestamp(env->pool, lz_now(env->clock)));
    lz_json_put(*held, "session", session_json(session));
    return NULL;
}

const lz_problem_t *lz_privacy_erase(const lz_env_t *env, const lz_session_t *session)
{
    const apr_array_header_t *courses = NULL;
    const lz_problem_t *problem = lz_store_erase_person(env, session->person, &courses);
    if (problem) {
        return problem;
    }
    lz_person_forget(env, session);
    for (int i = 0; i < courses->nelts; i++) {
        lz_hot_forget(env, APR_ARRAY_IDX(courses, i, const char *));
    }
    return NULL;
}
