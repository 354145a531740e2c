/* SPDX-License-Identifier: Apache-2.0 */
/* /assets/...: httpd serves the files that are there (httpd/assets.h); the others come here. */
#include "views.h"

const lz_problem_t *lz_view_asset(const lz_visit_t *visit, lz_response_t *response)
{
    (void)response;
    return lz_problem(visit->env->pool, LZ_P_NOT_FOUND, "the pages have no such file");
}
