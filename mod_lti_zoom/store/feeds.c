/* SPDX-License-Identifier: Apache-2.0 */
#include "feeds.h"

#include "meeting_rows.h"

const lz_problem_t *lz_store_put_feed(lz_store_t *store, const lz_feed_t *feed)
{
    return lz_store_change(store, LZ_SQL_FEED_PUT, NULL, feed->feed, feed->person, feed->kind,
                           feed->course, feed->sealed,
                           lz_sql_number(store, lz_now(store->env->clock)));
}

static void read_feed(const lz_rows_t *rows, void *feed)
{
    *(lz_feed_t *)feed = (lz_feed_t){
        .feed = lz_rows_text(rows, 0),
        .person = lz_rows_text(rows, 1),
        .kind = lz_rows_text(rows, 2),
        .course = lz_rows_text(rows, 3),
        .sealed = lz_rows_text(rows, 4)
    };
}

const lz_problem_t *lz_store_feeds(lz_store_t *store, const char *person, const char *course,
                                   apr_array_header_t **feeds)
{
    return lz_store_read(store, LZ_SQL_FEEDS, sizeof(lz_feed_t), read_feed, feeds, person, course);
}

const lz_problem_t *lz_store_get_feed(lz_store_t *store, const char *fingerprint,
                                      lz_feed_t **feed)
{
    apr_array_header_t *found = NULL;
    const lz_problem_t *problem = lz_store_read(store, LZ_SQL_FEED_GET, sizeof(lz_feed_t),
                                                read_feed, &found, fingerprint);
    *feed = problem ? NULL : lz_store_only(found);
    return problem;
}

const lz_problem_t *lz_store_drop_feed(lz_store_t *store, const char *person, const char *kind,
                                       const char *course)
{
    return lz_store_change(store, LZ_SQL_FEED_DROP, NULL, person, kind, course);
}

static void read_event(const lz_rows_t *rows, void *element)
{
    lz_feed_event_t *event = element;
    lz_rows_meeting(rows, &event->meeting);
    event->course = lz_rows_text(rows, LZ_MEETING_COLUMNS);
    event->course_title = lz_rows_text(rows, LZ_MEETING_COLUMNS + 1);
    event->platform = lz_rows_text(rows, LZ_MEETING_COLUMNS + 2);
    event->member = (lz_member_t){
        .known = 1,
        .role = (int)lz_rows_number(rows, LZ_MEETING_COLUMNS + 3),
        .sections = lz_rows_text(rows, LZ_MEETING_COLUMNS + 4),
        .section_ids = lz_rows_text(rows, LZ_MEETING_COLUMNS + 5)
    };
}

const lz_problem_t *lz_store_feed_events(lz_store_t *store, const char *person,
                                         const char *course, apr_time_t since, int limit,
                                         int offset, apr_array_header_t **events)
{
    return lz_store_read(store, LZ_SQL_FEED_EVENTS, sizeof(lz_feed_event_t), read_event, events,
                         person, course, course, lz_sql_number(store, since),
                         lz_sql_number(store, LZ_NO_FIXED_TIME), lz_sql_number(store, limit),
                         lz_sql_number(store, offset));
}
