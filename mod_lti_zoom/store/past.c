/* SPDX-License-Identifier: Apache-2.0 */
#include "past.h"

#include <apr_strings.h>

#include "meeting_rows.h"

/* A meeting that runs over is not over before that. */
#define OVERTIME_MAX apr_time_from_sec(24 * 3600)

/* After that a meeting that is over has no news. */
#define NEWS_FOR     apr_time_from_sec(24 * 3600)

static const char *number(const lz_store_t *store, apr_int64_t value)
{
    return lz_sql_number(store, value);
}

static const char *now_of(const lz_store_t *store)
{
    return number(store, lz_now(store->env->clock));
}

const lz_problem_t *lz_store_previous(lz_store_t *store, const char *course, const char *account,
                                      const char *host_id, apr_time_t before, int limit,
                                      apr_array_header_t **meetings)
{
    return lz_store_read(store, LZ_SQL_PREVIOUS, sizeof(lz_meeting_t), lz_rows_meeting, meetings,
                         course, account, now_of(store),
                         number(store, lz_now(store->env->clock) - OVERTIME_MAX), host_id, host_id,
                         number(store, before), number(store, limit));
}

static void read_past(const lz_rows_t *rows, void *element)
{
    lz_past_t *past = element;
    lz_meeting_t *meeting = &past->meeting;
    lz_rows_meeting(rows, meeting);
    meeting->starts_at = lz_rows_number(rows, LZ_MEETING_COLUMNS);
    meeting->uuid = lz_rows_text(rows, LZ_MEETING_COLUMNS + 1);
    const int duration = (int)lz_rows_number(rows, LZ_MEETING_COLUMNS + 2);
    meeting->duration = duration > 0 ? duration : meeting->duration;
    meeting->ends_at = meeting->starts_at + meeting->duration * apr_time_from_sec(60);
    meeting->status = LZ_MEETING_ENDED;
    past->held = (int)lz_rows_number(rows, LZ_MEETING_COLUMNS + 3);
}

const lz_problem_t *lz_store_past(lz_store_t *store, const char *course, const char *account,
                                  const char *host_id, apr_time_t before, int limit,
                                  apr_array_header_t **rows)
{
    return lz_store_read(store, LZ_SQL_PAST, sizeof(lz_past_t), read_past, rows, course, account,
                         host_id, host_id, number(store, before), number(store, limit));
}

const lz_problem_t *lz_store_put_past(lz_store_t *store, const lz_past_fact_t *fact)
{
    return lz_store_change(store, LZ_SQL_PAST_PUT, NULL, fact->account, fact->meeting_id,
                           number(store, fact->starts_at), fact->uuid,
                           number(store, fact->duration), number(store, fact->held));
}

static const char *subject_name(apr_pool_t *pool, const lz_past_subject_t *subject)
{
    return subject->host_id ? apr_pstrcat(pool, "host ", subject->host_id, NULL)
                            : apr_pstrcat(pool, "meeting ", subject->meeting_id, NULL);
}

const lz_problem_t *lz_store_past_stale(lz_store_t *store, const char *course,
                                        const char *account, apr_time_t oldest, int limit,
                                        apr_array_header_t **subjects)
{
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_select(store, LZ_SQL_PAST_STALE_HOSTS, &rows, course,
                                                  account, number(store, oldest));
    *subjects = apr_array_make(store->env->pool, 8, sizeof(lz_past_subject_t));
    while (!problem && lz_rows_next(&rows)) {
        *(lz_past_subject_t *)apr_array_push(*subjects) = (lz_past_subject_t){
            .host_id = lz_rows_text(&rows, 0)
        };
    }
    if (!problem) {
        problem = lz_store_select(store, LZ_SQL_PAST_STALE_MEETINGS, &rows, course, account,
                                  number(store, oldest), now_of(store), number(store, NEWS_FOR),
                                  number(store, limit));
    }
    while (!problem && lz_rows_next(&rows)) {
        *(lz_past_subject_t *)apr_array_push(*subjects) = (lz_past_subject_t){
            .meeting_id = lz_rows_text(&rows, 0)
        };
    }
    return problem;
}

const lz_problem_t *lz_store_past_asked(lz_store_t *store, const char *account,
                                        const lz_past_subject_t *subject, apr_time_t when)
{
    return lz_store_change(store, LZ_SQL_PAST_ASKED, NULL, account,
                           subject_name(store->env->pool, subject), number(store, when));
}
