/* SPDX-License-Identifier: Apache-2.0 */
#include "form_options.h"

#include <string.h>

#include "meeting_form_table.h"

#define LOCKS_MAX 4

/* Where Zoom shows a field's setting of the host, and where that it is locked. */
typedef struct place_t {
    const char     *path;           /* of the form */
    lz_setup_part_e part;           /* LZ_SETUP_PARTS: Zoom shows no setting */
    const char     *setting;
    const char     *locks[LOCKS_MAX];   /* in any of the answers about locks */
} place_t;

static const place_t places[] = {
    { "settings.host_video", LZ_SETUP_SETTINGS, "schedule_meeting.host_video",
      { "schedule_meeting.host_video" } },
    { "settings.participant_video", LZ_SETUP_SETTINGS, "schedule_meeting.participants_video",
      { "schedule_meeting.participant_video" } },
    { "settings.audio", LZ_SETUP_SETTINGS, "schedule_meeting.audio_type",
      { "schedule_meeting.audio_type" } },
    { "settings.join_before_host", LZ_SETUP_SETTINGS, "schedule_meeting.join_before_host",
      { "schedule_meeting.join_before_host" } },
    { "settings.mute_upon_entry", LZ_SETUP_PARTS, NULL, { "schedule_meeting.mute_upon_entry" } },
    { "settings.waiting_room", LZ_SETUP_SETTINGS, "in_meeting.waiting_room",
      { "in_meeting.waiting_room", "meeting_security.waiting_room" } },
    { "settings.waiting_room", LZ_SETUP_SECURITY, "meeting_security.waiting_room",
      { "in_meeting.waiting_room", "meeting_security.waiting_room" } },
    { "settings.use_pmi", LZ_SETUP_SETTINGS, "schedule_meeting.use_pmi_for_scheduled_meetings",
      { "schedule_meeting.use_pmi_for_scheduled_meetings" } },
    { "settings.auto_recording", LZ_SETUP_SETTINGS, "recording.auto_recording",
      { "recording.auto_recording" } },
    { "settings.meeting_authentication", LZ_SETUP_AUTHENTICATION, "meeting_authentication",
      { "schedule_meeting.meeting_authentication" } },
};

#define N_PLACES (sizeof(places) / sizeof(places[0]))

/* --- locks ------------------------------------------------------------------------------------ */

static int is_locked_at(const lz_host_setup_t *setup, const char *lock)
{
    return lz_form_flag(setup->parts[LZ_SETUP_ACCOUNT_LOCKS], lock, 0)
           || lz_form_flag(setup->parts[LZ_SETUP_ACCOUNT_SECURITY_LOCKS], lock, 0)
           || lz_form_flag(setup->parts[LZ_SETUP_GROUP_LOCKS], lock, 0)
           || lz_form_flag(setup->parts[LZ_SETUP_GROUP_SECURITY_LOCKS], lock, 0);
}

static int is_locked(const lz_host_setup_t *setup, const place_t *place)
{
    int locked = 0;
    for (int i = 0; i < LOCKS_MAX && place->locks[i]; i++) {
        locked |= is_locked_at(setup, place->locks[i]);
    }
    return locked;
}

/* 1 when a value that Zoom shows is one that the form can have. */
static int is_ours(const lz_form_field_t *field, json_object *value)
{
    const char *text = json_object_is_type(value, json_type_string)
                       ? json_object_get_string(value) : NULL;
    if (field->kind == LZ_KIND_FLAG) {
        return json_object_is_type(value, json_type_boolean);
    }
    return text && *text && !strchr(text, '|') && lz_form_has_choice(field->choices, text);
}

/* The host's own setting, where Zoom shows one that the form can have. */
static json_object *setting_at(const lz_host_setup_t *setup, const place_t *place)
{
    json_object *value = place->part < LZ_SETUP_PARTS
                         ? lz_json_path(setup->parts[place->part], place->setting) : NULL;
    return value && is_ours(lz_form_field(place->path), value) ? value : NULL;
}

static void put_lock(json_object *locks, const char *path, json_object *value, const char *reason)
{
    json_object *lock = json_object_new_object();
    lz_json_put(lock, "value", value);
    lz_json_put_string(lock, "reason", reason);
    lz_json_put(locks, path, lock);
}

/* The admin's, and above them those of Zoom, which nothing written here can open. */
static json_object *locks_of(apr_pool_t *pool, const lz_host_setup_t *setup,
                             const lz_site_t *site)
{
    json_object *locks = json_object_new_object();
    for (int i = 0; site->form_locks && i < site->form_locks->nelts; i++) {
        const lz_form_choice_t *choice = &APR_ARRAY_IDX(site->form_locks, i, lz_form_choice_t);
        put_lock(locks, choice->path, lz_form_json(pool, choice->json), "university");
    }
    for (size_t i = 0; i < N_PLACES; i++) {
        json_object *value = setting_at(setup, &places[i]);
        if (is_locked(setup, &places[i]) && (value || !lz_json_member(locks, places[i].path))) {
            put_lock(locks, places[i].path, lz_form_copy(value), "zoom");
        }
    }
    return locks;
}

/* --- the passcode ----------------------------------------------------------------------------- */

static json_object *first_of(json_object *one, const char *path, json_object *other,
                             const char *other_path)
{
    json_object *value = lz_json_path(one, path);
    return value ? value : lz_json_path(other, other_path);
}

/* NULL when neither answer tells it. */
static json_object *policy_of(const lz_host_setup_t *setup)
{
    json_object *security = setup->parts[LZ_SETUP_SECURITY];
    json_object *settings = setup->parts[LZ_SETUP_SETTINGS];
    json_object *rules = first_of(security, "meeting_security.meeting_password_requirement",
                                  settings, "schedule_meeting.meeting_password_requirement");
    json_object *required =
        first_of(security, "meeting_security.meeting_password", settings,
                 "schedule_meeting.require_password_for_scheduling_new_meetings");
    if (!rules && !required) {
        return NULL;
    }
    json_object *policy = rules ? lz_form_copy(rules) : json_object_new_object();
    lz_json_put_bool(policy, "required", required && json_object_get_boolean(required));
    return policy;
}

/* --- what is offered -------------------------------------------------------------------------- */

static void put_regions(json_object *options, json_object *settings)
{
    int custom = 0;
    json_object *in_meeting = lz_json_object(settings, "in_meeting");
    json_object *offered = lz_json_array(in_meeting, "unchecked_data_center_regions");
    if (lz_json_bool(in_meeting, "custom_data_center_regions", &custom) && !custom) {
        lz_json_put(options, "regions", json_object_new_array());
    } else if (offered) {
        lz_json_put(options, "regions", lz_form_copy(offered));
    }
}

static void put_authentication(json_object *options, json_object *answer)
{
    json_object *known = lz_json_array(answer, "authentication_options");
    if (!known) {
        return;
    }
    json_object *list = json_object_new_array();
    for (size_t i = 0; i < json_object_array_length(known); i++) {
        json_object *one = json_object_array_get_idx(known, i);
        if (lz_form_flag(one, "visible", 1)) {
            json_object *option = json_object_new_object();
            lz_json_put_string(option, "id", lz_form_text(one, "id"));
            lz_json_put_string(option, "name", lz_form_text(one, "name"));
            lz_json_push(list, option);
        }
    }
    lz_json_put(options, "authentication_options", list);
}

static void put_tracking(json_object *options, json_object *answer)
{
    json_object *known = lz_json_array(answer, "tracking_fields");
    if (!known) {
        return;
    }
    json_object *list = json_object_new_array();
    for (size_t i = 0; i < json_object_array_length(known); i++) {
        json_object *one = json_object_array_get_idx(known, i);
        json_object *values = lz_json_array(one, "recommended_values");
        json_object *field = json_object_new_object();
        lz_json_put_string(field, "field", lz_form_text(one, "field"));
        lz_json_put_bool(field, "required", lz_form_flag(one, "required", 0));
        lz_json_put(field, "recommended_values",
                    values ? lz_form_copy(values) : json_object_new_array());
        lz_json_put_string(field, "value", "");
        lz_json_push(list, field);
    }
    lz_json_put(options, "tracking_fields", list);
}

static void put_focus_mode(json_object *options, json_object *settings)
{
    const int enabled = lz_form_flag(settings, "in_meeting.attention_mode_focus_mode", -1);
    const int by_host = lz_form_flag(settings, "in_meeting.allow_host_to_enable_focus_mode", -1);
    if (by_host >= 0 || enabled >= 0) {
        lz_json_put_bool(options, "focus_mode_allowed", by_host >= 0 ? by_host : enabled);
    }
}

static void put_breakout(json_object *options, json_object *settings)
{
    const int rooms = lz_form_flag(settings, "in_meeting.breakout_room", -1);
    const int before = lz_form_flag(settings, "in_meeting.breakout_room_schedule", -1);
    if (rooms < 0 && before < 0) {
        return;
    }
    json_object *breakout = json_object_new_object();
    lz_json_put_bool(breakout, "allowed", rooms != 0 && before != 0);
    lz_json_put(options, "breakout", breakout);
}

json_object *lz_form_options(apr_pool_t *pool, const lz_host_setup_t *setup,
                             const lz_person_t *host, const lz_site_t *site)
{
    json_object *options = lz_json_adopt(pool, json_object_new_object());
    json_object *settings = setup->parts[LZ_SETUP_SETTINGS];
    json_object *policy = policy_of(setup);
    const int recording = lz_form_flag(settings, "recording.cloud_recording", -1);
    lz_json_put(options, "locks", locks_of(pool, setup, site));
    if (policy) {
        lz_json_put(options, "password_policy", policy);
    }
    put_regions(options, settings);
    put_authentication(options, setup->parts[LZ_SETUP_AUTHENTICATION]);
    put_tracking(options, setup->parts[LZ_SETUP_TRACKING]);
    put_breakout(options, settings);
    put_focus_mode(options, settings);
    if (recording >= 0) {
        lz_json_put_bool(options, "recording_allowed", recording);
    }
    if (host) {
        lz_json_put_string(options, "host_email", host->email);
        lz_json_put_bool(options, "registration_allowed", host->licensed);
        if (*host->pmi) {
            lz_json_put_string(options, "pmi", host->pmi);
        }
    }
    return options;
}

/* --- what is proposed ------------------------------------------------------------------------- */

static void put_fallbacks(apr_pool_t *pool, json_object *form)
{
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        if (field->fallback) {
            lz_form_put_value(form, field->path, lz_form_json(pool, field->fallback));
        }
    }
}

static void put_settings(json_object *form, const lz_host_setup_t *setup)
{
    json_object *options = lz_json_array(setup->parts[LZ_SETUP_AUTHENTICATION],
                                         "authentication_options");
    for (size_t i = 0; i < N_PLACES; i++) {
        json_object *value = setting_at(setup, &places[i]);
        if (value) {
            lz_form_put_value(form, places[i].path, lz_form_copy(value));
        }
    }
    for (size_t i = 0; options && i < json_object_array_length(options); i++) {
        json_object *one = json_object_array_get_idx(options, i);
        if (lz_form_flag(one, "default_option", 0) && lz_form_flag(one, "visible", 1)) {
            lz_form_put_value(form, "settings.authentication_option",
                              json_object_new_string(lz_form_text(one, "id")));
        }
    }
}

static void put_choices(apr_pool_t *pool, json_object *form, const apr_array_header_t *choices)
{
    for (int i = 0; choices && i < choices->nelts; i++) {
        const lz_form_choice_t *choice = &APR_ARRAY_IDX(choices, i, lz_form_choice_t);
        lz_form_put_value(form, choice->path, lz_form_json(pool, choice->json));
    }
}

static void put_more(json_object *form, json_object *more)
{
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        json_object *value = lz_form_get_value(more, field->path);
        if (value) {
            lz_form_put_value(form, field->path, lz_form_copy(value));
        }
    }
}

static void put_locked(json_object *form, json_object *locks)
{
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        json_object *value = lz_json_member(lz_json_object(locks, field->path), "value");
        if (value) {
            lz_form_put_value(form, field->path, lz_form_copy(value));
        }
    }
}

/* What cannot be chosen is not proposed; a waiting room ends joining before the host. */
static void bring_in_line(json_object *form, json_object *options)
{
    if (!lz_form_flag(options, "recording_allowed", 1)) {
        lz_form_put_value(form, "settings.auto_recording", json_object_new_string("none"));
    }
    if (!lz_form_flag(options, "registration_allowed", 1)) {
        lz_form_put_value(form, "settings.approval_type", json_object_new_int(2));
    }
    if (!lz_form_flag(options, "focus_mode_allowed", 1)) {
        lz_form_put_value(form, "settings.focus_mode", json_object_new_boolean(0));
    }
    if (lz_form_flag(form, "settings.waiting_room", 0)) {
        lz_form_put_value(form, "settings.join_before_host", json_object_new_boolean(0));
    }
}

json_object *lz_form_defaults(apr_pool_t *pool, const lz_host_setup_t *setup,
                              const lz_site_t *site, json_object *more, json_object *options)
{
    json_object *form = lz_json_adopt(pool, json_object_new_object());
    put_fallbacks(pool, form);
    put_settings(form, setup);
    put_choices(pool, form, site->form_defaults);
    put_more(form, more);
    put_locked(form, lz_json_object(options, "locks"));
    bring_in_line(form, options);
    return form;
}
