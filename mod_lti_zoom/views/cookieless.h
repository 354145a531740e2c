/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way in for browsers that keep our cookies from us inside the LMS's page.
 *
 * Before the LMS is asked who comes, a page (js/login.js) looks whether its cookie is there. Where
 * it is not, the LMS's own storage keeps the login's secret (LTI platform storage, postMessage), if
 * it offers one. Where neither is to be had, the page offers a window of its own, while the LMS's
 * hints, which some take only once, are still good.
 *
 * A launch without its login's cookie is answered with a page (js/launch.js) that reads the secret
 * back and posts the launch again with one more field, LZ_STORAGE_SECRET. That post must carry our
 * own Origin: a stranger's page knows the secret of the stranger's login.
 */
#ifndef LZ_VIEWS_COOKIELESS_H
#define LZ_VIEWS_COOKIELESS_H

#include "../lti/launch.h"
#include "view.h"

#define LZ_STORAGE_SECRET "storage_secret"

/* 1 when this login needs the page: storage is offered, or nothing says that cookies come back. */
int lz_cookieless_login(const lz_visit_t *visit, const lz_login_t *login);

/* Answers a login with the page in place of the redirect. */
void lz_cookieless_login_page(const lz_visit_t *visit, lz_response_t *response,
                              const lz_login_redirect_t *redirect);

/* The secret that the page has read back, "" when there was none; NULL when none was posted. */
const char *lz_cookieless_secret(const lz_visit_t *visit);

/* Answers a launch that lacks nothing but its browser's secret with the page that reads it back. */
void lz_cookieless_launch_page(const lz_visit_t *visit, lz_response_t *response,
                               const lz_login_t *login);

/*
 * Answers that post when all was right: {location, course, locale, session}. The page takes the
 * place of the one at location, and shows it with the session in hand.
 */
void lz_cookieless_arrived(const lz_visit_t *visit, lz_response_t *response,
                           const lz_session_t *session, const char *sealed, const char *location);

/* The button for a refusal's page: the same login in a window of its own. NULL: not possible. */
const char *lz_cookieless_remedy(const lz_visit_t *visit, const lz_login_t *login);

#endif
