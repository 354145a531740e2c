/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Launches of LTI 1.1 (IMS LTI Implementation Guide 1.1.1, OAuth 1.0): a form that the LMS has
 * signed with a shared secret, for the URL that it knows: LTIZoomBaseURL/launch, whatever host
 * and scheme reach this server through proxies. It ends in the same record as LTI 1.3.
 *
 * What the body says is the LMS's word. The query of a link's URL is signed too, but whoever
 * places the link writes it: it says where to land and nothing else.
 */
#ifndef LZ_LTI_LAUNCH_V1_H
#define LZ_LTI_LAUNCH_V1_H

#include "launch.h"

/* How far oauth_timestamp may be off, either way: the window of the LTI 1.1 libraries. */
#define LZ_LAUNCH_V1_WINDOW apr_time_from_sec(300)

/* A POST to /launch. */
typedef struct lz_launch_v1_post_t {
    const char      *raw_query;     /* as sent, "" when none */
    const lz_form_t *query;
    const lz_form_t *body;
} lz_launch_v1_post_t;

/* 1 when a form posted to /launch is a message of LTI 1.1: lti_message_type, and no id_token. */
int lz_launch_v1_is(const lz_form_t *body);

/*
 * Verifies the message, cheapest first: parameters that stand twice (LZ_P_DUPLICATE_FIELD), type
 * and version (LZ_P_LTI_MESSAGE_TYPE, LZ_P_LTI_VERSION), a consumer that some platform has
 * (LZ_P_LTI_CONSUMER), how it is signed (LZ_P_LTI_ALGORITHM, LZ_P_LTI_PARAMETER), the signature
 * (LZ_P_LTI_SIGNATURE), its time (LZ_P_LTI_TIME), then what it says (LZ_P_LTI_CLAIM,
 * LZ_P_LTI_ANONYMOUS, LZ_P_DEEP_SETTINGS, LZ_P_DEEP_RETURN_URL). Refusals burn nothing.
 * A ContentItemSelectionRequest has launch->deep_linking.
 */
const lz_problem_t *lz_launch_v1_verify(const lz_env_t *env, const lz_lti_policy_t *policy,
                                        const lz_platforms_t *platforms,
                                        const lz_launch_v1_post_t *post, lz_launch_t **launch)
    __attribute__((warn_unused_result));

#endif
