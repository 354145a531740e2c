/* SPDX-License-Identifier: Apache-2.0 */
#include "ownership.h"

#include <string.h>

#include "alternates.h"

void lz_ownership_ask(lz_owner_t *owner, int cached)
{
    json_object *schedulers = NULL;
    const lz_problem_t *problem =
        lz_schedulers_find(owner->env, owner->session->account, owner->session->email,
                           cached ? LZ_SCHEDULERS_VIEW : LZ_SCHEDULERS_NOW, &schedulers);
    owner->schedules = problem ? NULL : schedulers;
}

/* --- whose it is ------------------------------------------------------------------------------ */

static int is_alternative(const lz_owner_t *owner, const lz_meeting_t *meeting)
{
    apr_pool_t *pool = owner->env->pool;
    const char *account = owner->session->account->account_id;
    return lz_alternates_have(pool, account, meeting->alternative_hosts, owner->person->email)
           || lz_alternates_have(pool, account, meeting->alternative_hosts,
                                 owner->person->zoom_id);
}

lz_ownership_e lz_ownership_of(const lz_owner_t *owner, const lz_meeting_t *meeting)
{
    if (!owner->person) {
        return LZ_OWNS_NOTHING;
    }
    if (strcmp(owner->person->zoom_id, meeting->host_id) == 0) {
        return LZ_OWNS_HOST;
    }
    if (is_alternative(owner, meeting)) {
        return LZ_OWNS_ALTERNATIVE;
    }
    return lz_schedulers_have(owner->schedules, "id", meeting->host_id) ? LZ_OWNS_SCHEDULER
                                                                        : LZ_OWNS_NOTHING;
}

lz_ownership_e lz_ownership_find(lz_owner_t *owner, const lz_meeting_t *meeting, int cached)
{
    owner->schedules = NULL;
    const lz_ownership_e ownership = lz_ownership_of(owner, meeting);
    if (ownership != LZ_OWNS_NOTHING || !owner->person) {
        return ownership;
    }
    lz_ownership_ask(owner, cached);
    return lz_ownership_of(owner, meeting);
}
