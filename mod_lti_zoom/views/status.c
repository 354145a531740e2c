/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /status: how the tool is doing, as a page or as JSON by Accept:
 *
 *   {view, ok, attention[sentences], now, counting_since, uncounted,
 *    parts{name: version},
 *    database{ok, engine, schema_version, error?{tag, message}}, cache{ok, provider},
 *    background{on, last_round},
 *    accounts[{name, plan, budget, paused_until,
 *              limits{label: {slots, rest, taken, day_limit, used_today, paused_until,
 *                             closed_until}},
 *              token{present, age, minted_at, used_until},
 *              scopes_missing[{scope, features, need}],
 *              webhooks}],
 *    platforms[{name, lti[], keys{read_at, fresh_until, failures}}],
 *    counts[{metric, labels{}, count, seconds?}]}
 *
 * Times are UTC, or null where there is none; age, rest and seconds (a histogram's sum) are
 * seconds; day_limit is null where Zoom has none. slots and the rest: base/quota.h.
 */
#include "status.h"

#include <apr_strings.h>
#include <apr_version.h>
#include <curl/curl.h>
#include <json-c/json.h>
#include <openssl/crypto.h>

#include "../base/timestamp.h"
#include "page.h"
#include "views.h"

const lz_problem_t *lz_status_admit(const lz_visit_t *visit)
{
    apr_pool_t *pool = visit->env->pool;

    switch (visit->site->status) {
    case LZ_STATUS_ON:
        return NULL;
    case LZ_STATUS_LOCAL:
        return visit->request->local
               ? NULL : lz_problem(pool, LZ_P_STATUS_LOCAL, "LTIZoomStatus is local, and this"
                                   " client is not, or somebody passed its request on");
    case LZ_STATUS_OFF:
        break;
    }
    return lz_problem(pool, LZ_P_NOT_FOUND, "LTIZoomStatus is off");
}

const lz_part_t *lz_status_parts(const lz_visit_t *visit)
{
    const lz_part_t parts[] = {
        { "mod_lti_zoom", LTI_ZOOM_VERSION },
        { "httpd", visit->site->server },
        { "APR", apr_version_string() },
        { "libcurl", curl_version_info(CURLVERSION_NOW)->version },
        { "json-c", json_c_version() },
        { "OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING) },
        { NULL, NULL }
    };

    return apr_pmemdup(visit->env->pool, parts, sizeof(parts));
}

const char *lz_status_plan(const lz_account_t *account)
{
    static const char *const plans[] = {
        [LZ_PLAN_FREE] = "free", [LZ_PLAN_PRO] = "pro", [LZ_PLAN_BUSINESS] = "business"
    };

    return plans[account->plan];
}

static void put_time(apr_pool_t *pool, json_object *object, const char *name, apr_time_t when)
{
    lz_json_put_string(object, name, when > 0 ? lz_timestamp(pool, when) : NULL);
}

/* --- parts -------------------------------------------------------------------------------------*/

static json_object *parts_of(const lz_visit_t *visit)
{
    json_object *object = json_object_new_object();

    for (const lz_part_t *part = lz_status_parts(visit); part->name != NULL; part++) {
        lz_json_put_string(object, part->name, part->version);
    }
    return object;
}

static json_object *database_of(const lz_visit_t *visit, const lz_status_t *status)
{
    const lz_problem_t *problem = status->database_problem;
    json_object        *object = json_object_new_object();

    lz_json_put_bool(object, "ok", problem == NULL);
    lz_json_put_string(object, "engine", status->database);
    lz_json_put_int64(object, "schema_version", status->schema_version);
    if (problem != NULL) {
        json_object *error = json_object_new_object();

        lz_json_put_string(error, "tag", lz_problem_tag(visit->env->pool, problem));
        lz_json_put_string(error, "message", problem->message);
        lz_json_put(object, "error", error);
    }
    return object;
}

static json_object *cache_of(const lz_visit_t *visit, const lz_status_t *status)
{
    json_object *object = json_object_new_object();

    lz_json_put_bool(object, "ok", status->cache_works);
    lz_json_put_string(object, "provider", visit->site->cache_provider);
    return object;
}

static json_object *background_of(const lz_visit_t *visit, const lz_status_t *status)
{
    json_object *object = json_object_new_object();

    lz_json_put_bool(object, "on", visit->site->background);
    put_time(visit->env->pool, object, "last_round", status->background_at);
    return object;
}

static json_object *token_of(apr_pool_t *pool, const lz_status_t *status,
                             const lz_status_account_t *one)
{
    json_object *object = json_object_new_object();

    lz_json_put_bool(object, "present", one->has_token);
    if (one->has_token) {
        lz_json_put_int64(object, "age", apr_time_sec(status->now - one->minted_at));
        put_time(pool, object, "minted_at", one->minted_at);
        put_time(pool, object, "used_until", one->used_until);
    }
    return object;
}

static json_object *limits_of(apr_pool_t *pool, const lz_status_account_t *one)
{
    json_object *object = json_object_new_object();

    for (int label = 0; label < LZ_ZOOM_LABELS; label++) {
        const lz_quota_t       *quota = &one->budgets[label].quota;
        const lz_quota_state_t *state = &one->budgets[label].state;
        json_object            *entry = json_object_new_object();

        lz_json_put_int64(entry, "slots", quota->limit);
        lz_json_put(entry, "rest", json_object_new_double((double)quota->rest / APR_USEC_PER_SEC));
        lz_json_put_int64(entry, "taken", state->taken);
        lz_json_put(entry, "day_limit", quota->day_limit > 0
                                        ? json_object_new_int64(quota->day_limit) : NULL);
        lz_json_put_int64(entry, "used_today", state->used_today);
        put_time(pool, entry, "paused_until", state->paused_until);
        put_time(pool, entry, "closed_until", state->closed_until);
        lz_json_put(object, lz_zoom_label_name((lz_zoom_label_e)label), entry);
    }
    return object;
}

static json_object *account_of(apr_pool_t *pool, const lz_status_t *status,
                               const lz_status_account_t *one)
{
    json_object *object = json_object_new_object();
    json_object *missing = json_object_new_array();

    for (int i = 0; i < one->missing->nelts; i++) {
        const lz_zoom_scope_t scope = APR_ARRAY_IDX(one->missing, i, lz_zoom_scope_t);
        json_object          *entry = json_object_new_object();

        lz_json_put_string(entry, "scope", scope.name);
        lz_json_put_string(entry, "features", scope.features);
        lz_json_put_string(entry, "need", scope.need == LZ_NEED_CORE ? "core" : "optional");
        lz_json_push(missing, entry);
    }
    lz_json_put_string(object, "name", one->account->name);
    lz_json_put_string(object, "plan", lz_status_plan(one->account));
    lz_json_put_int64(object, "budget", one->account->budget);
    put_time(pool, object, "paused_until", one->health.paused_until);
    lz_json_put(object, "limits", limits_of(pool, one));
    lz_json_put(object, "token", token_of(pool, status, one));
    lz_json_put(object, "scopes_missing", missing);
    lz_json_put_bool(object, "webhooks", one->account->webhook_secret != NULL);
    return object;
}

static json_object *platform_of(apr_pool_t *pool, const lz_status_platform_t *one)
{
    json_object *object = json_object_new_object();
    json_object *versions = json_object_new_array();

    lz_json_put_string(object, "name", one->platform->name);
    if (one->platform->consumers != NULL && one->platform->consumers->nelts > 0) {
        lz_json_push(versions, json_object_new_string("1.1"));
    }
    if (one->platform->issuer != NULL) {
        json_object *keys = json_object_new_object();

        lz_json_push(versions, json_object_new_string("1.3"));
        put_time(pool, keys, "read_at", one->keys.read_at);
        put_time(pool, keys, "fresh_until", one->keys.fresh_until);
        lz_json_put_int64(keys, "failures", one->keys.failures);
        lz_json_put(object, "keys", keys);
    }
    lz_json_put(object, "lti", versions);
    return object;
}

static json_object *count_of(const lz_series_t *series)
{
    const lz_metric_t *metric = lz_metric(series->metric);
    json_object       *object = json_object_new_object();
    json_object       *labels = json_object_new_object();

    for (int i = 0; metric->labels[i] != NULL; i++) {
        lz_json_put_string(labels, metric->labels[i], series->labels[i]);
    }
    lz_json_put_string(object, "metric", metric->name);
    lz_json_put(object, "labels", labels);
    lz_json_put_int64(object, "count", (apr_int64_t)series->count);
    if (metric->kind == LZ_METRIC_HISTOGRAM) {
        lz_json_put(object, "seconds",
                    json_object_new_double((double)series->sum / (double)APR_USEC_PER_SEC));
    }
    return object;
}

/* --- the whole ---------------------------------------------------------------------------------*/

static void put_lists(const lz_visit_t *visit, const lz_status_t *status, json_object *root)
{
    apr_pool_t  *pool = visit->env->pool;
    json_object *accounts = json_object_new_array();
    json_object *platforms = json_object_new_array();
    json_object *counts = json_object_new_array();

    for (int i = 0; i < status->accounts->nelts; i++) {
        lz_json_push(accounts, account_of(pool, status, &APR_ARRAY_IDX(status->accounts, i,
                                                                       lz_status_account_t)));
    }
    for (int i = 0; i < status->platforms->nelts; i++) {
        lz_json_push(platforms, platform_of(pool, &APR_ARRAY_IDX(status->platforms, i,
                                                                 lz_status_platform_t)));
    }
    for (int i = 0; i < status->counts.series->nelts; i++) {
        lz_json_push(counts, count_of(&APR_ARRAY_IDX(status->counts.series, i, lz_series_t)));
    }
    lz_json_put(root, "accounts", accounts);
    lz_json_put(root, "platforms", platforms);
    lz_json_put(root, "counts", counts);
}

static json_object *json_of(const lz_visit_t *visit, const lz_status_t *status)
{
    const apr_array_header_t *attention = lz_status_attention(visit->env, visit->site, status);
    apr_pool_t  *pool = visit->env->pool;
    json_object *root = lz_json_adopt(pool, json_object_new_object());
    json_object *sentences = json_object_new_array();

    for (int i = 0; i < attention->nelts; i++) {
        lz_json_push(sentences, json_object_new_string(APR_ARRAY_IDX(attention, i, const char *)));
    }
    lz_json_put_string(root, "view", "status");
    lz_json_put_bool(root, "ok", attention->nelts == 0);
    lz_json_put(root, "attention", sentences);
    put_time(pool, root, "now", status->now);
    put_time(pool, root, "counting_since", status->counts.since);
    lz_json_put_int64(root, "uncounted", (apr_int64_t)status->counts.dropped);
    lz_json_put(root, "parts", parts_of(visit));
    lz_json_put(root, "database", database_of(visit, status));
    lz_json_put(root, "cache", cache_of(visit, status));
    lz_json_put(root, "background", background_of(visit, status));
    put_lists(visit, status, root);
    return root;
}

/* In English for everybody, like the log that its reader goes on with. */
static void answer_page(const lz_visit_t *visit, const lz_status_t *status,
                        lz_response_t *response)
{
    lz_visit_t english = *visit;

    english.language = NULL;
    lz_page_plain(&english, response, "Zoom: how it is doing", NULL, "status-page",
                  lz_status_html(visit, status));
}

const lz_problem_t *lz_view_status(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_problem_t *problem = lz_status_admit(visit);
    lz_status_t         status;

    if (problem != NULL) {
        return problem;
    }
    lz_status_read(visit->env, visit->site, &status);
    apr_table_setn(response->headers, "Vary", "Accept");
    if (visit->wants_html) {
        answer_page(visit, &status, response);
    }
    else {
        lz_response_json(visit->env->pool, response, 200, json_of(visit, &status));
    }
    return NULL;
}
