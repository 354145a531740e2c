/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the instructors of a course have set for it, a row for each setting: name is
 * LZ_SETTING_PUBLISH_ALL or the path of a field of the meeting form, value is JSON.
 */
#ifndef LZ_STORE_COURSE_SETTINGS_H
#define LZ_STORE_COURSE_SETTINGS_H

#include <apr_tables.h>

#include "store.h"

#define LZ_SETTING_PUBLISH_ALL "publish_all"

typedef struct lz_course_setting_t {
    const char *name;
    const char *value;      /* NULL in a change: no longer set */
} lz_course_setting_t;

/* All of the course, as lz_course_setting_t. One unit of its own. */
const lz_problem_t *lz_store_course_settings(const lz_env_t *env, const char *course,
                                             apr_array_header_t **settings)
    __attribute__((warn_unused_result));

/* Makes all changes (lz_course_setting_t) or none. One unit of its own. */
const lz_problem_t *lz_store_set_course(const lz_env_t *env, const char *course,
                                        const char *person, const apr_array_header_t *changes)
    __attribute__((warn_unused_result));

/* 1 in *value for a setting that is true; within a unit. */
const lz_problem_t *lz_store_course_flag(lz_store_t *store, const char *course, const char *name,
                                         int *value) __attribute__((warn_unused_result));

#endif
