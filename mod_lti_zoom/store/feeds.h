/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Links to calendars: of a person in all their courses, or in one. A link's token is looked up by
 * its fingerprint; the token itself is here only sealed, so that its owner can be shown it again.
 */
#ifndef LZ_STORE_FEEDS_H
#define LZ_STORE_FEEDS_H

#include <apr_tables.h>

#include "meetings.h"
#include "members.h"

typedef struct lz_feed_t {
    const char *feed;           /* fingerprint of the token */
    const char *person;         /* lz_session_t.person */
    const char *kind;           /* "mine", "course" */
    const char *course;         /* "" for all of the person's */
    const char *sealed;         /* the token */
} lz_feed_t;

/* A date of a meeting, as one of the courses has it. */
typedef struct lz_feed_event_t {
    const char   *course;
    const char   *course_title;
    const char   *platform;     /* name of the course's */
    lz_member_t   member;       /* what the person is in that course */
    lz_meeting_t  meeting;
} lz_feed_event_t;

/* Writes a link; one that the person had for the same is gone with it. */
const lz_problem_t *lz_store_put_feed(lz_store_t *store, const lz_feed_t *feed)
    __attribute__((warn_unused_result));

/* The person's links for this course and for all, as lz_feed_t. */
const lz_problem_t *lz_store_feeds(lz_store_t *store, const char *person, const char *course,
                                   apr_array_header_t **feeds)
    __attribute__((warn_unused_result));

/* *feed is NULL when there is none of that fingerprint. */
const lz_problem_t *lz_store_get_feed(lz_store_t *store, const char *fingerprint,
                                      lz_feed_t **feed) __attribute__((warn_unused_result));

/* There is no such link any more, whether or not there was. */
const lz_problem_t *lz_store_drop_feed(lz_store_t *store, const char *person, const char *kind,
                                       const char *course) __attribute__((warn_unused_result));

/*
 * What is in a person's calendar: meetings at a fixed time that end after since, of the courses
 * that they have been in (course "": all of them), by start, less the first offset; at most limit
 * lz_feed_event_t.
 */
const lz_problem_t *lz_store_feed_events(lz_store_t *store, const char *person,
                                         const char *course, apr_time_t since, int limit,
                                         int offset, apr_array_header_t **events)
    __attribute__((warn_unused_result));

#endif
