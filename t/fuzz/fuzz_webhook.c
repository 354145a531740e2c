/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events of Zoom. The input's first line is the timestamp, the rest the body. What is signed here
 * is proved, until it changes; what is read of it is of the data map, and of this account.
 */
#include "fuzz.h"

#include <string.h>

#include <apr_strings.h>

#include "base/encoding.h"
#include "base/json.h"
#include "zoom/webhook.h"

#define NOW apr_time_from_sec(1796030100)

static apr_time_t now(void *baton)
{
    (void)baton;
    return NOW;
}

static const lz_clock_t clock_of_test = { .now = now };

static const lz_account_t account = {
    .name = "main", .account_id = "acc-1", .webhook_secret = "a secret token"
};

static const char *sign(apr_pool_t *pool, const char *timestamp, const char *body, size_t size)
{
    unsigned char mac[LZ_SHA256_SIZE];
    const char *prefix = apr_pstrcat(pool, "v0:", timestamp, ":", NULL);
    const size_t length = strlen(prefix);
    char *text = apr_palloc(pool, length + size + 1);

    memcpy(text, prefix, length);
    memcpy(text + length, body, size);
    lz_hmac_sha256(account.webhook_secret, strlen(account.webhook_secret), text, length + size,
                   mac);
    return apr_pstrcat(pool, "v0=", lz_hex_encode(pool, mac, sizeof(mac)), NULL);
}

static int verified(const lz_env_t *env, const lz_webhook_t *webhook)
{
    const lz_problem_t *problem = lz_webhook_verify(env, &account, webhook);

    must(problem == NULL || problem->status == 401);
    return problem == NULL;
}

static void check_signature(const lz_env_t *env, lz_webhook_t webhook)
{
    if (!verified(env, &webhook)) {
        return;
    }
    char *other = apr_pstrmemdup(env->pool, webhook.body, webhook.length + 1);
    other[webhook.length / 2] ^= 1;
    lz_webhook_t changed = webhook;
    changed.body = other;
    must(webhook.length == 0 || !verified(env, &changed));
    changed = webhook;
    changed.timestamp = apr_pstrcat(env->pool, "0", webhook.timestamp, NULL);
    must(!verified(env, &changed));
    changed = webhook;
    changed.signature = apr_pstrcat(env->pool, webhook.signature, " ", NULL);
    must(!verified(env, &changed));
}

/* No member of an event that speaks of participants, registrants or passcodes passes the map. */
static void check_kept(json_object *kept)
{
    static const char *const never[] = {
        "participant", "registrant", "password", "operator", "download_token", NULL
    };
    for (const char *const *name = never; *name; name++) {
        must(!lz_json_member(kept, *name));
        must(!lz_json_member(lz_json_object(kept, "object"), *name));
    }
}

static void check_event(const lz_env_t *env, const lz_webhook_t *webhook)
{
    lz_zoom_event_t event;
    const lz_problem_t *problem = lz_webhook_read(env, &account, webhook, &event);

    if (problem) {
        must(problem->status == 400 || problem->status == 403);
        return;
    }
    must(event.id >= 0 && event.id < LZ_EVENT_COUNT);
    must(event.name != NULL);
    must(event.at <= NOW + LZ_WEBHOOK_LEEWAY);
    if (event.id == LZ_EVENT_URL_VALIDATION) {
        must(strlen(lz_webhook_proof(env->pool, &account, event.plain_token)) == 64);
        return;
    }
    check_kept(event.payload);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    const fuzz_split_t input = fuzz_split(pool, data, size);
    const lz_env_t env = { .pool = pool, .clock = &clock_of_test, .request_id = "fuzz" };
    const char *body = apr_pstrmemdup(pool, input.rest, input.rest_size);
    lz_webhook_t webhook = {
        .signature = input.line, .timestamp = input.line, .body = body,
        .length = input.rest_size
    };

    must(!verified(&env, &webhook));
    webhook.signature = sign(pool, input.line, body, input.rest_size);
    check_signature(&env, webhook);
    check_event(&env, &webhook);
    apr_pool_destroy(pool);
    return 0;
}
