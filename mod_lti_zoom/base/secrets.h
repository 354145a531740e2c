/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Secrets as an admin gives them: in a file (file:/path), by a program (exec:/path args), or
 * (discouraged) in place. Sentences made here never contain a secret, nor a program's arguments.
 */
#ifndef LZ_BASE_SECRETS_H
#define LZ_BASE_SECRETS_H

#include <apr_pools.h>
#include <apr_tables.h>

#define LZ_SECRET_SIZE_MAX (64 * 1024)

typedef enum lz_secret_source_e {
    LZ_SECRET_FILE,
    LZ_SECRET_PROGRAM,
    LZ_SECRET_IN_PLACE
} lz_secret_source_e;

typedef struct lz_secret_t {
    lz_secret_source_e  source;
    const char         *path;   /* of the file or program, absolute; NULL in place */
    const char        **argv;   /* the program and its arguments, NULL at the end */
    const char         *value;  /* NULL before it was read, and when that failed */
    const char         *failure; /* why it could not be read, in words */
} lz_secret_t;

/*
 * The secrets that a directive's words (const char *) give. Words after one that starts with
 * exec: are the program's arguments, up to the next that starts with file: or exec:; quoting the
 * whole ("exec:/path args") does the same. Relative paths start at root. *secrets is an array of
 * lz_secret_t * in pool. NULL, or what is wrong in words.
 */
const char *lz_secrets_parse(apr_pool_t *pool, const char *root, const apr_array_header_t *words,
                             apr_array_header_t **secrets) __attribute__((warn_unused_result));

/* A secret that stands in a file, by its absolute path. */
lz_secret_t *lz_secret_in_file(apr_pool_t *pool, const char *path);

/*
 * Reads the file, or runs the program (at most 10 seconds, exit status 0, LZ_SECRET_SIZE_MAX),
 * the first time it is called for a secret; line ends at the end do not belong to the secret.
 * NULL, or why not ("file:/x cannot be opened: No such file or directory"). pool must live as
 * long as the secret.
 */
const char *lz_secret_read(apr_pool_t *pool, lz_secret_t *secret)
    __attribute__((warn_unused_result));

/* 1 when others than owner and group may read or change the file. */
int lz_secret_is_exposed(apr_pool_t *pool, const lz_secret_t *secret);

/* "file:/path", "exec:/path" or "the value in place". */
const char *lz_secret_name(apr_pool_t *pool, const lz_secret_t *secret);

#endif
