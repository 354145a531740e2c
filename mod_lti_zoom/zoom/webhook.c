/* SPDX-License-Identifier: Apache-2.0 */
#include "webhook.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../base/json.h"

#define VERSION         "v0"
#define DIGITS_MAX      13      /* of milliseconds, until the year 2286 */
#define MILLISECONDS    100000000000LL  /* from here on it can only be: as seconds, the year 5138 */
#define VALIDATION      "endpoint.url_validation"

typedef struct event_map_t {
    const char            *name;
    const lz_zoom_field_t *fields;
} event_map_t;

static const event_map_t maps[LZ_EVENT_COUNT] = {
#define LZ_EVENT(id, name) [id] = { name, (const lz_zoom_field_t[]) {
#define LZ_FIELD(path, type, required, purpose) { path, type, required, purpose },
#define LZ_EVENT_END { NULL, LZ_FIELD_STRING, 0, NULL } } },
#include "data_map_events.def"
#undef LZ_EVENT
#undef LZ_FIELD
#undef LZ_EVENT_END
};

/* --- the signature ---------------------------------------------------------------------------- */

static const char *hmac_hex(apr_pool_t *pool, const lz_account_t *account, const char *text,
                            apr_size_t length)
{
    unsigned char mac[LZ_SHA256_SIZE];
    lz_hmac_sha256(account->webhook_secret, strlen(account->webhook_secret), text, length, mac);
    return lz_hex_encode(pool, mac, sizeof(mac));
}

static const char *signature_of(apr_pool_t *pool, const lz_account_t *account,
                                const lz_webhook_t *webhook)
{
    const char *prefix = apr_pstrcat(pool, VERSION ":", webhook->timestamp, ":", NULL);
    const apr_size_t prefix_length = strlen(prefix);
    char *message = apr_palloc(pool, prefix_length + webhook->length);
    memcpy(message, prefix, prefix_length);
    memcpy(message + prefix_length, webhook->body, webhook->length);
    return apr_pstrcat(pool, VERSION "=",
                       hmac_hex(pool, account, message, prefix_length + webhook->length), NULL);
}

/* 1 for a number of seconds or milliseconds. */
static int read_timestamp(const char *text, apr_time_t *when)
{
    const size_t digits = text ? strspn(text, "0123456789") : 0;
    if (digits == 0 || digits > DIGITS_MAX || text[digits]) {
        return 0;
    }
    const apr_int64_t number = apr_atoi64(text);
    *when = number >= MILLISECONDS ? number * 1000 : apr_time_from_sec(number);
    return 1;
}

const lz_problem_t *lz_webhook_verify(const lz_env_t *env, const lz_account_t *account,
                                      const lz_webhook_t *webhook)
{
    apr_time_t signed_at = 0;
    if (!webhook->signature || !read_timestamp(webhook->timestamp, &signed_at)) {
        return lz_problem(env->pool, LZ_P_WEBHOOK_SIGNATURE,
                          "a delivery to account %s without %s", account->name,
                          webhook->signature ? "a usable x-zm-request-timestamp"
                                             : "x-zm-signature");
    }
    if (!lz_equal_secret(webhook->signature, signature_of(env->pool, account, webhook))) {
        return lz_problem(env->pool, LZ_P_WEBHOOK_SIGNATURE,
                          "a delivery is not signed with LTIZoomWebhookSecret of account %s",
                          account->name);
    }
    const apr_interval_time_t age = lz_now(env->clock) - signed_at;
    if (age > LZ_WEBHOOK_LEEWAY || age < -LZ_WEBHOOK_LEEWAY) {
        return lz_problem(env->pool, LZ_P_WEBHOOK_TIME,
                          "a delivery to account %s was signed %" APR_TIME_T_FMT " s ago: check"
                          " this server's clock", account->name, apr_time_sec(age));
    }
    return NULL;
}

const char *lz_webhook_proof(apr_pool_t *pool, const lz_account_t *account,
                             const char *plain_token)
{
    return hmac_hex(pool, account, plain_token, strlen(plain_token));
}

/* --- the event -------------------------------------------------------------------------------- */

const char *lz_webhook_name(lz_zoom_event_id_e id)
{
    return maps[id].name;
}

const lz_zoom_field_t *lz_webhook_fields(lz_zoom_event_id_e id)
{
    return maps[id].fields;
}

static lz_zoom_event_id_e id_of(const char *name)
{
    for (int i = 0; i < LZ_EVENT_COUNT; i++) {
        if (maps[i].name && strcmp(maps[i].name, name) == 0) {
            return (lz_zoom_event_id_e)i;
        }
    }
    return strcmp(name, VALIDATION) == 0 ? LZ_EVENT_URL_VALIDATION : LZ_EVENT_OTHER;
}

/* An event without a time of its own has that of its signature. */
static apr_time_t time_of(const lz_env_t *env, json_object *envelope, const lz_webhook_t *webhook)
{
    const apr_time_t now = lz_now(env->clock);
    apr_int64_t milliseconds = 0;
    apr_time_t at = 0;
    if (lz_json_int64(envelope, "event_ts", &milliseconds) && milliseconds > 0
        && milliseconds <= APR_INT64_MAX / 1000) {
        at = milliseconds * 1000;
    } else if (!read_timestamp(webhook->timestamp, &at)) {
        at = now;
    }
    return at > now + LZ_WEBHOOK_LEEWAY ? now : at;
}

/*
 * Members of a changed meeting that say nothing about what is kept: either the map has them, or
 * they stand for nothing that a list shows.
 */
static const char *const harmless[] = {
    "id", "uuid", "host_id", "topic", "agenda", "start_time", "duration", "timezone", "join_url",
    "registration_url", "settings", "tracking_fields", NULL
};

static int is_harmless(const char *name)
{
    const char *const *known = harmless;
    while (*known && strcmp(*known, name) != 0) {
        known++;
    }
    return *known != NULL;
}

static int has_unread(json_object *changed)
{
    json_object_object_foreach(changed, name, value) {
        (void)value;
        if (!is_harmless(name)) {
            return 1;
        }
    }
    return 0;
}

static const lz_problem_t *read_payload(const lz_env_t *env, json_object *payload,
                                        lz_zoom_event_t *event)
{
    const char *missing = "";
    const lz_zoom_field_t *fields = maps[event->id].fields;
    if (!fields || !fields->path) {
        return NULL;
    }
    if (!lz_json_object(payload, "object")) {
        return lz_problem(env->pool, LZ_P_MALFORMED, "%s without an object", event->name);
    }
    event->payload = lz_zoom_keep_fields(env->pool, fields, payload, &missing);
    if (!event->payload) {
        return lz_problem(env->pool, LZ_P_MALFORMED, "%s without %s", event->name, missing);
    }
    event->unread = event->id == LZ_EVENT_MEETING_UPDATED
                    && has_unread(lz_json_object(payload, "object"));
    return NULL;
}

static const lz_problem_t *read_validation(const lz_env_t *env, json_object *payload,
                                           lz_zoom_event_t *event)
{
    event->plain_token = lz_json_string(payload, "plainToken");
    return event->plain_token ? NULL
                              : lz_problem(env->pool, LZ_P_MALFORMED,
                                           VALIDATION " without plainToken");
}

const lz_problem_t *lz_webhook_read(const lz_env_t *env, const lz_account_t *account,
                                    const lz_webhook_t *webhook, lz_zoom_event_t *event)
{
    const char *reason = "";
    json_object *envelope = lz_json_parse(env->pool, webhook->body, webhook->length,
                                          LZ_JSON_OBJECT, &reason);
    const char *name = lz_json_string(envelope, "event");
    json_object *payload = lz_json_object(envelope, "payload");
    if (!name || !payload) {
        return lz_problem(env->pool, LZ_P_MALFORMED, "an event is no event: %s",
                          !envelope ? reason : !name ? "no name" : "no payload");
    }
    *event = (lz_zoom_event_t){ .id = id_of(name), .at = time_of(env, envelope, webhook) };
    event->name = event->id == LZ_EVENT_URL_VALIDATION ? VALIDATION
                  : event->id == LZ_EVENT_OTHER ? "other" : maps[event->id].name;
    if (event->id == LZ_EVENT_URL_VALIDATION) {
        return read_validation(env, payload, event);
    }
    const char *account_id = lz_json_string(payload, "account_id");
    if (!account_id || strcmp(account_id, account->account_id) != 0) {
        return lz_problem(env->pool, LZ_P_WEBHOOK_ACCOUNT,
                          "%s of another Zoom account came to the address of account %s",
                          event->name, account->name);
    }
    return read_payload(env, payload, event);
}
