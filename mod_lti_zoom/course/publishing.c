/* SPDX-License-Identifier: Apache-2.0 */
#include "publishing.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/json.h"
#include "../base/timestamp.h"
#include "../store/audit.h"
#include "../zoom/client.h"
#include "hot.h"
#include "recording_detail.h"
#include "recordings_refresh.h"
#include "sections.h"

#define PUBLICLY "publicly"

/* One change of one recording. */
typedef struct change_t {
    const lz_env_t      *env;
    const lz_session_t  *session;
    lz_recording_view_t  view;
    lz_publication_t     publication;   /* as it will be */
    int                  changes;       /* something of it is new */
    int                  share;         /* open it at Zoom */
} change_t;

static const lz_problem_t *forbidden(const lz_env_t *env, const lz_session_t *session)
{
    return lz_recording_may(session) & LZ_MAY_PUBLISH
           ? NULL : lz_problem(env->pool, LZ_P_FORBIDDEN, "a student publishes recordings");
}

/* --- what was sent ---------------------------------------------------------------------------- */

static void wrong(change_t *change, lz_problem_t **problem, const char *field,
                  const char *message)
{
    if (!*problem) {
        *problem = lz_problem(change->env->pool, LZ_P_FIELDS, "publishing a recording");
    }
    lz_problem_field(change->env->pool, *problem, field, message);
}

static void take_date(change_t *change, const char *name, json_object *value, apr_time_t *date,
                      lz_problem_t **problem)
{
    change->changes = 1;
    if (!value) {
        *date = 0;
    } else if (!json_object_is_type(value, json_type_string)
               || !lz_timestamp_parse(json_object_get_string(value), date) || *date <= 0) {
        wrong(change, problem, name, "This must be a time in UTC, like 2026-11-30T09:15:00Z.");
    }
}

/* null: those of its meeting. */
static void take_sections(change_t *change, json_object *value, lz_problem_t **problem)
{
    const char *reason = NULL;
    const char *names = "";
    change->changes = 1;
    if (value) {
        reason = lz_sections_read(change->env->pool, value, &names);
    }
    if (reason) {
        wrong(change, problem, "sections", reason);
    }
    change->publication.sections = value ? names : NULL;
}

static void take_member(change_t *change, const char *name, json_object *value,
                        lz_problem_t **problem)
{
    const int is_flag = json_object_is_type(value, json_type_boolean);
    if (strcmp(name, "publish_from") == 0) {
        take_date(change, name, value, &change->publication.from, problem);
    } else if (strcmp(name, "publish_until") == 0) {
        take_date(change, name, value, &change->publication.until, problem);
    } else if (strcmp(name, "published") == 0 && is_flag) {
        change->publication.published = json_object_get_boolean(value) ? LZ_PUBLISHED_YES
                                                                       : LZ_PUBLISHED_NO;
        change->changes = 1;
    } else if (strcmp(name, "sections") == 0) {
        take_sections(change, value, problem);
    } else if (strcmp(name, "share") == 0 && json_object_is_type(value, json_type_string)
               && strcmp(json_object_get_string(value), PUBLICLY) == 0) {
        change->share = 1;
    } else {
        wrong(change, problem, strlen(name) <= 100 ? name : "published",
              strcmp(name, "published") == 0 ? "This must be true or false."
              : strcmp(name, "share") == 0 ? "A recording can only be opened here: publicly."
              : "This is nothing that can be changed.");
    }
}

static const lz_problem_t *take(change_t *change, json_object *sent)
{
    lz_problem_t *problem = NULL;
    lz_publication_t *publication = &change->publication;
    *publication = change->view.recording.publication;
    if (publication->published == LZ_PUBLISHED_UNSAID) {
        publication->published = lz_recording_published(&change->view) ? LZ_PUBLISHED_YES
                                                                       : LZ_PUBLISHED_NO;
    }
    json_object_object_foreach(sent, name, value) {
        take_member(change, name, value, &problem);
    }
    if (!problem && publication->until && publication->until <= publication->from) {
        wrong(change, &problem, "publish_until", "This must be after the first day.");
    }
    publication->changed_by = change->session->person;
    return problem;
}

/* --- at Zoom ---------------------------------------------------------------------------------- */

static const lz_problem_t *open_at_zoom(change_t *change)
{
    json_object *body = lz_json_adopt(change->env->pool, json_object_new_object());
    lz_zoom_call_t call = {
        .operation = LZ_ZOOM_RECORDING_SETTINGS_UPDATE,
        .path_parameter = change->view.recording.recording.uuid,
        .body = body
    };
    lz_json_put_string(body, "share_recording", PUBLICLY);
    lz_zoom_perform(change->env, change->session->account, &call, 1);
    return call.problem && call.problem->id == LZ_P_ZOOM_NO_RECORDING
           ? lz_problem(change->env->pool, LZ_P_NO_SUCH_RECORDING,
                        "Zoom has this recording no longer") : call.problem;
}

/* Who publishes wants to know whether Zoom lets students in; without an answer what was seen. */
static void look_at_share(change_t *change)
{
    lz_env_t patient = *change->env;
    lz_zoom_call_t call = {
        .operation = LZ_ZOOM_RECORDING_SETTINGS,
        .path_parameter = change->view.recording.recording.uuid
    };
    patient.deadline = lz_now(patient.clock) + lz_env_remaining(change->env) / 2;
    lz_zoom_perform(&patient, change->session->account, &call, 1);
    const char *share = call.problem ? NULL : lz_json_string(call.answer, "share_recording");
    if (share) {
        lz_recording_note_share(change->env, &change->view, share);
        change->view.recording.share = share;
    }
}

/* --- here ------------------------------------------------------------------------------------- */

static const char *words_of(const change_t *change)
{
    apr_pool_t *pool = change->env->pool;
    const lz_publication_t *publication = &change->publication;
    return apr_pstrcat(pool, publication->published == LZ_PUBLISHED_YES ? "published"
                                                                        : "unpublished",
                       publication->from ? " from " : "",
                       publication->from ? lz_timestamp(pool, publication->from) : "",
                       publication->until ? " until " : "",
                       publication->until ? lz_timestamp(pool, publication->until) : "",
                       !publication->sections ? "" : *publication->sections
                       ? ", for some sections" : ", for the whole course",
                       change->share ? ", opened at Zoom" : "", NULL);
}

static const lz_problem_t *write_rows(const change_t *change, lz_store_t *store)
{
    const lz_recording_t *recording = &change->view.recording.recording;
    const lz_audit_t audit = {
        .course = change->session->course,
        .person = change->session->person,
        .action = change->changes ? "recording.publish" : "recording.share",
        .subject = recording->uuid,
        .detail = words_of(change)
    };
    const lz_problem_t *problem = lz_store_begin(store);
    if (!problem && change->changes) {
        problem = lz_store_publish(store, change->session->course, recording->account,
                                   recording->uuid, &change->publication);
    }
    if (!problem && change->share) {
        problem = lz_store_recording_share(store, recording->account, recording->uuid, PUBLICLY);
    }
    if (!problem) {
        problem = lz_store_audit(store, &audit);
    }
    return problem ? problem : lz_store_commit(store);
}

static const lz_problem_t *write_change(const change_t *change)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(change->env, &store);
    if (!problem) {
        problem = write_rows(change, store);
    }
    lz_store_close(store);
    return problem;
}

static const lz_problem_t *carry_out(change_t *change)
{
    const lz_problem_t *problem = change->share ? open_at_zoom(change) : NULL;
    if (!problem && (change->changes || change->share)) {
        problem = write_change(change);
        lz_hot_forget(change->env, change->session->course);
    }
    return problem;
}

const lz_problem_t *lz_publish_one(const lz_env_t *env, const lz_site_t *site,
                                   const lz_session_t *session, const char *name,
                                   json_object *sent, json_object **members)
{
    change_t change = { .env = env, .session = session };
    const lz_problem_t *problem = lz_recording_find(env, site, session, name, &change.view);
    problem = problem ? problem : forbidden(env, session);
    problem = problem ? problem : take(&change, sent);
    problem = problem ? problem : carry_out(&change);
    if (!problem) {
        problem = lz_recording_find(env, site, session, name, &change.view);
    }
    if (problem) {
        return problem;
    }
    if (lz_recording_published(&change.view) && !change.share) {
        look_at_share(&change);
    }
    json_object *warnings = json_object_new_array();
    lz_recording_warn(&change.view, warnings);
    *members = lz_json_adopt(env->pool, json_object_new_object());
    lz_json_put(*members, "recording", lz_recording_json(env, session, &change.view));
    lz_json_put(*members, "warnings", warnings);
    return NULL;
}

/* --- all of them ------------------------------------------------------------------------------ */

static const lz_problem_t *write_all(const lz_env_t *env, const lz_session_t *session,
                                     int published, int *changed)
{
    lz_store_t *store = NULL;
    const lz_audit_t audit = {
        .course = session->course, .person = session->person, .action = "recording.publish",
        .subject = "", .detail = published ? "published" : "unpublished"
    };
    const lz_problem_t *problem = lz_store_open_to_write(env, &store);
    if (!problem) {
        problem = lz_store_publish_all(store, session->course, session->account->account_id,
                                       published, session->person, changed);
    }
    if (!problem) {
        problem = lz_store_audit(store, &audit);
    }
    return lz_store_end(store, problem);
}

const lz_problem_t *lz_publish_all(const lz_env_t *env, const lz_site_t *site,
                                   const lz_session_t *session, json_object *sent,
                                   json_object **answer)
{
    int published = 0;
    int changed = 0;
    const lz_problem_t *behind = NULL;
    const lz_problem_t *problem = forbidden(env, session);
    if (!problem && !lz_json_bool(sent, "published", &published)) {
        lz_problem_t *refused = lz_problem(env->pool, LZ_P_FIELDS, "publishing all recordings");
        lz_problem_field(env->pool, refused, "published", "This must be true or false.");
        problem = refused;
    }
    if (!problem) {
        problem = lz_recordings_refresh(env, site, session,
                                        lz_now(env->clock) - LZ_RECORDINGS_SHOWN, &behind);
    }
    problem = problem ? problem : write_all(env, session, published, &changed);
    if (problem) {
        return problem;
    }
    lz_hot_forget(env, session->course);
    *answer = lz_json_adopt(env->pool, json_object_new_object());
    lz_json_put_bool(*answer, "published", published);
    lz_json_put_int64(*answer, "recordings", changed);
    return NULL;
}
