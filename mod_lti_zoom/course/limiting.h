/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Limiting a meeting of a course to sections, and nothing else of it: the course's own matter, of
 * which Zoom knows nothing and is not asked. Whoever runs the course may, whosever meeting it is at
 * Zoom, and also when it is over: its recordings follow.
 */
#ifndef LZ_COURSE_LIMITING_H
#define LZ_COURSE_LIMITING_H

#include "sections.h"

/*
 * sent is {sections: [...]}, [] for the whole course; seen what the form showed, or NULL
 * (collision.h). *answer is {meeting, warnings[]} as of a change (change.h), tied to the pool, the
 * meeting with what is known of it here.
 * LZ_P_NO_SUCH_MEETING; LZ_P_FORBIDDEN; LZ_P_FIELDS; LZ_P_COLLISION; LZ_P_DATABASE...
 */
const lz_problem_t *lz_limit(const lz_env_t *env, const lz_site_t *site,
                             const lz_session_t *session, const char *id, json_object *sent,
                             json_object *seen, json_object **answer)
    __attribute__((warn_unused_result));

/* 1 when sent is about sections and this person may limit any meeting of the course. */
int lz_limits_alone(const lz_session_t *session, json_object *sent);

/* Writes a limit that was read; the course's lists show it. */
const lz_problem_t *lz_limit_write(const lz_env_t *env, const lz_session_t *session,
                                   const lz_meeting_t *meeting, const char *sections)
    __attribute__((warn_unused_result));

#endif
