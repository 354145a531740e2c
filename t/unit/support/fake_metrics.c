/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_metrics.h"

#include <string.h>

#include <apr_strings.h>

#include "base/metrics_table.h"

#define SERIES 300

const lz_metrics_t *fake_metrics_create(apr_pool_t *pool)
{
    void *memory = apr_pcalloc(pool, lz_metrics_table_size(SERIES));

    return lz_metrics_of(pool, lz_metrics_table(memory, SERIES, 1), "test");
}

static const char *values_of(apr_pool_t *pool, const lz_series_t *series)
{
    const char *values = "";

    for (int i = 0; i < LZ_METRIC_LABELS_MAX && series->labels[i]; i++) {
        values = apr_pstrcat(pool, values, i ? " " : "", series->labels[i], NULL);
    }
    return values;
}

int fake_metrics_count(const lz_metrics_t *metrics, apr_pool_t *pool, lz_metric_id_e metric,
                       const char *values)
{
    lz_reading_t reading;

    lz_metrics_read(metrics, pool, &reading);
    for (int i = 0; i < reading.series->nelts; i++) {
        const lz_series_t *series = &APR_ARRAY_IDX(reading.series, i, lz_series_t);

        if (series->metric == metric && strcmp(values_of(pool, series), values) == 0) {
            return (int)series->count;
        }
    }
    return 0;
}

int fake_metrics_series(const lz_metrics_t *metrics, apr_pool_t *pool, lz_metric_id_e metric)
{
    lz_reading_t reading;
    int n = 0;

    lz_metrics_read(metrics, pool, &reading);
    for (int i = 0; i < reading.series->nelts; i++) {
        n += APR_ARRAY_IDX(reading.series, i, lz_series_t).metric == metric;
    }
    return n;
}
