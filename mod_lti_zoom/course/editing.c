/* SPDX-License-Identifier: Apache-2.0 */
#include "editing.h"

#include "form_terms.h"
#include "meeting_detail.h"
#include "meeting_form_table.h"
#include "sections.h"
#include "writing.h"

/* One date has fewer fields. */
static void keep_fields_of_date(json_object *form)
{
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        if (!(field->modes & LZ_IN_DATE)) {
            lz_form_drop_value(form, field->path);
        }
    }
}

static json_object *meeting_of(const lz_writing_t *writing, json_object *answer)
{
    const lz_meeting_t *meeting = &writing->meeting;
    const int may = lz_may_with_meeting(writing->session->standing, writing->ownership,
                                        meeting->status,
                                        lz_audience(writing->env->pool, writing->session,
                                                    meeting->sections));
    json_object *json = lz_meeting_json(&writing->snapshots, meeting, answer, may);
    if (writing->occurrence_id) {
        lz_json_put_string(json, "occurrence_id", writing->occurrence_id);
        lz_json_put_string(json, "start_time", lz_form_text(answer, "start_time"));
        lz_json_put_int64(json, "duration", lz_form_number(answer, "duration", 0));
    }
    return json;
}

const lz_problem_t *lz_edit_open(const lz_env_t *env, const lz_site_t *site,
                                 const lz_session_t *session, const char *id,
                                 const char *occurrence_id, json_object **members)
{
    lz_writing_t writing;
    const lz_problem_t *problem = lz_writing_open(env, site, session, id, occurrence_id,
                                                  LZ_MAY_EDIT, &writing);
    if (!problem && lz_writing_is_gone(&writing)) {
        problem = lz_problem(env->pool, LZ_P_MEETING_GONE, "meeting %s is gone",
                             writing.known.id);
    }
    if (problem) {
        return problem;
    }
    json_object *answer = occurrence_id ? writing.zoom_date : writing.zoom;
    *members = lz_form_open(env, site, session, writing.person, answer);
    lz_json_put(*members, "meeting", meeting_of(&writing, answer));
    lz_form_put_value(lz_json_object(*members, "form"), "sections",
                      lz_sections_json(env->pool, writing.meeting.sections));
    if (occurrence_id) {
        keep_fields_of_date(lz_json_object(*members, "form"));
    }
    return NULL;
}
