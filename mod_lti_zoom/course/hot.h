/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hot lists: a view's text as it was projected, kept in the shared cache for the next who would
 * get the very same, so that showing it needs no database. The key of each names the generation of
 * its course (base/generation.h); whoever changes the course leaves all of them behind at once.
 */
#ifndef LZ_COURSE_HOT_H
#define LZ_COURSE_HOT_H

#include "../base/env.h"

/*
 * The course's generation, read before anything else of the course is; NULL when the cache cannot
 * keep one, and then nothing may be kept.
 */
const char *lz_hot_generation(const lz_env_t *env, const char *course);

/* The course has changed, and the change is committed. */
void lz_hot_forget(const lz_env_t *env, const char *course);

/* Key of an entry: what names the view, who it is for, and the part of it that is shown. */
const char *lz_hot_key(const lz_env_t *env, const char *course, const char *generation,
                       const char *view, const char *viewer, const char *part);

#endif
