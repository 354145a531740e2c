/* SPDX-License-Identifier: Apache-2.0 */
/* Fields that are lists: alternative hosts, regions, tracking fields, breakout rooms. */
#include <string.h>
#include <strings.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "../base/encoding.h"
#include "meeting_form_reading.h"
#include "section_names.h"
#include "words.h"

#define HOSTS_MAX        50
#define REGIONS_MAX      30
#define FIELDS_MAX       50
#define LABEL_MAX        128        /* characters */
#define VALUE_MAX        255
#define ROOMS_MAX        50
#define ROOM_NAME_MAX    32
#define PARTICIPANTS_MAX 1000       /* in all rooms together */

static const char rooms_path[] = "settings.breakout_room";

static void wrong_as_such(lz_reading_t *reading, const char *path)
{
    lz_reading_wrong(reading, path, lz_form_field(path)->wrong);
}

/* A member that is text without control characters, of at most max characters; NULL when not. */
static const char *line_in(json_object *object, const char *name, apr_size_t max)
{
    const char *text = lz_json_string(object, name);
    return text && lz_utf8_length(text) <= max && !lz_has_control(text, "") ? text : NULL;
}

/* --- alternative hosts ------------------------------------------------------------------------ */

static const char *host_of(const lz_reading_t *reading)
{
    const char *other = lz_form_text(reading->sent, "schedule_for");
    if (*other) {
        return other;
    }
    return reading->terms->host_email ? reading->terms->host_email : "";
}

json_object *lz_reading_addresses(lz_reading_t *reading, json_object *value)
{
    static const char path[] = "settings.alternative_hosts";
    if (!json_object_is_type(value, json_type_string)) {
        wrong_as_such(reading, path);
        return NULL;
    }
    const apr_array_header_t *all = lz_form_addresses(reading->pool,
                                                      json_object_get_string(value));
    for (int i = 0; i < all->nelts; i++) {
        const char *one = APR_ARRAY_IDX(all, i, const char *);
        if (!lz_form_is_address(one)) {
            lz_reading_wrong(reading, path, apr_psprintf(reading->pool,
                             "%.80s is not an e-mail address. Write whole addresses with a "
                             "semicolon between them.", one));
            return NULL;
        }
        if (strcasecmp(one, host_of(reading)) == 0) {
            lz_reading_wrong(reading, path, apr_psprintf(reading->pool,
                             "%s hosts the meeting already. Take the address out.", one));
            return NULL;
        }
    }
    if (all->nelts > HOSTS_MAX) {
        lz_reading_wrong(reading, path, "A meeting has at most 50 alternative hosts.");
        return NULL;
    }
    return json_object_new_string(lz_form_join_addresses(reading->pool, all));
}

/* --- data-centre regions ---------------------------------------------------------------------- */

static int has_text(json_object *array, const char *text)
{
    for (size_t i = 0; array && i < json_object_array_length(array); i++) {
        const char *one = json_object_get_string(json_object_array_get_idx(array, i));
        if (one && strcasecmp(one, text) == 0) {
            return 1;
        }
    }
    return 0;
}

static int is_region(json_object *value)
{
    const char *text = json_object_get_string(value);
    return json_object_is_type(value, json_type_string) && strlen(text) == 2
           && apr_isupper(text[0]) && apr_isupper(text[1]);
}

json_object *lz_reading_regions(lz_reading_t *reading, json_object *value)
{
    static const char path[] = "settings.additional_data_center_regions";
    json_object *offered = lz_json_array(reading->terms->options, "regions");
    if (!json_object_is_type(value, json_type_array)
        || json_object_array_length(value) > REGIONS_MAX) {
        wrong_as_such(reading, path);
        return NULL;
    }
    json_object *regions = lz_json_adopt(reading->pool, json_object_new_array());
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        json_object *one = json_object_array_get_idx(value, i);
        if (!is_region(one)) {
            wrong_as_such(reading, path);
            return NULL;
        }
        const char *code = json_object_get_string(one);
        if (offered && !has_text(offered, code)) {
            lz_reading_wrong(reading, path, apr_psprintf(reading->pool,
                             "Your Zoom account does not offer the region %s.", code));
            return NULL;
        }
        if (!has_text(regions, code)) {
            lz_json_push(regions, json_object_new_string(code));
        }
    }
    return json_object_get(regions);
}

/* --- tracking fields -------------------------------------------------------------------------- */

static json_object *tracking_field(json_object *list, const char *label)
{
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        json_object *one = json_object_array_get_idx(list, i);
        const char *name = lz_json_string(one, "field");
        if (name && strcmp(name, label) == 0) {
            return one;
        }
    }
    return NULL;
}

static const char *tracking_path(const lz_reading_t *reading, const char *label)
{
    return apr_pstrcat(reading->pool, "tracking_fields.", label, NULL);
}

static void put_tracking(json_object *list, const char *label, const char *value)
{
    json_object *known = tracking_field(list, label);
    if (known) {
        lz_json_put_string(known, "value", value);
        return;
    }
    json_object *one = json_object_new_object();
    lz_json_put_string(one, "field", label);
    lz_json_put_string(one, "value", value);
    lz_json_push(list, one);
}

static void take_tracking(lz_reading_t *reading, json_object *list, json_object *one)
{
    json_object *offered = lz_json_array(reading->terms->options, "tracking_fields");
    const char *label = line_in(one, "field", LABEL_MAX);
    const char *value = lz_json_member(one, "value") ? line_in(one, "value", VALUE_MAX) : "";
    if (!label || !*label) {
        wrong_as_such(reading, "tracking_fields");
    } else if (offered && !tracking_field(offered, label)) {
        lz_reading_wrong(reading, tracking_path(reading, label),
                         "Your Zoom account has no such tracking field.");
    } else if (tracking_field(list, label)) {
        lz_reading_wrong(reading, tracking_path(reading, label), "This stands here twice.");
    } else if (!value) {
        lz_reading_wrong(reading, tracking_path(reading, label),
                         "This must be one line of at most 255 characters.");
    } else {
        put_tracking(list, label, value);
    }
}

json_object *lz_reading_tracking(lz_reading_t *reading, json_object *value)
{
    if (!json_object_is_type(value, json_type_array)
        || json_object_array_length(value) > FIELDS_MAX) {
        wrong_as_such(reading, "tracking_fields");
        return NULL;
    }
    json_object *list = json_object_new_array();
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        take_tracking(reading, list, json_object_array_get_idx(value, i));
    }
    return list;
}

/* What a field has when it is not sent: before, or what the admin maps to it. */
static const char *unsent_value(const lz_reading_t *reading, json_object *offered,
                                const char *label)
{
    json_object *list = lz_json_array(reading->terms->before, "tracking_fields");
    const char *before = lz_json_string(tracking_field(list, label), "value");
    const char *mapped = lz_json_string(offered, "value");
    return before && *before ? before : mapped && *mapped ? mapped : NULL;
}

void lz_reading_complete_tracking(lz_reading_t *reading)
{
    json_object *offered = lz_json_array(reading->terms->options, "tracking_fields");
    json_object *list = lz_form_get_value(reading->body, "tracking_fields");
    const int in = lz_form_in(reading->terms->mode);
    if (!offered || (in == LZ_IN_CHANGE && !list) || in == LZ_IN_DATE) {
        return;
    }
    json_object *whole = list ? json_object_get(list) : json_object_new_array();
    for (size_t i = 0; i < json_object_array_length(offered); i++) {
        json_object *one = json_object_array_get_idx(offered, i);
        const char *label = lz_json_string(one, "field");
        int required = 0;
        if (!label) {
            continue;
        }
        const char *value = unsent_value(reading, one, label);
        if (!tracking_field(whole, label) && value) {
            put_tracking(whole, label, value);
        }
        value = lz_json_string(tracking_field(whole, label), "value");
        if (lz_json_bool(one, "required", &required) && required && (!value || !*value)) {
            lz_reading_wrong(reading, tracking_path(reading, label), apr_psprintf(reading->pool,
                             "Your Zoom account asks for %.100s.", label));
        }
    }
    if (json_object_array_length(whole) > 0) {
        lz_form_put_value(reading->body, "tracking_fields", whole);
    } else {
        json_object_put(whole);
    }
}

/* --- breakout rooms --------------------------------------------------------------------------- */

/* Rooms being read. */
typedef struct rooms_t {
    lz_reading_t *reading;
    json_object  *read;             /* array */
    json_object  *people;           /* {address: true}: who has a room already */
} rooms_t;

static void wrong_room(const rooms_t *rooms, const char *message)
{
    lz_reading_wrong(rooms->reading, "settings.breakout_room.rooms", message);
}

static int has_room(json_object *list, const char *name)
{
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        const char *one = lz_json_string(json_object_array_get_idx(list, i), "name");
        if (one && strcasecmp(one, name) == 0) {
            return 1;
        }
    }
    return 0;
}

static json_object *take_participants(const rooms_t *rooms, json_object *list)
{
    apr_pool_t *pool = rooms->reading->pool;
    json_object *participants = json_object_new_array();
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        json_object *value = json_object_array_get_idx(list, i);
        const char *text = json_object_is_type(value, json_type_string)
                           ? json_object_get_string(value) : "";
        const apr_array_header_t *one = lz_form_addresses(pool, text);
        const char *address = one->nelts == 1 ? APR_ARRAY_IDX(one, 0, const char *) : "";
        if (!lz_form_is_address(address)) {
            wrong_room(rooms, apr_psprintf(pool, "%.80s is not an e-mail address.", text));
        } else if (lz_json_member(rooms->people, address)) {
            wrong_room(rooms, apr_psprintf(pool, "%s is in two rooms. Each person can be in one.",
                                           address));
        } else {
            lz_json_put_bool(rooms->people, address, 1);
            lz_json_push(participants, json_object_new_string(address));
        }
    }
    return participants;
}

static void take_room(const rooms_t *rooms, json_object *room)
{
    apr_pool_t *pool = rooms->reading->pool;
    const char *name = line_in(room, "name", ROOM_NAME_MAX);
    json_object *list = lz_json_array(room, "participants");
    if (!name || strspn(name, " ") == strlen(name)) {
        wrong_room(rooms, "Each room needs a name of at most 32 characters.");
    } else if (has_room(rooms->read, name)) {
        wrong_room(rooms, apr_psprintf(pool, "Two rooms are called %s. Give each its own name.",
                                       name));
    } else if (!list && lz_json_member(room, "participants")) {
        wrong_room(rooms, "The participants of a room must be a list of e-mail addresses.");
    } else {
        json_object *one = json_object_new_object();
        lz_json_put_string(one, "name", name);
        lz_json_put(one, "participants", take_participants(rooms, list));
        lz_json_push(rooms->read, one);
    }
}

static json_object *take_rooms(lz_reading_t *reading, json_object *list)
{
    const rooms_t rooms = {
        .reading = reading, .read = json_object_new_array(),
        .people = lz_json_adopt(reading->pool, json_object_new_object())
    };
    const size_t n = list ? json_object_array_length(list) : 0;
    for (size_t i = 0; i < n && i < ROOMS_MAX; i++) {
        take_room(&rooms, json_object_array_get_idx(list, i));
    }
    if (n > ROOMS_MAX || json_object_object_length(rooms.people) > PARTICIPANTS_MAX) {
        wrong_room(&rooms, "A meeting has at most 50 rooms, with 1000 people in them.");
    }
    return rooms.read;
}

json_object *lz_reading_rooms(lz_reading_t *reading, json_object *value)
{
    int enable = 0;
    if (!json_object_is_type(value, json_type_object)
        || (lz_json_member(value, "enable") && !lz_json_bool(value, "enable", &enable))
        || (lz_json_member(value, "rooms") && !lz_json_array(value, "rooms"))) {
        wrong_as_such(reading, rooms_path);
        return NULL;
    }
    json_object *read = json_object_new_object();
    lz_json_put_bool(read, "enable", enable);
    if (enable) {
        lz_json_put(read, "rooms", take_rooms(reading, lz_json_array(value, "rooms")));
    }
    return read;
}

/* --- sections --------------------------------------------------------------------------------- */

/* Who may choose from their own sections alone has chosen another. */
static int is_foreign(const lz_reading_t *reading, const char *names)
{
    json_object *known = lz_json_object(reading->terms->options, "sections");
    const char *own = "";
    if (!lz_form_flag(known, "own", 0)) {
        return 0;
    }
    if (lz_sections_read(reading->pool, lz_json_array(known, "choices"), &own)) {
        return 1;
    }
    own = lz_words_fold(reading->pool, own);
    const apr_array_header_t *chosen = lz_names_list(reading->pool,
                                                     lz_words_fold(reading->pool, names));
    for (int i = 0; i < chosen->nelts; i++) {
        if (!lz_names_have(own, APR_ARRAY_IDX(chosen, i, const char *))) {
            return 1;
        }
    }
    return 0;
}

json_object *lz_reading_sections(lz_reading_t *reading, json_object *value)
{
    const char *names = "";
    const char *wrong = lz_sections_read(reading->pool, value, &names);
    if (!wrong && is_foreign(reading, names)) {
        wrong = "Choose among the sections that you are in.";
    }
    if (wrong) {
        lz_reading_wrong(reading, "sections", wrong);
        return NULL;
    }
    return lz_sections_json(reading->pool, names);
}
