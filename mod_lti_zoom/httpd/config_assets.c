/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The version of the pages: a digest of all that lies in their directory, so that their URLs
 * change exactly when a byte of them does and browsers may keep them for ever.
 */
#include "config_settings.h"

#include <stdlib.h>
#include <string.h>

#include <apr_file_io.h>
#include <apr_file_info.h>
#include <apr_strings.h>

#include "../base/encoding.h"

#define DEPTH_MAX 8
#define VERSION_LENGTH 12
#define FILE_MAX (16 * 1024 * 1024)

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in a directory without those that begin with a dot, sorted. */
static apr_array_header_t *list_names(apr_pool_t *pool, const char *directory)
{
    apr_array_header_t *names = apr_array_make(pool, 32, sizeof(const char *));
    apr_finfo_t info;
    apr_dir_t *dir;

    if (apr_dir_open(&dir, directory, pool) != APR_SUCCESS) {
        return names;
    }
    while (apr_dir_read(&info, APR_FINFO_NAME, dir) == APR_SUCCESS) {
        if (info.name[0] != '.') {
            APR_ARRAY_PUSH(names, const char *) = apr_pstrdup(pool, info.name);
        }
    }
    apr_dir_close(dir);
    qsort(names->elts, (size_t)names->nelts, sizeof(const char *), by_name);
    return names;
}

/* Hex of the digest of a file's bytes, or NULL. */
static const char *digest_file(apr_pool_t *pool, const char *path, apr_off_t size)
{
    unsigned char digest[LZ_SHA256_SIZE];
    apr_file_t *file;
    apr_size_t length;
    apr_status_t rv;
    char *bytes;

    if (size > FILE_MAX || apr_file_open(&file, path, APR_FOPEN_READ, 0, pool) != APR_SUCCESS) {
        return NULL;
    }
    bytes = apr_palloc(pool, (apr_size_t)size + 1);
    rv = apr_file_read_full(file, bytes, (apr_size_t)size, &length);
    apr_file_close(file);
    if (rv != APR_SUCCESS && !APR_STATUS_IS_EOF(rv)) {
        return NULL;
    }
    lz_sha256(bytes, length, digest);
    return lz_hex_encode(pool, digest, sizeof(digest));
}

/* Adds "relative/name digest\n" for each file below root/relative to lines. */
static void add_files(apr_pool_t *pool, const char *root, const char *relative, int depth,
                      apr_array_header_t *lines)
{
    apr_array_header_t *names = list_names(pool, apr_pstrcat(pool, root, relative, NULL));

    for (int i = 0; i < names->nelts; i++) {
        const char *name = apr_pstrcat(pool, relative, "/", APR_ARRAY_IDX(names, i, const char *),
                                       NULL);
        const char *path = apr_pstrcat(pool, root, name, NULL);
        const char *digest = NULL;
        apr_finfo_t info;

        if (apr_stat(&info, path, APR_FINFO_TYPE | APR_FINFO_SIZE, pool) != APR_SUCCESS) {
            continue;
        }
        if (info.filetype == APR_DIR && depth < DEPTH_MAX) {
            add_files(pool, root, name, depth + 1, lines);
        }
        else if (info.filetype == APR_REG) {
            digest = digest_file(pool, path, info.size);
        }
        if (digest) {
            APR_ARRAY_PUSH(lines, const char *) = apr_pstrcat(pool, name, " ", digest, "\n", NULL);
        }
    }
}

const char *lz_assets_version(apr_pool_t *pool, const char *directory)
{
    unsigned char digest[LZ_SHA256_SIZE];
    apr_array_header_t *lines;
    const char *version = "none";
    apr_pool_t *scratch;

    if (!directory || apr_pool_create(&scratch, pool) != APR_SUCCESS) {
        return version;
    }
    lines = apr_array_make(scratch, 64, sizeof(const char *));
    add_files(scratch, directory, "", 0, lines);
    if (lines->nelts) {
        const char *text = apr_array_pstrcat(scratch, lines, 0);

        lz_sha256(text, strlen(text), digest);
        version = apr_pstrndup(pool, lz_hex_encode(scratch, digest, sizeof(digest)),
                               VERSION_LENGTH);
    }
    apr_pool_destroy(scratch);
    return version;
}
