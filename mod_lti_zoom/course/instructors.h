/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who teaches a course and who is in it, by its LMS's roster: for instructors of it, who choose a
 * colleague, or put people into rooms.
 * Asked for once per course and LZ_INSTRUCTORS_LIFETIME by the whole cluster.
 */
#ifndef LZ_COURSE_INSTRUCTORS_H
#define LZ_COURSE_INSTRUCTORS_H

#include <json-c/json.h>

#include "session.h"

#define LZ_INSTRUCTORS_LIFETIME      apr_time_from_sec(15 * 60)
#define LZ_INSTRUCTORS_FAIL_LIFETIME apr_time_from_sec(60)

/*
 * {"instructors":[{name, email}], "as_of", "warnings":[{code, message}]}, tied to env->pool: the
 * active members whose role makes them instructors here (LTIZoomHostRoles), in the LMS's order;
 * name and email are "" where the LMS does not release them. A roster that cannot be had is the
 * warning "roster_unavailable" with an empty list, one that was cut short "roster_incomplete".
 */
json_object *lz_instructors(const lz_env_t *env, const lz_site_t *site,
                            const lz_session_t *session);

#define LZ_MEMBERS_MAX 1000     /* that Zoom can put into breakout rooms beforehand */

/*
 * The same of all active members with an address, in "members", at most LZ_MEMBERS_MAX; beyond
 * them the warning is "roster_incomplete".
 */
json_object *lz_members(const lz_env_t *env, const lz_site_t *site, const lz_session_t *session);

#endif
