/* SPDX-License-Identifier: Apache-2.0 */
#include "change.h"

#include <string.h>

#include "collision.h"
#include "form_terms.h"
#include "hot.h"
#include "join.h"
#include "limiting.h"
#include "meeting_detail.h"
#include "projection.h"
#include "writing.h"

#define RETRY_UNCERTAIN 10      /* seconds, for Retry-After */

/* One request on its way. */
typedef struct changing_t {
    const lz_site_t   *site;
    lz_writing_t       writing;
    lz_meeting_form_t  form;
    json_object       *seen;        /* what the page showed of it, or NULL */
    json_object       *warnings;
} changing_t;

/* What is changed, in Zoom's words. */
static json_object *now_of(const changing_t *changing)
{
    const lz_writing_t *writing = &changing->writing;
    return writing->occurrence_id ? writing->zoom_date : writing->zoom;
}

/* --- before ----------------------------------------------------------------------------------- */

static const lz_problem_t *be_gone(changing_t *changing)
{
    lz_writing_t *writing = &changing->writing;
    lz_writing_note(writing, NULL);
    return lz_problem(writing->env->pool, LZ_P_MEETING_GONE, "meeting %s is gone",
                      writing->known.id);
}

static lz_audience_e audience_of(const lz_writing_t *writing)
{
    return lz_audience(writing->env->pool, writing->session, writing->meeting.sections);
}

static const lz_problem_t *check_state(changing_t *changing)
{
    const lz_writing_t *writing = &changing->writing;
    const lz_date_t *date = lz_writing_date(writing);
    if (lz_writing_is_gone(writing)) {
        return be_gone(changing);
    }
    const lz_meeting_status_e status = date ? date->status : writing->meeting.status;
    return lz_may_with_meeting(writing->session->standing, writing->ownership, status,
                               audience_of(writing))
           & LZ_MAY_EDIT
           ? NULL : lz_problem(writing->env->pool, LZ_P_MEETING_OVER, "meeting %s is over",
                               writing->known.id);
}

static void warn_meanwhile(changing_t *changing, const char *field, const char *message)
{
    if (!lz_json_path(changing->form.body, field)) {
        lz_project_field_warning(changing->warnings, "changed_meanwhile", field, message);
    }
}

/* What this server, and so its pages, did not know. */
static void compare_known(changing_t *changing)
{
    const lz_meeting_t *known = &changing->writing.known;
    const lz_meeting_t *now = &changing->writing.meeting;
    if (strcmp(known->topic, now->topic) != 0) {
        warn_meanwhile(changing, "topic", "The topic has been changed at Zoom meanwhile.");
    }
    if (strcmp(known->agenda, now->agenda) != 0) {
        warn_meanwhile(changing, "agenda", "The description has been changed at Zoom meanwhile.");
    }
    if (now->type == LZ_TYPE_SERIES || known->type != now->type) {
        return;
    }
    if (known->starts_at != now->starts_at) {
        warn_meanwhile(changing, "start_time", "The start has been changed at Zoom meanwhile.");
    }
    if (known->duration != now->duration) {
        warn_meanwhile(changing, "duration", "The duration has been changed at Zoom meanwhile.");
    }
}

static const lz_problem_t *read_form(changing_t *changing, json_object *sent)
{
    lz_writing_t *writing = &changing->writing;
    const lz_form_request_t request = {
        .mode = writing->occurrence_id ? LZ_FORM_CHANGE_DATE : LZ_FORM_CHANGE,
        .person = writing->person,
        .before = now_of(changing),
        .wished_at = lz_now(writing->env->clock)
    };
    return lz_form_accept(&writing->zoom_env, changing->site, writing->session, &request, sent,
                          &changing->form);
}

/* --- at Zoom ---------------------------------------------------------------------------------- */

/* Fields of a body: its members, and those of its settings. */
static int fields_of(json_object *body)
{
    json_object *settings = lz_json_object(body, "settings");
    return json_object_object_length(body) - (settings != NULL)
           + (settings ? json_object_object_length(settings) : 0);
}

static int is_changed_by_zoom(json_object *warning)
{
    const char *code = lz_json_string(warning, "code");
    return code && strcmp(code, "changed_by_zoom") == 0;
}

/* 1 when Zoom has some of what was asked for: a change is taken as a whole. */
static int took_effect(const changing_t *changing)
{
    json_object *now = now_of(changing);
    apr_pool_t *pool = changing->writing.env->pool;
    json_object *differing = lz_json_adopt(pool, json_object_new_array());
    int n = 0;
    if (!now) {
        return 0;
    }
    lz_form_compare(pool, &changing->form, now, differing);
    for (size_t i = 0; i < json_object_array_length(differing); i++) {
        n += is_changed_by_zoom(json_object_array_get_idx(differing, i));
    }
    return n < fields_of(changing->form.body);
}

static const lz_problem_t *uncertain(changing_t *changing, const lz_problem_t *why)
{
    const lz_env_t *env = changing->writing.env;
    lz_problem_t *problem = lz_problem(env->pool, LZ_P_CHANGE_UNCERTAIN, "%s", why->cause);
    problem->retry_after = RETRY_UNCERTAIN;
    lz_hot_forget(env, changing->writing.session->course);
    return problem;
}

/* Zoom has not plainly said that it is changed. */
static const lz_problem_t *find_out(changing_t *changing, const lz_problem_t *problem)
{
    lz_writing_t *writing = &changing->writing;
    if (!lz_writing_uncertain(problem) && problem->id != LZ_P_ZOOM_GONE) {
        lz_writing_drop(writing);
        return lz_form_refusal(writing->env->pool, problem);
    }
    const lz_problem_t *blind = lz_writing_look(writing);
    if (!blind && lz_writing_is_gone(writing)) {
        return be_gone(changing);
    }
    return !blind && took_effect(changing) ? NULL : uncertain(changing, problem);
}

/* It may have been scheduled for somebody else, whose list of meetings it is on from now on. */
static const lz_problem_t *note_host(lz_store_t *store, const lz_writing_t *writing)
{
    const lz_meeting_t *meeting = &writing->meeting;
    return strcmp(meeting->host_id, writing->known.host_id) == 0
           ? NULL : lz_store_put_host(store, meeting->account, meeting->host_id,
                                      meeting->host_name);
}

static void meet_host(lz_writing_t *writing)
{
    lz_meeting_t *meeting = &writing->meeting;
    lz_zoom_call_t call = {
        .operation = LZ_ZOOM_USER_GET, .path_parameter = meeting->host_id
    };
    lz_zoom_perform(&writing->zoom_env, writing->session->account, &call, 1);
    meeting->host_name = call.problem ? "" : lz_person_name(writing->env->pool, call.answer);
    writing->ownership = lz_ownership_find(&writing->owner, meeting, 0);
}

static void note(lz_writing_t *writing)
{
    if (strcmp(writing->meeting.host_id, writing->known.host_id) != 0) {
        meet_host(writing);
    }
    lz_writing_note(writing, note_host);
}

/* Zoom has taken it: what does it have now? */
static void read_again(changing_t *changing)
{
    lz_writing_t *writing = &changing->writing;
    if (lz_writing_look(writing)) {
        lz_hot_forget(writing->env, writing->session->course);
        lz_project_warning(changing->warnings, "not_read_again",
                           "Zoom has taken the changes, but has not said yet what the meeting is "
                           "like now. Look at it again in a moment.");
        return;
    }
    note(writing);
}

static const lz_problem_t *change_there(changing_t *changing)
{
    lz_writing_t *writing = &changing->writing;
    int sent = 0;
    lz_zoom_call_t call = {
        .operation = LZ_ZOOM_MEETING_UPDATE,
        .path_parameter = writing->known.id,
        .host = writing->known.host_id,
        .body = changing->form.body
    };
    const lz_problem_t *problem = lz_writing_send(writing, &call, &sent);
    if (!sent) {
        return problem;
    }
    if (problem) {
        problem = find_out(changing, problem);
        if (!problem) {
            note(writing);
        }
        return problem;
    }
    read_again(changing);
    return NULL;
}

/* --- here ------------------------------------------------------------------------------------- */

/* Last: what Zoom refuses changes nothing here. When this fails, the same may be sent again. */
static const lz_problem_t *limit(changing_t *changing)
{
    lz_writing_t *writing = &changing->writing;
    const char *sections = changing->form.sections;
    if (!sections || strcmp(sections, writing->meeting.sections) == 0) {
        return NULL;
    }
    const lz_problem_t *problem = lz_limit_write(writing->env, writing->session,
                                                 &writing->meeting, sections);
    if (!problem) {
        writing->meeting.sections = sections;
    }
    return problem;
}

/* --- the answer ------------------------------------------------------------------------------- */

static json_object *answer_of(const changing_t *changing)
{
    const lz_writing_t *writing = &changing->writing;
    const lz_session_t *session = writing->session;
    const lz_date_t *date = lz_writing_date(writing);
    lz_meeting_t shown = writing->meeting;
    json_object *answer = lz_json_adopt(writing->env->pool, json_object_new_object());
    if (date) {
        lz_dates_apply(&shown, date, writing->dates);
    }
    const int may = lz_may_with_meeting(session->standing, writing->ownership, shown.status,
                                        audience_of(writing));
    lz_json_put(answer, "meeting",
                lz_meeting_json(&writing->snapshots, &shown, now_of(changing), may));
    lz_json_put(answer, "warnings", json_object_get(changing->warnings));
    return answer;
}

const lz_problem_t *lz_change(const lz_env_t *env, const lz_site_t *site,
                              const lz_session_t *session, const lz_change_t *change,
                              json_object **answer)
{
    changing_t changing = {
        .site = site, .warnings = lz_json_adopt(env->pool, json_object_new_array())
    };
    const lz_problem_t *problem = lz_collision_take(env->pool, change->sent, &changing.seen);
    if (problem) {
        return problem;
    }
    if (!change->occurrence_id && lz_limits_alone(session, change->sent)) {
        return lz_limit(env, site, session, change->id, change->sent, changing.seen, answer);
    }
    problem = lz_writing_open(env, site, session, change->id, change->occurrence_id, LZ_MAY_EDIT,
                              &changing.writing);
    if (!problem) {
        problem = check_state(&changing);
    }
    if (!problem) {
        problem = read_form(&changing, change->sent);
    }
    if (!problem) {
        problem = lz_collision(env->pool, changing.seen, &changing.form, now_of(&changing),
                               changing.writing.meeting.sections);
    }
    if (!problem) {
        compare_known(&changing);
        if (json_object_object_length(changing.form.body) > 0) {
            problem = change_there(&changing);
        } else {
            note(&changing.writing);
        }
    }
    if (!problem) {
        problem = limit(&changing);
    }
    if (problem) {
        return problem;
    }
    if (now_of(&changing)) {
        lz_form_compare(env->pool, &changing.form, now_of(&changing), changing.warnings);
    }
    *answer = answer_of(&changing);
    return NULL;
}
