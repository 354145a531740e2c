/* SPDX-License-Identifier: Apache-2.0 */
#include "meeting_detail.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/gate.h"
#include "../base/timestamp.h"
#include "../base/url.h"
#include "hot.h"
#include "permissions.h"
#include "projection.h"

#define ID_MAX 20   /* digits of a 64-bit number */

const lz_problem_t *lz_meeting_find(const lz_env_t *env, const lz_session_t *session,
                                    const char *id, lz_meeting_t *meeting)
{
    lz_meeting_t *found = NULL;
    lz_store_t *store = NULL;
    const lz_problem_t *problem = NULL;
    const size_t digits = strspn(id, "0123456789");
    if (digits > 0 && digits <= ID_MAX && !id[digits]) {
        problem = lz_store_open(env, &store);
        if (!problem) {
            problem = lz_store_course_meeting(store, session->course,
                                              session->account->account_id, id, &found);
        }
        lz_store_close(store);
    }
    if (problem) {
        return problem;
    }
    if (!found) {
        return lz_problem(env->pool, LZ_P_NO_SUCH_MEETING, "course %s has no such meeting",
                          session->course);
    }
    *meeting = *found;
    return NULL;
}

/* Both are written here when Zoom says something new; that it cannot be written is no refusal. */
static void note(const lz_snapshots_t *snapshots, const lz_session_t *session,
                 const lz_meeting_t *known, const lz_meeting_t *now)
{
    const lz_env_t *env = snapshots->env;
    lz_store_t *store = NULL;
    if (lz_snapshot_same(snapshots, known, now)) {
        return;
    }
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = lz_store_put_meeting(store, now);
    }
    lz_store_close(store);
    if (problem) {
        lz_log(env->log, LZ_LOG_WARNING, APR_SUCCESS, "%s: a meeting's snapshot was not kept: %s",
               lz_problem_tag(env->pool, problem), problem->cause);
        return;
    }
    lz_hot_forget(env, session->course);
}

/* One that is over is forgotten by Zoom after a while, which is not news. */
static lz_meeting_t gone(const lz_meeting_t *known, apr_time_t now)
{
    lz_meeting_t meeting = *known;
    meeting.status = known->ends_at > now ? LZ_MEETING_GONE : LZ_MEETING_ENDED;
    meeting.snapshot_at = now;
    meeting.status_unseen = 0;
    meeting.known_at = now;
    return meeting;
}

static const char *const form_texts[] = { "agenda", "password", NULL };

json_object *lz_meeting_json(const lz_snapshots_t *snapshots, const lz_meeting_t *meeting,
                             json_object *answer, int may)
{
    static const char *const objects[] = { "settings", "recurrence", "occurrences", NULL };
    json_object *json = lz_project_row(snapshots->env->pool, meeting, lz_actions_json(may));
    lz_json_put_string(json, "agenda", meeting->agenda);
    for (const char *const *name = form_texts; answer && *name; name++) {
        const char *text = lz_json_string(answer, *name);
        lz_json_put_string(json, *name, text ? text : "");
    }
    for (const char *const *name = objects; answer && *name; name++) {
        json_object *value = lz_json_member(answer, *name);
        if (value) {
            lz_json_put(json, *name, json_object_get(value));
        }
    }
    lz_json_put_string(json, "join_url", lz_snapshot_join_link(snapshots, meeting));
    return json;
}

static int is_host(const lz_person_t *person, const lz_meeting_t *meeting)
{
    return person && strcmp(person->zoom_id, meeting->host_id) == 0;
}

/* What Zoom says now; NULL when it cannot be asked, which is a warning. */
static json_object *ask(const lz_snapshots_t *snapshots, const lz_session_t *session,
                        lz_meeting_t *meeting, json_object *warnings)
{
    lz_env_t patient = *snapshots->env;
    const apr_time_t now = lz_now(patient.clock);
    const lz_meeting_t known = *meeting;
    lz_zoom_call_t call = { .operation = LZ_ZOOM_MEETING_GET, .path_parameter = known.id };
    lz_gate_place_t place;
    patient.deadline = now + lz_env_remaining(snapshots->env) / 2;
    call.problem = lz_gate_enter(&patient, &place);
    if (!call.problem) {
        lz_zoom_perform(&patient, session->account, &call, 1);
        lz_gate_leave(&patient, &place);
    }

    if (call.problem && call.problem->id != LZ_P_ZOOM_GONE) {
        lz_project_reason(warnings, call.problem);
        return NULL;
    }
    const lz_meeting_t *fresh = call.problem
                                ? NULL : lz_snapshot_of_meeting(snapshots, call.answer, now);
    if (call.problem) {
        *meeting = gone(&known, now);
    } else if (fresh) {
        *meeting = *fresh;
        meeting->host_name = known.host_name;
    }
    note(snapshots, session, &known, meeting);
    return call.problem ? NULL : call.answer;
}

static int may_with(const lz_session_t *session, const lz_person_t *person,
                    const lz_meeting_t *meeting)
{
    return lz_may_with_meeting(session->standing, is_host(person, meeting), meeting->status);
}

/* What is known here, for who is not to see more. */
static json_object *known_detail(apr_pool_t *pool, const lz_session_t *session,
                                 const lz_person_t *person, const lz_meeting_t *meeting)
{
    return lz_project_known(pool, meeting, lz_actions_json(may_with(session, person, meeting)));
}

static json_object *host_detail(const lz_snapshots_t *snapshots, const lz_session_t *session,
                                lz_meeting_t *meeting, int *may, json_object *warnings)
{
    lz_person_t *person = NULL;
    const lz_problem_t *problem = lz_person_look(snapshots->env, session, &person);
    json_object *answer = NULL;
    *may = lz_may_in_course(session->standing, person != NULL);
    if (!(may_with(session, person, meeting) & LZ_MAY_DETAILS)) {
        return known_detail(snapshots->env->pool, session, person, meeting);
    }
    if (problem && !lz_person_is_unknown(problem)) {
        lz_project_reason(warnings, problem);   /* Zoom would not answer the next call either */
    } else {
        answer = ask(snapshots, session, meeting, warnings);
    }
    return lz_meeting_json(snapshots, meeting, answer, may_with(session, person, meeting));
}

const lz_problem_t *lz_meeting_detail(const lz_env_t *env, const lz_site_t *site,
                                      const lz_session_t *session, const char *id, int *may,
                                      json_object **members)
{
    const lz_snapshots_t snapshots = { .env = env, .site = site, .account = session->account };
    lz_meeting_t meeting = { .id = "" };
    const lz_problem_t *problem = lz_meeting_find(env, session, id, &meeting);
    if (problem) {
        return problem;
    }
    json_object *warnings = json_object_new_array();
    json_object *json;
    /* Whoever may see the details of a meeting of their own is asked about at Zoom. */
    if (lz_may_with_meeting(session->standing, 1, meeting.status) & LZ_MAY_DETAILS) {
        json = host_detail(&snapshots, session, &meeting, may, warnings);
    } else {
        *may = lz_may_in_course(session->standing, 0);
        json = known_detail(env->pool, session, NULL, &meeting);
    }
    *members = lz_json_adopt(env->pool, json_object_new_object());
    lz_json_put(*members, "meeting", json);
    lz_json_put_string(*members, "as_of", lz_timestamp(env->pool, meeting.known_at));
    lz_json_put(*members, "warnings", warnings);
    return NULL;
}

/* The host's list is asked for at the next view, and brings the link. */
static void ask_again(const lz_env_t *env, const lz_session_t *session,
                      const lz_meeting_t *meeting)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = lz_store_host_listed(store, meeting->account, meeting->host_id, 0);
    }
    lz_store_close(store);
    if (!problem) {
        lz_hot_forget(env, session->course);
    }
}

const lz_problem_t *lz_meeting_join_link(const lz_env_t *env, const lz_site_t *site,
                                         const lz_session_t *session, const char *id,
                                         const char **link)
{
    const lz_snapshots_t snapshots = { .env = env, .site = site, .account = session->account };
    lz_meeting_t meeting = { .id = "" };
    const lz_problem_t *problem = lz_meeting_find(env, session, id, &meeting);
    if (problem) {
        return problem;
    }
    if (meeting.status == LZ_MEETING_GONE) {
        return lz_problem(env->pool, LZ_P_MEETING_GONE, "meeting %s is gone", meeting.id);
    }
    *link = lz_snapshot_join_link(&snapshots, &meeting);
    if (!*link) {
        ask_again(env, session, &meeting);
        return lz_problem(env->pool, LZ_P_JOIN_LINK,
                          "the stored link of meeting %s does not open with LTIZoomSecret",
                          meeting.id);
    }
    return NULL;
}

static const lz_problem_t *start_link_of(const lz_env_t *env, const lz_session_t *session,
                                         const lz_meeting_t *meeting, const lz_person_t *person,
                                         const char **link)
{
    lz_zoom_call_t call = { .operation = LZ_ZOOM_MEETING_GET, .path_parameter = meeting->id };
    lz_zoom_perform(env, session->account, &call, 1);
    if (call.problem) {
        return call.problem->id == LZ_P_ZOOM_GONE
               ? lz_problem(env->pool, LZ_P_MEETING_GONE, "meeting %s is gone", meeting->id)
               : call.problem;
    }
    const char *host_id = lz_json_string(call.answer, "host_id");
    const char *url = lz_json_string(call.answer, "start_url");
    if (!host_id || strcmp(host_id, person->zoom_id) != 0) {
        return lz_problem(env->pool, LZ_P_NOT_HOST, "%s does not host meeting %s",
                          session->person, meeting->id);
    }
    if (!url || lz_url_check(url, session->account->loopback ? LZ_URL_LOOPBACK_HTTP
                                                             : LZ_URL_HTTPS)) {
        return lz_problem(env->pool, LZ_P_ZOOM_ANSWER, "meeting %s has no usable start link",
                          meeting->id);
    }
    *link = url;
    return NULL;
}

const lz_problem_t *lz_meeting_start_link(const lz_env_t *env, const lz_session_t *session,
                                          const char *id, const char **link)
{
    lz_meeting_t meeting = { .id = "" };
    lz_person_t *person = NULL;
    const lz_problem_t *problem = lz_meeting_find(env, session, id, &meeting);
    if (problem) {
        return problem;
    }
    if (!(lz_may_with_meeting(session->standing, 1, LZ_MEETING_WAITING) & LZ_MAY_START)) {
        return lz_problem(env->pool, LZ_P_FORBIDDEN, "a student presses Start");
    }
    if (meeting.status == LZ_MEETING_GONE) {
        return lz_problem(env->pool, LZ_P_MEETING_GONE, "meeting %s is gone", meeting.id);
    }
    problem = lz_person_find(env, session, &person);
    return problem ? problem : start_link_of(env, session, &meeting, person, link);
}
