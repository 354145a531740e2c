/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From Zoom's words about a meeting to the row that we keep: times become instants, the join link
 * is sealed. Zoom's answers come here only through the data map, so a passcode or a start link
 * that is in one stays in it.
 */
#ifndef LZ_COURSE_SNAPSHOT_H
#define LZ_COURSE_SNAPSHOT_H

#include "../base/json.h"
#include "../store/meetings.h"
#include "../zoom/account.h"
#include "site.h"

/* What is needed to read and to seal. */
typedef struct lz_snapshots_t {
    const lz_env_t     *env;
    const lz_site_t    *site;
    const lz_account_t *account;
} lz_snapshots_t;

/*
 * A whole meeting (answer of meeting.get or meeting.create), asked for at asked_at. Of a series
 * with dates the row is that of its next date, and has its dates to write. NULL when it has no id
 * or no host.
 */
lz_meeting_t *lz_snapshot_of_meeting(const lz_snapshots_t *snapshots, json_object *answer,
                                     apr_time_t asked_at) __attribute__((warn_unused_result));

/*
 * The same of one whose dates are known already (lz_date_t, as of dates.h; NULL: none): only what
 * is new of them is to be written. For anything but a series as lz_snapshot_of_meeting().
 */
lz_meeting_t *lz_snapshot_of_series(const lz_snapshots_t *snapshots, json_object *answer,
                                    apr_time_t asked_at, const apr_array_header_t *known)
    __attribute__((warn_unused_result));

/*
 * A row of a host's list (user.meetings). Zoom lists what is ahead or running: past its end it is
 * running. NULL when it has no id or no host.
 */
lz_meeting_t *lz_snapshot_of_row(const lz_snapshots_t *snapshots, json_object *row,
                                 apr_time_t asked_at) __attribute__((warn_unused_result));

/* The join link in clear, NULL when there is none or it no longer opens (an old secret is gone). */
const char *lz_snapshot_join_link(const lz_snapshots_t *snapshots, const lz_meeting_t *meeting);

/* 1 when everything that Zoom says is the same in both rows; when it was asked does not count, and
   dates are the caller's to look at. */
int lz_snapshot_same(const lz_snapshots_t *snapshots, const lz_meeting_t *a,
                     const lz_meeting_t *b);

/*
 * A list cuts a long description off: takes over what old knows more of, when what is left is the
 * same.
 */
void lz_snapshot_keep_agenda(lz_meeting_t *row, const lz_meeting_t *old);

/*
 * Until when a meeting that Zoom no longer has is shown as gone: until its end; one without a fixed
 * time for a week from now.
 */
apr_time_t lz_snapshot_gone_until(const lz_meeting_t *meeting, apr_time_t now);

/*
 * Takes over what an event says has changed in a meeting, members as in Zoom's answers. 1 when the
 * meeting is now as Zoom has it; 0 when something of it cannot be told from the change alone.
 */
int lz_snapshot_change(const lz_snapshots_t *snapshots, lz_meeting_t *meeting,
                       json_object *changed) __attribute__((warn_unused_result));

#endif
