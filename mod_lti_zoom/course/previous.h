/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of what is over in a course, the latest first: meetings, dates of series, and each time
 * that a meeting without a fixed time was held. In the shape of the upcoming list (upcoming.h).
 *
 * A row's uuid is that of the time it was held, where that is known; then there are reports of it.
 * Its recording is among the actions when there is one that this person may see.
 */
#ifndef LZ_COURSE_PREVIOUS_H
#define LZ_COURSE_PREVIOUS_H

#include "session.h"

/*
 * As JSON without braces, the members "meetings", "next_page", "as_of", "warnings". scope and page
 * are as in the query: LZ_P_MALFORMED for words that mean nothing, LZ_P_FORBIDDEN for a student who
 * asks beyond the course; LZ_P_DATABASE..., and with scope "all" what Zoom said.
 */
const lz_problem_t *lz_previous(const lz_env_t *env, const lz_site_t *site,
                                const lz_session_t *session, const char *scope, const char *page,
                                const char **members) __attribute__((warn_unused_result));

#endif
