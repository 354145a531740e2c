/* SPDX-License-Identifier: Apache-2.0 */
#include "reconcile.h"

#include <string.h>

#include <apr_strings.h>

/* A host may start this long before the time. */
#define DUE_BEFORE      apr_time_from_sec(15 * 60)

/* Zoom's lists reach six months; a meeting near that horizon or beyond is looked at once a day. */
#define LIST_HORIZON    apr_time_from_sec(150 * 24 * 3600)
#define LOOK_BEYOND     apr_time_from_sec(24 * 3600)

static void add_look(lz_reconcile_t *reconcile, const lz_meeting_t *known)
{
    lz_look_t *look = apr_array_push(reconcile->looks);
    look->known = known;
    look->call = (lz_zoom_call_t){
        .operation = LZ_ZOOM_MEETING_GET, .path_parameter = known->id,
        .query = lz_dates_query(reconcile->snapshots->env->pool, reconcile->dates, known->id)
    };
}

static const lz_look_t *look_at(const lz_reconcile_t *reconcile, const lz_meeting_t *known)
{
    for (int i = 0; i < reconcile->looks->nelts; i++) {
        const lz_look_t *look = &APR_ARRAY_IDX(reconcile->looks, i, lz_look_t);
        if (look->known == known) {
            return look;
        }
    }
    return NULL;
}

/* May it be running? */
static int is_due(const lz_reconcile_t *reconcile, const lz_meeting_t *known)
{
    if (known->status == LZ_MEETING_STARTED) {
        return 1;
    }
    if (known->type == LZ_TYPE_SERIES && known->dates_at) {
        return lz_dates_due(reconcile->dates, known->id, reconcile->asked_at + DUE_BEFORE,
                            reconcile->asked_at);
    }
    return known->starts_at != LZ_NO_FIXED_TIME
           && known->starts_at - DUE_BEFORE <= reconcile->asked_at;
}

void lz_reconcile_begin(lz_reconcile_t *reconcile)
{
    reconcile->looks = apr_array_make(reconcile->snapshots->env->pool, 4, sizeof(lz_look_t));
    for (int i = 0; i < reconcile->known->nelts; i++) {
        const lz_meeting_t *known = &APR_ARRAY_IDX(reconcile->known, i, lz_meeting_t);
        if (reconcile->looks->nelts < LZ_LOOKS_MAX
            && (known->in_doubt
                || (known->status != LZ_MEETING_GONE && is_due(reconcile, known)))) {
            add_look(reconcile, known);
        }
    }
}

/* The meeting's row of the list, of a series that of its next date; NULL when it has none. */
static lz_meeting_t *listed(const lz_reconcile_t *reconcile, const char *id)
{
    const size_t n = reconcile->list ? json_object_array_length(reconcile->list) : 0;
    lz_meeting_t *next = NULL;
    for (size_t i = 0; i < n; i++) {
        json_object *row = json_object_array_get_idx(reconcile->list, i);
        const char *row_id = lz_json_string(row, "id");
        if (!row_id || strcmp(row_id, id) != 0) {
            continue;
        }
        lz_meeting_t *one = lz_snapshot_of_row(reconcile->snapshots, row, reconcile->asked_at);
        if (one && (!next || one->starts_at < next->starts_at)) {
            next = one;
        }
    }
    return next;
}

/* Is the list's silence about this meeting a surprise? */
static int should_be_listed(const lz_reconcile_t *reconcile, const lz_meeting_t *known)
{
    if (known->status == LZ_MEETING_GONE || known->ends_at <= reconcile->asked_at
        || known->snapshot_at > reconcile->asked_at) {
        return 0;
    }
    return known->starts_at == LZ_NO_FIXED_TIME
           || known->starts_at < reconcile->asked_at + LIST_HORIZON
           || known->snapshot_at < reconcile->asked_at - LOOK_BEYOND;
}

/* Do the dates of a series have to be read? */
static int wants_dates(const lz_reconcile_t *reconcile, const lz_meeting_t *known)
{
    const apr_time_t now = reconcile->asked_at;
    int silent = 0;
    if (known->type != LZ_TYPE_SERIES || known->status == LZ_MEETING_GONE) {
        return 0;
    }
    if (!known->dates_at) {
        return 1;
    }
    return known->snapshot_at <= now
           && (lz_dates_differ(reconcile->dates, known->id, reconcile->list, now,
                               now + LIST_HORIZON, &silent)
               || (silent && known->dates_at < now - LZ_DATES_FRESH));
}

int lz_reconcile_missing(lz_reconcile_t *reconcile)
{
    int added = 0;
    for (int i = 0; i < reconcile->known->nelts; i++) {
        const lz_meeting_t *known = &APR_ARRAY_IDX(reconcile->known, i, lz_meeting_t);
        if (reconcile->looks->nelts < LZ_LOOKS_MAX && !look_at(reconcile, known)
            && (wants_dates(reconcile, known)
                || (should_be_listed(reconcile, known) && !listed(reconcile, known->id)))) {
            add_look(reconcile, known);
            added++;
        }
    }
    return added;
}

static lz_meeting_t *copy_of(const lz_reconcile_t *reconcile, const lz_meeting_t *known)
{
    lz_meeting_t *copy = apr_pmemdup(reconcile->snapshots->env->pool, known, sizeof(*known));
    copy->snapshot_at = reconcile->asked_at;
    copy->status_unseen = 0;
    return copy;
}

static lz_meeting_t *gone(const lz_reconcile_t *reconcile, const lz_meeting_t *known)
{
    lz_meeting_t *row = copy_of(reconcile, known);
    row->status = LZ_MEETING_GONE;
    row->ends_at = lz_snapshot_gone_until(known, reconcile->asked_at);
    return row;
}

static lz_meeting_t *ended(const lz_reconcile_t *reconcile, const lz_meeting_t *known)
{
    lz_meeting_t *row = copy_of(reconcile, known);
    row->status = LZ_MEETING_ENDED;
    return row;
}

/* A list does not say whether what is ahead has been started already. */
static void keep_status(lz_meeting_t *row, const lz_meeting_t *known)
{
    if (row->status == LZ_MEETING_WAITING
        && (known->status == LZ_MEETING_WAITING || known->status == LZ_MEETING_STARTED)) {
        row->status = known->status;
        row->status_at = known->status_at;
        row->status_unseen = 1;
        row->uuid = *known->uuid && known->status == LZ_MEETING_STARTED ? known->uuid : row->uuid;
    }
}

/* The look's answer as a row. */
static lz_meeting_t *seen(const lz_reconcile_t *reconcile, const lz_meeting_t *known,
                          json_object *answer)
{
    lz_meeting_t *row = lz_snapshot_of_series(reconcile->snapshots, answer, reconcile->asked_at,
                                              reconcile->dates);
    if (row) {
        row->in_doubt = known->in_doubt;
    }
    return row;
}

/* A series' row of a list has its topic and link; when its dates are is known here. */
static void keep_dates(const lz_reconcile_t *reconcile, lz_meeting_t *row,
                       const lz_meeting_t *known)
{
    if (known->type != LZ_TYPE_SERIES || !known->dates_at) {
        return;
    }
    row->starts_at = known->starts_at;
    row->ends_at = known->ends_at;
    row->duration = known->duration;
    lz_dates_pass(row, reconcile->dates, reconcile->asked_at);
    row->status = row->ends_at > reconcile->asked_at ? LZ_MEETING_WAITING : LZ_MEETING_ENDED;
}

/* What is known now; NULL: nothing new. */
static lz_meeting_t *outcome(const lz_reconcile_t *reconcile, const lz_meeting_t *known)
{
    const lz_look_t *look = look_at(reconcile, known);
    if (look && !look->call.problem) {
        return seen(reconcile, known, look->call.answer);
    }
    if (look && look->call.problem->id == LZ_P_ZOOM_GONE) {
        return known->status == LZ_MEETING_GONE ? NULL : gone(reconcile, known);
    }
    lz_meeting_t *row = listed(reconcile, known->id);
    if (row) {
        lz_snapshot_keep_agenda(row, known);
        keep_dates(reconcile, row, known);
        keep_status(row, known);
        return row;
    }
    if (known->status == LZ_MEETING_STARTED && known->ends_at <= reconcile->asked_at) {
        return ended(reconcile, known);
    }
    return NULL;
}

/* A row that is old enough to be looked at again is written for its new age. */
static int is_news(const lz_reconcile_t *reconcile, const lz_meeting_t *now,
                   const lz_meeting_t *known)
{
    return known->snapshot_at < reconcile->asked_at - LOOK_BEYOND
           || (now->dates_at && known->dates_at < reconcile->asked_at - LZ_DATES_FRESH)
           || now->dates || known->in_doubt
           || !lz_snapshot_same(reconcile->snapshots, now, known);
}

void lz_reconcile_end(lz_reconcile_t *reconcile)
{
    reconcile->changed = apr_array_make(reconcile->snapshots->env->pool, 4, sizeof(lz_meeting_t));
    for (int i = 0; i < reconcile->known->nelts; i++) {
        const lz_meeting_t *known = &APR_ARRAY_IDX(reconcile->known, i, lz_meeting_t);
        const lz_meeting_t *now = outcome(reconcile, known);
        if (now && is_news(reconcile, now, known)) {
            *(lz_meeting_t *)apr_array_push(reconcile->changed) = *now;
        }
    }
}
