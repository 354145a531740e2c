/* SPDX-License-Identifier: Apache-2.0 */
/* The check of the whole configuration, and how it tells what it finds. */
#include "config_settings.h"

#include <stdarg.h>

#include <apr_strings.h>
#include <http_core.h>
#include <http_log.h>

#include "../base/log.h"

APLOG_USE_MODULE(lti_zoom);

/* "LZ0962: /etc/x.conf:12: sentence", unless this very line was told before. */
static int tell(lz_findings_t *found, int level, const char *tag, const lz_place_t *place,
                const char *format, va_list arguments)
{
    const char *sentence = apr_pvsprintf(found->ptemp, format, arguments);
    const char *line = apr_psprintf(found->ptemp, "%s%s:%d: %s", tag, place->file, place->line,
                                    sentence);

    if (apr_hash_get(found->told, line, APR_HASH_KEY_STRING)) {
        return 0;
    }
    apr_hash_set(found->told, line, APR_HASH_KEY_STRING, line);
    ap_log_error(APLOG_MARK, APLOG_STARTUP | level, 0, NULL, "%s", line);
    return 1;
}

void lz_mistake(lz_findings_t *found, const char *tag, const lz_place_t *place,
                const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    found->mistakes += tell(found, APLOG_ERR, tag, place, format, arguments);
    va_end(arguments);
}

/* httpd reads its configuration twice at its start: advice of the first reading would double. */
static int advice_is_due(void)
{
    return ap_state_query(AP_SQ_RUN_MODE) != AP_SQ_RM_NORMAL
           || ap_state_query(AP_SQ_MAIN_STATE) != AP_SQ_MS_CREATE_PRE_CONFIG;
}

void lz_advice(lz_findings_t *found, const char *tag, const lz_place_t *place,
               const char *format, ...)
{
    va_list arguments;

    if (!advice_is_due()) {
        return;
    }
    va_start(arguments, format);
    tell(found, APLOG_WARNING, tag, place, format, arguments);
    va_end(arguments);
}

/*
 * Whether what stands in s is for no host at all. What stands outside virtual hosts may be meant
 * for those that have a base URL; a virtual host without any directive shares the server's own
 * configuration, without a merge.
 */
static int serves_nobody(server_rec *s, server_rec *main_server)
{
    const lz_server_config_t *config = lz_config_of(s);

    if (!config->first.file || (s != main_server && config == lz_config_of(main_server))) {
        return 0;
    }
    for (server_rec *host = s->next; s == main_server && host; host = host->next) {
        if (lz_config_is_on(host)) {
            return 0;
        }
    }
    return 1;
}

static void check_required(lz_findings_t *found, const lz_server_config_t *config)
{
    const lz_place_t *place = &config->settings[LZ_SET_BASE_URL].place;

    if (!lz_is_set(config->settings, LZ_SET_SECRET)) {
        lz_mistake(found, LZNO(0951), place,
                   "this host has LTIZoomBaseURL but no LTIZoomSecret, which seals its sessions; "
                   "right would be: LTIZoomSecret file:/etc/lti-zoom/secret, made with "
                   "openssl rand -base64 48");
    }
    if (!lz_is_set(config->settings, LZ_SET_KEY)) {
        lz_mistake(found, LZNO(0954), place,
                   "this host has LTIZoomBaseURL but no LTIZoomKey, with which the LMS knows the "
                   "tool; right would be: LTIZoomKey /etc/lti-zoom/tool.pem, made with "
                   "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048");
    }
}

static void check_urls(lz_findings_t *found, const lz_setting_t *settings, int loopback)
{
    for (int id = 0; id < LZ_SETTING_COUNT; id++) {
        const char *url;

        if (!lz_rule_is_url(&lz_rules[id]) || !lz_is_set(settings, (lz_setting_id_e)id)) {
            continue;
        }
        url = lz_setting_text(settings, (lz_setting_id_e)id);
        if (!loopback && !strncasecmp(url, "http:", 5)) {
            lz_mistake(found, LZNO(0957), &settings[id].place,
                       "%s '%s' is http; right would be https, or for tests on this machine "
                       "LTIZoomInsecureLoopback On", lz_rules[id].name, url);
        }
    }
}

static void check_host(lz_findings_t *found, server_rec *s)
{
    const lz_server_config_t *config = lz_config_of(s);
    int loopback = lz_setting_switch(config->settings, LZ_SET_LOOPBACK);

    check_required(found, config);
    check_urls(found, config->settings, loopback);
    for (int i = 0; i < config->sections->nelts; i++) {
        check_urls(found, APR_ARRAY_IDX(config->sections, i, lz_section_t *)->settings, loopback);
    }
    lz_check_sections(found, config);
    lz_check_registration(found, config);
    lz_check_form(found, config);
    lz_check_secrets(found, config);
    lz_check_around(found, s, config);
}

int lz_config_check(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    lz_findings_t found = { pconf, ptemp, apr_hash_make(ptemp), 0 };

    (void)plog;
    for (server_rec *host = s; host; host = host->next) {
        if (lz_config_is_on(host)) {
            check_host(&found, host);
        }
        else if (serves_nobody(host, s)) {
            lz_mistake(&found, LZNO(0950), &lz_config_of(host)->first,
                       "LTIZoom directives stand here, but LTIZoomBaseURL is missing, so that the "
                       "module would answer nothing; right would be the URL under which browsers "
                       "reach it: LTIZoomBaseURL https://tools.example.edu/zoom");
        }
    }
    lz_check_hosts(&found, s);
    return found.mistakes ? HTTP_INTERNAL_SERVER_ERROR : OK;
}
