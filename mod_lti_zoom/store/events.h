/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What events of Zoom leave in the database. One transaction: the delivery is noted, the meeting is
 * locked and read, and written where nothing later is known of it.
 *
 * Three clocks belong to a meeting's row. snapshot_at: all of it was true then. changed_at: a
 * change of then is in it, which says nothing of other changes before. status_at: its status and
 * uuid were true then, so that "started" and "updated" may overtake each other without harm.
 */
#ifndef LZ_STORE_EVENTS_H
#define LZ_STORE_EVENTS_H

#include "meetings.h"

/* A delivery is remembered for so long; Zoom's last retry comes after 85 minutes. */
#define LZ_EVENT_REMEMBERED apr_time_from_sec(6 * 3600)

/* Notes a delivery by its fingerprint; *first is 0 when it was noted before. */
const lz_problem_t *lz_store_note_event(lz_store_t *store, const char *fingerprint, int *first)
    __attribute__((warn_unused_result));

/* Removes at most limit notes that have had their time. */
const lz_problem_t *lz_store_forget_events(lz_store_t *store, int limit, int *removed)
    __attribute__((warn_unused_result));

/* The courses that have the meeting, as const char *. */
const lz_problem_t *lz_store_meeting_courses(lz_store_t *store, const char *account,
                                             const char *id, apr_array_header_t **courses)
    __attribute__((warn_unused_result));

/* The courses that have a meeting of the host, ended ones too, as const char *. */
const lz_problem_t *lz_store_host_courses(lz_store_t *store, const char *account,
                                          const char *host_id, apr_array_header_t **courses)
    __attribute__((warn_unused_result));

/*
 * The meeting, whoever has it; *meeting is NULL when there is none. lock: within a transaction,
 * nobody else writes it before that ends.
 */
const lz_problem_t *lz_store_event_meeting(lz_store_t *store, const char *account, const char *id,
                                           int lock, lz_meeting_t **meeting)
    __attribute__((warn_unused_result));

/*
 * At that time Zoom said so. uuid of the time it is held, "" to leave it; ends_at as it is now,
 * since of a meeting without a fixed time that is gone an end is made up. Nothing happens when a
 * later word about it stands.
 */
const lz_problem_t *lz_store_meeting_status(lz_store_t *store, const lz_meeting_t *meeting,
                                            lz_meeting_status_e status, const char *uuid,
                                            apr_time_t ends_at, apr_time_t at)
    __attribute__((warn_unused_result));

/* At that time Zoom said that it became so: all but host, kind, status and uuid. The same. */
const lz_problem_t *lz_store_meeting_changed(lz_store_t *store, const lz_meeting_t *meeting,
                                             apr_time_t at) __attribute__((warn_unused_result));

/* Something about the host's meetings changed by now: a list asked for earlier is not fresh. */
const lz_problem_t *lz_store_host_changed(lz_store_t *store, const char *account,
                                          const char *host_id) __attribute__((warn_unused_result));

/* The host is called so, if we know the host. */
const lz_problem_t *lz_store_host_renamed(lz_store_t *store, const char *account,
                                          const char *host_id, const char *name)
    __attribute__((warn_unused_result));

#endif
