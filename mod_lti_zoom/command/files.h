/* SPDX-License-Identifier: Apache-2.0 */
/* What the command reads whole. */
#ifndef LZ_COMMAND_FILES_H
#define LZ_COMMAND_FILES_H

#include <apr_file_io.h>

/* At most max bytes of a file, NUL-terminated beyond *length; NULL, or why not, in words. */
const char *lz_read_file(apr_pool_t *pool, const char *path, apr_size_t max, char **text,
                         apr_size_t *length) __attribute__((warn_unused_result));

/* The same of an open file. */
const char *lz_read_all(apr_pool_t *pool, apr_file_t *file, apr_size_t max, char **text,
                        apr_size_t *length) __attribute__((warn_unused_result));

#endif
