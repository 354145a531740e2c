/* SPDX-License-Identifier: Apache-2.0 */
/* The check of secrets and keys: can they be read, and are they strong enough? */
#include "config_settings.h"

#include <string.h>

#include "../base/log.h"

#define REGISTRATION_SECRET_MIN 16      /* bytes */

#define DISTINCT_MIN 8                  /* different bytes; random hex digits have more */

static int count_distinct(const char *text)
{
    int seen[256] = { 0 };
    int n = 0;

    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        n += !seen[*c]++;
    }
    return n;
}

static void check_length(lz_findings_t *found, const lz_setting_t *setting,
                         const lz_secret_t *secret)
{
    if (strlen(secret->value) < LZ_SECRET_MIN) {
        lz_mistake(found, LZNO(0953), &setting->place,
                   "LTIZoomSecret: %s gives %d bytes; right would be at least %d random ones, "
                   "for example from openssl rand -base64 48",
                   lz_secret_name(found->ptemp, secret), (int)strlen(secret->value),
                   LZ_SECRET_MIN);
    }
    else if (count_distinct(secret->value) < DISTINCT_MIN) {
        lz_advice(found, LZNO(0988), &setting->place,
                  "LTIZoomSecret: %s gives bytes of which only %d are different; right would be "
                  "at least %d random ones, for example from openssl rand -base64 48",
                  lz_secret_name(found->ptemp, secret), count_distinct(secret->value),
                  LZ_SECRET_MIN);
    }
}

/* A person types it into a page that anybody may open, so it must not be guessed. */
static void check_registration_length(lz_findings_t *found, const lz_setting_t *setting,
                                      const lz_secret_t *secret)
{
    if (strlen(secret->value) < REGISTRATION_SECRET_MIN) {
        lz_mistake(found, LZNO(0984), &setting->place,
                   "LTIZoomRegistrationSecret: %s gives %d bytes; right would be at least %d "
                   "random ones, for example from openssl rand -hex 16",
                   lz_secret_name(found->ptemp, secret), (int)strlen(secret->value),
                   REGISTRATION_SECRET_MIN);
    }
}

static void check_key(lz_findings_t *found, const lz_setting_t *setting,
                      const lz_secret_t *secret)
{
    const char *reason = NULL;

    if (!lz_signing_key_load(found->ptemp, secret->value, strlen(secret->value), &reason)) {
        lz_mistake(found, LZNO(0956), &setting->place,
                   "LTIZoomKey: %s cannot be used: %s; right would be an unencrypted RSA private "
                   "key of 2048 bits or more as PEM, for example from openssl genpkey -algorithm "
                   "RSA -pkeyopt rsa_keygen_bits:2048", lz_secret_name(found->ptemp, secret),
                   reason);
    }
}

/* An LMS may refuse a key set in which a key stands twice. */
static void check_key_once(lz_findings_t *found, const lz_setting_t *setting, int last)
{
    const lz_secret_t *key = APR_ARRAY_IDX(setting->secrets, last, lz_secret_t *);

    for (int i = 0; i < last; i++) {
        const lz_secret_t *earlier = APR_ARRAY_IDX(setting->secrets, i, lz_secret_t *);

        if (earlier->value && !strcmp(earlier->value, key->value)) {
            lz_mistake(found, LZNO(0989), &setting->place,
                       "LTIZoomKey: %s gives the key that %s gives already; right would be each "
                       "key once", lz_secret_name(found->ptemp, key),
                       lz_secret_name(found->ptemp, earlier));
            return;
        }
    }
}

/* What is discouraged but works. */
static void advise(lz_findings_t *found, const char *name, const lz_setting_t *setting,
                   const lz_secret_t *secret)
{
    if (secret->source == LZ_SECRET_IN_PLACE) {
        lz_advice(found, LZNO(0974), &setting->place,
                  "%s carries its secret in place, where backups of the configuration and "
                  "mod_info show it; right would be a file that only root reads: file:/path",
                  name);
    }
    if (lz_secret_is_exposed(found->ptemp, secret)) {
        lz_advice(found, LZNO(0975), &setting->place,
                  "%s: everyone on this machine may read or change %s; right would be chmod 600 "
                  "and root as its owner", name, lz_secret_name(found->ptemp, secret));
    }
}

static void check_setting(lz_findings_t *found, const lz_setting_t *settings, lz_setting_id_e id)
{
    const lz_setting_t *setting = &settings[id];
    const char *name = lz_rules[id].name;

    for (int i = 0; setting->secrets && i < setting->secrets->nelts; i++) {
        lz_secret_t *secret = APR_ARRAY_IDX(setting->secrets, i, lz_secret_t *);
        const char *failure = lz_secret_read(found->pconf, secret);

        if (failure) {
            lz_mistake(found, LZNO(0952), &setting->place, "%s: %s; right would be: %s", name,
                       failure, lz_rules[id].form);
            continue;
        }
        if (id == LZ_SET_SECRET) {
            check_length(found, setting, secret);
        }
        if (id == LZ_SET_REGISTRATION_SECRET) {
            check_registration_length(found, setting, secret);
        }
        if (id == LZ_SET_KEY) {
            check_key(found, setting, secret);
            check_key_once(found, setting, i);
        }
        advise(found, name, setting, secret);
    }
}

static void check_settings(lz_findings_t *found, const lz_setting_t *settings)
{
    for (int id = 0; id < LZ_SETTING_COUNT; id++) {
        check_setting(found, settings, (lz_setting_id_e)id);
    }
}

void lz_check_secrets(lz_findings_t *found, const lz_server_config_t *config)
{
    check_settings(found, config->settings);
    for (int i = 0; i < config->sections->nelts; i++) {
        check_settings(found, APR_ARRAY_IDX(config->sections, i, lz_section_t *)->settings);
    }
}
