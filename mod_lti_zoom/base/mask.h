/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one list of names whose values never reach a log: tokens, secrets, passcodes, join and
 * start links, cookies. Everything that logs what it received goes through here.
 */
#ifndef LZ_BASE_MASK_H
#define LZ_BASE_MASK_H

#include <apr_pools.h>

#include "form.h"

/* 1 for id_token, state, client_secret, access_token, password, start_url, ... (any case). */
int lz_mask_is_sensitive(const char *name);

/* "iss=https://... login_hint=123 id_token=[1432 bytes]", values cut at 120 bytes. */
const char *lz_mask_pairs(apr_pool_t *pool, const lz_form_t *form);

/* A query string with sensitive values replaced by their length. */
const char *lz_mask_query(apr_pool_t *pool, const char *query);

#endif
