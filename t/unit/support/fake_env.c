/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_env.h"

#include "fake_metrics.h"

fake_env_t *fake_env_create(apr_pool_t *pool)
{
    fake_env_t *fake = apr_pcalloc(pool, sizeof(*fake));

    fake->clock = fake_clock_create(pool, FAKE_CLOCK_START);
    fake->log = fake_log_create(pool);
    fake->http = fake_http_create(pool);
    fake->cache = fake_cache_create(pool, &fake->clock->clock);
    fake->env = (lz_env_t){
        .pool = pool,
        .deadline = FAKE_CLOCK_START + apr_time_from_sec(8),
        .request_id = "test-request",
        .clock = &fake->clock->clock,
        .log = &fake->log->log,
        .http = &fake->http->http,
        .cache = &fake->cache->cache,
        .lists = &fake->cache->cache,
        .counts = &fake->cache->cache,
        .metrics = fake_metrics_create(pool),
    };
    return fake;
}
