/* SPDX-License-Identifier: Apache-2.0 */
#include "platform_error.h"

#include <string.h>

/* What the log adds for the admin: where to look. */
#define SESSION_LOST  "the person's session at the LMS has ended, or the browser keeps the LMS's " \
                      "cookies from it in a frame (Safari): let the LMS open the tool in a new "  \
                      "window"
#define LMS_WAITS     "the LMS wants to show the person something first and may not with " \
                      "prompt=none: open the LMS in a window of its own"
#define USED_UP       "the launch page was reloaded or waited too long; if it always happens, " \
                      "look for a proxy or browser extension that fetches pages ahead"
#define NOT_ALLOWED   "the LMS has somebody else signed in than it started the launch for, or " \
                      "does not let this person use the tool: check its placement in the LMS"
#define REGISTRATION  "compare the registration in the LMS with this <LTIZoomPlatform>: " \
                      "LTIZoomPlatformClientID, LTIZoomAuthURL, and LTIZoomBaseURL/launch among " \
                      "the LMS's redirect URIs"
#define LMS_TROUBLE   "the LMS has a problem of its own: see its log"

typedef struct answer_t {
    const char     *error;
    lz_problem_id_e id;
    const char     *advice;
} answer_t;

static const answer_t answers[] = {
    { "login_required",             LZ_P_LTI_LOGIN_REQUIRED,     SESSION_LOST },
    { "interaction_required",       LZ_P_LTI_INTERACTION,        LMS_WAITS },
    { "consent_required",           LZ_P_LTI_INTERACTION,        LMS_WAITS },
    { "account_selection_required", LZ_P_LTI_INTERACTION,        LMS_WAITS },
    { "launch_no_longer_valid",     LZ_P_LTI_LAUNCH_USED_UP,     USED_UP },
    { "access_denied",              LZ_P_LTI_ACCESS_DENIED,      NOT_ALLOWED },
    { "invalid_request",            LZ_P_LTI_REGISTRATION,       REGISTRATION },
    { "invalid_client",             LZ_P_LTI_REGISTRATION,       REGISTRATION },
    { "invalid_scope",              LZ_P_LTI_REGISTRATION,       REGISTRATION },
    { "unauthorized_client",        LZ_P_LTI_REGISTRATION,       REGISTRATION },
    { "unsupported_response_type",  LZ_P_LTI_REGISTRATION,       REGISTRATION },
    { "request_not_supported",      LZ_P_LTI_REGISTRATION,       REGISTRATION },
    { "registration_not_supported", LZ_P_LTI_REGISTRATION,       REGISTRATION },
    { "server_error",               LZ_P_LTI_PLATFORM_TROUBLE,   LMS_TROUBLE },
    { "temporarily_unavailable",    LZ_P_LTI_PLATFORM_TROUBLE,   LMS_TROUBLE },
    { NULL,                         LZ_P_LTI_PLATFORM_ERROR,     LMS_TROUBLE },
};

const lz_problem_t *lz_platform_error(apr_pool_t *pool, const lz_platform_t *platform,
                                      const char *error, const char *description)
{
    const answer_t *answer = answers;

    while (answer->error != NULL && strcmp(answer->error, error) != 0) {
        answer++;
    }
    return lz_problem(pool, answer->id,
                      "platform %s answered the login with error \"%.120s\": \"%.255s\": %s",
                      platform != NULL ? platform->name : "unknown (no valid state)", error,
                      description != NULL ? description : "", answer->advice);
}
