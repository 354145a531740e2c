/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The meeting form: what may be asked of Zoom about a meeting, in Zoom's names throughout
 * (contract of the JSON: topic ... settings.breakout_room.rooms[].participants[]). The table of
 * its fields is meeting_form_table.h.
 *
 * Reading a form is pure: it is judged by the terms that the caller has gathered
 * (form_terms.h gathers them at Zoom and judges what only Zoom can tell). What comes of it is a
 * body for meeting.create or meeting.update with nothing in it that was merely sent.
 */
#ifndef LZ_COURSE_MEETING_FORM_H
#define LZ_COURSE_MEETING_FORM_H

#include <apr_tables.h>

#include "../base/json.h"
#include "../base/problem.h"

/* Kinds of meetings, Zoom's numbers. */
#define LZ_MEETING_SINGLE  2    /* once, at a fixed time */
#define LZ_MEETING_UNDATED 3    /* again and again, no fixed time */
#define LZ_MEETING_SERIES  8    /* with dates, by a recurrence */

typedef enum lz_form_mode_e {
    LZ_FORM_CREATE,
    LZ_FORM_CHANGE,             /* of a meeting, or of a series as a whole */
    LZ_FORM_CHANGE_DATE         /* of one date of a series: what Zoom lets one change there */
} lz_form_mode_e;

/* What a form is judged by. Objects are borrowed. */
typedef struct lz_form_terms_t {
    lz_form_mode_e  mode;
    apr_time_t      now;        /* for "not in the past", with a minute's grace */
    json_object    *proposal;   /* create: what absent fields have, as the page proposes them;
                                   NULL: the table's own defaults */
    json_object    *options;    /* options{} of the JSON contract: locks, policy, what is offered.
                                   What is absent is left to Zoom to judge; NULL: all of it */
    json_object    *before;     /* change: the meeting as meeting.get answers, else NULL */
    const char     *host_email; /* of the host, who is no alternative host; "" when unknown */
} lz_form_terms_t;

typedef struct lz_meeting_form_t {
    lz_form_mode_e mode;
    json_object   *body;        /* of meeting.create or meeting.update, tied to the pool. Of a
                                   change: only what is other than before; maybe empty, then
                                   there is nothing to send */
    /* What the meeting has after it, as far as is known: asked for, else as before. */
    const char    *topic;
    int            type;        /* LZ_MEETING_... */
    apr_time_t     starts_at;   /* 0: no fixed time */
    int            duration;    /* minutes */
    const char    *timezone;    /* "": the host's at Zoom */
    const char    *schedule_for; /* address in lower case, "": oneself */
    apr_array_header_t *alternative_hosts; /* const char *: those asked for, lower case, each once;
                                   NULL when none were asked for */
    const char    *sections;    /* of the course, that it is to be for (section_names.h), not in the
                                   body: Zoom knows none; NULL: not asked for, they stay */
    apr_time_t     asked_at;    /* terms.now */
    apr_array_header_t *overruled; /* const char *: fields that were sent otherwise than they are
                                   locked; the body has the lock's value */
    const char    *host_id;     /* create: the user whose meeting it becomes, which is somebody else
                                   with schedule_for. Not read here: who gathers the terms knows
                                   (form_terms.h) */
    const char    *host_name;   /* likewise */
} lz_meeting_form_t;

/*
 * Reads what was sent; a null member is an absent one. Create: absent fields have what is
 * proposed, except topic and start_time, without which there is no meeting. Change: absent fields
 * stay as they are.
 *
 * A field that is locked has the lock's value, whatever was sent (overruled says so). Fields that
 * follow from others are brought in line: the waiting room ends joining before the host.
 *
 * LZ_P_FIELDS with every wrong field at once, under its dotted name ("settings.jbh_time",
 * "recurrence.end_times", "tracking_fields.Course"); one that is not of the form, or not to be
 * changed in this mode, among them.
 */
const lz_problem_t *lz_form_read(apr_pool_t *pool, const lz_form_terms_t *terms,
                                 json_object *sent, lz_meeting_form_t *form)
    __attribute__((warn_unused_result));

/*
 * Appends a warning for each field that the meeting, as meeting.get answers after the write, has
 * otherwise than form asked for: {code, field, message}.
 *     "changed_by_zoom"   Zoom stored something else, or dropped it
 *     "locked"            it was sent, and an administrator has fixed it (overruled)
 * For a series whose dates are not as asked the warning of "recurrence" has also
 * asked{count, first, last} and made{count, first, last}. What Zoom does not say counts as what
 * was asked for, except breakout rooms, which Zoom drops without a word.
 */
void lz_form_compare(apr_pool_t *pool, const lz_meeting_form_t *form, json_object *answer,
                     json_object *warnings);

/*
 * Zoom's refusal of a body (LZ_P_ZOOM_REFUSED of a create or update) in the form's words: fields
 * by the form's names, among them those that Zoom only tells in a sentence. Any other problem as
 * it is.
 */
const lz_problem_t *lz_form_refusal(apr_pool_t *pool, const lz_problem_t *problem);

#endif
