/* SPDX-License-Identifier: Apache-2.0 */
#include "platforms.h"

#include "statement.h"

const lz_problem_t *lz_store_add_platform(const lz_env_t *env, const char *base_url,
                                          const lz_platform_row_t *row, int *added)
{
    lz_store_t *store = NULL;
    int changed = 0;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = lz_store_change(store, LZ_SQL_PLATFORM_ADD, &changed, base_url, row->issuer,
                                  row->client_id, row->name, row->auth_url, row->token_url,
                                  row->keys_url, row->token_audience, row->account,
                                  lz_sql_number(store, lz_now(env->clock)));
    }
    lz_store_close(store);
    if (!problem) {
        *added = changed == 1;
    }
    return problem;
}

static void read_row(const lz_rows_t *from, void *element)
{
    lz_platform_row_t *row = element;
    row->issuer = lz_rows_text(from, 0);
    row->client_id = lz_rows_text(from, 1);
    row->name = lz_rows_text(from, 2);
    row->auth_url = lz_rows_text(from, 3);
    row->token_url = lz_rows_text(from, 4);
    row->keys_url = lz_rows_text(from, 5);
    row->token_audience = lz_rows_text(from, 6);
    row->account = lz_rows_text(from, 7);
}

const lz_problem_t *lz_store_platforms(const lz_env_t *env, const char *base_url,
                                       apr_array_header_t **rows)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = lz_store_read(store, LZ_SQL_PLATFORMS, sizeof(lz_platform_row_t), read_row, rows,
                                base_url);
    }
    lz_store_close(store);
    return problem;
}
