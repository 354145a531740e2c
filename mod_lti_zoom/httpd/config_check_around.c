/* SPDX-License-Identifier: Apache-2.0 */
/* The check of what stands around the module: cache provider, files, httpd's log. */
#include "config_settings.h"

#include <string.h>

#include <ap_provider.h>
#include <ap_socache.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <http_log.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "../base/log.h"

/* --- the cache ------------------------------------------------------------------------------- */

static const char *list_providers(apr_pool_t *pool)
{
    apr_array_header_t *known = ap_list_provider_names(pool, AP_SOCACHE_PROVIDER_GROUP,
                                                       AP_SOCACHE_PROVIDER_VERSION);
    const char *list = NULL;

    for (int i = 0; i < known->nelts; i++) {
        const char *name = APR_ARRAY_IDX(known, i, ap_list_provider_names_t).provider_name;

        if (strcmp(name, AP_SOCACHE_DEFAULT_PROVIDER)) {
            list = list ? apr_pstrcat(pool, list, ", ", name, NULL) : name;
        }
    }
    return list ? list : "none";
}

static void check_cache(lz_findings_t *found, const lz_server_config_t *config,
                        const lz_place_t *place)
{
    const char *text = lz_setting_text(config->settings, LZ_SET_CACHE);
    const char *name, *argument, *wrong;
    const ap_socache_provider_t *provider;
    ap_socache_instance_t *instance;

    if (lz_is_set(config->settings, LZ_SET_CACHE)) {
        place = &config->settings[LZ_SET_CACHE].place;
    }
    lz_value_cache(found->ptemp, text, &name, &argument);
    provider = ap_lookup_provider(AP_SOCACHE_PROVIDER_GROUP, name, AP_SOCACHE_PROVIDER_VERSION);
    if (!provider) {
        lz_mistake(found, LZNO(0966), place,
                   "LTIZoomCache needs the cache provider '%s', which no loaded module offers "
                   "(loaded: %s); right would be LoadModule socache_%s_module "
                   "modules/mod_socache_%s.so, or one that is loaded", name,
                   list_providers(found->ptemp), name, name);
        return;
    }
    /* create only reads the argument; the cache itself is made when httpd starts */
    wrong = provider->create(&instance, argument, found->ptemp, found->ptemp);
    if (wrong) {
        lz_mistake(found, LZNO(0967), place, "LTIZoomCache '%s': %s; right would be: %s", text,
                   wrong, lz_rules[LZ_SET_CACHE].form);
    }
}

/* --- files ----------------------------------------------------------------------------------- */

#define FIRST_PAGE "js/main.js"         /* every page begins with it */

static int is_of_type(apr_pool_t *pool, const char *path, apr_filetype_e type)
{
    apr_finfo_t info;

    return apr_stat(&info, path, APR_FINFO_TYPE, pool) == APR_SUCCESS && info.filetype == type;
}

/* The default may be absent where the pages are served from elsewhere, a wish may not. */
static void check_assets(lz_findings_t *found, const lz_server_config_t *config,
                         const lz_place_t *place)
{
    const lz_setting_t *settings = config->settings;
    const char *path = lz_config_path(found->ptemp, lz_setting_text(settings, LZ_SET_ASSETS));
    const int there = path && is_of_type(found->ptemp, path, APR_DIR);

    if (there && is_of_type(found->ptemp, apr_pstrcat(found->ptemp, path, "/" FIRST_PAGE, NULL),
                            APR_REG)) {
        return;
    }
    if (lz_is_set(settings, LZ_SET_ASSETS)) {
        place = &settings[LZ_SET_ASSETS].place;
    }
    if (lz_is_set(settings, LZ_SET_ASSETS) && !there) {
        lz_mistake(found, LZNO(0972), place, "LTIZoomAssets '%s' is no directory; right would be: "
                   "%s", path, lz_rules[LZ_SET_ASSETS].form);
    }
    else {
        lz_advice(found, LZNO(0976), place,
                  "the pages are not in '%s', so that people will see nothing; right would be "
                  "make install, or LTIZoomAssets with their directory", path);
    }
}

static int count_certificates(const char *path)
{
    BIO *file = BIO_new_file(path, "r");
    X509 *certificate;
    int n = 0;

    while (file && (certificate = PEM_read_bio_X509(file, NULL, NULL, NULL)) != NULL) {
        X509_free(certificate);
        n++;
    }
    BIO_free(file);
    ERR_clear_error();
    return n;
}

static void check_ca_file(lz_findings_t *found, const lz_server_config_t *config)
{
    const lz_setting_t *setting = &config->settings[LZ_SET_CA_FILE];
    const char *path;

    if (!lz_is_set(config->settings, LZ_SET_CA_FILE)) {
        return;
    }
    path = lz_config_path(found->ptemp, lz_setting_text(config->settings, LZ_SET_CA_FILE));
    if (!count_certificates(path)) {
        lz_mistake(found, LZNO(0973), &setting->place,
                   "LTIZoomCAFile '%s' gives no certificate that can be read; right would be: %s",
                   path, lz_rules[LZ_SET_CA_FILE].form);
    }
}

/* --- httpd's own log -------------------------------------------------------------------------- */

/* From that level on httpd writes each answer's headers down, whatever module they are of. */
#define HEADERS_LOGGED APLOG_TRACE4

static void check_log_level(lz_findings_t *found, server_rec *s, const lz_place_t *place)
{
    const module *http = ap_find_linked_module("http_core.c");

    if (http && ap_get_server_module_loglevel(s, http->module_index) >= HEADERS_LOGGED) {
        lz_advice(found, LZNO(0987), place,
                  "LogLevel lets httpd write the headers of answers into the log, session cookies "
                  "and hosts' start links among them; right would be LogLevel info "
                  "lti_zoom:trace8, where the module's own lines hold no secret");
    }
}

void lz_check_around(lz_findings_t *found, server_rec *s, const lz_server_config_t *config)
{
    const lz_place_t *place = &config->settings[LZ_SET_BASE_URL].place;

    check_cache(found, config, place);
    lz_check_database(found, s, place);
    check_assets(found, config, place);
    check_ca_file(found, config);
    check_log_level(found, s, place);
}
