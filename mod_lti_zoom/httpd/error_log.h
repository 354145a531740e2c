/* SPDX-License-Identifier: Apache-2.0 */
/* lz_log_t on httpd's error log: one line per call, with the request it belongs to. */
#ifndef LZ_HTTPD_ERROR_LOG_H
#define LZ_HTTPD_ERROR_LOG_H

#include <httpd.h>

#include "../base/log.h"

/* Lines about a request; lives in r->pool. */
const lz_log_t *lz_error_log_for_request(request_rec *r);

/* Lines outside any request; lives in pool. */
const lz_log_t *lz_error_log_for_server(apr_pool_t *pool, server_rec *s);

#endif
