/* SPDX-License-Identifier: Apache-2.0 */
/* A call to one of an LMS's services (roster, grades, ...), with its access token. */
#ifndef LZ_LTI_SERVICE_H
#define LZ_LTI_SERVICE_H

#include "service_token.h"

/*
 * Sends request with a token for scope; a 401 is answered once with a new token and a second try.
 * The caller has made sure that the URL may see the token. Success is a 2xx answer.
 * The problems of lz_service_token(), and LZ_P_LMS_SCOPE (not granted, 401, 403),
 * LZ_P_LMS_NO_SERVICE (404), LZ_P_LMS_UNAVAILABLE, LZ_P_LMS_ANSWER (any other status).
 */
const lz_problem_t *lz_service_call(const lz_env_t *env, const lz_service_t *service,
                                    const char *scope, const lz_http_request_t *request,
                                    lz_http_response_t *response)
    __attribute__((warn_unused_result));

#endif
