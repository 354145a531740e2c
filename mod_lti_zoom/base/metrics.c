/* SPDX-License-Identifier: Apache-2.0 */
#include "metrics.h"

#include <stdlib.h>

static const lz_metric_t metrics_table[LZ_METRIC_COUNT] = {
#define LZ_LABELS(...) { __VA_ARGS__ }
#define LZ_BOUNDS(...) { __VA_ARGS__ }
#define LZ_NO_BOUNDS   { 0 }
#define LZ_METRIC(id, kind, name, labels, bounds, help) [id] = { kind, name, labels, bounds, help },
#include "metrics.def"
#undef LZ_METRIC
#undef LZ_NO_BOUNDS
#undef LZ_BOUNDS
#undef LZ_LABELS
};

const lz_metric_t *lz_metric(lz_metric_id_e id)
{
    if ((int)id < 0 || id >= LZ_METRIC_COUNT) {
        abort();
    }
    return &metrics_table[id];
}

void lz_metrics_add(const lz_metrics_t *metrics, lz_metric_id_e metric, apr_uint64_t by,
                    const char *const *values, int n)
{
    if (metrics) {
        metrics->add(metrics->baton, metric, values, n, by);
    }
}

void lz_metrics_observe(const lz_metrics_t *metrics, lz_metric_id_e metric,
                        apr_interval_time_t took, const char *const *values, int n)
{
    if (metrics) {
        metrics->observe(metrics->baton, metric, values, n, took > 0 ? took : 0);
    }
}

void lz_metrics_read(const lz_metrics_t *metrics, apr_pool_t *pool, lz_reading_t *reading)
{
    if (metrics) {
        metrics->read(metrics->baton, pool, reading);
        return;
    }
    *reading = (lz_reading_t){ .series = apr_array_make(pool, 0, sizeof(lz_series_t)) };
}
