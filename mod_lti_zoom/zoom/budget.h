/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Being polite to Zoom (zoom-api.md §5). Zoom limits an account, all its apps together, by label:
 * so many calls in a second and, for some labels and plans, in a UTC day. This tool uses
 * LTIZoomBudget per cent of what LTIZoomPlan gives, however many workers, children and nodes there
 * are (base/quota.h says how exactly): below one call in a second, one call in so many seconds.
 *
 * What Zoom says about its limits is remembered for all:
 *   - "per second": nothing of the label goes out for a second;
 *   - "per day": nothing of the label goes out before the end that Zoom named, or 00:00 UTC;
 *   - a host's hundred creations and changes of meetings a day: none for that host before 00:00
 *     UTC. Calls name the host they count for (client.h).
 * Token requests are under no label.
 */
#ifndef LZ_ZOOM_BUDGET_H
#define LZ_ZOOM_BUDGET_H

#include "../base/env.h"
#include "../base/problem.h"
#include "../base/quota.h"
#include "account.h"
#include "errors.h"

#define LZ_ZOOM_LABELS 3        /* of data_map.h */

/* The account's share of the label's limits. The key lives in pool. */
lz_quota_t lz_zoom_budget(apr_pool_t *pool, const lz_account_t *account, lz_zoom_label_e label);

/* "light", "medium", "heavy" */
const char *lz_zoom_label_name(lz_zoom_label_e label);

/*
 * Takes slots for wanted calls of one label. When the turn grants fewer, the others may ask again
 * at turn->not_before; *refusal is why they need not, since that is after `patience`:
 * LZ_P_ZOOM_BUSY, or LZ_P_ZOOM_DAILY_LIMIT, with Retry-After. NULL: worth waiting.
 */
void lz_zoom_budget_take(const lz_env_t *env, const lz_account_t *account, lz_zoom_label_e label,
                         int wanted, apr_time_t patience, lz_quota_turn_t *turn,
                         const lz_problem_t **refusal);

void lz_zoom_budget_give_back(const lz_env_t *env, const lz_account_t *account,
                              lz_zoom_label_e label, const lz_quota_turn_t *turn);

/* Remembers the limit that a failed call has met, if it met one. host may be NULL. */
void lz_zoom_budget_learn(const lz_env_t *env, const lz_account_t *account, lz_zoom_label_e label,
                          const char *host, const lz_zoom_failure_t *failure);

/* LZ_P_ZOOM_HOST_LIMIT while the host's hundred writes of today are known to be used up. */
const lz_problem_t *lz_zoom_budget_host(const lz_env_t *env, const lz_account_t *account,
                                        const char *host) __attribute__((warn_unused_result));

#endif
