/* SPDX-License-Identifier: Apache-2.0 */
/* What an admin writes about a field of the meeting form: "waiting_room" and "on". */
#ifndef LZ_COURSE_FORM_CHOICE_H
#define LZ_COURSE_FORM_CHOICE_H

#include "site.h"

/*
 * Reads a field's name, Zoom's ("waiting_room", "settings.waiting_room", "duration"), and its
 * value: on or off, a number, or a word. NULL, or what is wrong and what would be right.
 */
const char *lz_form_choice_read(apr_pool_t *pool, const char *name, const char *value,
                                lz_form_choice_t *choice) __attribute__((warn_unused_result));

#endif
