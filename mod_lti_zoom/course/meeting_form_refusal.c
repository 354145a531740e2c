/* SPDX-License-Identifier: Apache-2.0 */
/* Zoom's refusal of a meeting, in the form's words. */
#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "meeting_form_table.h"

/* What Zoom only tells in a sentence: part of it, and the field that it is about. */
typedef struct clue_t {
    const char *text;
    const char *path;
    const char *message;        /* NULL: Zoom's own */
} clue_t;

static const clue_t clues[] = {
    { "schedule a meeting for", "schedule_for",
      "Zoom does not let you schedule for this person. They can allow it in their Zoom settings, "
      "under \"Assign scheduling privilege\"." },
    { "schedule_for", "schedule_for", NULL },
    { "alternative host", "settings.alternative_hosts", NULL },
    { "alternative_host", "settings.alternative_hosts", NULL },
    { "tracking field", "tracking_fields", NULL },
    { "tracking_field", "tracking_fields", NULL },
    { "passcode", "password", NULL },
    { "password", "password", NULL },
    { "recurrence", "recurrence", NULL },
    { "time zone", "timezone", NULL },
    { "timezone", "timezone", NULL },
    { "start_time", "start_time", NULL },
    { "start time", "start_time", NULL },
    { "duration", "duration", NULL },
    { "registration", "settings.approval_type", NULL },
    { "breakout", "settings.breakout_room", NULL },
    { "data center", "settings.additional_data_center_regions", NULL },
    { "authentication", "settings.authentication_option", NULL },
    { "agenda", "agenda", NULL },
    { "topic", "topic", NULL },
    { NULL, NULL, NULL }
};

/* "settings.breakout_room.rooms[0].name" without what stands in brackets. */
static const char *without_places(apr_pool_t *pool, const char *name)
{
    char *plain = apr_pstrdup(pool, name);
    char *to = plain;
    for (const char *from = plain; *from; ) {
        if (*from == '[') {
            from += strcspn(from, "]");
            from += *from == ']';
        } else {
            *to++ = *from++;
        }
    }
    *to = '\0';
    return plain;
}

/* Zoom's name of a field, or of a part of one, as a name of the form; NULL when it is none. */
static const char *form_name(apr_pool_t *pool, const char *name)
{
    const char *plain = without_places(pool, name);
    for (const lz_form_field_t *field = lz_form_fields; field->path; field++) {
        const size_t length = strlen(field->path);
        const char *dot = strchr(field->path, '.');
        if (strcmp(plain, field->path) == 0 || (dot && strcmp(plain, dot + 1) == 0)) {
            return field->path;
        }
        if (strncmp(plain, field->path, length) == 0 && plain[length] == '.') {
            return field->kind == LZ_KIND_RECURRENCE ? plain : field->path;
        }
    }
    return NULL;
}

static const clue_t *clue_in(const char *text)
{
    for (const clue_t *clue = clues; clue->text; clue++) {
        if (strcasestr(text, clue->text)) {
            return clue;
        }
    }
    return NULL;
}

static void translate(apr_pool_t *pool, const lz_problem_t *from, lz_problem_t *to)
{
    const apr_array_header_t *fields = apr_table_elts(from->fields);
    to->fields = NULL;
    for (int i = 0; i < fields->nelts; i++) {
        const apr_table_entry_t *field = &APR_ARRAY_IDX(fields, i, apr_table_entry_t);
        const char *name = form_name(pool, field->key);
        const clue_t *clue = name ? NULL : clue_in(field->val);
        lz_problem_field(pool, to, name ? name : clue ? clue->path : field->key, field->val);
    }
}

const lz_problem_t *lz_form_refusal(apr_pool_t *pool, const lz_problem_t *problem)
{
    if (!problem || problem->id != LZ_P_ZOOM_REFUSED) {
        return problem;
    }
    lz_problem_t *refusal = apr_pmemdup(pool, problem, sizeof(*problem));
    if (problem->fields) {
        translate(pool, problem, refusal);
        return refusal;
    }
    const clue_t *clue = clue_in(problem->message);
    if (clue) {
        lz_problem_field(pool, refusal, clue->path,
                         clue->message ? clue->message : problem->message);
    }
    return refusal;
}
