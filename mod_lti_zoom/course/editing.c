/* SPDX-License-Identifier: Apache-2.0 */
#include "editing.h"

#include <string.h>

#include "form_terms.h"
#include "meeting_detail.h"
#include "meeting_form_table.h"
#include "ownership.h"

#define OCCURRENCE_MAX 20   /* digits of a 64-bit number */

/* What this person may do with the meeting, editing among it. */
static const lz_problem_t *check_person(const lz_env_t *env, const lz_session_t *session,
                                        const lz_person_t *person, const lz_meeting_t *meeting,
                                        int *may)
{
    lz_owner_t owner = { .env = env, .session = session, .person = person };
    const lz_ownership_e ownership = lz_ownership_find(&owner, meeting, 1);
    *may = lz_may_with_meeting(session->standing, ownership, meeting->status);
    if (meeting->status == LZ_MEETING_GONE) {
        return lz_problem(env->pool, LZ_P_MEETING_GONE, "meeting %s is gone", meeting->id);
    }
    return *may & LZ_MAY_EDIT ? NULL : lz_problem(env->pool, LZ_P_FORBIDDEN,
                                                  "not to be changed by them: meeting %s",
                                                  meeting->id);
}

/* The id of a date, as it stands in lists: digits alone. */
static int is_occurrence(const char *text)
{
    const size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits <= OCCURRENCE_MAX && !text[digits];
}

static const lz_problem_t *ask(const lz_env_t *env, const lz_session_t *session,
                               const lz_meeting_t *meeting, const char *occurrence_id,
                               json_object **answer)
{
    lz_env_t patient = *env;
    lz_zoom_call_t call = { .operation = LZ_ZOOM_MEETING_GET, .path_parameter = meeting->id };
    if (occurrence_id) {
        if (!is_occurrence(occurrence_id)) {
            return lz_problem(env->pool, LZ_P_NO_SUCH_MEETING, "no occurrence_id");
        }
        call.query = apr_table_make(env->pool, 1);
        apr_table_set(call.query, "occurrence_id", occurrence_id);
    }
    patient.deadline = lz_now(env->clock) + lz_env_remaining(env) / 2;
    lz_zoom_perform(&patient, session->account, &call, 1);
    *answer = call.answer;
    if (call.problem && call.problem->id == LZ_P_ZOOM_GONE) {
        return lz_problem(env->pool, LZ_P_MEETING_GONE, "meeting %s is gone", meeting->id);
    }
    if (call.problem && occurrence_id && call.problem->id == LZ_P_ZOOM_REFUSED) {
        return lz_problem(env->pool, LZ_P_NO_SUCH_MEETING, "meeting %s has no such date: %s",
                          meeting->id, call.problem->cause);
    }
    return call.problem;
}

/* One date has fewer fields. */
static void keep_fields_of_date(json_object *form)
{
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        if (!(field->modes & LZ_IN_DATE)) {
            lz_form_drop_value(form, field->path);
        }
    }
}

static json_object *meeting_of(const lz_snapshots_t *snapshots, const lz_meeting_t *meeting,
                               int may, json_object *answer, const char *occurrence_id)
{
    json_object *json = lz_meeting_json(snapshots, meeting, answer, may);
    if (occurrence_id) {
        lz_json_put_string(json, "occurrence_id", occurrence_id);
    }
    return json;
}

const lz_problem_t *lz_edit_open(const lz_env_t *env, const lz_site_t *site,
                                 const lz_session_t *session, const char *id,
                                 const char *occurrence_id, json_object **members)
{
    const lz_snapshots_t snapshots = { .env = env, .site = site, .account = session->account };
    lz_meeting_t meeting = { .id = "" };
    lz_person_t *person = NULL;
    json_object *answer = NULL;
    int may = LZ_MAY_NOTHING;
    const lz_problem_t *problem = lz_meeting_find(env, session, id, &meeting);
    if (!problem && !(lz_may_in_course(session->standing, 1) & LZ_MAY_SCHEDULE)) {
        problem = lz_problem(env->pool, LZ_P_FORBIDDEN, "a student opens the form of a meeting");
    }
    if (!problem) {
        problem = lz_person_find(env, session, &person);
    }
    if (!problem) {
        problem = check_person(env, session, person, &meeting, &may);
    }
    if (!problem) {
        problem = ask(env, session, &meeting, occurrence_id, &answer);
    }
    if (problem) {
        return problem;
    }
    *members = lz_form_open(env, site, session, person, answer);
    lz_json_put(*members, "meeting",
                meeting_of(&snapshots, &meeting, may, answer, occurrence_id));
    if (occurrence_id) {
        keep_fields_of_date(lz_json_object(*members, "form"));
    }
    return NULL;
}
