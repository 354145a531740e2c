/* SPDX-License-Identifier: Apache-2.0 */
#include "list_view.h"

#include <apr_strings.h>

#include "base/json.h"
#include "course/upcoming.h"
#include "fixture.h"

json_object *list_of(course_world_t *world, const lz_session_t *session, const char *scope,
                            const char *page)
{
    lz_upcoming_t upcoming = { .may = -1 };
    expect_ok(lz_upcoming(world->env, &world->site, session, scope, page, &upcoming));
    return course_json(world, apr_pstrcat(world->env->pool, "{", upcoming.members, "}", NULL));
}

json_object *student_list(course_world_t *world)
{
    const lz_session_t session = course_session(world, "s@example.edu", LZ_ROLE_STUDENT);
    return list_of(world, &session, NULL, NULL);
}

json_object *amara_list(course_world_t *world, const char *scope)
{
    const lz_session_t session = course_session(world, AMARA, LZ_ROLE_INSTRUCTOR);
    return list_of(world, &session, scope, NULL);
}

int count(json_object *list)
{
    return (int)json_object_array_length(lz_json_array(list, "meetings"));
}

json_object *row(json_object *list, int i)
{
    assert_true(i < count(list));
    return json_object_array_get_idx(lz_json_array(list, "meetings"), (size_t)i);
}

const char *text(json_object *object, const char *name)
{
    const char *value = lz_json_string(object, name);
    return value ? value : "(none)";
}

const char *actions(course_world_t *world, json_object *object)
{
    return lz_json_text(world->env->pool, lz_json_array(object, "actions"));
}

const char *warning(json_object *list, size_t i)
{
    json_object *warnings = lz_json_array(list, "warnings");
    return i < json_object_array_length(warnings)
           ? text(json_object_array_get_idx(warnings, i), "code") : "";
}
