/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Our directives in a configuration of httpd, read as text: sections, quotes, continued lines and
 * comments as httpd has them. What a login or launch is decided by is kept, the rest is passed
 * over. Whether the configuration is right is apachectl configtest's to say.
 */
#ifndef LZ_COMMAND_DIRECTIVES_H
#define LZ_COMMAND_DIRECTIVES_H

#include <apr_tables.h>

typedef enum lz_directive_e {
    LZ_D_BASE_URL,              /* of the server or a virtual host */
    LZ_D_SECRET,
    LZ_D_LOOPBACK,
    LZ_D_LEEWAY,
    LZ_D_TRUSTED_AUDIENCE,
    LZ_D_HOST_ROLES,
    LZ_D_ADMINISTRATORS_HOST,
    LZ_D_ISSUER,                /* of a platform */
    LZ_D_CLIENT_ID,
    LZ_D_AUTH_URL,
    LZ_D_TOKEN_URL,
    LZ_D_KEYS_URL,
    LZ_D_DEPLOYMENTS,
    LZ_D_CONSUMER,
    LZ_DIRECTIVE_COUNT
} lz_directive_e;

/* What is set in one place: a host, or an <LTIZoomPlatform>. */
typedef struct lz_directive_set_t {
    const char         *name;   /* of the platform; NULL: a host */
    const char         *place;  /* "lti.conf:12", where it begins */
    apr_array_header_t *words[LZ_DIRECTIVE_COUNT];  /* const char *, of the last line; NULL: none */
    apr_array_header_t *consumers;                  /* apr_array_header_t *: words of each line */
} lz_directive_set_t;

typedef struct lz_directive_host_t {
    lz_directive_set_t  own;
    apr_array_header_t *platforms;      /* lz_directive_set_t * */
} lz_directive_host_t;

typedef struct lz_directives_t {
    const char         *root;           /* ServerRoot, else the directory of the first file */
    apr_array_header_t *hosts;          /* lz_directive_host_t *: first the server itself */
    apr_array_header_t *notes;          /* const char *: what was not followed */
} lz_directives_t;

lz_directives_t *lz_directives_create(apr_pool_t *pool);

/* Adds what stands in the file; NULL, or why it could not be read. */
const char *lz_directives_read(apr_pool_t *pool, const char *path, lz_directives_t *directives)
    __attribute__((warn_unused_result));

/* What holds in host: its own, else the server's; platforms of one name are one. */
const lz_directive_host_t *lz_directives_of(apr_pool_t *pool, const lz_directives_t *directives,
                                            const lz_directive_host_t *host);

/* The first word of a directive, or NULL. */
const char *lz_directive_text(const lz_directive_set_t *set, lz_directive_e id);

#endif
