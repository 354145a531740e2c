/* SPDX-License-Identifier: Apache-2.0 */
/* Who changed what for a course, and when: what one may have to answer for later. */
#ifndef LZ_STORE_AUDIT_H
#define LZ_STORE_AUDIT_H

#include "store.h"

typedef struct lz_audit_t {
    const char *course;
    const char *person;     /* lz_session_t.person */
    const char *action;     /* "recording.publish" */
    const char *subject;    /* what it was done to: a UUID, an id; "" for all */
    const char *detail;     /* what it is now, no secret */
} lz_audit_t;

/* Within the unit that makes the change, so that neither is without the other. */
const lz_problem_t *lz_store_audit(lz_store_t *store, const lz_audit_t *audit)
    __attribute__((warn_unused_result));

#endif
