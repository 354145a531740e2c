/* SPDX-License-Identifier: Apache-2.0 */
/* The few points in which SQLite and PostgreSQL differ. */
#ifndef LZ_STORE_DIALECT_H
#define LZ_STORE_DIALECT_H

#include "db.h"

typedef struct lz_dialect_t {
    const char        *driver;          /* apr_dbd's name for it */
    const char *const *session;         /* said once on each new connection; NULL at the end */
    const char        *begin;           /* opens a transaction that will write */
    const char        *schema_lock;     /* in it: only one process at a time; NULL: begin did it */
    int                one_writer;      /* writers queue at lz_db_t.start_writing */
    const char *const *busy;            /* parts of messages that mean "locked, try again" */
    const char        *schema_changed;  /* part of the message that means so; NULL: none does */
} lz_dialect_t;

/* NULL for a driver that we do not speak. */
const lz_dialect_t *lz_dialect(const apr_dbd_driver_t *driver);

/* 1 when the driver's message means that a lock was not to be had in time. */
int lz_dialect_busy(const lz_dialect_t *dialect, const char *message);

#endif
