/* SPDX-License-Identifier: Apache-2.0 */
#include "error_log.h"

#include <apr_strings.h>
#include <http_log.h>

#include "config.h"

APLOG_USE_MODULE(lti_zoom);

static int level_of(lz_log_level_e level)
{
    switch (level) {
    case LZ_LOG_ERROR:   return APLOG_ERR;
    case LZ_LOG_WARNING: return APLOG_WARNING;
    case LZ_LOG_INFO:    return APLOG_INFO;
    case LZ_LOG_DEBUG:   break;
    }
    return APLOG_DEBUG;
}

static void write_for_request(void *baton, lz_log_level_e level, apr_status_t status,
                              const char *line)
{
    request_rec *r = baton;

    ap_log_rerror(APLOG_MARK, level_of(level), status, r, "%s", line);
}

static int enabled_for_request(void *baton, lz_log_level_e level)
{
    request_rec *r = baton;

    return APLOG_R_IS_LEVEL(r, level_of(level));
}

static void write_for_server(void *baton, lz_log_level_e level, apr_status_t status,
                             const char *line)
{
    server_rec *s = baton;

    ap_log_error(APLOG_MARK, level_of(level), status, s, "%s", line);
}

static int enabled_for_server(void *baton, lz_log_level_e level)
{
    server_rec *s = baton;

    return APLOG_IS_LEVEL(s, level_of(level));
}

static const lz_log_t *log_with(apr_pool_t *pool, lz_log_t prototype)
{
    return apr_pmemdup(pool, &prototype, sizeof(prototype));
}

const lz_log_t *lz_error_log_for_request(request_rec *r)
{
    return log_with(r->pool, (lz_log_t){ r, write_for_request, enabled_for_request });
}

const lz_log_t *lz_error_log_for_server(apr_pool_t *pool, server_rec *s)
{
    return log_with(pool, (lz_log_t){ s, write_for_server, enabled_for_server });
}
