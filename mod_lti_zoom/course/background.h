/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What nobody's request does: one process of a server calls lz_background_round() every few
 * seconds, each call short. A round
 *
 *   - sees to it that there is a token for each Zoom account, by the same flight as requests, so
 *     that at the start of the server one is minted, and the next before somebody waits for it;
 *     after a failure it leaves Zoom alone, for longer each time (LZ_BACKGROUND_PATIENCE at most);
 *   - says of the first token, and of each that grants other scopes, which ones it lacks, by name
 *     and with the feature that needs them (zoom/report.h);
 *   - looks at Zoom for what open wishes may have made (scheduling.h), rarer as they get older;
 *   - removes what has expired from the database.
 */
#ifndef LZ_COURSE_BACKGROUND_H
#define LZ_COURSE_BACKGROUND_H

#include "../base/env.h"
#include "site.h"

#define LZ_BACKGROUND_INTERVAL apr_time_from_sec(5)     /* from round to round */
#define LZ_BACKGROUND_TIME     apr_time_from_sec(3)     /* of one round: its env's deadline */
#define LZ_BACKGROUND_PATIENCE apr_time_from_sec(600)

typedef struct lz_background_t lz_background_t;

/* For one process and site; lives in pool. Used by one thread at a time. */
lz_background_t *lz_background_create(apr_pool_t *pool, const lz_site_t *site);

/* env lives for this round alone; once it is gone, the round ends where it is. */
void lz_background_round(lz_background_t *background, const lz_env_t *env);

#endif
