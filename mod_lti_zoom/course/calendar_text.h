/* SPDX-License-Identifier: Apache-2.0 */
/* Meetings as iCalendar says it: the calendar around them, and an event for each date. */
#ifndef LZ_COURSE_CALENDAR_TEXT_H
#define LZ_COURSE_CALENDAR_TEXT_H

#include "../base/env.h"
#include "../base/ical.h"
#include "../store/feeds.h"
#include "site.h"

/* A calendar to subscribe to by that name; NULL: a file of single events. */
lz_ical_t *lz_calendar_begin(const lz_env_t *env, const char *name);

/*
 * A date, which must have a fixed time. Its UID stays the same whatever is changed about it, and
 * SEQUENCE grows with each change.
 */
void lz_calendar_put(lz_ical_t *ical, const lz_env_t *env, const lz_site_t *site,
                     const lz_feed_event_t *event);

/* The whole text. */
const char *lz_calendar_end(lz_ical_t *ical);

#endif
