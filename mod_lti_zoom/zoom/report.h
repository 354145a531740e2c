/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log lines of the calls to Zoom, one per call, at debug level when it went well; and their
 * counts (base/metrics.def), where each exchange is one call: a further try counts again.
 */
#ifndef LZ_ZOOM_REPORT_H
#define LZ_ZOOM_REPORT_H

#include "../base/env.h"
#include "account.h"
#include "errors.h"

/*
 * Counts a call, and writes how it went: operation, account, HTTP status, Zoom's code and its
 * tracking id, milliseconds; after a failure (its problem is not NULL) under the problem's tag,
 * with the cause and at the level of who should look. A call that is sent again by itself is worth
 * no more than debug level. Neither the URL, which may hold an e-mail address, nor a header or body
 * is written.
 */
void lz_zoom_report(const lz_env_t *env, const lz_account_t *account,
                    const lz_zoom_operation_t *operation, const lz_http_response_t *response,
                    const lz_zoom_failure_t *failure, int sent_again);

/* Counts a call that was not sent; reason is one word: "scope", "budget", "paused",
 * "deadline". */
void lz_zoom_unsent(const lz_env_t *env, const lz_account_t *account,
                    const lz_zoom_operation_t *operation, const char *reason);

/*
 * Names the scopes of the data map that a new token lacks, each with what is not possible without:
 * those of the core as an error, the others as a warning, and such as Zoom lets ordinary accounts
 * not grant for who wants to know. The same scopes are named once a day.
 */
void lz_zoom_report_scopes(const lz_env_t *env, const lz_account_t *account,
                           const char *token_scope);

#endif
