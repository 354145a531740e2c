/* SPDX-License-Identifier: Apache-2.0 */
/* The members of a course as its LMS lists them: Names and Role Provisioning Services 2.0. */
#ifndef LZ_LTI_ROSTER_H
#define LZ_LTI_ROSTER_H

#include <apr_tables.h>

#include "service.h"

#define LZ_ROSTER_SCOPE \
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
#define LZ_ROSTER_URL_MAX     2048
#define LZ_ROSTER_MEMBERS_MAX 20000
#define LZ_ROSTER_PAGES_MAX   500

typedef enum lz_member_status_e {
    LZ_MEMBER_ACTIVE,
    LZ_MEMBER_INACTIVE,
    LZ_MEMBER_DELETED
} lz_member_status_e;

typedef struct lz_member_t {
    const char         *user_id;    /* sub of this person's launches */
    lz_member_status_e  status;
    const char         *name;       /* best there is: name, given + family, "" */
    const char         *email;      /* "" when not released */
} lz_member_t;

typedef struct lz_roster_query_t {
    const char               *url;      /* context_memberships_url, maybe with a query */
    /* Only members with one of these context roles, as for lz_role_in_course(); NULL: all. */
    const apr_array_header_t *roles;
} lz_roster_query_t;

typedef struct lz_roster_t {
    apr_array_header_t *members;    /* lz_member_t, each user_id once, in the LMS's order */
    int                 complete;   /* 0: there is more, or some of it could not be read */
} lz_roster_t;

/*
 * Reads the roster, page by page: at most LZ_ROSTER_PAGES_MAX pages and LZ_ROSTER_MEMBERS_MAX
 * members. Whatever else the LMS sends is dropped. The token goes to the query's URL and, for
 * further pages, only to the same origin or to one of the platform's own; a page that leads
 * elsewhere, or to one that was read already, ends the roster (complete 0, a warning in the log).
 * The roles are looked at here even though the LMS was told them: some forget them after the first
 * page. Test users are no members.
 * The problems of lz_service_call() for the first page, and LZ_P_LMS_ANSWER.
 */
const lz_problem_t *lz_roster_read(const lz_env_t *env, const lz_service_t *service,
                                   const lz_roster_query_t *query, lz_roster_t *roster)
    __attribute__((warn_unused_result));

/* NULL when url may be called for a roster, else what is wrong with it. */
const char *lz_roster_url_check(const char *url, int loopback);

#endif
