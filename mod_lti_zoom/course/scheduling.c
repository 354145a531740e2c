/* SPDX-License-Identifier: Apache-2.0 */
#include "scheduling.h"

#include <string.h>

#include "../base/timestamp.h"
#include "../store/sections.h"
#include "form_terms.h"
#include "hot.h"
#include "meeting_detail.h"
#include "ownership.h"
#include "sections.h"
#include "wish.h"

/* Kept back from the calls to Zoom, so that what came of them can be written down. */
#define WRITING_TIME    apr_time_from_sec(1)

/* Less than this is not enough to send anything. */
#define SENDING_TIME    apr_time_from_sec(2)

/* A write that took effect late must be seen before it is sent again. */
#define UNSEEN_FOR      apr_time_from_sec(60)

/* Clocks differ: what Zoom made is as old as the wish, or older by at most this. */
#define CLOCKS_DIFFER   apr_time_from_sec(120)

#define RETRY_UNCERTAIN 10      /* seconds, for Retry-After */

/* One request on its way. */
typedef struct scheduling_t {
    const lz_env_t      *env;
    lz_env_t             zoom_env;      /* with an earlier deadline */
    const lz_session_t  *session;
    lz_snapshots_t       snapshots;
    lz_wish_t            wish;
    lz_meeting_form_t    form;
    lz_person_t         *person;
    lz_meeting_t        *meeting;       /* once it is made */
    json_object         *zoom;          /* Zoom's words about it; NULL: not to be had */
    json_object         *warnings;
    int                  unattended;    /* no request waits, and the form is not at hand */
} scheduling_t;

/* --- what Zoom made --------------------------------------------------------------------------- */

static const lz_problem_t *write_meeting(lz_store_t *store, void *baton)
{
    const scheduling_t *scheduling = baton;
    const lz_meeting_t *meeting = scheduling->meeting;
    const lz_session_t *session = scheduling->session;
    const lz_problem_t *problem = lz_store_put_meeting(store, meeting);
    if (!problem && *meeting->host_name) {
        problem = lz_store_put_host(store, meeting->account, meeting->host_id,
                                    meeting->host_name);
    }
    if (!problem) {
        problem = lz_store_add_to_course(store, session->course, meeting->account, meeting->id,
                                         session->person);
    }
    return problem || !*meeting->sections
           ? problem : lz_store_limit(store, session->course, meeting->account, meeting->id,
                                      meeting->sections);
}

/* What Zoom says now; without an answer what it said before counts. */
static void read_again(scheduling_t *scheduling)
{
    const apr_time_t now = lz_now(scheduling->env->clock);
    lz_zoom_call_t call = {
        .operation = LZ_ZOOM_MEETING_GET, .path_parameter = scheduling->meeting->id
    };
    lz_zoom_perform(&scheduling->zoom_env, scheduling->session->account, &call, 1);
    lz_meeting_t *fresh = call.problem
                          ? NULL : lz_snapshot_of_meeting(&scheduling->snapshots, call.answer,
                                                          now);
    if (fresh) {
        fresh->host_name = scheduling->meeting->host_name;
        fresh->sections = scheduling->meeting->sections;
        scheduling->meeting = fresh;
        scheduling->zoom = call.answer;
    }
}

/* Zoom's answer to a write is not always what it keeps: says what is other than asked for. */
static void compare(scheduling_t *scheduling)
{
    lz_wish_t *wish = &scheduling->wish;
    read_again(scheduling);
    if (!scheduling->unattended) {
        lz_form_compare(scheduling->env->pool, &scheduling->form, scheduling->zoom,
                        scheduling->warnings);
    }
    if (json_object_array_length(scheduling->warnings) > 0) {
        wish->intent.answer = lz_json_text(scheduling->env->pool, scheduling->warnings);
    }
    const lz_problem_t *problem = lz_wish_settle(wish, write_meeting, scheduling);
    if (problem) {
        lz_log(scheduling->env->log, LZ_LOG_WARNING, APR_SUCCESS,
               "%s: the re-read of meeting %s was not kept: %s",
               lz_problem_tag(scheduling->env->pool, problem), scheduling->meeting->id,
               problem->cause);
    }
}

static lz_problem_t *uncertain(const scheduling_t *scheduling, const char *why)
{
    lz_problem_t *problem = lz_problem(scheduling->env->pool, LZ_P_ZOOM_UNCERTAIN, "%s", why);
    problem->retry_after = RETRY_UNCERTAIN;
    return problem;
}

/* The meeting is there: it becomes the course's, and the wish is done. */
static const lz_problem_t *keep(scheduling_t *scheduling, json_object *zoom, apr_time_t asked_at)
{
    const lz_env_t *env = scheduling->env;
    lz_intent_t *intent = &scheduling->wish.intent;
    lz_meeting_t *meeting = lz_snapshot_of_meeting(&scheduling->snapshots, zoom, asked_at);
    if (!meeting) {
        return uncertain(scheduling, "Zoom's answer has no id or no host");
    }
    meeting->host_name = intent->host_name;
    meeting->sections = intent->sections;
    scheduling->meeting = meeting;
    scheduling->zoom = zoom;
    intent->state = LZ_INTENT_DONE;
    intent->state_until = 0;
    intent->meeting_id = meeting->id;
    const lz_problem_t *problem = lz_wish_settle(&scheduling->wish, write_meeting, scheduling);
    if (problem) {
        lz_problem_t *unsaved = lz_problem(env->pool, LZ_P_SCHEDULED_UNSAVED,
                                           "meeting %s was made: %s", meeting->id,
                                           problem->cause);
        unsaved->retry_after = RETRY_UNCERTAIN;
        return unsaved;
    }
    compare(scheduling);
    lz_hot_forget(env, scheduling->session->course);
    return NULL;
}

/* --- sending ---------------------------------------------------------------------------------- */

static const lz_problem_t *become_uncertain(scheduling_t *scheduling, const char *why,
                                            apr_time_t until)
{
    scheduling->wish.intent.state = LZ_INTENT_UNCERTAIN;
    scheduling->wish.intent.state_until = until;
    lz_wish_note(&scheduling->wish);
    lz_hot_forget(scheduling->env, scheduling->session->course);
    return uncertain(scheduling, why);
}

static const lz_problem_t *not_made(scheduling_t *scheduling, const lz_problem_t *problem)
{
    const apr_time_t now = lz_now(scheduling->env->clock);
    if (problem->id == LZ_P_ZOOM_UNCERTAIN) {
        return become_uncertain(scheduling, problem->cause, now + UNSEEN_FOR);
    }
    if (problem->status == 422) {
        scheduling->wish.intent.state = LZ_INTENT_REFUSED;
        scheduling->wish.intent.state_until = 0;
        scheduling->wish.intent.answer = lz_problem_pack(scheduling->env->pool, problem);
        lz_wish_note(&scheduling->wish);
    } else {
        lz_wish_drop(&scheduling->wish);
    }
    return problem;
}

static const lz_problem_t *ask_zoom(scheduling_t *scheduling)
{
    const lz_env_t *env = scheduling->env;
    const apr_time_t now = lz_now(env->clock);
    if (lz_env_remaining(&scheduling->zoom_env) < SENDING_TIME) {
        return not_made(scheduling, lz_problem(env->pool, LZ_P_DEADLINE, "too late to send"));
    }
    lz_zoom_call_t call = {
        .operation = LZ_ZOOM_MEETING_CREATE,
        .path_parameter = scheduling->person->zoom_id,
        .host = scheduling->form.host_id,
        .body = scheduling->form.body
    };
    lz_zoom_perform(&scheduling->zoom_env, scheduling->session->account, &call, 1);
    return call.problem ? not_made(scheduling, lz_form_refusal(env->pool, call.problem))
                        : keep(scheduling, call.answer, now);
}

/* --- looking for what an earlier request may have made ---------------------------------------- */

/* Does the row of the host's list look like what was sent: topic, start, made since the wish? */
static int looks_like(const lz_intent_t *intent, json_object *row)
{
    const char *topic = lz_json_string(row, "topic");
    const char *start = lz_json_string(row, "start_time");
    const char *created = lz_json_string(row, "created_at");
    apr_time_t starts_at = 0;
    apr_time_t created_at = 0;
    return topic && strcmp(topic, intent->topic) == 0
           && start && lz_timestamp_parse(start, &starts_at)
           && apr_time_sec(starts_at) == apr_time_sec(intent->starts_at)
           && created && lz_timestamp_parse(created, &created_at)
           && created_at >= intent->created_at - CLOCKS_DIFFER;
}

/* One that belongs to a course already was made for another wish. */
static const lz_problem_t *is_free(const scheduling_t *scheduling, json_object *row, int *is)
{
    const char *id = lz_json_string(row, "id");
    lz_store_t *store = NULL;
    int known = 1;
    const lz_problem_t *problem = id ? lz_store_open(scheduling->env, &store) : NULL;
    if (store) {
        problem = lz_store_meeting_known(store, scheduling->wish.intent.account, id, &known);
    }
    lz_store_close(store);
    *is = !problem && !known;
    return problem;
}

/* *row is NULL when the host's list has no such meeting. */
static const lz_problem_t *look_for(scheduling_t *scheduling, const lz_intent_t *intent,
                                    json_object **row)
{
    lz_zoom_call_t call = {
        .operation = LZ_ZOOM_USER_MEETINGS, .path_parameter = intent->host_id
    };
    lz_zoom_perform(&scheduling->zoom_env, scheduling->session->account, &call, 1);
    const lz_problem_t *problem = call.problem;
    json_object *list = problem ? NULL : lz_json_array(call.answer, "meetings");
    const size_t n = list ? json_object_array_length(list) : 0;
    *row = NULL;
    for (size_t i = 0; !problem && !*row && i < n; i++) {
        json_object *one = json_object_array_get_idx(list, i);
        int is = 0;
        if (looks_like(intent, one)) {
            problem = is_free(scheduling, one, &is);
        }
        *row = is ? one : NULL;
    }
    return problem;
}

apr_time_t lz_schedule_unseen_until(const lz_intent_t *intent)
{
    return intent->state == LZ_INTENT_SENT ? intent->state_until + UNSEEN_FOR
                                           : intent->state_until;
}

/* It may be sent again, by somebody who wishes it; the list no longer says that it is coming. */
static const lz_problem_t *become_unseen(scheduling_t *scheduling)
{
    lz_intent_t *intent = &scheduling->wish.intent;
    intent->state = LZ_INTENT_UNSEEN;
    intent->state_until = lz_schedule_unseen_until(scheduling->wish.before);
    lz_wish_note(&scheduling->wish);
    lz_hot_forget(scheduling->env, scheduling->session->course);
    return uncertain(scheduling, "Zoom's list does not have it");
}

/* An earlier request has sent it and has not learnt what came of it. */
static const lz_problem_t *resume(scheduling_t *scheduling)
{
    const lz_intent_t *before = scheduling->wish.before;
    const apr_time_t now = lz_now(scheduling->env->clock);
    const apr_time_t until = lz_schedule_unseen_until(before);
    json_object *row = NULL;
    const lz_problem_t *problem = look_for(scheduling, before, &row);
    if (problem && before->state == LZ_INTENT_UNSEEN) {
        return become_unseen(scheduling);
    }
    if (problem) {
        return become_uncertain(scheduling, problem->cause, until);
    }
    if (row) {
        return keep(scheduling, row, now);
    }
    if (now < until) {
        return become_uncertain(scheduling, "Zoom's list does not have it yet", until);
    }
    return scheduling->unattended ? become_unseen(scheduling) : ask_zoom(scheduling);
}

/* --- the answer ------------------------------------------------------------------------------- */

/* The first answer again: the meeting as Zoom has it, and the warnings of then. */
static const lz_problem_t *replay(scheduling_t *scheduling)
{
    const lz_env_t *env = scheduling->env;
    const lz_intent_t *before = scheduling->wish.before;
    const char *reason = "";
    if (before->state == LZ_INTENT_REFUSED) {
        const lz_problem_t *refusal = lz_problem_unpack(env->pool, before->answer);
        return refusal ? refusal : lz_problem(env->pool, LZ_P_ZOOM_REFUSED, "noted as refused");
    }
    scheduling->meeting = apr_pcalloc(env->pool, sizeof(*scheduling->meeting));
    const lz_problem_t *problem = lz_meeting_find(env, scheduling->session, before->meeting_id,
                                                  scheduling->meeting);
    if (problem) {
        return problem;
    }
    json_object *warnings = *before->answer
                            ? lz_json_parse(env->pool, before->answer, strlen(before->answer),
                                            LZ_JSON_ANY, &reason)
                            : NULL;
    if (json_object_is_type(warnings, json_type_array)) {
        scheduling->warnings = warnings;
    }
    read_again(scheduling);
    return NULL;
}

static json_object *answer_of(const scheduling_t *scheduling)
{
    const lz_meeting_t *meeting = scheduling->meeting;
    const lz_owner_t owner = {
        .env = scheduling->env, .session = scheduling->session, .person = scheduling->person
    };
    const int may = lz_may_with_meeting(scheduling->session->standing,
                                        lz_ownership_of(&owner, meeting), meeting->status,
                                        lz_audience(scheduling->env->pool, scheduling->session,
                                                    meeting->sections));
    json_object *answer = lz_json_adopt(scheduling->env->pool, json_object_new_object());
    lz_json_put(answer, "meeting",
                lz_meeting_json(&scheduling->snapshots, meeting, scheduling->zoom, may));
    lz_json_put(answer, "warnings", json_object_get(scheduling->warnings));
    return answer;
}

/* The same wish again is judged by the time when it was new. */
static const lz_problem_t *read_form(scheduling_t *scheduling, json_object *sent)
{
    lz_intent_t *intent = &scheduling->wish.intent;
    const lz_intent_t *before = scheduling->wish.before;
    const int again = before && strcmp(before->body, intent->body) == 0;
    const lz_form_request_t request = {
        .mode = LZ_FORM_CREATE,
        .person = scheduling->person,
        .wished_at = again ? before->created_at : lz_now(scheduling->env->clock),
        .accepted = again && before->state != LZ_INTENT_REFUSED
    };
    const lz_problem_t *problem = lz_form_accept(scheduling->env, scheduling->snapshots.site,
                                                 scheduling->session, &request, sent,
                                                 &scheduling->form);
    intent->account = scheduling->session->account->account_id;
    intent->host_id = scheduling->form.host_id;
    intent->host_name = scheduling->form.host_name;
    intent->sections = scheduling->form.sections ? scheduling->form.sections : "";
    intent->topic = scheduling->form.topic;
    intent->starts_at = scheduling->form.starts_at;
    intent->duration = scheduling->form.duration;
    intent->timezone = scheduling->form.timezone;
    return problem;
}

static const lz_problem_t *check(scheduling_t *scheduling, const char *key, const char *body,
                                 json_object *sent)
{
    const lz_env_t *env = scheduling->env;
    const lz_session_t *session = scheduling->session;
    if (!(lz_may_in_course(session->standing, 1) & LZ_MAY_SCHEDULE)) {
        return lz_problem(env->pool, LZ_P_FORBIDDEN, "a student schedules a meeting");
    }
    const lz_problem_t *problem = lz_wish_read(env, session, key, body, &scheduling->wish);
    if (!problem) {
        problem = lz_person_find(env, session, &scheduling->person);
    }
    return problem ? problem : read_form(scheduling, sent);
}

/* A request, or nobody's, on its way. */
static scheduling_t begin(const lz_env_t *env, const lz_site_t *site, const lz_session_t *session)
{
    scheduling_t scheduling = {
        .env = env,
        .zoom_env = *env,
        .session = session,
        .snapshots = { .env = env, .site = site, .account = session->account },
        .warnings = lz_json_adopt(env->pool, json_object_new_array())
    };
    scheduling.zoom_env.deadline = env->deadline - WRITING_TIME;
    return scheduling;
}

const lz_problem_t *lz_schedule(const lz_env_t *env, const lz_site_t *site,
                                const lz_session_t *session, const char *key, const char *body,
                                json_object *sent, lz_scheduled_t *scheduled)
{
    scheduling_t scheduling = begin(env, site, session);
    *scheduled = (lz_scheduled_t){ .replayed = 0 };
    const lz_problem_t *problem = check(&scheduling, key, body, sent);
    if (!problem) {
        problem = lz_wish_take(&scheduling.wish);
    }
    if (problem) {
        return problem;
    }
    if (!scheduling.wish.owned) {
        scheduled->replayed = 1;
        problem = replay(&scheduling);
    } else {
        problem = scheduling.wish.before ? resume(&scheduling) : ask_zoom(&scheduling);
    }
    if (!problem) {
        scheduled->answer = answer_of(&scheduling);
    }
    return problem;
}

const lz_problem_t *lz_schedule_look_again(const lz_env_t *env, const lz_site_t *site,
                                           const lz_account_t *account, lz_intent_t *intent,
                                           int *found)
{
    const lz_session_t session = {
        .course = intent->course, .person = intent->person, .account = account
    };
    scheduling_t scheduling = begin(env, site, &session);
    *found = 0;
    scheduling.unattended = 1;
    const lz_problem_t *problem = lz_wish_take_over(env, intent, &scheduling.wish);
    if (problem || !scheduling.wish.owned) {
        return problem;
    }
    problem = resume(&scheduling);
    *found = !problem;
    return problem && problem->id == LZ_P_ZOOM_UNCERTAIN ? NULL : problem;
}
