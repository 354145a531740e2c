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

/* The same for any text: 200 with an ETag, or 304. */
void lz_page_text(const lz_visit_t *visit, lz_response_t *response, const char *content_type,
                  const char *text);

/*
 * A problem as JSON or, for a visitor who wants it, as a small page: what happened, what to do
 * (response->remedy), the way back where response->return_url has one, tag and request id. Adds
 * Retry-After where the problem has one. A view's page without a session looks for one that only
 * the browser's tab keeps (js/main.js).
 */
void lz_page_problem(const lz_visit_t *visit, const lz_problem_t *problem,
                     lz_response_t *response);

/*
 * A page with one script (an asset, or NULL), a class for its body, and content (HTML), all in the
 * visit's language (say.h). The body says where the assets and the courses' pages are.
 */
void lz_page_plain(const lz_visit_t *visit, lz_response_t *response, const char *title,
                   const char *script, const char *body_class, const char *content);

/* What a page says to a browser that runs no scripts, as HTML. */
const char *lz_page_noscript(const lz_visit_t *visit);

/*
 * The members that every view has, as an object to add to, tied to the visit's pool:
 *   {view, course{id,title}, me{name, role, permissions[], time_zone, csrf}}
 * permissions is a NULL-terminated list of what this person may do beyond looking.
 */
json_object *lz_page_common(const lz_visit_t *visit, const char *view,
                            const char *const *permissions);

#endif
