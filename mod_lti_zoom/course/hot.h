/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hot lists: a view's text as it was projected, kept in the shared cache for the next who would
 * get the very same, so that showing it needs no database. The key of each names the generation of
 * its course (base/generation.h); whoever changes the course leaves all of them behind at once.
 */
#ifndef LZ_COURSE_HOT_H
#define LZ_COURSE_HOT_H

#include "site.h"
#include "session.h"

/*
 * The course's generation, read before anything else of the course is; NULL when the cache cannot
 * keep one, and then nothing may be kept.
 */
const char *lz_hot_generation(const lz_env_t *env, const char *course);

/* The course has changed, and the change is committed. */
void lz_hot_forget(const lz_env_t *env, const char *course);

/* For whom a text is that depends on the visitor's standing alone: all of one standing. */
const char *lz_hot_standing(const lz_env_t *env, const lz_session_t *session);

/* Key of an entry: what names the view, who it is for, and the part of it that is shown. */
const char *lz_hot_key(const lz_env_t *env, const char *course, const char *generation,
                       const char *view, const char *viewer, const char *part);

/*
 * For how long a text is kept that shows what Zoom is asked about less often: enough for a crowd
 * that looks at the same time, and not beyond turns_at, when it is no longer true (0: never).
 */
apr_interval_time_t lz_hot_lifetime(const lz_env_t *env, const lz_site_t *site,
                                    const lz_session_t *session, apr_time_t turns_at);

/* The text that is kept under key (NULL: none), for as long as env->pool; or NULL. */
const char *lz_hot_take(const lz_env_t *env, const char *key);

/* Keeps text under key for lifetime; nothing without a key, or for less than the cache keeps. */
void lz_hot_keep(const lz_env_t *env, const char *key, const char *text,
                 apr_interval_time_t lifetime);

#endif
