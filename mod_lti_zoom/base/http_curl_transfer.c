/* SPDX-License-Identifier: Apache-2.0 */
#include "http_curl_transfer.h"

#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "url.h"

#define CONNECT_TIMEOUT  apr_time_from_sec(3)
#define HEADER_BYTES_MAX (64 * 1024)
#define IDLE_SECONDS_MAX 55L        /* servers commonly close after 60 s; not to race with them */

/* 1 when host is name or below it. */
static int is_within(const char *host, apr_size_t length, const char *name)
{
    const apr_size_t suffix = strlen(name);

    return length >= suffix && strncasecmp(host + length - suffix, name, suffix) == 0
           && (length == suffix || host[length - suffix - 1] == '.');
}

/* The proxy on the way to url, or NULL. */
static const char *proxy_for(const lz_http_curl_options_t *options, const char *url)
{
    const char *host = strstr(url, "://");
    const apr_size_t length = host ? strcspn(host + 3, ":/?#") : 0;

    if (!options->proxy || lz_url_is_loopback(url)) {
        return NULL;
    }
    for (int i = 0; host && options->no_proxy && i < options->no_proxy->nelts; i++) {
        if (is_within(host + 3, length, APR_ARRAY_IDX(options->no_proxy, i, const char *))) {
            return NULL;
        }
    }
    return options->proxy;
}

static int is_idempotent(const char *method)
{
    return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0 || strcmp(method, "PUT") == 0
           || strcmp(method, "DELETE") == 0 || strcmp(method, "OPTIONS") == 0;
}

static apr_size_t response_max(const lz_transfer_t *transfer)
{
    return transfer->request->response_max ? transfer->request->response_max
                                           : LZ_HTTP_RESPONSE_MAX;
}

/* --- callbacks ------------------------------------------------------------------------------ */

static size_t on_body(char *data, size_t size, size_t n, void *baton)
{
    lz_transfer_t *transfer = baton;
    lz_http_response_t *response = transfer->response;
    const apr_size_t bytes = size * n;
    const apr_size_t length = response->body_length + bytes;

    if (length > response_max(transfer)) {
        transfer->too_large = 1;
        return CURL_WRITEFUNC_ERROR;
    }
    if (length + 1 > transfer->body_size) {
        const apr_size_t doubled = transfer->body_size * 2;
        const apr_size_t needed = length + 1 > 4096 ? length + 1 : 4096;
        char *grown = apr_palloc(transfer->pool, doubled > needed ? doubled : needed);

        memcpy(grown, response->body, response->body_length);
        response->body = grown;
        transfer->body_size = doubled > needed ? doubled : needed;
    }
    char *body = (char *)response->body;
    memcpy(body + response->body_length, data, bytes);
    body[length] = '\0';
    response->body_length = length;
    return bytes;
}

static size_t on_header(char *data, size_t size, size_t n, void *baton)
{
    lz_transfer_t *transfer = baton;
    const apr_size_t bytes = size * n;
    apr_size_t length = bytes;

    transfer->header_bytes += bytes;
    if (transfer->header_bytes > HEADER_BYTES_MAX) {
        transfer->too_large = 1;
        return CURL_WRITEFUNC_ERROR;
    }
    while (length > 0 && apr_isspace(data[length - 1])) {
        length--;
    }
    if (length > 5 && strncmp(data, "HTTP/", 5) == 0) {
        apr_table_clear(transfer->response->headers);   /* those before were of a 1xx answer */
        return bytes;
    }

    const char *colon = memchr(data, ':', length);
    if (colon && colon > data && !memchr(data, '\0', length)) {
        const char *value = colon + 1;
        const char *end = data + length;

        while (value < end && apr_isspace(*value)) {
            value++;
        }
        apr_table_addn(transfer->response->headers,
                       apr_pstrmemdup(transfer->pool, data, (apr_size_t)(colon - data)),
                       apr_pstrmemdup(transfer->pool, value, (apr_size_t)(end - value)));
    }
    return bytes;
}

/* Before a connection is made: the address that the name resolved to is looked at. */
static curl_socket_t on_open_socket(void *baton, curlsocktype purpose,
                                    struct curl_sockaddr *address)
{
    lz_transfer_t *transfer = baton;

    (void)purpose;
    if (transfer->guarded && !lz_address_is_public(&address->addr)) {
        transfer->refused = 1;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/*
 * When a connection stands, before the request goes out. A warm connection was perhaps made for
 * a request without guard, so the address is looked at again. And curl sends a request anew by
 * itself when a warm connection breaks before an answer came: what must not happen twice is
 * stopped here.
 */
static int on_send(void *baton, char *peer, char *local, int peer_port, int local_port)
{
    lz_transfer_t *transfer = baton;

    (void)local;
    (void)peer_port;
    (void)local_port;
    if (transfer->guarded && !lz_text_address_is_public(peer)) {
        transfer->refused = 1;
        return CURL_PREREQFUNC_ABORT;
    }
    if (transfer->attempts > 0 && !is_idempotent(transfer->request->method)) {
        return CURL_PREREQFUNC_ABORT;
    }
    transfer->attempts++;
    return CURL_PREREQFUNC_OK;
}

/* --- setting up ----------------------------------------------------------------------------- */

static int append(struct curl_slist **list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*list, line);

    if (!longer) {
        return 0;
    }
    *list = longer;
    return 1;
}

/* 0 when a header would break the request apart, or without memory. */
static int add_headers(lz_transfer_t *transfer)
{
    const apr_table_t *headers = transfer->request->headers;
    const apr_array_header_t *entries = headers ? apr_table_elts(headers) : NULL;

    for (int i = 0; entries && i < entries->nelts; i++) {
        const apr_table_entry_t *entry = &APR_ARRAY_IDX(entries, i, apr_table_entry_t);

        if (strpbrk(entry->key, ":\r\n") || strpbrk(entry->val, "\r\n")) {
            return 0;
        }
        /* curl leaves out a header "Name:" and sends "Name;" as an empty one */
        if (!append(&transfer->headers, *entry->val
                                        ? apr_pstrcat(transfer->pool, entry->key, ": ", entry->val,
                                                      NULL)
                                        : apr_pstrcat(transfer->pool, entry->key, ";", NULL))) {
            return 0;
        }
    }
    /* curl's own ideas about bodies: waiting for "100 Continue", calling each one a form */
    return append(&transfer->headers, "Expect:")
           && ((headers && apr_table_get(headers, "Content-Type"))
               || append(&transfer->headers, "Content-Type:"));
}

static int set_request(const lz_transfer_t *transfer)
{
    const lz_http_request_t *request = transfer->request;
    CURL *easy = transfer->easy;
    CURLcode code = curl_easy_setopt(easy, CURLOPT_URL, request->url);

    code = code ? code : curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
    if (strcmp(request->method, "HEAD") == 0) {
        code = code ? code : curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (request->body || strcmp(request->method, "POST") == 0) {
        code = code ? code : curl_easy_setopt(easy, CURLOPT_POST, 1L);
        code = code ? code : curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                                              request->body ? (curl_off_t)request->body_length : 0);
        code = code ? code : curl_easy_setopt(easy, CURLOPT_POSTFIELDS,
                                              request->body ? request->body : "");
    }
    if (strcmp(request->method, "GET") != 0 && strcmp(request->method, "HEAD") != 0) {
        code = code ? code : curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
    }
    return code == CURLE_OK;
}

/* What holds for all requests. */
static int set_rules(const lz_transfer_t *transfer, const lz_http_curl_options_t *options)
{
    const int https = strncmp(transfer->request->url, "https", 5) == 0;
    const apr_interval_time_t connect = options->connect_timeout ? options->connect_timeout
                                                                 : CONNECT_TIMEOUT;
    const char *proxy = proxy_for(options, transfer->request->url);
    CURL *easy = transfer->easy;
    CURLcode code = CURLE_OK;

#define SET(option, value) (code = code ? code : curl_easy_setopt(easy, option, value))
    SET(CURLOPT_PROTOCOLS_STR, transfer->request->loopback_allowed ? "http,https" : "https");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    /* Parallel requests wait for one TLS handshake that they can perhaps all use; without TLS
     * curl would know only after the first answer. */
    SET(CURLOPT_PIPEWAIT, https ? 1L : 0L);
    SET(CURLOPT_TCP_NODELAY, 1L);
    SET(CURLOPT_TCP_KEEPALIVE, 1L);
    SET(CURLOPT_MAXAGE_CONN, IDLE_SECONDS_MAX);
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)apr_time_as_msec(connect));
    SET(CURLOPT_QUICK_EXIT, 1L);    /* a hanging name server does not hold us beyond the deadline */
    SET(CURLOPT_PROXY, proxy ? proxy : "");
    SET(CURLOPT_NOPROXY, "");
    SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (options->user_agent) {
        SET(CURLOPT_USERAGENT, options->user_agent);
    }
    if (options->ca_file) {
        SET(CURLOPT_CAINFO, options->ca_file);
    }
#undef SET
    return code == CURLE_OK;
}

static int set_callbacks(lz_transfer_t *transfer)
{
    CURL *easy = transfer->easy;
    CURLcode code = curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);

#define SET(option, value) (code = code ? code : curl_easy_setopt(easy, option, value))
    SET(CURLOPT_WRITEFUNCTION, on_body);
    SET(CURLOPT_WRITEDATA, transfer);
    SET(CURLOPT_HEADERFUNCTION, on_header);
    SET(CURLOPT_HEADERDATA, transfer);
    SET(CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
    SET(CURLOPT_OPENSOCKETDATA, transfer);
    SET(CURLOPT_PREREQFUNCTION, on_send);
    SET(CURLOPT_PREREQDATA, transfer);
    SET(CURLOPT_ERRORBUFFER, transfer->error);
#undef SET
    return code == CURLE_OK;
}

/* The response without an answer. */
static void fail(lz_transfer_t *transfer, apr_status_t status, const char *detail)
{
    lz_http_response_t *response = transfer->response;

    response->status = status;
    response->http_status = 0;
    response->body = "";
    response->body_length = 0;
    response->detail = detail;
    response->sent = transfer->attempts > 0;
    transfer->done = 1;
}

int lz_transfer_begin(lz_transfer_t *transfer, const lz_http_curl_options_t *options)
{
    const lz_http_request_t *request = transfer->request;
    const char *wrong = lz_url_check(request->url, request->loopback_allowed ? LZ_URL_LOOPBACK_HTTP
                                                                             : LZ_URL_HTTPS);

    *transfer->response = (lz_http_response_t){
        .headers = apr_table_make(transfer->pool, 16), .body = "", .detail = ""
    };
    transfer->started = apr_time_now();
    /* Through a proxy we see no address but its own: there the proxy's rules guard. */
    transfer->guarded = request->guard_private && !proxy_for(options, request->url)
                        && !(request->loopback_allowed && lz_url_is_loopback(request->url));
    if (wrong) {
        fail(transfer, APR_EACCES, apr_pstrcat(transfer->pool, "the URL ", wrong, NULL));
        return 0;
    }
    if (transfer->started >= transfer->deadline) {
        fail(transfer, APR_TIMEUP, "the deadline had passed");
        return 0;
    }
    transfer->easy = curl_easy_init();
    if (transfer->easy && add_headers(transfer) && set_request(transfer)
        && set_rules(transfer, options) && set_callbacks(transfer)) {
        return 1;
    }
    fail(transfer, APR_EGENERAL, "a header that cannot be sent, or no memory");
    lz_transfer_end(transfer);
    return 0;
}

/* --- what came of it ------------------------------------------------------------------------ */

/* The one place where curl's codes become ours. */
static apr_status_t status_of(const lz_transfer_t *transfer, CURLcode code)
{
    const int sent = transfer->attempts > 0;

    if (transfer->too_large) {
        return APR_ENOSPC;
    }
    if (transfer->refused && !sent) {
        return APR_EACCES;
    }
    switch (code) {
    case CURLE_OK:
        return APR_SUCCESS;
    case CURLE_OPERATION_TIMEDOUT:      /* of connecting; the deadline is not curl's to keep */
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
        return APR_ECONNREFUSED;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_USE_SSL_FAILED:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
        return APR_EACCES;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_ABORTED_BY_CALLBACK:     /* on_send() stopped a second sending */
        return sent ? APR_ECONNRESET : APR_ECONNREFUSED;
    default:
        return APR_EGENERAL;
    }
}

void lz_transfer_finish(lz_transfer_t *transfer, CURLcode code)
{
    lz_http_response_t *response = transfer->response;
    const apr_status_t status = status_of(transfer, code);
    long http_status = 0;

    response->took = apr_time_now() - transfer->started;
    if (status == APR_SUCCESS
        && curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &http_status) == CURLE_OK) {
        response->status = APR_SUCCESS;
        response->http_status = (int)http_status;
        response->sent = 1;
        transfer->done = 1;
        return;
    }
    fail(transfer, status == APR_SUCCESS ? APR_EGENERAL : status,
         transfer->too_large ? "the answer is too large"
         : transfer->refused ? "the address is not public"
         : code == CURLE_ABORTED_BY_CALLBACK ? "a warm connection broke; not sent again"
         : apr_pstrdup(transfer->pool, *transfer->error ? transfer->error
                                                        : curl_easy_strerror(code)));
}

void lz_transfer_expire(lz_transfer_t *transfer)
{
    transfer->response->took = apr_time_now() - transfer->started;
    fail(transfer, APR_TIMEUP, "the deadline came");
}

void lz_transfer_abandon(lz_transfer_t *transfer)
{
    transfer->response->took = apr_time_now() - transfer->started;
    fail(transfer, APR_ECONNABORTED, "whoever asked has left");
}

void lz_transfer_end(lz_transfer_t *transfer)
{
    curl_easy_cleanup(transfer->easy);
    curl_slist_free_all(transfer->headers);
    transfer->easy = NULL;
    transfer->headers = NULL;
}
