/* SPDX-License-Identifier: Apache-2.0 */
/* The directives and their setters: where one may stand, and whether its value alone is right. */
#include "config_setters.h"

#include <string.h>

#include <apr_strings.h>
#include <http_core.h>
#include <http_main.h>

#include "../base/log.h"

lz_place_t lz_place_of(const cmd_parms *cmd)
{
    lz_place_t place = { cmd->directive->filename, cmd->directive->line_num };

    return place;
}

/* httpd leaves ${NAME} as it is when nothing defines NAME. The text itself may be a secret. */
static const char *check_variables(const cmd_parms *cmd, const char *directive)
{
    const char *start = strstr(cmd->directive->args, "${");
    const char *name = start ? start + 2 : NULL;
    apr_size_t length = name ? strcspn(name, "}") : 0;

    if (!start) {
        return NULL;
    }
    if (!name[length] || strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                      "0123456789_-.:") < length) {
        return apr_psprintf(cmd->pool, LZNO(0900) "%s contains '${', the start of a variable; "
                            "right would be a value without it", directive);
    }
    return apr_psprintf(cmd->pool, LZNO(0900) "%s uses ${%.*s}, which nothing defines; right "
                        "would be 'Define %.*s value' above it, or an environment variable of "
                        "that name", directive, (int)length, name, (int)length, name);
}

/* The settings that the directive belongs to, or what is wrong with where it stands. */
static const char *find_settings(const cmd_parms *cmd, const lz_rule_t *rule,
                                 lz_setting_t **settings)
{
    lz_server_config_t *config = lz_config_of(cmd->server);
    lz_section_t *open = config->open;

    if (rule->scope == LZ_SCOPE_SERVER && open) {
        return apr_psprintf(cmd->pool, LZNO(0905) "%s does not belong into %s %s>; right would be "
                            "to write it outside, for the server or a virtual host",
                            rule->name, lz_scope_section(open->kind), open->name);
    }
    if (rule->scope != LZ_SCOPE_SERVER && (!open || open->kind != rule->scope)) {
        return apr_psprintf(cmd->pool, LZNO(0904) "%s stands outside its section; right would be "
                            "to write it between %s name> and %s>", rule->name,
                            lz_scope_section(rule->scope),
                            rule->scope == LZ_SCOPE_ACCOUNT ? "</LTIZoomAccount"
                                                            : "</LTIZoomPlatform");
    }
    *settings = open ? open->settings : config->settings;
    if (!config->first.file && !rule->fallback) {
        config->first = lz_place_of(cmd);
    }
    return NULL;
}

/* Finds the setting of a directive that stands once, or says why it may not stand here. */
const char *lz_open_setting(const cmd_parms *cmd, const lz_rule_t *rule,
                                lz_setting_t **setting)
{
    lz_setting_t *settings = NULL;
    const char *error = check_variables(cmd, rule->name);

    if (!error) {
        error = find_settings(cmd, rule, &settings);
    }
    if (error) {
        return error;
    }
    *setting = &settings[rule - lz_rules];
    if (!rule->repeats && (*setting)->place.file) {
        return apr_psprintf(cmd->pool, LZNO(0903) "%s stands here for the second time; right "
                            "would be to keep one, the first is in %s:%d", rule->name,
                            (*setting)->place.file, (*setting)->place.line);
    }
    return NULL;
}

static const char *check_count(apr_pool_t *pool, const lz_rule_t *rule, int n)
{
    if (n == 0) {
        return apr_psprintf(pool, LZNO(0902) "%s has no value; right would be: %s",
                            rule->name, rule->form);
    }
    if (rule->words_max && n > rule->words_max) {
        return apr_psprintf(pool, LZNO(0902) "%s takes one value, not %d; right would be: %s",
                            rule->name, n, rule->form);
    }
    return NULL;
}

/* A URL with user information may hold a password, so it is not shown. */
static const char *wrong_word(apr_pool_t *pool, const lz_rule_t *rule, const char *word,
                              const char *wrong)
{
    if ((lz_rule_is_url(rule) || rule->check == lz_check_proxy) && strchr(word, '@')) {
        word = "...";
    }
    return apr_psprintf(pool, LZNO(0901) "%s '%s' %s; right would be: %s", rule->name, word,
                        wrong, rule->form);
}

static const char *check_words(apr_pool_t *pool, const lz_rule_t *rule,
                               const apr_array_header_t *words)
{
    const char *error = check_count(pool, rule, words->nelts);

    for (int i = 0; !error && i < words->nelts; i++) {
        const char *word = APR_ARRAY_IDX(words, i, const char *);
        const char *wrong = rule->check(pool, rule, word);

        error = wrong ? wrong_word(pool, rule, word, wrong) : NULL;
    }
    return error;
}

/* All words, empty ones in quotes too; httpd's own splitting drops those, and any beyond 64. */
apr_array_header_t *lz_split_words(apr_pool_t *pool, const char *args)
{
    apr_array_header_t *words = apr_array_make(pool, 4, sizeof(const char *));

    while (*args) {
        APR_ARRAY_PUSH(words, const char *) = ap_getword_conf(pool, &args);
    }
    return words;
}

/* --- setters --------------------------------------------------------------------------------- */

static const char *set_words(cmd_parms *cmd, void *dir_config, const char *args)
{
    const lz_rule_t *rule = cmd->info;
    apr_array_header_t *words = lz_split_words(cmd->pool, args);
    lz_setting_t *setting = NULL;
    const char *error = lz_open_setting(cmd, rule, &setting);

    (void)dir_config;
    if (!error) {
        error = check_words(cmd->pool, rule, words);
    }
    if (!error) {
        setting->place = lz_place_of(cmd);
        setting->words = words;
    }
    return error;
}

/* "auto" opens for all deployments; beside ids it would make them meaningless. */
static const char *set_deployments(cmd_parms *cmd, void *dir_config, const char *args)
{
    const lz_rule_t *rule = cmd->info;
    const apr_array_header_t *words = lz_split_words(cmd->pool, args);

    for (int i = 0; words->nelts > 1 && i < words->nelts; i++) {
        if (!strcasecmp(APR_ARRAY_IDX(words, i, const char *), "auto")) {
            return apr_psprintf(cmd->pool, LZNO(0912) "%s mixes auto, which allows every "
                                "deployment, with ids; right would be: %s", rule->name,
                                rule->form);
        }
    }
    return set_words(cmd, dir_config, args);
}

/* The parsed secrets of a directive; the words are not kept, nor shown when they are wrong. */
const char *lz_parse_secrets(const cmd_parms *cmd, const lz_rule_t *rule, const char *args,
                                 apr_array_header_t **secrets)
{
    const char *wrong = lz_secrets_parse(cmd->pool, ap_server_root, lz_split_words(cmd->pool, args),
                                         secrets);

    if (wrong) {
        return apr_psprintf(cmd->pool, LZNO(0914) "%s %s; right would be: %s", rule->name,
                            wrong, rule->form);
    }
    return check_count(cmd->pool, rule, (*secrets)->nelts);
}

static const char *set_secrets(cmd_parms *cmd, void *dir_config, const char *args)
{
    const lz_rule_t *rule = cmd->info;
    apr_array_header_t *secrets = NULL;
    lz_setting_t *setting = NULL;
    const char *error = lz_open_setting(cmd, rule, &setting);

    (void)dir_config;
    if (!error) {
        error = lz_parse_secrets(cmd, rule, args, &secrets);
    }
    if (!error) {
        setting->place = lz_place_of(cmd);
        setting->words = apr_array_make(cmd->pool, 2, sizeof(const char *));
        setting->secrets = secrets;
    }
    return error;
}

/* Key files are secrets that can stand in files only. */
static const char *set_keys(cmd_parms *cmd, void *dir_config, const char *args)
{
    const char *error = set_words(cmd, dir_config, args);

    if (!error) {
        lz_setting_t *setting = &lz_config_of(cmd->server)->settings[LZ_SET_KEY];
        int n = setting->words->nelts;

        setting->secrets = apr_array_make(cmd->pool, n, sizeof(lz_secret_t *));
        for (int i = 0; i < n; i++) {
            const char *file = APR_ARRAY_IDX(setting->words, i, const char *);

            APR_ARRAY_PUSH(setting->secrets, lz_secret_t *) =
                lz_secret_in_file(cmd->pool, lz_config_path(cmd->pool, file));
        }
    }
    return error;
}

/* --- sections -------------------------------------------------------------------------------- */

static int is_ours(const char *directive)
{
    for (const command_rec *command = lz_directives; command->name; command++) {
        if (!strcasecmp(command->name, directive)) {
            return 1;
        }
    }
    return 0;
}

/*
 * Without this, a Require or an Alias in our section would silently hold for the whole server. A
 * misspelled directive of ours is left to httpd, which says just that.
 */
static const char *check_strangers(cmd_parms *cmd, const lz_section_t *section)
{
    for (ap_directive_t *inner = cmd->directive->first_child; inner; inner = inner->next) {
        if (!is_ours(inner->directive) && strncasecmp(inner->directive, "LTIZoom", 7)) {
            cmd->err_directive = inner;
            return apr_psprintf(cmd->pool, LZNO(0909) "%s%s does not belong into %s %s>; right "
                                "would be to write it outside", inner->directive,
                                *inner->directive == '<' ? ">" : "",
                                lz_scope_section(section->kind), section->name);
        }
    }
    return NULL;
}

/* The one word between the directive and '>'. */
static const char *section_name(cmd_parms *cmd, lz_scope_e kind, const char *args,
                                const char **name)
{
    const char *end = strrchr(args, '>');
    const char *text = end ? apr_pstrmemdup(cmd->pool, args, (apr_size_t)(end - args)) : args;
    const char *tag = lz_scope_section(kind);
    const char *wrong;

    if (!end) {
        return apr_psprintf(cmd->pool, LZNO(0906) "%s lacks its '>'; right would be: %s name>",
                            tag, tag);
    }
    *name = ap_getword_conf(cmd->pool, &text);
    wrong = *text ? "is followed by something else" : lz_check_name(cmd->pool, NULL, *name);
    if (wrong) {
        return apr_psprintf(cmd->pool, LZNO(0907) "%s>: the name '%s' %s; right would be 1 to 64 "
                            "letters, digits, - or _: %s main>", tag, *name, wrong, tag);
    }
    return NULL;
}

/* The new section, or NULL and what is wrong. */
static lz_section_t *open_section(cmd_parms *cmd, lz_scope_e kind, const char *args,
                                  const char **error)
{
    lz_server_config_t *config = lz_config_of(cmd->server);
    lz_section_t *section;
    const char *name = NULL;

    *error = check_variables(cmd, lz_scope_section(kind));
    if (!*error && config->open) {
        *error = apr_psprintf(cmd->pool, LZNO(0910) "%s> stands inside %s %s>; right would be to "
                              "close that one first", lz_scope_section(kind),
                              lz_scope_section(config->open->kind), config->open->name);
    }
    if (!*error) {
        *error = section_name(cmd, kind, args, &name);
    }
    if (*error) {
        return NULL;
    }
    section = lz_config_section(config, kind, name);
    if (section) {
        *error = apr_psprintf(cmd->pool, LZNO(0908) "%s %s> stands here for the second time; right "
                              "would be another name, the first is in %s:%d",
                              lz_scope_section(kind), name, section->place.file,
                              section->place.line);
        return NULL;
    }
    section = apr_pcalloc(cmd->pool, sizeof(*section));
    section->kind = kind;
    section->name = name;
    section->place = lz_place_of(cmd);
    APR_ARRAY_PUSH(config->sections, lz_section_t *) = section;
    return section;
}

static const char *read_section(cmd_parms *cmd, lz_scope_e kind, const char *args)
{
    lz_server_config_t *config = lz_config_of(cmd->server);
    ap_directive_t *directive = cmd->directive;
    const char *error = NULL;
    lz_section_t *section = open_section(cmd, kind, args, &error);

    if (!section) {
        return error;
    }
    error = check_strangers(cmd, section);
    if (error) {
        return error;
    }
    if (!config->first.file) {
        config->first = section->place;
    }
    config->open = section;
    error = ap_walk_config(directive->first_child, cmd, cmd->context);
    config->open = NULL;
    cmd->directive = directive;
    return error;
}

static const char *account_section(cmd_parms *cmd, void *dir_config, const char *args)
{
    (void)dir_config;
    return read_section(cmd, LZ_SCOPE_ACCOUNT, args);
}

static const char *platform_section(cmd_parms *cmd, void *dir_config, const char *args)
{
    (void)dir_config;
    return read_section(cmd, LZ_SCOPE_PLATFORM, args);
}

/* --- the table ------------------------------------------------------------------------------- */

#define RULE(id) ((void *)&lz_rules[id])

const command_rec lz_directives[] = {
    AP_INIT_RAW_ARGS("LTIZoomBaseURL", set_words, RULE(LZ_SET_BASE_URL), RSRC_CONF,
                     "where browsers and the LMS reach the tool"),
    AP_INIT_RAW_ARGS("LTIZoomSecret", set_secrets, RULE(LZ_SET_SECRET), RSRC_CONF,
                     "seals sessions: the first seals, all open"),
    AP_INIT_RAW_ARGS("LTIZoomKey", set_keys, RULE(LZ_SET_KEY), RSRC_CONF,
                     "the tool's RSA keys: the first signs, all are published"),
    AP_INIT_RAW_ARGS("LTIZoomCache", set_words, RULE(LZ_SET_CACHE), RSRC_CONF,
                     "the shared cache, a mod_socache provider"),
    AP_INIT_RAW_ARGS("LTIZoomAssets", set_words, RULE(LZ_SET_ASSETS), RSRC_CONF,
                     "directory of the pages"),
    AP_INIT_RAW_ARGS("LTIZoomInsecureLoopback", set_words, RULE(LZ_SET_LOOPBACK), RSRC_CONF,
                     "On: http for 127.0.0.1 and localhost, for tests and the demo only"),
    AP_INIT_RAW_ARGS("LTIZoomClockLeeway", set_words, RULE(LZ_SET_LEEWAY), RSRC_CONF,
                     "how far the clocks of the LMS and this server may differ"),
    AP_INIT_RAW_ARGS("LTIZoomTrustedAudience", set_words, RULE(LZ_SET_TRUSTED_AUDIENCE),
                     RSRC_CONF, "further audiences that an LMS's messages may name"),
    AP_INIT_RAW_ARGS("LTIZoomHostRoles", set_words, RULE(LZ_SET_HOST_ROLES), RSRC_CONF,
                     "roles in a course that may schedule and host"),
    AP_INIT_RAW_ARGS("LTIZoomAdministratorsHost", set_words, RULE(LZ_SET_ADMINISTRATORS_HOST),
                     RSRC_CONF, "On: administrators of course, institution and LMS host too"),
    AP_INIT_RAW_ARGS("LTIZoomStudentsHost", set_words, RULE(LZ_SET_STUDENTS_HOST), RSRC_CONF,
                     "On: students schedule and host meetings of their own"),
    AP_INIT_RAW_ARGS("LTIZoomFreshness", set_words, RULE(LZ_SET_FRESHNESS), RSRC_CONF,
                     "how long what we know of a host's meetings is fresh"),
    AP_INIT_RAW_ARGS("LTIZoomJoinLead", set_words, RULE(LZ_SET_JOIN_LEAD), RSRC_CONF,
                     "how long before the start students may join"),
    AP_INIT_RAW_ARGS("LTIZoomJoinEarly", set_words, RULE(LZ_SET_JOIN_EARLY), RSRC_CONF,
                     "whether links to join work before Join opens"),
    AP_INIT_RAW_ARGS("LTIZoomMeetingDefault", lz_set_pair, RULE(LZ_SET_MEETING_DEFAULT), RSRC_CONF,
                     "what a new meeting begins with; may be repeated"),
    AP_INIT_RAW_ARGS("LTIZoomMeetingLock", lz_set_pair, RULE(LZ_SET_MEETING_LOCK), RSRC_CONF,
                     "what every meeting has, whatever is asked for; may be repeated"),
    AP_INIT_RAW_ARGS("LTIZoomTrackingField", lz_set_pair, RULE(LZ_SET_TRACKING_FIELD), RSRC_CONF,
                     "what a tracking field of the Zoom account is filled with; may be repeated"),
    AP_INIT_RAW_ARGS("LTIZoomAlternativeHosts", set_words, RULE(LZ_SET_ALTERNATIVE_HOSTS),
                     RSRC_CONF, "instructors: new meetings have all of the course's as hosts"),
    AP_INIT_RAW_ARGS("LTIZoomSessionLifetime", set_words, RULE(LZ_SET_SESSION_LIFETIME),
                     RSRC_CONF, "how long one launch lasts"),
    AP_INIT_RAW_ARGS("LTIZoomSessionIdle", set_words, RULE(LZ_SET_SESSION_IDLE), RSRC_CONF,
                     "how long one may do nothing before the session ends"),
    AP_INIT_RAW_ARGS("LTIZoomCAFile", set_words, RULE(LZ_SET_CA_FILE), RSRC_CONF,
                     "certificates that outgoing TLS trusts"),
    AP_INIT_RAW_ARGS("LTIZoomTimeout", set_words, RULE(LZ_SET_TIMEOUT), RSRC_CONF,
                     "how long one request may take, with all its calls"),
    AP_INIT_RAW_ARGS("LTIZoomStatus", set_words, RULE(LZ_SET_STATUS), RSRC_CONF,
                     "who may see how the server is doing"),
    AP_INIT_RAW_ARGS("LTIZoomBackground", set_words, RULE(LZ_SET_BACKGROUND), RSRC_CONF,
                     "Off: nothing is done but what requests ask for"),
    AP_INIT_RAW_ARGS("LTIZoomBodyLimit", set_words, RULE(LZ_SET_BODY_LIMIT), RSRC_CONF,
                     "largest body of a request, in bytes"),
    AP_INIT_RAW_ARGS("LTIZoomConcurrency", set_words, RULE(LZ_SET_CONCURRENCY), RSRC_CONF,
                     "how many requests may wait for Zoom at the same time"),
    AP_INIT_RAW_ARGS("LTIZoomProxy", set_words, RULE(LZ_SET_PROXY), RSRC_CONF,
                     "the HTTP proxy that leads to Zoom and the LMS"),
    AP_INIT_RAW_ARGS("LTIZoomNoProxy", set_words, RULE(LZ_SET_NO_PROXY), RSRC_CONF,
                     "hosts and domains that are reached without it"),
    AP_INIT_RAW_ARGS("LTIZoomRegistrationSecret", set_secrets, RULE(LZ_SET_REGISTRATION_SECRET),
                     RSRC_CONF, "the secret with which an LMS may be registered"),
    AP_INIT_RAW_ARGS("LTIZoomRegistrationAccount", set_words, RULE(LZ_SET_REGISTRATION_ACCOUNT),
                     RSRC_CONF, "the Zoom account of LMSs that register"),

    AP_INIT_RAW_ARGS("<LTIZoomAccount", account_section, NULL, RSRC_CONF,
                     "a Zoom account: its name, then its directives"),
    AP_INIT_RAW_ARGS("LTIZoomAccountID", set_words, RULE(LZ_SET_ACCOUNT_ID), RSRC_CONF,
                     "Account ID of the Server-to-Server OAuth app"),
    AP_INIT_RAW_ARGS("LTIZoomClientID", set_words, RULE(LZ_SET_CLIENT_ID), RSRC_CONF,
                     "Client ID of the Server-to-Server OAuth app"),
    AP_INIT_RAW_ARGS("LTIZoomClientSecret", set_secrets, RULE(LZ_SET_CLIENT_SECRET), RSRC_CONF,
                     "Client Secret of the Server-to-Server OAuth app"),
    AP_INIT_RAW_ARGS("LTIZoomWebhookSecret", set_secrets, RULE(LZ_SET_WEBHOOK_SECRET), RSRC_CONF,
                     "Secret Token of the app's event subscriptions"),
    AP_INIT_RAW_ARGS("LTIZoomAPIBase", set_words, RULE(LZ_SET_API_BASE), RSRC_CONF,
                     "where Zoom's API is"),
    AP_INIT_RAW_ARGS("LTIZoomOAuthBase", set_words, RULE(LZ_SET_OAUTH_BASE), RSRC_CONF,
                     "where Zoom gives tokens"),
    AP_INIT_RAW_ARGS("LTIZoomPlan", set_words, RULE(LZ_SET_PLAN), RSRC_CONF,
                     "free, pro or business: the account's rate limits"),
    AP_INIT_RAW_ARGS("LTIZoomBudget", set_words, RULE(LZ_SET_BUDGET), RSRC_CONF,
                     "per cent of the rate limits that this tool may use"),
    AP_INIT_RAW_ARGS("LTIZoomDomains", set_words, RULE(LZ_SET_DOMAINS), RSRC_CONF,
                     "e-mail domains whose people are in this account"),

    AP_INIT_RAW_ARGS("<LTIZoomPlatform", platform_section, NULL, RSRC_CONF,
                     "a learning platform: its name, then its directives"),
    AP_INIT_RAW_ARGS("LTIZoomIssuer", set_words, RULE(LZ_SET_ISSUER), RSRC_CONF,
                     "the platform's issuer (iss)"),
    AP_INIT_RAW_ARGS("LTIZoomPlatformClientID", set_words, RULE(LZ_SET_PLATFORM_CLIENT_ID),
                     RSRC_CONF, "the client id that the platform gave to this tool"),
    AP_INIT_RAW_ARGS("LTIZoomAuthURL", set_words, RULE(LZ_SET_AUTH_URL), RSRC_CONF,
                     "the platform's authentication request URL"),
    AP_INIT_RAW_ARGS("LTIZoomTokenURL", set_words, RULE(LZ_SET_TOKEN_URL), RSRC_CONF,
                     "the platform's access token URL"),
    AP_INIT_RAW_ARGS("LTIZoomKeysURL", set_words, RULE(LZ_SET_KEYS_URL), RSRC_CONF,
                     "the platform's public keyset URL"),
    AP_INIT_RAW_ARGS("LTIZoomTokenAudience", set_words, RULE(LZ_SET_TOKEN_AUDIENCE), RSRC_CONF,
                     "the audience of token requests; default: the token URL"),
    AP_INIT_RAW_ARGS("LTIZoomDeployments", set_deployments, RULE(LZ_SET_DEPLOYMENTS), RSRC_CONF,
                     "auto, or the deployment ids that may launch"),
    AP_INIT_RAW_ARGS("LTIZoomConsumer", lz_set_consumer, RULE(LZ_SET_CONSUMER), RSRC_CONF,
                     "consumer key and secret of LTI 1.1; may be repeated"),
    AP_INIT_RAW_ARGS("LTIZoomUseAccount", set_words, RULE(LZ_SET_USE_ACCOUNT), RSRC_CONF,
                     "the Zoom account of this platform's courses; default: the only one"),
    { NULL }
};
