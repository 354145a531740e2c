/* SPDX-License-Identifier: Apache-2.0 */
/* Deliveries as Zoom signs them. */
#ifndef LZ_TEST_WEBHOOK_H
#define LZ_TEST_WEBHOOK_H

#include "zoom/webhook.h"

#define WEBHOOK_SECRET "the-secret-token-of-the-app"

/* Of a delivery signed with that secret at 1796030100, by openssl dgst -hmac. */
#define WEBHOOK_KNOWN_BODY \
    "{\"event\":\"endpoint.url_validation\"," \
    "\"payload\":{\"plainToken\":\"qgg8vlvZRS6UYooatFL8Aw\"}}"
#define WEBHOOK_KNOWN_SIGNATURE \
    "36763ee8297f9167afd6c06fe1725dfe6cf5e7b4d1bd319b1f2b1aa92cb3fc00"
#define WEBHOOK_KNOWN_PROOF "473834394f0470c334c6d2cdaecc6eed7877afea84f73e55d26872cc5c32e135"

/* Signed with the account's webhook secret; timestamp as it is sent. */
lz_webhook_t webhook_of(apr_pool_t *pool, const lz_account_t *account, const char *timestamp,
                        const char *body);
lz_webhook_t webhook_of_bytes(apr_pool_t *pool, const lz_account_t *account,
                              const char *timestamp, const char *body, apr_size_t length);

#endif
