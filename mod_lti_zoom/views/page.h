/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a view's JSON reaches the reader: as JSON with ETag, or as a page with the same JSON inlined
 * as a data block (one round trip), by Accept.
 */
#ifndef LZ_VIEWS_PAGE_H
#define LZ_VIEWS_PAGE_H

#include "view.h"

/*
 * Fills response with value as the visitor wants it: 200, or 304 when If-None-Match names the
 * ETag of the JSON. title is the page's.
 */
void lz_page_answer(const lz_visit_t *visit, lz_response_t *response, const char *title,
                    json_object *value);

/* A small page that shows a problem: what happened, what to do, tag and request id. */
void lz_page_problem(const lz_env_t *env, const lz_site_t *site, const lz_problem_t *problem,
                     lz_response_t *response);

/* The members that every view has: view, course{id,title}, me{...}; an object to add to. */
json_object *lz_page_common(const lz_visit_t *visit, const char *view);

#endif
