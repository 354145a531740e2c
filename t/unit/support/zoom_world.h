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

/* Where the operations ask for "host-1" and for the meeting 99. */
#define ZOOM_HOST      ZOOM_API "/users/host-1"
#define ZOOM_LIST      ZOOM_HOST "/meetings?type=upcoming&page_size=300"
#define ZOOM_CREATE    ZOOM_HOST "/meetings"
#define ZOOM_MEETING   ZOOM_API "/meetings/99"

typedef struct zoom_world_t {
    fake_env_t   *fake;
    const lz_env_t *env;        /* of fake */
    lz_account_t  account;
} zoom_world_t;

/* Nothing is scripted. */
zoom_world_t *zoom_world_create(apr_pool_t *pool);

/* The next token request is answered with that token and scope, for an hour. */
fake_http_answer_t *zoom_world_token(zoom_world_t *world, const char *token, const char *scope);

/* Every scope of the data map. */
const char *zoom_scopes(apr_pool_t *pool);

/* A world in which any token request gives "token-1" with all of them. */
zoom_world_t *zoom_world_ready(apr_pool_t *pool);

/* Answers a request, as fake_http_on() does. */
fake_http_answer_t *zoom_on(zoom_world_t *world, const char *method, const char *url,
                            int http_status, const char *body);

/* How many of these requests were made, and the i-th of them, which there must be. */
int zoom_count(const zoom_world_t *world, const char *method, const char *url);
const lz_http_request_t *zoom_request(const zoom_world_t *world, const char *method,
                                      const char *url, int i);

/* Performs one call of the operation and gives it back. */
lz_zoom_call_t zoom_call(zoom_world_t *world, lz_zoom_operation_id_e operation,
                         const char *path_parameter);

/* The same for the meeting 99, the upcoming meetings of host-1, and a new meeting of host-1: the
 * operation that is not idempotent. */
lz_zoom_call_t zoom_get_meeting(zoom_world_t *world);
lz_zoom_call_t zoom_list(zoom_world_t *world);
lz_zoom_call_t zoom_create_meeting(zoom_world_t *world);

/* The call failed so, and left no answer. */
void zoom_expect(const lz_zoom_call_t *call, lz_problem_id_e id);

#endif
