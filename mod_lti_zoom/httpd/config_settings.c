/* SPDX-License-Identifier: Apache-2.0 */
/* The table of rules, and reading settings by it. */
#include "config_settings.h"

#include <string.h>

#include <http_core.h>
#include <apr_strings.h>

/* Where `make install` puts the pages; the build passes its own directory. */
#ifndef LTI_ZOOM_HTDOCS
#define LTI_ZOOM_HTDOCS "/usr/share/lti-zoom/htdocs"
#endif

#define SECRET_FORM "file:/path, exec:/path with arguments, or (discouraged) the value itself"
#define HOUR (60 * 60)

const lz_rule_t lz_rules[LZ_SETTING_COUNT] = {
    [LZ_SET_BASE_URL] = {
        .name = "LTIZoomBaseURL", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .form = "an https URL with a plain path and no slash at its end, "
                "https://tools.example.edu/zoom",
        .check = lz_check_base_url },
    [LZ_SET_SECRET] = {
        .name = "LTIZoomSecret", .scope = LZ_SCOPE_SERVER,
        .form = "one or more of " SECRET_FORM },
    [LZ_SET_KEY] = {
        .name = "LTIZoomKey", .scope = LZ_SCOPE_SERVER,
        .form = "one or more PEM files, /etc/lti-zoom/tool.pem",
        .check = lz_check_path },
    [LZ_SET_CACHE] = {
        .name = "LTIZoomCache", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "shmcb:lti-zoom(8388608)",
        .form = "a mod_socache provider with its argument, shmcb:lti-zoom(8388608) or "
                "redis:cache.example.edu:6379",
        .check = lz_check_cache },
    [LZ_SET_ASSETS] = {
        .name = "LTIZoomAssets", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = LTI_ZOOM_HTDOCS,
        .form = "the directory of the pages, " LTI_ZOOM_HTDOCS,
        .check = lz_check_path },
    [LZ_SET_LOOPBACK] = {
        .name = "LTIZoomInsecureLoopback", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "Off",
        .form = "On or Off",
        .check = lz_check_switch },
    [LZ_SET_LEEWAY] = {
        .name = "LTIZoomClockLeeway", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "60", .min = 0, .max = 300,
        .form = "0 to 300 seconds, 60 or 2m",
        .check = lz_check_duration },
    [LZ_SET_TRUSTED_AUDIENCE] = {
        .name = "LTIZoomTrustedAudience", .scope = LZ_SCOPE_SERVER,
        .form = "one or more audiences as they stand in the LMS's messages",
        .check = lz_check_identifier },
    [LZ_SET_HOST_ROLES] = {
        .name = "LTIZoomHostRoles", .scope = LZ_SCOPE_SERVER,
        .fallback = "Instructor",
        .form = "the last parts of LTI context roles, Instructor Instructor#TeachingAssistant",
        .check = lz_check_role },
    [LZ_SET_ADMINISTRATORS_HOST] = {
        .name = "LTIZoomAdministratorsHost", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "Off",
        .form = "On or Off",
        .check = lz_check_switch },
    [LZ_SET_STUDENTS_HOST] = {
        .name = "LTIZoomStudentsHost", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "Off",
        .form = "On or Off",
        .check = lz_check_switch },
    [LZ_SET_FRESHNESS] = {
        .name = "LTIZoomFreshness", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "auto", .min = 1, .max = 24 * HOUR,
        .form = "auto, or 1 second to 1 day, 60 or 15m",
        .check = lz_check_freshness },
    [LZ_SET_JOIN_LEAD] = {
        .name = "LTIZoomJoinLead", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "15m", .min = 0, .max = 7 * 24 * HOUR,
        .form = "off (Join is always open), or up to 7 days, 15m or 900",
        .check = lz_check_lead },
    [LZ_SET_JOIN_EARLY] = {
        .name = "LTIZoomJoinEarly", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "On",
        .form = "On or Off",
        .check = lz_check_switch },
    [LZ_SET_MEETING_DEFAULT] = {
        .name = "LTIZoomMeetingDefault", .scope = LZ_SCOPE_SERVER, .repeats = 1,
        .form = "an option of meetings and its value, waiting_room on",
        .check_pair = lz_check_choice },
    [LZ_SET_MEETING_LOCK] = {
        .name = "LTIZoomMeetingLock", .scope = LZ_SCOPE_SERVER, .repeats = 1,
        .form = "an option of meetings and its value, waiting_room on",
        .check_pair = lz_check_choice },
    [LZ_SET_TRACKING_FIELD] = {
        .name = "LTIZoomTrackingField", .scope = LZ_SCOPE_SERVER, .repeats = 1,
        .form = "the label of a tracking field and what it is filled with, Course {course_label}",
        .check_pair = lz_check_tracking },
    [LZ_SET_ALTERNATIVE_HOSTS] = {
        .name = "LTIZoomAlternativeHosts", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "none",
        .form = "none or instructors",
        .check = lz_check_others },
    [LZ_SET_SESSION_LIFETIME] = {
        .name = "LTIZoomSessionLifetime", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "8h", .min = 60, .max = 7 * 24 * HOUR,
        .form = "1 minute to 7 days, 8h or 28800",
        .check = lz_check_duration },
    [LZ_SET_SESSION_IDLE] = {
        .name = "LTIZoomSessionIdle", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "2h", .min = 0, .max = 7 * 24 * HOUR,
        .form = "0 (idle sessions do not end), or up to 7 days, 2h or 7200",
        .check = lz_check_duration },
    [LZ_SET_CA_FILE] = {
        .name = "LTIZoomCAFile", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .form = "a PEM file with certificates, /etc/lti-zoom/campus-ca.pem",
        .check = lz_check_path },
    [LZ_SET_TIMEOUT] = {
        .name = "LTIZoomTimeout", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "8", .min = 4, .max = 60,
        .form = "4 to 60 seconds, 8",
        .check = lz_check_duration },
    [LZ_SET_BODY_LIMIT] = {
        .name = "LTIZoomBodyLimit", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "262144", .min = 16384, .max = 16777216,
        .form = "16384 to 16777216 bytes, 262144",
        .check = lz_check_number },
    [LZ_SET_CONCURRENCY] = {
        .name = "LTIZoomConcurrency", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "auto", .min = 1, .max = 1000,
        .form = "auto, or a whole number from 1 to 1000",
        .check = lz_check_concurrency },
    [LZ_SET_PROXY] = {
        .name = "LTIZoomProxy", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .form = "an address with a port and nothing else, http://proxy.example.edu:3128",
        .check = lz_check_proxy },
    [LZ_SET_NO_PROXY] = {
        .name = "LTIZoomNoProxy", .scope = LZ_SCOPE_SERVER,
        .form = "names of hosts or domains in lower case, lms.example.edu example.org",
        .check = lz_check_domain },
    [LZ_SET_REGISTRATION_SECRET] = {
        .name = "LTIZoomRegistrationSecret", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .form = SECRET_FORM },
    [LZ_SET_REGISTRATION_ACCOUNT] = {
        .name = "LTIZoomRegistrationAccount", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .form = "the name of an <LTIZoomAccount> section, main",
        .check = lz_check_name },
    [LZ_SET_STATUS] = {
        .name = "LTIZoomStatus", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "local",
        .form = "local, on or off",
        .check = lz_check_status },
    [LZ_SET_BACKGROUND] = {
        .name = "LTIZoomBackground", .scope = LZ_SCOPE_SERVER, .words_max = 1,
        .fallback = "On",
        .form = "On or Off",
        .check = lz_check_switch },

    [LZ_SET_ACCOUNT_ID] = {
        .name = "LTIZoomAccountID", .scope = LZ_SCOPE_ACCOUNT, .words_max = 1,
        .form = "the Account ID that Zoom shows for the Server-to-Server OAuth app",
        .check = lz_check_identifier },
    [LZ_SET_CLIENT_ID] = {
        .name = "LTIZoomClientID", .scope = LZ_SCOPE_ACCOUNT, .words_max = 1,
        .form = "the Client ID that Zoom shows for the Server-to-Server OAuth app",
        .check = lz_check_identifier },
    [LZ_SET_CLIENT_SECRET] = {
        .name = "LTIZoomClientSecret", .scope = LZ_SCOPE_ACCOUNT, .words_max = 1,
        .form = SECRET_FORM },
    [LZ_SET_WEBHOOK_SECRET] = {
        .name = "LTIZoomWebhookSecret", .scope = LZ_SCOPE_ACCOUNT, .words_max = 1,
        .form = SECRET_FORM },
    [LZ_SET_API_BASE] = {
        .name = "LTIZoomAPIBase", .scope = LZ_SCOPE_ACCOUNT, .words_max = 1,
        .fallback = "https://api.zoom.us/v2",
        .form = "an https URL without a slash at its end, https://api.zoom.us/v2",
        .check = lz_check_api_url },
    [LZ_SET_OAUTH_BASE] = {
        .name = "LTIZoomOAuthBase", .scope = LZ_SCOPE_ACCOUNT, .words_max = 1,
        .fallback = "https://zoom.us",
        .form = "an https URL without a slash at its end, https://zoom.us",
        .check = lz_check_api_url },
    [LZ_SET_PLAN] = {
        .name = "LTIZoomPlan", .scope = LZ_SCOPE_ACCOUNT, .words_max = 1,
        .fallback = "business",
        .form = "free, pro or business (education and enterprise accounts: business)",
        .check = lz_check_plan },
    [LZ_SET_BUDGET] = {
        .name = "LTIZoomBudget", .scope = LZ_SCOPE_ACCOUNT, .words_max = 1,
        .fallback = "50", .min = 1, .max = 100,
        .form = "per cent as a whole number from 1 to 100, 50",
        .check = lz_check_number },
    [LZ_SET_DOMAINS] = {
        .name = "LTIZoomDomains", .scope = LZ_SCOPE_ACCOUNT,
        .form = "e-mail domains in lower case, example.edu students.example.edu",
        .check = lz_check_domain },

    [LZ_SET_ISSUER] = {
        .name = "LTIZoomIssuer", .scope = LZ_SCOPE_PLATFORM, .words_max = 1,
        .form = "the LMS's issuer, letter by letter as it sends it, https://lms.example.edu",
        .check = lz_check_issuer },
    [LZ_SET_PLATFORM_CLIENT_ID] = {
        .name = "LTIZoomPlatformClientID", .scope = LZ_SCOPE_PLATFORM, .words_max = 1,
        .form = "the client id that the LMS gave to this tool",
        .check = lz_check_identifier },
    [LZ_SET_AUTH_URL] = {
        .name = "LTIZoomAuthURL", .scope = LZ_SCOPE_PLATFORM, .words_max = 1,
        .form = "the LMS's authentication request URL, https://lms.example.edu/mod/lti/auth.php",
        .check = lz_check_url },
    [LZ_SET_TOKEN_URL] = {
        .name = "LTIZoomTokenURL", .scope = LZ_SCOPE_PLATFORM, .words_max = 1,
        .form = "the LMS's access token URL, https://lms.example.edu/mod/lti/token.php",
        .check = lz_check_url },
    [LZ_SET_KEYS_URL] = {
        .name = "LTIZoomKeysURL", .scope = LZ_SCOPE_PLATFORM, .words_max = 1,
        .form = "the LMS's public keyset URL, https://lms.example.edu/mod/lti/certs.php",
        .check = lz_check_url },
    [LZ_SET_TOKEN_AUDIENCE] = {
        .name = "LTIZoomTokenAudience", .scope = LZ_SCOPE_PLATFORM, .words_max = 1,
        .form = "the audience that the LMS's token URL wants, if it is not that URL itself",
        .check = lz_check_identifier },
    [LZ_SET_DEPLOYMENTS] = {
        .name = "LTIZoomDeployments", .scope = LZ_SCOPE_PLATFORM,
        .fallback = "auto",
        .form = "auto alone, or one or more deployment ids",
        .check = lz_check_identifier },
    [LZ_SET_CONSUMER] = {
        .name = "LTIZoomConsumer", .scope = LZ_SCOPE_PLATFORM, .repeats = 1,
        .form = "a consumer key, then " SECRET_FORM },
    [LZ_SET_USE_ACCOUNT] = {
        .name = "LTIZoomUseAccount", .scope = LZ_SCOPE_PLATFORM, .words_max = 1,
        .form = "the name of an <LTIZoomAccount> section, main",
        .check = lz_check_name },
};

const char *lz_scope_section(lz_scope_e kind)
{
    return kind == LZ_SCOPE_ACCOUNT ? "<LTIZoomAccount" : "<LTIZoomPlatform";
}

int lz_is_set(const lz_setting_t *settings, lz_setting_id_e id)
{
    return settings[id].place.file != NULL;
}

const char *lz_setting_text(const lz_setting_t *settings, lz_setting_id_e id)
{
    if (lz_is_set(settings, id)) {
        return APR_ARRAY_IDX(settings[id].words, 0, const char *);
    }
    return lz_rules[id].fallback;
}

apr_array_header_t *lz_setting_words(apr_pool_t *pool, const lz_setting_t *settings,
                                     lz_setting_id_e id)
{
    apr_array_header_t *words;

    if (lz_is_set(settings, id)) {
        return settings[id].words;
    }
    words = apr_array_make(pool, 1, sizeof(const char *));
    if (lz_rules[id].fallback) {
        APR_ARRAY_PUSH(words, const char *) = lz_rules[id].fallback;
    }
    return words;
}

/* The setter, or the author of the default, saw to it that these can be read. */
apr_int64_t lz_setting_number(const lz_setting_t *settings, lz_setting_id_e id)
{
    apr_int64_t value = 0;
    int right = lz_value_number(lz_setting_text(settings, id), &value);

    ap_assert(right);
    return value;
}

apr_interval_time_t lz_setting_duration(const lz_setting_t *settings, lz_setting_id_e id)
{
    apr_int64_t seconds = 0;
    int right = lz_value_seconds(lz_setting_text(settings, id), &seconds);

    ap_assert(right);
    return apr_time_from_sec(seconds);
}

int lz_setting_switch(const lz_setting_t *settings, lz_setting_id_e id)
{
    return strcasecmp(lz_setting_text(settings, id), "on") == 0;
}

const char *lz_setting_secret(const lz_setting_t *settings, lz_setting_id_e id)
{
    if (!lz_is_set(settings, id)) {
        return NULL;
    }
    return APR_ARRAY_IDX(settings[id].secrets, 0, lz_secret_t *)->value;
}

const char *lz_config_path(apr_pool_t *pool, const char *name)
{
    return ap_server_root_relative(pool, name);
}
