/* SPDX-License-Identifier: Apache-2.0 */
#include "files.h"

#include <apr_strings.h>

static const char *words_of(apr_pool_t *pool, const char *doing, apr_status_t rv)
{
    char words[120];

    return apr_pstrcat(pool, doing, apr_strerror(rv, words, sizeof(words)), NULL);
}

const char *lz_read_all(apr_pool_t *pool, apr_file_t *file, apr_size_t max, char **text,
                        apr_size_t *length)
{
    char *buffer = apr_palloc(pool, max + 1);
    const apr_status_t rv = apr_file_read_full(file, buffer, max + 1, length);

    if (rv != APR_SUCCESS && !APR_STATUS_IS_EOF(rv)) {
        return words_of(pool, "cannot be read: ", rv);
    }
    if (*length > max) {
        return apr_psprintf(pool, "is longer than %" APR_SIZE_T_FMT " bytes", max);
    }
    buffer[*length] = '\0';
    *text = buffer;
    return NULL;
}

const char *lz_read_file(apr_pool_t *pool, const char *path, apr_size_t max, char **text,
                         apr_size_t *length)
{
    apr_file_t *file = NULL;
    const apr_status_t rv = apr_file_open(&file, path, APR_FOPEN_READ, APR_FPROT_OS_DEFAULT, pool);

    if (rv != APR_SUCCESS) {
        return words_of(pool, "cannot be opened: ", rv);
    }
    const char *wrong = lz_read_all(pool, file, max, text, length);
    apr_file_close(file);
    return wrong;
}
