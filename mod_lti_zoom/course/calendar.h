/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calendars for people's own programs (iCalendar, RFC 5545): a link per person to all their
 * courses, a link per person and course, and single meetings as files. A calendar is made from the
 * database alone, no call to Zoom.
 *
 * A calendar has what its owner would see in the course's list: of a meeting that is limited to
 * sections, what their latest launch told decides, also in the link that is for one course, which
 * is theirs and nobody else's. A course's events leave and come back with the next look at it.
 *
 * An event leads to the meeting's page in the course, which asks for a session as every page does:
 * calendars are shared and synchronised to places that nobody knows, so neither passcode nor join
 * link is in one. Each date of a series is an event of its own; a date that was cancelled at Zoom
 * stays as cancelled.
 */
#ifndef LZ_COURSE_CALENDAR_H
#define LZ_COURSE_CALENDAR_H

#include <json-c/json.h>

#include "session.h"

/* "feeds":[{kind, url}], not adopted: kind is "mine" or "course", url null without a link. */
const lz_problem_t *lz_calendar_links(const lz_env_t *env, const lz_site_t *site,
                                      const lz_session_t *session, json_object **feeds)
    __attribute__((warn_unused_result));

/*
 * A new link of that kind (may be NULL); one that there was stops working. {kind, url}, not
 * adopted. LZ_P_FIELDS (kind), LZ_P_RANDOM, LZ_P_DATABASE...
 */
const lz_problem_t *lz_calendar_make(const lz_env_t *env, const lz_site_t *site,
                                     const lz_session_t *session, const char *kind,
                                     json_object **feed) __attribute__((warn_unused_result));

/* The link works no more, if there was one. LZ_P_NOT_FOUND for another kind. */
const lz_problem_t *lz_calendar_revoke(const lz_env_t *env, const lz_session_t *session,
                                       const char *kind) __attribute__((warn_unused_result));

/* The calendar behind a link, as text. file is "{token}.ics"; LZ_P_NO_SUCH_CALENDAR. */
const lz_problem_t *lz_calendar_feed(const lz_env_t *env, const lz_site_t *site, const char *file,
                                     const char **text) __attribute__((warn_unused_result));

/* One meeting of the session's course. LZ_P_NO_SUCH_MEETING, LZ_P_NO_FIXED_TIME. */
const lz_problem_t *lz_calendar_event(const lz_env_t *env, const lz_site_t *site,
                                      const lz_session_t *session, const char *id,
                                      const char **text) __attribute__((warn_unused_result));

#endif
