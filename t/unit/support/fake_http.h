/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outside world of a test: answers by script, and a record of what was asked. May be used by
 * many threads, once the script stands.
 */
#ifndef LZ_TEST_FAKE_HTTP_H
#define LZ_TEST_FAKE_HTTP_H

#include <apr_pools.h>
#include <apr_tables.h>
#include <apr_thread_mutex.h>

#include "base/http.h"

/* One answer of the script; fake_http_on() makes it, the test may change it. */
typedef struct fake_http_answer_t {
    const char   *method;
    const char   *url;              /* in full, or its beginning when it ends with '*' */
    apr_status_t  status;           /* other than APR_SUCCESS: no answer came */
    int           sent;             /* 1 */
    int           http_status;
    apr_table_t  *headers;
    const char   *body;
    int           given;            /* how often it was given */
} fake_http_answer_t;

/* A request as it was made; strings are copies. */
typedef struct fake_http_record_t {
    lz_http_request_t request;      /* body is "" where there was none */
    apr_time_t        deadline;
    int               call;         /* number of the perform() it came with, from 1 */
} fake_http_record_t;

typedef struct fake_http_t {
    lz_http_t           http;       /* what the code under test is given */
    /*
     * Where set: asked for requests that the script has no answer to; fills response and returns
     * 1, or returns 0. Runs under the fake's lock.
     */
    int               (*handler)(void *baton, apr_pool_t *pool, const lz_http_request_t *request,
                                 lz_http_response_t *response);
    void               *handler_baton;
    int                 calls;      /* of perform() */
    int                 unexpected; /* requests that nothing had an answer to: APR_EGENERAL */
    apr_pool_t         *pool;
    apr_thread_mutex_t *mutex;
    apr_array_header_t *answers;    /* of fake_http_answer_t * */
    apr_array_header_t *records;    /* of fake_http_record_t * */
} fake_http_t;

fake_http_t *fake_http_create(apr_pool_t *pool);

/*
 * Answers method and url with http_status and body (JSON, unless the test changes the answer's
 * Content-Type). Several answers for the same requests are given in turn, the last one for ever.
 */
fake_http_answer_t *fake_http_on(fake_http_t *fake, const char *method, const char *url,
                                 int http_status, const char *body);

/* Number of requests of that method and url (or its beginning, with '*'). */
int fake_http_count(const fake_http_t *fake, const char *method, const char *url);

/* The i-th of them, from 0; NULL when there were fewer. */
const fake_http_record_t *fake_http_record(const fake_http_t *fake, const char *method,
                                           const char *url, int i);

#endif
