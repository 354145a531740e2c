/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How directives are kept between reading and building, for config_*.c alone.
 *
 * A setting is the list of words of one directive and the place where it stands. The table of
 * rules says once for each directive where it may stand, what a right value is and what holds
 * without it; the default is written as an admin would write it and read by the same functions.
 */
#ifndef LZ_HTTPD_CONFIG_SETTINGS_H
#define LZ_HTTPD_CONFIG_SETTINGS_H

#include <apr_hash.h>
#include <apr_tables.h>

#include "config.h"
#include "../base/secrets.h"
#include "../base/value.h"

typedef enum lz_setting_id_e {
    LZ_SET_BASE_URL,
    LZ_SET_SECRET,
    LZ_SET_KEY,
    LZ_SET_CACHE,
    LZ_SET_ASSETS,
    LZ_SET_LOOPBACK,
    LZ_SET_LEEWAY,
    LZ_SET_TRUSTED_AUDIENCE,
    LZ_SET_HOST_ROLES,
    LZ_SET_ADMINISTRATORS_HOST,
    LZ_SET_STUDENTS_HOST,
    LZ_SET_FRESHNESS,
    LZ_SET_JOIN_LEAD,
    LZ_SET_JOIN_EARLY,
    LZ_SET_MEETING_DEFAULT,
    LZ_SET_MEETING_LOCK,
    LZ_SET_TRACKING_FIELD,
    LZ_SET_ALTERNATIVE_HOSTS,
    LZ_SET_SESSION_LIFETIME,
    LZ_SET_SESSION_IDLE,
    LZ_SET_CA_FILE,
    LZ_SET_TIMEOUT,
    LZ_SET_BODY_LIMIT,
    LZ_SET_CONCURRENCY,
    LZ_SET_PROXY,
    LZ_SET_NO_PROXY,
    LZ_SET_REGISTRATION_SECRET,
    LZ_SET_REGISTRATION_ACCOUNT,
    LZ_SET_STATUS,
    LZ_SET_BACKGROUND,

    LZ_SET_ACCOUNT_ID,
    LZ_SET_CLIENT_ID,
    LZ_SET_CLIENT_SECRET,
    LZ_SET_WEBHOOK_SECRET,
    LZ_SET_API_BASE,
    LZ_SET_OAUTH_BASE,
    LZ_SET_PLAN,
    LZ_SET_BUDGET,
    LZ_SET_DOMAINS,

    LZ_SET_ISSUER,
    LZ_SET_PLATFORM_CLIENT_ID,
    LZ_SET_AUTH_URL,
    LZ_SET_TOKEN_URL,
    LZ_SET_KEYS_URL,
    LZ_SET_TOKEN_AUDIENCE,
    LZ_SET_DEPLOYMENTS,
    LZ_SET_CONSUMER,
    LZ_SET_USE_ACCOUNT,

    LZ_SETTING_COUNT
} lz_setting_id_e;

typedef enum lz_scope_e {
    LZ_SCOPE_SERVER,            /* outside sections: server or virtual host */
    LZ_SCOPE_ACCOUNT,           /* inside <LTIZoomAccount> */
    LZ_SCOPE_PLATFORM           /* inside <LTIZoomPlatform> */
} lz_scope_e;

typedef struct lz_rule_t lz_rule_t;

struct lz_rule_t {
    const char  *name;          /* of the directive */
    lz_scope_e   scope;
    const char  *fallback;      /* the default, in the directive's own words; NULL: none */
    const char  *form;          /* ends the sentence "right would be: ..." */
    int          words_max;     /* 0: any number; at least one always */
    int          repeats;       /* may stand in several lines; nearer to a host they replace all */
    apr_int64_t  min, max;      /* of numbers and durations */
    /* What is wrong with one word ("is not a number"), or NULL. NULL: the setter does it all. */
    const char *(*check)(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
    /* Of a directive with a name and a value: what is wrong and what would be right, or NULL. */
    const char *(*check_pair)(apr_pool_t *pool, const char *name, const char *value);
};

/* By lz_setting_id_e. */
extern const lz_rule_t lz_rules[LZ_SETTING_COUNT];

typedef struct lz_place_t {
    const char *file;           /* NULL: not in any file, the default holds */
    int         line;
} lz_place_t;

typedef struct lz_setting_t {
    lz_place_t          place;
    apr_array_header_t *words;   /* const char *; keys of LTIZoomConsumer */
    apr_array_header_t *secrets; /* lz_secret_t *; or NULL for directives without */
} lz_setting_t;

typedef struct lz_section_t {
    lz_scope_e   kind;
    const char  *name;
    lz_place_t   place;
    lz_setting_t settings[LZ_SETTING_COUNT];
} lz_section_t;

struct lz_server_config_t {
    lz_setting_t        settings[LZ_SETTING_COUNT];
    apr_array_header_t *sections;   /* lz_section_t * */
    lz_section_t       *open;       /* while reading: the section we are in, or NULL */
    /* First directive of this very host that has no default, hence says that the module is
     * wanted here; .file NULL: none. */
    lz_place_t          first;
};

lz_server_config_t *lz_config_of(server_rec *s);

/* The section of that name, or NULL. */
lz_section_t *lz_config_section(const lz_server_config_t *config, lz_scope_e kind,
                                const char *name);

/* "<LTIZoomAccount" or "<LTIZoomPlatform", as in the tree of directives. */
const char *lz_scope_section(lz_scope_e kind);

/* Reading settings; where one is not set, its default. */
int lz_is_set(const lz_setting_t *settings, lz_setting_id_e id);
const char *lz_setting_text(const lz_setting_t *settings, lz_setting_id_e id); /* or NULL */
apr_array_header_t *lz_setting_words(apr_pool_t *pool, const lz_setting_t *settings,
                                     lz_setting_id_e id); /* maybe empty, never NULL */
apr_int64_t lz_setting_number(const lz_setting_t *settings, lz_setting_id_e id);
apr_interval_time_t lz_setting_duration(const lz_setting_t *settings, lz_setting_id_e id);
int lz_setting_switch(const lz_setting_t *settings, lz_setting_id_e id);
const char *lz_setting_secret(const lz_setting_t *settings, lz_setting_id_e id); /* read, or NULL */

/* A file name as httpd means it: relative to ServerRoot. */
const char *lz_config_path(apr_pool_t *pool, const char *name);

/* Checkers of words, for the table. */
const char *lz_check_base_url(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_url(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_plain_url(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_issuer(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_api_url(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_number(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_duration(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_lead(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_freshness(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_switch(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_plan(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_status(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_identifier(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_name(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_role(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_domain(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_path(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_others(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_choice(apr_pool_t *pool, const char *name, const char *value);
const char *lz_check_tracking(apr_pool_t *pool, const char *name, const char *value);
const char *lz_check_concurrency(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_proxy(apr_pool_t *pool, const lz_rule_t *rule, const char *word);
const char *lz_check_cache(apr_pool_t *pool, const lz_rule_t *rule, const char *word);

/* 1 for the directives whose value is a URL that is called or shown. */
int lz_rule_is_url(const lz_rule_t *rule);

/* The word's number in lz_status_access_e, or -1. */
int lz_value_status(const char *word);

/* The plan's number in lz_zoom_plan_e, or -1. */
int lz_value_plan(const char *word);

/* "shmcb:name(size)" in two parts; *argument is NULL without a colon. */
void lz_value_cache(apr_pool_t *pool, const char *word, const char **provider,
                    const char **argument);

/* First 12 hex digits of a SHA-256 over names and contents below directory; "none" without. */
const char *lz_assets_version(apr_pool_t *pool, const char *directory);

/* What lz_config_check() found so far. */
typedef struct lz_findings_t {
    apr_pool_t *pconf;          /* secrets are read into it */
    apr_pool_t *ptemp;
    apr_hash_t *told;           /* sentences already told: a host inherits the server's mistakes */
    int         mistakes;
} lz_findings_t;

/* Tells a mistake, or a warning that does not stop httpd, under a tag (LZNO) and a place. */
void lz_mistake(lz_findings_t *found, const char *tag, const lz_place_t *place,
                const char *format, ...) __attribute__((format(printf, 4, 5)));
void lz_advice(lz_findings_t *found, const char *tag, const lz_place_t *place,
               const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Parts of the check; each reads the merged configuration of one host. */
void lz_check_registration(lz_findings_t *found, const lz_server_config_t *config);
void lz_check_form(lz_findings_t *found, const lz_server_config_t *config);
void lz_check_sections(lz_findings_t *found, const lz_server_config_t *config);
void lz_check_secrets(lz_findings_t *found, const lz_server_config_t *config);
void lz_check_around(lz_findings_t *found, server_rec *s, const lz_server_config_t *config);
void lz_check_database(lz_findings_t *found, server_rec *s, const lz_place_t *place);

/* The last part, when the secrets of all hosts have been read. */
void lz_check_hosts(lz_findings_t *found, server_rec *main_server);

#endif
