/* SPDX-License-Identifier: Apache-2.0 */
/* Passcodes under the policy of a Zoom account. */
#ifndef LZ_COURSE_MEETING_FORM_PASSCODE_H
#define LZ_COURSE_MEETING_FORM_PASSCODE_H

#include "../base/json.h"

/*
 * What the policy finds wrong with a passcode, all of it in one sentence; NULL when it is right.
 * policy is Zoom's meeting_password_requirement {length, have_letter, have_number,
 * have_special_character, have_upper_and_lower_characters, only_allow_numeric,
 * consecutive_characters_length}; what is absent is not asked for, NULL asks for nothing.
 */
const char *lz_passcode_wrong(apr_pool_t *pool, json_object *policy, const char *passcode);

#endif
