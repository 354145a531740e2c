/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taking a meeting away: at Zoom, as a whole or one date of a series, or from this course alone.
 *
 * What is deleted at Zoom is gone from every course that has it: there its rows say so (status
 * gone), while this course's lists leave it out at once. Its past, reports and recordings stay:
 * recordings stay at Zoom too. What is removed from a course only stays as it is at Zoom and in
 * other courses.
 *
 * Before Zoom is asked the meeting is marked as in doubt (store/meetings.h), so that a lost answer
 * or a process that dies is found out by the next view, not believed. A lost answer is looked
 * after here while there is time. That it is gone already is success.
 */
#ifndef LZ_COURSE_REMOVAL_H
#define LZ_COURSE_REMOVAL_H

#include "session.h"

typedef struct lz_removal_t {
    const char *id;
    const char *occurrence_id;      /* NULL: the whole meeting */
    const char *course_only;        /* "1": from this course only; NULL or "0": at Zoom */
} lz_removal_t;

/*
 * LZ_P_MALFORMED for words that mean nothing, and for course_only of a date;
 * LZ_P_NO_SUCH_MEETING, LZ_P_NO_SUCH_DATE; LZ_P_FORBIDDEN (a guest), LZ_P_NOT_YOURS (it is
 * somebody else's at Zoom, and may be removed from this course); LZ_P_ZOOM_...; LZ_P_DATABASE...:
 * nothing was deleted; LZ_P_DELETE_UNCERTAIN: Zoom has not said. Until the database knows of a
 * deletion that Zoom has confirmed, views learn of it from Zoom.
 */
const lz_problem_t *lz_remove(const lz_env_t *env, const lz_site_t *site,
                              const lz_session_t *session, const lz_removal_t *removal)
    __attribute__((warn_unused_result));

#endif
