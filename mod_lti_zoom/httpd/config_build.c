/* SPDX-License-Identifier: Apache-2.0 */
/* From checked settings to what the core and the glue work with. */
#include "config_form.h"
#include "config_settings.h"

#include <string.h>

#include <apr_strings.h>
#include <http_core.h>
#include <http_log.h>
#include <strings.h>

#include "../base/log.h"
#include "../base/url.h"
#include "../lti/roles.h"
#include "../views/say.h"

APLOG_USE_MODULE(lti_zoom);

static lz_account_t *build_account(apr_pool_t *pool, const lz_section_t *section, int loopback)
{
    const lz_setting_t *settings = section->settings;
    lz_account_t *account = apr_pcalloc(pool, sizeof(*account));

    account->name = section->name;
    account->account_id = lz_setting_text(settings, LZ_SET_ACCOUNT_ID);
    account->client_id = lz_setting_text(settings, LZ_SET_CLIENT_ID);
    account->client_secret = lz_setting_secret(settings, LZ_SET_CLIENT_SECRET);
    account->webhook_secret = lz_setting_secret(settings, LZ_SET_WEBHOOK_SECRET);
    account->api_base = lz_setting_text(settings, LZ_SET_API_BASE);
    account->oauth_base = lz_setting_text(settings, LZ_SET_OAUTH_BASE);
    account->plan = (lz_zoom_plan_e)lz_value_plan(lz_setting_text(settings, LZ_SET_PLAN));
    account->budget = (int)lz_setting_number(settings, LZ_SET_BUDGET);
    account->domains = lz_setting_words(pool, settings, LZ_SET_DOMAINS);
    account->loopback = loopback;
    return account;
}

static apr_array_header_t *build_consumers(apr_pool_t *pool, const lz_setting_t *setting)
{
    int n = setting->words ? setting->words->nelts : 0;
    apr_array_header_t *consumers = apr_array_make(pool, n, sizeof(lz_consumer_t));

    for (int i = 0; i < n; i++) {
        lz_consumer_t *consumer = apr_array_push(consumers);

        consumer->key = APR_ARRAY_IDX(setting->words, i, const char *);
        consumer->secret = APR_ARRAY_IDX(setting->secrets, i, lz_secret_t *)->value;
    }
    return consumers;
}

/* The account that the setting names; without it there is only one. NULL: there is none. */
static const char *account_name(const lz_server_config_t *config, const lz_setting_t *settings,
                                lz_setting_id_e id)
{
    if (lz_is_set(settings, id)) {
        return lz_setting_text(settings, id);
    }
    for (int i = 0; i < config->sections->nelts; i++) {
        const lz_section_t *section = APR_ARRAY_IDX(config->sections, i, lz_section_t *);

        if (section->kind == LZ_SCOPE_ACCOUNT) {
            return section->name;
        }
    }
    return NULL;
}

static lz_platform_t *build_platform(apr_pool_t *pool, const lz_server_config_t *config,
                                     const lz_section_t *section)
{
    const lz_setting_t *settings = section->settings;
    lz_platform_t *platform = apr_pcalloc(pool, sizeof(*platform));

    platform->name = section->name;
    platform->issuer = lz_setting_text(settings, LZ_SET_ISSUER);
    platform->client_id = lz_setting_text(settings, LZ_SET_PLATFORM_CLIENT_ID);
    platform->auth_url = lz_setting_text(settings, LZ_SET_AUTH_URL);
    platform->token_url = lz_setting_text(settings, LZ_SET_TOKEN_URL);
    platform->keys_url = lz_setting_text(settings, LZ_SET_KEYS_URL);
    platform->token_audience = lz_setting_text(settings, LZ_SET_TOKEN_AUDIENCE);
    if (!platform->token_audience) {
        platform->token_audience = platform->token_url;
    }
    platform->deployments = lz_setting_words(pool, settings, LZ_SET_DEPLOYMENTS);
    platform->deployments_auto = !strcasecmp(lz_setting_text(settings, LZ_SET_DEPLOYMENTS), "auto");
    if (platform->deployments_auto) {
        platform->deployments = apr_array_make(pool, 0, sizeof(const char *));
    }
    platform->consumers = build_consumers(pool, &settings[LZ_SET_CONSUMER]);
    platform->account_name = account_name(config, settings, LZ_SET_USE_ACCOUNT);
    return platform;
}

static void build_sections(apr_pool_t *pool, const lz_server_config_t *config, lz_site_t *site)
{
    apr_size_t size = (apr_size_t)config->sections->nelts * sizeof(void *);
    const lz_account_t **accounts = apr_pcalloc(pool, size);
    const lz_platform_t **platforms = apr_pcalloc(pool, size);

    for (int i = 0; i < config->sections->nelts; i++) {
        const lz_section_t *section = APR_ARRAY_IDX(config->sections, i, lz_section_t *);

        if (section->kind == LZ_SCOPE_ACCOUNT) {
            accounts[site->n_accounts++] = build_account(pool, section, site->lti.loopback);
        }
        else {
            platforms[site->platforms.n++] = build_platform(pool, config, section);
        }
    }
    site->accounts = accounts;
    site->platforms.list = platforms;
}

static apr_status_t build_sealer(apr_pool_t *pool, const lz_server_config_t *config,
                                 lz_site_t *site)
{
    const apr_array_header_t *secrets = config->settings[LZ_SET_SECRET].secrets;
    const char **values = apr_pcalloc(pool, (apr_size_t)secrets->nelts * sizeof(*values));
    lz_sealer_t *sealer = NULL;
    apr_status_t rv;

    for (int i = 0; i < secrets->nelts; i++) {
        values[i] = APR_ARRAY_IDX(secrets, i, lz_secret_t *)->value;
    }
    rv = lz_sealer_create(pool, values, secrets->nelts, &sealer);
    site->sealer = sealer;
    return rv;
}

/* NULL, or why a key cannot be loaded. */
static const char *build_keys(apr_pool_t *pool, const lz_server_config_t *config, lz_site_t *site)
{
    const apr_array_header_t *files = config->settings[LZ_SET_KEY].secrets;
    const lz_signing_key_t **keys = apr_pcalloc(pool, (apr_size_t)files->nelts * sizeof(*keys));

    for (int i = 0; i < files->nelts; i++) {
        const char *pem = APR_ARRAY_IDX(files, i, lz_secret_t *)->value;
        const char *reason = NULL;

        keys[i] = lz_signing_key_load(pool, pem, strlen(pem), &reason);
        if (!keys[i]) {
            return reason;
        }
    }
    site->keys = keys;
    site->n_keys = files->nelts;
    return NULL;
}

static void build_policy(apr_pool_t *pool, const lz_setting_t *settings, lz_site_t *site)
{
    site->lti.base_url = site->base_url;
    site->lti.clock_leeway = lz_setting_duration(settings, LZ_SET_LEEWAY);
    site->lti.trusted_audiences = lz_setting_words(pool, settings, LZ_SET_TRUSTED_AUDIENCE);
    site->lti.host_roles = apr_array_copy(pool, lz_setting_words(pool, settings,
                                                                 LZ_SET_HOST_ROLES));
    if (lz_setting_switch(settings, LZ_SET_ADMINISTRATORS_HOST)) {
        lz_roles_add_administrators(site->lti.host_roles);
    }
    site->lti.loopback = lz_setting_switch(settings, LZ_SET_LOOPBACK);
}

static void build_pages(apr_pool_t *pool, const char *assets, lz_site_t *site)
{
    site->assets_version = lz_assets_version(pool, assets);
    if (assets) {
        site->languages = lz_languages_read(pool, apr_pstrcat(pool, assets, "/locale", NULL),
                                            lz_say_parts);
    }
}

const lz_site_t *lz_config_build_site(apr_pool_t *pool, server_rec *s)
{
    const lz_server_config_t *config = lz_config_of(s);
    const lz_setting_t *settings = config->settings;
    lz_site_t *site = apr_pcalloc(pool, sizeof(*site));
    const char *reason;
    apr_status_t rv;

    site->base_url = lz_setting_text(settings, LZ_SET_BASE_URL);
    site->mount = lz_url_path(pool, site->base_url);
    site->origin = lz_url_origin(pool, site->base_url);
    build_policy(pool, settings, site);
    build_sections(pool, config, site);
    if (strcmp(lz_setting_text(settings, LZ_SET_FRESHNESS), "auto")) {
        site->freshness = lz_setting_duration(settings, LZ_SET_FRESHNESS);
    }
    site->join_lead = strcasecmp(lz_setting_text(settings, LZ_SET_JOIN_LEAD), "off")
                      ? lz_setting_duration(settings, LZ_SET_JOIN_LEAD) : -1;
    site->join_early = lz_setting_switch(settings, LZ_SET_JOIN_EARLY);
    lz_config_build_form(pool, settings, site);
    site->registration_secret = lz_setting_secret(settings, LZ_SET_REGISTRATION_SECRET);
    site->registration_account = account_name(config, settings, LZ_SET_REGISTRATION_ACCOUNT);
    site->session_lifetime = lz_setting_duration(settings, LZ_SET_SESSION_LIFETIME);
    site->session_idle = lz_setting_duration(settings, LZ_SET_SESSION_IDLE);
    site->students_host = lz_setting_switch(settings, LZ_SET_STUDENTS_HOST);
    site->status = (lz_status_access_e)lz_value_status(lz_setting_text(settings, LZ_SET_STATUS));
    site->background = lz_setting_switch(settings, LZ_SET_BACKGROUND);
    site->cache_provider = lz_config_options(pool, s)->cache_provider;
    site->server = apr_pstrdup(pool, ap_get_server_description());
    build_pages(pool, lz_config_options(pool, s)->assets, site);

    rv = build_sealer(pool, config, site);
    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_ERR, rv, s,
                     LZNO(0980) "OpenSSL makes no keys of LTIZoomSecret");
        return NULL;
    }
    reason = build_keys(pool, config, site);
    if (reason) {
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, s, LZNO(0981) "LTIZoomKey: %s", reason);
        return NULL;
    }
    return site;
}

const lz_options_t *lz_config_options(apr_pool_t *pool, server_rec *s)
{
    const lz_setting_t *settings = lz_config_of(s)->settings;
    lz_options_t *options = apr_pcalloc(pool, sizeof(*options));
    const char *ca_file = lz_setting_text(settings, LZ_SET_CA_FILE);

    lz_value_cache(pool, lz_setting_text(settings, LZ_SET_CACHE), &options->cache_provider,
                   &options->cache_argument);
    options->assets = lz_config_path(pool, lz_setting_text(settings, LZ_SET_ASSETS));
    options->ca_file = ca_file ? lz_config_path(pool, ca_file) : NULL;
    options->timeout = lz_setting_duration(settings, LZ_SET_TIMEOUT);
    options->body_limit = (apr_size_t)lz_setting_number(settings, LZ_SET_BODY_LIMIT);
    if (strcmp(lz_setting_text(settings, LZ_SET_CONCURRENCY), "auto")) {
        options->concurrency = (int)lz_setting_number(settings, LZ_SET_CONCURRENCY);
    }
    options->proxy = lz_setting_text(settings, LZ_SET_PROXY);
    options->no_proxy = lz_setting_words(pool, settings, LZ_SET_NO_PROXY);
    options->loopback = lz_setting_switch(settings, LZ_SET_LOOPBACK);
    return options;
}
