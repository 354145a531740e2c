/* SPDX-License-Identifier: Apache-2.0 */
/* The form of a meeting that is there, for who may change it. */
#ifndef LZ_COURSE_EDITING_H
#define LZ_COURSE_EDITING_H

#include "session.h"

/*
 * The members {meeting, form, options, warnings} of the view "edit", tied to env->pool: the meeting
 * as Zoom has it now, of one date of a series where occurrence_id is not NULL: then
 * meeting.occurrence_id says so, and the form has the fields that one date can have.
 *
 * The problems of lz_writing_open() for LZ_MAY_EDIT, and LZ_P_MEETING_GONE.
 */
const lz_problem_t *lz_edit_open(const lz_env_t *env, const lz_site_t *site,
                                 const lz_session_t *session, const char *id,
                                 const char *occurrence_id, json_object **members)
    __attribute__((warn_unused_result));

#endif
