/* SPDX-License-Identifier: Apache-2.0 */
#include "http_curl.h"

#include <time.h>

#include <curl/curl.h>

#include <apr_strings.h>
#include <apr_thread_mutex.h>

#include "http_curl_transfer.h"

#define IDLE_HANDLES      16
#define CONNECTIONS       16L       /* kept by each idle handle */
#define GONE_CHECK        apr_time_from_msec(200)   /* between two looks whether who asked left */
#define LONGEST           apr_time_from_sec(120)    /* of all waits, should the clock be set back */

typedef struct transport_t {
    lz_http_t              http;
    lz_http_curl_options_t options;
    apr_thread_mutex_t    *mutex;
    CURLM                **idle;        /* the last given back is the first lent: the warmest */
    int                    n_idle;
    int                    idle_max;
    int                    initialised; /* curl_global_init() succeeded */
} transport_t;

static CURLM *borrow(transport_t *transport)
{
    CURLM *multi = NULL;

    apr_thread_mutex_lock(transport->mutex);
    if (transport->n_idle > 0) {
        multi = transport->idle[--transport->n_idle];
    }
    apr_thread_mutex_unlock(transport->mutex);

    if (!multi) {
        multi = curl_multi_init();
        if (multi && curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, CONNECTIONS) != CURLM_OK) {
            curl_multi_cleanup(multi);
            multi = NULL;
        }
    }
    return multi;
}

static void give_back(transport_t *transport, CURLM *multi)
{
    apr_thread_mutex_lock(transport->mutex);
    if (transport->n_idle < transport->idle_max) {
        transport->idle[transport->n_idle++] = multi;
        multi = NULL;
    }
    apr_thread_mutex_unlock(transport->mutex);

    if (multi) {
        curl_multi_cleanup(multi);
    }
}

/* Takes the transfers that curl has finished. */
static void collect(CURLM *multi)
{
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        lz_transfer_t *transfer = NULL;

        if (message->msg == CURLMSG_DONE
            && curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer)
               == CURLE_OK) {
            lz_transfer_finish(transfer, message->data.result);
        }
    }
}

/* Takes out the transfers whose asker has gone; 0 when multi is broken. */
static int drop_abandoned(CURLM *multi, lz_transfer_t *transfers, int n)
{
    int sound = 1;

    for (int i = 0; i < n; i++) {
        lz_transfer_t *transfer = &transfers[i];
        const lz_http_request_t *request = transfer->request;

        if (!transfer->done && request->gone && request->gone(request->gone_baton)) {
            lz_transfer_abandon(transfer);
            sound = curl_multi_remove_handle(multi, transfer->easy) == CURLM_OK && sound;
            lz_transfer_end(transfer);
        }
    }
    return sound;
}

/* Whether any of them can be given up before the deadline. */
static int may_be_abandoned(const lz_transfer_t *transfers, int n)
{
    for (int i = 0; i < n; i++) {
        if (!transfers[i].done && transfers[i].request->gone) {
            return 1;
        }
    }
    return 0;
}

/* Of a clock that nobody sets: the time of day may jump while we wait. */
static apr_time_t steady_now(void)
{
    struct timespec now = { 0 };

    (void)clock_gettime(CLOCK_MONOTONIC, &now);     /* cannot fail with this clock */
    return apr_time_make(now.tv_sec, now.tv_nsec / 1000);
}

/*
 * Runs what was added until all is done or the deadline has come, whose only keeper this is; 0
 * when multi is broken.
 */
static int run(CURLM *multi, lz_transfer_t *transfers, int n, apr_time_t deadline)
{
    const apr_interval_time_t given = deadline - apr_time_now();
    const apr_time_t end = steady_now() + (given < LONGEST ? given : LONGEST);
    apr_time_t check = steady_now() + GONE_CHECK;
    int running = 0;

    for (;;) {
        if (curl_multi_perform(multi, &running) != CURLM_OK) {
            return 0;
        }
        collect(multi);

        const apr_time_t now = steady_now();
        apr_interval_time_t left = end - now;
        if (running == 0 || left <= 0) {
            return 1;
        }
        if (may_be_abandoned(transfers, n)) {
            if (now >= check) {
                check = now + GONE_CHECK;
                if (!drop_abandoned(multi, transfers, n)) {
                    return 0;
                }
                continue;
            }
            left = check - now < left ? check - now : left;
        }
        if (curl_multi_poll(multi, NULL, 0, (int)apr_time_as_msec(left) + 1, NULL) != CURLM_OK) {
            return 0;
        }
    }
}

static void perform(void *baton, apr_pool_t *pool, const lz_http_request_t *const *requests,
                    lz_http_response_t *responses, int n, apr_time_t deadline)
{
    transport_t *transport = baton;
    lz_transfer_t *transfers = apr_pcalloc(pool, sizeof(lz_transfer_t) * (apr_size_t)n);
    CURLM *multi = borrow(transport);
    int sound = multi != NULL;

    for (int i = 0; i < n; i++) {
        lz_transfer_t *transfer = &transfers[i];

        transfer->pool = pool;
        transfer->request = requests[i];
        transfer->response = &responses[i];
        transfer->deadline = deadline;
        if (lz_transfer_begin(transfer, &transport->options)
            && (!multi || curl_multi_add_handle(multi, transfer->easy) != CURLM_OK)) {
            lz_transfer_finish(transfer, CURLE_OUT_OF_MEMORY);
            lz_transfer_end(transfer);
        }
    }

    if (multi) {
        sound = run(multi, transfers, n, deadline);
    }
    for (int i = 0; i < n; i++) {
        lz_transfer_t *transfer = &transfers[i];

        if (!transfer->done) {
            if (sound) {
                lz_transfer_expire(transfer);
            } else {
                lz_transfer_finish(transfer, CURLE_FAILED_INIT);
            }
        }
        if (transfer->easy) {
            sound = curl_multi_remove_handle(multi, transfer->easy) == CURLM_OK && sound;
            lz_transfer_end(transfer);
        }
    }

    if (sound) {
        give_back(transport, multi);
    } else if (multi) {
        curl_multi_cleanup(multi);
    }
}

static apr_status_t destroy(void *data)
{
    transport_t *transport = data;

    while (transport->n_idle > 0) {
        curl_multi_cleanup(transport->idle[--transport->n_idle]);
    }
    if (transport->initialised) {
        curl_global_cleanup();
    }
    return APR_SUCCESS;
}

apr_status_t lz_http_curl_create(apr_pool_t *pool, const lz_http_curl_options_t *options,
                                 const lz_http_t **http)
{
    transport_t *transport = apr_pcalloc(pool, sizeof(*transport));

    transport->http = (lz_http_t){ .baton = transport, .perform = perform };
    transport->options = *options;
    transport->options.user_agent = apr_pstrdup(pool, options->user_agent);
    transport->options.ca_file = apr_pstrdup(pool, options->ca_file);
    transport->options.proxy = apr_pstrdup(pool, options->proxy);
    transport->options.no_proxy = options->no_proxy ? apr_array_copy(pool, options->no_proxy)
                                                    : NULL;
    transport->idle_max = options->idle_handles_max ? options->idle_handles_max : IDLE_HANDLES;
    transport->idle = apr_pcalloc(pool, sizeof(CURLM *) * (apr_size_t)transport->idle_max);

    const apr_status_t status = apr_thread_mutex_create(&transport->mutex,
                                                        APR_THREAD_MUTEX_DEFAULT, pool);
    if (status != APR_SUCCESS) {
        return status;
    }
    /* Registered after the mutex, so run before the mutex's own cleanup. */
    apr_pool_cleanup_register(pool, transport, destroy, apr_pool_cleanup_null);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        return APR_EGENERAL;
    }
    transport->initialised = 1;
    *http = &transport->http;
    return APR_SUCCESS;
}
