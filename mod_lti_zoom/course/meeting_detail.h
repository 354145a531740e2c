/* SPDX-License-Identifier: Apache-2.0 */
/* One meeting of a course, or one date of a series: found, and its detail. */
#ifndef LZ_COURSE_MEETING_DETAIL_H
#define LZ_COURSE_MEETING_DETAIL_H

#include "person.h"
#include "snapshot.h"

/*
 * The meeting of the session's course, from the database. LZ_P_NO_SUCH_MEETING when this course
 * has none of that id, whether or not it exists, when it is not there for this person (for other
 * sections than theirs, LZ_MAY_SEE), and when id is none at all.
 */
const lz_problem_t *lz_meeting_find(const lz_env_t *env, const lz_session_t *session,
                                    const char *id, lz_meeting_t *meeting)
    __attribute__((warn_unused_result));

/*
 * The same for one date of it: times, uuid, status and occurrence_id are the date's.
 * LZ_P_NO_SUCH_DATE; without occurrence_id (NULL) it is the whole meeting.
 */
const lz_problem_t *lz_meeting_find_date(const lz_env_t *env, const lz_session_t *session,
                                         const char *id, const char *occurrence_id,
                                         lz_meeting_t *meeting)
    __attribute__((warn_unused_result));

/*
 * The members {meeting, sections?, courses?, recordings?, as_of, warnings} for this visitor, tied
 * to the pool; with occurrence_id (or NULL) meeting is that date of it. An instructor gets
 * everything of the form and Zoom's invitation, from Zoom as it is now, or what is stored with a
 * warning; a student gets topic, agenda, times, status and actions of what is stored. For who may
 * limit it: sections is what it can be limited to (lz_sections_known()). For who sees the details:
 * courses is how many have the meeting, since deleting it takes it from all of them; recordings
 * how many of it are known, when there are any, since they stay.
 */
const lz_problem_t *lz_meeting_detail(const lz_env_t *env, const lz_site_t *site,
                                      const lz_session_t *session, const char *id,
                                      const char *occurrence_id, int *may,
                                      json_object **members) __attribute__((warn_unused_result));

/*
 * Zoom's answer about a meeting (NULL: what is stored alone) as an instructor sees it, host_name
 * and all. Not adopted.
 */
json_object *lz_meeting_json(const lz_snapshots_t *snapshots, const lz_meeting_t *meeting,
                             json_object *answer, int may);

#endif
