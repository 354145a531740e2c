/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request on one easy handle: how it is set up, what its callbacks gather, and what came of
 * it. Used by http_curl.c only.
 */
#ifndef LZ_BASE_HTTP_CURL_TRANSFER_H
#define LZ_BASE_HTTP_CURL_TRANSFER_H

#include <curl/curl.h>

#include "http.h"
#include "http_curl.h"

typedef struct lz_transfer_t {
    apr_pool_t              *pool;
    const lz_http_request_t *request;
    lz_http_response_t      *response;
    CURL                    *easy;          /* NULL when it did not come to a transfer */
    struct curl_slist       *headers;
    apr_size_t               body_size;     /* bytes allocated for response->body */
    apr_size_t               header_bytes;
    apr_time_t               started;
    apr_time_t               deadline;
    int                      guarded;       /* addresses that are not public are refused */
    int                      attempts;      /* how often the request went out */
    int                      too_large;
    int                      refused;       /* an address was refused */
    int                      done;
    char                     error[CURL_ERROR_SIZE];
} lz_transfer_t;

/*
 * Prepares transfer, of which pool, request, response and deadline are set. 1 when transfer->easy
 * is ready to run, 0 when the response says already why not.
 */
int lz_transfer_begin(lz_transfer_t *transfer, const lz_http_curl_options_t *options);

/* Fills the response from what curl says; for a transfer that curl finished. */
void lz_transfer_finish(lz_transfer_t *transfer, CURLcode code);

/* The response of a transfer that the deadline overtook. */
void lz_transfer_expire(lz_transfer_t *transfer);

/* The response of a transfer whose asker has gone. */
void lz_transfer_abandon(lz_transfer_t *transfer);

/* Frees what lz_transfer_begin() made. The easy handle must have left its multi handle. */
void lz_transfer_end(lz_transfer_t *transfer);

/* 1 for an address in the public internet: not private, local, multicast, reserved, unspecified. */
int lz_address_is_public(const struct sockaddr *address);

/* The same for its text, as inet_pton() reads it. */
int lz_text_address_is_public(const char *text);

#endif
