/* SPDX-License-Identifier: Apache-2.0 */
#include "metrics_shm.h"

#include <apr_shm.h>
#include <http_log.h>

#include "../base/log.h"
#include "config.h"

APLOG_USE_MODULE(lti_zoom);

/* Kept with httpd's own process, so that it is found again after a restart. */
#define SHM_KEY "lti-zoom-metrics"

#define SERIES 4096

/* That of before the restart, or a new one; anonymous, so children have it by inheriting it. */
static apr_shm_t *segment_of(server_rec *s, apr_size_t size)
{
    apr_pool_t  *process = s->process->pool;
    void        *found = NULL;
    apr_shm_t   *segment = NULL;
    apr_status_t rv = apr_pool_userdata_get(&found, SHM_KEY, process);

    if (rv == APR_SUCCESS && found != NULL && apr_shm_size_get(found) >= size) {
        return found;
    }
    rv = apr_shm_create(&segment, size, NULL, process);
    if (rv == APR_SUCCESS) {
        rv = apr_pool_userdata_set(segment, SHM_KEY, NULL, process);
    }
    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_WARNING, rv, s,
                     LZNO(0720) "no shared memory for counters; nothing is counted");
        return NULL;
    }
    return segment;
}

lz_metrics_table_t *lz_metrics_shm(server_rec *s)
{
    apr_shm_t *segment = segment_of(s, lz_metrics_table_size(SERIES));

    return segment != NULL
           ? lz_metrics_table(apr_shm_baseaddr_get(segment), SERIES, apr_time_now()) : NULL;
}
