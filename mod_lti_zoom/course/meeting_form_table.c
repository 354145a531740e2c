/* SPDX-License-Identifier: Apache-2.0 */
#include "meeting_form_table.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#define EMAIL_MAX 254
#define NAME_MAX_LENGTH 63      /* of one member in a path */

#define CREATE_CHANGE (LZ_IN_CREATE | LZ_IN_CHANGE)
#define EVERYWHERE    (LZ_IN_CREATE | LZ_IN_CHANGE | LZ_IN_DATE)
#define DATED         (LZ_OF_SINGLE | LZ_OF_SERIES)

#define NO_FLAG "This must be true or false."

const lz_form_field_t lz_form_fields[] = {
    { "topic", LZ_KIND_LINE, 1, 200, NULL, LZ_OF_ALL, CREATE_CHANGE, NULL, 0,
      "the topic", "A topic is one line of at most 200 characters." },
    { "agenda", LZ_KIND_TEXT, 0, 2000, NULL, LZ_OF_ALL, EVERYWHERE, "\"\"", 0,
      "the description", "A description is text of at most 2000 characters." },
    { "type", LZ_KIND_NUMBER, 0, 0, "2|3|8", LZ_OF_ALL, CREATE_CHANGE, "2", 0,
      "the kind of meeting",
      "This must be 2 (once), 3 (recurring, no fixed time) or 8 (recurring with dates)." },
    { "start_time", LZ_KIND_TIME, 0, 0, NULL, DATED, EVERYWHERE, NULL, 0,
      "the start", "This must be a time in UTC, like 2026-11-30T09:15:00Z." },
    { "duration", LZ_KIND_WHOLE, 1, 1440, NULL, LZ_OF_ALL, EVERYWHERE, "60", 1,
      "the duration", "A meeting lasts from 1 minute to 24 hours (1440 minutes)." },
    { "timezone", LZ_KIND_ZONE, 0, 0, NULL, LZ_OF_ALL, CREATE_CHANGE, "\"\"", 0,
      "the time zone", "This time zone is not known. Choose one from the list." },
    { "password", LZ_KIND_PASSCODE, 0, 10, NULL, LZ_OF_ALL, CREATE_CHANGE, "\"\"", 0,
      "the passcode", "A passcode has at most 10 characters: letters, digits and @ - _ *" },
    { "default_password", LZ_KIND_FLAG, 0, 0, NULL, LZ_OF_ALL, LZ_IN_CREATE, "true", 1,
      "the passcode", NO_FLAG },
    { "schedule_for", LZ_KIND_ADDRESS, 0, 0, NULL, LZ_OF_ALL, CREATE_CHANGE, NULL, 0,
      "the host", "This must be the e-mail address of the person you schedule for." },
    { "recurrence", LZ_KIND_RECURRENCE, 0, 0, NULL, LZ_OF_SERIES, CREATE_CHANGE, NULL, 0,
      "the recurrence", "This must say how the meeting recurs." },
    { "tracking_fields", LZ_KIND_TRACKING, 0, 0, NULL, LZ_OF_ALL, CREATE_CHANGE, NULL, 0,
      "the tracking fields", "This must be a list of fields with their values." },

    { "settings.host_video", LZ_KIND_FLAG, 0, 0, NULL, LZ_OF_ALL, EVERYWHERE, "false", 1,
      "the host's video", NO_FLAG },
    { "settings.participant_video", LZ_KIND_FLAG, 0, 0, NULL, LZ_OF_ALL, EVERYWHERE, "false", 1,
      "the participants' video", NO_FLAG },
    { "settings.audio", LZ_KIND_WORD, 0, 0, "both|telephony|voip", LZ_OF_ALL, CREATE_CHANGE,
      "\"both\"", 1, "the audio", "This must be both, telephony or voip." },
    { "settings.join_before_host", LZ_KIND_FLAG, 0, 0, NULL, LZ_OF_ALL, EVERYWHERE, "false", 1,
      "joining before the host", NO_FLAG },
    { "settings.jbh_time", LZ_KIND_NUMBER, 0, 0, "0|5|10|15", LZ_OF_ALL, CREATE_CHANGE, "0", 1,
      "the time to join before the host", "This must be 0 (any time), 5, 10 or 15 minutes." },
    { "settings.mute_upon_entry", LZ_KIND_FLAG, 0, 0, NULL, LZ_OF_ALL, EVERYWHERE, "true", 1,
      "muting on entry", NO_FLAG },
    { "settings.waiting_room", LZ_KIND_FLAG, 0, 0, NULL, LZ_OF_ALL, EVERYWHERE, "true", 1,
      "the waiting room", NO_FLAG },
    { "settings.use_pmi", LZ_KIND_FLAG, 0, 0, NULL, LZ_OF_ALL, CREATE_CHANGE, "false", 1,
      "the personal meeting ID", NO_FLAG },
    { "settings.approval_type", LZ_KIND_NUMBER, 0, 0, "0|2", LZ_OF_ALL, CREATE_CHANGE, "2", 1,
      "registration", "This must be 2 (no registration) or 0 (registration)." },
    { "settings.registration_type", LZ_KIND_NUMBER, 0, 0, "1|2|3", LZ_OF_SERIES, CREATE_CHANGE,
      NULL, 0, "the way of registering",
      "This must be 1 (once for all dates), 2 (for each date) or 3 (once for chosen dates)." },
    { "settings.alternative_hosts", LZ_KIND_ADDRESSES, 0, 0, NULL, LZ_OF_ALL, CREATE_CHANGE,
      NULL, 0, "the alternative hosts",
      "This must be e-mail addresses with a semicolon between them." },
    { "settings.alternative_hosts_email_notification", LZ_KIND_FLAG, 0, 0, NULL, LZ_OF_ALL,
      CREATE_CHANGE, "true", 1, "mails to alternative hosts", NO_FLAG },
    { "settings.auto_recording", LZ_KIND_WORD, 0, 0, "none|cloud", LZ_OF_ALL, EVERYWHERE,
      "\"none\"", 1, "automatic recording", "This must be none or cloud." },
    { "settings.meeting_authentication", LZ_KIND_FLAG, 0, 0, NULL, LZ_OF_ALL, CREATE_CHANGE,
      "false", 1, "signing in to join", NO_FLAG },
    { "settings.authentication_option", LZ_KIND_ID, 0, 64, NULL, LZ_OF_ALL, CREATE_CHANGE,
      NULL, 1, "who may sign in", "This must be one of the ways to sign in that are offered." },
    { "settings.additional_data_center_regions", LZ_KIND_REGIONS, 0, 0, NULL, LZ_OF_ALL,
      LZ_IN_CREATE, NULL, 0, "the data-centre regions",
      "This must be a list of regions, of two letters each." },
    { "settings.focus_mode", LZ_KIND_FLAG, 0, 0, NULL, LZ_OF_ALL, CREATE_CHANGE, "false", 1,
      "focus mode", NO_FLAG },
    { "settings.breakout_room", LZ_KIND_ROOMS, 0, 0, NULL, LZ_OF_ALL, CREATE_CHANGE, NULL, 0,
      "the breakout rooms", "This must say which rooms there are." },
    { "sections", LZ_KIND_SECTIONS, 0, 0, NULL, LZ_OF_ALL, CREATE_CHANGE, "[]", LZ_SET_IN_COURSE,
      "the sections", "This must be a list of names of sections." },
    { NULL, LZ_KIND_LINE, 0, 0, NULL, 0, 0, NULL, 0, NULL, NULL }
};

const lz_form_field_t *lz_form_field(const char *path)
{
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        if (strcmp(field->path, path) == 0) {
            return field;
        }
    }
    return NULL;
}

int lz_form_in(lz_form_mode_e mode)
{
    return mode == LZ_FORM_CREATE ? LZ_IN_CREATE
           : mode == LZ_FORM_CHANGE ? LZ_IN_CHANGE : LZ_IN_DATE;
}

int lz_form_of(apr_int64_t type)
{
    switch (type) {
    case LZ_MEETING_SINGLE:  return LZ_OF_SINGLE;
    case LZ_MEETING_UNDATED: return LZ_OF_UNDATED;
    case LZ_MEETING_SERIES:  return LZ_OF_SERIES;
    default:                 return 0;
    }
}

/* --- values at paths of at most two members --------------------------------------------------- */

json_object *lz_form_get_value(json_object *object, const char *path)
{
    return lz_json_path(object, path);
}

/* The object that holds the last member of path, made where it is not there. */
static json_object *holder(json_object *object, const char *path, const char **name)
{
    const char *dot = strchr(path, '.');
    char first[NAME_MAX_LENGTH + 1];
    if (!dot || (size_t)(dot - path) > NAME_MAX_LENGTH) {
        *name = path;
        return object;
    }
    apr_cpystrn(first, path, (apr_size_t)(dot - path) + 1);
    *name = dot + 1;
    json_object *inner = lz_json_object(object, first);
    if (!inner) {
        inner = json_object_new_object();
        lz_json_put(object, first, inner);
    }
    return inner;
}

void lz_form_put_value(json_object *object, const char *path, json_object *value)
{
    const char *name = NULL;
    json_object *inner = holder(object, path, &name);
    lz_json_put(inner, name, value);
}

void lz_form_drop_value(json_object *object, const char *path)
{
    if (lz_json_path(object, path)) {
        const char *name = NULL;
        json_object *inner = holder(object, path, &name);
        json_object_object_del(inner, name);
    }
}

int lz_form_flag(json_object *object, const char *path, int otherwise)
{
    json_object *value = lz_json_path(object, path);
    return json_object_is_type(value, json_type_boolean) ? json_object_get_boolean(value)
                                                         : otherwise;
}

apr_int64_t lz_form_number(json_object *object, const char *path, apr_int64_t otherwise)
{
    json_object *value = lz_json_path(object, path);
    return json_object_is_type(value, json_type_int) ? json_object_get_int64(value) : otherwise;
}

const char *lz_form_text(json_object *object, const char *path)
{
    json_object *value = lz_json_path(object, path);
    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
}

int lz_form_has_choice(const char *choices, const char *word)
{
    const size_t length = strlen(word);
    for (const char *one = choices; one && *one; ) {
        const size_t n = strcspn(one, "|");
        if (n == length && strncmp(one, word, n) == 0) {
            return 1;
        }
        one += n + (one[n] == '|');
    }
    return 0;
}

json_object *lz_form_json(apr_pool_t *pool, const char *json)
{
    const char *reason = "";
    json_object *value = lz_json_parse(pool, json, strlen(json), LZ_JSON_ANY, &reason);
    return lz_form_copy(value);
}

json_object *lz_form_copy(json_object *value)
{
    json_object *copy = NULL;
    if (value && json_object_deep_copy(value, &copy, NULL) != 0) {
        abort();    /* no memory, which APR pools answer likewise */
    }
    return copy;
}

/* --- addresses -------------------------------------------------------------------------------- */

int lz_form_is_address(const char *text)
{
    const char *at = strchr(text, '@');
    if (!at || at == text || !at[1] || strchr(at + 1, '@') || strlen(text) > EMAIL_MAX) {
        return 0;
    }
    for (const char *c = text; *c; c++) {
        if ((unsigned char)*c <= 0x20 || *c == 0x7f || strchr(",;<>\"()\\/?#%", *c)) {
            return 0;
        }
    }
    return 1;
}

static int has_address(const apr_array_header_t *addresses, const char *address)
{
    for (int i = 0; i < addresses->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(addresses, i, const char *), address) == 0) {
            return 1;
        }
    }
    return 0;
}

apr_array_header_t *lz_form_addresses(apr_pool_t *pool, const char *text)
{
    apr_array_header_t *addresses = apr_array_make(pool, 4, sizeof(const char *));
    char *rest = apr_pstrdup(pool, text);
    char *last = NULL;
    for (char *c = rest; *c; c++) {
        *c = (char)apr_tolower(*c);
    }
    for (char *one = apr_strtok(rest, ";,", &last); one; one = apr_strtok(NULL, ";,", &last)) {
        one += strspn(one, " \t\r\n");
        char *end = one + strlen(one);
        while (end > one && apr_isspace(end[-1])) {
            *--end = '\0';
        }
        if (*one && !has_address(addresses, one)) {
            APR_ARRAY_PUSH(addresses, const char *) = one;
        }
    }
    return addresses;
}

const char *lz_form_join_addresses(apr_pool_t *pool, const apr_array_header_t *addresses)
{
    return apr_array_pstrcat(pool, addresses, ';');
}
