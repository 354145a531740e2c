/* SPDX-License-Identifier: Apache-2.0 */
#include "handover.h"

#include <string.h>

#include "../base/encoding.h"
#include "../base/json.h"
#include "../store/nonces.h"

#define NONCE_BYTES 18
#define NAME_LENGTH_MAX 160     /* of a meeting, a recording or a file */

/* What opens in a window of its own; * stands for a name of ours. */
static const char *const ways[] = {
    "meetings/*/join", "meetings/*/start", "room/start", "recordings/*/files/*/play",
    "recordings/*/files/*/download", NULL
};

static int has_shape(const char *path, const char *shape)
{
    static const char name_bytes[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789-_";

    while (*shape != '\0') {
        if (*shape == '*') {
            const apr_size_t length = strspn(path, name_bytes);

            if (length == 0 || length > NAME_LENGTH_MAX) {
                return 0;
            }
            path += length;
            shape++;
        }
        else if (*path++ != *shape++) {
            return 0;
        }
    }
    return *path == '\0';
}

static int leads_to_zoom(const char *path)
{
    for (const char *const *way = ways; *way != NULL; way++) {
        if (has_shape(path, *way)) {
            return 1;
        }
    }
    return 0;
}

const lz_problem_t *lz_handover_seal(const lz_env_t *env, const lz_site_t *site,
                                     const char *session, const char *path, const char **token)
{
    json_object *record = lz_json_adopt(env->pool, json_object_new_object());
    const char *nonce = lz_random_token(env->pool, NONCE_BYTES);

    if (path == NULL || !leads_to_zoom(path)) {
        return lz_problem(env->pool, LZ_P_HANDOVER_PATH,
                          "a handover is for what opens a window of Zoom, not for \"%.200s\"",
                          path != NULL ? path : "");
    }
    lz_json_put_string(record, "s", session);
    lz_json_put_string(record, "p", path);
    lz_json_put_string(record, "n", nonce);
    lz_json_put_int64(record, "e", lz_now(env->clock) + LZ_HANDOVER_LIFETIME);

    const char *clear = lz_json_text(env->pool, record);
    const char *sealed = nonce != NULL ? lz_seal(site->sealer, env->pool, LZ_SEAL_HANDOVER, clear,
                                                 strlen(clear))
                                       : NULL;
    if (sealed == NULL) {
        return lz_problem(env->pool, LZ_P_RANDOM, "handover: no random bytes");
    }
    *token = sealed;
    return NULL;
}

/* What a token holds; NULL when it was not sealed here. */
static json_object *read_token(const lz_env_t *env, const lz_site_t *site, const char *token)
{
    const char *reason = NULL;
    apr_size_t length = 0;
    const char *clear = lz_unseal(site->sealer, env->pool, LZ_SEAL_HANDOVER, token, &length);

    return clear != NULL ? lz_json_parse(env->pool, clear, length, LZ_JSON_OBJECT, &reason) : NULL;
}

/* The nonce outlives the token: another node's clock may differ a little. */
static const lz_problem_t *use_up(const lz_env_t *env, const lz_site_t *site, const char *nonce,
                                  apr_time_t expires)
{
    int first = 0;
    const lz_problem_t *problem =
        lz_store_use_nonce(env, lz_fingerprint(env->pool, "handover", nonce, NULL),
                           expires + site->lti.clock_leeway, &first);

    if (problem == NULL && !first) {
        problem = lz_problem(env->pool, LZ_P_HANDOVER, "the handover was used before");
    }
    return problem;
}

const lz_problem_t *lz_handover_open(const lz_env_t *env, const lz_site_t *site, const char *token,
                                     const char *course, const char *path, lz_session_t **session)
{
    json_object *record = read_token(env, site, token);
    const char *sealed = lz_json_string(record, "s");
    const char *for_path = lz_json_string(record, "p");
    const char *nonce = lz_json_string(record, "n");
    lz_session_t *opened = NULL;
    apr_int64_t expires = 0;

    if (sealed == NULL || for_path == NULL || nonce == NULL
        || !lz_json_int64(record, "e", &expires)) {
        return lz_problem(env->pool, LZ_P_HANDOVER,
                          "the handover (%" APR_SIZE_T_FMT " bytes) was not sealed here",
                          strlen(token));
    }
    if (strcmp(for_path, path) != 0) {
        return lz_problem(env->pool, LZ_P_HANDOVER, "the handover is for %s", for_path);
    }
    if (lz_now(env->clock) >= expires) {
        return lz_problem(env->pool, LZ_P_HANDOVER,
                          "the handover ended %" APR_INT64_T_FMT " s ago",
                          apr_time_sec(lz_now(env->clock) - expires));
    }
    const lz_problem_t *problem = lz_session_open(env, site, sealed, course, &opened);
    if (problem == NULL) {
        problem = use_up(env, site, nonce, expires);
    }
    if (problem == NULL) {
        *session = opened;
    }
    return problem;
}
