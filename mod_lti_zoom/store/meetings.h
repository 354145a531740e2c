/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which meetings belong to a course, and what we last knew of them and of their hosts. Zoom is the
 * truth; a snapshot is written over only by one that was taken later.
 */
#ifndef LZ_STORE_MEETINGS_H
#define LZ_STORE_MEETINGS_H

#include <apr_tables.h>

#include "store.h"

/* starts_at and ends_at of a meeting without a fixed time: after all others. */
#define LZ_NO_FIXED_TIME APR_INT64_MAX

typedef enum lz_meeting_status_e {
    LZ_MEETING_WAITING,
    LZ_MEETING_STARTED,     /* Zoom says so */
    LZ_MEETING_ENDED,
    LZ_MEETING_GONE         /* no longer at Zoom */
} lz_meeting_status_e;

/* Who scheduled it. */
typedef enum lz_scheduled_by_e {
    LZ_SCHEDULED_UNKNOWN,   /* and what is stored stays */
    LZ_SCHEDULED_BY_HOST,
    LZ_SCHEDULED_FOR_HOST   /* somebody else did, for the host */
} lz_scheduled_by_e;

/* How often a series takes place; Zoom's numbers, where they say all. */
typedef enum lz_rhythm_e {
    LZ_RHYTHM_UNKNOWN,      /* and what is stored stays */
    LZ_RHYTHM_DAILY,
    LZ_RHYTHM_WEEKLY,       /* on one or more days of each week */
    LZ_RHYTHM_MONTHLY,
    LZ_RHYTHM_OTHER         /* every second day, every third week, ... */
} lz_rhythm_e;

typedef struct lz_meeting_t {
    const char          *account;       /* Zoom's account id */
    const char          *id;
    const char          *host_id;
    const char          *uuid;
    const char          *topic;
    const char          *agenda;
    int                  type;          /* Zoom's number */
    apr_time_t           starts_at;     /* or LZ_NO_FIXED_TIME */
    apr_time_t           ends_at;
    int                  duration;      /* minutes */
    const char          *timezone;
    lz_meeting_status_e  status;
    const char          *join_link;     /* sealed (LZ_SEAL_ROW), "" when unknown */
    apr_time_t           snapshot_at;   /* when it was asked for */
    int                  status_unseen; /* the snapshot says nothing of status and uuid: they are
                                           those of status_at */
    apr_time_t           status_at;     /* when status and uuid were true; written only so */
    apr_time_t           changed_at;    /* read only: of the latest change that came singly */
    const char          *alternative_hosts; /* fingerprints (course/alternates.h); NULL: not known,
                                           and what is stored stays */
    lz_scheduled_by_e    scheduled_by;
    lz_rhythm_e          rhythm;        /* of a series */
    apr_time_t           dates_at;      /* of a series: when its dates were last read; 0: not */
    apr_array_header_t  *dates;         /* write only: lz_date_t to write with it, or NULL */
    apr_time_t           in_doubt;      /* a change was sent to Zoom then, and what came of it has
                                           not been noted; 0: no */
    const char          *host_name;     /* read only, from the host's row */
    apr_time_t           known_at;      /* read only: snapshot or host's list, the later one */
    int                  outdated;      /* read only: the host's list is, see events.h */
    const char          *occurrence_id; /* read only: the row is one date of a series, and times,
                                           uuid and status are the date's; else "" */
    int                  position;      /* read only: of the date among the series' known dates, */
    int                  count;         /* from 1 to this */
    const char          *sections;      /* read only: of the course that the row is read for, the
                                           sections that it is for (sections.h) */
} lz_meeting_t;

typedef struct lz_host_t {
    const char *id;
    apr_time_t  listed_at;              /* when its list was last asked for; 0: never, or before
                                           something changed (events.h) */
} lz_host_t;

/* "waiting", "started", "ended", "gone": the JSON's word too. */
const char *lz_meeting_status_name(lz_meeting_status_e status);

/* The status of that name; gone for any other. */
lz_meeting_status_e lz_meeting_status_of(const char *name);

/* Where a page of a list begins: behind this row. All zero for the first page. */
typedef struct lz_meeting_place_t {
    apr_time_t  starts_at;
    const char *key;                    /* lz_meeting_key() of the row; NULL: at the beginning */
} lz_meeting_place_t;

/* 1 for a row that is one date of a series. */
int lz_meeting_is_date(const lz_meeting_t *meeting);

/* What tells rows with the same start apart, and orders them: "id/occurrence_id". */
const char *lz_meeting_key(apr_pool_t *pool, const lz_meeting_t *meeting);

/*
 * The course's meetings that have not ended, by start, those without a fixed time last: at most
 * limit lz_meeting_t behind a place, and of a series each known date that is not over. host_id ""
 * for every host, else only that host's. What was deleted from within this course is left out.
 */
const lz_problem_t *lz_store_upcoming(lz_store_t *store, const char *course, const char *account,
                                      const char *host_id, const lz_meeting_place_t *behind,
                                      int limit, apr_array_header_t **meetings)
    __attribute__((warn_unused_result));

/* The hosts of those meetings, as lz_host_t. */
const lz_problem_t *lz_store_course_hosts(lz_store_t *store, const char *course,
                                          const char *account, apr_array_header_t **hosts)
    __attribute__((warn_unused_result));

/* A meeting of this course, ended or not; *meeting is NULL when the course has none of that id. */
const lz_problem_t *lz_store_course_meeting(lz_store_t *store, const char *course,
                                            const char *account, const char *id,
                                            lz_meeting_t **meeting)
    __attribute__((warn_unused_result));

/* The meeting, whoever has it; *meeting is NULL when there is none. */
const lz_problem_t *lz_store_meeting(lz_store_t *store, const char *account, const char *id,
                                     lz_meeting_t **meeting) __attribute__((warn_unused_result));

/* Every meeting of a host that some course has and that has not ended, as lz_meeting_t. */
const lz_problem_t *lz_store_host_meetings(lz_store_t *store, const char *account,
                                           const char *host_id, apr_array_header_t **meetings)
    __attribute__((warn_unused_result));

/* 1 in *known when some course has the meeting. */
const lz_problem_t *lz_store_meeting_known(lz_store_t *store, const char *account, const char *id,
                                           int *known) __attribute__((warn_unused_result));

/*
 * Writes a snapshot, with its dates, unless a later one stands. A doubt is over when the meeting
 * was looked at (dates and alternative hosts are known) LZ_DOUBT_LASTS after it arose, or when
 * lz_store_settle() says so.
 */
const lz_problem_t *lz_store_put_meeting(lz_store_t *store, const lz_meeting_t *meeting)
    __attribute__((warn_unused_result));

/*
 * A change of the meeting is about to be sent to Zoom: until what came of it is noted, views ask
 * for the host's list, however fresh it is, and look at the meeting singly, whatever becomes of
 * the request that sends it.
 */
#define LZ_DOUBT_LASTS apr_time_from_sec(60)
const lz_problem_t *lz_store_doubt(lz_store_t *store, const char *account, const char *id)
    __attribute__((warn_unused_result));

/* The same for a change that Zoom has told of: it has taken effect, so the next look settles it. */
const lz_problem_t *lz_store_look(lz_store_t *store, const char *account, const char *id)
    __attribute__((warn_unused_result));

/* What came of it is known. */
const lz_problem_t *lz_store_settle(lz_store_t *store, const char *account, const char *id)
    __attribute__((warn_unused_result));

/*
 * The course has the meeting no longer; *removed is 0 when it did not. What is known of a meeting
 * that no course has any more, and of a host of none, goes with it. Several statements: within a
 * transaction of the caller's.
 */
const lz_problem_t *lz_store_remove_from_course(lz_store_t *store, const char *course,
                                                const char *account, const char *id,
                                                int *removed) __attribute__((warn_unused_result));

/* It was deleted from within this course: while it is gone, the course's lists leave it out. */
const lz_problem_t *lz_store_deleted_in_course(lz_store_t *store, const char *course,
                                               const char *account, const char *id)
    __attribute__((warn_unused_result));

/* Makes the meeting one of the course's; nothing happens when it is. */
const lz_problem_t *lz_store_add_to_course(lz_store_t *store, const char *course,
                                           const char *account, const char *id, const char *person)
    __attribute__((warn_unused_result));

/* Writes the host's name. */
const lz_problem_t *lz_store_put_host(lz_store_t *store, const char *account, const char *host_id,
                                      const char *name) __attribute__((warn_unused_result));

/* The host's list was asked for at that time; 0: ask again. */
const lz_problem_t *lz_store_host_listed(lz_store_t *store, const char *account,
                                         const char *host_id, apr_time_t listed_at)
    __attribute__((warn_unused_result));

#endif
