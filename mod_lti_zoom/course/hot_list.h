/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list of meetings or recordings among the hot texts (hot.h): one visitor's, or for all of one
 * standing. Those who do not run the course get the same list, unless something in it is for
 * sections: then there is one for each set of sections that they are in, and in the place of the
 * list of all of them it says so. So a course in which nothing is limited has one list for all of
 * them, found with one look.
 */
#ifndef LZ_COURSE_HOT_LIST_H
#define LZ_COURSE_HOT_LIST_H

#include "hot.h"

typedef struct lz_hot_list_t {
    const lz_env_t     *env;
    const lz_session_t *session;
    const char         *generation; /* lz_hot_generation(); NULL: nothing may be kept */
    const char         *view;
    const char         *viewer;     /* whose it is; NULL: of all of the session's standing */
    const char         *part;       /* of the view */
} lz_hot_list_t;

/* What is kept for the session's person, for as long as env->pool; or NULL. */
const char *lz_hot_list_take(const lz_hot_list_t *hot);

/*
 * Keeps text; limited: of what was looked at for it something is for sections. Nothing for less
 * than the cache keeps.
 */
void lz_hot_list_keep(const lz_hot_list_t *hot, const char *text, int limited,
                      apr_interval_time_t lifetime);

#endif
