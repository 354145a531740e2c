/* SPDX-License-Identifier: Apache-2.0 */
#include "data_map.h"

#include <stdlib.h>
#include <string.h>

#include "../base/json.h"

static const lz_zoom_operation_t operations[LZ_ZOOM_OPERATION_COUNT] = {
#define LZ_OPERATION(id, ...) [id] = { id, __VA_ARGS__, (const lz_zoom_field_t[]) {
#define LZ_FIELD(path, type, required, purpose) { path, type, required, purpose },
#define LZ_OPERATION_END { NULL, LZ_FIELD_STRING, 0, NULL } } },
#include "data_map.def"
#undef LZ_OPERATION
#undef LZ_FIELD
#undef LZ_OPERATION_END
};

#define NAME_MAX_LENGTH 63      /* of one member in a field's path */

const lz_zoom_operation_t *lz_zoom_operation(lz_zoom_operation_id_e id)
{
    if ((int)id < 0 || id >= LZ_ZOOM_OPERATION_COUNT) {
        abort();
    }
    return &operations[id];
}

/* A copy of a text without NUL, else NULL: C would read only its beginning. */
static json_object *copy_string(json_object *value)
{
    const char *text = json_object_get_string(value);
    const size_t length = (size_t)json_object_get_string_len(value);

    return strlen(text) == length ? json_object_new_string_len(text, (int)length) : NULL;
}

/* Ids are 64-bit numbers in one answer and texts in the next; as text they are exact in both. */
static json_object *copy_id(json_object *value)
{
    if (json_object_is_type(value, json_type_string)) {
        return json_object_get_string_len(value) > 0 ? copy_string(value) : NULL;
    }
    if (json_object_is_type(value, json_type_int) && json_object_get_int64(value) >= 0) {
        return json_object_new_string(json_object_get_string(value));
    }
    return NULL;
}

static json_object *copy_strings(json_object *array)
{
    json_object *copy = json_object_new_array();

    for (size_t i = 0; i < json_object_array_length(array); i++) {
        json_object *value = json_object_array_get_idx(array, i);
        json_object *text = json_object_is_type(value, json_type_string) ? copy_string(value)
                                                                         : NULL;
        if (text) {
            json_object_array_add(copy, text);
        }
    }
    return copy;
}

/* A copy of a value that is of the field's type, else NULL. */
static json_object *copy_value(lz_field_type_e type, json_object *value)
{
    const json_type is = json_object_get_type(value);

    switch (type) {
    case LZ_FIELD_STRING:
        return is == json_type_string ? copy_string(value) : NULL;
    case LZ_FIELD_ID:
        return copy_id(value);
    case LZ_FIELD_INTEGER:
        return is == json_type_int ? json_object_new_int64(json_object_get_int64(value)) : NULL;
    case LZ_FIELD_BOOLEAN:
        return is == json_type_boolean ? json_object_new_boolean(json_object_get_boolean(value))
                                       : NULL;
    case LZ_FIELD_STRINGS:
        return is == json_type_array ? copy_strings(value) : NULL;
    }
    return NULL;
}

/* The member of that name; when there is none, made (as an object or an array) and put there. */
static json_object *member_for(json_object *object, const char *name, int is_array)
{
    json_object *member = lz_json_member(object, name);

    if (!member) {
        member = is_array ? json_object_new_array() : json_object_new_object();
        lz_json_put(object, name, member);
    }
    return member;
}

static int copy_field(const lz_zoom_field_t *field, const char *path, json_object *from,
                      json_object *to);

/* The same field of each row; row i of to is the copy of row i of from. */
static int copy_rows(const lz_zoom_field_t *field, const char *path, json_object *from,
                     json_object *to)
{
    for (size_t i = 0; i < json_object_array_length(from); i++) {
        if (json_object_array_length(to) == i) {
            json_object_array_add(to, json_object_new_object());
        }
        if (!copy_field(field, path, json_object_array_get_idx(from, i),
                        json_object_array_get_idx(to, i))) {
            return 0;
        }
    }
    return 1;
}

/*
 * Copies what stands at path (the field's, or the rest of it) in from, when it is of the right
 * type. 0 when a required field is absent. "Required" speaks of the object it stands in: a list
 * or an object that is absent as a whole lacks nothing.
 */
static int copy_field(const lz_zoom_field_t *field, const char *path, json_object *from,
                      json_object *to)
{
    const size_t length = strcspn(path, "[.");
    const int is_array = strncmp(path + length, "[].", 3) == 0;
    const char *rest = path + length + (is_array ? 3 : path[length] == '.');
    char name[NAME_MAX_LENGTH + 1] = "";

    memcpy(name, path, length < sizeof(name) ? length : NAME_MAX_LENGTH);
    json_object *value = lz_json_member(from, name);
    if (is_array) {
        return !json_object_is_type(value, json_type_array)
               || copy_rows(field, rest, value, member_for(to, name, 1));
    }
    if (*rest) {
        return !json_object_is_type(value, json_type_object)
               || copy_field(field, rest, value, member_for(to, name, 0));
    }

    json_object *copy = copy_value(field->type, value);
    if (copy) {
        lz_json_put(to, name, copy);
    }
    return copy || !field->required;
}

json_object *lz_zoom_keep_fields(apr_pool_t *pool, const lz_zoom_field_t *fields,
                                 json_object *from, const char **missing)
{
    json_object *kept = lz_json_adopt(pool, json_object_new_object());

    for (const lz_zoom_field_t *field = fields; field->path; field++) {
        if (!copy_field(field, field->path, from, kept)) {
            *missing = field->path;
            return NULL;
        }
    }
    return kept;
}

json_object *lz_zoom_keep(apr_pool_t *pool, const lz_zoom_operation_t *operation,
                          json_object *answer, const char **missing)
{
    json_object *kept = lz_zoom_keep_fields(pool, operation->fields, answer, missing);

    if (kept && operation->list && !lz_json_array(kept, operation->list)) {
        *missing = operation->list;
        return NULL;
    }
    return kept;
}
