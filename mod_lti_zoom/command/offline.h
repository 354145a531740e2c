/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The module's world without a server: its configuration from text, a clock that can be set, and
 * nobody to call. The one thing that is ever fetched, the LMS's key set, comes from a file.
 */
#ifndef LZ_COMMAND_OFFLINE_H
#define LZ_COMMAND_OFFLINE_H

#include "../base/env.h"
#include "../base/seal.h"
#include "../lti/platform.h"
#include "directives.h"

/* A site as far as logins and launches are decided by it. */
typedef struct lz_offline_site_t {
    lz_lti_policy_t    policy;
    lz_platforms_t     platforms;
    const lz_sealer_t *sealer;          /* of a secret made up unless with_secrets */
    int                configured;      /* 0: there was no configuration */
    int                with_secrets;    /* those of the configuration were read */
} lz_offline_site_t;

/* How a configuration is to be understood. */
typedef struct lz_offline_wish_t {
    const lz_directives_t *directives;  /* NULL: there is none */
    const char            *base_url;    /* which one, of several; or NULL */
    int                    with_secrets;
} lz_offline_wish_t;

/* NULL, or what keeps it from being understood. Without a configuration: defaults, no platform. */
const char *lz_offline_site(apr_pool_t *pool, const lz_offline_wish_t *wish,
                            lz_offline_site_t *site) __attribute__((warn_unused_result));

/* A world at that time; keys is the text that any key set URL answers with, NULL: no answer. */
lz_env_t lz_offline_env(apr_pool_t *pool, apr_time_t now, const char *keys, apr_size_t length);

#endif
