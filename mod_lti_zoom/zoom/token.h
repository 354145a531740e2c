/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Server-to-Server OAuth token of an account (zoom-api.md §1.1), shared by all workers,
 * children and nodes: minted once however many ask at the same moment.
 *
 * In the shared cache stand, under a key of the Zoom app (not of the section's name, so that two
 * virtual hosts with one app share its token), the token and its scopes as JSON; and, once Zoom
 * has refused a token, the one that replaced it, under a key of the refused one as well: that is
 * what makes a storm of refusals one token request, whenever each refusal arrives.
 */
#ifndef LZ_ZOOM_TOKEN_H
#define LZ_ZOOM_TOKEN_H

#include "../base/env.h"
#include "../base/problem.h"
#include "account.h"

/* A token is replaced that long before its end; of one with a shorter life half is used. */
#define LZ_ZOOM_TOKEN_MARGIN apr_time_from_sec(300)

typedef struct lz_zoom_token_t {
    const char *access_token;       /* never logged */
    const char *scope;              /* space-separated, as granted; "" when Zoom named none */
} lz_zoom_token_t;

/*
 * The current token. refused is an access token that Zoom has just answered 401 to, or NULL: when
 * it is still the cached one it is replaced, once for all who saw it refused; when another token
 * already stands, that one is returned.
 * LZ_P_ZOOM_CREDENTIALS (the admin must act), LZ_P_ZOOM_UNAVAILABLE, LZ_P_ZOOM_BUSY,
 * LZ_P_ZOOM_ANSWER (none that can be read), LZ_P_DEADLINE.
 */
const lz_problem_t *lz_zoom_token(const lz_env_t *env, const lz_account_t *account,
                                  const char *refused, lz_zoom_token_t *token)
    __attribute__((warn_unused_result));

#endif
