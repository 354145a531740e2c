/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two people, or one in two tabs, who change the same field of a meeting: who saves later is told,
 * before anything is sent, that it is no longer what their form showed. With the change of a field
 * comes what was seen there; where somebody has made something else of it since, and not what is
 * asked for, that is a collision. To see what it is now and to send it again settles it.
 *
 * Between this look and the write somebody may still come first: Zoom knows no condition.
 */
#ifndef LZ_COURSE_COLLISION_H
#define LZ_COURSE_COLLISION_H

#include "meeting_form.h"

/*
 * Takes {seen: {...}} out of what was sent, which is the form's alone then; *seen is NULL without,
 * and then nothing collides. LZ_P_MALFORMED when it is no object.
 */
const lz_problem_t *lz_collision_take(apr_pool_t *pool, json_object *sent, json_object **seen)
    __attribute__((warn_unused_result));

/*
 * form is what is asked for, now what meeting.get answers, sections those that the meeting is for
 * now. LZ_P_COLLISION with each field; or NULL.
 */
const lz_problem_t *lz_collision(apr_pool_t *pool, json_object *seen,
                                 const lz_meeting_form_t *form, json_object *now,
                                 const char *sections) __attribute__((warn_unused_result));

/* The same of sections alone, asked for as a set of names. */
const lz_problem_t *lz_collision_of_sections(apr_pool_t *pool, json_object *seen,
                                             const char *asked, const char *sections)
    __attribute__((warn_unused_result));

#endif
