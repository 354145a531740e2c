/* SPDX-License-Identifier: Apache-2.0 */
/* "All my Zoom meetings": the visitor's own list at Zoom, as rows of a page. */
#ifndef LZ_COURSE_OWN_LIST_H
#define LZ_COURSE_OWN_LIST_H

#include "snapshot.h"

typedef struct lz_own_list_t {
    const lz_snapshots_t     *snapshots;
    json_object              *list;     /* Zoom's array, as of refresh.h */
    const apr_array_header_t *course;   /* lz_meeting_t: rows of the course */
    const char               *name;     /* the visitor's, at Zoom */
} lz_own_list_t;

/* The course's row of that meeting (of its first date that is not over), or NULL. */
const lz_meeting_t *lz_own_in_course(const lz_own_list_t *own, const char *id);

/*
 * All rows behind a place, by start, as lz_meeting_t; those that are the course's too with what is
 * known of them.
 */
apr_array_header_t *lz_own_rows(const lz_own_list_t *own, const lz_meeting_place_t *behind);

#endif
