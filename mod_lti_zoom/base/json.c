/* SPDX-License-Identifier: Apache-2.0 */
#include "json.h"

#include <limits.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "encoding.h"
#include "json_scan.h"

static const char byte_order_mark[] = "\xef\xbb\xbf";

static apr_status_t release(void *root)
{
    json_object_put(root);
    return APR_SUCCESS;
}

json_object *lz_json_adopt(apr_pool_t *pool, json_object *root)
{
    if (root) {
        apr_pool_cleanup_register(pool, root, release, apr_pool_cleanup_null);
    }
    return root;
}

/* Members of all objects below value. Sets *finite to 0 when a number became infinite. */
static apr_size_t count_members(json_object *value, int *finite)
{
    apr_size_t n = 0;

    switch (json_object_get_type(value)) {
    case json_type_object: {
        json_object_object_foreach(value, name, member) {
            (void)name;
            n += 1 + count_members(member, finite);
        }
        break;
    }
    case json_type_array:
        for (size_t i = 0; i < json_object_array_length(value); i++) {
            n += count_members(json_object_array_get_idx(value, i), finite);
        }
        break;
    case json_type_double:
        if (!isfinite(json_object_get_double(value))) {
            *finite = 0;
        }
        break;
    default:
        break;
    }
    return n;
}

/*
 * json-c's tree of a text that was found good, as UTF-8 too; *read is 0 when json-c disagrees. It
 * is given the depth that the text has: it takes memory for the whole depth at once, and so large
 * a piece that malloc() first puts all small ones in order.
 */
static json_object *tree_of(const char *text, int length, int depth, int *read)
{
    /* json-c counts the root value as a level of its own. */
    json_tokener *tokener = json_tokener_new_ex(depth + 2);

    if (!tokener) {
        abort();
    }
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    json_object *root = json_tokener_parse_ex(tokener, text, length);
    if (json_tokener_get_error(tokener) == json_tokener_continue) {
        root = json_tokener_parse_ex(tokener, "", -1);      /* the end of a number at the root */
    }
    *read = json_tokener_get_error(tokener) == json_tokener_success;
    json_tokener_free(tokener);
    return root;
}

/*
 * The same, with this thread in the C locale meanwhile. To read numbers json-c copies the thread's
 * locale for each text, and the process's own is copied under one lock of all threads, on which
 * they then spin; the C locale is a constant, neither copied nor locked.
 */
static json_object *build(const char *text, int length, int depth, int *read)
{
    locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);

    if (!c_locale) {
        abort();
    }
    locale_t of_thread = uselocale(c_locale);
    json_object *root = tree_of(text, length, depth, read);
    uselocale(of_thread);
    freelocale(c_locale);
    return root;
}

json_object *lz_json_parse(apr_pool_t *pool, const char *text, apr_size_t length, int flags,
                           const char **reason)
{
    lz_json_shape_t shape;
    int read;
    int finite = 1;

    *reason = NULL;
    if (length > INT_MAX) {
        *reason = "too long";
    } else if (length >= 3 && memcmp(text, byte_order_mark, 3) == 0) {
        *reason = "byte order mark";
    } else if (!lz_utf8_valid(text, length)) {
        *reason = "not UTF-8, or a NUL byte";
    } else {
        *reason = lz_json_scan(text, length, flags, &shape);
    }
    if (*reason) {
        return NULL;
    }

    json_object *root = build(text, (int)length, shape.depth, &read);

    /* json-c keeps the last of several members of one name: fewer than the text spelled. */
    if (!read) {
        *reason = "not understood by json-c";
    } else if (count_members(root, &finite) != shape.members) {
        *reason = "duplicate member name";
    } else if (!finite) {
        *reason = "number too large";
    }
    if (*reason) {
        json_object_put(root);
        return NULL;
    }
    /* NULL is json-c's null: a text of its own, but no value to hand out. */
    if (!root) {
        *reason = "null";
    }
    return lz_json_adopt(pool, root);
}

const char *lz_json_text(apr_pool_t *pool, json_object *value)
{
    const char *text = json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN
                                                             | JSON_C_TO_STRING_NOSLASHESCAPE);

    if (!text) {
        abort();
    }
    return apr_pstrdup(pool, text);
}

/*
 * The \u escape of the character at c, and its bytes in *size, when it could end a script element
 * or, in old engines, a line; else NULL. All of them stand inside strings only.
 */
static const char *html_escape(const char *c, apr_size_t *size)
{
    *size = 1;
    switch (*c) {
    case '<':
        return "\\u003c";
    case '>':
        return "\\u003e";
    case '&':
        return "\\u0026";
    case '\xe2':
        if (c[1] == '\x80' && (c[2] == '\xa8' || c[2] == '\xa9')) {
            *size = 3;
            return c[2] == '\xa8' ? "\\u2028" : "\\u2029";
        }
        return NULL;
    default:
        return NULL;
    }
}

const char *lz_json_text_for_html(apr_pool_t *pool, json_object *value)
{
    const apr_size_t escape_length = strlen("\\u003c");
    const char *text = lz_json_text(pool, value);
    apr_size_t n_escapes = 0;
    apr_size_t size;

    for (const char *c = text; *c; c += size) {
        n_escapes += html_escape(c, &size) != NULL;
    }
    if (n_escapes == 0) {
        return text;
    }

    char *safe = apr_palloc(pool, strlen(text) + n_escapes * escape_length + 1);
    char *out = safe;
    for (const char *c = text; *c; c += size) {
        const char *escape = html_escape(c, &size);

        if (escape) {
            memcpy(out, escape, escape_length);
            out += escape_length;
        } else {
            *out++ = *c;
        }
    }
    *out = '\0';
    return safe;
}

json_object *lz_json_member(json_object *object, const char *name)
{
    json_object *member = NULL;

    if (json_object_is_type(object, json_type_object)) {
        json_object_object_get_ex(object, name, &member);
    }
    return member;
}

json_object *lz_json_path(json_object *object, const char *dotted)
{
    char name[128];

    while (object && *dotted) {
        const apr_size_t length = strcspn(dotted, ".");

        if (length >= sizeof(name)) {
            return NULL;
        }
        memcpy(name, dotted, length);
        name[length] = '\0';
        object = lz_json_member(object, name);
        dotted += length + (dotted[length] == '.');
    }
    return object;
}

/* A member of the given type, or NULL. */
static json_object *typed(json_object *object, const char *name, json_type type)
{
    json_object *member = lz_json_member(object, name);

    return member && json_object_is_type(member, type) ? member : NULL;
}

const char *lz_json_string(json_object *object, const char *name)
{
    json_object *member = typed(object, name, json_type_string);

    if (!member) {
        return NULL;
    }
    const char *text = json_object_get_string(member);
    return strlen(text) == (size_t)json_object_get_string_len(member) ? text : NULL;
}

int lz_json_int64(json_object *object, const char *name, apr_int64_t *value)
{
    json_object *member = typed(object, name, json_type_int);

    if (!member) {
        return 0;
    }
    *value = json_object_get_int64(member);
    return 1;
}

int lz_json_number(json_object *object, const char *name, double *value)
{
    json_object *member = lz_json_member(object, name);

    if (!json_object_is_type(member, json_type_int)
        && !json_object_is_type(member, json_type_double)) {
        return 0;
    }
    *value = json_object_get_double(member);
    return 1;
}

int lz_json_bool(json_object *object, const char *name, int *value)
{
    json_object *member = typed(object, name, json_type_boolean);

    if (!member) {
        return 0;
    }
    *value = json_object_get_boolean(member) ? 1 : 0;
    return 1;
}

json_object *lz_json_array(json_object *object, const char *name)
{
    return typed(object, name, json_type_array);
}

json_object *lz_json_object(json_object *object, const char *name)
{
    return typed(object, name, json_type_object);
}

void lz_json_put(json_object *object, const char *name, json_object *value)
{
    if (json_object_object_add(object, name, value) != 0) {
        abort();
    }
}

/* Puts a value that json-c just made, which is NULL only without memory. */
static void put_made(json_object *object, const char *name, json_object *value)
{
    if (!value) {
        abort();
    }
    lz_json_put(object, name, value);
}

void lz_json_put_string(json_object *object, const char *name, const char *value)
{
    if (value) {
        put_made(object, name, json_object_new_string(value));
    } else {
        lz_json_put(object, name, NULL);
    }
}

void lz_json_put_int64(json_object *object, const char *name, apr_int64_t value)
{
    put_made(object, name, json_object_new_int64(value));
}

void lz_json_put_bool(json_object *object, const char *name, int value)
{
    put_made(object, name, json_object_new_boolean(value));
}

void lz_json_push(json_object *array, json_object *value)
{
    if (json_object_array_add(array, value) != 0) {
        abort();
    }
}

int lz_json_has_text(json_object *array, const char *wanted)
{
    const size_t n = array ? json_object_array_length(array) : 0;

    for (size_t i = 0; i < n; i++) {
        json_object *entry = json_object_array_get_idx(array, i);

        if (json_object_is_type(entry, json_type_string)
            && strcmp(json_object_get_string(entry), wanted) == 0) {
            return 1;
        }
    }
    return 0;
}
