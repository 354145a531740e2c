/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Single values of the meeting form, outside of a form: what a course sets as its default, what is
 * changed about a personal room.
 */
#ifndef LZ_COURSE_FORM_VALUE_H
#define LZ_COURSE_FORM_VALUE_H

#include "meeting_form_table.h"

/*
 * 1 when value can be one of the field: of the kinds line, passcode, whole, number, word, flag and
 * id; never of the others.
 */
int lz_form_value_fits(const lz_form_field_t *field, json_object *value);

/*
 * Calls take for each field of sent, a form or a part of one: with "settings.waiting_room" for what
 * is inside settings, and NULL for a null. What is no form there has its own name, "settings".
 */
typedef void (*lz_form_take_fn)(void *baton, const char *path, json_object *value);
void lz_form_value_each(apr_pool_t *pool, json_object *sent, lz_form_take_fn take, void *baton);

#endif
