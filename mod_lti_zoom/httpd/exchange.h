/* SPDX-License-Identifier: Apache-2.0 */
/* Between httpd's request_rec and the plain request and response of views/view.h. */
#ifndef LZ_HTTPD_EXCHANGE_H
#define LZ_HTTPD_EXCHANGE_H

#include <httpd.h>

#include "../views/view.h"

/*
 * The path of r below mount ("/zoom" -> "/c/K/upcoming"), or NULL when r is elsewhere. The mount
 * itself gives "".
 */
const char *lz_exchange_path(const request_rec *r, const char *mount);

/*
 * Reads r into a plain request, its body up to body_max bytes. What goes wrong with the body is
 * *problem (LZ_P_BODY_TOO_LARGE, LZ_P_MALFORMED when it was cut off), and the body is then NULL.
 */
lz_request_t *lz_exchange_read(request_rec *r, const char *path, apr_size_t body_max,
                               const lz_problem_t **problem);

/* Sends response; the value is for the handler hook to return. */
int lz_exchange_send(request_rec *r, const lz_response_t *response);

#endif
