/* SPDX-License-Identifier: Apache-2.0 */
/* /keys: the public halves of LTIZoomKey, for the LMSs that check what we sign. */
#include "views.h"

#include <string.h>

const lz_problem_t *lz_view_keys(const lz_visit_t *visit, lz_response_t *response)
{
    response->status = 200;
    response->content_type = "application/jwk-set+json";
    response->body = lz_jwks_publish(visit->env->pool, visit->site->keys, visit->site->n_keys);
    response->body_length = strlen(response->body);
    apr_table_setn(response->headers, "Cache-Control", "public, max-age=3600");
    return NULL;
}
