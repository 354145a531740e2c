/* SPDX-License-Identifier: Apache-2.0 */
/* The list of a course as somebody sees it, read for assertions. */
#ifndef LZ_TEST_LIST_VIEW_H
#define LZ_TEST_LIST_VIEW_H

#include "course_world.h"

/* The list as this person sees it, as an object; the test fails on a problem. */
json_object *list_of(course_world_t *world, const lz_session_t *session, const char *scope,
                     const char *page);
json_object *student_list(course_world_t *world);
json_object *amara_list(course_world_t *world, const char *scope);

/* Its rows: how many, and the i-th, which there must be. */
int count(json_object *list);
json_object *row(json_object *list, int i);

/* A member's text, "(none)" when it is no text. */
const char *text(json_object *object, const char *name);

/* A row's actions as JSON. */
const char *actions(course_world_t *world, json_object *object);

/* Code of the i-th warning, "" when there are fewer. */
const char *warning(json_object *list, size_t i);

#endif
