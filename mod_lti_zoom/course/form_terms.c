/* SPDX-License-Identifier: Apache-2.0 */
#include "form_terms.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/timestamp.h"
#include "meeting_form_table.h"

#define HOUR apr_time_from_sec(3600)

/* --- the proposal ----------------------------------------------------------------------------- */

static const char *zone_of(const lz_session_t *session, const lz_person_t *person)
{
    if (person && lz_time_zone_valid(person->time_zone)) {
        return person->time_zone;
    }
    return lz_time_zone_valid(session->time_zone) ? session->time_zone : "UTC";
}

/* Topics are cut where a character ends. */
static const char *topic_of(apr_pool_t *pool, const char *title)
{
    const char *end = title;
    for (int n = 0; *end && n < lz_form_field("topic")->max; n++) {
        do {
            end++;
        } while (((unsigned char)*end & 0xC0) == 0x80);
    }
    return apr_pstrmemdup(pool, title, (apr_size_t)(end - title));
}

/* What every form begins with, by the table. */
static json_object *fallbacks(apr_pool_t *pool)
{
    const char *reason = "";
    json_object *form = lz_json_adopt(pool, json_object_new_object());
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        if (field->fallback) {
            json_object *value = lz_json_parse(pool, field->fallback, strlen(field->fallback),
                                               LZ_JSON_ANY, &reason);
            lz_form_put_value(form, field->path, lz_form_copy(value));
        }
    }
    return form;
}

static json_object *propose(const lz_env_t *env, const lz_session_t *session,
                            const lz_person_t *person)
{
    const apr_time_t now = lz_now(env->clock);
    json_object *form = fallbacks(env->pool);
    lz_json_put_string(form, "topic", topic_of(env->pool, session->course_title));
    lz_json_put_string(form, "start_time", lz_timestamp(env->pool, now - now % HOUR + HOUR));
    lz_json_put_string(form, "timezone", zone_of(session, person));
    return form;
}

json_object *lz_form_open(const lz_env_t *env, const lz_site_t *site, const lz_session_t *session,
                          const lz_person_t *person, json_object *before)
{
    json_object *members = lz_json_adopt(env->pool, json_object_new_object());
    (void)site;
    (void)before;
    lz_json_put(members, "form", json_object_get(propose(env, session, person)));
    lz_json_put(members, "options", json_object_new_object());
    lz_json_put(members, "warnings", json_object_new_array());
    return members;
}

/* --- reading ---------------------------------------------------------------------------------- */

const lz_problem_t *lz_form_accept(const lz_env_t *env, const lz_site_t *site,
                                   const lz_session_t *session, const lz_form_request_t *request,
                                   json_object *sent, lz_meeting_form_t *form)
{
    const lz_form_terms_t terms = {
        .mode = request->mode,
        .now = request->wished_at,
        .proposal = propose(env, session, request->person),
        .before = request->before,
        .host_email = request->person->email
    };
    (void)site;
    const lz_problem_t *problem = lz_form_read(env->pool, &terms, sent, form);
    form->host_id = request->person->zoom_id;
    form->host_name = request->person->name;
    return problem;
}
