/* SPDX-License-Identifier: Apache-2.0 */
#include "previous_rows.h"

#include <stdlib.h>
#include <string.h>

#define MINUTE apr_time_from_sec(60)

/* A host may begin that long before the time, or the end, and it is that date nevertheless. */
#define EARLY  (60 * MINUTE)
#define LATE   (15 * MINUTE)

static lz_previous_row_t *row_at(const apr_array_header_t *rows, int i)
{
    return &APR_ARRAY_IDX(rows, i, lz_previous_row_t);
}

/* 1 when what began at that time, of the meeting of that id, is this date. */
static int is_within(const lz_meeting_t *date, const char *id, apr_time_t began_at)
{
    return strcmp(date->id, id) == 0 && began_at >= date->starts_at - EARLY
           && began_at <= date->ends_at + LATE;
}

static int has_date(const apr_array_header_t *rows, const lz_meeting_t *meeting)
{
    for (int i = 0; i < rows->nelts; i++) {
        const lz_meeting_t *known = &row_at(rows, i)->meeting;
        if (strcmp(known->id, meeting->id) == 0
            && llabs(known->starts_at - meeting->starts_at) < MINUTE) {
            return 1;
        }
    }
    return 0;
}

static void add(apr_array_header_t *rows, const lz_meeting_t *meeting, int held)
{
    lz_previous_row_t *row = apr_array_push(rows);
    *row = (lz_previous_row_t){ .meeting = *meeting, .held = held };
    if (!held) {
        row->meeting.uuid = *meeting->occurrence_id ? meeting->uuid : "";
    }
}

/* Dates that Zoom's list has beyond those that are known here. */
static void add_listed(apr_array_header_t *rows, const apr_array_header_t *facts)
{
    for (int i = 0; i < facts->nelts; i++) {
        const lz_past_t *fact = &APR_ARRAY_IDX(facts, i, lz_past_t);
        if (!fact->held && !has_date(rows, &fact->meeting)) {
            add(rows, &fact->meeting, 0);
        }
    }
}

/* What was held within a date and nearest to its start; -1: nothing that is not taken. */
static int nearest_fact(const apr_array_header_t *facts, const char *taken,
                        const lz_meeting_t *date)
{
    int nearest = -1;
    apr_time_t distance = 0;
    for (int i = 0; i < facts->nelts; i++) {
        const lz_past_t *fact = &APR_ARRAY_IDX(facts, i, lz_past_t);
        const apr_time_t apart = llabs(fact->meeting.starts_at - date->starts_at);
        if (fact->held && !taken[i] && is_within(date, fact->meeting.id, fact->meeting.starts_at)
            && (nearest < 0 || apart < distance)) {
            nearest = i;
            distance = apart;
        }
    }
    return nearest;
}

/* Who began again within the hour has met twice. */
static void add_held(apr_pool_t *pool, apr_array_header_t *rows, const apr_array_header_t *facts)
{
    char *taken = apr_pcalloc(pool, (apr_size_t)facts->nelts + 1);
    const int dates = rows->nelts;
    for (int i = 0; i < dates; i++) {
        const int nearest = nearest_fact(facts, taken, &row_at(rows, i)->meeting);
        if (nearest >= 0) {
            row_at(rows, i)->meeting.uuid = APR_ARRAY_IDX(facts, nearest, lz_past_t).meeting.uuid;
            row_at(rows, i)->held = 1;
            taken[nearest] = 1;
        }
    }
    for (int i = 0; i < facts->nelts; i++) {
        const lz_past_t *fact = &APR_ARRAY_IDX(facts, i, lz_past_t);
        if (fact->held && !taken[i]) {
            add(rows, &fact->meeting, 1);
        }
    }
}

/* A recording says too that it was held, and when. */
static void add_recordings(const apr_array_header_t *rows, const apr_array_header_t *recordings)
{
    for (int i = 0; i < recordings->nelts; i++) {
        const lz_recording_t *recording = &APR_ARRAY_IDX(recordings, i,
                                                         lz_course_recording_t).recording;
        lz_previous_row_t *row = NULL;
        for (int j = 0; j < rows->nelts && !row; j++) {
            row = strcmp(row_at(rows, j)->meeting.uuid, recording->uuid) == 0 ? row_at(rows, j)
                                                                              : NULL;
        }
        for (int j = 0; j < rows->nelts && !row; j++) {
            const int fits = !row_at(rows, j)->held
                             && is_within(&row_at(rows, j)->meeting, recording->meeting_id,
                                          recording->starts_at);
            row = fits ? row_at(rows, j) : NULL;
        }
        if (row) {
            row->meeting.uuid = recording->uuid;
            row->held = row->recorded = 1;
        }
    }
}

static int latest_first(const void *a, const void *b)
{
    const lz_meeting_t *one = &((const lz_previous_row_t *)a)->meeting;
    const lz_meeting_t *other = &((const lz_previous_row_t *)b)->meeting;
    if (one->starts_at != other->starts_at) {
        return one->starts_at > other->starts_at ? -1 : 1;
    }
    const int order = strcmp(other->id, one->id);
    return order ? order : strcmp(other->occurrence_id, one->occurrence_id);
}

apr_array_header_t *lz_previous_rows(apr_pool_t *pool, const apr_array_header_t *dates,
                                     const apr_array_header_t *facts,
                                     const apr_array_header_t *recordings)
{
    apr_array_header_t *rows = apr_array_make(pool, dates->nelts + facts->nelts + 1,
                                              sizeof(lz_previous_row_t));
    for (int i = 0; i < dates->nelts; i++) {
        add(rows, &APR_ARRAY_IDX(dates, i, lz_meeting_t), 0);
    }
    add_listed(rows, facts);
    add_held(pool, rows, facts);
    add_recordings(rows, recordings);
    qsort(rows->elts, (size_t)rows->nelts, sizeof(lz_previous_row_t), latest_first);
    return rows;
}

int lz_previous_is_behind(apr_pool_t *pool, const lz_previous_row_t *row,
                          const lz_meeting_place_t *place)
{
    const lz_meeting_t *meeting = &row->meeting;
    if (!place->key || meeting->starts_at != place->starts_at) {
        return !place->key || meeting->starts_at < place->starts_at;
    }
    return strcmp(lz_meeting_key(pool, meeting), place->key) < 0;
}
