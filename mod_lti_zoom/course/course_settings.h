/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the instructors of a course have set for all of it: whether its recordings are published by
 * themselves, and what new meetings begin with, within what the admin and Zoom have locked.
 */
#ifndef LZ_COURSE_COURSE_SETTINGS_H
#define LZ_COURSE_COURSE_SETTINGS_H

#include <json-c/json.h>

#include "session.h"

/*
 * What new meetings of the course begin with, beyond what everybody's do: the fields that were set
 * here, in the form's shape ({duration, settings{waiting_room, ...}}), tied to env->pool, {} when
 * there is none. From the database alone.
 */
const lz_problem_t *lz_course_defaults(const lz_env_t *env, const lz_session_t *session,
                                       json_object **meeting) __attribute__((warn_unused_result));

/*
 * The members settings{publish_all, meeting{...}}, sections (lz_sections_known()), locks{path:
 * {value, reason}}, warnings[] of the view, tied to env->pool: meeting has every field that can be
 * set, with what the form proposes.
 * LZ_P_FORBIDDEN for who does not run the course.
 */
const lz_problem_t *lz_course_settings_view(const lz_env_t *env, const lz_site_t *site,
                                            const lz_session_t *session, json_object **members)
    __attribute__((warn_unused_result));

/*
 * Changes what was sent, {publish_all?, meeting?{...}}; a null of meeting is no longer set. Then
 * the members as above. LZ_P_FIELDS with all wrong fields: by the form's paths, "publish_all", and
 * what is no setting.
 */
const lz_problem_t *lz_course_settings_change(const lz_env_t *env, const lz_site_t *site,
                                              const lz_session_t *session, json_object *sent,
                                              json_object **members)
    __attribute__((warn_unused_result));

#endif
