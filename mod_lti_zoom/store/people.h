/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All that is held about one person, to show it to them and to erase it. A table that comes to know
 * people is added here (a guard looks).
 */
#ifndef LZ_STORE_PEOPLE_H
#define LZ_STORE_PEOPLE_H

#include "../base/json.h"
#include "store.h"

/* A person's sessions have ended by themselves this long after they were issued, at the latest. */
#define LZ_ERASED_REMEMBERED apr_time_from_sec(7 * 24 * 3600 + 3600)

/*
 * An object, not adopted, with an array of rows for each table that holds something:
 *     people[{platform, subject, name, email, seen_at}],
 *     courses[{course, title, role, signed_out_at, seen_at}],
 *     meetings_added[{course, title, meeting_id, added_at}],
 *     settings_changed[{course, name, changed_at}],
 *     recordings_published[{course, uuid, published, changed_at}],
 *     audit[{course, action, subject, detail, happened_at}], calendars[{kind, course, made_at}]
 * One unit of its own.
 */
const lz_problem_t *lz_store_export_person(const lz_env_t *env, const char *person,
                                           json_object **rows)
    __attribute__((warn_unused_result));

/*
 * Erases it, all of it or nothing, and ends all of the person's sessions: what stays is the mark
 * that says so, under the person's opaque key, for LZ_ERASED_REMEMBERED. What the person did for a
 * course stays the course's, without saying who did it. Elsewhere than on nodes that share the
 * cache sessions end within LZ_MEMBER_REMEMBERED. One unit of its own; *courses are then those
 * (const char *) that the person has opened, whose texts may still name them.
 */
const lz_problem_t *lz_store_erase_person(const lz_env_t *env, const char *person,
                                          const apr_array_header_t **courses)
    __attribute__((warn_unused_result));

/* Marks whose time is over go. */
const lz_problem_t *lz_store_purge_erased(lz_store_t *store) __attribute__((warn_unused_result));

#endif
