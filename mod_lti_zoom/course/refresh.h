/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking Zoom for what a view lacks, all in one parallel round and each thing once for the whole
 * cluster: the lists of hosts that are no longer fresh, who the visitor is at Zoom, the visitor's
 * own list.
 */
#ifndef LZ_COURSE_REFRESH_H
#define LZ_COURSE_REFRESH_H

#include "person.h"
#include "snapshot.h"

typedef struct lz_refresh_t {
    const lz_env_t           *env;          /* in */
    const lz_site_t          *site;         /* in */
    const lz_session_t       *session;      /* in */
    const apr_array_header_t *hosts;        /* in: lz_host_t to refresh, may be empty */
    int                       with_person;  /* in: look the visitor up */
    int                       with_schedulers;  /* in: and for whom they may schedule */
    int                       with_own;     /* in: read the visitor's own list too */

    const lz_problem_t       *hosts_problem;    /* out: why a host could not be refreshed */
    lz_person_t              *person;           /* out: NULL with person_problem */
    const lz_problem_t       *person_problem;   /* out */
    json_object              *schedules;        /* out: array of {id, email}, for whom the
                                                   visitor may schedule; NULL when not known */
    json_object              *own;              /* out: array like that of user.meetings, without
                                                   join links; NULL with own_problem */
    const lz_problem_t       *own_problem;      /* out */
} lz_refresh_t;

/*
 * Returns when all is there or half of the time that was left is over, so that a view still
 * answers with what it has; at once when too many wait for Zoom already (base/gate.h) or Zoom is
 * left alone since it did not answer (zoom/health.h). Hosts' snapshots are in the database then;
 * the rows are the caller's to read.
 */
void lz_refresh(lz_refresh_t *refresh);

#endif
