/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Content-Item 1.0 (IMS LTI Content-Item Message 1.0): the deep linking of LTI 1.1. The request
 * is a signed form that fills the record of deep_linking.h; the answer is a form that we sign with
 * the same consumer's secret.
 */
#ifndef LZ_LTI_CONTENT_ITEM_H
#define LZ_LTI_CONTENT_ITEM_H

#include <apr_tables.h>

#include "../base/env.h"
#include "../base/form.h"
#include "deep_linking.h"
#include "platform.h"

#define LZ_CONTENT_ITEM_REQUEST "ContentItemSelectionRequest"

/* LZ_P_DUPLICATE_FIELD when a parameter of the request stands twice. */
const lz_problem_t *lz_content_item_once(apr_pool_t *pool, const lz_form_t *form)
    __attribute__((warn_unused_result));

/*
 * Reads the body of a verified request. LZ_P_DEEP_SETTINGS when it lacks what it must hold or
 * holds more than can be sent back, LZ_P_DEEP_RETURN_URL when content_item_return_url is no https
 * URL. Texts live with body.
 */
const lz_problem_t *lz_content_item_read(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                         const lz_platform_t *platform,
                                         const lz_consumer_t *consumer, const lz_form_t *body,
                                         const lz_deep_linking_t **request)
    __attribute__((warn_unused_result));

/*
 * The form fields of an answer that is posted to request->return_url: a ContentItemSelection,
 * signed (HMAC-SHA1, which every LMS of LTI 1.1 verifies) for request->consumer_key of platform.
 * LZ_P_LTI_CONSUMER when platform has that consumer no longer, LZ_P_RANDOM, LZ_P_INTERNAL.
 */
const lz_problem_t *lz_content_item_answer(const lz_env_t *env, const lz_lti_policy_t *policy,
                                           const lz_platform_t *platform,
                                           const lz_deep_linking_t *request,
                                           const lz_deep_answer_t *answer, apr_table_t **fields)
    __attribute__((warn_unused_result));

#endif
