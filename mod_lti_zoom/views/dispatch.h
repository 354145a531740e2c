/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a request to a response, the same way for every endpoint: the row of the table, its
 * method, the session, CSRF header and Origin for what changes state, the body's type and form,
 * the view, and at the end either its response or the problem as JSON or as a page, with the
 * security headers. A problem is logged once, here, under its tag.
 */
#ifndef LZ_VIEWS_DISPATCH_H
#define LZ_VIEWS_DISPATCH_H

#include "view.h"

/*
 * Answers request. body_problem is what the glue met while reading the body (too large, cut
 * off), or NULL. Always fills response.
 */
void lz_dispatch(const lz_env_t *env, const lz_site_t *site, const lz_endpoint_t *endpoints,
                 const lz_request_t *request, const lz_problem_t *body_problem,
                 lz_response_t *response);

#endif
