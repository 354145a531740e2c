/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What has become of a host's meetings, from Zoom's list of what is ahead or running, and from a
 * look at single ones. Knows no database and makes no call.
 *
 * The list does not say whether a meeting has started, so those that are due or known to run are
 * looked at singly at the same time as the list is read. One that should be on the list and is not
 * is looked at too, before it is called gone: Zoom's lists are late after a change and reach half a
 * year.
 *
 * The list has a row for each date of a series, or one for the series, and no ids of dates. So a
 * series is looked at whose dates are unknown or are not those of the list; where the list says
 * nothing about the dates, once in LZ_DATES_FRESH. And so is a meeting of which it is not known
 * what became of a change that was sent.
 */
#ifndef LZ_COURSE_RECONCILE_H
#define LZ_COURSE_RECONCILE_H

#include "../zoom/client.h"
#include "dates.h"
#include "snapshot.h"

#define LZ_LOOKS_MAX 20     /* single meetings per host and refresh */
#define LZ_DATES_FRESH apr_time_from_sec(5 * 60)

/* A look at one meeting. */
typedef struct lz_look_t {
    const lz_meeting_t *known;
    lz_zoom_call_t      call;
} lz_look_t;

typedef struct lz_reconcile_t {
    const lz_snapshots_t     *snapshots;
    apr_time_t                asked_at;
    const apr_array_header_t *known;    /* lz_meeting_t: the host's meetings that are not over */
    const apr_array_header_t *dates;    /* lz_date_t of their series */
    apr_array_header_t       *looks;    /* lz_look_t, made here */
    json_object              *list;     /* Zoom's array, once it has come; NULL is an empty one */
    apr_array_header_t       *changed;  /* lz_meeting_t: rows to write, made here */
} lz_reconcile_t;

/* Fills looks with the meetings that may be running; their calls are to be performed. */
void lz_reconcile_begin(lz_reconcile_t *reconcile);

/* The list is there: adds the looks at those it lacks or says something new about, and returns how
   many were added. */
int lz_reconcile_missing(lz_reconcile_t *reconcile);

/* All looks are done: fills changed. What could not be looked at stays as it was. */
void lz_reconcile_end(lz_reconcile_t *reconcile);

#endif
