/* SPDX-License-Identifier: Apache-2.0 */
/* One request to an LMS's server, with what every such request keeps to. */
#ifndef LZ_LTI_LMS_CALL_H
#define LZ_LTI_LMS_CALL_H

#include "../base/env.h"

#define LZ_LMS_CALL_TIME apr_time_from_sec(5)

/*
 * Sends request: https, to public addresses only; with loopback (LTIZoomInsecureLoopback) also to
 * others, and http to this machine. No redirect is followed; ends by LZ_LMS_CALL_TIME and the
 * deadline.
 * NULL when a whole answer came, whatever its status; else what went wrong, in words.
 */
const char *lz_lms_call(const lz_env_t *env, int loopback, const lz_http_request_t *request,
                        lz_http_response_t *response) __attribute__((warn_unused_result));

/*
 * What an answer that is an error says: "status 400, invalid_client (wrong audience)", from the
 * members error and error_description of its body where it has them; cut, and without control
 * characters.
 */
const char *lz_lms_error(const lz_env_t *env, const lz_http_response_t *response);

#endif
