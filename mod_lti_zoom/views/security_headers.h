/* SPDX-License-Identifier: Apache-2.0 */
/* What every answer tells the browser for its safety, also one that refuses. */
#ifndef LZ_VIEWS_SECURITY_HEADERS_H
#define LZ_VIEWS_SECURITY_HEADERS_H

#include "view.h"

/*
 * Adds Content-Security-Policy, X-Content-Type-Options, Referrer-Policy, and Cache-Control:
 * no-store unless the view has said otherwise. Who may embed the answer: the platform of the
 * session or of response->platform, and the page of it that the launch (or response->frame_origin)
 * named; before a platform is known, any that is configured, or those whom
 * response->frame_ancestors names.
 */
void lz_security_headers(const lz_visit_t *visit, lz_response_t *response);

#endif
