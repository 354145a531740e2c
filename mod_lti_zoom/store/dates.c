/* SPDX-License-Identifier: Apache-2.0 */
#include "dates.h"

#include "statement.h"

/* A date that is gone is remembered until this long after its time. */
#define GONE_KEPT    apr_time_from_sec(30 * 24 * 3600)

static void read_date(const lz_rows_t *rows, void *date)
{
    *(lz_date_t *)date = (lz_date_t){
        .meeting_id = lz_rows_text(rows, 0),
        .occurrence_id = lz_rows_text(rows, 1),
        .uuid = lz_rows_text(rows, 2),
        .starts_at = lz_rows_number(rows, 3),
        .ends_at = lz_rows_number(rows, 4),
        .duration = (int)lz_rows_number(rows, 5),
        .status = lz_meeting_status_of(lz_rows_text(rows, 6))
    };
}

const lz_problem_t *lz_store_dates(lz_store_t *store, const char *account, const char *id,
                                   apr_array_header_t **dates)
{
    return lz_store_read(store, LZ_SQL_DATES, sizeof(lz_date_t), read_date, dates, account, id);
}

const lz_problem_t *lz_store_host_dates(lz_store_t *store, const char *account,
                                        const char *host_id, apr_array_header_t **dates)
{
    return lz_store_read(store, LZ_SQL_HOST_DATES, sizeof(lz_date_t), read_date, dates, account,
                         host_id);
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
