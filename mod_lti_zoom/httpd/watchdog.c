/* SPDX-License-Identifier: Apache-2.0 */
#include "watchdog.h"

#include <ap_mpm.h>
#include <apr_atomic.h>
#include <apr_optional.h>
#include <apr_thread_mutex.h>
#include <http_log.h>
#include <mod_watchdog.h>

#include "../base/log.h"
#include "../course/background.h"
#include "config.h"
#include "runtime.h"

APLOG_USE_MODULE(lti_zoom);

#define WATCHDOG_NAME "_lti_zoom_"
#define WATCH_KEY     "lti-zoom-watch"      /* in pconf */

/* One host, in the process whose turn it is. */
typedef struct task_t {
    server_rec         *server;
    const lz_runtime_t *runtime;
    lz_background_t    *background;
} task_t;

/*
 * What the callback is given: the server's, and what each child makes of it. mod_watchdog's thread
 * goes on while the child's pool, with all that a round works with, is taken down: it is kept out
 * by the lock and by `ending`, which outlive that pool.
 */
typedef struct watch_t {
    server_rec            *server;
    apr_thread_mutex_t    *at_work;     /* held during a round */
    volatile apr_uint32_t  ending;      /* no round begins any more */
    apr_pool_t            *pool;        /* of the thread alone; NULL until its first round */
    apr_array_header_t    *tasks;       /* task_t */
} watch_t;

/* For env->gone: a round that runs is to end. */
static int is_ending(void *baton)
{
    watch_t *watch = baton;
    int      state = AP_MPMQ_STOPPING;

    return apr_atomic_read32(&watch->ending)
           || ap_mpm_query(AP_MPMQ_MPM_STATE, &state) != APR_SUCCESS
           || state == AP_MPMQ_STOPPING;
}

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

/* In a pool of its own: a server may have many hosts. */
static void do_round(watch_t *watch, const task_t *task, apr_pool_t *parent)
{
    const apr_time_t deadline = apr_time_now() + LZ_BACKGROUND_TIME;
    apr_pool_t      *pool;
    lz_env_t        *env;

    if (apr_pool_create(&pool, parent) != APR_SUCCESS) {
        return;
    }
    env = lz_runtime_env_alone(pool, task->server, task->runtime, deadline);
    if (env != NULL) {
        env->gone = is_ending;
        env->gone_baton = watch;
        lz_background_round(task->background, env);
    }
    apr_pool_destroy(pool);
}

/* All hosts'; the first time the tasks are made. The caller has the lock. */
static void do_rounds(watch_t *watch, apr_pool_t *pool)
{
    const int first = watch->pool == NULL;

    if (first) {
        if (apr_pool_create(&watch->pool, NULL) != APR_SUCCESS) {
            return;
        }
        begin(watch);
    }
    for (int i = 0; i < watch->tasks->nelts && !is_ending(watch); i++) {
        do_round(watch, &APR_ARRAY_IDX(watch->tasks, i, task_t), pool);
    }
    if (first) {
        ap_log_error(APLOG_MARK, APLOG_INFO, 0, watch->server,
                     LZNO(0721) "the background task runs in this process");
    }
}

/* STOPPING is said by another thread, while this one may be at work. */
static apr_status_t wake(int state, void *data, apr_pool_t *pool)
{
    watch_t     *watch = data;
    apr_status_t rv;

    if (state == AP_WATCHDOG_STATE_STOPPING || watch->at_work == NULL
        || apr_atomic_read32(&watch->ending)) {
        return APR_SUCCESS;
    }
    rv = apr_thread_mutex_lock(watch->at_work);
    if (rv != APR_SUCCESS) {
        return rv;
    }
    if (!is_ending(watch)) {
        do_rounds(watch, pool);
    }
    return apr_thread_mutex_unlock(watch->at_work);
}

/* Before anything of the child's pool goes: a round in progress ends, and none begins. */
static apr_status_t wait_for_round(void *data)
{
    watch_t     *watch = data;
    apr_status_t rv;

    apr_atomic_set32(&watch->ending, 1);
    rv = apr_thread_mutex_lock(watch->at_work);
    return rv == APR_SUCCESS ? apr_thread_mutex_unlock(watch->at_work) : rv;
}

void lz_watchdog_child(apr_pool_t *pchild, server_rec *s)
{
    void       *found = NULL;
    watch_t    *watch;
    apr_pool_t *forever;

    if (apr_pool_userdata_get(&found, WATCH_KEY, s->process->pconf) != APR_SUCCESS
        || found == NULL) {
        return;
    }
    watch = found;
    if (apr_pool_create(&forever, NULL) != APR_SUCCESS
        || apr_thread_mutex_create(&watch->at_work, APR_THREAD_MUTEX_DEFAULT, forever)
               != APR_SUCCESS) {
        watch->at_work = NULL;
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, s,
                     LZNO(0728) "the background task has no lock; it rests in this child");
        return;
    }
    apr_pool_pre_cleanup_register(pchild, watch, wait_for_round);
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
        rv = apr_pool_userdata_setn(watch, WATCH_KEY, NULL, pconf);
    }
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
