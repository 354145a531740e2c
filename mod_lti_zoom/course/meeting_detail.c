/* SPDX-License-Identifier: Apache-2.0 */
#include "meeting_detail.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/gate.h"
#include "../base/timestamp.h"
#include "../store/events.h"
#include "../store/recordings.h"
#include "dates.h"
#include "hot.h"
#include "join.h"
#include "ownership.h"
#include "projection.h"
#include "sections.h"

#define ID_MAX 20   /* digits of a 64-bit number */

static int is_number(const char *id)
{
    const size_t digits = strspn(id, "0123456789");
    return digits > 0 && digits <= ID_MAX && !id[digits];
}

static const lz_problem_t *read_meeting(const lz_env_t *env, const lz_session_t *session,
                                        const char *id, lz_meeting_t **meeting,
                                        apr_array_header_t **dates)
{
    const char *account = session->account->account_id;
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = lz_store_course_meeting(store, session->course, account, id, meeting);
    }
    if (!problem && *meeting && dates) {
        problem = lz_store_dates(store, account, id, dates);
    }
    lz_store_close(store);
    return problem;
}

static const lz_problem_t *find(const lz_env_t *env, const lz_session_t *session, const char *id,
                                lz_meeting_t *meeting, apr_array_header_t **dates)
{
    lz_meeting_t *found = NULL;
    const lz_problem_t *problem = is_number(id) ? read_meeting(env, session, id, &found, dates)
                                                : NULL;
    if (!problem && (!found || !lz_sees(env->pool, session, found))) {
        problem = lz_problem(env->pool, LZ_P_NO_SUCH_MEETING, "course %s has no such meeting",
                             session->course);
    }
    if (!problem) {
        *meeting = *found;
    }
    return problem;
}

const lz_problem_t *lz_meeting_find(const lz_env_t *env, const lz_session_t *session,
                                    const char *id, lz_meeting_t *meeting)
{
    return find(env, session, id, meeting, NULL);
}

static const lz_problem_t *check_date(const lz_env_t *env, const lz_meeting_t *meeting,
                                      const apr_array_header_t *dates, const char *occurrence_id)
{
    return lz_dates_find(dates, meeting->id, occurrence_id)
           ? NULL : lz_problem(env->pool, LZ_P_NO_SUCH_DATE, "meeting %s has no date of that id",
                               meeting->id);
}

const lz_problem_t *lz_meeting_find_date(const lz_env_t *env, const lz_session_t *session,
                                         const char *id, const char *occurrence_id,
                                         lz_meeting_t *meeting)
{
    apr_array_header_t *dates = NULL;
    const lz_problem_t *problem = find(env, session, id, meeting, occurrence_id ? &dates : NULL);
    if (problem || !occurrence_id) {
        return problem;
    }
    problem = check_date(env, meeting, dates, occurrence_id);
    if (!problem) {
        lz_dates_apply(meeting, lz_dates_find(dates, meeting->id, occurrence_id), dates);
    }
    return problem;
}

/* --- the detail ------------------------------------------------------------------------------- */

/* One detail in the making. */
typedef struct detail_t {
    lz_snapshots_t      snapshots;
    const lz_session_t *session;
    const char         *occurrence_id;  /* NULL: of the whole */
    lz_meeting_t        row;            /* the whole, as it is in the database */
    apr_array_header_t *dates;          /* lz_date_t of it */
    lz_meeting_t        meeting;        /* what is shown: the whole or the date */
    lz_owner_t          owner;
    json_object        *warnings;
    const char         *invitation;     /* NULL when Zoom does not say */
    int                 courses;        /* that have the meeting; 0: not counted */
    int                 recordings;     /* of it that are known */
} detail_t;

/* Both are written here when Zoom says something new; that it cannot be written is no refusal. */
static void note(const detail_t *detail, const lz_meeting_t *known, const lz_meeting_t *now)
{
    const lz_env_t *env = detail->snapshots.env;
    lz_store_t *store = NULL;
    if (!now->dates && !now->in_doubt && lz_snapshot_same(&detail->snapshots, known, now)) {
        return;
    }
    const lz_problem_t *problem = lz_store_open_to_write(env, &store);
    if (!problem) {
        problem = lz_store_put_meeting(store, now);
    }
    problem = lz_store_end(store, problem);
    if (problem) {
        lz_log(env->log, LZ_LOG_WARNING, APR_SUCCESS, "%s: a meeting's snapshot was not kept: %s",
               lz_problem_tag(env->pool, problem), problem->cause);
        return;
    }
    lz_hot_forget(env, detail->session->course);
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

/* What deleting it would touch. */
static void count_bonds(detail_t *detail)
{
    lz_store_t *store = NULL;
    apr_array_header_t *courses = NULL;
    const lz_problem_t *problem = lz_store_open(detail->snapshots.env, &store);
    if (!problem) {
        problem = lz_store_meeting_courses(store, detail->row.account, detail->row.id, &courses);
    }
    if (!problem) {
        problem = lz_store_meeting_recordings(store, detail->row.account, detail->row.id,
                                              &detail->recordings);
    }
    lz_store_close(store);
    detail->courses = problem ? 0 : courses->nelts;
}

/* What is shown, of the whole as it is now and what is new about its dates. */
static void show(detail_t *detail, const lz_meeting_t *whole)
{
    detail->meeting = *whole;
    if (!detail->occurrence_id) {
        return;
    }
    const lz_date_t *date = lz_dates_find(whole->dates, whole->id, detail->occurrence_id);
    if (!date) {
        date = lz_dates_find(detail->dates, whole->id, detail->occurrence_id);
    }
    if (date) {
        lz_dates_apply(&detail->meeting, date, detail->dates);
    }
}

/* What Zoom says now; NULL when it cannot be asked, which is a warning. */
static json_object *ask(detail_t *detail)
{
    lz_env_t patient = *detail->snapshots.env;
    const apr_time_t now = lz_now(patient.clock);
    const lz_meeting_t *known = &detail->row;
    lz_meeting_t whole = gone(known, now);
    /* The whole; and of one date the description and the settings that are its own. */
    lz_zoom_call_t calls[3] = {
        { .operation = LZ_ZOOM_MEETING_GET, .path_parameter = known->id,
          .query = lz_dates_query(patient.pool, detail->dates, known->id) },
        { .operation = LZ_ZOOM_INVITATION, .path_parameter = known->id },
        { .operation = LZ_ZOOM_MEETING_GET, .path_parameter = known->id,
          .query = apr_table_make(patient.pool, 1) }
    };
    lz_gate_place_t place;
    if (detail->occurrence_id) {
        apr_table_setn(calls[2].query, "occurrence_id", detail->occurrence_id);
    }
    patient.deadline = now + lz_env_remaining(&patient) / 2;
    calls[0].problem = lz_gate_enter(&patient, &place);
    if (!calls[0].problem) {
        lz_zoom_perform(&patient, detail->session->account, calls, detail->occurrence_id ? 3 : 2);
        lz_gate_leave(&patient, &place);
    }

    if (calls[0].problem && calls[0].problem->id != LZ_P_ZOOM_GONE) {
        lz_project_reason(detail->warnings, calls[0].problem);
        return NULL;
    }
    const lz_meeting_t *fresh = calls[0].problem
                                ? NULL : lz_snapshot_of_series(&detail->snapshots, calls[0].answer,
                                                               now, detail->dates);
    if (!calls[0].problem) {
        whole = fresh ? *fresh : *known;
        whole.host_name = known->host_name;
        whole.sections = known->sections;
        whole.in_doubt = known->in_doubt;
    }
    note(detail, known, &whole);
    show(detail, &whole);
    if (calls[0].problem) {
        return NULL;
    }
    detail->invitation = lz_json_string(calls[1].answer, "invitation");
    return calls[2].answer ? calls[2].answer : calls[0].answer;
}

static int may_with(const detail_t *detail)
{
    const lz_session_t *session = detail->session;
    const lz_meeting_t *meeting = &detail->meeting;
    const lz_ownership_e ownership = lz_ownership_of(&detail->owner, meeting);
    return lz_join_may(detail->snapshots.site, session->standing, ownership, meeting,
                       lz_now(detail->snapshots.env->clock),
                       lz_may_with_meeting(session->standing, ownership, meeting->status,
                                           lz_audience(detail->snapshots.env->pool, session,
                                                       meeting->sections)));
}

static json_object *project(const detail_t *detail, json_object *answer)
{
    apr_pool_t *pool = detail->snapshots.env->pool;
    const lz_meeting_t *meeting = &detail->meeting;
    const int may = may_with(detail);
    json_object *json = may & LZ_MAY_DETAILS
                        ? lz_meeting_json(&detail->snapshots, meeting, answer, may)
                        : lz_project_known(pool, meeting, lz_actions_json(may));
    if (detail->invitation && may & LZ_MAY_INVITATION) {
        lz_json_put_string(json, "invitation", detail->invitation);
    }
    lz_project_opening(pool, json,
                       lz_join_opens_at(detail->snapshots.site, detail->session->standing,
                                        lz_ownership_of(&detail->owner, meeting), meeting,
                                        lz_now(detail->snapshots.env->clock)));
    return json;
}

/* For one who may have rights of their own: Zoom is asked who it is, and what there is. */
static json_object *host_detail(detail_t *detail, int *may)
{
    const lz_env_t *env = detail->snapshots.env;
    lz_person_t *person = NULL;
    const lz_problem_t *problem = lz_person_look(env, detail->session, &person);
    json_object *answer = NULL;
    detail->owner.person = person;
    *may = lz_may_in_course(detail->session->standing, person != NULL);
    (void)lz_ownership_find(&detail->owner, &detail->meeting, 1);
    if (!(may_with(detail) & LZ_MAY_DETAILS)) {
        return project(detail, NULL);
    }
    count_bonds(detail);
    if (problem && !lz_person_is_unknown(problem)) {
        lz_project_reason(detail->warnings, problem);   /* nor would Zoom answer the next call */
    } else {
        answer = ask(detail);
    }
    return project(detail, answer);
}

const lz_problem_t *lz_meeting_detail(const lz_env_t *env, const lz_site_t *site,
                                      const lz_session_t *session, const char *id,
                                      const char *occurrence_id, int *may, json_object **members)
{
    detail_t detail = {
        .snapshots = { .env = env, .site = site, .account = session->account },
        .session = session,
        .occurrence_id = occurrence_id,
        .owner = { .env = env, .session = session }
    };
    const lz_problem_t *problem = find(env, session, id, &detail.row, &detail.dates);
    if (!problem && occurrence_id) {
        problem = check_date(env, &detail.row, detail.dates, occurrence_id);
    }
    if (problem) {
        return problem;
    }
    show(&detail, &detail.row);
    json_object *json;
    detail.warnings = json_object_new_array();
    /* Whoever may see the details of a meeting of their own is asked about at Zoom. */
    if (lz_may_with_meeting(session->standing, LZ_OWNS_HOST, detail.meeting.status,
                            lz_audience(env->pool, session, detail.meeting.sections))
        & LZ_MAY_DETAILS) {
        json = host_detail(&detail, may);
    } else {
        *may = lz_may_in_course(session->standing, 0);
        json = project(&detail, NULL);
    }
    *members = lz_json_adopt(env->pool, json_object_new_object());
    lz_json_put(*members, "meeting", json);
    if (may_with(&detail) & LZ_MAY_LIMIT) {
        lz_json_put(*members, "sections", lz_sections_known(env, session));
    }
    if (detail.courses) {
        lz_json_put_int64(*members, "courses", detail.courses);
        if (detail.recordings) {
            lz_json_put_int64(*members, "recordings", detail.recordings);
        }
    }
    lz_json_put_string(*members, "as_of", lz_timestamp(env->pool, detail.meeting.known_at));
    lz_json_put(*members, "warnings", detail.warnings);
    return NULL;
}

