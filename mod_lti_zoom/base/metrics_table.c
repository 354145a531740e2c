/* SPDX-License-Identifier: Apache-2.0 */
#include "metrics_table.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "encoding.h"

#define MAGIC       0x4c5a4d31u         /* "LZM1": the layout below */
#define KEY_MAX     103                 /* label values with separators; longer ones are cut */
#define SEPARATOR   '\x1f'
#define PROBES_MAX  64                  /* slots looked at for one series */
#define PATIENCE    200                 /* looks at a slot that somebody is just claiming */
#define FNV_START   14695981039346656037u
#define FNV_PRIME   1099511628211u
#define BUCKETS     (LZ_METRIC_BOUNDS_MAX + 1)

_Static_assert(ATOMIC_LLONG_LOCK_FREE == 2 && ATOMIC_INT_LOCK_FREE == 2,
               "counters in shared memory need atomics without locks");

enum { FREE, CLAIMED, READY };

typedef struct slot_t {
    _Atomic apr_uint32_t state;
    apr_uint32_t         metric;
    apr_uint64_t         owner;
    char                 key[KEY_MAX + 1];
    _Atomic apr_uint64_t buckets[BUCKETS];  /* of a counter the first alone */
    _Atomic apr_uint64_t sum;
} slot_t;

struct lz_metrics_table_t {
    apr_uint32_t         magic;
    apr_uint32_t         n;
    apr_uint32_t         slot_size;
    apr_uint32_t         build;             /* fingerprint of metrics.def */
    apr_time_t           since;
    _Atomic apr_uint64_t dropped;
    slot_t               slots[];
};

typedef struct book_t {
    lz_metrics_table_t *table;
    apr_uint64_t        owner;
    lz_metrics_t        interface;
} book_t;

apr_size_t lz_metrics_table_size(apr_uint32_t series)
{
    return sizeof(lz_metrics_table_t) + series * sizeof(slot_t);
}

static apr_uint64_t mix(apr_uint64_t hash, const void *bytes, apr_size_t length)
{
    const unsigned char *byte = bytes;

    for (apr_size_t i = 0; i < length; i++) {
        hash = (hash ^ byte[i]) * FNV_PRIME;
    }
    return hash;
}

/* Counts under one build's metrics mean nothing to another's. */
static apr_uint32_t build_of(void)
{
    apr_uint64_t hash = FNV_START;

    for (int id = 0; id < LZ_METRIC_COUNT; id++) {
        const lz_metric_t *metric = lz_metric(id);

        hash = mix(hash, metric->name, strlen(metric->name));
        hash = mix(hash, metric->bounds, sizeof(metric->bounds));
        for (int i = 0; metric->labels[i]; i++) {
            hash = mix(hash, metric->labels[i], strlen(metric->labels[i]));
        }
    }
    return (apr_uint32_t)hash;
}

lz_metrics_table_t *lz_metrics_table(void *memory, apr_uint32_t series, apr_time_t now)
{
    lz_metrics_table_t *table = memory;

    if (table->magic == MAGIC && table->n == series && table->slot_size == sizeof(slot_t)
        && table->build == build_of()) {
        return table;
    }
    memset(memory, 0, lz_metrics_table_size(series));
    table->n = series;
    table->slot_size = sizeof(slot_t);
    table->build = build_of();
    table->since = now;
    table->magic = MAGIC;
    return table;
}

/* --- finding a series --------------------------------------------------------------------------*/

/* The series' slot without its numbers. */
static void describe(slot_t *series, const book_t *book, lz_metric_id_e metric,
                     const char *const *values, int n)
{
    const lz_metric_t *kind = lz_metric(metric);
    apr_size_t at = 0;

    memset(series->key, 0, sizeof(series->key));
    series->metric = metric;
    series->owner = book->owner;
    for (int i = 0; kind->labels[i] && at < KEY_MAX; i++) {
        const char *value = i < n && values[i] ? values[i] : "";
        const apr_size_t length = strlen(value);
        const apr_size_t room = KEY_MAX - at;

        memcpy(series->key + at, value, length < room ? length : room);
        at += length < room ? length : room;
        if (kind->labels[i + 1] && at < KEY_MAX) {
            series->key[at++] = SEPARATOR;
        }
    }
}

static int same(const slot_t *slot, const slot_t *series)
{
    return slot->owner == series->owner && slot->metric == series->metric
           && memcmp(slot->key, series->key, sizeof(slot->key)) == 0;
}

/* The slot's state, once nobody is claiming it, or is seen to be at it for too long. */
static apr_uint32_t settled_state(slot_t *slot)
{
    apr_uint32_t state = atomic_load_explicit(&slot->state, memory_order_acquire);

    for (int i = 0; state == CLAIMED && i < PATIENCE; i++) {
        state = atomic_load_explicit(&slot->state, memory_order_acquire);
    }
    return state;
}

/* 1 when the free slot is the series' now. */
static int claim(slot_t *slot, const slot_t *series)
{
    apr_uint32_t expected = FREE;

    if (!atomic_compare_exchange_strong(&slot->state, &expected, CLAIMED)) {
        return 0;
    }
    slot->metric = series->metric;
    slot->owner = series->owner;
    memcpy(slot->key, series->key, sizeof(slot->key));
    atomic_store_explicit(&slot->state, READY, memory_order_release);
    return 1;
}

/* NULL when there is no room for it. */
static slot_t *slot_of(lz_metrics_table_t *table, const slot_t *series)
{
    apr_uint64_t hash = mix(FNV_START, &series->owner, sizeof(series->owner));

    hash = mix(hash, &series->metric, sizeof(series->metric));
    hash = mix(hash, series->key, strlen(series->key));
    for (apr_uint64_t i = 0; i < PROBES_MAX && i < table->n; i++) {
        slot_t *slot = &table->slots[(hash + i) % table->n];
        apr_uint32_t state = settled_state(slot);

        if (state == FREE) {
            if (claim(slot, series)) {
                return slot;
            }
            state = settled_state(slot);
        }
        if (state == READY && same(slot, series)) {
            return slot;
        }
    }
    atomic_fetch_add_explicit(&table->dropped, 1, memory_order_relaxed);
    return NULL;
}

/* --- counting ----------------------------------------------------------------------------------*/

static void add(void *baton, lz_metric_id_e metric, const char *const *values, int n,
                apr_uint64_t by)
{
    const book_t *book = baton;
    slot_t series;
    slot_t *slot;

    describe(&series, book, metric, values, n);
    slot = slot_of(book->table, &series);
    if (slot) {
        atomic_fetch_add_explicit(&slot->buckets[0], by, memory_order_relaxed);
    }
}

static void observe(void *baton, lz_metric_id_e metric, const char *const *values, int n,
                    apr_interval_time_t took)
{
    const book_t *book = baton;
    const int *bounds = lz_metric(metric)->bounds;
    slot_t series;
    slot_t *slot;
    int bucket = 0;

    while (bounds[bucket] && took > (apr_interval_time_t)bounds[bucket] * 1000) {
        bucket++;
    }
    describe(&series, book, metric, values, n);
    slot = slot_of(book->table, &series);
    if (slot) {
        atomic_fetch_add_explicit(&slot->buckets[bucket], 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&slot->sum, (apr_uint64_t)took, memory_order_relaxed);
    }
}

/* --- reading -----------------------------------------------------------------------------------*/

/* Adds what the slot has counted. */
static void take(const slot_t *slot, lz_series_t *series)
{
    const lz_metric_t *metric = lz_metric(series->metric);
    int bounds = 0;

    while (metric->bounds[bounds]) {
        bounds++;
    }
    for (int i = 0; i <= bounds; i++) {
        const apr_uint64_t n = atomic_load_explicit(&slot->buckets[i], memory_order_relaxed);

        series->count += n;
        if (i < bounds) {
            series->buckets[i] += n;
        }
    }
    series->sum += atomic_load_explicit(&slot->sum, memory_order_relaxed);
}

/* The series of that slot, new or met before in another slot. */
static lz_series_t *series_of(apr_pool_t *pool, const slot_t *slot, apr_hash_t *met)
{
    const char *name = apr_psprintf(pool, "%u%c%s", slot->metric, SEPARATOR, slot->key);
    lz_series_t *series = apr_hash_get(met, name, APR_HASH_KEY_STRING);

    if (!series) {
        const lz_metric_t *metric = lz_metric(slot->metric);
        char *rest = apr_pstrdup(pool, slot->key);

        series = apr_pcalloc(pool, sizeof(*series));
        series->metric = slot->metric;
        for (int i = 0; metric->labels[i]; i++) {
            char *end = strchr(rest, SEPARATOR);

            series->labels[i] = rest;
            if (end) {
                *end = '\0';
            }
            rest = end ? end + 1 : rest + strlen(rest);
        }
        apr_hash_set(met, name, APR_HASH_KEY_STRING, series);
    }
    return series;
}

static int compare(const void *a, const void *b)
{
    const lz_series_t *one = a;
    const lz_series_t *other = b;
    int order = (int)one->metric - (int)other->metric;

    for (int i = 0; order == 0 && i < LZ_METRIC_LABELS_MAX && one->labels[i]; i++) {
        order = strcmp(one->labels[i], other->labels[i]);
    }
    return order;
}

static void read_all(void *baton, apr_pool_t *pool, lz_reading_t *reading)
{
    const book_t *book = baton;
    lz_metrics_table_t *table = book->table;
    apr_hash_t *met = apr_hash_make(pool);

    for (apr_uint32_t i = 0; i < table->n; i++) {
        slot_t *slot = &table->slots[i];

        if (atomic_load_explicit(&slot->state, memory_order_acquire) == READY
            && slot->owner == book->owner) {
            take(slot, series_of(pool, slot, met));
        }
    }

    const unsigned int n = apr_hash_count(met);
    apr_array_header_t *series = apr_array_make(pool, (int)n + 1, sizeof(lz_series_t));
    for (apr_hash_index_t *each = apr_hash_first(pool, met); each; each = apr_hash_next(each)) {
        APR_ARRAY_PUSH(series, lz_series_t) = *(const lz_series_t *)apr_hash_this_val(each);
    }
    qsort(series->elts, n, sizeof(lz_series_t), compare);
    reading->series = series;
    reading->since = table->since;
    reading->dropped = atomic_load_explicit(&table->dropped, memory_order_relaxed);
}

const lz_metrics_t *lz_metrics_of(apr_pool_t *pool, lz_metrics_table_t *table, const char *owner)
{
    book_t *book = apr_pcalloc(pool, sizeof(*book));
    unsigned char digest[LZ_SHA256_SIZE];

    lz_sha256(owner, strlen(owner), digest);
    memcpy(&book->owner, digest, sizeof(book->owner));
    book->table = table;
    book->interface = (lz_metrics_t){ book, add, observe, read_all };
    return &book->interface;
}
