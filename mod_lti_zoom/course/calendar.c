/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../base/json.h"
#include "../store/feeds.h"
#include "calendar_text.h"
#include "dates.h"
#include "meeting_detail.h"
#include "sections.h"

#define TOKEN_BYTES 32
#define TOKEN_TEXT  43      /* characters of base64url */
#define FILE_END    ".ics"

/* What is over stays in calendars for so long. */
#define PAST_SHOWN  apr_time_from_sec(90 * 24 * 3600)

/* Dates in one calendar; the soonest ones that its owner is shown. */
#define EVENTS_MAX  2000

static const char *const kinds[] = { "mine", "course" };

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static const char *known_kind(const char *kind)
{
    for (size_t i = 0; kind && i < KINDS; i++) {
        if (strcmp(kinds[i], kind) == 0) {
            return kinds[i];
        }
    }
    return NULL;
}

/* The course that a link of this kind is for. */
static const char *course_of(const lz_session_t *session, const char *kind)
{
    return strcmp(kind, "course") == 0 ? session->course : "";
}

/* --- links ------------------------------------------------------------------------------------ */

static json_object *link_json(const lz_env_t *env, const lz_site_t *site, const char *kind,
                              const char *token)
{
    json_object *feed = json_object_new_object();
    lz_json_put_string(feed, "kind", kind);
    lz_json_put_string(feed, "url",
                       token ? apr_pstrcat(env->pool, site->base_url, "/calendar/", token,
                                           FILE_END, NULL) : NULL);
    return feed;
}

/* NULL when there is none, or it was sealed with a secret that is gone. */
static const char *token_of(const lz_env_t *env, const lz_site_t *site,
                            const apr_array_header_t *feeds, const char *kind)
{
    for (int i = 0; i < feeds->nelts; i++) {
        const lz_feed_t *feed = &APR_ARRAY_IDX(feeds, i, lz_feed_t);
        apr_size_t length = 0;
        if (strcmp(feed->kind, kind) == 0) {
            return lz_unseal(site->sealer, env->pool, LZ_SEAL_ROW, feed->sealed, &length);
        }
    }
    return NULL;
}

const lz_problem_t *lz_calendar_links(const lz_env_t *env, const lz_site_t *site,
                                      const lz_session_t *session, json_object **feeds)
{
    lz_store_t *store = NULL;
    apr_array_header_t *known = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = lz_store_feeds(store, session->person, session->course, &known);
    }
    lz_store_close(store);
    if (problem) {
        return problem;
    }
    *feeds = json_object_new_array();
    for (size_t i = 0; i < KINDS; i++) {
        lz_json_push(*feeds, link_json(env, site, kinds[i],
                                       token_of(env, site, known, kinds[i])));
    }
    return NULL;
}

static const char *fingerprint_of(const lz_env_t *env, const char *token)
{
    return lz_fingerprint(env->pool, "calendar", token, NULL);
}

static const lz_problem_t *write_feed(const lz_env_t *env, const lz_feed_t *feed)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = lz_store_put_feed(store, feed);
    }
    lz_store_close(store);
    return problem;
}

const lz_problem_t *lz_calendar_make(const lz_env_t *env, const lz_site_t *site,
                                     const lz_session_t *session, const char *kind,
                                     json_object **feed)
{
    const char *known = known_kind(kind);
    const char *token = lz_random_token(env->pool, TOKEN_BYTES);
    if (!known) {
        lz_problem_t *problem = lz_problem(env->pool, LZ_P_FIELDS, "no kind of calendar");
        lz_problem_field(env->pool, problem, "kind", "Choose mine or course.");
        return problem;
    }
    const char *sealed = token ? lz_seal(site->sealer, env->pool, LZ_SEAL_ROW, token,
                                         strlen(token)) : NULL;
    if (!sealed) {
        return lz_problem(env->pool, LZ_P_RANDOM, "calendar: no random bytes");
    }
    const lz_feed_t row = {
        .feed = fingerprint_of(env, token),
        .person = session->person,
        .kind = known,
        .course = course_of(session, known),
        .sealed = sealed
    };
    const lz_problem_t *problem = write_feed(env, &row);
    if (!problem) {
        *feed = link_json(env, site, known, token);
    }
    return problem;
}

const lz_problem_t *lz_calendar_revoke(const lz_env_t *env, const lz_session_t *session,
                                       const char *kind)
{
    const char *known = known_kind(kind);
    lz_store_t *store = NULL;
    if (!known) {
        return lz_problem(env->pool, LZ_P_NOT_FOUND, "no kind of calendar");
    }
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = lz_store_drop_feed(store, session->person, known, course_of(session, known));
    }
    lz_store_close(store);
    return problem;
}

/* --- calendars -------------------------------------------------------------------------------- */

/* A course's platform may have got another Zoom account, or have gone. */
static int is_current(const lz_site_t *site, const lz_feed_event_t *event)
{
    const lz_platform_t *platform = lz_platform_by_name(&site->platforms, event->platform);
    return platform && strcmp(lz_site_account(site, platform)->account_id,
                              event->meeting.account) == 0;
}

/* What a person is shown of the course that the event is of, by their latest launch into it. */
static int is_theirs(const lz_env_t *env, const lz_site_t *site, const lz_feed_event_t *event)
{
    const lz_member_t *member = &event->member;
    const lz_meeting_t *meeting = &event->meeting;
    return (lz_may_with_meeting(lz_standing((lz_role_e)member->role, site->students_host),
                                LZ_OWNS_NOTHING, meeting->status,
                                lz_audience_of(env->pool, meeting->sections, member->sections,
                                               member->section_ids))
            & LZ_MAY_SEE) != 0;
}

/* What several courses have is in a calendar once: events come by start, then by their key. */
static int repeats(const lz_env_t *env, const lz_feed_event_t *event, const lz_feed_event_t *last)
{
    return last && strcmp(lz_meeting_key(env->pool, &last->meeting),
                          lz_meeting_key(env->pool, &event->meeting)) == 0;
}

/* Of what the courses have, what goes into the calendar. */
static void take_shown(const lz_env_t *env, const lz_site_t *site, const apr_array_header_t *events,
                       apr_array_header_t *shown)
{
    for (int i = 0; i < events->nelts && shown->nelts < EVENTS_MAX; i++) {
        const lz_feed_event_t *event = &APR_ARRAY_IDX(events, i, lz_feed_event_t);
        const lz_feed_event_t *last = shown->nelts == 0 ? NULL
            : &APR_ARRAY_IDX(shown, shown->nelts - 1, lz_feed_event_t);
        if (is_current(site, event) && is_theirs(env, site, event)
            && !repeats(env, event, last)) {
            APR_ARRAY_PUSH(shown, lz_feed_event_t) = *event;
        }
    }
}

/* *name becomes the calendar's; shown gets its events. What is hidden takes nobody's place. */
static const lz_problem_t *read_events(lz_store_t *store, const lz_env_t *env,
                                       const lz_site_t *site, const lz_feed_t *feed,
                                       const char **name, apr_array_header_t *shown)
{
    const apr_time_t since = lz_now(env->clock) - PAST_SHOWN;
    apr_array_header_t *events = NULL;
    int offset = 0;
    do {
        const lz_problem_t *problem = lz_store_feed_events(store, feed->person, feed->course,
                                                           since, EVENTS_MAX, offset, &events);
        if (problem) {
            return problem;
        }
        if (offset == 0 && *feed->course && events->nelts > 0) {
            *name = APR_ARRAY_IDX(events, 0, lz_feed_event_t).course_title;
        }
        take_shown(env, site, events, shown);
        offset += events->nelts;
    } while (events->nelts == EVENTS_MAX && shown->nelts < EVENTS_MAX);
    return NULL;
}

static const char *calendar_of(const lz_env_t *env, const lz_site_t *site, const char *name,
                               const apr_array_header_t *events)
{
    lz_ical_t *ical = lz_calendar_begin(env, name);
    for (int i = 0; i < events->nelts; i++) {
        lz_calendar_put(ical, env, site, &APR_ARRAY_IDX(events, i, lz_feed_event_t));
    }
    return lz_calendar_end(ical);
}

static lz_problem_t *no_such_calendar(const lz_env_t *env, const char *why)
{
    return lz_problem(env->pool, LZ_P_NO_SUCH_CALENDAR, "%s", why);
}

const lz_problem_t *lz_calendar_feed(const lz_env_t *env, const lz_site_t *site, const char *file,
                                     const char **text)
{
    lz_store_t *store = NULL;
    lz_feed_t *feed = NULL;
    apr_array_header_t *events = apr_array_make(env->pool, 64, sizeof(lz_feed_event_t));
    const char *name = "Zoom";
    const size_t length = strlen(file);
    if (length != TOKEN_TEXT + strlen(FILE_END) || strcmp(file + TOKEN_TEXT, FILE_END) != 0) {
        return no_such_calendar(env, "no name of a calendar of ours");
    }
    const char *token = apr_pstrmemdup(env->pool, file, TOKEN_TEXT);
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = lz_store_get_feed(store, fingerprint_of(env, token), &feed);
    }
    if (!problem && feed) {
        problem = read_events(store, env, site, feed, &name, events);
    }
    lz_store_close(store);
    if (problem) {
        return problem;
    }
    if (!feed) {
        return no_such_calendar(env, "revoked, renewed or never given out");
    }
    *text = calendar_of(env, site, name, events);
    return NULL;
}

/* A series is all of its dates that stand. */
static void put_dates(lz_ical_t *ical, const lz_env_t *env, const lz_site_t *site,
                      const lz_feed_event_t *series, const apr_array_header_t *dates)
{
    for (int i = 0; i < dates->nelts; i++) {
        const lz_date_t *date = &APR_ARRAY_IDX(dates, i, lz_date_t);
        lz_feed_event_t event = *series;
        if (date->status != LZ_MEETING_GONE) {
            lz_dates_apply(&event.meeting, date, dates);
            lz_calendar_put(ical, env, site, &event);
        }
    }
}

static const lz_problem_t *read_dates(const lz_env_t *env, const lz_meeting_t *meeting,
                                      apr_array_header_t **dates)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = lz_store_dates(store, meeting->account, meeting->id, dates);
    }
    lz_store_close(store);
    return problem;
}

const lz_problem_t *lz_calendar_event(const lz_env_t *env, const lz_site_t *site,
                                      const lz_session_t *session, const char *id,
                                      const char **text)
{
    lz_feed_event_t event = { .course = session->course, .course_title = session->course_title };
    apr_array_header_t *dates = NULL;
    const lz_problem_t *problem = lz_meeting_find(env, session, id, &event.meeting);
    if (!problem && event.meeting.starts_at == LZ_NO_FIXED_TIME) {
        problem = lz_problem(env->pool, LZ_P_NO_FIXED_TIME, "meeting %s has no fixed time",
                             event.meeting.id);
    }
    if (!problem && event.meeting.type == LZ_TYPE_SERIES) {
        problem = read_dates(env, &event.meeting, &dates);
    }
    if (problem) {
        return problem;
    }
    lz_ical_t *ical = lz_calendar_begin(env, NULL);
    if (dates && dates->nelts > 0) {
        put_dates(ical, env, site, &event, dates);
    } else {
        lz_calendar_put(ical, env, site, &event);
    }
    *text = lz_calendar_end(ical);
    return NULL;
}
