/* SPDX-License-Identifier: Apache-2.0 */
#include "courses.h"

#include "statement.h"

const lz_problem_t *lz_store_course(const lz_env_t *env, const char *course, lz_course_row_t **row)
{
    lz_store_t *store = NULL;
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (problem) {
        return problem;
    }
    problem = lz_store_select(store, LZ_SQL_COURSE_GET, &rows, course);
    *row = NULL;
    while (!problem && lz_rows_next(&rows)) {
        *row = apr_pcalloc(env->pool, sizeof(**row));
        (*row)->deployment_id = lz_rows_text(&rows, 0);
        (*row)->context_id = lz_rows_text(&rows, 1);
        (*row)->roster_url = lz_rows_text(&rows, 2);
        (*row)->title = lz_rows_text(&rows, 3);
        (*row)->facts = lz_rows_text(&rows, 4);
    }
    lz_store_close(store);
    return problem;
}
