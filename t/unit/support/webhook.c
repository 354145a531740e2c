/* SPDX-License-Identifier: Apache-2.0 */
#include "webhook.h"

#include <string.h>

#include <apr_strings.h>

#include "base/encoding.h"

lz_webhook_t webhook_of_bytes(apr_pool_t *pool, const lz_account_t *account,
                              const char *timestamp, const char *body, apr_size_t length)
{
    unsigned char mac[LZ_SHA256_SIZE];
    const char *prefix = apr_pstrcat(pool, "v0:", timestamp, ":", NULL);
    const apr_size_t prefix_length = strlen(prefix);
    char *text = apr_palloc(pool, prefix_length + length);
    memcpy(text, prefix, prefix_length);
    memcpy(text + prefix_length, body, length);
    lz_hmac_sha256(account->webhook_secret, strlen(account->webhook_secret), text,
                   prefix_length + length, mac);
    return (lz_webhook_t){
        .signature = apr_pstrcat(pool, "v0=", lz_hex_encode(pool, mac, sizeof(mac)), NULL),
        .timestamp = timestamp, .body = apr_pstrmemdup(pool, body, length), .length = length
    };
}

lz_webhook_t webhook_of(apr_pool_t *pool, const lz_account_t *account, const char *timestamp,
                        const char *body)
{
    return webhook_of_bytes(pool, account, timestamp, body, strlen(body));
}
