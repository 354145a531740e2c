/* SPDX-License-Identifier: Apache-2.0 */
#include "course_settings.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/json.h"
#include "../store/course_settings.h"
#include "form_proposal.h"
#include "form_value.h"
#include "hot.h"
#include "projection.h"
#include "sections.h"

#define NOT_A_SETTING "This cannot be set for a course."
#define SHOWN_NAME_MAX 100
#define LOCKED        "This is fixed for all courses."

static const lz_problem_t *check_standing(const lz_env_t *env, const lz_session_t *session)
{
    return session->standing == LZ_STANDING_HOST
           ? NULL : lz_problem(env->pool, LZ_P_FORBIDDEN, "a student asks for the settings");
}

/* --- what is set ------------------------------------------------------------------------------ */

/* A field that an older version took and this one does not is passed over. */
static void put_setting(apr_pool_t *pool, const lz_course_setting_t *setting,
                        json_object *meeting, int *publish_all)
{
    const lz_form_field_t *field = lz_form_field(setting->name);
    const char *reason = "";
    if (strcmp(setting->name, LZ_SETTING_PUBLISH_ALL) == 0) {
        *publish_all = strcmp(setting->value, "true") == 0;
        return;
    }
    json_object *value = lz_json_parse(pool, setting->value, strlen(setting->value), LZ_JSON_ANY,
                                       &reason);
    if (field && field->site && value) {
        lz_form_put_value(meeting, setting->name, json_object_get(value));
    }
}

static const lz_problem_t *read_settings(const lz_env_t *env, const lz_session_t *session,
                                         json_object *meeting, int *publish_all)
{
    apr_array_header_t *settings = NULL;
    const lz_problem_t *problem = lz_store_course_settings(env, session->course, &settings);
    *publish_all = 0;
    for (int i = 0; !problem && i < settings->nelts; i++) {
        put_setting(env->pool, &APR_ARRAY_IDX(settings, i, lz_course_setting_t), meeting,
                    publish_all);
    }
    return problem;
}

const lz_problem_t *lz_course_defaults(const lz_env_t *env, const lz_session_t *session,
                                       json_object **meeting)
{
    int publish_all = 0;
    *meeting = lz_json_adopt(env->pool, json_object_new_object());
    return read_settings(env, session, *meeting, &publish_all);
}

/* --- the view --------------------------------------------------------------------------------- */

/* What the form proposes to this person without the settings, and what of it is locked. */
static lz_form_proposal_t propose(const lz_env_t *env, const lz_site_t *site,
                                  const lz_session_t *session)
{
    lz_person_t *person = NULL;
    lz_env_t zoom_env = *env;       /* leaves time for the database */
    zoom_env.deadline = lz_now(env->clock) + lz_env_remaining(env) / 2;
    const lz_problem_t *problem = lz_person_find(&zoom_env, session, &person);
    const lz_form_wanted_t wanted = {
        .parts = LZ_SETUP_OF_SETTINGS, .host = problem ? NULL : person
    };
    return lz_form_propose(&zoom_env, site, session, &wanted);
}

static void put_proposal(const lz_form_proposal_t *proposal, json_object *meeting)
{
    json_object *locks = lz_json_object(proposal->options, "locks");
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        json_object *locked = lz_json_member(lz_json_object(locks, field->path), "value");
        json_object *value = locked ? locked : lz_form_get_value(proposal->form, field->path);
        if (field->site && value && (locked || !lz_form_get_value(meeting, field->path))) {
            lz_form_put_value(meeting, field->path, lz_form_copy(value));
        }
    }
}

static const lz_problem_t *view_of(const lz_env_t *env, const lz_session_t *session,
                                   const lz_form_proposal_t *proposal, json_object **members)
{
    json_object *settings = json_object_new_object();
    json_object *meeting = json_object_new_object();
    json_object *warnings = json_object_new_array();
    int publish_all = 0;
    *members = lz_json_adopt(env->pool, json_object_new_object());
    lz_json_put(*members, "settings", settings);
    lz_json_put(settings, "meeting", meeting);
    lz_json_put(*members, "sections", lz_sections_known(env, session));
    lz_json_put(*members, "locks", json_object_get(lz_json_object(proposal->options, "locks")));
    lz_json_put(*members, "warnings", warnings);
    const lz_problem_t *problem = read_settings(env, session, meeting, &publish_all);
    if (!problem) {
        lz_json_put_bool(settings, "publish_all", publish_all);
        put_proposal(proposal, meeting);
        lz_form_tell_gaps(proposal, warnings);
    }
    return problem;
}

const lz_problem_t *lz_course_settings_view(const lz_env_t *env, const lz_site_t *site,
                                            const lz_session_t *session, json_object **members)
{
    const lz_problem_t *problem = check_standing(env, session);
    if (problem) {
        return problem;
    }
    const lz_form_proposal_t proposal = propose(env, site, session);
    return view_of(env, session, &proposal, members);
}

/* --- changes ---------------------------------------------------------------------------------- */

typedef struct change_t {
    const lz_env_t     *env;
    json_object        *locks;
    lz_problem_t       *problem;    /* its fields are the wrong ones */
    apr_array_header_t *settings;   /* lz_course_setting_t */
} change_t;

/* What has no name of ours is named as it was sent, unless that is very long. */
static void wrong(change_t *change, const char *path, const char *message)
{
    lz_problem_field(change->env->pool, change->problem,
                     strlen(path) <= SHOWN_NAME_MAX ? path : "settings", message);
}

static void add(change_t *change, const char *name, json_object *value)
{
    lz_course_setting_t *setting = apr_array_push(change->settings);
    setting->name = apr_pstrdup(change->env->pool, name);
    setting->value = value ? lz_json_text(change->env->pool, value) : NULL;
}

static void add_sections(change_t *change, const char *path, json_object *value)
{
    apr_pool_t *pool = change->env->pool;
    const char *names = "";
    const char *reason = lz_sections_read(pool, value, &names);
    if (reason) {
        wrong(change, path, reason);
    } else {
        add(change, path, *names ? lz_json_adopt(pool, lz_sections_json(pool, names)) : NULL);
    }
}

static void take_field(void *baton, const char *path, json_object *value)
{
    change_t *change = baton;
    const lz_form_field_t *field = lz_form_field(path);
    if (!field || !field->site) {
        wrong(change, path, NOT_A_SETTING);
    } else if (lz_json_member(change->locks, path)) {
        wrong(change, path, LOCKED);
    } else if (field->kind == LZ_KIND_SECTIONS) {
        add_sections(change, path, value);
    } else if (value && !lz_form_value_fits(field, value)) {
        wrong(change, path, field->wrong);
    } else {
        add(change, path, value);
    }
}

static void take(change_t *change, json_object *sent)
{
    json_object_object_foreach(sent, name, value) {
        if (strcmp(name, LZ_SETTING_PUBLISH_ALL) == 0) {
            if (json_object_is_type(value, json_type_boolean)) {
                add(change, name, value);
            } else {
                wrong(change, name, "This must be true or false.");
            }
        } else if (strcmp(name, "meeting") == 0 && json_object_is_type(value, json_type_object)) {
            lz_form_value_each(change->env->pool, value, take_field, change);
        } else {
            wrong(change, name, NOT_A_SETTING);
        }
    }
}

const lz_problem_t *lz_course_settings_change(const lz_env_t *env, const lz_site_t *site,
                                              const lz_session_t *session, json_object *sent,
                                              json_object **members)
{
    const lz_problem_t *problem = check_standing(env, session);
    if (problem) {
        return problem;
    }
    const lz_form_proposal_t proposal = propose(env, site, session);
    change_t change = {
        .env = env,
        .locks = lz_json_object(proposal.options, "locks"),
        .problem = lz_problem(env->pool, LZ_P_FIELDS, "settings of the course"),
        .settings = apr_array_make(env->pool, 8, sizeof(lz_course_setting_t))
    };
    take(&change, sent);
    if (change.problem->fields) {
        return change.problem;
    }
    problem = lz_store_set_course(env, session->course, session->person, change.settings);
    if (!problem) {
        lz_hot_forget(env, session->course);
    }
    return problem ? problem : view_of(env, session, &proposal, members);
}
