/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recordings in Zoom's cloud of the meetings that courses have, as we last knew them, and for whom
 * a course has published them. Links and passcodes of recordings have no place here.
 *
 * What is known of a host's recordings reaches back to since; it is read again whole now and then,
 * and its latest part more often.
 */
#ifndef LZ_STORE_RECORDINGS_H
#define LZ_STORE_RECORDINGS_H

#include <apr_tables.h>

#include "store.h"

typedef struct lz_recording_t {
    const char *account;
    const char *uuid;           /* Zoom's text */
    const char *meeting_id;
    const char *host_id;
    const char *topic;
    apr_time_t  starts_at;
    int         duration;       /* minutes */
    apr_int64_t total_size;     /* bytes */
    int         file_count;
    const char *auto_delete;    /* "2026-12-24", "" when it stays */
    apr_time_t  snapshot_at;    /* when it was asked for */
} lz_recording_t;

typedef enum lz_published_e {
    LZ_PUBLISHED_UNSAID = -1,   /* as the course has it for all */
    LZ_PUBLISHED_NO,
    LZ_PUBLISHED_YES
} lz_published_e;

/* For whom a course shows a recording. */
typedef struct lz_publication_t {
    lz_published_e published;
    apr_time_t     from;        /* 0: at once */
    apr_time_t     until;       /* 0: for good */
    const char    *changed_by;  /* lz_session_t.person, "" */
    const char    *changer;     /* read only: their name, "" when unknown */
    apr_time_t     changed_at;  /* 0: never */
    const char    *sections;    /* that were chosen for it (sections.h); NULL: those of its
                                   meeting */
} lz_publication_t;

/* A recording as a course has it. */
typedef struct lz_course_recording_t {
    lz_recording_t   recording;
    lz_publication_t publication;
    const char      *timezone;  /* of the meeting */
    const char      *share;     /* Zoom's share_recording as last seen, "" when never */
    const char      *sections;  /* that the meeting is for, in this course */
} lz_course_recording_t;

typedef struct lz_recording_host_t {
    const char *id;
    apr_time_t  added_at;       /* when the course last got a meeting of theirs that may have been
                                   held before */
    apr_time_t  listed_at;      /* when the latest recordings were asked for */
    apr_time_t  whole_at;       /* when all since then were */
    apr_time_t  since;
    apr_time_t  changed_at;     /* when Zoom last told of a change */
} lz_recording_host_t;

/* Who hosts meetings of the course, as lz_recording_host_t. */
const lz_problem_t *lz_store_recording_hosts(lz_store_t *store, const char *course,
                                             const char *account, apr_array_header_t **hosts)
    __attribute__((warn_unused_result));

/* Ids of the host's meetings that some course has, as const char *. */
const lz_problem_t *lz_store_recorded_meetings(lz_store_t *store, const char *account,
                                               const char *host_id, apr_array_header_t **ids)
    __attribute__((warn_unused_result));

/*
 * The course's recordings from and before those instants, the latest first, at most limit
 * lz_course_recording_t; of one that is gone nothing.
 */
const lz_problem_t *lz_store_course_recordings(lz_store_t *store, const char *course,
                                               const char *account, apr_time_t from,
                                               apr_time_t before, int limit,
                                               apr_array_header_t **recordings)
    __attribute__((warn_unused_result));

/* *recording is NULL when the course has none of that UUID. */
const lz_problem_t *lz_store_course_recording(lz_store_t *store, const char *course,
                                              const char *account, const char *uuid,
                                              lz_course_recording_t **recording)
    __attribute__((warn_unused_result));

/* Writes a snapshot, unless a later one stands. */
const lz_problem_t *lz_store_put_recording(lz_store_t *store, const lz_recording_t *recording)
    __attribute__((warn_unused_result));

/* A list of the host's recordings from and before those instants was whole: the others are gone. */
const lz_problem_t *lz_store_recordings_listed(lz_store_t *store, const char *account,
                                               const lz_recording_host_t *host, apr_time_t from,
                                               apr_time_t before, apr_time_t asked_at)
    __attribute__((warn_unused_result));

/* How many of the meeting are known. */
const lz_problem_t *lz_store_meeting_recordings(lz_store_t *store, const char *account,
                                                const char *id, int *count)
    __attribute__((warn_unused_result));

/* Zoom has it no longer, as of then. */
const lz_problem_t *lz_store_recording_gone(lz_store_t *store, const char *account,
                                            const char *uuid, apr_time_t when)
    __attribute__((warn_unused_result));

/*
 * The host's recordings have changed (NULL: any host's), old ones may have: the next view asks for
 * the latest, or for all. For events of Zoom.
 */
const lz_problem_t *lz_store_recordings_stale(lz_store_t *store, const char *account,
                                              const char *host_id, int old_ones)
    __attribute__((warn_unused_result));

/* What Zoom's sharing setting was seen to be. */
const lz_problem_t *lz_store_recording_share(lz_store_t *store, const char *account,
                                             const char *uuid, const char *share)
    __attribute__((warn_unused_result));

/* Writes for whom the course shows it; changed_at is now. */
const lz_problem_t *lz_store_publish(lz_store_t *store, const char *course, const char *account,
                                     const char *uuid, const lz_publication_t *publication)
    __attribute__((warn_unused_result));

/* The same for all of the course's, without dates; sections stay. *changed is how many. */
const lz_problem_t *lz_store_publish_all(lz_store_t *store, const char *course,
                                         const char *account, int published, const char *person,
                                         int *changed) __attribute__((warn_unused_result));

#endif
