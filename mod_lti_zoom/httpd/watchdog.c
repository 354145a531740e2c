/* SPDX-License-Identifier: Apache-2.0 */
#include "watchdog.h"

#include <apr_hash.h>
#include <apr_optional.h>
#include <apr_strings.h>
#include <http_log.h>
#include <mod_watchdog.h>

#include "../base/log.h"
#include "../course/background.h"
#include "config.h"
#include "runtime.h"

APLOG_USE_MODULE(lti_zoom);

#define WATCHDOG_NAME "_lti_zoom_"

/* One host, in the process whose turn it is. */
typedef struct task_t {
    server_rec         *server;
    const lz_runtime_t *runtime;
    lz_background_t    *background;
} task_t;

/* What the callback is given: the server's, and what each child makes of it. */
typedef struct watch_t {
    server_rec         *server;
    apr_pool_t         *pool;       /* of this thread alone; NULL until this child's first round */
    apr_array_header_t *tasks;      /* task_t */
} watch_t;

static int is_wanted(const lz_runtime_t *runtime)
{
    return runtime != NULL && runtime->site->background;
}

static void begin(watch_t *watch)
{
    watch->tasks = apr_array_make(watch->pool, 2, sizeof(task_t));
    for (server_rec *s = watch->server; s != NULL; s = s->next) {
        const lz_runtime_t *runtime = lz_runtime_of(s);

        if (is_wanted(runtime)) {
            task_t *task = apr_array_push(watch->tasks);

            task->server = s;
            task->runtime = runtime;
            task->background = lz_background_create(watch->pool, runtime->site);
        }
    }
}

static void end(watch_t *watch)
{
    if (watch->pool != NULL) {
        apr_pool_destroy(watch->pool);
        watch->pool = NULL;
    }
}

/* In a pool of its own: a server may have many hosts. 0 when no more is to be done here. */
static int do_round(const task_t *task, apr_pool_t *parent)
{
    const apr_time_t deadline = apr_time_now() + LZ_BACKGROUND_TIME;
    apr_pool_t      *pool;
    lz_env_t        *env;

    int              go_on;

    if (apr_pool_create(&pool, parent) != APR_SUCCESS) {
        return 0;
    }
    env = lz_runtime_env_alone(pool, task->server, task->runtime, deadline);
    if (env != NULL) {
        lz_background_round(task->background, env);
    }
    go_on = env == NULL || !lz_env_gone(env);
    apr_pool_destroy(pool);
    return go_on;
}

static apr_status_t wake(int state, void *data, apr_pool_t *pool)
{
    watch_t   *watch = data;
    const int  first = watch->pool == NULL;

    if (state == AP_WATCHDOG_STATE_STOPPING) {
        end(watch);
        return APR_SUCCESS;
    }
    if (first) {
        if (apr_pool_create(&watch->pool, NULL) != APR_SUCCESS) {
            return APR_ENOMEM;
        }
        begin(watch);
    }
    for (int i = 0, go_on = 1; go_on && i < watch->tasks->nelts; i++) {
        go_on = do_round(&APR_ARRAY_IDX(watch->tasks, i, task_t), pool);
    }
    if (first) {
        ap_log_error(APLOG_MARK, APLOG_INFO, 0, watch->server,
                     LZNO(0721) "the background task runs in this process");
    }
    return APR_SUCCESS;
}

static int any_wanted(server_rec *s)
{
    while (s != NULL && !is_wanted(lz_runtime_of(s))) {
        s = s->next;
    }
    return s != NULL;
}

static apr_status_t watch_with(apr_pool_t *pconf, server_rec *s,
                               APR_OPTIONAL_FN_TYPE(ap_watchdog_get_instance) *get,
                               APR_OPTIONAL_FN_TYPE(ap_watchdog_register_callback) *watch_by)
{
    watch_t       *watch = apr_pcalloc(pconf, sizeof(*watch));
    ap_watchdog_t *watchdog = NULL;
    apr_status_t   rv = get(&watchdog, WATCHDOG_NAME, 0, 1, pconf);

    watch->server = s;
    if (rv == APR_SUCCESS) {
        rv = watch_by(watchdog, LZ_BACKGROUND_INTERVAL, watch, wake);
    }
    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_ERR, rv, s,
                     LZNO(0726) "mod_watchdog does not take the background task");
    }
    return rv;
}

apr_status_t lz_watchdog_start(apr_pool_t *pconf, server_rec *s)
{
    APR_OPTIONAL_FN_TYPE(ap_watchdog_get_instance) *get =
        APR_RETRIEVE_OPTIONAL_FN(ap_watchdog_get_instance);
    APR_OPTIONAL_FN_TYPE(ap_watchdog_register_callback) *watch_by =
        APR_RETRIEVE_OPTIONAL_FN(ap_watchdog_register_callback);

    if (!any_wanted(s)) {
        return APR_SUCCESS;
    }
    if (get == NULL || watch_by == NULL) {
        ap_log_error(APLOG_MARK, APLOG_INFO, 0, s,
                     LZNO(0727) "mod_watchdog is not loaded: there is no background task, and what"
                     " it does waits for the next person");
        return APR_SUCCESS;
    }
    return watch_with(pconf, s, get, watch_by);
}
