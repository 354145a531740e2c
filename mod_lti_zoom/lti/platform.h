/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An LMS as the admin registered it, with LTI 1.3, LTI 1.1 or both: one <LTIZoomPlatform> section.
 * Immutable after start.
 */
#ifndef LZ_LTI_PLATFORM_H
#define LZ_LTI_PLATFORM_H

#include <apr_pools.h>
#include <apr_tables.h>

#include "../base/problem.h"

#define LZ_LTI_ID_MAX 255               /* bytes of an identifier that a platform sends */

typedef struct lz_consumer_t {
    const char *key;                    /* oauth_consumer_key of LTI 1.1 */
    const char *secret;
} lz_consumer_t;

typedef struct lz_platform_t {
    const char         *name;           /* of the section; also /login/{name} */
    const char         *issuer;         /* compared byte by byte; NULL: this LMS speaks LTI 1.1
                                           alone, and all that is of LTI 1.3 is NULL */
    const char         *client_id;
    const char         *auth_url;       /* where the browser is sent, never taken from a request */
    const char         *token_url;      /* or NULL: no service calls */
    const char         *keys_url;
    const char         *token_audience; /* of client assertions; default token_url */
    int                 deployments_auto; /* any deployment_id, else only those listed */
    apr_array_header_t *deployments;    /* const char *, or NULL: none listed */
    apr_array_header_t *consumers;      /* lz_consumer_t */
    const char         *account_name;   /* <LTIZoomAccount> it uses */
} lz_platform_t;

/* What the specification leaves to the tool; from directives. */
typedef struct lz_lti_policy_t {
    const char          *base_url;      /* LTIZoomBaseURL, no trailing slash */
    apr_interval_time_t  clock_leeway;  /* for exp, iat, nbf */
    apr_array_header_t  *trusted_audiences; /* const char *: extra aud values that may stand; or
                                               NULL */
    apr_array_header_t  *host_roles;    /* const char *: context roles that make an instructor */
    int                  loopback;      /* LTIZoomInsecureLoopback */
} lz_lti_policy_t;

typedef struct lz_platforms_t lz_platforms_t;

/* Where platforms may have been added since they were listed. */
typedef struct lz_platform_source_t {
    void *baton;
    /* 1 and a list that has more, when there are more by now; else 0. Costs little when asked
     * often. */
    int (*look_again)(void *baton, const lz_platforms_t *known, lz_platforms_t *more);
} lz_platform_source_t;

/* Those of the configuration first. A look-up that finds nothing asks the source once. */
struct lz_platforms_t {
    const lz_platform_t *const *list;
    int                         n;
    const lz_platform_source_t *source; /* or NULL: these are all */
};

/* What a login says about where it comes from; NULL for what it did not send. */
typedef struct lz_platform_hint_t {
    const char *issuer;                 /* never NULL */
    const char *client_id;
    const char *deployment_id;
} lz_platform_hint_t;

/* 1 when logins and launches of LTI 1.3 may come from it. */
int lz_platform_speaks_1_3(const lz_platform_t *platform);

/* Of any version of LTI; NULL when there is none of that name. */
/* NULL when there is none. */
const lz_platform_t *lz_platform_by_name(const lz_platforms_t *platforms, const char *name);

/*
 * The one platform that has this consumer key of LTI 1.1, with the consumer; NULL when none has: a
 * platform of LTI 1.3 takes launches of LTI 1.1 by its own LTIZoomConsumer and by nothing else.
 */
const lz_platform_t *lz_platform_by_consumer(const lz_platforms_t *platforms, const char *key,
                                             const lz_consumer_t **consumer);

/*
 * The platform that a login means: that of the issuer and, when it was sent, of the client_id.
 * Of several, the one whose LTIZoomDeployments lists the deployment, or the only one that takes
 * any (hosted LMSs share issuer and even client_id among their customers). LZ_P_LTI_AMBIGUOUS
 * when several are left, LZ_P_LTI_UNKNOWN_PLATFORM when there is none.
 */
const lz_problem_t *lz_platform_find(apr_pool_t *pool, const lz_platforms_t *platforms,
                                     const lz_platform_hint_t *hint,
                                     const lz_platform_t **platform)
    __attribute__((warn_unused_result));

/* LZ_P_LTI_DEPLOYMENT, whose cause names the directive to change, unless it may launch here. */
const lz_problem_t *lz_platform_deployment(apr_pool_t *pool, const lz_platform_t *platform,
                                           const char *deployment_id)
    __attribute__((warn_unused_result));

#endif
