/* SPDX-License-Identifier: Apache-2.0 */
#include "nonce_queue.h"

#include <apr_atomic.h>
#include <apr_strings.h>
#include <apr_thread_cond.h>
#include <apr_thread_mutex.h>

#include "dialect.h"
#include "nonces.h"
#include "statement.h"

#define CAUSE_MAX 300

/*
 * What one who waits is woken by. Bells are the queue's and outlast their users, so that they are
 * rung without the lock: a thread that is woken while another holds it would sleep again for it.
 * Whoever has the bell by then looks, and waits on.
 */
typedef struct bell_t {
    apr_thread_cond_t *condition;
    struct bell_t     *next;        /* of those that nobody uses */
} bell_t;

/* One who waits; stands on that thread's stack. */
typedef struct entry_t {
    const char     *nonce;
    apr_time_t      expires;
    int             first;
    int             taken;          /* somebody is writing it: it will be told */
    int             told;
    /* A problem of the writer's, in a form that outlives the writer's pool. */
    int             failed;
    lz_problem_id_e problem;
    int             retry_after;
    char            cause[CAUSE_MAX];
    bell_t         *bell;           /* rung when told, or to write for all who wait now */
    struct entry_t *next;
} entry_t;

struct lz_nonce_queue_t {
    apr_pool_t         *pool;
    apr_thread_mutex_t *mutex;
    bell_t             *unused;
    entry_t            *waiting;    /* in the order of their coming */
    entry_t           **end;
    int                 writing;
    volatile apr_uint32_t needless; /* atomic: the engine has many writers at once */
};

apr_status_t lz_nonce_queue_create(apr_pool_t *pool, lz_nonce_queue_t **queue)
{
    lz_nonce_queue_t *created = apr_pcalloc(pool, sizeof(*created));
    created->pool = pool;
    created->end = &created->waiting;
    *queue = created;
    return apr_thread_mutex_create(&created->mutex, APR_THREAD_MUTEX_DEFAULT, pool);
}

/* With the lock, which also guards the queue's pool. NULL: none can be made. */
static bell_t *take_bell(lz_nonce_queue_t *queue)
{
    bell_t *bell = queue->unused;
    if (bell) {
        queue->unused = bell->next;
        return bell;
    }
    bell = apr_pcalloc(queue->pool, sizeof(*bell));
    return apr_thread_cond_create(&bell->condition, queue->pool) == APR_SUCCESS ? bell : NULL;
}

static void give_back(lz_nonce_queue_t *queue, bell_t *bell)
{
    bell->next = queue->unused;
    queue->unused = bell;
}

/* The first of those who wait, as a list of their own. */
static entry_t *take(lz_nonce_queue_t *queue)
{
    entry_t *taken = queue->waiting;
    entry_t *last = NULL;
    int n = 0;
    for (entry_t *entry = taken; entry && n < LZ_NONCES_AT_ONCE; entry = entry->next, n++) {
        entry->taken = 1;
        last = entry;
    }
    if (last) {
        queue->waiting = last->next;
        last->next = NULL;
    }
    if (!queue->waiting) {
        queue->end = &queue->waiting;
    }
    return taken;
}

static void leave(lz_nonce_queue_t *queue, const entry_t *leaving)
{
    entry_t **at = &queue->waiting;
    while (*at && *at != leaving) {
        at = &(*at)->next;
    }
    if (*at) {
        *at = leaving->next;
        if (!*at) {
            queue->end = at;
        }
    }
}

static const lz_problem_t *write_all(lz_store_t *store, entry_t *entries)
{
    const int several = entries->next != NULL;
    const lz_problem_t *problem = several ? lz_store_begin(store) : NULL;
    for (entry_t *entry = entries; entry && !problem; entry = entry->next) {
        problem = lz_nonce_use(store, entry->nonce, entry->expires, &entry->first);
    }
    return several && !problem ? lz_store_commit(store) : problem;
}

/* Without the queue's lock; nobody else touches what was taken. */
static void write_taken(lz_nonce_queue_t *queue, const lz_env_t *env, entry_t *entries)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        apr_atomic_set32(&queue->needless, !lz_dialect(store->connection->driver)->one_writer);
        problem = write_all(store, entries);
    }
    lz_store_close(store);
    for (entry_t *entry = entries; entry && problem; entry = entry->next) {
        entry->failed = 1;
        entry->problem = problem->id;
        entry->retry_after = problem->retry_after;
        apr_cpystrn(entry->cause, problem->cause, CAUSE_MAX);
    }
}

/* Bells to be rung when the lock is free: of all that were told, and of who is to write next. */
typedef struct chime_t {
    bell_t *bells[LZ_NONCES_AT_ONCE + 1];
    int     n;
} chime_t;

static void ring(chime_t *chime)
{
    for (int i = 0; i < chime->n; i++) {
        apr_thread_cond_signal(chime->bells[i]->condition);
    }
    chime->n = 0;
}

/* With the lock. writer is the caller's own entry, which needs no bell. */
static void tell(lz_nonce_queue_t *queue, entry_t *entries, const entry_t *writer, chime_t *chime)
{
    while (entries) {
        entry_t *next = entries->next;
        entries->told = 1;
        if (entries != writer) {
            chime->bells[chime->n++] = entries->bell;
        }
        entries = next;
    }
    if (queue->waiting && queue->waiting != writer) {
        chime->bells[chime->n++] = queue->waiting->bell;
    }
}

/* With the lock, which is given up while writing. Whoever has not been taken goes on waiting. */
static void write_for_all(lz_nonce_queue_t *queue, const lz_env_t *env, const entry_t *writer,
                          chime_t *chime)
{
    entry_t *entries = take(queue);
    queue->writing = 1;
    apr_thread_mutex_unlock(queue->mutex);
    ring(chime);
    write_taken(queue, env, entries);
    apr_thread_mutex_lock(queue->mutex);
    queue->writing = 0;
    tell(queue, entries, writer, chime);
}

/*
 * With the lock. 0 when the deadline came before the entry's turn. What is in chime is to be rung
 * when the caller has given the lock back.
 */
static int wait_until_told(lz_nonce_queue_t *queue, const lz_env_t *env, const entry_t *entry,
                           chime_t *chime)
{
    while (!entry->told) {
        if (!queue->writing) {
            write_for_all(queue, env, entry, chime);
        } else if (chime->n > 0) {
            apr_thread_mutex_unlock(queue->mutex);
            ring(chime);
            apr_thread_mutex_lock(queue->mutex);
        } else if (entry->taken) {
            apr_thread_cond_wait(entry->bell->condition, queue->mutex);
        } else {
            const apr_interval_time_t left = lz_env_remaining(env);
            if (left == 0) {
                leave(queue, entry);
                return 0;
            }
            apr_thread_cond_timedwait(entry->bell->condition, queue->mutex, left);
        }
    }
    return 1;
}

const lz_problem_t *lz_nonce_queue_use(lz_nonce_queue_t *queue, const lz_env_t *env,
                                       const char *nonce, apr_time_t expires, int *first)
{
    entry_t entry = { .nonce = nonce, .expires = expires };
    chime_t chime = { .n = 0 };
    int told = 0;
    apr_thread_mutex_lock(queue->mutex);
    entry.bell = take_bell(queue);
    if (entry.bell) {
        *queue->end = &entry;
        queue->end = &entry.next;
        told = wait_until_told(queue, env, &entry, &chime);
        give_back(queue, entry.bell);
    }
    apr_thread_mutex_unlock(queue->mutex);
    ring(&chime);
    if (!entry.bell) {
        return lz_problem(env->pool, LZ_P_INTERNAL, "nonces: no condition to wait for");
    }
    if (told && !entry.failed) {
        *first = entry.first;
        return NULL;
    }
    lz_problem_t *problem = told
                            ? lz_problem(env->pool, entry.problem, "%s", entry.cause)
                            : lz_problem(env->pool, LZ_P_DATABASE_BUSY,
                                         "waited to write a nonce until the deadline");
    problem->retry_after = told ? entry.retry_after : 1;
    return problem;
}

int lz_nonce_queue_is_needless(lz_nonce_queue_t *queue)
{
    return apr_atomic_read32(&queue->needless) != 0;
}
