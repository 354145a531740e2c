/* SPDX-License-Identifier: Apache-2.0 */
/* What the admin says about the meeting form, for config_*.c alone. */
#ifndef LZ_HTTPD_CONFIG_FORM_H
#define LZ_HTTPD_CONFIG_FORM_H

#include "config_settings.h"

/* form_defaults, form_locks, tracking and instructors_alternate of the site. */
void lz_config_build_form(apr_pool_t *pool, const lz_setting_t *settings, lz_site_t *site);

#endif
