/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Server-to-Server OAuth token of an account (zoom-api.md §1.1), shared by all workers,
 * children and nodes (base/bearer.h) under a key of the Zoom app, not of the section's name, so
 * that two virtual hosts with one app share its token. The answer's api_url, the address of the
 * account's region, is not followed: LTIZoomAPIBase alone says where calls go.
 */
#ifndef LZ_ZOOM_TOKEN_H
#define LZ_ZOOM_TOKEN_H

#include "../base/bearer.h"
#include "account.h"

/* A token is replaced that long before its end; of one with a shorter life half is used. */
#define LZ_ZOOM_TOKEN_MARGIN apr_time_from_sec(300)

/* The scopes of a token do not grow with those of its app; one of this age may lack some. */
#define LZ_ZOOM_TOKEN_FRESH apr_time_from_sec(60)

typedef lz_bearer_t lz_zoom_token_t;

/*
 * The current token, or that which takes the place of the refused one, as lz_bearer() does.
 * LZ_P_ZOOM_CREDENTIALS (the admin must act), LZ_P_ZOOM_UNAVAILABLE, LZ_P_ZOOM_BUSY,
 * LZ_P_ZOOM_ANSWER (none that can be read), LZ_P_DEADLINE.
 */
const lz_problem_t *lz_zoom_token(const lz_env_t *env, const lz_account_t *account,
                                  const char *refused, lz_zoom_token_t *token)
    __attribute__((warn_unused_result));

/*
 * 1 when a new token may have scopes that the current one lacks, so that it is worth to have it
 * replaced: once in LZ_ZOOM_TOKEN_FRESH for all who find scopes missing, and not when it is new.
 */
int lz_zoom_token_may_grow(const lz_env_t *env, const lz_account_t *account)
    __attribute__((warn_unused_result));

/* 1 and the current token when there is one; nothing is asked of Zoom. */
int lz_zoom_token_peek(const lz_env_t *env, const lz_account_t *account, lz_zoom_token_t *token);

#endif
