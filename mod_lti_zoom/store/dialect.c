/* SPDX-License-Identifier: Apache-2.0 */
#include "dialect.h"

#include <string.h>

/*
 * SQLite. With a write-ahead log readers never wait, and a commit costs no fsync (after a power
 * failure the last commits may be missing, never half of one).
 *
 * A writer that meets one of another process waits in SQLite's own handler, in steps that start
 * at 1 ms. apr_dbd's driver keeps its process-wide lock during that wait, so it is short; then the
 * driver lets go, sleeps 100 ms and tries again, up to 16 times: 2.5 s in all.
 *
 * BEGIN IMMEDIATE takes the writer's place at once. A plain BEGIN, which is what apr_dbd's own
 * transactions say, takes it at the first write: two that have read before are then refused
 * without any wait, since neither could ever go on.
 */
static const char *const sqlite_session[] = {
    "PRAGMA busy_timeout=50",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA wal_autocheckpoint=4000",
    NULL
};

static const char *const sqlite_busy[] = { "locked", "busy", NULL };

/* PostgreSQL. The time limits hold for one statement; apr_dbd has none of its own. */
static const char *const pgsql_session[] = {
    "SET client_encoding TO 'UTF8'",
    "SET client_min_messages TO warning",
    "SET lock_timeout TO 2500",
    "SET statement_timeout TO 5000",
    NULL
};

static const char *const pgsql_busy[] = {
    "lock timeout", "statement timeout", "deadlock detected", "could not serialize", NULL
};

static const lz_dialect_t dialects[] = {
    {
        .driver = "sqlite3",
        .session = sqlite_session,
        .begin = "BEGIN IMMEDIATE",
        .one_writer = 1,
        .busy = sqlite_busy,
        .schema_changed = "schema has changed"
    },
    {
        .driver = "pgsql",
        .session = pgsql_session,
        .begin = "BEGIN",
        /* The number is the first eight bytes of "lti_zoom", in hexadecimal 6c74695f7a6f6f6d. */
        .schema_lock = "SELECT pg_advisory_xact_lock(7814987112191586157)",
        .busy = pgsql_busy
    }
};

const lz_dialect_t *lz_dialect(const apr_dbd_driver_t *driver)
{
    const char *name = apr_dbd_name(driver);
    for (size_t i = 0; i < sizeof(dialects) / sizeof(dialects[0]); i++) {
        if (strcmp(dialects[i].driver, name) == 0) {
            return &dialects[i];
        }
    }
    return NULL;
}

int lz_dialect_busy(const lz_dialect_t *dialect, const char *message)
{
    for (const char *const *part = dialect->busy; *part; part++) {
        if (strstr(message, *part)) {
            return 1;
        }
    }
    return 0;
}
