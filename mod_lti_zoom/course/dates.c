/* SPDX-License-Identifier: Apache-2.0 */
#include "dates.h"

#include <string.h>

#include "../base/timestamp.h"

#define MINUTE          apr_time_from_sec(60)
#define DURATION_MAX    (24 * 60 * 31)

/* A host may start this long before the time. */
#define DUE_BEFORE      apr_time_from_sec(15 * 60)

/* Zoom answers with no more dates than so many; up to the other number past ones have room. */
#define ANSWERED_MAX    50
#define WITH_PAST_MAX   40

static const lz_date_t *date_at(const apr_array_header_t *dates, int i)
{
    return &APR_ARRAY_IDX(dates, i, lz_date_t);
}

static int is_of(const lz_date_t *date, const char *id)
{
    return strcmp(date->meeting_id, id) == 0;
}

static int is_over(const lz_date_t *date, apr_time_t now)
{
    return date->status == LZ_MEETING_GONE
           || (date->ends_at <= now && date->status != LZ_MEETING_STARTED);
}

const lz_date_t *lz_dates_find(const apr_array_header_t *known, const char *id,
                               const char *occurrence_id)
{
    for (int i = 0; known && i < known->nelts; i++) {
        const lz_date_t *date = date_at(known, i);
        if (is_of(date, id) && strcmp(date->occurrence_id, occurrence_id) == 0) {
            return date;
        }
    }
    return NULL;
}

apr_table_t *lz_dates_query(apr_pool_t *pool, const apr_array_header_t *known, const char *id)
{
    int n = 0;
    for (int i = 0; known && i < known->nelts; i++) {
        n += is_of(date_at(known, i), id) && date_at(known, i)->status != LZ_MEETING_GONE;
    }
    if (n == 0 || n > WITH_PAST_MAX) {
        return NULL;
    }
    apr_table_t *query = apr_table_make(pool, 1);
    apr_table_setn(query, "show_previous_occurrences", "true");
    return query;
}

/* --- one date --------------------------------------------------------------------------------- */

/* 0 when it has no id or no time. */
static int read_date(json_object *json, const lz_meeting_t *meeting, lz_date_t *date)
{
    const char *id = lz_json_string(json, "occurrence_id");
    const char *start = lz_json_string(json, "start_time");
    const char *status = lz_json_string(json, "status");
    apr_int64_t duration = meeting->duration;
    (void)lz_json_int64(json, "duration", &duration);
    *date = (lz_date_t){ .meeting_id = meeting->id, .occurrence_id = id ? id : "", .uuid = "" };
    if (!*date->occurrence_id || !start || !lz_timestamp_parse(start, &date->starts_at)) {
        return 0;
    }
    date->duration = duration > 0 && duration <= DURATION_MAX ? (int)duration : 0;
    date->ends_at = date->starts_at + date->duration * MINUTE;
    if (status && strcmp(status, "deleted") == 0) {
        date->status = LZ_MEETING_GONE;
    }
    return 1;
}

static int same(const lz_date_t *a, const lz_date_t *b)
{
    return a->starts_at == b->starts_at && a->ends_at == b->ends_at && a->status == b->status
           && strcmp(a->uuid, b->uuid) == 0;
}

static void pass(lz_date_t *date, apr_time_t now)
{
    if (date->status == LZ_MEETING_WAITING && date->ends_at <= now) {
        date->status = LZ_MEETING_ENDED;
    }
}

/* --- all of them ------------------------------------------------------------------------------ */

/* What the answer says of each date; a series whose answer names none is left as it is known. */
static apr_array_header_t *answered(apr_pool_t *pool, const lz_meeting_t *meeting,
                                    json_object *answer, const apr_array_header_t *known)
{
    json_object *list = lz_json_array(answer, "occurrences");
    const size_t n = list ? json_object_array_length(list) : 0;
    apr_array_header_t *all = apr_array_make(pool, 16, sizeof(lz_date_t));
    for (size_t i = 0; i < n; i++) {
        lz_date_t date;
        if (!read_date(json_object_array_get_idx(list, i), meeting, &date)) {
            continue;
        }
        const lz_date_t *before = lz_dates_find(known, meeting->id, date.occurrence_id);
        date.uuid = before ? before->uuid : "";
        pass(&date, meeting->snapshot_at);
        *(lz_date_t *)apr_array_push(all) = date;
    }
    return all;
}

/* The answer is silent about what lies behind this. */
static apr_time_t end_of(const apr_array_header_t *answered)
{
    apr_time_t last = 0;
    for (int i = 0; i < answered->nelts; i++) {
        const lz_date_t *date = date_at(answered, i);
        last = date->starts_at > last ? date->starts_at : last;
    }
    return answered->nelts >= ANSWERED_MAX ? last : APR_INT64_MAX;
}

/* Those that the answer leaves out: past ones stay, others are gone, unless it names none. */
static void add_known(apr_array_header_t *all, const lz_meeting_t *meeting,
                      const apr_array_header_t *known)
{
    const int named = all->nelts;
    const apr_time_t end = end_of(all);
    for (int i = 0; known && i < known->nelts; i++) {
        lz_date_t date = *date_at(known, i);
        if (!is_of(&date, meeting->id)
            || lz_dates_find(all, meeting->id, date.occurrence_id)) {
            continue;
        }
        if (date.starts_at > meeting->snapshot_at && date.starts_at <= end
            && (named || meeting->type != LZ_TYPE_SERIES)) {
            date.status = LZ_MEETING_GONE;
        }
        if (date.status == LZ_MEETING_STARTED) {
            date.status = LZ_MEETING_WAITING;
        }
        pass(&date, meeting->snapshot_at);
        *(lz_date_t *)apr_array_push(all) = date;
    }
}

/* The latest that has begun or is about to; else the first that is ahead; NULL: there is none. */
static lz_date_t *running(apr_array_header_t *all, apr_time_t now)
{
    lz_date_t *begun = NULL;
    lz_date_t *ahead = NULL;
    for (int i = 0; i < all->nelts; i++) {
        lz_date_t *date = &APR_ARRAY_IDX(all, i, lz_date_t);
        if (date->status == LZ_MEETING_GONE) {
            continue;
        }
        if (date->starts_at - DUE_BEFORE <= now) {
            begun = begun && begun->starts_at > date->starts_at ? begun : date;
        } else {
            ahead = ahead && ahead->starts_at < date->starts_at ? ahead : date;
        }
    }
    return begun ? begun : ahead;
}

/* The one that runs or comes next, else the last. */
static const lz_date_t *next(const apr_array_header_t *all, const char *id, apr_time_t now)
{
    const lz_date_t *ahead = NULL;
    const lz_date_t *last = NULL;
    for (int i = 0; all && i < all->nelts; i++) {
        const lz_date_t *date = date_at(all, i);
        if (!is_of(date, id) || date->status == LZ_MEETING_GONE) {
            continue;
        }
        if (!is_over(date, now) && (!ahead || date->starts_at < ahead->starts_at)) {
            ahead = date;
        }
        if (!last || date->starts_at > last->starts_at) {
            last = date;
        }
    }
    return ahead ? ahead : last;
}

static void take_times(lz_meeting_t *meeting, const lz_date_t *date)
{
    if (date) {
        meeting->starts_at = date->starts_at;
        meeting->ends_at = date->ends_at;
        meeting->duration = date->duration;
    }
}

/* What is other than known is to be written. */
static void take_news(apr_pool_t *pool, lz_meeting_t *meeting, const apr_array_header_t *all,
                      const apr_array_header_t *known)
{
    meeting->dates = NULL;
    for (int i = 0; i < all->nelts; i++) {
        const lz_date_t *date = date_at(all, i);
        const lz_date_t *before = lz_dates_find(known, meeting->id, date->occurrence_id);
        if (before ? same(before, date) : date->status == LZ_MEETING_GONE) {
            continue;
        }
        if (!meeting->dates) {
            meeting->dates = apr_array_make(pool, all->nelts, sizeof(lz_date_t));
        }
        *(lz_date_t *)apr_array_push(meeting->dates) = *date;
    }
}

static void start(lz_date_t *date, const char *uuid)
{
    if (date) {
        date->status = LZ_MEETING_STARTED;
        date->uuid = uuid;
    }
}

void lz_dates_merge(apr_pool_t *pool, lz_meeting_t *meeting, json_object *answer,
                    const apr_array_header_t *known)
{
    apr_array_header_t *all = answered(pool, meeting, answer, known);
    const char *status = lz_json_string(answer, "status");
    add_known(all, meeting, known);
    if (status && strcmp(status, "started") == 0 && meeting->type == LZ_TYPE_SERIES) {
        start(running(all, meeting->snapshot_at), meeting->uuid);
    }
    take_news(pool, meeting, all, known);
    if (meeting->type == LZ_TYPE_SERIES) {
        take_times(meeting, next(all, meeting->id, meeting->snapshot_at));
    }
}

void lz_dates_status(apr_pool_t *pool, lz_meeting_t *meeting, const apr_array_header_t *known,
                     lz_meeting_status_e status, const char *uuid, apr_time_t at)
{
    apr_array_header_t *all = apr_array_copy(pool, known);
    for (int i = 0; i < all->nelts; i++) {
        lz_date_t *date = &APR_ARRAY_IDX(all, i, lz_date_t);
        if (date->status == LZ_MEETING_STARTED) {
            date->status = date->ends_at > at ? LZ_MEETING_WAITING : LZ_MEETING_ENDED;
        }
    }
    if (status == LZ_MEETING_STARTED) {
        start(running(all, at), uuid);
    }
    take_news(pool, meeting, all, known);
}

void lz_dates_pass(lz_meeting_t *meeting, const apr_array_header_t *known, apr_time_t now)
{
    take_times(meeting, next(known, meeting->id, now));
}

int lz_dates_due(const apr_array_header_t *known, const char *id, apr_time_t begun_by,
                 apr_time_t now)
{
    for (int i = 0; known && i < known->nelts; i++) {
        const lz_date_t *date = date_at(known, i);
        if (is_of(date, id) && !is_over(date, now) && date->starts_at <= begun_by) {
            return 1;
        }
    }
    return 0;
}

static void put_date(apr_array_header_t *dates, const lz_date_t *date)
{
    for (int i = 0; i < dates->nelts; i++) {
        lz_date_t *one = &APR_ARRAY_IDX(dates, i, lz_date_t);
        if (is_of(one, date->meeting_id)
            && strcmp(one->occurrence_id, date->occurrence_id) == 0) {
            *one = *date;
            return;
        }
    }
    *(lz_date_t *)apr_array_push(dates) = *date;
}

void lz_dates_replace(apr_pool_t *pool, apr_array_header_t *all, lz_meeting_t *meeting,
                      const lz_date_t *date)
{
    if (!meeting->dates) {
        meeting->dates = apr_array_make(pool, 1, sizeof(lz_date_t));
    }
    put_date(all, date);
    put_date(meeting->dates, date);
    take_times(meeting, next(all, meeting->id, meeting->snapshot_at));
}

/* --- against a list --------------------------------------------------------------------------- */

static int has_start(const apr_array_header_t *known, const char *id, apr_time_t start,
                     apr_int64_t duration, apr_time_t now)
{
    for (int i = 0; known && i < known->nelts; i++) {
        const lz_date_t *date = date_at(known, i);
        if (is_of(date, id) && !is_over(date, now) && date->starts_at == start
            && date->duration == duration) {
            return 1;
        }
    }
    return 0;
}

/* Dates that a list must have. */
static int ahead(const apr_array_header_t *known, const char *id, apr_time_t now,
                 apr_time_t horizon)
{
    int n = 0;
    for (int i = 0; known && i < known->nelts; i++) {
        const lz_date_t *date = date_at(known, i);
        n += is_of(date, id) && !is_over(date, now) && date->ends_at > now
             && date->starts_at < horizon;
    }
    return n;
}

int lz_dates_differ(const apr_array_header_t *known, const char *id, json_object *rows,
                    apr_time_t now, apr_time_t horizon, int *silent)
{
    const size_t n = rows ? json_object_array_length(rows) : 0;
    int listed = 0;
    int strange = 0;
    for (size_t i = 0; i < n; i++) {
        json_object *row = json_object_array_get_idx(rows, i);
        const char *row_id = lz_json_string(row, "id");
        const char *start = lz_json_string(row, "start_time");
        apr_time_t starts_at = 0;
        apr_int64_t duration = 0;
        if (!row_id || strcmp(row_id, id) != 0 || !start
            || !lz_timestamp_parse(start, &starts_at)) {
            continue;
        }
        (void)lz_json_int64(row, "duration", &duration);
        listed += starts_at < horizon;
        strange += !has_start(known, id, starts_at, duration, now);
    }
    const int expected = ahead(known, id, now, horizon);
    *silent = listed == 1 && expected > 1;
    return !*silent && (strange > 0 || listed < expected);
}

/* --- one date as a row ------------------------------------------------------------------------ */

void lz_dates_apply(lz_meeting_t *meeting, const lz_date_t *date, const apr_array_header_t *all)
{
    take_times(meeting, date);
    meeting->occurrence_id = date->occurrence_id;
    meeting->uuid = date->uuid;
    if (meeting->status != LZ_MEETING_GONE) {
        meeting->status = date->status;
    }
    meeting->position = meeting->count = 0;
    for (int i = 0; i < all->nelts; i++) {
        const lz_date_t *one = date_at(all, i);
        if (is_of(one, meeting->id) && one->status != LZ_MEETING_GONE) {
            meeting->count++;
            meeting->position += one->starts_at <= date->starts_at;
        }
    }
}
