/* SPDX-License-Identifier: Apache-2.0 */
/* What the setters of directives share, for config_directives.c and config_lines.c alone. */
#ifndef LZ_HTTPD_CONFIG_SETTERS_H
#define LZ_HTTPD_CONFIG_SETTERS_H

#include "config_settings.h"

lz_place_t lz_place_of(const cmd_parms *cmd);

/* Finds the setting of a directive, or says why it may not stand here, or not again. */
const char *lz_open_setting(const cmd_parms *cmd, const lz_rule_t *rule, lz_setting_t **setting);

/* All words, empty ones in quotes too. */
apr_array_header_t *lz_split_words(apr_pool_t *pool, const char *args);

/* The secrets of a directive; what is wrong with them without showing them. */
const char *lz_parse_secrets(const cmd_parms *cmd, const lz_rule_t *rule, const char *args,
                             apr_array_header_t **secrets);

/* Setters of directives that may stand in several lines. */
const char *lz_set_consumer(cmd_parms *cmd, void *dir_config, const char *args);
const char *lz_set_pair(cmd_parms *cmd, void *dir_config, const char *args);

#endif
