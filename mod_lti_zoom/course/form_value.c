/* SPDX-License-Identifier: Apache-2.0 */
#include "form_value.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "meeting_form_reading.h"

#define SETTINGS "settings"

#define PASSCODE_BYTES \
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@-_*"

static int text_fits(const lz_form_field_t *field, const char *text)
{
    switch (field->kind) {
    case LZ_KIND_WORD:
        return lz_form_has_choice(field->choices, text);
    case LZ_KIND_ID:
        return strlen(text) <= (size_t)field->max && !lz_has_control(text, "");
    case LZ_KIND_PASSCODE:
        return strlen(text) <= (size_t)field->max
               && strspn(text, PASSCODE_BYTES) == strlen(text);
    case LZ_KIND_LINE:
        return strspn(text, " \t") < strlen(text) && !lz_has_control(text, "")
               && lz_utf8_length(text) <= (apr_size_t)field->max;
    default:
        return 0;
    }
}

int lz_form_value_fits(const lz_form_field_t *field, json_object *value)
{
    switch (json_object_get_type(value)) {
    case json_type_boolean:
        return field->kind == LZ_KIND_FLAG;
    case json_type_int:
        return field->kind == LZ_KIND_NUMBER
               ? lz_form_has_choice(field->choices, json_object_get_string(value))
               : field->kind == LZ_KIND_WHOLE && json_object_get_int64(value) >= field->min
                 && json_object_get_int64(value) <= field->max;
    case json_type_string:
        return text_fits(field, json_object_get_string(value));
    default:
        return 0;
    }
}

void lz_form_value_each(apr_pool_t *pool, json_object *sent, lz_form_take_fn take, void *baton)
{
    json_object_object_foreach(sent, name, value) {
        if (strcmp(name, SETTINGS) != 0 || !json_object_is_type(value, json_type_object)) {
            take(baton, name, value);
            continue;
        }
        json_object_object_foreach(value, inner, inner_value) {
            take(baton, apr_pstrcat(pool, SETTINGS ".", inner, NULL), inner_value);
        }
    }
}
