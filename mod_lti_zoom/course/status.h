/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the tool is doing, as far as this node knows without asking Zoom or an LMS: for the status
 * page, for Prometheus, for an admin who looks. Nothing in it is a secret or names a person, a
 * course or a meeting.
 */
#ifndef LZ_COURSE_STATUS_H
#define LZ_COURSE_STATUS_H

#include "../base/env.h"
#include "../base/problem.h"
#include "../lti/platform_keys.h"
#include "../zoom/budget.h"
#include "../zoom/health.h"
#include "../zoom/scopes.h"
#include "site.h"

/* How much of a label's share of Zoom's limits is in use, by all who share the cache. */
typedef struct lz_status_budget_t {
    lz_quota_t                quota;
    lz_quota_state_t          state;
} lz_status_budget_t;

typedef struct lz_status_account_t {
    const lz_account_t       *account;
    int                       has_token;
    apr_time_t                minted_at;    /* of the token; 0: not known */
    apr_time_t                used_until;   /* by then it is replaced */
    const apr_array_header_t *missing;      /* lz_zoom_scope_t that the token lacks; empty without
                                               a token */
    lz_status_budget_t        budgets[LZ_ZOOM_LABELS];
    lz_breaker_state_t        health;       /* of its Zoom */
} lz_status_account_t;

typedef struct lz_status_platform_t {
    const lz_platform_t      *platform;
    lz_platform_keys_state_t  keys;
} lz_status_platform_t;

typedef struct lz_status_t {
    apr_time_t                now;
    const lz_problem_t       *database_problem;     /* NULL: it can be reached */
    const char               *database;             /* "sqlite3", "pgsql"; "" when unreachable */
    int                       schema_version;
    int                       cache_works;
    apr_time_t                background_at;        /* last round of the task in any process that
                                                       shares the cache; 0: none of late */
    const apr_array_header_t *accounts;             /* lz_status_account_t */
    const apr_array_header_t *platforms;            /* lz_status_platform_t */
    lz_reading_t              counts;
} lz_status_t;

/* Fills status, whatever is broken; what is wrong with the database is logged too. */
void lz_status_read(const lz_env_t *env, const lz_site_t *site, lz_status_t *status);

/* What an admin should look at, as sentences (const char *); empty when all is well. */
const apr_array_header_t *lz_status_attention(const lz_env_t *env, const lz_site_t *site,
                                              const lz_status_t *status);

/* Sum of the counters of that metric whose first label is `first` (NULL: any), and whose last
 * label is `last` (NULL: any). */
apr_uint64_t lz_status_sum(const lz_status_t *status, lz_metric_id_e metric, const char *first,
                           const char *last);

/* Noted at the end of a round of the background task. */
void lz_status_note_round(const lz_env_t *env, const lz_site_t *site);

#endif
