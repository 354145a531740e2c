/* SPDX-License-Identifier: Apache-2.0 */
/* A Zoom account in a world of fakes, as each test of zoom/ starts from. */
#ifndef LZ_TEST_ZOOM_WORLD_H
#define LZ_TEST_ZOOM_WORLD_H

#include "fake_env.h"
#include "zoom/account.h"
#include "zoom/client.h"

#define ZOOM_API       "https://api.zoom.test/v2"
#define ZOOM_TOKEN_URL "https://zoom.test/oauth/token"
#define ZOOM_SECRET    "s3cr3t-of-the-app"

/* Every scope that the operations need. */
#define ZOOM_SCOPES    "user:read:user:admin meeting:read:list_meetings:admin " \
                       "meeting:write:meeting:admin meeting:read:meeting:admin"

typedef struct zoom_world_t {
    fake_env_t   *fake;
    const lz_env_t *env;        /* of fake */
    lz_account_t  account;
} zoom_world_t;

/* Nothing is scripted. */
zoom_world_t *zoom_world_create(apr_pool_t *pool);

/* The next token request is answered with that token and scope, for an hour. */
fake_http_answer_t *zoom_world_token(zoom_world_t *world, const char *token, const char *scope);

/* A world in which any token request gives "token-1" with ZOOM_SCOPES. */
zoom_world_t *zoom_world_ready(apr_pool_t *pool);

/* Performs one call of the operation and gives it back. */
lz_zoom_call_t zoom_world_call(zoom_world_t *world, lz_zoom_operation_id_e operation,
                               const char *path_parameter);

/* The same for a meeting's creation: the operation that is not idempotent. */
lz_zoom_call_t zoom_world_create_meeting(zoom_world_t *world);

#endif
