/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar_text.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"

#define PRODUCT "-//mod_lti_zoom//mod_lti_zoom " LTI_ZOOM_VERSION "//EN"

/* How often a subscriber should look; both words for it are in use (RFC 7986 §5.7, older). */
#define REFRESH "PT1H"

/* SEQUENCE counts seconds from here (2020-01-01), so that it fits 32 bits until 2088. */
#define SEQUENCE_BEGIN 1577836800

lz_ical_t *lz_calendar_begin(const lz_env_t *env, const char *name)
{
    lz_ical_t *ical = lz_ical_create(env->pool);
    lz_ical_line(ical, "BEGIN", "VCALENDAR");
    lz_ical_line(ical, "VERSION", "2.0");
    lz_ical_line(ical, "PRODID", PRODUCT);
    lz_ical_line(ical, "CALSCALE", "GREGORIAN");
    if (name) {
        lz_ical_text(ical, "NAME", name);
        lz_ical_text(ical, "X-WR-CALNAME", name);
        lz_ical_line(ical, "REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
        lz_ical_line(ical, "X-PUBLISHED-TTL", REFRESH);
    }
    return ical;
}

/* Of the meeting or date at Zoom, not of the course: in two courses it is one event. */
static const char *uid_of(const lz_env_t *env, const lz_meeting_t *meeting)
{
    return apr_pstrcat(env->pool,
                       lz_fingerprint(env->pool, "event", meeting->account,
                                      lz_meeting_key(env->pool, meeting), NULL),
                       "@mod_lti_zoom", NULL);
}

/* When what we know was last something else. */
static apr_time_t changed_at(const lz_meeting_t *meeting)
{
    apr_time_t changed = apr_time_from_sec(SEQUENCE_BEGIN);
    changed = meeting->snapshot_at > changed ? meeting->snapshot_at : changed;
    return meeting->changed_at > changed ? meeting->changed_at : changed;
}

void lz_calendar_put(lz_ical_t *ical, const lz_env_t *env, const lz_site_t *site,
                     const lz_feed_event_t *event)
{
    const lz_meeting_t *meeting = &event->meeting;
    const apr_time_t changed = changed_at(meeting);
    const char *sequence = apr_psprintf(env->pool, "%" APR_INT64_T_FMT,
                                        apr_time_sec(changed) - SEQUENCE_BEGIN);
    const char *url = apr_pstrcat(env->pool, site->base_url, "/c/", event->course, "/meetings/",
                                  meeting->id, NULL);
    const int gone = meeting->status == LZ_MEETING_GONE;
    lz_ical_line(ical, "BEGIN", "VEVENT");
    lz_ical_line(ical, "UID", uid_of(env, meeting));
    lz_ical_time(ical, "DTSTAMP", changed);
    lz_ical_time(ical, "LAST-MODIFIED", changed);
    lz_ical_line(ical, "SEQUENCE", sequence);
    lz_ical_time(ical, "DTSTART", meeting->starts_at);
    if (meeting->ends_at > meeting->starts_at) {
        lz_ical_time(ical, "DTEND", meeting->ends_at);
    }
    lz_ical_text(ical, "SUMMARY", meeting->topic);
    if (*meeting->agenda) {
        lz_ical_text(ical, "DESCRIPTION", meeting->agenda);
    }
    lz_ical_text(ical, "LOCATION", "Zoom");
    lz_ical_text(ical, "CATEGORIES", event->course_title);
    lz_ical_line(ical, "URL", url);
    lz_ical_line(ical, "STATUS", gone ? "CANCELLED" : "CONFIRMED");
    lz_ical_line(ical, "TRANSP", gone ? "TRANSPARENT" : "OPAQUE");
    lz_ical_line(ical, "END", "VEVENT");
}

const char *lz_calendar_end(lz_ical_t *ical)
{
    apr_size_t length = 0;
    lz_ical_line(ical, "END", "VCALENDAR");
    return lz_ical_stream(ical, &length);
}
