/* SPDX-License-Identifier: Apache-2.0 */
#include "offline.h"

#define DEADLINE apr_time_from_sec(8)       /* that of LTIZoomTimeout */

/* What is there: the time, and a key set. */
typedef struct answer_t {
    apr_time_t  now;
    const char *keys;
    apr_size_t  length;
} answer_t;

static apr_time_t set_time(void *baton)
{
    return ((const answer_t *)baton)->now;
}

static void no_sleep(void *baton, apr_interval_time_t duration)
{
    (void)baton;
    (void)duration;
}

static void answer_keys(void *baton, apr_pool_t *pool, const lz_http_request_t *const *requests,
                        lz_http_response_t *responses, int n, apr_time_t deadline)
{
    const answer_t *answer = baton;

    (void)deadline;
    for (int i = 0; i < n; i++) {
        const int fits = answer->keys != NULL && answer->length <= requests[i]->response_max;

        responses[i] = (lz_http_response_t){
            .status = fits ? APR_SUCCESS : answer->keys != NULL ? APR_ENOSPC : APR_ECONNREFUSED,
            .http_status = fits ? 200 : 0,
            .headers = apr_table_make(pool, 1),
            .body = fits ? answer->keys : "",
            .body_length = fits ? answer->length : 0
        };
    }
}

static int find_nothing(void *baton, apr_pool_t *pool, const char *key, const char **value,
                        apr_size_t *length)
{
    (void)baton;
    (void)pool;
    (void)key;
    (void)value;
    (void)length;
    return 0;
}

static void keep_nothing(void *baton, apr_pool_t *pool, const char *key, const char *value,
                         apr_size_t length, apr_interval_time_t lifetime)
{
    (void)baton;
    (void)pool;
    (void)key;
    (void)value;
    (void)length;
    (void)lifetime;
}

static int be_the_only_one(void *baton, apr_pool_t *pool, const char *key, const char *value,
                           apr_size_t length, apr_interval_time_t lifetime)
{
    keep_nothing(baton, pool, key, value, length, lifetime);
    return 1;
}

static void remove_nothing(void *baton, apr_pool_t *pool, const char *key)
{
    (void)baton;
    (void)pool;
    (void)key;
}

static int update_nothing(void *baton, apr_pool_t *pool, const char *key,
                          lz_cache_change_fn change, void *change_baton)
{
    (void)baton;
    (void)pool;
    (void)key;
    (void)change;
    (void)change_baton;
    return 0;
}

static void write_nothing(void *baton, lz_log_level_e level, apr_status_t status, const char *line)
{
    (void)baton;
    (void)level;
    (void)status;
    (void)line;
}

static int never_enabled(void *baton, lz_log_level_e level)
{
    (void)baton;
    (void)level;
    return 0;
}

lz_env_t lz_offline_env(apr_pool_t *pool, apr_time_t now, const char *keys, apr_size_t length)
{
    static const lz_cache_t cache = {
        .get = find_nothing, .put = keep_nothing, .add = be_the_only_one,
        .remove = remove_nothing, .update = update_nothing
    };
    static const lz_log_t log = { .write = write_nothing, .enabled = never_enabled };
    answer_t *answer = apr_palloc(pool, sizeof(*answer));
    lz_clock_t *clock = apr_pcalloc(pool, sizeof(*clock));
    lz_http_t *http = apr_pcalloc(pool, sizeof(*http));

    *answer = (answer_t){ now, keys, length };
    *clock = (lz_clock_t){ .baton = answer, .now = set_time, .sleep = no_sleep };
    *http = (lz_http_t){ .baton = answer, .perform = answer_keys };
    return (lz_env_t){
        .pool = pool, .deadline = now + DEADLINE, .request_id = "", .clock = clock, .log = &log,
        .http = http, .cache = &cache, .lists = &cache, .counts = &cache
    };
}
