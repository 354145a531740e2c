/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange.h"

#include <apr_strings.h>
#include <http_core.h>
#include <http_protocol.h>
#include <string.h>

#define READ_SIZE 8192

const char *lz_exchange_path(const request_rec *r, const char *mount)
{
    apr_size_t length = strlen(mount);

    if (r->uri == NULL || strncmp(r->uri, mount, length) != 0
        || (r->uri[length] != '/' && r->uri[length] != '\0')) {
        return NULL;
    }
    return r->uri + length;
}

/* The announced length decides before a byte is read, the real one while reading. */
static int too_long(request_rec *r, apr_size_t read, apr_size_t body_max)
{
    return read > body_max || r->remaining > (apr_off_t)body_max;
}

static const lz_problem_t *too_large(request_rec *r, const char *limit, apr_off_t body_max)
{
    /* What was not read must not be taken for the next request. */
    r->connection->keepalive = AP_CONN_CLOSE;
    return lz_problem(r->pool, LZ_P_BODY_TOO_LARGE, "the body is longer than %s, %" APR_OFF_T_FMT
                      " bytes", limit, body_max);
}

static const lz_problem_t *read_body(request_rec *r, apr_size_t body_max, lz_request_t *request)
{
    int    rc = ap_setup_client_block(r, REQUEST_CHUNKED_DECHUNK);
    char  *body;
    size_t size = READ_SIZE, length = 0;
    long   n = 0;

    if (rc == HTTP_REQUEST_ENTITY_TOO_LARGE) {
        return too_large(r, "LimitRequestBody", ap_get_limit_req_body(r));
    }
    if (rc != OK) {
        r->connection->keepalive = AP_CONN_CLOSE;
        return lz_problem(r->pool, LZ_P_MALFORMED, "the body's framing is refused with %d", rc);
    }
    if (!ap_should_client_block(r)) {
        return NULL;
    }
    if (too_long(r, 0, body_max)) {
        return too_large(r, "LTIZoomBodyLimit", (apr_off_t)body_max);
    }
    body = apr_palloc(r->pool, size + 1);
    while ((n = ap_get_client_block(r, body + length, size - length)) > 0) {
        length += n;
        if (too_long(r, length, body_max)) {
            return too_large(r, "LTIZoomBodyLimit", (apr_off_t)body_max);
        }
        if (length == size) {
            char *larger = apr_palloc(r->pool, size * 2 + 1);

            memcpy(larger, body, length);
            body = larger;
            size *= 2;
        }
    }
    if (n < 0) {
        r->connection->keepalive = AP_CONN_CLOSE;
        return lz_problem(r->pool, LZ_P_MALFORMED, "the body ended after %" APR_SIZE_T_FMT
                          " bytes", (apr_size_t)length);
    }
    body[length] = '\0';
    request->body = length > 0 ? body : NULL;
    request->body_length = length;
    return NULL;
}

/* 127.0.0.0/8 and ::1, also as IPv4 in IPv6. */
static int is_loopback(const apr_sockaddr_t *address)
{
    const unsigned char *bytes = address->ipaddr_ptr;

#if APR_HAVE_IPV6
    static const unsigned char mapped[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

    if (address->family == APR_INET6) {
        return IN6_IS_ADDR_LOOPBACK(&address->sa.sin6.sin6_addr)
               || (memcmp(bytes, mapped, sizeof(mapped)) == 0 && bytes[sizeof(mapped)] == 127);
    }
#endif
    return address->family == APR_INET && bytes[0] == 127;
}

/*
 * mod_remoteip takes the headers it believes away. What a proxy on this machine passes on for
 * somebody whom nobody here knows is not this machine's.
 */
static int is_local(const request_rec *r)
{
    static const char *const passed_on[] = {
        "X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", NULL
    };

    for (int i = 0; passed_on[i] != NULL; i++) {
        if (apr_table_get(r->headers_in, passed_on[i]) != NULL) {
            return 0;
        }
    }
    return is_loopback(r->useragent_addr);
}

lz_request_t *lz_exchange_read(request_rec *r, const char *path, apr_size_t body_max,
                               const lz_problem_t **problem)
{
    lz_request_t *request = apr_pcalloc(r->pool, sizeof(*request));

    request->method = r->header_only ? "GET" : r->method;
    request->path = path;
    request->query = r->args != NULL ? r->args : "";
    request->headers = r->headers_in;
    request->local = is_local(r);
    *problem = read_body(r, body_max, request);
    return request;
}

static int add_header(void *baton, const char *name, const char *value)
{
    request_rec *r = baton;

    apr_table_addn(r->headers_out, name, value);
    return 1;
}

int lz_exchange_send(request_rec *r, const lz_response_t *response)
{
    r->status = response->status;
    /* Parts are of files alone: httpd would cut a view, or refuse with a page that is not ours. */
    apr_table_unset(r->headers_in, "Range");
    apr_table_do(add_header, r, response->headers, NULL);
    if (response->content_type != NULL) {
        ap_set_content_type(r, response->content_type);
    }
    if (response->body != NULL) {
        ap_set_content_length(r, (apr_off_t)response->body_length);
        /* A failed write means that the browser left: there is nobody to tell. */
        (void)ap_rwrite(response->body, (int)response->body_length, r);
    }
    return OK;
}
