/* SPDX-License-Identifier: Apache-2.0 */
#include "security_headers.h"

#include <apr_strings.h>
#include <string.h>

#include "../base/url.h"

/* 1 when the space-separated list holds this very origin; one may begin with another. */
static int lists_origin(const char *list, const char *origin)
{
    const apr_size_t length = strlen(origin);

    for (list += strspn(list, " "); *list != '\0'; list += strspn(list, " ")) {
        const apr_size_t entry = strcspn(list, " ");

        if (entry == length && strncmp(list, origin, length) == 0) {
            return 1;
        }
        list += entry;
    }
    return 0;
}

/* Appends origin to a space-separated list unless it is there; NULL and "" are nothing. */
static const char *with_origin(apr_pool_t *pool, const char *list, const char *origin)
{
    if (origin == NULL || *origin == '\0' || lists_origin(list, origin)) {
        return list;
    }
    return apr_pstrcat(pool, list, " ", origin, NULL);
}

/* The hosts that the admin named: a hosted LMS has its people's pages where its tokens are. */
static const char *with_platform(apr_pool_t *pool, const char *list,
                                 const lz_platform_t *platform)
{
    const char *const urls[] = { platform->issuer, platform->auth_url, platform->token_url };

    for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
        if (urls[i] != NULL) {
            list = with_origin(pool, list, lz_url_origin(pool, urls[i]));
        }
    }
    return list;
}

static const char *frame_ancestors(const lz_visit_t *visit, const lz_response_t *response)
{
    apr_pool_t *pool = visit->env->pool;
    const char *list = "'self'";

    if (visit->session != NULL) {
        list = with_platform(pool, list, visit->session->platform);
        return with_origin(pool, list, visit->session->frame_origin);
    }
    if (response->platform != NULL) {
        list = with_platform(pool, list, response->platform);
        list = with_origin(pool, list, response->frame_origin);
        return response->return_url != NULL
                   ? with_origin(pool, list, lz_url_origin(pool, response->return_url)) : list;
    }
    if (response->frame_ancestors != NULL) {
        return response->frame_ancestors;
    }
    for (int i = 0; i < visit->site->platforms.n; i++) {
        list = with_platform(pool, list, visit->site->platforms.list[i]);
    }
    return list;
}

void lz_security_headers(const lz_visit_t *visit, lz_response_t *response)
{
    apr_pool_t *pool = visit->env->pool;
    const char *forms = response->form_action != NULL ? response->form_action : "'self'";

    apr_table_setn(response->headers, "Content-Security-Policy",
                   apr_pstrcat(pool,
                               "default-src 'none'; script-src 'self'; style-src 'self'; "
                               "img-src 'self' data:; connect-src 'self'; form-action ", forms,
                               "; base-uri 'none'; frame-ancestors ",
                               frame_ancestors(visit, response), NULL));
    apr_table_setn(response->headers, "X-Content-Type-Options", "nosniff");
    apr_table_setn(response->headers, "Referrer-Policy", "no-referrer");
    if (apr_table_get(response->headers, "Cache-Control") == NULL) {
        apr_table_setn(response->headers, "Cache-Control", "no-store");
    }
}
