/* SPDX-License-Identifier: Apache-2.0 */
#include "form_choice.h"

#include <string.h>
#include <strings.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "meeting_form_table.h"

#define SETTINGS "settings."

/* The row of a field that an admin may speak of, by its path or its name alone; or NULL. */
static const lz_form_field_t *field_of(apr_pool_t *pool, const char *name)
{
    const lz_form_field_t *field = lz_form_field(name);
    if (!field) {
        field = lz_form_field(apr_pstrcat(pool, SETTINGS, name, NULL));
    }
    return field && field->site == LZ_SET_ANYWHERE ? field : NULL;
}

static const char *short_name(const lz_form_field_t *field)
{
    const size_t prefix = strlen(SETTINGS);
    return strncmp(field->path, SETTINGS, prefix) == 0 ? field->path + prefix : field->path;
}

static const char *no_such_field(apr_pool_t *pool)
{
    const char *names = "";
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        if (field->site == LZ_SET_ANYWHERE) {
            names = apr_pstrcat(pool, names, *names ? ", " : "", short_name(field), NULL);
        }
    }
    return apr_pstrcat(pool, "meetings have no such option; right would be one of ", names, NULL);
}

static const char *read_flag(const char *value, lz_form_choice_t *choice)
{
    if (strcasecmp(value, "on") == 0 || strcasecmp(value, "off") == 0) {
        choice->json = strcasecmp(value, "on") == 0 ? "true" : "false";
        return NULL;
    }
    return "its value is neither on nor off; right would be one of the two";
}

static const char *read_number(apr_pool_t *pool, const lz_form_field_t *field, const char *value,
                               lz_form_choice_t *choice)
{
    const int whole = *value && strlen(value) < 6 && strspn(value, "0123456789") == strlen(value)
                      && (value[0] != '0' || !value[1]);
    choice->json = value;
    if (field->choices && (!whole || !lz_form_has_choice(field->choices, value))) {
        return apr_psprintf(pool, "its value is none of %s; right would be one of them",
                            field->choices);
    }
    if (!field->choices && (!whole || atoi(value) < field->min || atoi(value) > field->max)) {
        return apr_psprintf(pool, "its value is not between %d and %d; right would be a whole "
                            "number of them", field->min, field->max);
    }
    return NULL;
}

static const char *read_word(apr_pool_t *pool, const lz_form_field_t *field, const char *value,
                             lz_form_choice_t *choice)
{
    if (field->choices && !lz_form_has_choice(field->choices, value)) {
        return apr_psprintf(pool, "its value is none of %s; right would be one of them",
                            field->choices);
    }
    for (const char *c = value; *c; c++) {
        if (!apr_isalnum(*c) && !strchr("_-", *c)) {
            return "its value has more than letters, digits, _ and -; right would be Zoom's own "
                   "id of it";
        }
    }
    choice->json = apr_pstrcat(pool, "\"", value, "\"", NULL);
    return *value ? NULL : "its value is empty; right would be one";
}

const char *lz_form_choice_read(apr_pool_t *pool, const char *name, const char *value,
                                lz_form_choice_t *choice)
{
    const lz_form_field_t *field = field_of(pool, name);
    if (!field) {
        return no_such_field(pool);
    }
    choice->path = field->path;
    switch (field->kind) {
    case LZ_KIND_FLAG:
        return read_flag(value, choice);
    case LZ_KIND_WHOLE:
    case LZ_KIND_NUMBER:
        return read_number(pool, field, value, choice);
    default:
        return read_word(pool, field, value, choice);
    }
}
