/* SPDX-License-Identifier: Apache-2.0 */
#include "meetings.h"

#include <string.h>

#include <apr_strings.h>

#include "dates.h"
#include "meeting_rows.h"

/* A meeting that runs over stays in the lists, until this long after its end at the latest. */
#define OVERTIME_MAX apr_time_from_sec(24 * 3600)

/* What stands for alternative hosts that are not known. */
#define UNKNOWN "?"

static const char *const status_names[] = {
    [LZ_MEETING_WAITING] = "waiting",
    [LZ_MEETING_STARTED] = "started",
    [LZ_MEETING_ENDED] = "ended",
    [LZ_MEETING_GONE] = "gone"
};

const char *lz_meeting_status_name(lz_meeting_status_e status)
{
    return status_names[status];
}

lz_meeting_status_e lz_meeting_status_of(const char *name)
{
    for (int i = LZ_MEETING_WAITING; i < LZ_MEETING_GONE; i++) {
        if (strcmp(status_names[i], name) == 0) {
            return (lz_meeting_status_e)i;
        }
    }
    return LZ_MEETING_GONE;
}

/* In the order of the columns that MEETING_COLUMNS of statements.def names. */
void lz_rows_meeting(const lz_rows_t *rows, void *element)
{
    lz_meeting_t *meeting = element;
    *meeting = (lz_meeting_t){
        .account = lz_rows_text(rows, 0),
        .id = lz_rows_text(rows, 1),
        .host_id = lz_rows_text(rows, 2),
        .uuid = lz_rows_text(rows, 3),
        .topic = lz_rows_text(rows, 4),
        .agenda = lz_rows_text(rows, 5),
        .type = (int)lz_rows_number(rows, 6),
        .starts_at = lz_rows_number(rows, 7),
        .ends_at = lz_rows_number(rows, 8),
        .duration = (int)lz_rows_number(rows, 9),
        .timezone = lz_rows_text(rows, 10),
        .status = lz_meeting_status_of(lz_rows_text(rows, 11)),
        .join_link = lz_rows_text(rows, 12),
        .snapshot_at = lz_rows_number(rows, 13),
        .host_name = lz_rows_text(rows, 14),
        .status_at = lz_rows_number(rows, 16),
        .changed_at = lz_rows_number(rows, 17),
        .outdated = (int)lz_rows_number(rows, 18),
        .alternative_hosts = lz_rows_text(rows, 19),
        .dates_at = lz_rows_number(rows, 20),
        .in_doubt = lz_rows_number(rows, 21),
        .occurrence_id = lz_rows_text(rows, 22),
        .position = (int)lz_rows_number(rows, 23),
        .count = (int)lz_rows_number(rows, 24),
        .scheduled_by = (lz_scheduled_by_e)lz_rows_number(rows, 25),
        .rhythm = (lz_rhythm_e)lz_rows_number(rows, 26),
        .sections = lz_rows_text(rows, LZ_MEETING_COLUMNS - 1)
    };
    if (strcmp(meeting->alternative_hosts, UNKNOWN) == 0) {
        meeting->alternative_hosts = NULL;
    }
    const apr_time_t listed_at = lz_rows_number(rows, 15);
    meeting->known_at = listed_at > meeting->snapshot_at ? listed_at : meeting->snapshot_at;
}

static const char *now_of(const lz_store_t *store)
{
    return lz_sql_number(store, lz_now(store->env->clock));
}

static const char *overtime_of(const lz_store_t *store)
{
    return lz_sql_number(store, lz_now(store->env->clock) - OVERTIME_MAX);
}

int lz_meeting_is_date(const lz_meeting_t *meeting)
{
    return meeting->occurrence_id && *meeting->occurrence_id;
}

const char *lz_meeting_key(apr_pool_t *pool, const lz_meeting_t *meeting)
{
    return apr_pstrcat(pool, meeting->id, "/",
                       lz_meeting_is_date(meeting) ? meeting->occurrence_id : "", NULL);
}

const lz_problem_t *lz_store_upcoming(lz_store_t *store, const char *course, const char *account,
                                      const char *host_id, const lz_meeting_place_t *behind,
                                      int limit, apr_array_header_t **meetings)
{
    const char *starts_at = lz_sql_number(store, behind->key ? behind->starts_at : APR_INT64_MIN);
    return lz_store_read(store, LZ_SQL_UPCOMING, sizeof(lz_meeting_t), lz_rows_meeting, meetings,
                         course, account, now_of(store), overtime_of(store), host_id, host_id,
                         starts_at, starts_at, behind->key ? behind->key : "",
                         lz_sql_number(store, limit));
}

static void read_host(const lz_rows_t *rows, void *element)
{
    lz_host_t *host = element;
    host->id = lz_rows_text(rows, 0);
    host->listed_at = lz_rows_number(rows, 1);
}

const lz_problem_t *lz_store_course_hosts(lz_store_t *store, const char *course,
                                          const char *account, apr_array_header_t **hosts)
{
    return lz_store_read(store, LZ_SQL_COURSE_HOSTS, sizeof(lz_host_t), read_host, hosts, course,
                         account, now_of(store), overtime_of(store), now_of(store),
                         overtime_of(store));
}

const lz_problem_t *lz_store_course_meeting(lz_store_t *store, const char *course,
                                            const char *account, const char *id,
                                            lz_meeting_t **meeting)
{
    apr_array_header_t *found = NULL;
    const lz_problem_t *problem = lz_store_read(store, LZ_SQL_COURSE_MEETING, sizeof(lz_meeting_t),
                                                lz_rows_meeting, &found, course, account, id);
    if (!problem) {
        *meeting = lz_store_only(found);
    }
    return problem;
}

const lz_problem_t *lz_store_meeting(lz_store_t *store, const char *account, const char *id,
                                     lz_meeting_t **meeting)
{
    apr_array_header_t *found = NULL;
    const lz_problem_t *problem = lz_store_read(store, LZ_SQL_MEETING, sizeof(lz_meeting_t),
                                                lz_rows_meeting, &found, account, id);
    if (!problem) {
        *meeting = lz_store_only(found);
    }
    return problem;
}

const lz_problem_t *lz_store_host_meetings(lz_store_t *store, const char *account,
                                           const char *host_id, apr_array_header_t **meetings)
{
    return lz_store_read(store, LZ_SQL_HOST_MEETINGS, sizeof(lz_meeting_t), lz_rows_meeting,
                         meetings, account, host_id, now_of(store), overtime_of(store),
                         now_of(store), overtime_of(store));
}

const lz_problem_t *lz_store_meeting_known(lz_store_t *store, const char *account, const char *id,
                                           int *known)
{
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_select(store, LZ_SQL_MEETING_KNOWN, &rows, account, id);
    if (!problem) {
        *known = lz_rows_next(&rows);
        while (lz_rows_next(&rows)) {
            /* reads to the end, which is what gives the result back */
        }
    }
    return problem;
}

/* What follows a snapshot that was written. */
static const lz_problem_t *put_more(lz_store_t *store, const lz_meeting_t *meeting)
{
    const lz_problem_t *problem = NULL;
    const int looked_at = meeting->alternative_hosts && meeting->in_doubt;
    if (meeting->dates) {
        problem = lz_store_put_dates(store, meeting->account, meeting->id, meeting->dates);
    }
    if (!problem && looked_at && meeting->snapshot_at >= meeting->in_doubt + LZ_DOUBT_LASTS) {
        problem = lz_store_settle(store, meeting->account, meeting->id);
    }
    return problem;
}

const lz_problem_t *lz_store_put_meeting(lz_store_t *store, const lz_meeting_t *meeting)
{
    int written = 0;
    const lz_problem_t *problem =
        lz_store_change(store, LZ_SQL_MEETING_PUT, &written, meeting->account, meeting->id,
                        meeting->host_id, meeting->uuid, meeting->topic, meeting->agenda,
                        lz_sql_number(store, meeting->type),
                        lz_sql_number(store, meeting->starts_at),
                        lz_sql_number(store, meeting->ends_at),
                        lz_sql_number(store, meeting->duration), meeting->timezone,
                        lz_meeting_status_name(meeting->status), meeting->join_link,
                        lz_sql_number(store, meeting->snapshot_at),
                        lz_sql_number(store, meeting->status_unseen ? meeting->status_at
                                                                    : meeting->snapshot_at),
                        meeting->alternative_hosts ? meeting->alternative_hosts : UNKNOWN,
                        lz_sql_number(store, meeting->dates_at),
                        lz_sql_number(store, meeting->scheduled_by),
                        lz_sql_number(store, meeting->rhythm));
    return problem || !written ? problem : put_more(store, meeting);
}

const lz_problem_t *lz_store_doubt(lz_store_t *store, const char *account, const char *id)
{
    return lz_store_change(store, LZ_SQL_MEETING_DOUBT, NULL, now_of(store), account, id);
}

const lz_problem_t *lz_store_look(lz_store_t *store, const char *account, const char *id)
{
    const apr_time_t long_ago = lz_now(store->env->clock) - LZ_DOUBT_LASTS;
    return lz_store_change(store, LZ_SQL_MEETING_DOUBT, NULL, lz_sql_number(store, long_ago),
                           account, id);
}

const lz_problem_t *lz_store_settle(lz_store_t *store, const char *account, const char *id)
{
    return lz_store_change(store, LZ_SQL_MEETING_SETTLE, NULL, account, id);
}

const lz_problem_t *lz_store_remove_from_course(lz_store_t *store, const char *course,
                                                const char *account, const char *id,
                                                int *removed)
{
    const lz_problem_t *problem = lz_store_change(store, LZ_SQL_COURSE_MEETING_REMOVE, removed,
                                                  course, account, id);
    if (!problem) {
        problem = lz_store_change(store, LZ_SQL_PUBLICATIONS_REMOVE, NULL, course, account,
                                  account, id);
    }
    if (!problem) {
        problem = lz_store_change(store, LZ_SQL_RECORDINGS_ORPHANED, NULL, account, id);
    }
    if (!problem) {
        problem = lz_store_change(store, LZ_SQL_PAST_ORPHANED, NULL, account, id);
    }
    if (!problem) {
        problem = lz_store_change(store, LZ_SQL_DATES_ORPHANED, NULL, account, id);
    }
    if (!problem) {
        problem = lz_store_change(store, LZ_SQL_MEETING_ORPHANED, NULL, account, id);
    }
    if (!problem) {
        problem = lz_store_change(store, LZ_SQL_RECORDING_LISTS_ORPHANED, NULL, account);
    }
    if (!problem) {
        problem = lz_store_change(store, LZ_SQL_PAST_LISTS_ORPHANED, NULL, account);
    }
    return problem ? problem : lz_store_change(store, LZ_SQL_HOSTS_ORPHANED, NULL, account);
}

const lz_problem_t *lz_store_deleted_in_course(lz_store_t *store, const char *course,
                                               const char *account, const char *id)
{
    return lz_store_change(store, LZ_SQL_COURSE_MEETING_DELETED, NULL, now_of(store), course,
                           account, id);
}

const lz_problem_t *lz_store_add_to_course(lz_store_t *store, const char *course,
                                           const char *account, const char *id, const char *person)
{
    return lz_store_change(store, LZ_SQL_COURSE_MEETING_ADD, NULL, course, account, id, person,
                           now_of(store));
}

const lz_problem_t *lz_store_put_host(lz_store_t *store, const char *account, const char *host_id,
                                      const char *name)
{
    return lz_store_change(store, LZ_SQL_HOST_PUT, NULL, account, host_id, name);
}

const lz_problem_t *lz_store_host_listed(lz_store_t *store, const char *account,
                                         const char *host_id, apr_time_t listed_at)
{
    return lz_store_change(store, LZ_SQL_HOST_LISTED, NULL, account, host_id,
                           lz_sql_number(store, listed_at));
}
