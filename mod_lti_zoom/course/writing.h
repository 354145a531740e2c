/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every change of a meeting has in common (removal.h, change.h): it is found in the course,
 * looked at as Zoom has it now, and the person may change it by what they are to it now; what is
 * sent is marked before (in doubt) and noted after, and all courses that have the meeting show it.
 */
#ifndef LZ_COURSE_WRITING_H
#define LZ_COURSE_WRITING_H

#include "dates.h"
#include "ownership.h"
#include "snapshot.h"

typedef struct lz_writing_t {
    const lz_env_t     *env;
    lz_env_t            zoom_env;       /* with an earlier deadline: what comes of it is noted */
    const lz_session_t *session;
    lz_snapshots_t      snapshots;
    lz_owner_t          owner;
    lz_person_t        *person;
    lz_ownership_e      ownership;
    lz_meeting_t        known;          /* as it is in the database */
    apr_array_header_t *dates;          /* lz_date_t of it, as known, then with what Zoom says */
    lz_meeting_t        meeting;        /* as Zoom has it now; gone: as it was known */
    json_object        *zoom;           /* Zoom's answer about it; NULL: it is gone */
    const char         *occurrence_id;  /* the date that is changed; NULL: the whole */
    json_object        *zoom_date;      /* Zoom's answer about that date; NULL: it is gone */
} lz_writing_t;

/*
 * Finds the meeting of that id, or one date of it (occurrence_id, or NULL), and asks whether this
 * person may do that (of lz_may_e) with it. LZ_P_NO_SUCH_MEETING; LZ_P_NO_SUCH_DATE;
 * LZ_P_FORBIDDEN for who may never do that here; the problems of lz_person_find();
 * LZ_P_NOT_YOURS; LZ_P_ZOOM_... when Zoom cannot be asked.
 */
const lz_problem_t *lz_writing_open(const lz_env_t *env, const lz_site_t *site,
                                    const lz_session_t *session, const char *id,
                                    const char *occurrence_id, int may,
                                    lz_writing_t *writing) __attribute__((warn_unused_result));

/* Asks Zoom again: meeting, dates, zoom and zoom_date are as it is now. */
const lz_problem_t *lz_writing_look(lz_writing_t *writing) __attribute__((warn_unused_result));

/* The date that is changed, as it is now; NULL: the whole, or a date that is not known. */
const lz_date_t *lz_writing_date(const lz_writing_t *writing);

/* 1 when Zoom no longer has what is changed: the meeting, or the date. */
int lz_writing_is_gone(const lz_writing_t *writing);

/*
 * Sends one call (about the date, where one is changed), in most of the time that is left: some is
 * kept to look at what came of it. *sent is 1 when it was sent; else nothing was, which is
 * LZ_P_DATABASE... or LZ_P_DEADLINE.
 */
const lz_problem_t *lz_writing_send(lz_writing_t *writing, lz_zoom_call_t *call, int *sent)
    __attribute__((warn_unused_result));

/* 1 for a problem that does not say whether a change took effect. */
int lz_writing_uncertain(const lz_problem_t *problem);

/*
 * Notes the meeting as it is now, with more in the same unit when write is not NULL, and that it
 * is no longer in doubt. When that fails it stays in doubt, which is logged and no refusal.
 */
typedef const lz_problem_t *(*lz_writing_fn)(lz_store_t *store, const lz_writing_t *writing);
void lz_writing_note(lz_writing_t *writing, lz_writing_fn write);

/* Nothing came of it: the doubt is over. */
void lz_writing_drop(lz_writing_t *writing);

#endif
