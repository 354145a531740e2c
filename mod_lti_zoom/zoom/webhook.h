/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events that Zoom sends: proved to be Zoom's over the raw bytes first, then read through the data
 * map (data_map_events.def).
 *
 *     x-zm-signature: v0={hex of HMAC-SHA-256(LTIZoomWebhookSecret, "v0:{timestamp}:{body}")}
 *     x-zm-request-timestamp: when it was signed, in seconds; milliseconds are understood too
 *     {"event":"meeting.started","event_ts":1626230691572,
 *      "payload":{"account_id":"...","object":{...}}}
 *
 * Events come late, twice, in another order, or not at all. A retry (after 5, 20 and 60 minutes)
 * has the same body and a new signature.
 */
#ifndef LZ_ZOOM_WEBHOOK_H
#define LZ_ZOOM_WEBHOOK_H

#include <json-c/json.h>

#include "../base/env.h"
#include "../base/problem.h"
#include "account.h"
#include "data_map.h"

#define LZ_WEBHOOK_LEEWAY apr_time_from_sec(5 * 60)

typedef enum lz_zoom_event_id_e {
    LZ_EVENT_OTHER,             /* one that is of no interest */
    LZ_EVENT_URL_VALIDATION,    /* "endpoint.url_validation": prove that you know the secret */
#define LZ_EVENT(id, name) id,
#define LZ_FIELD(path, type, required, purpose)
#define LZ_EVENT_END
#include "data_map_events.def"
#undef LZ_EVENT
#undef LZ_FIELD
#undef LZ_EVENT_END
    LZ_EVENT_COUNT
} lz_zoom_event_id_e;

/* What has arrived. */
typedef struct lz_webhook_t {
    const char *signature;      /* headers as they came, NULL when absent */
    const char *timestamp;
    const char *body;           /* NUL-terminated */
    apr_size_t  length;
} lz_webhook_t;

typedef struct lz_zoom_event_t {
    lz_zoom_event_id_e id;
    const char        *name;        /* "meeting.started"; "other" for what is of no interest */
    apr_time_t         at;          /* when it happened at Zoom */
    json_object       *payload;     /* what the data map keeps of it; NULL for url_validation */
    int                unread;      /* of meeting.updated: something changed that the map does not
                                       keep and that may concern what is kept: the passcode,
                                       which is in the join link, the kind of meeting, its dates */
    const char        *plain_token; /* of url_validation */
} lz_zoom_event_t;

/*
 * Is it Zoom's, and fresh? LZ_P_WEBHOOK_SIGNATURE, LZ_P_WEBHOOK_TIME when it was signed more than
 * LZ_WEBHOOK_LEEWAY ago or ahead. The account has a webhook secret.
 */
const lz_problem_t *lz_webhook_verify(const lz_env_t *env, const lz_account_t *account,
                                      const lz_webhook_t *webhook)
    __attribute__((warn_unused_result));

/*
 * Reads a delivery that was verified. LZ_P_MALFORMED: no JSON, no event, or one without what the
 * map requires; LZ_P_WEBHOOK_ACCOUNT: it is about another account. An event from the future
 * happened now.
 */
const lz_problem_t *lz_webhook_read(const lz_env_t *env, const lz_account_t *account,
                                    const lz_webhook_t *webhook, lz_zoom_event_t *event)
    __attribute__((warn_unused_result));

/* "meeting.started", and what is kept of such an event; NULL for what is in no map. */
const char *lz_webhook_name(lz_zoom_event_id_e id);
const lz_zoom_field_t *lz_webhook_fields(lz_zoom_event_id_e id);

/* What proves that we know the secret: the answer's encryptedToken, in hex. */
const char *lz_webhook_proof(apr_pool_t *pool, const lz_account_t *account,
                             const char *plain_token);

#endif
