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

/*
 * The same, when most of the value is text already: members are those of an object without its
 * braces ("\"meetings\":[...],\"next_page\":null"), written behind those of common.
 */
void lz_page_answer_text(const lz_visit_t *visit, lz_response_t *response, const char *title,
                         json_object *common, const char *members);

/*
 * A problem as JSON or, for a visitor who wants it, as a small page: what happened, what to do,
 * the way back where response->return_url has one, tag and request id. Adds Retry-After where the
 * problem has one.
 */
void lz_page_problem(const lz_env_t *env, const lz_site_t *site, const lz_problem_t *problem,
                     int wants_html, lz_response_t *response);

/*
 * The members that every view has, as an object to add to, tied to the visit's pool:
 *   {view, course{id,title}, me{name, role, permissions[], time_zone, csrf}}
 * permissions is a NULL-terminated list of what this person may do beyond looking.
 */
json_object *lz_page_common(const lz_visit_t *visit, const char *view,
                            const char *const *permissions);

#endif
