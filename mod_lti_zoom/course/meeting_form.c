/* SPDX-License-Identifier: Apache-2.0 */
#include "meeting_form.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../base/timestamp.h"
#include "meeting_form_reading.h"
#include "section_names.h"

#define UNKNOWN_MAX 20      /* fields that are named as unknown */

#define PASSWORD_ALPHABET \
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@-_*"

/* --- a reading -------------------------------------------------------------------------------- */

void lz_reading_wrong(lz_reading_t *reading, const char *path, const char *message)
{
    if (!lz_reading_is_wrong(reading, path)) {
        lz_problem_field(reading->pool, reading->problem, path, message);
    }
}

int lz_reading_is_wrong(const lz_reading_t *reading, const char *path)
{
    return reading->problem->fields && apr_table_get(reading->problem->fields, path);
}

int lz_reading_was_sent(const lz_reading_t *reading, const char *path)
{
    return lz_form_get_value(reading->sent, path) != NULL;
}

json_object *lz_reading_value(const lz_reading_t *reading, const char *path)
{
    json_object *value = lz_form_get_value(reading->body, path);
    return value ? value : lz_form_get_value(reading->terms->before, path);
}

int lz_reading_flag(const lz_reading_t *reading, const char *path)
{
    json_object *value = lz_reading_value(reading, path);
    return json_object_is_type(value, json_type_boolean) && json_object_get_boolean(value);
}

apr_int64_t lz_reading_number(const lz_reading_t *reading, const char *path,
                              apr_int64_t otherwise)
{
    json_object *value = lz_reading_value(reading, path);
    return json_object_is_type(value, json_type_int) ? json_object_get_int64(value) : otherwise;
}

apr_time_t lz_reading_start(const lz_reading_t *reading)
{
    json_object *value = lz_reading_value(reading, "start_time");
    apr_time_t start = 0;
    return json_object_is_type(value, json_type_string)
           && lz_timestamp_parse(json_object_get_string(value), &start) ? start : 0;
}

int lz_has_control(const char *text, const char *allowed)
{
    for (const char *c = text; *c; c++) {
        if (((unsigned char)*c < 0x20 || *c == 0x7f) && !strchr(allowed, *c)) {
            return 1;
        }
    }
    return 0;
}

/* --- values by their kind --------------------------------------------------------------------- */

/* A text without NUL, else NULL. */
static const char *text_in(json_object *value)
{
    const char *text = json_object_is_type(value, json_type_string)
                       ? json_object_get_string(value) : NULL;
    return text && strlen(text) == (size_t)json_object_get_string_len(value) ? text : NULL;
}

static int is_line(const lz_form_field_t *field, const char *text)
{
    return strspn(text, " \t\r\n") < strlen(text)
           && lz_utf8_length(text) <= (apr_size_t)field->max && !lz_has_control(text, "");
}

static int is_text(const lz_form_field_t *field, const char *text)
{
    return lz_utf8_length(text) <= (apr_size_t)field->max && !lz_has_control(text, "\t\r\n");
}

static int is_whole(const lz_form_field_t *field, json_object *value)
{
    const apr_int64_t number = json_object_get_int64(value);
    return json_object_is_type(value, json_type_int)
           && (field->choices ? lz_form_has_choice(field->choices, json_object_get_string(value))
                              : number >= field->min && number <= field->max);
}

/* A text as it goes to Zoom, NULL when it is none of the field's. */
static const char *text_of_kind(apr_pool_t *pool, const lz_form_field_t *field, const char *text)
{
    apr_time_t when = 0;
    switch (field->kind) {
    case LZ_KIND_LINE:
        return is_line(field, text) ? text : NULL;
    case LZ_KIND_TEXT:
        return is_text(field, text) ? text : NULL;
    case LZ_KIND_WORD:
        return lz_form_has_choice(field->choices, text) ? text : NULL;
    case LZ_KIND_TIME:
        return lz_timestamp_parse(text, &when) ? lz_timestamp(pool, when) : NULL;
    case LZ_KIND_ZONE:
        return !*text || lz_time_zone_valid(text) ? text : NULL;
    case LZ_KIND_PASSCODE:
        return strlen(text) <= (size_t)field->max
               && strspn(text, PASSWORD_ALPHABET) == strlen(text) ? text : NULL;
    case LZ_KIND_ID:
        return strlen(text) <= (size_t)field->max && !lz_has_control(text, "") ? text : NULL;
    case LZ_KIND_ADDRESS: {
        const apr_array_header_t *one = lz_form_addresses(pool, text);
        return one->nelts == 0 ? ""
               : one->nelts == 1 && lz_form_is_address(APR_ARRAY_IDX(one, 0, const char *))
               ? APR_ARRAY_IDX(one, 0, const char *) : NULL;
    }
    default:
        return NULL;
    }
}

static json_object *take_plain(lz_reading_t *reading, const lz_form_field_t *field,
                               json_object *value)
{
    if (field->kind == LZ_KIND_FLAG) {
        return json_object_is_type(value, json_type_boolean) ? lz_form_copy(value) : NULL;
    }
    if (field->kind == LZ_KIND_WHOLE || field->kind == LZ_KIND_NUMBER) {
        return is_whole(field, value) ? lz_form_copy(value) : NULL;
    }
    const char *text = text_in(value);
    text = text ? text_of_kind(reading->pool, field, text) : NULL;
    return text ? json_object_new_string(text) : NULL;
}

/* The value as it goes to Zoom; NULL when it is wrong, which is noted. */
static json_object *take(lz_reading_t *reading, const lz_form_field_t *field, json_object *value)
{
    switch (field->kind) {
    case LZ_KIND_RECURRENCE:
        return lz_reading_recurrence(reading, value);
    case LZ_KIND_TRACKING:
        return lz_reading_tracking(reading, value);
    case LZ_KIND_ROOMS:
        return lz_reading_rooms(reading, value);
    case LZ_KIND_ADDRESSES:
        return lz_reading_addresses(reading, value);
    case LZ_KIND_REGIONS:
        return lz_reading_regions(reading, value);
    case LZ_KIND_SECTIONS:
        return lz_reading_sections(reading, value);
    default:
        break;
    }
    json_object *taken = take_plain(reading, field, value);
    if (!taken) {
        lz_reading_wrong(reading, field->path, field->wrong);
    }
    return taken;
}

/* --- what was sent ---------------------------------------------------------------------------- */

/* An empty time is none; a topic of blanks is none either, and says so in its own words. */
static int is_empty(const lz_form_field_t *field, json_object *value)
{
    const char *text = text_in(value);
    return text && ((field->kind == LZ_KIND_TIME && !*text)
                    || (field->kind == LZ_KIND_LINE && strspn(text, " \t\r\n") == strlen(text)));
}

static void read_sent(lz_reading_t *reading)
{
    const int in = lz_form_in(reading->terms->mode);
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        json_object *value = lz_form_get_value(reading->sent, field->path);
        if (!value || is_empty(field, value)) {
            continue;
        }
        if (!(field->modes & in)) {
            lz_reading_wrong(reading, field->path,
                             reading->terms->mode == LZ_FORM_CHANGE_DATE
                             ? "This can only be changed for the whole series."
                             : "This can only be chosen when the meeting is made.");
            continue;
        }
        json_object *taken = take(reading, field, value);
        if (taken) {
            lz_form_put_value(reading->body, field->path, taken);
        }
    }
}

static void refuse_unknown(lz_reading_t *reading, json_object *object, const char *prefix)
{
    int named = 0;
    json_object_object_foreach(object, name, value) {
        const char *path = apr_pstrcat(reading->pool, prefix, name, NULL);
        (void)value;
        if (!lz_form_field(path) && strcmp(path, "settings") != 0 && named++ < UNKNOWN_MAX) {
            lz_reading_wrong(reading, path, "This form has no such field.");
        }
    }
}

static void read_members(lz_reading_t *reading)
{
    json_object *settings = lz_json_object(reading->sent, "settings");
    refuse_unknown(reading, reading->sent, "");
    if (settings) {
        refuse_unknown(reading, settings, "settings.");
    } else if (lz_json_member(reading->sent, "settings")) {
        lz_reading_wrong(reading, "settings", "This must be an object.");
    }
}

/* A new meeting has what is proposed where nothing was sent. */
static void fill_in(lz_reading_t *reading)
{
    const int of = lz_form_of(lz_form_number(reading->body, "type", LZ_MEETING_SINGLE));
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        if (lz_form_get_value(reading->body, field->path) || !(field->meetings & of)
            || lz_reading_was_sent(reading, field->path)
            || strcmp(field->path, "topic") == 0 || strcmp(field->path, "start_time") == 0) {
            continue;
        }
        json_object *proposed = lz_form_get_value(reading->terms->proposal, field->path);
        if (proposed) {
            lz_form_put_value(reading->body, field->path, lz_form_copy(proposed));
        } else if (field->fallback) {
            lz_form_put_value(reading->body, field->path,
                              lz_form_json(reading->pool, field->fallback));
        }
    }
}

/* --- what is left of it ----------------------------------------------------------------------- */

/* Fields that say nothing beside the others are not sent. */
static void drop_idle(lz_reading_t *reading)
{
    static const char *const empty[] = { "agenda", "password", "settings.alternative_hosts",
                                         NULL };
    static const char *const without[] = { "schedule_for", "timezone", NULL };
    for (const char *const *path = empty; *path; path++) {
        if (reading->terms->mode == LZ_FORM_CREATE && !*lz_form_text(reading->body, *path)) {
            lz_form_drop_value(reading->body, *path);
        }
    }
    for (const char *const *path = without; *path; path++) {
        if (!*lz_form_text(reading->body, *path)) {
            lz_form_drop_value(reading->body, *path);
        }
    }
    if (!*lz_form_text(reading->body, "settings.authentication_option")
        || !lz_reading_flag(reading, "settings.meeting_authentication")) {
        lz_form_drop_value(reading->body, "settings.authentication_option");
    }
    if (lz_reading_number(reading, "settings.approval_type", 2) == 2) {
        lz_form_drop_value(reading->body, "settings.registration_type");
    }
    if (reading->terms->mode == LZ_FORM_CREATE
        && !lz_reading_flag(reading, "settings.join_before_host")) {
        lz_form_drop_value(reading->body, "settings.jbh_time");
    }
    json_object *regions = lz_form_get_value(reading->body,
                                             "settings.additional_data_center_regions");
    if (regions && json_object_array_length(regions) == 0) {
        lz_form_drop_value(reading->body, "settings.additional_data_center_regions");
    }
}

/* A change says what is other than before. */
static void drop_unchanged(lz_reading_t *reading)
{
    if (reading->terms->mode == LZ_FORM_CREATE) {
        return;
    }
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        json_object *now = lz_form_get_value(reading->body, field->path);
        json_object *before = lz_form_get_value(reading->terms->before, field->path);
        if (now && before && lz_form_same(reading->pool, field, now, before)) {
            lz_form_drop_value(reading->body, field->path);
        }
    }
    json_object *settings = lz_json_object(reading->body, "settings");
    if (settings && json_object_object_length(settings) == 0) {
        json_object_object_del(reading->body, "settings");
    }
}

static const char *text_after(const lz_reading_t *reading, const char *path)
{
    json_object *value = lz_reading_value(reading, path);
    return json_object_is_type(value, json_type_string)
           ? apr_pstrdup(reading->pool, json_object_get_string(value)) : "";
}

static void summarize(lz_reading_t *reading)
{
    lz_meeting_form_t *form = reading->form;
    const char *others = lz_form_text(reading->body, "settings.alternative_hosts");
    form->body = reading->body;
    form->topic = text_after(reading, "topic");
    form->type = (int)lz_reading_number(reading, "type", LZ_MEETING_SINGLE);
    form->starts_at = form->type == LZ_MEETING_UNDATED ? 0 : lz_reading_start(reading);
    form->duration = (int)lz_reading_number(reading, "duration", 60);
    form->timezone = text_after(reading, "timezone");
    form->schedule_for = apr_pstrdup(reading->pool, lz_form_text(reading->body, "schedule_for"));
    form->alternative_hosts = *others ? lz_form_addresses(reading->pool, others) : NULL;
    json_object *sections = lz_form_get_value(reading->body, "sections");
    if (sections) {
        (void)lz_sections_read(reading->pool, sections, &form->sections);   /* it was read before */
        lz_form_drop_value(reading->body, "sections");
    }
}

const lz_problem_t *lz_form_read(apr_pool_t *pool, const lz_form_terms_t *terms,
                                 json_object *sent, lz_meeting_form_t *form)
{
    *form = (lz_meeting_form_t){
        .mode = terms->mode,
        .asked_at = terms->now,
        .host_id = "",
        .host_name = "",
        .overruled = apr_array_make(pool, 2, sizeof(const char *))
    };
    lz_reading_t reading = {
        .pool = pool, .terms = terms, .sent = sent, .form = form,
        .body = lz_json_adopt(pool, json_object_new_object()),
        .problem = lz_problem(pool, LZ_P_FIELDS, "the meeting form was not accepted")
    };
    read_members(&reading);
    read_sent(&reading);
    if (terms->mode == LZ_FORM_CREATE) {
        fill_in(&reading);
    }
    lz_reading_locks(&reading);
    lz_reading_complete_tracking(&reading);
    lz_reading_rules(&reading);
    drop_idle(&reading);
    summarize(&reading);
    drop_unchanged(&reading);
    return reading.problem->fields ? reading.problem : NULL;
}
