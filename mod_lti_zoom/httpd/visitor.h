/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the browser still waits for an answer. HTTP/2 tells httpd when it gives a request up.
 * With HTTP/1.1 httpd learns of it only when it reads or writes, so the socket is looked at; what
 * the browser may have sent after its request is not read. A browser that has closed its own half
 * counts as gone: none does so and waits. Behind a proxy it is the proxy that goes or stays.
 */
#ifndef LZ_HTTPD_VISITOR_H
#define LZ_HTTPD_VISITOR_H

#include <httpd.h>

#include "../base/env.h"

/* From now on lz_env_gone(env) looks after r's browser. */
void lz_visitor_watch(request_rec *r, lz_env_t *env);

#endif
