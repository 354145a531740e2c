/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the meeting form is filled with and judged by, from Zoom, the LMS and the admin: the
 * host's own settings, locks of account and group, passcode policy, people to schedule for,
 * tracking fields, regions, the course's roster. Asked for all at once, each shared by all who ask
 * (flights of 15 minutes), each failing alone: what could not be learnt is absent and named in a
 * warning.
 */
#ifndef LZ_COURSE_FORM_TERMS_H
#define LZ_COURSE_FORM_TERMS_H

#include "meeting_form.h"
#include "person.h"
#include "session.h"

typedef struct lz_form_request_t {
    lz_form_mode_e     mode;
    const lz_person_t *person;  /* who asks */
    json_object       *before;  /* change: the meeting as meeting.get answers */
    apr_time_t         wished_at;   /* when it was asked for: not in the past of this moment */
    int                accepted; /* the same was accepted before and is read again: nobody at Zoom
                                   is asked about other people */
} lz_form_request_t;

/*
 * Reads and judges what was sent, the one door of create and change: lz_form_read() with terms of
 * the host (the one scheduled for, where that is somebody else), and then, asked at Zoom in
 * parallel, that each new alternative host is a licensed user of the account and that the person
 * may schedule for that host. A create is the person's at Zoom, in whose body stands for whom, so
 * that Zoom checks that too and tells who scheduled it; it becomes a meeting of form->host_id.
 *
 * LZ_P_FIELDS with all wrong fields at once. Terms that cannot be had leave the judgement to Zoom;
 * LZ_P_ZOOM_... when other people must be asked about and cannot.
 */
const lz_problem_t *lz_form_accept(const lz_env_t *env, const lz_site_t *site,
                                   const lz_session_t *session, const lz_form_request_t *request,
                                   json_object *sent, lz_meeting_form_t *form)
    __attribute__((warn_unused_result));

/*
 * The members form, options and warnings[] of the views "schedule" (before NULL) and "edit", tied
 * to env->pool (contract of the JSON). person may be NULL for a create: Zoom could not be asked
 * who it is, and the form has what is known without.
 */
json_object *lz_form_open(const lz_env_t *env, const lz_site_t *site, const lz_session_t *session,
                          const lz_person_t *person, json_object *before);

#endif
