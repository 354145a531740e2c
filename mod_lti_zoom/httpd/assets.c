/* SPDX-License-Identifier: Apache-2.0 */
#include "assets.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <http_core.h>
#include <http_protocol.h>
#include <stdlib.h>
#include <string.h>
#include <util_filter.h>

#define PREFIX "/assets/"
#define LEAN   "LTIZOOM_LEAN_ASSET"

/* Types by ending, so that modules and styles work whatever TypesConfig says (nosniff is on).
 * Modules and JSON are UTF-8 without anybody saying so. */
static const struct {
    const char *ending;
    const char *type;
} types[] = {
    { ".js", "text/javascript" }, { ".css", "text/css; charset=utf-8" },
    { ".json", "application/json" }, { ".svg", "image/svg+xml" },
    { ".png", "image/png" }, { ".ico", "image/x-icon" }, { ".woff2", "font/woff2" },
    { ".txt", "text/plain; charset=utf-8" }
};

/* How a file may lie there compressed too, the smallest first: the coding's name, and the ending
 * that it adds to the file's. */
static const struct {
    const char *coding;
    const char *ending;
} codings[] = { { "br", ".br" }, { "gzip", ".gz" } };

int lz_assets_match(const char *path)
{
    return strncmp(path, PREFIX, sizeof(PREFIX) - 1) == 0;
}

static const char *type_of(const char *file)
{
    apr_size_t length = strlen(file);

    for (apr_size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        apr_size_t n = strlen(types[i].ending);

        if (length > n && strcmp(file + length - n, types[i].ending) == 0) {
            return types[i].type;
        }
    }
    return NULL;
}

/* Plain segments only: no empty or hidden ones, hence no "..", and no odd characters. */
static int plain_path(const char *file)
{
    const char *c;

    for (c = file; *c != '\0'; c++) {
        int starts_segment = c == file || c[-1] == '/';

        if (starts_segment && (*c == '.' || *c == '/')) {
            return 0;
        }
        if (!apr_isalnum(*c) && strchr("-_./", *c) == NULL) {
            return 0;
        }
    }
    return c > file && c[-1] != '/';
}

static apr_status_t stat_file(request_rec *r, const char *filename, apr_finfo_t *finfo)
{
    apr_status_t rv = apr_stat(finfo, filename, APR_FINFO_MIN, r->pool);

    return rv == APR_SUCCESS && finfo->filetype != APR_REG ? APR_ENOENT : rv;
}

/* 1 when Accept-Encoding (RFC 9110 §12.5.3) names that coding, and not with a weight of 0. */
static int accepts(request_rec *r, const char *coding)
{
    const char *given = apr_table_get(r->headers_in, "Accept-Encoding");
    apr_size_t  length = strlen(coding);
    char       *rest;

    for (char *item = apr_strtok(apr_pstrdup(r->pool, given != NULL ? given : ""), ",", &rest);
         item != NULL; item = apr_strtok(NULL, ",", &rest)) {
        item += strspn(item, " \t");
        if (ap_cstr_casecmpn(item, coding, length) == 0 && strchr(" \t;", item[length]) != NULL) {
            const char *weight = ap_strcasestr(item, "q=");

            return weight == NULL || strtod(weight + 2, NULL) > 0;
        }
    }
    return 0;
}

/* The file that answers r in the place of filename: compressed as the client takes it, where one
 * lies there; *finfo becomes its state. */
static const char *choose_coding(request_rec *r, const char *filename, apr_finfo_t *finfo)
{
    for (apr_size_t i = 0; i < sizeof(codings) / sizeof(codings[0]); i++) {
        const char *compressed = apr_pstrcat(r->pool, filename, codings[i].ending, NULL);
        apr_finfo_t state;

        if (accepts(r, codings[i].coding) && stat_file(r, compressed, &state) == APR_SUCCESS) {
            *finfo = state;
            r->content_encoding = codings[i].coding;
            return compressed;
        }
    }
    return filename;
}

/* Who asks to keep the connection is answered in two headers, though HTTP/1.1 keeps it anyway. */
static void keep_alive_quietly(request_rec *r)
{
    const char *wanted = apr_table_get(r->headers_in, "Connection");

    if (r->proto_num >= HTTP_VERSION(1, 1) && wanted != NULL
        && ap_cstr_casecmp(wanted, "keep-alive") == 0) {
        apr_table_unset(r->headers_in, "Connection");
    }
}

int lz_assets_map(request_rec *r, const char *path, const char *directory, const char *version)
{
    const char *rest = path + sizeof(PREFIX) - 1;
    const char *slash = strchr(rest, '/');
    const char *type = slash != NULL ? type_of(slash) : NULL;
    apr_finfo_t finfo;
    const char *filename;
    int         current;

    if (r->method_number != M_GET || type == NULL || !plain_path(slash + 1)) {
        return 0;
    }
    filename = apr_pstrcat(r->pool, directory, slash, NULL);
    if (stat_file(r, filename, &finfo) != APR_SUCCESS) {
        return 0;
    }
    r->filename = apr_pstrdup(r->pool, choose_coding(r, filename, &finfo));
    r->canonical_filename = r->filename;
    r->finfo = finfo;
    r->path_info = NULL;
    current = strlen(version) == (apr_size_t)(slash - rest)
              && strncmp(rest, version, slash - rest) == 0;
    ap_set_content_type(r, type);
    apr_table_setn(r->headers_out, "Cache-Control",
                   current ? "public, max-age=31536000, immutable" : "no-cache");
    apr_table_setn(r->headers_out, "Vary", "Accept-Encoding");
    apr_table_setn(r->headers_out, "X-Content-Type-Options", "nosniff");
    if (current) {
        ap_add_output_filter(LEAN, NULL, r, r->connection);
    }
    keep_alive_quietly(r);
    return 1;
}

/* What httpd's file handling says for those who ask again or in parts, which nobody does of a file
 * that is kept for ever: over HTTP/1.1 every one of a page's many files would carry it. */
static apr_status_t lean(ap_filter_t *filter, apr_bucket_brigade *brigade)
{
    apr_table_t *headers = filter->r->headers_out;

    ap_remove_output_filter(filter);
    apr_table_unset(headers, "Last-Modified");
    apr_table_unset(headers, "ETag");
    apr_table_unset(headers, "Accept-Ranges");
    return ap_pass_brigade(filter->next, brigade);
}

void lz_assets_register(void)
{
    ap_register_output_filter(LEAN, lean, NULL, AP_FTYPE_CONTENT_SET);
}
