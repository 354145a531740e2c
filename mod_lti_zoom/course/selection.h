/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Choosing what of this tool stands in a course: what the LMS asks for travels sealed in the
 * page's address, bound to the course and the person of the session, for an hour. Within it the
 * same request may be answered again, as after a connection that broke; each answer is a message
 * of its own to the LMS.
 */
#ifndef LZ_COURSE_SELECTION_H
#define LZ_COURSE_SELECTION_H

#include "../lti/deep_linking.h"
#include "session.h"

#define LZ_SELECTION_LIFETIME  apr_time_from_sec(60 * 60)
#define LZ_SELECTION_ITEMS_MAX 50       /* links in one answer */

/* NULL: no randomness. At most 7600 characters, so that it fits into a URL. */
const char *lz_selection_seal(const lz_env_t *env, const lz_site_t *site,
                              const lz_session_t *session, const lz_deep_linking_t *request)
    __attribute__((warn_unused_result));

/*
 * Opens sealed (may be NULL) for this session. LZ_P_SELECT_REQUEST when it was not sealed here,
 * LZ_P_SELECT_FOREIGN when it was offered to another person or in another course,
 * LZ_P_SELECT_EXPIRED.
 */
const lz_problem_t *lz_selection_open(const lz_env_t *env, const lz_site_t *site,
                                      const lz_session_t *session, const char *sealed,
                                      lz_deep_linking_t *request)
    __attribute__((warn_unused_result));

/*
 * Why this person, or any, cannot choose: LZ_P_FORBIDDEN, LZ_P_SELECT_NOT_ACCEPTED; NULL when
 * something can be chosen.
 */
const lz_problem_t *lz_selection_obstacle(const lz_env_t *env, const lz_session_t *session,
                                          const lz_deep_linking_t *request)
    __attribute__((warn_unused_result));

/*
 * What can be chosen, from the database alone, not adopted:
 *     [{kind: "tool", title}, {kind: "meeting" | "series", id, title, start_time, duration,
 *       timezone, status}]
 */
const lz_problem_t *lz_selection_offer(const lz_env_t *env, const lz_session_t *session,
                                       json_object **items) __attribute__((warn_unused_result));

/*
 * Answers the LMS with what was chosen: items is an array of {kind, id?} of the offer, none or
 * NULL for a person who changed their mind. *answer is {action, fields{name: value}}: the form to
 * post, tied to the pool. LZ_P_FIELDS (items), LZ_P_NO_SUCH_MEETING, LZ_P_MEETING_GONE, the
 * obstacle when there is one and something was chosen nevertheless.
 */
const lz_problem_t *lz_selection_answer(const lz_env_t *env, const lz_site_t *site,
                                        const lz_session_t *session,
                                        const lz_deep_linking_t *request, json_object *items,
                                        json_object **answer) __attribute__((warn_unused_result));

/* The same for a person who can choose nothing: an empty answer that says why. */
const lz_problem_t *lz_selection_decline(const lz_env_t *env, const lz_site_t *site,
                                         const lz_session_t *session,
                                         const lz_deep_linking_t *request,
                                         const lz_problem_t *obstacle, json_object **answer)
    __attribute__((warn_unused_result));

#endif
