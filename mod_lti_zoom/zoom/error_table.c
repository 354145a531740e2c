/* SPDX-License-Identifier: Apache-2.0 */
#include "error_table.h"

#include <stddef.h>
#include <string.h>

static const lz_zoom_error_t errors[] = {
    /* token, scopes, the app and its account */
    { 124, NULL, LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_NEW_TOKEN },
    { 4711, NULL, LZ_P_ZOOM_SCOPE, LZ_ZOOM_FINAL },
    { 4700, "scope", LZ_P_ZOOM_SCOPE, LZ_ZOOM_FINAL },
    { 4700, NULL, LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_NEW_TOKEN },
    { 4702, NULL, LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_FINAL },
    { 4704, NULL, LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_FINAL },
    { 4705, NULL, LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_FINAL },
    { 4706, NULL, LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_FINAL },
    { 4717, NULL, LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_FINAL },
    { 4735, NULL, LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_FINAL },
    { 4738, NULL, LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_FINAL },
    { 4741, NULL, LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_FINAL },
    { 2001, NULL, LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_FINAL },

    /* limits: of a host's changes in a day, of calls in a day, of calls at a time */
    { 429, "Create/Update", LZ_P_ZOOM_HOST_LIMIT, LZ_ZOOM_FINAL },
    { 429, "daily", LZ_P_ZOOM_DAILY_LIMIT, LZ_ZOOM_FINAL },
    { 429, NULL, LZ_P_ZOOM_BUSY, LZ_ZOOM_WAIT },
    { 4001, "Create/Update", LZ_P_ZOOM_HOST_LIMIT, LZ_ZOOM_FINAL },
    { 4001, "daily", LZ_P_ZOOM_DAILY_LIMIT, LZ_ZOOM_FINAL },
    { 4001, NULL, LZ_P_ZOOM_BUSY, LZ_ZOOM_WAIT },

    /* users */
    { 1001, NULL, LZ_P_ZOOM_NO_USER, LZ_ZOOM_FINAL },
    { 1010, NULL, LZ_P_ZOOM_NO_USER, LZ_ZOOM_FINAL },
    { 1120, NULL, LZ_P_ZOOM_NO_USER, LZ_ZOOM_FINAL },
    { 1005, NULL, LZ_P_ZOOM_USER_EXISTS, LZ_ZOOM_FINAL },
    { 1009, NULL, LZ_P_ZOOM_USER_EXISTS, LZ_ZOOM_FINAL },
    { 1107, NULL, LZ_P_ZOOM_DOMAIN, LZ_ZOOM_FINAL },
    { 1116, NULL, LZ_P_ZOOM_DOMAIN, LZ_ZOOM_FINAL },
    { 11321, NULL, LZ_P_ZOOM_DOMAIN, LZ_ZOOM_FINAL },
    { 1108, NULL, LZ_P_ZOOM_LICENCE, LZ_ZOOM_FINAL },
    { 1109, NULL, LZ_P_ZOOM_LICENCE, LZ_ZOOM_FINAL },
    { 2033, NULL, LZ_P_ZOOM_LICENCE, LZ_ZOOM_FINAL },
    { 2034, NULL, LZ_P_ZOOM_LICENCE, LZ_ZOOM_FINAL },
    { 2038, NULL, LZ_P_ZOOM_LICENCE, LZ_ZOOM_FINAL },
    { 2039, NULL, LZ_P_ZOOM_LICENCE, LZ_ZOOM_FINAL },
    { 3412, NULL, LZ_P_ZOOM_LICENCE, LZ_ZOOM_FINAL },
    { 2002, NULL, LZ_P_ZOOM_SETTING, LZ_ZOOM_FINAL },
    { 2032, NULL, LZ_P_ZOOM_SETTING, LZ_ZOOM_FINAL },
    { 3161, NULL, LZ_P_ZOOM_HOST_REFUSED, LZ_ZOOM_FINAL },

    /* plan and settings of the account */
    { 200, "permission", LZ_P_ZOOM_SETTING, LZ_ZOOM_FINAL },
    { 200, NULL, LZ_P_ZOOM_PLAN, LZ_ZOOM_FINAL },
    { 2306, NULL, LZ_P_ZOOM_SETTING, LZ_ZOOM_FINAL },
    { 4400, NULL, LZ_P_ZOOM_SETTING, LZ_ZOOM_FINAL },
    { 12703, NULL, LZ_P_ZOOM_SETTING, LZ_ZOOM_FINAL },
    { 4130, NULL, LZ_P_ZOOM_NO_GROUP, LZ_ZOOM_FINAL },

    /* meetings and their registrants: where Zoom's own words say best what is wrong, they do */
    { 3001, NULL, LZ_P_ZOOM_GONE, LZ_ZOOM_FINAL },
    { 300, "next page token", LZ_P_ZOOM_ANSWER, LZ_ZOOM_START_OVER },
    { 300, "next_page_token", LZ_P_ZOOM_ANSWER, LZ_ZOOM_START_OVER },
    { 300, NULL, LZ_P_ZOOM_REFUSED, LZ_ZOOM_FINAL },
    { 3000, NULL, LZ_P_ZOOM_REFUSED, LZ_ZOOM_FINAL },
    { 4131, NULL, LZ_P_ZOOM_REFUSED, LZ_ZOOM_FINAL },
    { 5110, NULL, LZ_P_ZOOM_REFUSED, LZ_ZOOM_FINAL },
    { 3018, NULL, LZ_P_ZOOM_PERSONAL_ROOM, LZ_ZOOM_FINAL },
    { 3037, NULL, LZ_P_ZOOM_PERSONAL_ROOM, LZ_ZOOM_FINAL },
    { 303, NULL, LZ_P_ZOOM_REGISTRATION, LZ_ZOOM_FINAL },
    { 3038, NULL, LZ_P_ZOOM_REGISTRATION, LZ_ZOOM_FINAL },
    { 3043, NULL, LZ_P_ZOOM_REGISTRATION, LZ_ZOOM_FINAL },
    { 12702, NULL, LZ_P_ZOOM_TOO_OLD, LZ_ZOOM_FINAL },

    /* recordings and transcripts */
    { 3301, NULL, LZ_P_ZOOM_NO_RECORDING, LZ_ZOOM_FINAL },
    { 3322, NULL, LZ_P_ZOOM_NO_RECORDING, LZ_ZOOM_FINAL },
    { 3303, NULL, LZ_P_ZOOM_RECORDING_BUSY, LZ_ZOOM_FINAL },
    { 3310, NULL, LZ_P_ZOOM_RECORDING_BUSY, LZ_ZOOM_FINAL },
    { 3309, NULL, LZ_P_ZOOM_STORAGE, LZ_ZOOM_FINAL },

    /* we asked at an address that Zoom does not know: LTIZoomAPIBase is wrong */
    { 2300, NULL, LZ_P_ZOOM_ANSWER, LZ_ZOOM_FINAL },
};

const lz_zoom_error_t *lz_zoom_error(apr_int64_t code, const char *message)
{
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        if (errors[i].code == code
            && (!errors[i].text || strcasestr(message, errors[i].text))) {
            return &errors[i];
        }
    }
    return NULL;
}
