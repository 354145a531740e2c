/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A section of mod_status's page, and lines of its ?auto form, for the host that shows it: counts
 * alone, so it asks neither the database nor the cache. Who may see it is mod_status's matter.
 */
#ifndef LZ_HTTPD_SERVER_STATUS_H
#define LZ_HTTPD_SERVER_STATUS_H

/* In register_hooks; without mod_status nothing happens. */
void lz_server_status_register(void);

#endif
