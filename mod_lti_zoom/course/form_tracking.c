/* SPDX-License-Identifier: Apache-2.0 */
#include "form_tracking.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../base/json.h"

#define VALUE_MAX 255       /* characters that the form takes */

static const char *const names[] = {
    "course_id", "course_title", "course_label", "course_code", "section", "term", "platform", NULL
};

/* The name that stands in braces at text, in pool, and *length with the braces; NULL: no name. */
static const char *name_at(apr_pool_t *pool, const char *text, apr_size_t *length)
{
    const char *end = *text == '{' ? strchr(text, '}') : NULL;
    if (!end) {
        return NULL;
    }
    *length = (apr_size_t)(end - text) + 1;
    return apr_pstrmemdup(pool, text + 1, *length - 2);
}

static int is_name(const char *name)
{
    for (const char *const *one = names; *one; one++) {
        if (strcmp(*one, name) == 0) {
            return 1;
        }
    }
    return 0;
}

const char *lz_tracking_wrong(apr_pool_t *pool, const char *text)
{
    for (const char *brace = strchr(text, '{'); brace; brace = strchr(brace + 1, '{')) {
        apr_size_t length = 0;
        const char *name = name_at(pool, brace, &length);
        if (!name) {
            return "has a '{' without its '}'";
        }
        if (!is_name(name)) {
            return apr_psprintf(pool, "uses {%.40s}, which does not exist", name);
        }
    }
    return NULL;
}

static const char *fact(json_object *facts, const char *name)
{
    const char *text = lz_json_string(facts, name);
    return text ? text : "";
}

static const char *value_of(const char *name, const lz_session_t *session,
                            const lz_course_row_t *course, json_object *facts)
{
    if (strcmp(name, "course_title") == 0) {
        return session->course_title;
    }
    if (strcmp(name, "platform") == 0) {
        return session->platform ? session->platform->name : "";
    }
    if (strcmp(name, "course_id") == 0) {
        return course ? course->context_id : "";
    }
    return fact(facts, strcmp(name, "course_label") == 0 ? "label" : name);
}

static json_object *facts_of(apr_pool_t *pool, const lz_course_row_t *course)
{
    const char *reason = "";
    return course && *course->facts
           ? lz_json_parse(pool, course->facts, strlen(course->facts), LZ_JSON_OBJECT, &reason)
           : NULL;
}

/* At most VALUE_MAX characters, in one line. */
static const char *one_line(apr_pool_t *pool, const char *text)
{
    char *line = apr_pstrdup(pool, text);
    char *end = line;
    for (int n = 0; *end && n < VALUE_MAX; n++) {
        do {
            if ((unsigned char)*end < 0x20 || *end == 0x7f) {
                *end = ' ';
            }
            end++;
        } while (((unsigned char)*end & 0xc0) == 0x80);
    }
    *end = '\0';
    return line;
}

const char *lz_tracking_value(apr_pool_t *pool, const char *text, const lz_session_t *session,
                              const lz_course_row_t *course)
{
    json_object *facts = facts_of(pool, course);
    const char *value = "";
    int named = 0;
    int known = 0;
    while (*text) {
        apr_size_t length = strcspn(text, "{");
        const char *name = length == 0 ? name_at(pool, text, &length) : NULL;
        const char *piece = name ? value_of(name, session, course, facts)
                                 : apr_pstrmemdup(pool, text, length > 0 ? length : 1);
        named |= name != NULL;
        known |= name && *piece;
        value = apr_pstrcat(pool, value, piece, NULL);
        text += length > 0 ? length : 1;
    }
    return named && !known ? "" : one_line(pool, value);
}

static const char *mapped_to(const lz_site_t *site, const char *label)
{
    for (int i = 0; site->tracking && i < site->tracking->nelts; i++) {
        const lz_tracking_map_t *map = &APR_ARRAY_IDX(site->tracking, i, lz_tracking_map_t);
        if (strcasecmp(map->label, label) == 0) {
            return map->value;
        }
    }
    return NULL;
}

json_object *lz_tracking_fill(apr_pool_t *pool, const lz_site_t *site, const lz_session_t *session,
                              const lz_course_row_t *course, json_object *fields)
{
    json_object *list = json_object_new_array();
    const size_t n = fields ? json_object_array_length(fields) : 0;
    for (size_t i = 0; i < n; i++) {
        json_object *field = json_object_array_get_idx(fields, i);
        const char *label = lz_json_string(field, "field");
        const char *text = label ? mapped_to(site, label) : NULL;
        const char *value = text ? lz_tracking_value(pool, text, session, course) : "";
        if (*value) {
            json_object *one = json_object_new_object();
            lz_json_put_string(field, "value", value);
            lz_json_put_string(one, "field", label);
            lz_json_put_string(one, "value", value);
            lz_json_push(list, one);
        }
    }
    return list;
}
