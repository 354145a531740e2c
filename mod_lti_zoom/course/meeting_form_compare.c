/* SPDX-License-Identifier: Apache-2.0 */
/* What Zoom made of a form that it took: field by field by the table. */
#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#include "../base/timestamp.h"
#include "meeting_form_table.h"
#include "projection.h"
#include "recurrence.h"

/* One comparison on its way. */
typedef struct comparison_t {
    apr_pool_t              *pool;
    const lz_meeting_form_t *form;
    json_object             *answer;
    json_object             *warnings;
} comparison_t;

/* --- the same value? -------------------------------------------------------------------------- */

static int same_addresses(apr_pool_t *pool, json_object *a, json_object *b)
{
    const apr_array_header_t *in_a = lz_form_addresses(pool, json_object_get_string(a));
    const apr_array_header_t *in_b = lz_form_addresses(pool, json_object_get_string(b));
    int found = 0;
    for (int i = 0; i < in_a->nelts; i++) {
        for (int k = 0; k < in_b->nelts; k++) {
            found += strcmp(APR_ARRAY_IDX(in_a, i, const char *),
                            APR_ARRAY_IDX(in_b, k, const char *)) == 0;
        }
    }
    return found == in_a->nelts && found == in_b->nelts;
}

static int same_texts(json_object *a, json_object *b)
{
    const size_t n = json_object_array_length(a);
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < json_object_array_length(b); k++) {
            found += json_object_equal(json_object_array_get_idx(a, i),
                                       json_object_array_get_idx(b, k)) != 0;
        }
    }
    return found == n && n == json_object_array_length(b);
}

static int same_time(const char *a, const char *b)
{
    apr_time_t at_a = 0;
    apr_time_t at_b = 0;
    return lz_timestamp_parse(a, &at_a) && lz_timestamp_parse(b, &at_b)
           && apr_time_sec(at_a) == apr_time_sec(at_b);
}

/* Each member that is asked for, except times, which may be written differently. */
static int same_recurrence(json_object *a, json_object *b)
{
    json_object_object_foreach(a, name, value) {
        json_object *other = lz_json_member(b, name);
        if (strcmp(name, "end_date_time") == 0 ? !other || !same_time(json_object_get_string(value),
                                                          json_object_get_string(other))
                                               : !json_object_equal(value, other)) {
            return 0;
        }
    }
    return 1;
}

/* Fields with a value; those without are the same as absent ones. */
static int has_tracking(json_object *list, const char *label, const char *value)
{
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        json_object *one = json_object_array_get_idx(list, i);
        const char *other = lz_json_string(one, "field");
        const char *its = lz_json_string(one, "value");
        if (other && strcmp(other, label) == 0) {
            return strcmp(its ? its : "", value) == 0;
        }
    }
    return !*value;
}

static int same_tracking(json_object *a, json_object *b)
{
    for (size_t i = 0; i < json_object_array_length(a); i++) {
        json_object *one = json_object_array_get_idx(a, i);
        const char *label = lz_json_string(one, "field");
        const char *value = lz_json_string(one, "value");
        if (label && !has_tracking(b, label, value ? value : "")) {
            return 0;
        }
    }
    return 1;
}

/* The rooms with their people in any order; what is off is the same whatever rooms it has. */
static int same_rooms(json_object *a, json_object *b)
{
    json_object *rooms = lz_json_array(a, "rooms");
    json_object *others = lz_json_array(b, "rooms");
    const size_t n = rooms ? json_object_array_length(rooms) : 0;
    if (lz_form_flag(a, "enable", 0) != lz_form_flag(b, "enable", 0)) {
        return 0;
    }
    if (!lz_form_flag(a, "enable", 0)) {
        return 1;
    }
    if (n != (others ? json_object_array_length(others) : 0)) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        json_object *room = json_object_array_get_idx(rooms, i);
        json_object *other = json_object_array_get_idx(others, i);
        json_object *people = lz_json_array(room, "participants");
        json_object *their = lz_json_array(other, "participants");
        if (!json_object_equal(lz_json_member(room, "name"), lz_json_member(other, "name"))
            || (people && their && !same_texts(people, their))) {
            return 0;
        }
    }
    return 1;
}

int lz_form_same(apr_pool_t *pool, const lz_form_field_t *field, json_object *a, json_object *b)
{
    if (json_object_get_type(a) != json_object_get_type(b)) {
        return 0;
    }
    switch (field->kind) {
    case LZ_KIND_TIME:
        return same_time(json_object_get_string(a), json_object_get_string(b));
    case LZ_KIND_ADDRESS:
    case LZ_KIND_ADDRESSES:
        return same_addresses(pool, a, b);
    case LZ_KIND_REGIONS:
        return json_object_is_type(a, json_type_array) && same_texts(a, b);
    case LZ_KIND_RECURRENCE:
        return same_recurrence(a, b);
    case LZ_KIND_TRACKING:
        return json_object_is_type(a, json_type_array) && same_tracking(a, b);
    case LZ_KIND_ROOMS:
        return same_rooms(a, b);
    default:
        return json_object_equal(a, b);
    }
}

/* --- what is said ----------------------------------------------------------------------------- */

static int is_overruled(const comparison_t *comparison, const char *path)
{
    const apr_array_header_t *overruled = comparison->form->overruled;
    for (int i = 0; i < overruled->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(overruled, i, const char *), path) == 0) {
            return 1;
        }
    }
    return 0;
}

/* how is "on", "off", "changed", "otherwise", "left_out", "added" or "dates". */
static void changed(const comparison_t *comparison, const char *path, const char *how,
                    const char *message)
{
    lz_project_field_warning(comparison->warnings, "changed_by_zoom", path, message);
    lz_project_warning_with(comparison->warnings, "how", how);
}

static void changed_field(const comparison_t *comparison, const lz_form_field_t *field,
                          json_object *stored)
{
    const char *how = "otherwise", *before = "stored ", *after = " otherwise than you asked for.";
    if (field->kind == LZ_KIND_FLAG && json_object_get_boolean(stored)) {
        how = "on";
        before = "switched ";
        after = " on: your account asks for it.";
    } else if (field->kind == LZ_KIND_FLAG) {
        how = "off";
        before = "switched ";
        after = " off: your account does not allow it.";
    } else if (field->kind == LZ_KIND_LINE || field->kind == LZ_KIND_TEXT) {
        how = "changed";
        before = "changed ";
        after = ".";
    }
    changed(comparison, field->path, how,
            apr_pstrcat(comparison->pool, "Zoom has ", before, field->words, after, NULL));
}

/* Rooms are dropped without a word; whatever else Zoom does not say is as it was asked for. */
static int is_dropped(const comparison_t *comparison, const lz_form_field_t *field,
                      json_object *asked)
{
    return field->kind == LZ_KIND_ROOMS && lz_form_flag(asked, "enable", 0)
           && !lz_form_flag(lz_form_get_value(comparison->answer, field->path), "enable", 0)
           && lz_json_object(comparison->answer, "settings");
}

static void compare_field(const comparison_t *comparison, const lz_form_field_t *field)
{
    json_object *asked = lz_form_get_value(comparison->form->body, field->path);
    json_object *stored = lz_form_get_value(comparison->answer, field->path);
    if (is_overruled(comparison, field->path)) {
        lz_project_field_warning(comparison->warnings, "locked", field->path,
                                 apr_psprintf(comparison->pool, "An administrator has fixed %s: "
                                              "your choice was not used.", field->words));
    } else if (asked && is_dropped(comparison, field, asked)) {
        changed(comparison, field->path, "left_out",
                "Zoom has left the breakout rooms out: your account does not let them be "
                "prepared.");
    } else if (asked && stored && !lz_form_same(comparison->pool, field, asked, stored)) {
        changed_field(comparison, field, stored);
    }
}

/* A passcode that nobody asked for. */
static void compare_passcode(const comparison_t *comparison)
{
    json_object *body = comparison->form->body;
    if (!*lz_form_text(body, "password") && !lz_form_flag(body, "default_password", 1)
        && *lz_form_text(comparison->answer, "password")) {
        changed(comparison, "password", "added",
                "Zoom has added a passcode: your account asks for one.");
    }
}

/* --- the dates of a series -------------------------------------------------------------------- */

/* Of a list of dates. */
typedef struct span_t {
    int        count;
    apr_time_t first, last;
} span_t;

static void take_date(span_t *span, apr_time_t at)
{
    span->first = span->count == 0 || at < span->first ? at : span->first;
    span->last = span->count == 0 || at > span->last ? at : span->last;
    span->count++;
}

/* Those ahead: Zoom does not tell the others. */
static span_t asked_span(const comparison_t *comparison, json_object *recurrence,
                         const lz_zone_t *zone)
{
    const lz_meeting_form_t *form = comparison->form;
    const apr_array_header_t *dates = lz_recurrence_dates(comparison->pool, recurrence,
                                                          form->starts_at, zone, LZ_DATES_MAX);
    span_t span = { 0, 0, 0 };
    for (int i = 0; i < dates->nelts; i++) {
        const apr_time_t at = APR_ARRAY_IDX(dates, i, apr_time_t);
        if (at >= form->asked_at) {
            take_date(&span, at);
        }
    }
    return span;
}

static span_t made_span(const comparison_t *comparison, json_object *occurrences)
{
    span_t span = { 0, 0, 0 };
    for (size_t i = 0; i < json_object_array_length(occurrences); i++) {
        json_object *one = json_object_array_get_idx(occurrences, i);
        apr_time_t at = 0;
        if (strcmp(lz_form_text(one, "status"), "deleted") != 0
            && lz_timestamp_parse(lz_form_text(one, "start_time"), &at)
            && at >= comparison->form->asked_at) {
            take_date(&span, at);
        }
    }
    return span;
}

static int same_span(const span_t *a, const span_t *b)
{
    return a->count == b->count && apr_time_sec(a->first) == apr_time_sec(b->first)
           && apr_time_sec(a->last) == apr_time_sec(b->last);
}

static void put_span(apr_pool_t *pool, json_object *warning, const char *name, const span_t *span)
{
    json_object *json = json_object_new_object();
    lz_json_put_int64(json, "count", span->count);
    lz_json_put_string(json, "first", span->count ? lz_timestamp(pool, span->first) : NULL);
    lz_json_put_string(json, "last", span->count ? lz_timestamp(pool, span->last) : NULL);
    lz_json_put(warning, name, json);
}

static void tell_span(const comparison_t *comparison, const span_t *asked, const span_t *made)
{
    apr_pool_t *pool = comparison->pool;
    const char *message =
        made->count == asked->count
        ? apr_psprintf(pool, "Zoom has made %d dates, from %s to %s, which are not those that you "
                       "asked for.", made->count, lz_timestamp(pool, made->first),
                       lz_timestamp(pool, made->last))
        : apr_psprintf(pool, "Zoom has made %d dates; you asked for %d.", made->count,
                       asked->count);
    changed(comparison, "recurrence", "dates", message);
    json_object *warnings = comparison->warnings;
    json_object *warning = json_object_array_get_idx(warnings,
                                                     json_object_array_length(warnings) - 1);
    put_span(pool, warning, "asked", asked);
    put_span(pool, warning, "made", made);
}

/* How many dates there are, the first and the last. */
static void compare_dates(const comparison_t *comparison)
{
    const lz_meeting_form_t *form = comparison->form;
    json_object *occurrences = lz_json_array(comparison->answer, "occurrences");
    json_object *recurrence = lz_form_get_value(form->body, "recurrence");
    const char *name = *form->timezone ? form->timezone
                                       : lz_form_text(comparison->answer, "timezone");
    const lz_zone_t *zone = lz_zone_open(comparison->pool, *name ? name : "UTC");
    if (!recurrence || !occurrences || !zone || !form->starts_at) {
        return;
    }
    const span_t asked = asked_span(comparison, recurrence, zone);
    const span_t made = made_span(comparison, occurrences);
    if (!same_span(&asked, &made)) {
        tell_span(comparison, &asked, &made);
    }
}

void lz_form_compare(apr_pool_t *pool, const lz_meeting_form_t *form, json_object *answer,
                     json_object *warnings)
{
    const comparison_t comparison = { pool, form, answer, warnings };
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        compare_field(&comparison, field);
    }
    compare_passcode(&comparison);
    compare_dates(&comparison);
}
