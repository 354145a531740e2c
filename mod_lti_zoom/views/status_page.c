/* SPDX-License-Identifier: Apache-2.0 */
/* The status page in words, for an admin: plain HTML that needs no script. */
#include "status.h"

#include <apr_strings.h>
#include <string.h>

#include "../base/timestamp.h"
#include "html.h"
#include "sheet.h"

#define COUNT APR_UINT64_T_FMT

static const char *safe(const lz_sheet_t *sheet, const char *text)
{
    return lz_html_escape(sheet->pool, text);
}

/* "12 seconds", "1 minute" ... */
static const char *duration(apr_pool_t *pool, apr_interval_time_t time)
{
    static const struct {
        const char *name;
        apr_int64_t seconds;
    } units[] = { { "day", 86400 }, { "hour", 3600 }, { "minute", 60 }, { "second", 1 } };
    const apr_int64_t seconds = time > 0 ? apr_time_sec(time) : 0;
    int i = 0;

    while (seconds < 2 * units[i].seconds && units[i].seconds > 1) {
        i++;
    }
    const apr_int64_t n = seconds / units[i].seconds;
    return apr_psprintf(pool, "%" APR_INT64_T_FMT " %s%s", n, units[i].name, n == 1 ? "" : "s");
}

/* When something was, or will be, seen from now. */
static const char *moment(const lz_sheet_t *sheet, apr_time_t when, apr_time_t now)
{
    apr_pool_t *pool = sheet->pool;
    const char *words = when <= now && now - when < apr_time_from_sec(1) ? "just now"
                        : when <= now
                        ? apr_pstrcat(pool, duration(pool, now - when), " ago", NULL)
                        : apr_pstrcat(pool, "in ", duration(pool, when - now), NULL);

    return apr_pstrcat(pool, "<time datetime=\"", lz_timestamp(pool, when), "\">", words,
                       "</time>", NULL);
}

/* A table that can be moved sideways where the page is narrow. heads: its columns, NULL-ended. */
static void begin_table(const lz_sheet_t *sheet, const char *caption, const char *const *heads)
{
    lz_sheet_write(sheet, "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">"
                   "<table><caption>%s</caption><thead><tr>", safe(sheet, caption),
                   safe(sheet, caption));
    for (; *heads != NULL; heads++) {
        lz_sheet_write(sheet, "<th scope=\"col\">%s</th>", *heads);
    }
    lz_sheet_write(sheet, "</tr></thead><tbody>");
}

static void end_table(const lz_sheet_t *sheet)
{
    lz_sheet_write(sheet, "</tbody></table></div>\n");
}

/* --- counts in words ---------------------------------------------------------------------------*/

static const lz_series_t *series_at(const lz_status_t *status, int i)
{
    return &APR_ARRAY_IDX(status->counts.series, i, lz_series_t);
}

/* The series of that metric whose first labels are these; NULL when nothing was counted. */
static const lz_series_t *find(const lz_status_t *status, lz_metric_id_e metric,
                               const char *first, const char *second)
{
    for (int i = 0; i < status->counts.series->nelts; i++) {
        const lz_series_t *series = series_at(status, i);

        if (series->metric == metric && strcmp(series->labels[0], first) == 0
            && (second == NULL || strcmp(series->labels[1], second) == 0)) {
            return series;
        }
    }
    return NULL;
}

static const char *milliseconds(apr_pool_t *pool, apr_uint64_t n)
{
    return n < 10000 ? apr_psprintf(pool, "%" COUNT " ms", n)
                     : apr_psprintf(pool, "%" COUNT " s", n / 1000);
}

static const char *average(apr_pool_t *pool, const lz_series_t *series)
{
    return series != NULL && series->count > 0
           ? milliseconds(pool, series->sum / series->count / 1000) : "";
}

/* The bucket in which the 95th of 100 lies. */
static const char *most_within(apr_pool_t *pool, const lz_series_t *series)
{
    const int   *bounds = series != NULL ? lz_metric(series->metric)->bounds : NULL;
    apr_uint64_t within = 0;
    int          i = 0;

    if (series == NULL || series->count == 0) {
        return "";
    }
    for (; i < LZ_METRIC_BOUNDS_MAX && bounds[i] > 0; i++) {
        within += series->buckets[i];
        if (within * 100 >= series->count * 95) {
            return milliseconds(pool, (apr_uint64_t)bounds[i]);
        }
    }
    return apr_pstrcat(pool, "more than ", milliseconds(pool, (apr_uint64_t)bounds[i - 1]), NULL);
}

/* "12 ok, 1 rate limited": the last labels of all series that share the ones before with the i-th,
 * which is moved behind them. */
static const char *outcomes(apr_pool_t *pool, const lz_status_t *status, int *i, int shared)
{
    const lz_series_t *first = series_at(status, *i);
    const char        *text = "";

    for (; *i < status->counts.series->nelts; ++*i) {
        const lz_series_t *series = series_at(status, *i);
        char              *name;

        if (series->metric != first->metric) {
            break;
        }
        for (int label = 0; label < shared; label++) {
            if (strcmp(series->labels[label], first->labels[label]) != 0) {
                return text;
            }
        }
        name = apr_pstrdup(pool, lz_html_escape(pool, series->labels[shared]));
        for (char *c = name; *c != '\0'; c++) {
            *c = *c == '_' ? ' ' : *c;
        }
        text = apr_psprintf(pool, "%s%s%" COUNT " %s", text, *text ? ", " : "", series->count,
                            name);
    }
    return text;
}

/* The first series of the metric, whose first label is `first` unless that is NULL; or -1. */
static int start_of(const lz_status_t *status, lz_metric_id_e metric, const char *first)
{
    for (int i = 0; i < status->counts.series->nelts; i++) {
        const lz_series_t *series = series_at(status, i);

        if (series->metric == metric
            && (first == NULL || strcmp(series->labels[0], first) == 0)) {
            return i;
        }
    }
    return -1;
}

static int belongs(const lz_status_t *status, int i, lz_metric_id_e metric, const char *first)
{
    return i >= 0 && i < status->counts.series->nelts && series_at(status, i)->metric == metric
           && (first == NULL || strcmp(series_at(status, i)->labels[0], first) == 0);
}

/* --- an account --------------------------------------------------------------------------------*/

static void write_calls(const lz_sheet_t *sheet, const lz_status_t *status, const char *account)
{
    static const char *const heads[] = {
        "Operation", "What came of it", "On average", "95 of 100 within", NULL
    };
    int i = start_of(status, LZ_M_ZOOM_CALLS, account);

    if (i < 0) {
        lz_sheet_write(sheet, "<p>Zoom has not been asked for anything yet.</p>\n");
        return;
    }
    begin_table(sheet, apr_pstrcat(sheet->pool, "Calls to Zoom, account ", account, NULL), heads);
    while (belongs(status, i, LZ_M_ZOOM_CALLS, account)) {
        const char        *operation = series_at(status, i)->labels[1];
        const lz_series_t *times = find(status, LZ_M_ZOOM_SECONDS, account, operation);

        lz_sheet_write(sheet, "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td>"
                       "</tr>", safe(sheet, operation), outcomes(sheet->pool, status, &i, 2),
                       average(sheet->pool, times), most_within(sheet->pool, times));
    }
    end_table(sheet);
}

static void write_unsent(const lz_sheet_t *sheet, const lz_status_t *status, const char *account)
{
    static const char *const heads[] = { "Operation", "Why", NULL };
    int i = start_of(status, LZ_M_ZOOM_UNSENT, account);

    if (i < 0) {
        return;
    }
    begin_table(sheet, apr_pstrcat(sheet->pool, "Calls that were not sent, account ", account,
                                   NULL), heads);
    while (belongs(status, i, LZ_M_ZOOM_UNSENT, account)) {
        const char *operation = series_at(status, i)->labels[1];

        lz_sheet_write(sheet, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>",
                       safe(sheet, operation), outcomes(sheet->pool, status, &i, 2));
    }
    end_table(sheet);
}

/* Such as Zoom lets master accounts grant alone. */
static int is_master(const char *scope)
{
    static const char ending[] = ":master";
    const size_t length = strlen(scope);

    return length > sizeof(ending) - 1
           && strcmp(scope + length - (sizeof(ending) - 1), ending) == 0;
}

static void write_scopes(const lz_sheet_t *sheet, const lz_status_account_t *one)
{
    if (!one->has_token) {
        lz_sheet_write(sheet, "<dd>Known with the next token.</dd>");
        return;
    }
    if (one->missing->nelts == 0) {
        lz_sheet_write(sheet, "<dd>None is missing.</dd>");
        return;
    }
    lz_sheet_write(sheet, "<dd><ul>");
    for (int i = 0; i < one->missing->nelts; i++) {
        const lz_zoom_scope_t scope = APR_ARRAY_IDX(one->missing, i, lz_zoom_scope_t);

        lz_sheet_write(sheet, "<li>%s<code>%s</code> is missing, needed for %s%s</li>",
                       scope.need == LZ_NEED_CORE ? "<strong>Important:</strong> " : "",
                       safe(sheet, scope.name), safe(sheet, scope.features),
                       is_master(scope.name) ? "; ordinary accounts cannot grant it" : "");
    }
    lz_sheet_write(sheet, "</ul></dd>");
}

static void write_limits(const lz_sheet_t *sheet, const lz_status_account_t *one)
{
    lz_sheet_write(sheet, "<dd>At most %d per cent of those of plan %s.<ul>", one->account->budget,
                   lz_status_plan(one->account));
    for (int label = 0; label < LZ_ZOOM_LABELS; label++) {
        const lz_quota_t       *quota = &one->budgets[label].quota;
        const lz_quota_state_t *state = &one->budgets[label].state;

        lz_sheet_write(sheet, "<li>%s calls: %d in %g s, of which %d are in use",
                       lz_zoom_label_name((lz_zoom_label_e)label), quota->limit,
                       (double)quota->rest / APR_USEC_PER_SEC, state->taken);
        if (quota->day_limit > 0) {
            lz_sheet_write(sheet, "; today %" APR_INT64_T_FMT " of %" APR_INT64_T_FMT,
                           state->used_today, quota->day_limit);
        }
        lz_sheet_write(sheet, "</li>");
    }
    lz_sheet_write(sheet, "</ul></dd>");
}

static void write_webhooks(const lz_sheet_t *sheet, const lz_status_t *status,
                           const lz_account_t *account)
{
    const lz_series_t *lag = find(status, LZ_M_WEBHOOK_LAG, account->name, NULL);

    if (account->webhook_secret == NULL) {
        lz_sheet_write(sheet, "<dd>Off. With LTIZoomWebhookSecret the lists cost Zoom fewer"
                       " calls.</dd>");
    }
    else if (lag == NULL) {
        lz_sheet_write(sheet, "<dd>On. No event has come yet.</dd>");
    }
    else {
        lz_sheet_write(sheet, "<dd>On. %" COUNT " events, on average %s after they happened."
                       "</dd>", lag->count, average(sheet->pool, lag));
    }
}

static void write_account(const lz_sheet_t *sheet, const lz_status_t *status,
                          const lz_status_account_t *one)
{
    const lz_account_t *account = one->account;

    lz_sheet_write(sheet, "<section><h2>Zoom account %s</h2><dl><dt>Token</dt>",
                   safe(sheet, account->name));
    if (one->has_token) {
        lz_sheet_write(sheet, "<dd>Zoom gave it %s; it is replaced %s.</dd>",
                       moment(sheet, one->minted_at, status->now),
                       moment(sheet, one->used_until, status->now));
    }
    else {
        lz_sheet_write(sheet, "<dd>There is none.</dd>");
    }
    lz_sheet_write(sheet, "<dt>Scopes</dt>");
    write_scopes(sheet, one);
    lz_sheet_write(sheet, "<dt>Limits</dt>");
    write_limits(sheet, one);
    lz_sheet_write(sheet, "<dt>Webhooks</dt>");
    write_webhooks(sheet, status, account);
    lz_sheet_write(sheet, "</dl>\n");
    write_calls(sheet, status, account->name);
    write_unsent(sheet, status, account->name);
    lz_sheet_write(sheet, "</section>\n");
}

/* --- the rest ----------------------------------------------------------------------------------*/

static const char *versions_of(const lz_platform_t *platform)
{
    const int v1 = platform->consumers != NULL && platform->consumers->nelts > 0;

    return platform->issuer == NULL ? "1.1" : v1 ? "1.1 and 1.3" : "1.3";
}

static const char *keys_of(const lz_sheet_t *sheet, const lz_status_t *status,
                           const lz_status_platform_t *one)
{
    if (one->platform->keys_url == NULL) {
        return "";
    }
    return one->keys.read_at > 0 ? moment(sheet, one->keys.read_at, status->now) : "not yet";
}

static void write_platforms(const lz_sheet_t *sheet, const lz_status_t *status)
{
    static const char *const heads[] = {
        "Platform", "LTI", "Its keys were read", "Launches", NULL
    };

    lz_sheet_write(sheet, "<section><h2>Learning platforms</h2>\n");
    begin_table(sheet, "Learning platforms", heads);
    for (int i = 0; i < status->platforms->nelts; i++) {
        const lz_status_platform_t *one = &APR_ARRAY_IDX(status->platforms, i,
                                                         lz_status_platform_t);
        const char *name = one->platform->name;
        int         at = start_of(status, LZ_M_LAUNCHES, name);

        lz_sheet_write(sheet, "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td>"
                       "</tr>", safe(sheet, name), versions_of(one->platform),
                       keys_of(sheet, status, one),
                       at >= 0 ? outcomes(sheet->pool, status, &at, 1) : "none yet");
    }
    end_table(sheet);
    lz_sheet_write(sheet, "</section>\n");
}

/* A table of a metric with one label before its outcome; nothing when nothing was counted. */
static void write_metric(const lz_sheet_t *sheet, const lz_status_t *status,
                         lz_metric_id_e metric, const char *caption, const char *first)
{
    const char *const heads[] = { first, "What came of it", NULL };
    int i = start_of(status, metric, NULL);

    if (i < 0) {
        return;
    }
    begin_table(sheet, caption, heads);
    while (belongs(status, i, metric, NULL)) {
        const char *name = series_at(status, i)->labels[0];

        lz_sheet_write(sheet, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>", safe(sheet, name),
                       outcomes(sheet->pool, status, &i, 1));
    }
    end_table(sheet);
}

static void write_work(const lz_sheet_t *sheet, const lz_status_t *status)
{
    lz_sheet_write(sheet, "<section><h2>Work</h2>\n");
    write_metric(sheet, status, LZ_M_REQUESTS, "Requests", "Address");
    write_metric(sheet, status, LZ_M_FLIGHTS, "What many share", "What");
    write_metric(sheet, status, LZ_M_CACHE, "The shared cache", "What");
    write_metric(sheet, status, LZ_M_BACKGROUND, "The background task", "What");
    lz_sheet_write(sheet, "</section>\n");
}

static void write_server(const lz_sheet_t *sheet, const lz_visit_t *visit,
                         const lz_status_t *status)
{
    const lz_problem_t *problem = status->database_problem;

    lz_sheet_write(sheet, "<section><h2>This server</h2><dl><dt>Database</dt>");
    if (problem == NULL) {
        lz_sheet_write(sheet, "<dd>%s, its tables are of version %d.</dd>",
                       safe(sheet, status->database), status->schema_version);
    }
    else {
        lz_sheet_write(sheet, "<dd>It cannot be reached (%s).</dd>",
                       lz_problem_tag(sheet->pool, problem));
    }
    lz_sheet_write(sheet, "<dt>Shared cache</dt><dd>%s, it %s.</dd><dt>Background task</dt>",
                   safe(sheet, visit->site->cache_provider),
                   status->cache_works ? "works" : "does not work");
    if (!visit->site->background) {
        lz_sheet_write(sheet, "<dd>Off (LTIZoomBackground).</dd>");
    }
    else if (status->background_at > 0) {
        lz_sheet_write(sheet, "<dd>It last ran %s.</dd>",
                       moment(sheet, status->background_at, status->now));
    }
    else {
        lz_sheet_write(sheet, "<dd>It has not run of late.</dd>");
    }
    for (const lz_part_t *part = lz_status_parts(visit); part->name != NULL; part++) {
        lz_sheet_write(sheet, "<dt>%s</dt><dd>%s</dd>", part->name, safe(sheet, part->version));
    }
    lz_sheet_write(sheet, "</dl></section>\n");
}

static void write_attention(const lz_sheet_t *sheet, const apr_array_header_t *sentences)
{
    if (sentences->nelts == 0) {
        lz_sheet_write(sheet, "<p class=\"verdict\">All is well.</p>\n");
        return;
    }
    lz_sheet_write(sheet, "<section class=\"verdict\"><h2>This needs a look</h2><ul>");
    for (int i = 0; i < sentences->nelts; i++) {
        lz_sheet_write(sheet, "<li>%s</li>", safe(sheet, APR_ARRAY_IDX(sentences, i,
                                                                       const char *)));
    }
    lz_sheet_write(sheet, "</ul></section>\n");
}

const char *lz_status_html(const lz_visit_t *visit, const lz_status_t *status)
{
    const lz_sheet_t sheet = lz_sheet(visit->env->pool);

    lz_sheet_write(&sheet, "<main class=\"status\"><h1>Zoom: how it is doing</h1>\n");
    write_attention(&sheet, lz_status_attention(visit->env, visit->site, status));
    if (status->counts.since > 0) {
        lz_sheet_write(&sheet, "<p class=\"help\">Counted on this server; it began to count %s."
                       "</p>\n", moment(&sheet, status->counts.since, status->now));
    }
    for (int i = 0; i < status->accounts->nelts; i++) {
        write_account(&sheet, status, &APR_ARRAY_IDX(status->accounts, i, lz_status_account_t));
    }
    write_platforms(&sheet, status);
    write_work(&sheet, status);
    write_server(&sheet, visit, status);
    lz_sheet_write(&sheet, "</main>");
    return lz_sheet_text(&sheet);
}
