/* SPDX-License-Identifier: Apache-2.0 */
#include "return_url.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/url.h"

const char *lz_return_url_accept(apr_pool_t *pool, const char *url)
{
    return url != NULL && strlen(url) <= LZ_RETURN_URL_MAX && lz_url_origin(pool, url) != NULL
           ? url : "";
}

const char *lz_return_url(apr_pool_t *pool, const char *url,
                          const lz_return_messages_t *messages)
{
    const apr_size_t to_fragment = strcspn(url, "#");
    apr_size_t length = to_fragment;

    /* "?" and "&" at the end would make an empty pair of the query. */
    while (length > 0 && strchr("?&", url[length - 1]) != NULL) {
        length--;
    }
    return apr_pstrcat(pool,
                       lz_url_with_query(pool, apr_pstrmemdup(pool, url, length),
                                         "lti_msg", messages->message,
                                         "lti_errormsg", messages->error,
                                         "lti_log", messages->log,
                                         "lti_errorlog", messages->error_log, NULL),
                       url + to_fragment, NULL);
}

const char *lz_return_url_refused(apr_pool_t *pool, const char *url, const lz_problem_t *problem,
                                  const char *request_id)
{
    const lz_return_messages_t messages = {
        .error = problem->message,
        .error_log = apr_psprintf(pool, "%s %s, request %s", lz_problem_tag(pool, problem),
                                  problem->kind, request_id)
    };

    return *url != '\0' ? lz_return_url(pool, url, &messages) : NULL;
}
