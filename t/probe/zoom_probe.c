/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Performs any operations of the data map against a given Zoom, over the real transport, for tests
 * that stand outside: t/lib/zoom-probe.js.
 *
 *   zoom_probe API-BASE OAUTH-BASE ACCOUNT-ID CLIENT-ID CLIENT-SECRET
 *
 * Reads lines from its input and answers each with a line:
 *
 *   in   {"calls":[{"operation":"meeting.get", "first", "second", "query":{}, "body":{},
 *                   "stream":true, "from", "to"}], "deadline": milliseconds}
 *   out  {"answers":[{"answer", "problem":{"kind","tag","status","message","fields","retry_after",
 *                     "cause"}, "pages":[[page, rows]]}], "log":["warning LZ..."], "memory": KiB}
 *
 * With from and to, all calls are ranges (zoom/range.h); a stream tells of its pages only. memory
 * is the most that the program has held so far. It ends with its input.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <apr_general.h>
#include <apr_strings.h>

#include "base/http_curl.h"
#include "base/json.h"
#include "base/timestamp.h"
#include "support/fake_cache.h"
#include "support/fake_log.h"
#include "zoom/range.h"

#define DEADLINE 8000   /* milliseconds, where a line names none */

/* A probe, and the world that lives as long as it does. */
typedef struct probe_t {
    lz_account_t       account;
    const lz_http_t   *http;
    const lz_cache_t  *cache;
} probe_t;

static void fail(const char *why, const char *what)
{
    (void)fprintf(stderr, "zoom_probe: %s: %s\n", why, what);
    exit(2);
}

/* --- a line of input ------------------------------------------------------------------------- */

static lz_zoom_operation_id_e operation_named(const char *name)
{
    for (int i = 0; name && i < LZ_ZOOM_OPERATION_COUNT; i++) {
        if (strcmp(lz_zoom_operation(i)->name, name) == 0) {
            return lz_zoom_operation(i)->id;
        }
    }
    fail("no such operation", name ? name : "(none)");
    return LZ_ZOOM_OPERATION_COUNT;
}

static apr_table_t *read_query(apr_pool_t *pool, json_object *query)
{
    apr_table_t *table = apr_table_make(pool, 4);

    json_object_object_foreach(query, name, value) {
        apr_table_set(table, name, json_object_get_string(value));
    }
    return table;
}

static apr_time_t read_time(json_object *call, const char *name)
{
    const char *text = lz_json_string(call, name);
    apr_time_t when;

    if (!text || !lz_timestamp_parse(text, &when)) {
        fail("no such time", text ? text : "(none)");
    }
    return when;
}

/* Notes the page in the array that is the baton. */
static const lz_problem_t *note_page(void *baton, int page, json_object *rows)
{
    json_object *note = json_object_new_array();

    lz_json_push(note, json_object_new_int(page));
    lz_json_push(note, json_object_new_int64((apr_int64_t)json_object_array_length(rows)));
    lz_json_push(baton, note);
    return NULL;
}

static lz_zoom_call_t read_call(apr_pool_t *pool, json_object *in, json_object *pages)
{
    lz_zoom_call_t call = {
        .operation = operation_named(lz_json_string(in, "operation")),
        .path_parameter = lz_json_string(in, "first"),
        .second_parameter = lz_json_string(in, "second"),
        .body = lz_json_object(in, "body"),
        .baton = pages
    };
    json_object *query = lz_json_object(in, "query");
    int stream = 0;

    call.query = query ? read_query(pool, query) : NULL;
    if (lz_json_bool(in, "stream", &stream) && stream) {
        call.on_page = note_page;
    }
    return call;
}

/* --- a line of output ------------------------------------------------------------------------ */

static json_object *problem_out(apr_pool_t *pool, const lz_problem_t *problem)
{
    json_object *out = json_object_new_object();
    json_object *fields = json_object_new_object();
    const apr_array_header_t *named = problem->fields ? apr_table_elts(problem->fields) : NULL;

    for (int i = 0; named && i < named->nelts; i++) {
        const apr_table_entry_t *field = &APR_ARRAY_IDX(named, i, apr_table_entry_t);
        lz_json_put_string(fields, field->key, field->val);
    }
    lz_json_put_string(out, "kind", problem->kind);
    lz_json_put_string(out, "tag", lz_problem_tag(pool, problem));
    lz_json_put_int64(out, "status", problem->status);
    lz_json_put_string(out, "message", problem->message);
    lz_json_put(out, "fields", fields);
    lz_json_put_int64(out, "retry_after", problem->retry_after);
    lz_json_put_string(out, "cause", problem->cause);
    return out;
}

static json_object *log_out(apr_pool_t *pool, const fake_log_t *log)
{
    static const char *const levels[] = { "error", "warning", "info", "debug" };
    json_object *out = json_object_new_array();

    for (int i = 0; i < log->lines->nelts; i++) {
        const fake_log_line_t *line = &APR_ARRAY_IDX(log->lines, i, fake_log_line_t);
        lz_json_push(out, json_object_new_string(apr_pstrcat(pool, levels[line->level], " ",
                                                             line->text, NULL)));
    }
    return out;
}

static void write_line(apr_pool_t *pool, const lz_zoom_call_t *calls, json_object *const *pages,
                       int n, const fake_log_t *log)
{
    json_object *out = lz_json_adopt(pool, json_object_new_object());
    json_object *answers = json_object_new_array();
    struct rusage usage;

    for (int i = 0; i < n; i++) {
        json_object *answer = json_object_new_object();

        lz_json_put(answer, "answer", json_object_get(calls[i].answer));
        lz_json_put(answer, "problem",
                    calls[i].problem ? problem_out(pool, calls[i].problem) : NULL);
        lz_json_put(answer, "pages", pages[i]);
        lz_json_push(answers, answer);
    }
    lz_json_put(out, "answers", answers);
    lz_json_put(out, "log", log_out(pool, log));
    if (getrusage(RUSAGE_SELF, &usage) == 0) {
        lz_json_put_int64(out, "memory", usage.ru_maxrss);
    }
    (void)printf("%s\n", lz_json_text(pool, out));
    (void)fflush(stdout);
}

/* --- the work -------------------------------------------------------------------------------- */

static void perform(const probe_t *probe, apr_pool_t *pool, json_object *in)
{
    json_object *given = lz_json_array(in, "calls");
    const int n = given ? (int)json_object_array_length(given) : 0;
    lz_zoom_call_t *calls = apr_pcalloc(pool, (apr_size_t)(n + 1) * sizeof(*calls));
    lz_zoom_range_t *ranges = apr_pcalloc(pool, (apr_size_t)(n + 1) * sizeof(*ranges));
    json_object **pages = apr_pcalloc(pool, (apr_size_t)(n + 1) * sizeof(json_object *));
    fake_log_t *log = fake_log_create(pool);
    apr_int64_t milliseconds = DEADLINE;
    int ranged = 0;

    for (int i = 0; i < n; i++) {
        json_object *call = json_object_array_get_idx(given, (size_t)i);

        pages[i] = json_object_new_array();
        calls[i] = read_call(pool, call, pages[i]);
        if (lz_json_member(call, "from")) {
            ranged = 1;
            ranges[i] = (lz_zoom_range_t){ read_time(call, "from"), read_time(call, "to") };
        }
    }
    (void)lz_json_int64(in, "deadline", &milliseconds);
    const lz_env_t env = {
        .pool = pool, .deadline = apr_time_now() + apr_time_from_msec(milliseconds),
        .request_id = "probe", .clock = lz_clock_system(), .log = &log->log,
        .http = probe->http,
        .cache = probe->cache, .lists = probe->cache, .counts = probe->cache
    };
    if (ranged) {
        lz_zoom_perform_ranges(&env, &probe->account, calls, ranges, n);
    } else {
        lz_zoom_perform(&env, &probe->account, calls, n);
    }
    write_line(pool, calls, pages, n, log);
}

static probe_t make_probe(apr_pool_t *pool, char **arguments)
{
    const lz_http_curl_options_t options = { .user_agent = "zoom_probe" };
    probe_t probe = {
        .account = {
            .name = "main", .api_base = arguments[0], .oauth_base = arguments[1],
            .account_id = arguments[2], .client_id = arguments[3], .client_secret = arguments[4],
            .plan = LZ_PLAN_BUSINESS, .budget = 100, .loopback = 1
        },
        .cache = &fake_cache_create(pool, lz_clock_system())->cache
    };

    if (lz_http_curl_create(pool, &options, &probe.http) != APR_SUCCESS) {
        fail("no transport", "libcurl");
    }
    return probe;
}

int main(int argc, char **argv)
{
    apr_pool_t *pool, *line_pool;
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    const char *reason;

    if (argc != 6) {
        fail("arguments", "API-BASE OAUTH-BASE ACCOUNT-ID CLIENT-ID CLIENT-SECRET");
    }
    if (apr_initialize() != APR_SUCCESS || apr_pool_create(&pool, NULL) != APR_SUCCESS) {
        fail("no memory", "APR");
    }
    const probe_t probe = make_probe(pool, argv + 1);
    while ((length = getline(&line, &size, stdin)) > 0) {
        if (apr_pool_create(&line_pool, pool) != APR_SUCCESS) {
            fail("no memory", "APR");
        }
        json_object *in = lz_json_parse(line_pool, line, (apr_size_t)length, LZ_JSON_OBJECT,
                                        &reason);
        if (!in) {
            fail(reason, line);
        }
        perform(&probe, line_pool, in);
        apr_pool_destroy(line_pool);
    }
    free(line);
    apr_pool_destroy(pool);
    apr_terminate();
    return 0;
}
