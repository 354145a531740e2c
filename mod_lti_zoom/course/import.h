/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Meetings that exist at Zoom become meetings of the course. Zoom decides for each one: this person
 * hosts it, is an alternative host of it, or may schedule for its host. All is read first, in
 * parallel and no longer than the deadline allows, then written at once. At the end the meetings
 * get the course's tracking fields at Zoom (import_tracking.h), for which those that the course has
 * already may be sent again.
 */
#ifndef LZ_COURSE_IMPORT_H
#define LZ_COURSE_IMPORT_H

#include "import_rows.h"
#include "session.h"

/* LZ_P_FORBIDDEN for those who schedule nothing here; asked before what they sent is read. */
const lz_problem_t *lz_import_allowed(const lz_env_t *env, const lz_session_t *session)
    __attribute__((warn_unused_result));

/*
 * {"results":[{id, status, message, sections[], warnings[{code, message}]}]}, tied to env->pool,
 * one for each row (lz_import_row_t) in its order; id is the meeting's, or what was sent when that
 * is none; sections are those that all rows of this id name.
 * status:
 *   added         now one of the course's
 *   already       was, before or by a row above
 *   not_found     no meeting ID, or Zoom has no such meeting
 *   not_allowed   it is somebody else's
 *   failed        not looked at, or Zoom did not say: send it again
 * warnings, of what is of the course:
 *   sections_changed              it was, and is from now on for those sections
 *   tracking_fields_not_written   Zoom did not take them, or was not asked: send it again
 *   tracking_fields_not_yours     it has other ones, and this person may not change them
 * The problems of lz_import_allowed() and of lz_person_find(), and LZ_P_DATABASE...: nothing was
 * written.
 */
const lz_problem_t *lz_import(const lz_env_t *env, const lz_site_t *site,
                              const lz_session_t *session, const apr_array_header_t *rows,
                              json_object **answer) __attribute__((warn_unused_result));

#endif
