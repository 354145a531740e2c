/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /metrics: how the tool is doing in numbers, in Prometheus's text format 0.0.4: the counts of
 * base/metrics.def, and the state of course/status.h as gauges.
 */
#include "views.h"

#include <apr_strings.h>
#include <string.h>

#include "../course/status.h"
#include "sheet.h"
#include "status.h"

#define PREFIX  "lti_zoom_"
#define COUNT   "%" APR_UINT64_T_FMT
#define WHOLE   "%" APR_INT64_T_FMT
#define TYPE    "text/plain; version=0.0.4; charset=utf-8"

static void begin(const lz_sheet_t *sheet, const char *name, const char *type, const char *help)
{
    lz_sheet_write(sheet, "# HELP " PREFIX "%s %s\n# TYPE " PREFIX "%s %s\n", name, help, name,
                   type);
}

/* A label's value with \, " and line feeds escaped. */
static const char *escaped(apr_pool_t *pool, const char *value)
{
    char *out = apr_palloc(pool, 2 * strlen(value) + 1);
    char *at = out;

    for (; *value != '\0'; value++) {
        if (*value == '\\' || *value == '"' || *value == '\n') {
            *at++ = '\\';
        }
        *at++ = *value;
        if (*value == '\n') {
            at[-1] = 'n';
        }
    }
    *at = '\0';
    return out;
}

/* account="main",operation="user.get" */
static const char *labels_of(apr_pool_t *pool, const lz_series_t *series)
{
    const lz_metric_t *metric = lz_metric(series->metric);
    const char *text = "";

    for (int i = 0; metric->labels[i] != NULL; i++) {
        text = apr_pstrcat(pool, text, i > 0 ? "," : "", metric->labels[i], "=\"",
                           escaped(pool, series->labels[i]), "\"", NULL);
    }
    return text;
}

/* --- counts ------------------------------------------------------------------------------------*/

static void write_histogram(const lz_sheet_t *sheet, const lz_metric_t *metric,
                            const lz_series_t *series)
{
    const char  *labels = labels_of(sheet->pool, series);
    apr_uint64_t within = 0;

    for (int i = 0; i < LZ_METRIC_BOUNDS_MAX && metric->bounds[i] > 0; i++) {
        within += series->buckets[i];
        lz_sheet_write(sheet, PREFIX "%s_bucket{%s,le=\"%g\"} " COUNT "\n", metric->name, labels,
                       metric->bounds[i] / 1000.0, within);
    }
    lz_sheet_write(sheet, PREFIX "%s_bucket{%s,le=\"+Inf\"} " COUNT "\n", metric->name, labels,
                   series->count);
    lz_sheet_write(sheet, PREFIX "%s_sum{%s} " COUNT ".%06d\n", metric->name, labels,
                   series->sum / APR_USEC_PER_SEC, (int)(series->sum % APR_USEC_PER_SEC));
    lz_sheet_write(sheet, PREFIX "%s_count{%s} " COUNT "\n", metric->name, labels, series->count);
}

static void write_counts(const lz_sheet_t *sheet, const lz_reading_t *counts)
{
    int last = -1;

    for (int i = 0; i < counts->series->nelts; i++) {
        const lz_series_t *series = &APR_ARRAY_IDX(counts->series, i, lz_series_t);
        const lz_metric_t *metric = lz_metric(series->metric);
        const int          histogram = metric->kind == LZ_METRIC_HISTOGRAM;

        if ((int)series->metric != last) {
            begin(sheet, metric->name, histogram ? "histogram" : "counter", metric->help);
            last = (int)series->metric;
        }
        if (histogram) {
            write_histogram(sheet, metric, series);
        }
        else {
            lz_sheet_write(sheet, PREFIX "%s{%s} " COUNT "\n", metric->name,
                           labels_of(sheet->pool, series), series->count);
        }
    }
}

/* --- state -------------------------------------------------------------------------------------*/

static void write_gauge(const lz_sheet_t *sheet, const char *name, const char *help,
                        apr_int64_t value)
{
    begin(sheet, name, "gauge", help);
    lz_sheet_write(sheet, PREFIX "%s " WHOLE "\n", name, value);
}

static int missing_of(const lz_status_account_t *one, lz_zoom_need_e need)
{
    int n = 0;

    for (int i = 0; i < one->missing->nelts; i++) {
        n += APR_ARRAY_IDX(one->missing, i, lz_zoom_scope_t).need == need;
    }
    return n;
}

static void write_accounts(const lz_sheet_t *sheet, const apr_array_header_t *accounts)
{
    const lz_status_account_t *all = (const lz_status_account_t *)(void *)accounts->elts;

    begin(sheet, "token_present", "gauge", "Whether there is a Zoom token for the account.");
    for (int i = 0; i < accounts->nelts; i++) {
        lz_sheet_write(sheet, PREFIX "token_present{account=\"%s\"} %d\n",
                       escaped(sheet->pool, all[i].account->name), all[i].has_token);
    }
    begin(sheet, "token_used_until_timestamp_seconds", "gauge",
          "When the Zoom token of the account is replaced; 0 without one.");
    for (int i = 0; i < accounts->nelts; i++) {
        lz_sheet_write(sheet, PREFIX "token_used_until_timestamp_seconds{account=\"%s\"} " WHOLE
                       "\n", escaped(sheet->pool, all[i].account->name),
                       (apr_int64_t)apr_time_sec(all[i].used_until));
    }
    begin(sheet, "scopes_missing", "gauge",
          "Scopes that the account's Zoom app lacks: core ones, and those of single features.");
    for (int i = 0; i < accounts->nelts; i++) {
        const char *name = escaped(sheet->pool, all[i].account->name);

        lz_sheet_write(sheet, PREFIX "scopes_missing{account=\"%s\",need=\"core\"} %d\n"
                       PREFIX "scopes_missing{account=\"%s\",need=\"optional\"} %d\n",
                       name, missing_of(&all[i], LZ_NEED_CORE),
                       name, missing_of(&all[i], LZ_NEED_OPTIONAL));
    }
}

/* A gauge of each account and label. */
static void write_limit(const lz_sheet_t *sheet, const apr_array_header_t *accounts,
                        const char *name, const char *help,
                        apr_int64_t (*value)(const lz_status_budget_t *budget))
{
    begin(sheet, name, "gauge", help);
    for (int i = 0; i < accounts->nelts; i++) {
        const lz_status_account_t *one = &APR_ARRAY_IDX(accounts, i, lz_status_account_t);

        for (int label = 0; label < LZ_ZOOM_LABELS; label++) {
            lz_sheet_write(sheet, PREFIX "%s{account=\"%s\",label=\"%s\"} " WHOLE "\n", name,
                           escaped(sheet->pool, one->account->name),
                           lz_zoom_label_name((lz_zoom_label_e)label),
                           value(&one->budgets[label]));
        }
    }
}

static apr_int64_t slots(const lz_status_budget_t *budget)
{
    return budget->quota.limit;
}

static apr_int64_t slots_taken(const lz_status_budget_t *budget)
{
    return budget->state.taken;
}

static apr_int64_t used_today(const lz_status_budget_t *budget)
{
    return budget->state.used_today;
}

static apr_int64_t closed_until(const lz_status_budget_t *budget)
{
    return apr_time_sec(budget->state.closed_until);
}

static void write_limits(const lz_sheet_t *sheet, const apr_array_header_t *accounts)
{
    write_limit(sheet, accounts, "budget_slots", "Calls that may be under way or at rest.", slots);
    write_limit(sheet, accounts, "budget_slots_taken", "Of these, how many are.", slots_taken);
    write_limit(sheet, accounts, "budget_used_today",
                "Calls of this UTC day, where the plan limits them.", used_today);
    write_limit(sheet, accounts, "budget_closed_until_timestamp_seconds",
                "When the calls of a day that is used up go on; 0 when it is not.", closed_until);
    begin(sheet, "zoom_paused_until_timestamp_seconds", "gauge",
          "Until when a Zoom that does not answer is left alone; 0 when it is not.");
    for (int i = 0; i < accounts->nelts; i++) {
        const lz_status_account_t *one = &APR_ARRAY_IDX(accounts, i, lz_status_account_t);

        lz_sheet_write(sheet, PREFIX "zoom_paused_until_timestamp_seconds{account=\"%s\"} " WHOLE
                       "\n", escaped(sheet->pool, one->account->name),
                       (apr_int64_t)apr_time_sec(one->health.paused_until));
    }
}

static void write_platforms(const lz_sheet_t *sheet, const apr_array_header_t *platforms)
{
    begin(sheet, "platform_keys_read_timestamp_seconds", "gauge",
          "When the key set of the learning platform was last read; 0 when it never was.");
    for (int i = 0; i < platforms->nelts; i++) {
        const lz_status_platform_t *one = &APR_ARRAY_IDX(platforms, i, lz_status_platform_t);

        if (one->platform->keys_url != NULL) {
            lz_sheet_write(sheet, PREFIX "platform_keys_read_timestamp_seconds{platform=\"%s\"} "
                           WHOLE "\n", escaped(sheet->pool, one->platform->name),
                           (apr_int64_t)apr_time_sec(one->keys.read_at));
        }
    }
}

static void write_state(const lz_sheet_t *sheet, const lz_status_t *status)
{
    begin(sheet, "info", "gauge", "The module's version.");
    lz_sheet_write(sheet, PREFIX "info{version=\"%s\"} 1\n",
                   escaped(sheet->pool, LTI_ZOOM_VERSION));
    write_gauge(sheet, "database_up", "Whether the database can be reached.",
                status->database_problem == NULL);
    write_gauge(sheet, "schema_version", "Version of the database's tables; 0 when unreachable.",
                status->schema_version);
    write_gauge(sheet, "cache_up", "Whether the shared cache keeps what is put into it.",
                status->cache_works);
    write_gauge(sheet, "background_round_timestamp_seconds",
                "When the background task last ran; 0 when not of late.",
                apr_time_sec(status->background_at));
    write_gauge(sheet, "counting_since_timestamp_seconds",
                "When this node began to count; a graceful restart goes on counting.",
                apr_time_sec(status->counts.since));
    begin(sheet, "uncounted_total", "counter", "What could not be counted for want of room.");
    lz_sheet_write(sheet, PREFIX "uncounted_total " COUNT "\n", status->counts.dropped);
    write_accounts(sheet, status->accounts);
    write_limits(sheet, status->accounts);
    write_platforms(sheet, status->platforms);
}

const lz_problem_t *lz_view_metrics(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_problem_t *problem = lz_status_admit(visit);
    apr_pool_t         *pool = visit->env->pool;
    const lz_sheet_t    sheet = lz_sheet(pool);
    lz_status_t         status;

    if (problem != NULL) {
        return problem;
    }
    lz_status_read(visit->env, visit->site, &status);
    write_state(&sheet, &status);
    write_counts(&sheet, &status.counts);
    response->content_type = TYPE;
    response->body = lz_sheet_text(&sheet);
    response->body_length = strlen(response->body);
    apr_table_setn(response->headers, "Cache-Control", "no-store");
    return NULL;
}
