/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What httpd itself writes down about a request to us, in its access log (mod_log_config: %r, %U,
 * %q) and on the page of mod_status: the request line, the path and the query. Where a secret
 * stands in them (base/mask.h) they are masked; other requests are left alone.
 */
#ifndef LZ_HTTPD_ACCESS_LOG_H
#define LZ_HTTPD_ACCESS_LOG_H

/* Hooks itself in; to be called while the module registers its hooks. */
void lz_access_log_register(void);

#endif
