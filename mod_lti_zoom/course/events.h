/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Zoom tells by itself, and what it means for what we keep. No call goes to Zoom from here: it
 * waits three seconds for an answer. What an event does not say itself marks the host's list as no
 * longer fresh, and the next view asks, once.
 *
 *   meeting.*      the meeting's row, if a course has it, and the hot lists of those courses;
 *                  of one that no course has only the host's own list in the cache
 *   recording.*    what is cached of the host's recordings (recording_cache.h)
 *   user.*, group.member_added
 *                  what is cached of the person (person.h); their meetings are asked for again
 *                  when the user is gone
 *   all others     nothing
 *
 * The same delivery again is without effect, and an older event never undoes a newer one.
 */
#ifndef LZ_COURSE_EVENTS_H
#define LZ_COURSE_EVENTS_H

#include "../zoom/webhook.h"
#include "site.h"

/*
 * Takes a delivery for the account of that name. *answer is what Zoom wants to read, or NULL for
 * nothing but 200. LZ_P_WEBHOOK_NOWHERE, those of lz_webhook_verify() and lz_webhook_read(); with
 * LZ_P_DATABASE... nothing is done, and Zoom will come again.
 */
const lz_problem_t *lz_events_receive(const lz_env_t *env, const lz_site_t *site,
                                      const char *account, const lz_webhook_t *webhook,
                                      json_object **answer) __attribute__((warn_unused_result));

#endif
