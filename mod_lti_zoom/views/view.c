/* SPDX-License-Identifier: Apache-2.0 */
#include "view.h"

#include <apr_strings.h>
#include <string.h>

/* The value of name in one Cookie header, or NULL; the first '=' parts name and value. */
static const char *cookie_in_header(apr_pool_t *pool, const char *header, const char *name)
{
    const char *cursor = header;
    apr_size_t  name_length = strlen(name);

    while (cursor != NULL && *cursor != '\0') {
        const char *end;

        cursor += strspn(cursor, "; \t");
        end = strchr(cursor, ';');
        if (strncmp(cursor, name, name_length) == 0 && cursor[name_length] == '=') {
            const char *value = cursor + name_length + 1;
            apr_size_t  length = end != NULL ? (apr_size_t)(end - value) : strlen(value);

            while (length > 0 && (value[length - 1] == ' ' || value[length - 1] == '\t')) {
                length--;
            }
            return apr_pstrmemdup(pool, value, length);
        }
        cursor = end;
    }
    return NULL;
}

const char *lz_request_cookie(apr_pool_t *pool, const lz_request_t *request, const char *name)
{
    const char *header = apr_table_get(request->headers, "Cookie");

    return header != NULL ? cookie_in_header(pool, header, name) : NULL;
}

void lz_response_cookie(apr_pool_t *pool, lz_response_t *response, const char *name,
                        const char *value, const char *path, int max_age)
{
    apr_table_add(response->headers, "Set-Cookie",
                  apr_psprintf(pool,
                               "%s=%s; Path=%s; Max-Age=%d; Secure; HttpOnly; SameSite=None; "
                               "Partitioned",
                               name, value, path, max_age));
}

void lz_response_marker(apr_pool_t *pool, lz_response_t *response, const char *name,
                        const char *path, int max_age)
{
    apr_table_add(response->headers, "Set-Cookie",
                  apr_psprintf(pool,
                               "%s=1; Path=%s; Max-Age=%d; Secure; SameSite=None; Partitioned",
                               name, path, max_age));
}

void lz_response_json(apr_pool_t *pool, lz_response_t *response, int status, json_object *value)
{
    response->status = status;
    response->content_type = "application/json; charset=utf-8";
    response->body = lz_json_text(pool, value);
    response->body_length = strlen(response->body);
}

void lz_response_redirect(apr_pool_t *pool, lz_response_t *response, int status,
                          const char *location)
{
    response->status = status;
    apr_table_set(response->headers, "Location", apr_pstrdup(pool, location));
}
