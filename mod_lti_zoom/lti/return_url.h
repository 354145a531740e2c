/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The LMS's address to send a person back to, and what to tell there (LTI Core 1.3 §5.4.4,
 * launch_presentation_return_url of LTI 1.1). Only that of a verified message is used.
 */
#ifndef LZ_LTI_RETURN_URL_H
#define LZ_LTI_RETURN_URL_H

#include <apr_pools.h>

#include "../base/problem.h"

#define LZ_RETURN_URL_MAX 2048      /* bytes of an address that an LMS sends */

/* What the LMS shows the person (message, error) and what it notes in its log; NULL: nothing. */
typedef struct lz_return_messages_t {
    const char *message;
    const char *error;
    const char *log;
    const char *error_log;
} lz_return_messages_t;

/* url (may be NULL) when it is an http or https address that can be sent to, else "". */
const char *lz_return_url_accept(apr_pool_t *pool, const char *url);

/* An accepted url with the messages in its query; what it had in query and fragment stays. */
const char *lz_return_url(apr_pool_t *pool, const char *url,
                          const lz_return_messages_t *messages);

/*
 * The same for a launch that was verified and then refused: the person's sentence, and for the
 * log the tag and the request id under which our own log has the cause. NULL for url "".
 */
const char *lz_return_url_refused(apr_pool_t *pool, const char *url, const lz_problem_t *problem,
                                  const char *request_id);

#endif
