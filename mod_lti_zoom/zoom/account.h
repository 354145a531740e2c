/* SPDX-License-Identifier: Apache-2.0 */
/* A Zoom account as the admin described it: one <LTIZoomAccount>. Immutable after start. */
#ifndef LZ_ZOOM_ACCOUNT_H
#define LZ_ZOOM_ACCOUNT_H

#include <apr_tables.h>

typedef enum lz_zoom_plan_e {
    LZ_PLAN_FREE,
    LZ_PLAN_PRO,
    LZ_PLAN_BUSINESS
} lz_zoom_plan_e;

typedef struct lz_account_t {
    const char         *name;           /* of the section */
    const char         *account_id;
    const char         *client_id;
    const char         *client_secret;
    const char         *webhook_secret; /* or NULL: no webhooks */
    const char         *api_base;       /* "https://api.zoom.us/v2", no trailing slash */
    const char         *oauth_base;     /* "https://zoom.us" */
    lz_zoom_plan_e      plan;
    int                 budget;         /* per cent of the plan's limits */
    apr_array_header_t *domains;        /* const char *: e-mail domains of this account */
    int                 loopback;       /* LTIZoomInsecureLoopback: http to loopback */
} lz_account_t;

#endif
