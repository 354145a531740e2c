/* SPDX-License-Identifier: Apache-2.0 */
/* How a session travels: in a cookie of its course, or in a header where cookies are refused. */
#ifndef LZ_VIEWS_SESSION_COOKIE_H
#define LZ_VIEWS_SESSION_COOKIE_H

#include "view.h"

/* Puts a sealed session into its course's cookie, for as long as it lasts. */
void lz_session_cookie_set(const lz_visit_t *visit, lz_response_t *response,
                           const lz_session_t *session, const char *sealed);

/* Takes the cookie of the visit's session away. */
void lz_session_cookie_remove(const lz_visit_t *visit, lz_response_t *response);

/*
 * Behind a view that was read (GET, 200 or 304): a session that is in use is given back sealed
 * anew now and then (lz_session_renew()), by the way it came: as the cookie, or in the header
 *     X-LTI-Zoom-Session: sealed
 * for a page that holds it in hand, which then goes on with that one.
 */
void lz_session_cookie_renew(const lz_visit_t *visit, lz_response_t *response);

#endif
