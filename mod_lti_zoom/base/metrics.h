/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counting: what happens, how often, how long. Every metric there is stands in metrics.def, with
 * its labels. Counts are of this node, of one host (LTIZoomBaseURL), and for all its processes;
 * a process that dies takes none with it.
 *
 *     lz_count(env->metrics, LZ_M_ZOOM_CALLS, account->name, operation->name, "ok");
 *     lz_observe(env->metrics, LZ_M_WEBHOOK_LAG, lag, account->name);
 *
 * The values are given in the order of the metric's labels. They cost an atomic addition, never a
 * lock, never a system call. metrics may be NULL: nothing is counted.
 */
#ifndef LZ_BASE_METRICS_H
#define LZ_BASE_METRICS_H

#include <apr_pools.h>
#include <apr_tables.h>
#include <apr_time.h>

#define LZ_METRIC_LABELS_MAX 3
#define LZ_METRIC_BOUNDS_MAX 9

typedef enum lz_metric_id_e {
#define LZ_METRIC(id, kind, name, labels, bounds, help) id,
#include "metrics.def"
#undef LZ_METRIC
    LZ_METRIC_COUNT
} lz_metric_id_e;

typedef enum lz_metric_kind_e {
    LZ_METRIC_COUNTER,
    LZ_METRIC_HISTOGRAM
} lz_metric_kind_e;

typedef struct lz_metric_t {
    lz_metric_kind_e  kind;
    const char       *name;                                 /* "zoom_calls_total" */
    const char       *labels[LZ_METRIC_LABELS_MAX + 1];     /* ended by NULL */
    int               bounds[LZ_METRIC_BOUNDS_MAX + 1];     /* milliseconds, ended by 0 */
    const char       *help;
} lz_metric_t;

const lz_metric_t *lz_metric(lz_metric_id_e id);

/* One combination of label values, and what was counted for it. */
typedef struct lz_series_t {
    lz_metric_id_e metric;
    const char    *labels[LZ_METRIC_LABELS_MAX];            /* values; NULL beyond the metric's */
    apr_uint64_t   count;       /* of a histogram: all observations */
    apr_uint64_t   buckets[LZ_METRIC_BOUNDS_MAX];           /* within this bound, not the last */
    apr_uint64_t   sum;         /* of a histogram: microseconds */
} lz_series_t;

typedef struct lz_reading_t {
    const apr_array_header_t *series;   /* lz_series_t, sorted by metric and label values */
    apr_time_t                since;    /* when counting began */
    apr_uint64_t              dropped;  /* additions for which there was no room */
} lz_reading_t;

typedef struct lz_metrics_t {
    void *baton;
    /* The counter of these n values goes up by so much. */
    void (*add)(void *baton, lz_metric_id_e metric, const char *const *values, int n,
                apr_uint64_t by);
    /* One observation of the histogram. */
    void (*observe)(void *baton, lz_metric_id_e metric, const char *const *values, int n,
                    apr_interval_time_t took);
    void (*read)(void *baton, apr_pool_t *pool, lz_reading_t *reading);
} lz_metrics_t;

void lz_metrics_add(const lz_metrics_t *metrics, lz_metric_id_e metric, apr_uint64_t by,
                    const char *const *values, int n);
void lz_metrics_observe(const lz_metrics_t *metrics, lz_metric_id_e metric,
                        apr_interval_time_t took, const char *const *values, int n);

/* Nothing has been counted where metrics is NULL. */
void lz_metrics_read(const lz_metrics_t *metrics, apr_pool_t *pool, lz_reading_t *reading);

/* The counter goes up by one, or by so many. */
#define lz_count(metrics, metric, ...) lz_count_by(metrics, metric, 1, __VA_ARGS__)
#define lz_count_by(metrics, metric, by, ...)                                                     \
    lz_metrics_add(metrics, metric, by, (const char *const[]){__VA_ARGS__},                       \
                   sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* One more observation, in microseconds. */
#define lz_observe(metrics, metric, took, ...)                                                    \
    lz_metrics_observe(metrics, metric, took, (const char *const[]){__VA_ARGS__},                 \
                       sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

#endif
