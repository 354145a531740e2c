/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a resource link launch or a deep linking request says: the claims tables of LTI Core 1.3
 * §5.3 and §5.4, and of Deep Linking 2.0 §3.4.1.
 */
#ifndef LZ_LTI_CLAIMS_H
#define LZ_LTI_CLAIMS_H

#include <json-c/json.h>

#include "launch.h"

/*
 * Reads the claims of a token whose signature is good into launch. LZ_P_LTI_MESSAGE_TYPE,
 * LZ_P_LTI_VERSION, LZ_P_LTI_DEPLOYMENT, LZ_P_LTI_TARGET, LZ_P_LTI_ANONYMOUS, LZ_P_LTI_STATE
 * (says otherwise than the login did), LZ_P_DEEP_..., LZ_P_LTI_CLAIM for the rest. Texts live with
 * claims.
 */
const lz_problem_t *lz_claims_read(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                   const lz_login_t *login, json_object *claims,
                                   lz_launch_t *launch) __attribute__((warn_unused_result));

#endif
