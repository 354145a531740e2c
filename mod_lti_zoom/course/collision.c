/* SPDX-License-Identifier: Apache-2.0 */
#include "collision.h"

#include "../base/names.h"
#include "meeting_form_table.h"
#include "section_names.h"

#define SEEN "seen"

const lz_problem_t *lz_collision_take(apr_pool_t *pool, json_object *sent, json_object **seen)
{
    json_object *given = lz_json_member(sent, SEEN);
    *seen = NULL;
    if (!given) {
        return NULL;
    }
    if (!json_object_is_type(given, json_type_object)) {
        return lz_problem(pool, LZ_P_MALFORMED, SEEN " is no object");
    }
    *seen = lz_json_adopt(pool, json_object_get(given));
    json_object_object_del(sent, SEEN);
    return NULL;
}

static void collide(apr_pool_t *pool, const char *field, lz_problem_t **problem)
{
    if (!*problem) {
        *problem = lz_problem(pool, LZ_P_COLLISION, "%s was changed meanwhile", field);
    }
    lz_problem_field(pool, *problem, field, "Somebody has changed this meanwhile.");
}

static int same_sections(apr_pool_t *pool, json_object *seen, const char *sections)
{
    const char *names = "";
    json_object *list = lz_json_member(seen, "sections");
    return !list || lz_sections_read(pool, list, &names) || lz_names_same(pool, names, sections);
}

static void check_sections(apr_pool_t *pool, json_object *seen, const char *asked,
                           const char *sections, lz_problem_t **problem)
{
    if (asked && !lz_names_same(pool, asked, sections) && !same_sections(pool, seen, sections)) {
        collide(pool, "sections", problem);
    }
}

/* form->body has only what is other than it is now. */
static void check_field(apr_pool_t *pool, const lz_form_field_t *field, json_object *seen,
                        json_object *asked, json_object *now, lz_problem_t **problem)
{
    json_object *was = lz_form_get_value(seen, field->path);
    json_object *is = lz_form_get_value(now, field->path);
    if (lz_form_get_value(asked, field->path) && was && is
        && !lz_form_same(pool, field, was, is)) {
        collide(pool, field->path, problem);
    }
}

const lz_problem_t *lz_collision(apr_pool_t *pool, json_object *seen,
                                 const lz_meeting_form_t *form, json_object *now,
                                 const char *sections)
{
    lz_problem_t *problem = NULL;
    for (const lz_form_field_t *field = lz_form_fields; seen && field->path; field++) {
        check_field(pool, field, seen, form->body, now, &problem);
    }
    if (seen) {
        check_sections(pool, seen, form->sections, sections, &problem);
    }
    return problem;
}

const lz_problem_t *lz_collision_of_sections(apr_pool_t *pool, json_object *seen,
                                             const char *asked, const char *sections)
{
    lz_problem_t *problem = NULL;
    if (seen) {
        check_sections(pool, seen, asked, sections, &problem);
    }
    return problem;
}
