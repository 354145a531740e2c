/* SPDX-License-Identifier: Apache-2.0 */
#include "dates.h"

#include "statement.h"

/* A date that is gone is remembered until this long after its time. */
#define GONE_KEPT    apr_time_from_sec(30 * 24 * 3600)

static apr_array_header_t *read_dates(lz_rows_t *rows)
{
    apr_array_header_t *dates = apr_array_make(rows->store->env->pool, 16, sizeof(lz_date_t));
    while (lz_rows_next(rows)) {
        *(lz_date_t *)apr_array_push(dates) = (lz_date_t){
            .meeting_id = lz_rows_text(rows, 0),
            .occurrence_id = lz_rows_text(rows, 1),
            .uuid = lz_rows_text(rows, 2),
            .starts_at = lz_rows_number(rows, 3),
            .ends_at = lz_rows_number(rows, 4),
            .duration = (int)lz_rows_number(rows, 5),
            .status = lz_meeting_status_of(lz_rows_text(rows, 6))
        };
    }
    return dates;
}

const lz_problem_t *lz_store_dates(lz_store_t *store, const char *account, const char *id,
                                   apr_array_header_t **dates)
{
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_select(store, LZ_SQL_DATES, &rows, account, id);
    if (!problem) {
        *dates = read_dates(&rows);
    }
    return problem;
}

const lz_problem_t *lz_store_host_dates(lz_store_t *store, const char *account,
                                        const char *host_id, apr_array_header_t **dates)
{
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_select(store, LZ_SQL_HOST_DATES, &rows, account,
                                                  host_id);
    if (!problem) {
        *dates = read_dates(&rows);
    }
    return problem;
}

const lz_problem_t *lz_store_put_dates(lz_store_t *store, const char *account, const char *id,
                                       const apr_array_header_t *dates)
{
    const apr_time_t forgotten = lz_now(store->env->clock) - GONE_KEPT;
    const lz_problem_t *problem = lz_store_change(store, LZ_SQL_DATES_FORGET, NULL, account, id,
                                                  lz_sql_number(store, forgotten));
    for (int i = 0; !problem && i < dates->nelts; i++) {
        const lz_date_t *date = &APR_ARRAY_IDX(dates, i, lz_date_t);
        problem = lz_store_change(store, LZ_SQL_DATE_PUT, NULL, account, id, date->occurrence_id,
                                  date->uuid, lz_sql_number(store, date->starts_at),
                                  lz_sql_number(store, date->ends_at),
                                  lz_sql_number(store, date->duration),
                                  lz_meeting_status_name(date->status));
    }
    return problem;
}
