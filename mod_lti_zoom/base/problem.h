/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What went wrong, for three readers at once: the program (kind, status), the person (message,
 * fields) and the admin (tag, cause).
 *
 * Convention of the whole core: a function that can be refused returns `const lz_problem_t *`,
 * NULL meaning success. Outputs are written only on success unless a header says otherwise.
 *
 * As JSON (design: "any refusal"):
 *   {"error":{"kind","tag":"LZ0123","message","request_id","fields"?:{name:message}}}
 * The cause never leaves the server: it goes to the error log under the same tag and request id.
 */
#ifndef LZ_BASE_PROBLEM_H
#define LZ_BASE_PROBLEM_H

#include <apr_pools.h>
#include <apr_tables.h>

typedef enum lz_problem_id_e {
#define LZ_PROBLEM(id, tag, status, kind, message) id,
#include "problem_catalog.def"
#undef LZ_PROBLEM
    LZ_PROBLEM_COUNT
} lz_problem_id_e;

typedef struct lz_problem_t {
    lz_problem_id_e id;
    int             tag;         /* permanent; printed LZ%04d */
    int             status;      /* HTTP status of the answer */
    const char     *kind;        /* machine word, snake case */
    const char     *message;     /* a sentence that says what the person can do */
    const char     *cause;       /* for the log: what exactly, secrets already masked */
    apr_table_t    *fields;      /* field name -> sentence, all wrong fields at once; or NULL */
    int             retry_after; /* seconds for Retry-After, 0 for none */
} lz_problem_t;

/*
 * A problem of the catalogue, allocated from pool. cause_format makes the log's cause.
 * The result is mutable so that the caller may add fields or retry_after before returning it.
 */
lz_problem_t *lz_problem(apr_pool_t *pool, lz_problem_id_e id, const char *cause_format, ...)
    __attribute__((format(printf, 3, 4), returns_nonnull));

/* Adds a wrong field; creates problem->fields when needed. Strings are copied into pool. */
void lz_problem_field(apr_pool_t *pool, lz_problem_t *problem, const char *name,
                      const char *message);

/* "LZ0123", from pool. */
const char *lz_problem_tag(apr_pool_t *pool, const lz_problem_t *problem);

/* A one-line form for the shared cache (a failure shared briefly), and back: NULL if damaged. */
const char *lz_problem_pack(apr_pool_t *pool, const lz_problem_t *problem);
lz_problem_t *lz_problem_unpack(apr_pool_t *pool, const char *packed)
    __attribute__((warn_unused_result));

#endif
