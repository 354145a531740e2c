/* SPDX-License-Identifier: Apache-2.0 */
#include "request.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../base/json.h"
#include "../base/url.h"
#include "path.h"

static lz_http_request_t *make_request(apr_pool_t *pool, const lz_account_t *account,
                                       const lz_zoom_operation_t *operation, const char *url)
{
    lz_http_request_t *request = apr_pcalloc(pool, sizeof(*request));

    request->method = operation->method;
    request->url = url;
    request->headers = apr_table_make(pool, 4);
    request->response_max = operation->list ? LZ_ZOOM_LIST_MAX : LZ_ZOOM_ANSWER_MAX;
    request->loopback_allowed = account->loopback;
    apr_table_setn(request->headers, "Accept", "application/json");
    return request;
}

static void set_body(lz_http_request_t *request, const char *type, const char *body)
{
    apr_table_setn(request->headers, "Content-Type", type);
    request->body = body;
    request->body_length = strlen(body);
}

lz_http_request_t *lz_zoom_token_request(apr_pool_t *pool, const lz_account_t *account)
{
    const lz_zoom_operation_t *operation = lz_zoom_operation(LZ_ZOOM_TOKEN);
    const char *pair = apr_pstrcat(pool, account->client_id, ":", account->client_secret, NULL);
    lz_http_request_t *request = make_request(pool, account, operation,
                                              apr_pstrcat(pool, account->oauth_base,
                                                          operation->path, NULL));

    apr_table_setn(request->headers, "Authorization",
                   apr_pstrcat(pool, "Basic ", lz_base64_encode(pool, pair, strlen(pair)), NULL));
    set_body(request, "application/x-www-form-urlencoded",
             apr_pstrcat(pool, "grant_type=account_credentials&account_id=",
                         lz_url_encode(pool, account->account_id), NULL));
    return request;
}

/* Adds the map's "name=value" unless the caller's own query has that name. */
static const char *with_default(apr_pool_t *pool, const char *url, const char *pair,
                                const apr_table_t *query)
{
    const char *equals = pair ? strchr(pair, '=') : NULL;

    if (!equals) {
        return url;
    }
    const char *name = apr_pstrmemdup(pool, pair, (apr_size_t)(equals - pair));
    return query && apr_table_get(query, name)
           ? url : lz_url_with_query(pool, url, name, equals + 1, NULL);
}

static const char *with_query(apr_pool_t *pool, const char *url, const apr_table_t *query)
{
    const apr_array_header_t *pairs = query ? apr_table_elts(query) : NULL;

    for (int i = 0; pairs && i < pairs->nelts; i++) {
        const apr_table_entry_t *pair = &APR_ARRAY_IDX(pairs, i, apr_table_entry_t);
        url = lz_url_with_query(pool, url, pair->key, pair->val, NULL);
    }
    return url;
}

const lz_problem_t *lz_zoom_call_request(apr_pool_t *pool, apr_pool_t *scratch,
                                         const lz_account_t *account, const lz_zoom_call_t *call,
                                         const char *page, const char *access_token,
                                         lz_http_request_t **request)
{
    const lz_zoom_operation_t *operation = lz_zoom_operation(call->operation);
    const char *path = lz_zoom_path(scratch, operation, call->path_parameter,
                                    call->second_parameter);

    if (!path) {
        return lz_problem(pool, LZ_P_ZOOM_REFUSED, "%s: not asked, since what should name a user,"
                          " a meeting or the like does not", operation->name);
    }

    const char *url = apr_pstrcat(scratch, account->api_base, path, NULL);
    url = with_default(scratch, url, operation->query, call->query);
    url = with_query(scratch, url, call->query);
    if (operation->list) {
        url = lz_url_with_query(scratch, url, "page_size", LZ_ZOOM_PAGE_SIZE,
                                "next_page_token", page, NULL);
    }

    *request = make_request(scratch, account, operation, url);
    apr_table_setn((*request)->headers, "Authorization",
                   apr_pstrcat(scratch, "Bearer ", access_token, NULL));
    if (call->body) {
        set_body(*request, "application/json", lz_json_text(scratch, call->body));
    }
    return NULL;
}
