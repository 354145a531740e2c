/* SPDX-License-Identifier: Apache-2.0 */
/* Everything the admin decided for one virtual host, as the core sees it. Immutable after start. */
#ifndef LZ_COURSE_SITE_H
#define LZ_COURSE_SITE_H

#include "../base/jose.h"
#include "../base/languages.h"
#include "../base/seal.h"
#include "../lti/platform.h"
#include "../zoom/account.h"

/* What the admin says about a field of the meeting form: its path and a value of it as JSON. */
typedef struct lz_form_choice_t {
    const char *path;       /* "settings.waiting_room" */
    const char *json;
} lz_form_choice_t;

/* What the admin maps to a tracking field of the Zoom account. */
typedef struct lz_tracking_map_t {
    const char *label;
    const char *value;      /* with {course_id} and the like in it: form_tracking.h */
} lz_tracking_map_t;

/* LTIZoomStatus: who may see how the server is doing. */
typedef enum lz_status_access_e {
    LZ_STATUS_LOCAL,            /* clients on this machine */
    LZ_STATUS_ON,               /* whom httpd's own access control lets through */
    LZ_STATUS_OFF
} lz_status_access_e;

typedef struct lz_site_t {
    const char                    *base_url;    /* LTIZoomBaseURL, no trailing slash */
    const char                    *mount;       /* its path: "/zoom", "" at the root */
    const char                    *origin;      /* its origin */
    const lz_sealer_t             *sealer;
    const lz_signing_key_t *const *keys;        /* first signs */
    int                            n_keys;
    lz_platforms_t                 platforms;
    const lz_account_t *const     *accounts;
    int                            n_accounts;
    lz_lti_policy_t                lti;
    const char                    *assets_version; /* of the pages, part of their URLs */
    lz_languages_t                 languages;   /* of what the server writes into pages itself */
    apr_interval_time_t            freshness;   /* LTIZoomFreshness, 0: by webhooks or not */
    apr_interval_time_t            session_lifetime;
    apr_interval_time_t            session_idle; /* LTIZoomSessionIdle, 0: does not count */
    int                            students_host; /* LTIZoomStudentsHost */
    apr_interval_time_t            join_lead;   /* LTIZoomJoinLead; negative: always open */
    int                            join_early;  /* LTIZoomJoinEarly: links work before that */
    const apr_array_header_t      *form_defaults; /* lz_form_choice_t, or NULL */
    const apr_array_header_t      *form_locks;  /* likewise */
    const apr_array_header_t      *tracking;    /* lz_tracking_map_t, or NULL */
    int                            instructors_alternate; /* LTIZoomAlternativeHosts instructors */
    lz_status_access_e             status;
    int                            background;  /* LTIZoomBackground */
    const char                    *cache_provider; /* of LTIZoomCache: "shmcb" */
    const char                    *server;      /* httpd's own name and version */
    const char                    *registration_secret;  /* LTIZoomRegistrationSecret, or NULL */
    const char                    *registration_account; /* of LMSs that register; NULL with no
                                                            account at all */
} lz_site_t;

/* The Zoom account that a platform's courses use; never NULL for a checked configuration. */
const lz_account_t *lz_site_account(const lz_site_t *site, const lz_platform_t *platform);

/* How long what we know of a host's meetings is fresh. */
apr_interval_time_t lz_site_freshness(const lz_site_t *site, const lz_account_t *account);

#endif
