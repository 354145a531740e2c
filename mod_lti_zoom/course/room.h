/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A person's own meeting room at Zoom: one link and one number (PMI) for all of their courses.
 * Nothing of it is stored; Zoom is asked each time.
 */
#ifndef LZ_COURSE_ROOM_H
#define LZ_COURSE_ROOM_H

#include <json-c/json.h>

#include "session.h"

/*
 * The members {room{id, topic, join_url, password, settings{}, actions[]}, warnings[]}, tied to
 * env->pool: settings has what lz_room_change() takes. room is null, with a warning, for who has no
 * Zoom user or no room, and while Zoom cannot be asked. LZ_P_FORBIDDEN for who hosts nothing.
 */
const lz_problem_t *lz_room_view(const lz_env_t *env, const lz_session_t *session,
                                 json_object **members) __attribute__((warn_unused_result));

/*
 * Changes what was sent, {topic?, password?, settings?{}}, in the form's names and values; then the
 * members as above, as Zoom has it now. LZ_P_FIELDS with all wrong fields, also those that Zoom
 * refuses; LZ_P_NO_ROOM; LZ_P_ZOOM_...
 */
const lz_problem_t *lz_room_change(const lz_env_t *env, const lz_session_t *session,
                                   json_object *sent, json_object **members)
    __attribute__((warn_unused_result));

/* The owner's start link, fresh from Zoom. LZ_P_FORBIDDEN, LZ_P_NO_ROOM, LZ_P_ZOOM_... */
const lz_problem_t *lz_room_start_link(const lz_env_t *env, const lz_session_t *session,
                                       const char **link) __attribute__((warn_unused_result));

#endif
