/* SPDX-License-Identifier: Apache-2.0 */
#include "access_log.h"

#include <httpd.h>
#include <apr_strings.h>
#include <http_config.h>
#include <http_protocol.h>
#include <string.h>

#include "../base/mask.h"
#include "exchange.h"
#include "runtime.h"

/* The path and the query as they may be shown; 0 when r is not ours or there is nothing to hide. */
static int mask(request_rec *r, const char **path, const char **query)
{
    const lz_runtime_t *runtime = lz_runtime_of(r->server);
    const char         *ours = runtime != NULL ? lz_exchange_path(r, runtime->site->mount) : NULL;
    const char         *shown;

    if (ours == NULL) {
        return 0;
    }
    shown = lz_mask_path(r->pool, ours);
    *query = r->args != NULL ? lz_mask_query(r->pool, r->args) : NULL;
    if (strcmp(shown, ours) == 0 && (*query == NULL || strcmp(*query, r->args) == 0)) {
        return 0;
    }
    *path = apr_pstrcat(r->pool, runtime->site->mount, shown, NULL);
    return 1;
}

/* Nothing reads the request line any more, and mod_status copies it from now on. */
static int mask_line(request_rec *r)
{
    const char *path;
    const char *query;

    if (mask(r, &path, &query)) {
        r->the_request = apr_pstrcat(r->pool, r->method, " ", path, query != NULL ? "?" : "",
                                     query != NULL ? query : "", " ", r->protocol, NULL);
    }
    return DECLINED;
}

/* The answer is out: what found it may go. */
static int mask_rest(request_rec *r)
{
    const char *path;
    const char *query;

    if (mask(r, &path, &query)) {
        r->uri = apr_pstrdup(r->pool, path);
        r->args = query != NULL ? apr_pstrdup(r->pool, query) : NULL;
        r->unparsed_uri = r->uri;
        r->filename = r->uri;
    }
    return DECLINED;
}

void lz_access_log_register(void)
{
    ap_hook_post_read_request(mask_line, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_log_transaction(mask_rest, NULL, NULL, APR_HOOK_REALLY_FIRST);
}
