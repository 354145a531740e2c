/* SPDX-License-Identifier: Apache-2.0 */
/* Directives that may stand in several lines, each about another name. */
#include "config_setters.h"

#include <string.h>

#include <apr_strings.h>
#include <http_core.h>

#include "../base/log.h"

/* --- consumers of LTI 1.1 --------------------------------------------------------------------- */

static const char *add_consumer(cmd_parms *cmd, lz_setting_t *setting, const char *key,
                                lz_secret_t *secret)
{
    const lz_rule_t *rule = cmd->info;

    if (!setting->words) {
        setting->place = lz_place_of(cmd);
        setting->words = apr_array_make(cmd->pool, 2, sizeof(const char *));
        setting->secrets = apr_array_make(cmd->pool, 2, sizeof(lz_secret_t *));
    }
    for (int i = 0; i < setting->words->nelts; i++) {
        if (!strcmp(APR_ARRAY_IDX(setting->words, i, const char *), key)) {
            return apr_psprintf(cmd->pool, LZNO(0903) "%s gives the key '%s' for the second time "
                                "in this section; right would be one line for each key",
                                rule->name, key);
        }
    }
    APR_ARRAY_PUSH(setting->words, const char *) = key;
    APR_ARRAY_PUSH(setting->secrets, lz_secret_t *) = secret;
    return NULL;
}

const char *lz_set_consumer(cmd_parms *cmd, void *dir_config, const char *args)
{
    const lz_rule_t *rule = cmd->info;
    const char *key = ap_getword_conf(cmd->pool, &args);
    apr_array_header_t *secrets = NULL;
    lz_setting_t *setting = NULL;
    const char *error = lz_open_setting(cmd, rule, &setting);
    const char *wrong = lz_check_identifier(cmd->pool, rule, key);

    (void)dir_config;
    if (!error && wrong) {
        error = apr_psprintf(cmd->pool, LZNO(0913) "%s: its key %s; right would be: %s",
                             rule->name, wrong, rule->form);
    }
    if (!error && !*args) {
        error = apr_psprintf(cmd->pool, LZNO(0913) "%s gives no secret for the key '%s'; right "
                             "would be: %s", rule->name, key, rule->form);
    }
    if (!error) {
        error = lz_parse_secrets(cmd, rule, args, &secrets);
    }
    if (!error && secrets->nelts > 1) {
        error = apr_psprintf(cmd->pool, LZNO(0913) "%s gives several secrets for the key '%s'; "
                             "right would be: %s", rule->name, key, rule->form);
    }
    if (error) {
        return error;
    }
    return add_consumer(cmd, setting, key, APR_ARRAY_IDX(secrets, 0, lz_secret_t *));
}

/* --- a name and its value --------------------------------------------------------------------- */

static int has_name(const lz_setting_t *setting, const char *name)
{
    for (int i = 0; setting->words && i < setting->words->nelts; i += 2) {
        if (!strcasecmp(APR_ARRAY_IDX(setting->words, i, const char *), name)) {
            return 1;
        }
    }
    return 0;
}

/* The words of the setting are names and values by turns. */
static const char *add_pair(cmd_parms *cmd, lz_setting_t *setting, const char *name,
                            const char *value)
{
    const lz_rule_t *rule = cmd->info;

    if (has_name(setting, name)) {
        return apr_psprintf(cmd->pool, LZNO(0903) "%s says for the second time what '%s' is; right "
                            "would be one line for each name", rule->name, name);
    }
    if (!setting->words) {
        setting->place = lz_place_of(cmd);
        setting->words = apr_array_make(cmd->pool, 4, sizeof(const char *));
    }
    APR_ARRAY_PUSH(setting->words, const char *) = name;
    APR_ARRAY_PUSH(setting->words, const char *) = value;
    return NULL;
}

const char *lz_set_pair(cmd_parms *cmd, void *dir_config, const char *args)
{
    const lz_rule_t *rule = cmd->info;
    const apr_array_header_t *words = lz_split_words(cmd->pool, args);
    lz_setting_t *setting = NULL;
    const char *error = lz_open_setting(cmd, rule, &setting);

    (void)dir_config;
    if (!error && words->nelts != 2) {
        error = apr_psprintf(cmd->pool, LZNO(0750) "%s takes a name and one value, not %d words; "
                             "right would be: %s", rule->name, words->nelts, rule->form);
    }
    if (error) {
        return error;
    }
    const char *name = APR_ARRAY_IDX(words, 0, const char *);
    const char *value = APR_ARRAY_IDX(words, 1, const char *);
    const char *wrong = rule->check_pair(cmd->pool, name, value);

    return wrong ? apr_psprintf(cmd->pool, LZNO(0751) "%s %s: %s", rule->name, name, wrong)
                 : add_pair(cmd, setting, name, value);
}
