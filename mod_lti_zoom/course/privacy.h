/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What this tool reads at Zoom and keeps here, said from the tables that the code itself works by;
 * what it holds about one person; and the end of that.
 */
#ifndef LZ_COURSE_PRIVACY_H
#define LZ_COURSE_PRIVACY_H

#include <json-c/json.h>

#include "session.h"

/*
 * Both not adopted:
 *     [{name, feature, scope_granular, scope_classic, fields[{path, purpose}]}]   the data map
 *     [{what, where, how_long}]                                                   what is kept
 */
json_object *lz_privacy_operations(void);
json_object *lz_privacy_kept(const lz_env_t *env, const lz_site_t *site);

/*
 * {exported_at, session{name, email, role, locale, time_zone, course}, people[], courses[], ...}
 * (store/people.h), tied to env->pool. LZ_P_DATABASE...
 */
const lz_problem_t *lz_privacy_export(const lz_env_t *env, const lz_session_t *session,
                                      json_object **held) __attribute__((warn_unused_result));

/* Erases it and ends all of the person's sessions. LZ_P_DATABASE...: nothing was erased. */
const lz_problem_t *lz_privacy_erase(const lz_env_t *env, const lz_session_t *session)
    __attribute__((warn_unused_result));

#endif
