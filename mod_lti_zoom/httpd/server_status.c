/* SPDX-License-Identifier: Apache-2.0 */
#include "server_status.h"

#include <string.h>

#include <httpd.h>
#include <http_protocol.h>
#include <mod_status.h>

#include <apr_optional_hooks.h>

#include "config.h"
#include "runtime.h"

#define COUNT "%" APR_UINT64_T_FMT

/* A figure: the sum of a counter's series whose last label is `last`, or is not. */
typedef struct figure_t {
    const char    *key;         /* of the ?auto form */
    const char    *words;
    lz_metric_id_e metric;
    const char    *last;
    int            other;       /* all others than that */
} figure_t;

static const figure_t figures[] = {
    { "LTIZoomLaunches",       "Launches",                       LZ_M_LAUNCHES,    "ok",     0 },
    { "LTIZoomLaunchesRefused", "Launches refused",              LZ_M_LAUNCHES,    "ok",     1 },
    { "LTIZoomRequests",       "Requests answered",              LZ_M_REQUESTS,    "5xx",    1 },
    { "LTIZoomRequestsFailed", "Requests failed (5xx)",          LZ_M_REQUESTS,    "5xx",    0 },
    { "LTIZoomCalls",          "Calls to Zoom that went well",   LZ_M_ZOOM_CALLS,  "ok",     0 },
    { "LTIZoomCallsFailed",    "Calls to Zoom that did not",     LZ_M_ZOOM_CALLS,  "ok",     1 },
    { "LTIZoomCallsUnsent",    "Calls not sent",                 LZ_M_ZOOM_UNSENT, "",       1 },
    { "LTIZoomTokens",         "Tokens of Zoom",                 LZ_M_TOKEN_MINTS, "ok",     0 },
    { "LTIZoomEvents",         "Events of Zoom",                 LZ_M_WEBHOOK_EVENTS, "",    1 },
    { "LTIZoomShared",         "Fetches had of another's",       LZ_M_FLIGHTS,     "shared", 0 },
    { "LTIZoomCacheHits",      "Found in the shared cache",      LZ_M_CACHE,       "hit",    0 },
    { "LTIZoomCacheMisses",    "Not found there",                LZ_M_CACHE,       "miss",   0 },
    { NULL, NULL, LZ_METRIC_COUNT, NULL, 0 }
};

static const char *last_label(const lz_series_t *series)
{
    const lz_metric_t *metric = lz_metric(series->metric);
    int                at = 0;

    while (metric->labels[at + 1] != NULL) {
        at++;
    }
    return series->labels[at];
}

static apr_uint64_t sum_of(const lz_reading_t *reading, const figure_t *figure)
{
    apr_uint64_t sum = 0;

    for (int i = 0; i < reading->series->nelts; i++) {
        const lz_series_t *series = &APR_ARRAY_IDX(reading->series, i, lz_series_t);

        if (series->metric == figure->metric
            && (strcmp(last_label(series), figure->last) != 0) == figure->other) {
            sum += series->count;
        }
    }
    return sum;
}

static void write_short(request_rec *r, const lz_reading_t *reading)
{
    for (const figure_t *figure = figures; figure->key != NULL; figure++) {
        ap_rprintf(r, "%s: " COUNT "\n", figure->key, sum_of(reading, figure));
    }
}

/* Tables are a matter of the flags, as of mod_status itself. */
static void write_page(request_rec *r, const lz_reading_t *reading, int tables)
{
    ap_rputs("<hr />\n<h2>mod_lti_zoom</h2>\n", r);
    ap_rputs(tables ? "<table>\n" : "<dl>\n", r);
    for (const figure_t *figure = figures; figure->key != NULL; figure++) {
        ap_rprintf(r, tables ? "<tr><th scope=\"row\">%s</th><td>" COUNT "</td></tr>\n"
                             : "<dt>%s: " COUNT "</dt>\n",
                   figure->words, sum_of(reading, figure));
    }
    ap_rputs(tables ? "</table>\n" : "</dl>\n", r);
}

static int write_status(request_rec *r, int flags)
{
    const lz_runtime_t *runtime = lz_runtime_of(r->server);
    lz_reading_t        reading;

    if (runtime == NULL) {
        return DECLINED;
    }
    lz_metrics_read(runtime->metrics, r->pool, &reading);
    if (flags & AP_STATUS_SHORT) {
        write_short(r, &reading);
    }
    else {
        write_page(r, &reading, !(flags & AP_STATUS_NOTABLE));
    }
    return OK;
}

void lz_server_status_register(void)
{
    APR_OPTIONAL_HOOK(ap, status_hook, write_status, NULL, NULL, APR_HOOK_MIDDLE);
}
