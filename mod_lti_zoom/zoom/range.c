/* SPDX-License-Identifier: Apache-2.0 */
#include "range.h"

#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "../base/json.h"
#include "../base/timestamp.h"

#define DAY apr_time_from_sec(24 * 3600)

/* "2026-11-30" */
static const char *date_of(apr_pool_t *pool, apr_time_t when)
{
    return apr_pstrmemdup(pool, lz_timestamp(pool, when), strlen("2026-11-30"));
}

static apr_time_t midnight_before(apr_time_t when)
{
    return when - when % DAY;
}

/*
 * How many windows the range takes. A window shares its last day with the next one: whether Zoom
 * counts that day in is not written down.
 */
static apr_int64_t windows_of(const lz_zoom_range_t *range)
{
    const apr_int64_t days = (midnight_before(range->to) - midnight_before(range->from)) / DAY;

    if (range->to < range->from) {
        return 0;
    }
    return days <= LZ_ZOOM_WINDOW_DAYS ? 1 : (days - 1) / LZ_ZOOM_WINDOW_DAYS + 1;
}

/* The call for the range's i-th window. */
static lz_zoom_call_t window_call(apr_pool_t *pool, const lz_zoom_call_t *call,
                                  const lz_zoom_range_t *range, apr_int64_t i)
{
    lz_zoom_call_t window = *call;
    const apr_time_t from = midnight_before(range->from) + i * LZ_ZOOM_WINDOW_DAYS * DAY;
    const apr_time_t to = from + LZ_ZOOM_WINDOW_DAYS * DAY;

    window.query = call->query ? apr_table_copy(pool, call->query) : apr_table_make(pool, 2);
    window.on_page = NULL;
    apr_table_setn(window.query, "from", date_of(pool, from));
    apr_table_setn(window.query, "to", date_of(pool, to < range->to ? to : range->to));
    return window;
}

static const char *start_of(const void *row)
{
    const char *text = lz_json_string(*(json_object *const *)row, "start_time");

    return text ? text : "";
}

/* Both are UTC in one form, so that their texts compare as their times do. */
static int later_first(const void *a, const void *b)
{
    return strcmp(start_of(b), start_of(a));
}

/* The rows of n windows as the call's answer, or the first problem of theirs. */
static void merge(apr_pool_t *pool, lz_zoom_call_t *call, const lz_zoom_call_t *windows,
                  apr_int64_t n)
{
    const char *list = lz_zoom_operation(call->operation)->list;
    json_object *answer = lz_json_adopt(pool, json_object_new_object());
    json_object *all = json_object_new_array();
    apr_hash_t *seen = apr_hash_make(pool);

    lz_json_put(answer, list, all);
    for (apr_int64_t i = 0; i < n; i++) {
        json_object *rows = lz_json_array(windows[i].answer, list);

        if (windows[i].problem) {
            call->problem = windows[i].problem;
            return;
        }
        for (size_t k = 0; k < json_object_array_length(rows); k++) {
            json_object *row = json_object_array_get_idx(rows, k);
            const char *uuid = lz_json_string(row, "uuid");

            if (uuid && !apr_hash_get(seen, uuid, APR_HASH_KEY_STRING)) {
                apr_hash_set(seen, uuid, APR_HASH_KEY_STRING, uuid);
                lz_json_push(all, json_object_get(row));
            }
        }
    }
    json_object_array_sort(all, later_first);
    call->answer = answer;
}

void lz_zoom_perform_ranges(const lz_env_t *env, const lz_account_t *account,
                            lz_zoom_call_t *calls, const lz_zoom_range_t *ranges, int n)
{
    apr_array_header_t *windows = apr_array_make(env->pool, n, sizeof(lz_zoom_call_t));
    int first = 0;

    for (int i = 0; i < n; i++) {
        const apr_int64_t needed = windows_of(&ranges[i]);

        calls[i].answer = NULL;
        calls[i].problem = needed <= LZ_ZOOM_WINDOWS_MAX ? NULL
                         : lz_problem(env->pool, LZ_P_ZOOM_REFUSED, "%s: not asked over %"
                                      APR_INT64_T_FMT " months",
                                      lz_zoom_operation(calls[i].operation)->name, needed);
        for (apr_int64_t k = 0; k < needed && !calls[i].problem; k++) {
            APR_ARRAY_PUSH(windows, lz_zoom_call_t) = window_call(env->pool, &calls[i],
                                                                  &ranges[i], k);
        }
    }
    lz_zoom_perform(env, account, (lz_zoom_call_t *)windows->elts, windows->nelts);
    for (int i = 0; i < n; i++) {
        if (!calls[i].problem) {
            merge(env->pool, &calls[i], &APR_ARRAY_IDX(windows, first, lz_zoom_call_t),
                  windows_of(&ranges[i]));
            first += (int)windows_of(&ranges[i]);
        }
    }
}
