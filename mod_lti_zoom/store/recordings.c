/* SPDX-License-Identifier: Apache-2.0 */
#include "recordings.h"

#include <string.h>

#include "statement.h"

static const char *number(const lz_store_t *store, apr_int64_t value)
{
    return lz_sql_number(store, value);
}

static void read_host(const lz_rows_t *rows, void *host)
{
    *(lz_recording_host_t *)host = (lz_recording_host_t){
        .id = lz_rows_text(rows, 0),
        .added_at = lz_rows_number(rows, 1),
        .listed_at = lz_rows_number(rows, 2),
        .whole_at = lz_rows_number(rows, 3),
        .since = lz_rows_number(rows, 4),
        .changed_at = lz_rows_number(rows, 5)
    };
}

const lz_problem_t *lz_store_recording_hosts(lz_store_t *store, const char *course,
                                             const char *account, apr_array_header_t **hosts)
{
    return lz_store_read(store, LZ_SQL_RECORDING_HOSTS, sizeof(lz_recording_host_t), read_host,
                         hosts, course, account);
}

const lz_problem_t *lz_store_recorded_meetings(lz_store_t *store, const char *account,
                                               const char *host_id, apr_array_header_t **ids)
{
    return lz_store_read(store, LZ_SQL_RECORDED_MEETINGS, sizeof(const char *), lz_row_text, ids,
                         account, host_id);
}

/* What stands in the row of a recording that is for the sections of its meeting. */
#define AS_THE_MEETING "*"

static const char *chosen(const char *sections)
{
    return strcmp(sections, AS_THE_MEETING) == 0 ? NULL : sections;
}

/* In the order of RECORDING_COLUMNS of statements_recordings.def. */
static void read_recording(const lz_rows_t *rows, void *one)
{
    *(lz_course_recording_t *)one = (lz_course_recording_t){
        .recording = {
            .account = lz_rows_text(rows, 0),
            .uuid = lz_rows_text(rows, 1),
            .meeting_id = lz_rows_text(rows, 2),
            .host_id = lz_rows_text(rows, 3),
            .topic = lz_rows_text(rows, 4),
            .starts_at = lz_rows_number(rows, 5),
            .duration = (int)lz_rows_number(rows, 6),
            .total_size = lz_rows_number(rows, 7),
            .file_count = (int)lz_rows_number(rows, 8),
            .auto_delete = lz_rows_text(rows, 9),
            .snapshot_at = lz_rows_number(rows, 11)
        },
        .share = lz_rows_text(rows, 10),
        .timezone = lz_rows_text(rows, 12),
        .publication = {
            .published = (lz_published_e)lz_rows_number(rows, 13),
            .from = lz_rows_number(rows, 14),
            .until = lz_rows_number(rows, 15),
            .changed_by = lz_rows_text(rows, 16),
            .changed_at = lz_rows_number(rows, 17),
            .changer = lz_rows_text(rows, 18),
            .sections = chosen(lz_rows_text(rows, 20))
        },
        .sections = lz_rows_text(rows, 19)
    };
}

const lz_problem_t *lz_store_course_recordings(lz_store_t *store, const char *course,
                                               const char *account, apr_time_t from,
                                               apr_time_t before, int limit,
                                               apr_array_header_t **recordings)
{
    return lz_store_read(store, LZ_SQL_COURSE_RECORDINGS, sizeof(lz_course_recording_t),
                         read_recording, recordings, course, account, number(store, from),
                         number(store, before), number(store, limit));
}

const lz_problem_t *lz_store_course_recording(lz_store_t *store, const char *course,
                                              const char *account, const char *uuid,
                                              lz_course_recording_t **recording)
{
    apr_array_header_t *found = NULL;
    const lz_problem_t *problem =
        lz_store_read(store, LZ_SQL_COURSE_RECORDING, sizeof(lz_course_recording_t),
                      read_recording, &found, course, account, uuid);
    if (!problem) {
        *recording = lz_store_only(found);
    }
    return problem;
}

const lz_problem_t *lz_store_put_recording(lz_store_t *store, const lz_recording_t *recording)
{
    return lz_store_change(store, LZ_SQL_RECORDING_PUT, NULL, recording->account,
                           recording->uuid, recording->meeting_id, recording->host_id,
                           recording->topic, number(store, recording->starts_at),
                           number(store, recording->duration),
                           number(store, recording->total_size),
                           number(store, recording->file_count), recording->auto_delete,
                           number(store, recording->snapshot_at));
}

const lz_problem_t *lz_store_recordings_listed(lz_store_t *store, const char *account,
                                               const lz_recording_host_t *host, apr_time_t from,
                                               apr_time_t before, apr_time_t asked_at)
{
    const lz_problem_t *problem =
        lz_store_change(store, LZ_SQL_RECORDINGS_UNLISTED, NULL, number(store, asked_at), account,
                        host->id, number(store, from), number(store, before),
                        number(store, asked_at));
    return problem ? problem
                   : lz_store_change(store, LZ_SQL_RECORDINGS_LISTED, NULL, account, host->id,
                                     number(store, host->listed_at),
                                     number(store, host->whole_at), number(store, host->since));
}

const lz_problem_t *lz_store_meeting_recordings(lz_store_t *store, const char *account,
                                                const char *id, int *count)
{
    lz_rows_t rows;
    const lz_problem_t *problem = lz_store_select(store, LZ_SQL_MEETING_RECORDINGS, &rows,
                                                  account, id);
    while (!problem && lz_rows_next(&rows)) {
        *count = (int)lz_rows_number(&rows, 0);
    }
    return problem;
}

const lz_problem_t *lz_store_recording_gone(lz_store_t *store, const char *account,
                                            const char *uuid, apr_time_t when)
{
    return lz_store_change(store, LZ_SQL_RECORDING_GONE, NULL, number(store, when), account, uuid,
                           number(store, when));
}

const lz_problem_t *lz_store_recordings_stale(lz_store_t *store, const char *account,
                                              const char *host_id, int old_ones)
{
    const char *whose = host_id ? host_id : "";
    return lz_store_change(store, LZ_SQL_RECORDINGS_STALE, NULL,
                           number(store, lz_now(store->env->clock)), old_ones ? "0" : "1",
                           account, whose, whose);
}

const lz_problem_t *lz_store_recording_share(lz_store_t *store, const char *account,
                                             const char *uuid, const char *share)
{
    return lz_store_change(store, LZ_SQL_RECORDING_SHARE, NULL, share, account, uuid, share);
}

const lz_problem_t *lz_store_publish(lz_store_t *store, const char *course, const char *account,
                                     const char *uuid, const lz_publication_t *publication)
{
    return lz_store_change(store, LZ_SQL_PUBLISH, NULL, course, account, uuid,
                           number(store, publication->published),
                           number(store, publication->from), number(store, publication->until),
                           publication->changed_by,
                           number(store, lz_now(store->env->clock)),
                           publication->sections ? publication->sections : AS_THE_MEETING);
}

const lz_problem_t *lz_store_publish_all(lz_store_t *store, const char *course,
                                         const char *account, int published, const char *person,
                                         int *changed)
{
    return lz_store_change(store, LZ_SQL_PUBLISH_ALL, changed, number(store, published), person,
                           number(store, lz_now(store->env->clock)), course, account);
}
