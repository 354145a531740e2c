/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_log.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

static void fake_write(void *baton, lz_log_level_e level, apr_status_t status, const char *line)
{
    fake_log_t *fake = baton;

    apr_thread_mutex_lock(fake->mutex);
    fake_log_line_t *kept = apr_array_push(fake->lines);
    kept->level = level;
    kept->status = status;
    kept->text = apr_pstrdup(fake->pool, line);
    apr_thread_mutex_unlock(fake->mutex);
}

static int fake_enabled(void *baton, lz_log_level_e level)
{
    const fake_log_t *fake = baton;

    return level <= fake->most;
}

fake_log_t *fake_log_create(apr_pool_t *parent)
{
    fake_log_t *fake = apr_pcalloc(parent, sizeof(*fake));

    fake->log = (lz_log_t){ .baton = fake, .write = fake_write, .enabled = fake_enabled };
    fake->most = LZ_LOG_DEBUG;
    if (apr_pool_create(&fake->pool, parent)
        || apr_thread_mutex_create(&fake->mutex, APR_THREAD_MUTEX_DEFAULT, fake->pool)) {
        abort();
    }
    fake->lines = apr_array_make(fake->pool, 16, sizeof(fake_log_line_t));
    return fake;
}

const fake_log_line_t *fake_log_find(const fake_log_t *fake, const char *text)
{
    for (int i = 0; i < fake->lines->nelts; i++) {
        const fake_log_line_t *line = &APR_ARRAY_IDX(fake->lines, i, fake_log_line_t);

        if (strstr(line->text, text)) {
            return line;
        }
    }
    return NULL;
}

int fake_log_count(const fake_log_t *fake, lz_log_level_e level)
{
    int n = 0;

    for (int i = 0; i < fake->lines->nelts; i++) {
        n += APR_ARRAY_IDX(fake->lines, i, fake_log_line_t).level <= level;
    }
    return n;
}
