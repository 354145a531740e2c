/* SPDX-License-Identifier: Apache-2.0 */
#include "site.h"

#include <string.h>

#define FRESH_WITHOUT_EVENTS apr_time_from_sec(60)
#define FRESH_WITH_EVENTS    apr_time_from_sec(900)     /* Zoom tells us what changes */

const lz_account_t *lz_site_account(const lz_site_t *site, const lz_platform_t *platform)
{
    for (int i = 0; platform->account_name != NULL && i < site->n_accounts; i++) {
        if (strcmp(site->accounts[i]->name, platform->account_name) == 0) {
            return site->accounts[i];
        }
    }
    return site->accounts[0];       /* LTIZoomUseAccount defaults to the only account */
}

apr_interval_time_t lz_site_freshness(const lz_site_t *site, const lz_account_t *account)
{
    if (site->freshness > 0) {
        return site->freshness;
    }
    return account->webhook_secret != NULL ? FRESH_WITH_EVENTS : FRESH_WITHOUT_EVENTS;
}
