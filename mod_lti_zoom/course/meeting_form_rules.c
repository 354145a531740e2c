/* SPDX-License-Identifier: Apache-2.0 */
/* What the fields of the form mean for each other, under the terms, and what is locked. */
#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#include "../base/timestamp.h"
#include "meeting_form_passcode.h"
#include "meeting_form_reading.h"
#include "recurrence.h"

#define PAST_GRACE apr_time_from_sec(60)

#define WAITING_ROOM "settings.waiting_room"
#define EARLY        "settings.join_before_host"

/* --- locks ------------------------------------------------------------------------------------ */

static json_object *lock_of(const lz_reading_t *reading, const char *path)
{
    return lz_json_object(lz_json_object(reading->terms->options, "locks"), path);
}

int lz_reading_is_locked(const lz_reading_t *reading, const char *path)
{
    return lz_json_member(lock_of(reading, path), "value") != NULL;
}

void lz_reading_overrule(lz_reading_t *reading, const char *path)
{
    APR_ARRAY_PUSH(reading->form->overruled, const char *) = path;
}

static int is_by_university(json_object *lock)
{
    const char *reason = lz_json_string(lock, "reason");
    return reason && strcmp(reason, "university") == 0;
}

static void apply_lock(lz_reading_t *reading, const lz_form_field_t *field, json_object *lock)
{
    json_object *value = lz_json_member(lock, "value");
    json_object *read = lz_form_get_value(reading->body, field->path);
    json_object *before = lz_form_get_value(reading->terms->before, field->path);
    if (read && lz_form_same(reading->pool, field, read, value)) {
        return;
    }
    if (read && lz_reading_was_sent(reading, field->path)) {
        lz_reading_overrule(reading, field->path);
    }
    /* What Zoom itself has locked in a meeting that is there already is Zoom's to say. */
    if (read || reading->terms->mode == LZ_FORM_CREATE
        || (is_by_university(lock) && before
            && !lz_form_same(reading->pool, field, before, value))) {
        lz_form_put_value(reading->body, field->path, lz_form_copy(value));
    }
}

void lz_reading_locks(lz_reading_t *reading)
{
    const int in = lz_form_in(reading->terms->mode);
    const int of = lz_form_of(lz_reading_number(reading, "type", LZ_MEETING_SINGLE));
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        json_object *lock = lock_of(reading, field->path);
        if (lz_json_member(lock, "value") && (field->modes & in) && (field->meetings & of)) {
            apply_lock(reading, field, lock);
        }
    }
}

/* --- kind and times --------------------------------------------------------------------------- */

static void check_kind(lz_reading_t *reading)
{
    const apr_int64_t type = lz_reading_number(reading, "type", LZ_MEETING_SINGLE);
    const int of = lz_form_of(type);
    if (!of) {
        return;     /* a meeting of a kind that is not made here keeps it */
    }
    if (!(of & lz_form_field("start_time")->meetings)
        && lz_form_get_value(reading->body, "start_time")) {
        lz_reading_wrong(reading, "start_time", "A meeting with no fixed time has no start.");
    }
    if (type != LZ_MEETING_SERIES && lz_form_get_value(reading->body, "recurrence")) {
        lz_reading_wrong(reading, "recurrence", "Only a meeting that recurs on dates has this.");
    }
    if (type != LZ_MEETING_SERIES
        && lz_form_get_value(reading->body, "settings.registration_type")) {
        lz_reading_wrong(reading, "settings.registration_type",
                         "Only a meeting that recurs on dates has this.");
    }
    if (type == LZ_MEETING_SERIES && !lz_reading_value(reading, "recurrence")) {
        lz_reading_wrong(reading, "recurrence", "Say how the meeting recurs.");
    }
    if (type == LZ_MEETING_SERIES && lz_reading_flag(reading, "settings.use_pmi")) {
        if (lz_reading_was_sent(reading, "settings.use_pmi")
            && !lz_reading_is_locked(reading, "settings.use_pmi")) {
            lz_reading_wrong(reading, "settings.use_pmi",
                             "A meeting that recurs on dates cannot use the personal meeting ID.");
        } else {
            lz_form_put_value(reading->body, "settings.use_pmi", json_object_new_boolean(0));
        }
    }
}

static void check_topic(lz_reading_t *reading)
{
    const int was_sent = lz_reading_was_sent(reading, "topic");
    if (!lz_form_get_value(reading->body, "topic")
        && (was_sent || reading->terms->mode == LZ_FORM_CREATE)) {
        lz_reading_wrong(reading, "topic", "Give the meeting a topic.");
    }
}

static void check_start(lz_reading_t *reading)
{
    const int of = lz_form_of(lz_reading_number(reading, "type", LZ_MEETING_SINGLE));
    const char *text = lz_form_text(reading->body, "start_time");
    const int same = strcmp(text, lz_form_text(reading->terms->before, "start_time")) == 0;
    apr_time_t start = 0;
    if (!(of & lz_form_field("start_time")->meetings)) {
        return;
    }
    if (!*text) {
        if (!lz_reading_value(reading, "start_time")
            || lz_reading_was_sent(reading, "start_time")) {
            lz_reading_wrong(reading, "start_time", "Say when the meeting starts.");
        }
    } else if (!same && lz_timestamp_parse(text, &start)
               && start < reading->terms->now - PAST_GRACE) {
        lz_reading_wrong(reading, "start_time", "This is in the past. Choose a later time.");
    }
}

/* A series until a date has as many dates as Zoom makes, and one at least. */
static void check_end(lz_reading_t *reading)
{
    static const char path[] = "recurrence.end_date_time";
    const char *text = lz_form_text(reading->body, path);
    const char *name = lz_form_text(reading->body, "timezone");
    const apr_time_t start = lz_reading_start(reading);
    apr_time_t end = 0;
    if (!*text || !start || !lz_timestamp_parse(text, &end)) {
        return;
    }
    if (end < start) {
        lz_reading_wrong(reading, path, "The series ends before it starts. Choose a later date.");
        return;
    }
    name = *name ? name : lz_form_text(reading->terms->before, "timezone");
    const lz_zone_t *zone = lz_zone_open(reading->pool, *name ? name : "UTC");
    const int n = !zone ? 1
                  : lz_recurrence_dates(reading->pool,
                                        lz_form_get_value(reading->body, "recurrence"), start,
                                        zone, LZ_DATES_MAX + 1)->nelts;
    if (n == 0) {
        lz_reading_wrong(reading, path, "The series has no date until then. Choose a later date.");
    } else if (n > LZ_DATES_MAX) {
        lz_reading_wrong(reading, path, "This makes more than 60 dates, the most that Zoom allows. "
                                        "Choose an earlier date.");
    }
}

/* --- passcode --------------------------------------------------------------------------------- */

static void check_passcode(lz_reading_t *reading)
{
    json_object *policy = lz_json_object(reading->terms->options, "password_policy");
    const char *passcode = lz_form_text(reading->body, "password");
    const char *before = lz_form_text(reading->terms->before, "password");
    int required = 0;
    if (*passcode && strcmp(passcode, before) != 0) {
        const char *wrong = lz_passcode_wrong(reading->pool, policy, passcode);
        if (wrong) {
            lz_reading_wrong(reading, "password", wrong);
        }
    } else if (!*passcode && *before && lz_reading_was_sent(reading, "password")
               && lz_json_bool(policy, "required", &required) && required) {
        lz_reading_wrong(reading, "password", "Your Zoom account asks for a passcode.");
    }
}

/* --- the waiting room, and joining before the host -------------------------------------------- */

static void switch_off(lz_reading_t *reading, const char *path)
{
    if (lz_form_flag(reading->sent, path, 0)) {
        lz_reading_overrule(reading, path);
    }
    lz_form_put_value(reading->body, path, json_object_new_boolean(0));
}

static void check_early(lz_reading_t *reading)
{
    const int creates = reading->terms->mode == LZ_FORM_CREATE;
    if (!lz_reading_flag(reading, WAITING_ROOM) || !lz_reading_flag(reading, EARLY)) {
        return;
    }
    if (lz_reading_is_locked(reading, WAITING_ROOM)) {
        switch_off(reading, EARLY);
    } else if (lz_reading_is_locked(reading, EARLY)) {
        switch_off(reading, WAITING_ROOM);
    } else if (!lz_form_flag(reading->sent, EARLY, 0)) {
        switch_off(reading, EARLY);
    } else if (creates && !lz_reading_was_sent(reading, WAITING_ROOM)) {
        switch_off(reading, WAITING_ROOM);
    } else {
        lz_reading_wrong(reading, EARLY, "With a waiting room nobody joins before the host. "
                                         "Switch one of the two off.");
    }
}

/* --- what is offered -------------------------------------------------------------------------- */

/* 1 unless the options say no. */
static int is_allowed(const lz_reading_t *reading, const char *path)
{
    json_object *value = lz_json_path(reading->terms->options, path);
    return !json_object_is_type(value, json_type_boolean) || json_object_get_boolean(value);
}

/* Refuses a value of the body that the options do not allow; what was only proposed is dropped. */
static void refuse(lz_reading_t *reading, const char *path, const char *message)
{
    if (lz_reading_was_sent(reading, path)) {
        lz_reading_wrong(reading, path, message);
    } else {
        lz_form_drop_value(reading->body, path);
    }
}

static void check_allowed(lz_reading_t *reading)
{
    json_object *body = reading->body;
    if (lz_form_number(body, "settings.approval_type", 2) != 2
        && !is_allowed(reading, "registration_allowed")) {
        refuse(reading, "settings.approval_type",
               "Registration needs a Zoom licence, which the host does not have.");
    }
    if (strcmp(lz_form_text(body, "settings.auto_recording"), "cloud") == 0
        && !is_allowed(reading, "recording_allowed")) {
        refuse(reading, "settings.auto_recording",
               "The host cannot record in the cloud: their Zoom account does not include it.");
    }
    if (lz_form_flag(body, "settings.focus_mode", 0)
        && !is_allowed(reading, "focus_mode_allowed")) {
        refuse(reading, "settings.focus_mode",
               "Focus mode is switched off in the host's Zoom settings.");
    }
    if (lz_form_flag(lz_form_get_value(body, "settings.breakout_room"), "enable", 0)
        && !is_allowed(reading, "breakout.allowed")) {
        refuse(reading, "settings.breakout_room",
               "Rooms cannot be prepared: the host's Zoom settings do not allow it.");
    }
}

/* 1 when list is unknown, or has an object whose member is value. */
static int is_offered(const lz_reading_t *reading, const char *name, const char *member,
                      const char *value)
{
    json_object *list = lz_json_array(reading->terms->options, name);
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        const char *one = lz_json_string(json_object_array_get_idx(list, i), member);
        if (one && strcasecmp(one, value) == 0) {
            return 1;
        }
    }
    return !list;
}

static void check_offered(lz_reading_t *reading)
{
    const char *option = lz_form_text(reading->body, "settings.authentication_option");
    if (*option && !is_offered(reading, "authentication_options", "id", option)) {
        refuse(reading, "settings.authentication_option",
               "Your Zoom account does not offer this way to sign in.");
    }
}

/* Oneself is nobody else. */
static void check_schedule_for(lz_reading_t *reading)
{
    const char *other = lz_form_text(reading->body, "schedule_for");
    if (*other && reading->terms->host_email
        && strcasecmp(other, reading->terms->host_email) == 0) {
        lz_form_drop_value(reading->body, "schedule_for");
    } else if (*other && !is_offered(reading, "schedule_for", "email", other)) {
        lz_reading_wrong(reading, "schedule_for", apr_psprintf(reading->pool,
                         "%s has not allowed you to schedule for them. They can do so in their "
                         "Zoom settings, under \"Assign scheduling privilege\".", other));
    }
}

void lz_reading_rules(lz_reading_t *reading)
{
    check_topic(reading);
    check_kind(reading);
    check_start(reading);
    check_end(reading);
    check_passcode(reading);
    check_early(reading);
    check_allowed(reading);
    check_offered(reading);
    check_schedule_for(reading);
}
