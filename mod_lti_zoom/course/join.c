/* SPDX-License-Identifier: Apache-2.0 */
#include "join.h"

static int must_wait(lz_standing_e standing, lz_ownership_e ownership)
{
    return standing == LZ_STANDING_GUEST
           || (standing != LZ_STANDING_HOST && ownership == LZ_OWNS_NOTHING);
}

apr_time_t lz_join_opens_at(const lz_site_t *site, lz_standing_e standing,
                            lz_ownership_e ownership, const lz_meeting_t *meeting, apr_time_t now)
{
    if (site->join_lead < 0 || !must_wait(standing, ownership)
        || meeting->status != LZ_MEETING_WAITING || meeting->starts_at == LZ_NO_FIXED_TIME) {
        return 0;
    }
    const apr_time_t opens_at = meeting->starts_at - site->join_lead;
    return opens_at > now ? opens_at : 0;
}

int lz_join_may(const lz_site_t *site, lz_standing_e standing, lz_ownership_e ownership,
                const lz_meeting_t *meeting, apr_time_t now, int may)
{
    const int kept_out = !site->join_early
                         && lz_join_opens_at(site, standing, ownership, meeting, now);
    return kept_out ? may & ~(int)LZ_MAY_JOIN : may;
}
