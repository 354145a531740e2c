/* SPDX-License-Identifier: Apache-2.0 */
#include "meeting_form.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../base/timestamp.h"
#include "projection.h"

#define TOPIC_MAX        200     /* code points */
#define AGENDA_MAX       2000    /* code points */
#define DURATION_DEFAULT 60
#define DURATION_MAX     (24 * 60)
#define PASSWORD_MAX     10
#define UNKNOWN_MAX      20      /* fields that are named as unknown */
#define PAST_GRACE       apr_time_from_sec(60)
#define HOUR             apr_time_from_sec(3600)

#define PASSWORD_ALPHABET \
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@-_*"

/* --- the proposal ----------------------------------------------------------------------------- */

static const char *zone_of(const lz_session_t *session, const lz_person_t *person)
{
    if (person && lz_time_zone_valid(person->time_zone)) {
        return person->time_zone;
    }
    return lz_time_zone_valid(session->time_zone) ? session->time_zone : "UTC";
}

/* Topics are cut where a character ends. */
static const char *topic_of(apr_pool_t *pool, const char *title)
{
    const char *end = title;
    for (int n = 0; *end && n < TOPIC_MAX; n++) {
        do {
            end++;
        } while (((unsigned char)*end & 0xC0) == 0x80);
    }
    return apr_pstrmemdup(pool, title, (apr_size_t)(end - title));
}

json_object *lz_form_proposal(const lz_env_t *env, const lz_session_t *session,
                              const lz_person_t *person)
{
    const apr_time_t now = lz_now(env->clock);
    json_object *form = json_object_new_object();
    json_object *settings = json_object_new_object();
    lz_json_put_string(form, "topic", topic_of(env->pool, session->course_title));
    lz_json_put_string(form, "agenda", "");
    lz_json_put_int64(form, "type", LZ_FORM_TYPE);
    lz_json_put_string(form, "start_time", lz_timestamp(env->pool, now - now % HOUR + HOUR));
    lz_json_put_int64(form, "duration", DURATION_DEFAULT);
    lz_json_put_string(form, "timezone", zone_of(session, person));
    lz_json_put_string(form, "password", "");
    lz_json_put_bool(form, "default_password", 1);
    lz_json_put_bool(settings, "waiting_room", 1);
    lz_json_put(form, "settings", settings);
    return form;
}

/* --- what was sent ---------------------------------------------------------------------------- */

typedef struct reading_t {
    apr_pool_t        *pool;
    json_object       *sent;
    apr_time_t         now;
    lz_meeting_form_t *form;
    lz_problem_t      *problem;     /* its fields are the wrong ones */
} reading_t;

static void wrong(reading_t *reading, const char *field, const char *message)
{
    lz_problem_field(reading->pool, reading->problem, field, message);
}

/* A text of one or several lines; otherwise when absent, NULL when wrong, which is then noted. */
static const char *read_text(reading_t *reading, const char *field, const char *otherwise)
{
    if (!lz_json_member(reading->sent, field)) {
        return otherwise;
    }
    const char *text = lz_json_string(reading->sent, field);
    if (!text) {
        wrong(reading, field, "This must be text.");
    }
    return text;
}

/* 1 when text has a control character that is none of allowed. */
static int has_control(const char *text, const char *allowed)
{
    for (const char *c = text; *c; c++) {
        if (((unsigned char)*c < 0x20 || *c == 0x7f) && !strchr(allowed, *c)) {
            return 1;
        }
    }
    return 0;
}

static void read_topic(reading_t *reading)
{
    const char *topic = read_text(reading, "topic", "");
    if (!topic) {
        return;
    }
    reading->form->topic = topic;
    if (strspn(topic, " \t\r\n") == strlen(topic)) {
        wrong(reading, "topic", "Give the meeting a topic.");
    } else if (lz_utf8_length(topic) > TOPIC_MAX) {
        wrong(reading, "topic", "A topic has at most 200 characters.");
    } else if (has_control(topic, "")) {
        wrong(reading, "topic", "A topic is one line of text.");
    }
}

static void read_agenda(reading_t *reading)
{
    const char *agenda = read_text(reading, "agenda", "");
    if (!agenda) {
        return;
    }
    reading->form->agenda = agenda;
    if (lz_utf8_length(agenda) > AGENDA_MAX) {
        wrong(reading, "agenda", "A description has at most 2000 characters.");
    } else if (has_control(agenda, "\t\r\n")) {
        wrong(reading, "agenda", "The description has characters that cannot be shown.");
    }
}

static void read_type(reading_t *reading)
{
    apr_int64_t type = LZ_FORM_TYPE;
    if (lz_json_member(reading->sent, "type")
        && (!lz_json_int64(reading->sent, "type", &type) || type != LZ_FORM_TYPE)) {
        wrong(reading, "type", "Only single meetings at a fixed time (2) can be scheduled here.");
    }
}

static void read_start(reading_t *reading)
{
    const char *start = read_text(reading, "start_time", "");
    apr_time_t starts_at = 0;
    if (!start) {
        return;
    }
    if (!*start) {
        wrong(reading, "start_time", "Say when the meeting starts.");
    } else if (!lz_timestamp_parse(start, &starts_at)) {
        wrong(reading, "start_time", "This must be a time in UTC, like 2026-11-30T09:15:00Z.");
    } else if (starts_at < reading->now - PAST_GRACE) {
        wrong(reading, "start_time", "This is in the past. Choose a later time.");
    }
    reading->form->starts_at = starts_at;
}

static void read_duration(reading_t *reading)
{
    apr_int64_t duration = DURATION_DEFAULT;
    if (lz_json_member(reading->sent, "duration")
        && (!lz_json_int64(reading->sent, "duration", &duration) || duration < 1
            || duration > DURATION_MAX)) {
        wrong(reading, "duration", "A meeting lasts from 1 minute to 24 hours (1440 minutes).");
        return;
    }
    reading->form->duration = (int)duration;
}

static void read_zone(reading_t *reading)
{
    const char *zone = read_text(reading, "timezone", "");
    if (zone && *zone && !lz_time_zone_valid(zone)) {
        wrong(reading, "timezone", "This time zone is not known. Choose one from the list.");
    }
    reading->form->timezone = zone;
}

static void read_password(reading_t *reading)
{
    const char *password = read_text(reading, "password", "");
    if (password && (strlen(password) > PASSWORD_MAX
                     || strspn(password, PASSWORD_ALPHABET) != strlen(password))) {
        wrong(reading, "password",
              "A passcode has at most 10 characters: letters, digits and @ - _ *");
    }
    reading->form->password = password;
}

static void read_flag(reading_t *reading, json_object *object, const char *name,
                      const char *field, int *flag)
{
    *flag = 1;
    if (lz_json_member(object, name) && !lz_json_bool(object, name, flag)) {
        wrong(reading, field, "This must be true or false.");
    }
}

static void refuse_unknown(reading_t *reading, json_object *object, const char *prefix,
                           const char *const *known)
{
    int named = 0;
    json_object_object_foreach(object, name, value) {
        const char *const *one = known;
        (void)value;
        while (*one && strcmp(*one, name) != 0) {
            one++;
        }
        if (!*one && named++ < UNKNOWN_MAX) {
            wrong(reading, apr_pstrcat(reading->pool, prefix, name, NULL),
                  "This form has no such field.");
        }
    }
}

static void read_settings(reading_t *reading)
{
    static const char *const known[] = { "waiting_room", NULL };
    json_object *settings = lz_json_object(reading->sent, "settings");
    read_flag(reading, settings, "waiting_room", "settings.waiting_room",
              &reading->form->waiting_room);
    if (settings) {
        refuse_unknown(reading, settings, "settings.", known);
    } else if (lz_json_member(reading->sent, "settings")) {
        wrong(reading, "settings", "This must be an object.");
    }
}

const lz_problem_t *lz_form_read(apr_pool_t *pool, json_object *sent, apr_time_t now,
                                 lz_meeting_form_t *form)
{
    static const char *const known[] = {
        "topic", "agenda", "type", "start_time", "duration", "timezone", "password",
        "default_password", "settings", NULL
    };
    reading_t reading = {
        .pool = pool, .sent = sent, .now = now, .form = form,
        .problem = lz_problem(pool, LZ_P_FIELDS, "the meeting form was not accepted")
    };
    *form = (lz_meeting_form_t){ .topic = "" };
    read_topic(&reading);
    read_agenda(&reading);
    read_type(&reading);
    read_start(&reading);
    read_duration(&reading);
    read_zone(&reading);
    read_password(&reading);
    read_flag(&reading, sent, "default_password", "default_password", &form->default_password);
    read_settings(&reading);
    refuse_unknown(&reading, sent, "", known);
    return reading.problem->fields ? reading.problem : NULL;
}

/* --- to Zoom, and back ------------------------------------------------------------------------ */

json_object *lz_form_body(apr_pool_t *pool, const lz_meeting_form_t *form)
{
    json_object *body = lz_json_adopt(pool, json_object_new_object());
    json_object *settings = json_object_new_object();
    lz_json_put_string(body, "topic", form->topic);
    if (*form->agenda) {
        lz_json_put_string(body, "agenda", form->agenda);
    }
    lz_json_put_int64(body, "type", LZ_FORM_TYPE);
    lz_json_put_string(body, "start_time", lz_timestamp(pool, form->starts_at));
    lz_json_put_int64(body, "duration", form->duration);
    if (*form->timezone) {
        lz_json_put_string(body, "timezone", form->timezone);
    }
    if (*form->password) {
        lz_json_put_string(body, "password", form->password);
    }
    lz_json_put_bool(body, "default_password", form->default_password);
    lz_json_put_bool(settings, "waiting_room", form->waiting_room);
    lz_json_put(body, "settings", settings);
    return body;
}

static void changed(json_object *warnings, const char *field, const char *message)
{
    lz_project_field_warning(warnings, "changed_by_zoom", field, message);
}

/* What Zoom does not say counts as what was asked for. */
static int differs(json_object *answer, const char *name, const char *asked)
{
    const char *stored = lz_json_string(answer, name);
    return stored && strcmp(stored, asked) != 0;
}

static void compare_times(const lz_meeting_form_t *form, json_object *answer,
                          json_object *warnings)
{
    const char *start = lz_json_string(answer, "start_time");
    apr_time_t starts_at = 0;
    apr_int64_t duration = form->duration;
    if (start && lz_timestamp_parse(start, &starts_at)
        && apr_time_sec(starts_at) != apr_time_sec(form->starts_at)) {
        changed(warnings, "start_time", "Zoom has set another start than you asked for.");
    }
    if (lz_json_int64(answer, "duration", &duration) && duration != form->duration) {
        changed(warnings, "duration", "Zoom has set another duration than you asked for.");
    }
    if (*form->timezone && differs(answer, "timezone", form->timezone)) {
        changed(warnings, "timezone", "Zoom has set another time zone than you asked for.");
    }
}

static void compare_safety(const lz_meeting_form_t *form, json_object *answer,
                           json_object *warnings)
{
    const char *password = lz_json_string(answer, "password");
    int waiting_room = form->waiting_room;
    if (*form->password && differs(answer, "password", form->password)) {
        changed(warnings, "password", "Zoom has set another passcode than you asked for.");
    } else if (!*form->password && !form->default_password && password && *password) {
        changed(warnings, "password", "Zoom has added a passcode: your account asks for one.");
    }
    if (lz_json_bool(lz_json_object(answer, "settings"), "waiting_room", &waiting_room)
        && waiting_room != form->waiting_room) {
        changed(warnings, "settings.waiting_room",
                waiting_room ? "Zoom has switched the waiting room on: your account asks for it."
                             : "Zoom has switched the waiting room off: your account does not "
                               "allow it.");
    }
}

void lz_form_compare(const lz_meeting_form_t *form, json_object *answer, json_object *warnings)
{
    if (differs(answer, "topic", form->topic)) {
        changed(warnings, "topic", "Zoom has changed the topic.");
    }
    if (differs(answer, "agenda", form->agenda)) {
        changed(warnings, "agenda", "Zoom has changed the description.");
    }
    compare_times(form, answer, warnings);
    compare_safety(form, answer, warnings);
}
