/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A link into a window of its own. The session of a page inside the LMS is not there in a new tab:
 * its cookie belongs to the LMS's page (Partitioned), and a tab sends no header of ours. So the
 * page asks for a link that carries the session, sealed, for one address, once, within a minute.
 */
#ifndef LZ_COURSE_HANDOVER_H
#define LZ_COURSE_HANDOVER_H

#include "session.h"

#define LZ_HANDOVER_LIFETIME apr_time_from_sec(60)

/*
 * A token for path within the course, one of "meetings/{id}/join", "meetings/{id}/start",
 * "room/start", "recordings/{uuid}/files/{id}/play" and ".../download", else LZ_P_HANDOVER_PATH.
 * session is the sealed text of an open session of that course. About 1500
 * bytes, never above 5500.
 */
const lz_problem_t *lz_handover_seal(const lz_env_t *env, const lz_site_t *site,
                                     const char *session, const char *path, const char **token)
    __attribute__((warn_unused_result));

/*
 * Opens token for path within course, and uses it up when all else is right. LZ_P_HANDOVER when it
 * is not ours, for another path, too old or used; the session's own problems; the database's.
 */
const lz_problem_t *lz_handover_open(const lz_env_t *env, const lz_site_t *site, const char *token,
                                     const char *course, const char *path, lz_session_t **session)
    __attribute__((warn_unused_result));

#endif
