/* SPDX-License-Identifier: Apache-2.0 */
/* One recording of a course: who may see it, how to find it, how it looks in JSON. */
#ifndef LZ_COURSE_RECORDING_ROW_H
#define LZ_COURSE_RECORDING_ROW_H

#include <json-c/json.h>

#include "../store/recordings.h"
#include "session.h"

/* A recording and what the course has for those of which nothing is said. */
typedef struct lz_recording_view_t {
    lz_course_recording_t recording;
    int                   publish_all;
} lz_recording_view_t;

/* What this person may do with recordings of the course: of LZ_MAY_RECORDING, LZ_MAY_PUBLISH. */
int lz_recording_may(const lz_session_t *session);

/* 1 when the course has published it, whatever the dates. */
int lz_recording_published(const lz_recording_view_t *view);

/* The sections that it is for, a set of names: chosen for it, else those of its meeting. */
const char *lz_recording_sections(const lz_recording_view_t *view);

/*
 * 1 when this person may see it now: whoever runs the course, others what is published, today, for
 * the whole course or a section of theirs.
 */
int lz_recording_visible(const lz_env_t *env, const lz_session_t *session,
                         const lz_recording_view_t *view);

/* When that may change by itself: the next of its dates; 0: never. */
apr_time_t lz_recording_turns_at(const lz_env_t *env, const lz_recording_view_t *view);

/*
 * The recording of that name, which is Zoom's UUID in base64url (httpd takes no encoded slash in an
 * address), in the session's course, as this person may see it; when it is not
 * known the hosts' lists are read again if they are not fresh. LZ_P_NO_SUCH_RECORDING for all that
 * this person does not see, whether or not it exists.
 */
const lz_problem_t *lz_recording_find(const lz_env_t *env, const lz_site_t *site,
                                      const lz_session_t *session, const char *name,
                                      lz_recording_view_t *view)
    __attribute__((warn_unused_result));

/*
 * {uuid (Zoom's), id, topic, start_time, duration, timezone, total_size, file_count,
 *  published, sections[], sections_chosen, meeting_sections[], publish_from, publish_until, share,
 *  auto_delete_date, changed_by, changed_at, actions[]}, not adopted; for students without what is
 * about publishing. sections are those that it is for, whether they were chosen for it
 * (sections_chosen) or are its meeting's.
 */
json_object *lz_recording_json(const lz_env_t *env, const lz_session_t *session,
                               const lz_recording_view_t *view);

/* Appends to warnings what keeps students from watching it, if something of share is known. */
void lz_recording_warn(const lz_recording_view_t *view, json_object *warnings);

#endif
