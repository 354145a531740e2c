/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of lti-zoom, the command for whoever runs the server. It works offline. */
#ifndef LZ_COMMAND_COMMANDS_H
#define LZ_COMMAND_COMMANDS_H

#include <apr_getopt.h>
#include <apr_pools.h>

/* What the command ends with. */
typedef enum lz_exit_e {
    LZ_EXIT_OK         = 0,     /* done; explain: nothing would be refused */
    LZ_EXIT_REFUSED    = 1,     /* not done; explain: it would be refused */
    LZ_EXIT_USAGE      = 2,     /* wrongly called, or a file cannot be read */
    LZ_EXIT_INCOMPLETE = 3      /* explain: nothing wrong was found, not all could be looked at */
} lz_exit_e;

/* A part: what follows its name is in options. */
typedef lz_exit_e (*lz_command_fn)(apr_pool_t *pool, apr_getopt_t *options);

lz_exit_e lz_command_keygen(apr_pool_t *pool, apr_getopt_t *options);
lz_exit_e lz_command_explain(apr_pool_t *pool, apr_getopt_t *options);
lz_exit_e lz_command_scopes(apr_pool_t *pool, apr_getopt_t *options);

/* "lti-zoom: ..." on standard error, with what to do next; LZ_EXIT_USAGE. */
lz_exit_e lz_command_misused(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
