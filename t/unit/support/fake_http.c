/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_http.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

static int matches(const char *method, const char *url, const char *wanted_method,
                   const char *wanted_url)
{
    const apr_size_t length = strlen(wanted_url);

    if (strcmp(method, wanted_method) != 0) {
        return 0;
    }
    return length > 0 && wanted_url[length - 1] == '*' ? strncmp(url, wanted_url, length - 1) == 0
                                                       : strcmp(url, wanted_url) == 0;
}

/* The next answer: the first of those that match and were not given yet, else the last. */
static fake_http_answer_t *next_answer(fake_http_t *fake, const lz_http_request_t *request)
{
    fake_http_answer_t *found = NULL;

    for (int i = 0; i < fake->answers->nelts; i++) {
        fake_http_answer_t *answer = APR_ARRAY_IDX(fake->answers, i, fake_http_answer_t *);

        if (matches(request->method, request->url, answer->method, answer->url)) {
            found = answer;
            if (answer->given == 0) {
                break;
            }
        }
    }
    return found;
}

static void record(fake_http_t *fake, const lz_http_request_t *request, apr_time_t deadline)
{
    fake_http_record_t *made = apr_pcalloc(fake->pool, sizeof(*made));

    made->request = *request;
    made->request.method = apr_pstrdup(fake->pool, request->method);
    made->request.url = apr_pstrdup(fake->pool, request->url);
    made->request.headers = request->headers ? apr_table_clone(fake->pool, request->headers)
                                             : apr_table_make(fake->pool, 1);
    made->request.body = request->body
                         ? apr_pstrmemdup(fake->pool, request->body, request->body_length) : "";
    made->deadline = deadline;
    made->call = fake->calls;
    APR_ARRAY_PUSH(fake->records, fake_http_record_t *) = made;
}

static void respond(fake_http_t *fake, apr_pool_t *pool, const lz_http_request_t *request,
                    lz_http_response_t *response)
{
    fake_http_answer_t *answer = next_answer(fake, request);

    *response = (lz_http_response_t){
        .headers = apr_table_make(pool, 4), .body = "", .took = 1, .detail = ""
    };
    if (answer) {
        answer->given++;
        response->status = answer->status;
        response->sent = answer->sent;
        if (answer->status == APR_SUCCESS) {
            response->http_status = answer->http_status;
            response->headers = apr_table_clone(pool, answer->headers);
            response->body = apr_pstrdup(pool, answer->body);
            response->body_length = strlen(response->body);
        }
    } else if (!fake->handler
               || !fake->handler(fake->handler_baton, pool, request, response)) {
        fake->unexpected++;
        response->status = APR_EGENERAL;
        response->detail = "the test's script has no answer";
    }
    const apr_size_t most = request->response_max ? request->response_max : LZ_HTTP_RESPONSE_MAX;
    if (response->status == APR_SUCCESS && response->body_length > most) {
        response->status = APR_ENOSPC;
        response->http_status = 0;
        response->body = "";
        response->body_length = 0;
    }
}

static void fake_perform(void *baton, apr_pool_t *pool, const lz_http_request_t *const *requests,
                         lz_http_response_t *responses, int n, apr_time_t deadline)
{
    fake_http_t *fake = baton;

    apr_thread_mutex_lock(fake->mutex);
    fake->calls++;
    for (int i = 0; i < n; i++) {
        record(fake, requests[i], deadline);
        respond(fake, pool, requests[i], &responses[i]);
    }
    apr_thread_mutex_unlock(fake->mutex);
}

fake_http_t *fake_http_create(apr_pool_t *parent)
{
    fake_http_t *fake = apr_pcalloc(parent, sizeof(*fake));

    fake->http = (lz_http_t){ .baton = fake, .perform = fake_perform };
    if (apr_pool_create(&fake->pool, parent)
        || apr_thread_mutex_create(&fake->mutex, APR_THREAD_MUTEX_DEFAULT, fake->pool)) {
        abort();
    }
    fake->answers = apr_array_make(fake->pool, 8, sizeof(fake_http_answer_t *));
    fake->records = apr_array_make(fake->pool, 8, sizeof(fake_http_record_t *));
    return fake;
}

fake_http_answer_t *fake_http_on(fake_http_t *fake, const char *method, const char *url,
                                 int http_status, const char *body)
{
    fake_http_answer_t *answer = apr_pcalloc(fake->pool, sizeof(*answer));

    answer->method = apr_pstrdup(fake->pool, method);
    answer->url = apr_pstrdup(fake->pool, url);
    answer->sent = 1;
    answer->http_status = http_status;
    answer->headers = apr_table_make(fake->pool, 4);
    apr_table_set(answer->headers, "Content-Type", "application/json");
    answer->body = apr_pstrdup(fake->pool, body);
    APR_ARRAY_PUSH(fake->answers, fake_http_answer_t *) = answer;
    return answer;
}

int fake_http_count(const fake_http_t *fake, const char *method, const char *url)
{
    int n = 0;

    while (fake_http_record(fake, method, url, n)) {
        n++;
    }
    return n;
}

const fake_http_record_t *fake_http_record(const fake_http_t *fake, const char *method,
                                           const char *url, int i)
{
    for (int k = 0; k < fake->records->nelts; k++) {
        const fake_http_record_t *made = APR_ARRAY_IDX(fake->records, k, fake_http_record_t *);

        if (matches(made->request.method, made->request.url, method, url) && i-- == 0) {
            return made;
        }
    }
    return NULL;
}
