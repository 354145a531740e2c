/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Log lines of the core. The glue writes them to httpd's error log with the request's id; tests
 * collect them. Callers put no secret into a line; values that came from outside go through
 * lz_mask_pairs() (mask.h) first.
 */
#ifndef LZ_BASE_LOG_H
#define LZ_BASE_LOG_H

#include <apr_errno.h>

typedef enum lz_log_level_e {
    LZ_LOG_ERROR,       /* an admin must act */
    LZ_LOG_WARNING,     /* an admin should look */
    LZ_LOG_INFO,        /* a refusal, a life event */
    LZ_LOG_DEBUG        /* how a decision was made */
} lz_log_level_e;

typedef struct lz_log_t {
    void *baton;
    /* line is complete, one line, and starts with its tag ("LZ0501: ..."). */
    void (*write)(void *baton, lz_log_level_e level, apr_status_t status, const char *line);
    /* Whether lines of this level are kept at all, so that costly ones need not be made. */
    int (*enabled)(void *baton, lz_log_level_e level);
} lz_log_t;

/*
 * Permanent tag of a log line that is no refusal, always four digits: LZNO(0501) "text" becomes
 * "LZ0501: text".
 */
#define LZNO(number) "LZ" #number ": "

/*
 * Formats and writes, unless lines of this level are not kept. Control characters in the result
 * become '.', so one call is one line; what is beyond 4 KB is cut.
 */
void lz_log(const lz_log_t *log, lz_log_level_e level, apr_status_t status, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
