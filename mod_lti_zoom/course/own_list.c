/* SPDX-License-Identifier: Apache-2.0 */
#include "own_list.h"

#include <stdlib.h>
#include <string.h>

static int by_place(const void *a, const void *b)
{
    const lz_meeting_t *one = a;
    const lz_meeting_t *other = b;
    if (one->starts_at != other->starts_at) {
        return one->starts_at < other->starts_at ? -1 : 1;
    }
    const int order = strcmp(one->id, other->id);
    return order ? order : strcmp(one->occurrence_id, other->occurrence_id);
}

static int is_behind(apr_pool_t *pool, const lz_meeting_t *meeting,
                     const lz_meeting_place_t *behind)
{
    if (!behind->key || meeting->starts_at != behind->starts_at) {
        return !behind->key || meeting->starts_at > behind->starts_at;
    }
    return strcmp(lz_meeting_key(pool, meeting), behind->key) > 0;
}

static const lz_meeting_t *course_row(const lz_own_list_t *own, const char *id,
                                      const apr_time_t *starts_at)
{
    for (int i = 0; i < own->course->nelts; i++) {
        const lz_meeting_t *meeting = &APR_ARRAY_IDX(own->course, i, lz_meeting_t);
        if (strcmp(meeting->id, id) == 0 && (!starts_at || meeting->starts_at == *starts_at)) {
            return meeting;
        }
    }
    return NULL;
}

const lz_meeting_t *lz_own_in_course(const lz_own_list_t *own, const char *id)
{
    return course_row(own, id, NULL);
}

/* What is known here, and Zoom's list does not say. */
static void take_known(const lz_own_list_t *own, lz_meeting_t *meeting)
{
    const lz_meeting_t *known = course_row(own, meeting->id, &meeting->starts_at);
    if (known) {
        meeting->uuid = *known->occurrence_id ? known->uuid : meeting->uuid;
        meeting->occurrence_id = known->occurrence_id;
        meeting->position = known->position;
        meeting->count = known->count;
    } else {
        known = lz_own_in_course(own, meeting->id);
    }
    if (known) {
        meeting->status = known->status;
        meeting->alternative_hosts = known->alternative_hosts;
        meeting->scheduled_by = known->scheduled_by;
        meeting->sections = known->sections;
    }
}

apr_array_header_t *lz_own_rows(const lz_own_list_t *own, const lz_meeting_place_t *behind)
{
    apr_pool_t *pool = own->snapshots->env->pool;
    const apr_time_t now = lz_now(own->snapshots->env->clock);
    apr_array_header_t *rows = apr_array_make(pool, 64, sizeof(lz_meeting_t));
    for (size_t i = 0; i < json_object_array_length(own->list); i++) {
        lz_meeting_t *meeting = lz_snapshot_of_row(own->snapshots,
                                                   json_object_array_get_idx(own->list, i), now);
        if (!meeting) {
            continue;
        }
        take_known(own, meeting);
        meeting->host_name = own->name;
        if (is_behind(pool, meeting, behind)) {
            *(lz_meeting_t *)apr_array_push(rows) = *meeting;
        }
    }
    qsort(rows->elts, (size_t)rows->nelts, sizeof(lz_meeting_t), by_place);
    return rows;
}
