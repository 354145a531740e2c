/* SPDX-License-Identifier: Apache-2.0 */
/* One meeting of a course: its detail, the way in, the host's own way in. */
#ifndef LZ_COURSE_MEETING_DETAIL_H
#define LZ_COURSE_MEETING_DETAIL_H

#include "person.h"
#include "snapshot.h"

/*
 * The meeting of the session's course, from the database. LZ_P_NO_SUCH_MEETING when this course
 * has none of that id, whether or not it exists, and when id is none at all.
 */
const lz_problem_t *lz_meeting_find(const lz_env_t *env, const lz_session_t *session,
                                    const char *id, lz_meeting_t *meeting)
    __attribute__((warn_unused_result));

/*
 * The members {meeting, as_of, warnings} for this visitor, tied to the pool. An instructor gets
 * everything of the form from Zoom as it is now, or what is stored with a warning; a student gets
 * topic, agenda, times, status and actions of what is stored.
 */
const lz_problem_t *lz_meeting_detail(const lz_env_t *env, const lz_site_t *site,
                                      const lz_session_t *session, const char *id, int *may,
                                      json_object **members) __attribute__((warn_unused_result));

/*
 * Zoom's answer about a meeting (NULL: what is stored alone) as an instructor sees it, host_name
 * and all. Not adopted.
 */
json_object *lz_meeting_json(const lz_snapshots_t *snapshots, const lz_meeting_t *meeting,
                             json_object *answer, int may);

/* Where Join leads, from the database alone. LZ_P_MEETING_GONE, LZ_P_JOIN_LINK. */
const lz_problem_t *lz_meeting_join_link(const lz_env_t *env, const lz_site_t *site,
                                         const lz_session_t *session, const char *id,
                                         const char **link) __attribute__((warn_unused_result));

/* Where Start leads, fresh from Zoom, for the host alone; else LZ_P_NOT_HOST, LZ_P_FORBIDDEN. */
const lz_problem_t *lz_meeting_start_link(const lz_env_t *env, const lz_session_t *session,
                                          const char *id, const char **link)
    __attribute__((warn_unused_result));

#endif
