/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one list of names whose values never reach a log: tokens, secrets, passcodes, join and
 * start links, cookies. Everything that logs what it received goes through here.
 */
#ifndef LZ_BASE_MASK_H
#define LZ_BASE_MASK_H

#include <apr_pools.h>

#include "form.h"

/* 1 for id_token, state, cookie, start_url, ..., and any *_token, *_secret, *_password, *_passcode,
 * *_signature; any case. */
int lz_mask_is_sensitive(const char *name);

/*
 * "iss=https://... login_hint=[3 bytes] id_token=[1432 bytes]", values cut at 120 bytes. Control
 * characters are left to lz_log().
 */
const char *lz_mask_pairs(apr_pool_t *pool, const lz_form_t *form);

/* A query string with sensitive values, and whatever cannot be decoded, replaced by its length. */
const char *lz_mask_query(apr_pool_t *pool, const char *query);

/* A path below the mount point: whoever knows that of a calendar's feed could read the feed. */
const char *lz_mask_path(apr_pool_t *pool, const char *path);

#endif
