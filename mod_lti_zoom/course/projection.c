/* SPDX-License-Identifier: Apache-2.0 */
#include "projection.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/timestamp.h"
#include "person.h"
#include "sections.h"

#define TYPE_SCHEDULED 2

static void put_times(apr_pool_t *pool, json_object *object, apr_time_t starts_at, int duration,
                      const char *timezone)
{
    if (starts_at == LZ_NO_FIXED_TIME) {
        lz_json_put(object, "start_time", NULL);
        lz_json_put(object, "duration", NULL);
    } else {
        lz_json_put_string(object, "start_time", lz_timestamp(pool, starts_at));
        lz_json_put_int64(object, "duration", duration);
    }
    lz_json_put_string(object, "timezone", timezone);
}

static const char *or_null(const char *text)
{
    return *text ? text : NULL;
}

/* schedule_for: whom somebody else has scheduled it for, else null. */
static void put_people(apr_pool_t *pool, json_object *object, const lz_meeting_t *meeting)
{
    json_object *host = json_object_new_object();
    lz_json_put_string(host, "name", meeting->host_name);
    lz_json_put(object, "host", host);
    lz_json_put_string(object, "schedule_for",
                       meeting->scheduled_by == LZ_SCHEDULED_FOR_HOST
                       ? or_null(meeting->host_name) : NULL);
    lz_json_put(object, "sections", lz_sections_json(pool, meeting->sections));
}

/* Of which date of a series the row is. */
static void put_date(json_object *row, const lz_meeting_t *meeting)
{
    const int regular = meeting->rhythm != LZ_RHYTHM_UNKNOWN && meeting->rhythm != LZ_RHYTHM_OTHER;
    if (lz_meeting_is_date(meeting)) {
        lz_json_put_string(row, "occurrence_id", meeting->occurrence_id);
        json_object *series = json_object_new_object();
        lz_json_put_int64(series, "position", meeting->position);
        lz_json_put_int64(series, "count", meeting->count);
        if (regular) {
            lz_json_put_int64(series, "type", meeting->rhythm);
        }
        lz_json_put(row, "series", series);
    }
}

json_object *lz_project_row(apr_pool_t *pool, const lz_meeting_t *meeting, json_object *actions)
{
    json_object *row = json_object_new_object();
    lz_json_put_string(row, "id", meeting->id);
    lz_json_put_string(row, "uuid", or_null(meeting->uuid));
    lz_json_put_string(row, "topic", meeting->topic);
    put_times(pool, row, meeting->starts_at, meeting->duration, meeting->timezone);
    lz_json_put_int64(row, "type", meeting->type);
    lz_json_put(row, "occurrence_id", NULL);
    put_date(row, meeting);
    lz_json_put_string(row, "status", lz_meeting_status_name(meeting->status));
    put_people(pool, row, meeting);
    lz_json_put(row, "actions", actions);
    return row;
}

json_object *lz_project_intent(apr_pool_t *pool, const lz_intent_t *intent)
{
    const lz_meeting_t meeting = {
        .id = "",
        .uuid = "",
        .topic = intent->topic,
        .type = TYPE_SCHEDULED,
        .starts_at = intent->starts_at,
        .duration = intent->duration,
        .timezone = intent->timezone,
        .status = LZ_MEETING_WAITING,
        .host_name = "",
        .sections = intent->sections
    };
    return lz_project_row(pool, &meeting, json_object_new_array());
}

json_object *lz_project_known(apr_pool_t *pool, const lz_meeting_t *meeting, json_object *actions)
{
    json_object *known = json_object_new_object();
    lz_json_put_string(known, "id", meeting->id);
    lz_json_put_string(known, "topic", meeting->topic);
    lz_json_put_string(known, "agenda", meeting->agenda);
    lz_json_put_int64(known, "type", meeting->type);
    put_date(known, meeting);
    put_times(pool, known, meeting->starts_at, meeting->duration, meeting->timezone);
    lz_json_put_string(known, "status", lz_meeting_status_name(meeting->status));
    lz_json_put(known, "actions", actions);
    return known;
}

void lz_project_opening(apr_pool_t *pool, json_object *row, apr_time_t opens_at)
{
    if (opens_at) {
        lz_json_put_string(row, "join_opens_at", lz_timestamp(pool, opens_at));
    }
}

int lz_project_is_told(json_object *warnings, const char *code)
{
    for (size_t i = 0; i < json_object_array_length(warnings); i++) {
        const char *told = lz_json_string(json_object_array_get_idx(warnings, i), "code");
        if (told && strcmp(told, code) == 0) {
            return 1;
        }
    }
    return 0;
}

void lz_project_field_warning(json_object *warnings, const char *code, const char *field,
                              const char *message)
{
    json_object *warning = json_object_new_object();
    lz_json_put_string(warning, "code", code);
    if (field) {
        lz_json_put_string(warning, "field", field);
    }
    lz_json_put_string(warning, "message", message);
    json_object_array_add(warnings, warning);
}

void lz_project_warning(json_object *warnings, const char *code, const char *message)
{
    lz_project_field_warning(warnings, code, NULL, message);
}

void lz_project_warning_with(json_object *warnings, const char *name, const char *value)
{
    const size_t count = json_object_array_length(warnings);
    lz_json_put_string(json_object_array_get_idx(warnings, count - 1), name, value);
}

void lz_project_reason(json_object *warnings, const lz_problem_t *problem)
{
    if (lz_person_is_unknown(problem)) {
        lz_project_warning(warnings, problem->kind, problem->message);
    } else if (problem->id == LZ_P_DATABASE || problem->id == LZ_P_DATABASE_BUSY) {
        lz_project_warning(warnings, "not_refreshed",
                           "This server could not note down what Zoom says. This is what we knew "
                           "before; Join still works.");
    } else {
        lz_project_warning(warnings, "zoom_stale",
                           "Zoom has not answered. This is what we knew before; Join still "
                           "works.");
    }
}

const char *lz_project_members(apr_pool_t *pool, json_object *object)
{
    const char *text = lz_json_text(pool, object);
    return apr_pstrmemdup(pool, text + 1, strlen(text) - 2);
}
