/* SPDX-License-Identifier: Apache-2.0 */
/* URLs (RFC 3986): encoding, queries, origins. */
#ifndef LZ_BASE_URL_H
#define LZ_BASE_URL_H

#include <apr_pools.h>

typedef enum lz_url_rule_e {
    LZ_URL_HTTPS          = 0,  /* https only */
    LZ_URL_LOOPBACK_HTTP  = 1,  /* http too, for 127.0.0.0/8, ::1 and localhost */
    LZ_URL_NO_QUERY       = 2   /* no query and no fragment */
} lz_url_rule_e;

/*
 * NULL when url is absolute, made of RFC 3986's characters, with a host, without user information
 * or fragment, and keeps the rules; else what is wrong, in words that follow the URL's name
 * ("must start with https://").
 */
const char *lz_url_check(const char *url, int rules);

/* Everything but A-Z a-z 0-9 - . _ ~ becomes %XX with upper-case hex. */
const char *lz_url_encode(apr_pool_t *pool, const char *text);

/* url (without a fragment) + '?' or '&' + name=value..., encoded; a list of name, value ended by
 * NULL; pairs whose value is NULL are left out. */
const char *lz_url_with_query(apr_pool_t *pool, const char *url, ...) __attribute__((sentinel));

/* "https://host[:port]" (or http) in lower case without a default port; NULL for no such URL. */
const char *lz_url_origin(apr_pool_t *pool, const char *url);

/* Path of an absolute URL without its query, "" when it has none or is no such URL; no trailing
 * slash. */
const char *lz_url_path(apr_pool_t *pool, const char *url);

/* 1 when host (of url) is 127.0.0.0/8, ::1 or localhost. */
int lz_url_is_loopback(const char *url);

#endif
