/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sections and groups of a course: whom a meeting that is limited to some of them is for.
 *
 * A name matches whatever the case of its letters and the blanks around it; whoever's launch told
 * nothing is in no section. What that comes to is decided by permissions.h alone.
 */
#ifndef LZ_COURSE_SECTIONS_H
#define LZ_COURSE_SECTIONS_H

#include <json-c/json.h>

#include "../store/members.h"
#include "section_names.h"
#include "session.h"

/* What a limit (a set of names; NULL or "": none) makes of the meeting for who is in sections. */
lz_audience_e lz_audience_of(apr_pool_t *pool, const char *limit, const char *sections,
                             const char *section_ids);

/* The same for the session's person. */
lz_audience_e lz_audience(apr_pool_t *pool, const lz_session_t *session, const char *limit);

/* 1 when the meeting is there for the session's person (LZ_MAY_SEE), as one of the course's. */
int lz_sees(apr_pool_t *pool, const lz_session_t *session, const lz_meeting_t *meeting);

/* The session's sections as part of a cache's key: the same for all who see the same; "-": none. */
const char *lz_sections_key(apr_pool_t *pool, const lz_session_t *session);

/*
 * For the form, not adopted: {choices[], told, own}. choices are the names that this person can
 * choose from, by the alphabet: of who runs the course those that the LMS has told of its members
 * and those that its meetings are limited to; of others (own is true) those that they are in, and
 * there are no others for them. told is whether the LMS tells sections in this course at all.
 * Where it cannot be read nothing is offered, and nothing but the whole course is left to who may
 * choose among their own.
 */
json_object *lz_sections_known(const lz_env_t *env, const lz_session_t *session);

#endif
