/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For whom a course shows its recordings: one by one, or all that there are. (That those to come
 * are published by themselves is a setting of the course.) Who did it stays on record.
 */
#ifndef LZ_COURSE_PUBLISHING_H
#define LZ_COURSE_PUBLISHING_H

#include "recording_row.h"

/*
 * Changes what was sent, {published?, publish_from?, publish_until?, share?: "publicly"}: a date of
 * null is no date, share opens the recording at Zoom. The members {recording{}, warnings[]}, tied
 * to env->pool; a warning says what at Zoom still keeps students from it.
 * LZ_P_NO_SUCH_RECORDING, LZ_P_FORBIDDEN, LZ_P_FIELDS with all wrong fields; LZ_P_ZOOM_... of
 * share, LZ_P_DATABASE...: nothing was changed here.
 */
const lz_problem_t *lz_publish_one(const lz_env_t *env, const lz_site_t *site,
                                   const lz_session_t *session, const char *name,
                                   json_object *sent, json_object **members)
    __attribute__((warn_unused_result));

/*
 * All of the course's recordings that are known, {published}. {published, recordings}: how many it
 * is true of, tied to env->pool. LZ_P_FORBIDDEN, LZ_P_FIELDS, LZ_P_DATABASE...
 */
const lz_problem_t *lz_publish_all(const lz_env_t *env, const lz_site_t *site,
                                   const lz_session_t *session, json_object *sent,
                                   json_object **answer) __attribute__((warn_unused_result));

#endif
