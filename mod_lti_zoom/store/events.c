/* SPDX-License-Identifier: Apache-2.0 */
#include "events.h"

#include "statement.h"

const lz_problem_t *lz_store_note_event(lz_store_t *store, const char *fingerprint, int *first)
{
    int added = 0;
    const lz_problem_t *problem =
        lz_store_change(store, LZ_SQL_EVENT_ADD, &added, fingerprint,
                        lz_sql_number(store, lz_now(store->env->clock)));
    *first = added == 1;
    return problem;
}

const lz_problem_t *lz_store_forget_events(lz_store_t *store, int limit, int *removed)
{
    const apr_time_t oldest = lz_now(store->env->clock) - LZ_EVENT_REMEMBERED;
    return lz_store_change(store, LZ_SQL_EVENT_PURGE, removed, lz_sql_number(store, oldest),
                           lz_sql_number(store, limit));
}

const lz_problem_t *lz_store_meeting_courses(lz_store_t *store, const char *account,
                                             const char *id, apr_array_header_t **courses)
{
    return lz_store_read(store, LZ_SQL_MEETING_COURSES, sizeof(const char *), lz_row_text, courses,
                         account, id);
}

const lz_problem_t *lz_store_host_courses(lz_store_t *store, const char *account,
                                          const char *host_id, apr_array_header_t **courses)
{
    return lz_store_read(store, LZ_SQL_HOST_COURSES, sizeof(const char *), lz_row_text, courses,
                         account, host_id);
}

const lz_problem_t *lz_store_event_meeting(lz_store_t *store, const char *account, const char *id,
                                           int lock, lz_meeting_t **meeting)
{
    const lz_problem_t *problem = lock ? lz_store_change(store, LZ_SQL_MEETING_LOCK, NULL, account,
                                                         id)
                                       : NULL;
    return problem ? problem : lz_store_meeting(store, account, id, meeting);
}

const lz_problem_t *lz_store_meeting_status(lz_store_t *store, const lz_meeting_t *meeting,
                                            lz_meeting_status_e status, const char *uuid,
                                            apr_time_t ends_at, apr_time_t at)
{
    return lz_store_change(store, LZ_SQL_MEETING_STATUS, NULL, lz_meeting_status_name(status),
                           *uuid ? uuid : meeting->uuid, lz_sql_number(store, ends_at),
                           lz_sql_number(store, at), meeting->account, meeting->id,
                           lz_sql_number(store, at));
}

const lz_problem_t *lz_store_meeting_changed(lz_store_t *store, const lz_meeting_t *meeting,
                                             apr_time_t at)
{
    return lz_store_change(store, LZ_SQL_MEETING_CHANGED, NULL, meeting->topic, meeting->agenda,
                           lz_sql_number(store, meeting->starts_at),
                           lz_sql_number(store, meeting->ends_at),
                           lz_sql_number(store, meeting->duration), meeting->timezone,
                           meeting->join_link, lz_sql_number(store, at), meeting->account,
                           meeting->id, lz_sql_number(store, at), lz_sql_number(store, at));
}

const lz_problem_t *lz_store_host_changed(lz_store_t *store, const char *account,
                                          const char *host_id)
{
    const char *now = lz_sql_number(store, lz_now(store->env->clock));
    return lz_store_change(store, LZ_SQL_HOST_CHANGED, NULL, now, account, host_id, now);
}

const lz_problem_t *lz_store_host_renamed(lz_store_t *store, const char *account,
                                          const char *host_id, const char *name)
{
    return lz_store_change(store, LZ_SQL_HOST_RENAMED, NULL, name, account, host_id, name);
}
