/* SPDX-License-Identifier: Apache-2.0 */
/* The check of accounts and platforms: is each complete, and do they fit together? */
#include "config_settings.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/log.h"

static const lz_setting_id_e account_needs[] = {
    LZ_SET_ACCOUNT_ID, LZ_SET_CLIENT_ID, LZ_SET_CLIENT_SECRET
};

/* LTI 1.3 needs all of the first four; the others only mean something with them. */
#define LTI13_NEEDS 4
static const lz_setting_id_e lti13_settings[] = {
    LZ_SET_ISSUER, LZ_SET_PLATFORM_CLIENT_ID, LZ_SET_AUTH_URL, LZ_SET_KEYS_URL,
    LZ_SET_TOKEN_URL, LZ_SET_TOKEN_AUDIENCE, LZ_SET_DEPLOYMENTS
};

static int count_set(const lz_section_t *section, const lz_setting_id_e *ids, int n)
{
    int set = 0;

    for (int i = 0; i < n; i++) {
        set += lz_is_set(section->settings, ids[i]);
    }
    return set;
}

/* "LTIZoomIssuer, LTIZoomKeysURL": those of ids that are not set. */
static const char *list_missing(apr_pool_t *pool, const lz_section_t *section,
                                const lz_setting_id_e *ids, int n)
{
    apr_array_header_t *names = apr_array_make(pool, n, sizeof(const char *));

    for (int i = 0; i < n; i++) {
        if (!lz_is_set(section->settings, ids[i])) {
            if (names->nelts) {
                APR_ARRAY_PUSH(names, const char *) = ", ";
            }
            APR_ARRAY_PUSH(names, const char *) = lz_rules[ids[i]].name;
        }
    }
    return apr_array_pstrcat(pool, names, 0);
}

static const char *list_accounts(apr_pool_t *pool, const lz_server_config_t *config)
{
    apr_array_header_t *names = apr_array_make(pool, 4, sizeof(const char *));

    for (int i = 0; i < config->sections->nelts; i++) {
        const lz_section_t *section = APR_ARRAY_IDX(config->sections, i, lz_section_t *);

        if (section->kind == LZ_SCOPE_ACCOUNT) {
            if (names->nelts) {
                APR_ARRAY_PUSH(names, const char *) = ", ";
            }
            APR_ARRAY_PUSH(names, const char *) = section->name;
        }
    }
    return apr_array_pstrcat(pool, names, 0);
}

static void check_account(lz_findings_t *found, const lz_section_t *account)
{
    int n = sizeof(account_needs) / sizeof(account_needs[0]);

    if (count_set(account, account_needs, n) < n) {
        lz_mistake(found, LZNO(0958), &account->place,
                   "<LTIZoomAccount %s> lacks %s; right would be to add what Zoom shows under "
                   "App Credentials of the Server-to-Server OAuth app", account->name,
                   list_missing(found->ptemp, account, account_needs, n));
    }
}

static void check_versions(lz_findings_t *found, const lz_section_t *platform)
{
    int n = sizeof(lti13_settings) / sizeof(lti13_settings[0]);
    int any = count_set(platform, lti13_settings, n);

    if (any && count_set(platform, lti13_settings, LTI13_NEEDS) < LTI13_NEEDS) {
        lz_mistake(found, LZNO(0959), &platform->place,
                   "<LTIZoomPlatform %s> lacks %s; right would be to add what the LMS shows after "
                   "the tool was registered there%s", platform->name,
                   list_missing(found->ptemp, platform, lti13_settings, LTI13_NEEDS),
                   lz_is_set(platform->settings, LZ_SET_CONSUMER)
                       ? ", or for LTI 1.1 alone to leave out all of LTI 1.3" : "");
    }
    if (!any && !lz_is_set(platform->settings, LZ_SET_CONSUMER)) {
        lz_mistake(found, LZNO(0960), &platform->place,
                   "<LTIZoomPlatform %s> describes no platform; right would be %s for LTI 1.3, or "
                   "LTIZoomConsumer for LTI 1.1", platform->name,
                   list_missing(found->ptemp, platform, lti13_settings, LTI13_NEEDS));
    }
}

static void check_account_of(lz_findings_t *found, const lz_server_config_t *config,
                             const lz_section_t *platform)
{
    const char *wanted = lz_setting_text(platform->settings, LZ_SET_USE_ACCOUNT);
    const char *names = list_accounts(found->ptemp, config);

    if (!*names) {
        lz_mistake(found, LZNO(0964), &platform->place,
                   "<LTIZoomPlatform %s> has no Zoom account to work with; right would be an "
                   "<LTIZoomAccount main> section", platform->name);
    }
    else if (wanted && !lz_config_section(config, LZ_SCOPE_ACCOUNT, wanted)) {
        lz_mistake(found, LZNO(0962), &platform->settings[LZ_SET_USE_ACCOUNT].place,
                   "LTIZoomUseAccount names account '%s', which no <LTIZoomAccount> section "
                   "defines; right would be one of: %s", wanted, names);
    }
    else if (!wanted && strchr(names, ',')) {
        lz_mistake(found, LZNO(0963), &platform->place,
                   "<LTIZoomPlatform %s> does not say which Zoom account it uses; right would be "
                   "LTIZoomUseAccount with one of: %s", platform->name, names);
    }
}

static int same_text(const lz_section_t *a, const lz_section_t *b, lz_setting_id_e id)
{
    return lz_is_set(a->settings, id) && lz_is_set(b->settings, id)
           && !strcmp(lz_setting_text(a->settings, id), lz_setting_text(b->settings, id));
}

/* A consumer key that both have, or NULL. */
static const char *common_consumer(const lz_section_t *a, const lz_section_t *b)
{
    const apr_array_header_t *of_a = a->settings[LZ_SET_CONSUMER].words;
    const apr_array_header_t *of_b = b->settings[LZ_SET_CONSUMER].words;

    for (int i = 0; of_a && of_b && i < of_a->nelts; i++) {
        for (int j = 0; j < of_b->nelts; j++) {
            if (!strcmp(APR_ARRAY_IDX(of_a, i, const char *),
                        APR_ARRAY_IDX(of_b, j, const char *))) {
                return APR_ARRAY_IDX(of_a, i, const char *);
            }
        }
    }
    return NULL;
}

static void check_pair(lz_findings_t *found, const lz_section_t *first,
                       const lz_section_t *second)
{
    const char *key = common_consumer(first, second);

    if (same_text(first, second, LZ_SET_ISSUER)
        && same_text(first, second, LZ_SET_PLATFORM_CLIENT_ID)) {
        lz_mistake(found, LZNO(0961), &second->place,
                   "<LTIZoomPlatform %s> has the LTIZoomIssuer and the LTIZoomPlatformClientID of "
                   "<LTIZoomPlatform %s> in %s:%d; right would be one section for the two, its "
                   "LTIZoomDeployments listing both", second->name, first->name,
                   first->place.file, first->place.line);
    }
    if (key) {
        lz_mistake(found, LZNO(0965), &second->settings[LZ_SET_CONSUMER].place,
                   "LTIZoomConsumer gives the key '%s', which <LTIZoomPlatform %s> in %s:%d has "
                   "too; right would be a key of its own for each platform", key, first->name,
                   first->settings[LZ_SET_CONSUMER].place.file,
                   first->settings[LZ_SET_CONSUMER].place.line);
    }
}

/* Which account platforms that register themselves will use is known before the first one does. */
void lz_check_registration(lz_findings_t *found, const lz_server_config_t *config)
{
    const lz_setting_t *settings = config->settings;
    const char *wanted = lz_setting_text(settings, LZ_SET_REGISTRATION_ACCOUNT);
    const char *names = list_accounts(found->ptemp, config);

    if (wanted && !lz_config_section(config, LZ_SCOPE_ACCOUNT, wanted)) {
        lz_mistake(found, LZNO(0985), &settings[LZ_SET_REGISTRATION_ACCOUNT].place,
                   "LTIZoomRegistrationAccount names account '%s', which no <LTIZoomAccount> "
                   "section defines; right would be %s%s", wanted,
                   *names ? "one of: " : "an <LTIZoomAccount main> section", names);
    }
    else if (!wanted && lz_is_set(settings, LZ_SET_REGISTRATION_SECRET)
             && (!*names || strchr(names, ','))) {
        lz_mistake(found, LZNO(0986), &settings[LZ_SET_REGISTRATION_SECRET].place,
                   "LTIZoomRegistrationSecret lets LMSs register, but %s; right would be %s%s",
                   *names ? "it is not said which Zoom account they will use"
                          : "there is no Zoom account for them",
                   *names ? "LTIZoomRegistrationAccount with one of: "
                          : "an <LTIZoomAccount main> section", names);
    }
}

void lz_check_sections(lz_findings_t *found, const lz_server_config_t *config)
{
    for (int i = 0; i < config->sections->nelts; i++) {
        const lz_section_t *section = APR_ARRAY_IDX(config->sections, i, lz_section_t *);

        if (section->kind == LZ_SCOPE_ACCOUNT) {
            check_account(found, section);
            continue;
        }
        check_versions(found, section);
        check_account_of(found, config, section);
        for (int j = 0; j < i; j++) {
            const lz_section_t *earlier = APR_ARRAY_IDX(config->sections, j, lz_section_t *);

            if (earlier->kind == LZ_SCOPE_PLATFORM) {
                check_pair(found, earlier, section);
            }
        }
    }
}
