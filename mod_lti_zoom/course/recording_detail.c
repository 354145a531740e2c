/* SPDX-License-Identifier: Apache-2.0 */
#include "recording_detail.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/json.h"
#include "../base/timestamp.h"
#include "../base/url.h"
#include "../zoom/client.h"
#include "projection.h"
#include "sections.h"

/* A link to download is good for that many seconds: the browser follows it at once. */
#define DOWNLOAD_SECONDS "60"

typedef struct detail_t {
    const lz_env_t      *env;
    const lz_session_t  *session;
    lz_recording_view_t  view;
    lz_zoom_call_t       calls[2];      /* the recording, its settings */
    json_object         *warnings;
} detail_t;

#define RECORDING 0
#define SETTINGS  1

static const char *text_of(json_object *object, const char *name)
{
    const char *text = lz_json_string(object, name);
    return text ? text : "";
}

static int runs_the_course(const lz_session_t *session)
{
    return (lz_recording_may(session) & LZ_MAY_PUBLISH) != 0;
}

/* --- what Zoom says --------------------------------------------------------------------------- */

/* A write that is no refusal when it fails: the next refresh brings it. */
static void note(const lz_env_t *env, const lz_recording_t *recording, const char *share)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = share ? lz_store_recording_share(store, recording->account, recording->uuid,
                                                   share)
                        : lz_store_recording_gone(store, recording->account, recording->uuid,
                                                  lz_now(env->clock));
    }
    lz_store_close(store);
    if (problem) {
        lz_log(env->log, LZ_LOG_WARNING, APR_SUCCESS,
               LZNO(0760) "what Zoom says of a recording was not kept: %s", problem->cause);
    }
}

void lz_recording_note_share(const lz_env_t *env, const lz_recording_view_t *view,
                             const char *share)
{
    if (*share && strcmp(share, view->recording.share) != 0) {
        note(env, &view->recording.recording, share);
    }
}

static void ask(detail_t *detail)
{
    lz_env_t patient = *detail->env;
    const char *uuid = detail->view.recording.recording.uuid;
    detail->calls[RECORDING] = (lz_zoom_call_t){
        .operation = LZ_ZOOM_RECORDING_GET, .path_parameter = uuid
    };
    detail->calls[SETTINGS] = (lz_zoom_call_t){
        .operation = LZ_ZOOM_RECORDING_SETTINGS, .path_parameter = uuid
    };
    patient.deadline = lz_now(patient.clock) + lz_env_remaining(detail->env) / 2;
    lz_zoom_perform(&patient, detail->session->account, detail->calls, 2);
    json_object *answer = detail->calls[SETTINGS].answer;
    lz_recording_note_share(detail->env, &detail->view, text_of(answer, "share_recording"));
    if (*text_of(answer, "share_recording")) {
        detail->view.recording.share = text_of(answer, "share_recording");
    }
}

static lz_problem_t *no_such(const lz_env_t *env, const char *why)
{
    return lz_problem(env->pool, LZ_P_NO_SUCH_RECORDING, "%s", why);
}

/* --- files ------------------------------------------------------------------------------------ */

/* Pictures, sound, captions: not what was typed in the chat or answered in polls. */
static int is_for_students(const char *file_type)
{
    static const char *const types[] = { "MP4", "M4A", "TRANSCRIPT", "CC", NULL };
    for (const char *const *type = types; *type; type++) {
        if (strcmp(*type, file_type) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What is still being made, or has no name to ask for it by, is left out. */
static int is_shown(const lz_session_t *session, json_object *answer)
{
    const char *status = text_of(answer, "status");
    return *text_of(answer, "id") && (!*status || strcmp(status, "completed") == 0)
           && (runs_the_course(session) || is_for_students(text_of(answer, "file_type")));
}

/* Zoom plays what is seen and heard; the rest can only be downloaded. */
static int can_play(json_object *answer)
{
    const char *type = text_of(answer, "file_type");
    return *text_of(answer, "play_url")
           && (strcmp(type, "MP4") == 0 || strcmp(type, "M4A") == 0);
}

static int may_download(const lz_session_t *session, json_object *settings)
{
    int viewers = 0;
    return runs_the_course(session)
           || (lz_json_bool(settings, "viewer_download", &viewers) && viewers);
}

static void put_number(json_object *object, const char *name, json_object *answer)
{
    apr_int64_t number = 0;
    lz_json_put(object, name,
                lz_json_int64(answer, name, &number) ? json_object_new_int64(number) : NULL);
}

static json_object *file_json(json_object *answer, int download)
{
    static const char *const texts[] = {
        "id", "file_type", "recording_type", "recording_start", "recording_end", NULL
    };
    json_object *file = json_object_new_object();
    json_object *actions = json_object_new_array();
    for (const char *const *name = texts; *name; name++) {
        lz_json_put_string(file, *name, lz_json_string(answer, *name));
    }
    put_number(file, "file_size", answer);
    if (can_play(answer)) {
        lz_json_push(actions, json_object_new_string("play"));
    }
    if (download && *text_of(answer, "download_url")) {
        lz_json_push(actions, json_object_new_string("download"));
    }
    lz_json_put(file, "actions", actions);
    return file;
}

static json_object *files_json(const detail_t *detail)
{
    json_object *files = json_object_new_array();
    json_object *list = lz_json_array(detail->calls[RECORDING].answer, "recording_files");
    const int download = may_download(detail->session, detail->calls[SETTINGS].answer);
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        json_object *answer = json_object_array_get_idx(list, i);
        if (is_shown(detail->session, answer)) {
            lz_json_push(files, file_json(answer, download));
        }
    }
    return files;
}

/* --- the detail ------------------------------------------------------------------------------- */

static void put_settings(const detail_t *detail, json_object *recording)
{
    json_object *answer = detail->calls[SETTINGS].answer;
    int viewers = 0;
    lz_json_put(recording, "viewer_download",
                lz_json_bool(answer, "viewer_download", &viewers)
                ? json_object_new_boolean(viewers) : NULL);
    if (runs_the_course(detail->session)) {
        const char *password = text_of(detail->calls[RECORDING].answer, "password");
        lz_json_put_string(recording, "password",
                           *password ? password : text_of(answer, "password"));
    }
}

static void warn(detail_t *detail)
{
    if (detail->calls[RECORDING].problem || detail->calls[SETTINGS].problem) {
        lz_project_warning(detail->warnings, "zoom_stale",
                           "Zoom has not answered. This is what we knew of the recording before; "
                           "try again in a moment to play it.");
    }
    lz_recording_warn(&detail->view, detail->warnings);
}

const lz_problem_t *lz_recording_detail(const lz_env_t *env, const lz_site_t *site,
                                        const lz_session_t *session, const char *name,
                                        json_object **members)
{
    detail_t detail = { .env = env, .session = session };
    const lz_problem_t *problem = lz_recording_find(env, site, session, name, &detail.view);
    if (problem) {
        return problem;
    }
    ask(&detail);
    if (detail.calls[RECORDING].problem
        && detail.calls[RECORDING].problem->id == LZ_P_ZOOM_NO_RECORDING) {
        note(env, &detail.view.recording.recording, NULL);
        return no_such(env, "Zoom has this recording no longer");
    }
    json_object *recording = lz_recording_json(env, session, &detail.view);
    detail.warnings = json_object_new_array();
    put_settings(&detail, recording);
    lz_json_put(recording, "files", files_json(&detail));
    warn(&detail);
    *members = lz_json_adopt(env->pool, json_object_new_object());
    lz_json_put(*members, "recording", recording);
    if (runs_the_course(session)) {
        lz_json_put(*members, "sections", lz_sections_known(env, session));
    }
    lz_json_put_string(*members, "as_of",
                       lz_timestamp(env->pool, detail.calls[RECORDING].problem
                                    ? detail.view.recording.recording.snapshot_at
                                    : lz_now(env->clock)));
    lz_json_put(*members, "warnings", detail.warnings);
    return NULL;
}

/* --- links ------------------------------------------------------------------------------------ */

static json_object *file_of(const lz_session_t *session, json_object *recording, const char *id)
{
    json_object *list = lz_json_array(recording, "recording_files");
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        json_object *answer = json_object_array_get_idx(list, i);
        if (is_shown(session, answer) && strcmp(text_of(answer, "id"), id) == 0) {
            return answer;
        }
    }
    return NULL;
}

static const lz_problem_t *usable(const lz_env_t *env, const lz_session_t *session,
                                  const char *url)
{
    const int rules = session->account->loopback ? LZ_URL_LOOPBACK_HTTP : LZ_URL_HTTPS;
    return *url && !lz_url_check(url, rules)
           ? NULL : lz_problem(env->pool, LZ_P_ZOOM_ANSWER, "a recording's file has no usable "
                               "link");
}

static const lz_problem_t *link_of(const detail_t *detail, json_object *file,
                                   lz_recording_way_e way, const char **link)
{
    const lz_env_t *env = detail->env;
    json_object *recording = detail->calls[RECORDING].answer;
    const int plays = way == LZ_RECORDING_PLAY;
    const char *url = text_of(file, plays ? "play_url" : "download_url");
    const char *key = text_of(recording, plays ? "recording_play_passcode"
                                               : "download_access_token");
    if (plays && !can_play(file)) {
        return no_such(env, "this file does not play");
    }
    const lz_problem_t *problem = usable(env, detail->session, url);
    if (!problem) {
        *link = *key ? lz_url_with_query(env->pool, url, plays ? "pwd" : "access_token", key, NULL)
                     : url;
    }
    return problem;
}

/* To download also needs a key for a minute; whether students may, the settings say. */
static int prepare(detail_t *detail, lz_recording_way_e way)
{
    const char *uuid = detail->view.recording.recording.uuid;
    apr_table_t *query = apr_table_make(detail->env->pool, 2);
    detail->calls[RECORDING] = (lz_zoom_call_t){
        .operation = LZ_ZOOM_RECORDING_GET, .path_parameter = uuid
    };
    if (way == LZ_RECORDING_PLAY) {
        return 1;
    }
    apr_table_setn(query, "include_fields", "download_access_token");
    apr_table_setn(query, "ttl", DOWNLOAD_SECONDS);
    detail->calls[RECORDING].query = query;
    detail->calls[SETTINGS] = (lz_zoom_call_t){
        .operation = LZ_ZOOM_RECORDING_SETTINGS, .path_parameter = uuid
    };
    return runs_the_course(detail->session) ? 1 : 2;
}

static const lz_problem_t *zoom_problem(detail_t *detail, int n)
{
    const lz_problem_t *problem = detail->calls[RECORDING].problem;
    if (problem && problem->id == LZ_P_ZOOM_NO_RECORDING) {
        note(detail->env, &detail->view.recording.recording, NULL);
        return no_such(detail->env, "Zoom has this recording no longer");
    }
    return !problem && n > 1 ? detail->calls[SETTINGS].problem : problem;
}

const lz_problem_t *lz_recording_link(const lz_env_t *env, const lz_site_t *site,
                                      const lz_session_t *session, const char *name,
                                      const char *file, lz_recording_way_e way, const char **link)
{
    detail_t detail = { .env = env, .session = session };
    const lz_problem_t *problem = lz_recording_find(env, site, session, name, &detail.view);
    if (problem) {
        return problem;
    }
    const int n = prepare(&detail, way);
    lz_zoom_perform(env, session->account, detail.calls, n);
    problem = zoom_problem(&detail, n);
    if (problem) {
        return problem;
    }
    json_object *answer = file_of(session, detail.calls[RECORDING].answer, file);
    if (!answer) {
        return no_such(env, "the recording has no such file");
    }
    if (way == LZ_RECORDING_DOWNLOAD && !may_download(session, detail.calls[SETTINGS].answer)) {
        return lz_problem(env->pool, LZ_P_NO_DOWNLOAD, "viewer_download is off");
    }
    return link_of(&detail, answer, way, link);
}
