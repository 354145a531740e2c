/* SPDX-License-Identifier: Apache-2.0 */
#include "course_settings.h"

#include <string.h>

#include "statement.h"

const lz_problem_t *lz_store_course_settings(const lz_env_t *env, const char *course,
                                             apr_array_header_t **settings)
{
    lz_store_t *store = NULL;
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (problem) {
        return problem;
    }
    problem = lz_store_select(store, LZ_SQL_COURSE_SETTINGS, &rows, course);
    if (!problem) {
        *settings = apr_array_make(env->pool, 8, sizeof(lz_course_setting_t));
    }
    while (!problem && lz_rows_next(&rows)) {
        lz_course_setting_t *setting = apr_array_push(*settings);
        setting->name = lz_rows_text(&rows, 0);
        setting->value = lz_rows_text(&rows, 1);
    }
    lz_store_close(store);
    return problem;
}

static const lz_problem_t *set(lz_store_t *store, const char *course, const char *person,
                               const lz_course_setting_t *change)
{
    if (!change->value) {
        return lz_store_change(store, LZ_SQL_COURSE_UNSET, NULL, course, change->name);
    }
    return lz_store_change(store, LZ_SQL_COURSE_SET, NULL, course, change->name, change->value,
                           person, lz_sql_number(store, lz_now(store->env->clock)));
}

const lz_problem_t *lz_store_set_course(const lz_env_t *env, const char *course,
                                        const char *person, const apr_array_header_t *changes)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open_to_write(env, &store);
    for (int i = 0; !problem && i < changes->nelts; i++) {
        problem = set(store, course, person, &APR_ARRAY_IDX(changes, i, lz_course_setting_t));
    }
    return lz_store_end(store, problem);
}

const lz_problem_t *lz_store_course_flag(lz_store_t *store, const char *course, const char *name,
                                         int *value)
{
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_select(store, LZ_SQL_COURSE_SETTING, &rows, course,
                                                  name);
    if (problem) {
        return problem;
    }
    *value = 0;
    while (lz_rows_next(&rows)) {
        *value = strcmp(lz_rows_text(&rows, 0), "true") == 0;
    }
    return NULL;
}
