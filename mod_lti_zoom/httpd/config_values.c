/* SPDX-License-Identifier: Apache-2.0 */
/* What a right word is, for each kind of directive. Sentences continue "LTIZoomX 'word' ...". */
#include "config_settings.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>
#include <strings.h>

#include "../base/url.h"
#include "../lti/platform.h"
#include "../lti/roles.h"

#define NAME_MAX_LENGTH 64

int lz_value_plan(const char *word)
{
    static const char *const plans[] = {
        [LZ_PLAN_FREE] = "free", [LZ_PLAN_PRO] = "pro", [LZ_PLAN_BUSINESS] = "business"
    };

    for (int i = 0; i < (int)(sizeof(plans) / sizeof(plans[0])); i++) {
        if (!strcmp(word, plans[i])) {
            return i;
        }
    }
    return -1;
}

void lz_value_cache(apr_pool_t *pool, const char *word, const char **provider,
                    const char **argument)
{
    const char *colon = strchr(word, ':');

    *provider = colon ? apr_pstrmemdup(pool, word, (apr_size_t)(colon - word)) : word;
    *argument = colon ? colon + 1 : NULL;
}

static int is_printable(const char *word)
{
    for (const unsigned char *c = (const unsigned char *)word; *c; c++) {
        if (*c <= ' ' || *c > '~') {
            return 0;
        }
    }
    return 1;
}

static const char *check_range(apr_pool_t *pool, const lz_rule_t *rule, apr_int64_t value)
{
    if (value < rule->min || value > rule->max) {
        return apr_psprintf(pool, "is not between %" APR_INT64_T_FMT " and %" APR_INT64_T_FMT,
                            rule->min, rule->max);
    }
    return NULL;
}

const char *lz_check_number(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    apr_int64_t value;

    return lz_value_number(word, &value) ? check_range(pool, rule, value)
                                         : "is not a whole number";
}

const char *lz_check_duration(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    apr_int64_t seconds;
    const char *wrong;

    if (!lz_value_seconds(word, &seconds)) {
        return "is not a time";
    }
    wrong = check_range(pool, rule, seconds);
    return wrong ? apr_pstrcat(pool, wrong, " seconds", NULL) : NULL;
}

const char *lz_check_lead(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    return strcasecmp(word, "off") ? lz_check_duration(pool, rule, word) : NULL;
}

const char *lz_check_freshness(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    return strcmp(word, "auto") ? lz_check_duration(pool, rule, word) : NULL;
}

const char *lz_check_concurrency(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    return strcmp(word, "auto") ? lz_check_number(pool, rule, word) : NULL;
}

const char *lz_check_switch(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    (void)pool;
    (void)rule;
    return strcasecmp(word, "on") && strcasecmp(word, "off") ? "is neither On nor Off" : NULL;
}

int lz_value_status(const char *word)
{
    static const char *const words[] = {
        [LZ_STATUS_LOCAL] = "local", [LZ_STATUS_ON] = "on", [LZ_STATUS_OFF] = "off"
    };

    for (int i = LZ_STATUS_LOCAL; i <= LZ_STATUS_OFF; i++) {
        if (strcasecmp(word, words[i]) == 0) {
            return i;
        }
    }
    return -1;
}

const char *lz_check_status(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    (void)pool;
    (void)rule;
    return lz_value_status(word) < 0 ? "is none of local, on and off" : NULL;
}

const char *lz_check_plan(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    (void)pool;
    (void)rule;
    return lz_value_plan(word) < 0 ? "is no plan that is known here" : NULL;
}

static const char *check_length(apr_pool_t *pool, const char *word)
{
    return strlen(word) > LZ_LTI_ID_MAX
           ? apr_psprintf(pool, "is longer than %d characters", LZ_LTI_ID_MAX) : NULL;
}

const char *lz_check_identifier(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    const char *wrong = check_length(pool, word);

    (void)rule;
    if (!*word) {
        return "is empty";
    }
    if (wrong) {
        return wrong;
    }
    return is_printable(word) ? NULL : "contains a space or a character outside ASCII";
}

const char *lz_check_name(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    (void)rule;
    if (!*word || strlen(word) > NAME_MAX_LENGTH) {
        return apr_psprintf(pool, "does not have 1 to %d characters", NAME_MAX_LENGTH);
    }
    for (const char *c = word; *c; c++) {
        if (!apr_isalnum(*c) && *c != '-' && *c != '_') {
            return "contains a character that a name cannot have";
        }
    }
    return NULL;
}

/* Roles are compared letter by letter: one that is written otherwise would make nobody a host. */
static const char *check_spelling(apr_pool_t *pool, const char *word)
{
    const char *right = lz_role_spelling(word);

    if (!right) {
        return "is no context role of LTI";
    }
    return strncmp(word, right, strlen(right))
           ? apr_psprintf(pool, "is not how LTI writes it; write '%s%s'", right,
                          word + strlen(right)) : NULL;
}

const char *lz_check_role(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    int marks = 0;

    (void)rule;
    if (strchr(word, '/')) {
        return apr_psprintf(pool, "is a URI; write its last part ('%s')",
                            strrchr(word, strchr(word, '#') ? '#' : '/') + 1);
    }
    for (const char *c = word; *c; c++) {
        if (*c == '#' && c > word && c[1]) {
            marks++;
        }
        else if (!apr_isalpha(*c)) {
            return "is no context role of LTI";
        }
    }
    return marks <= 1 ? check_spelling(pool, word) : "is no context role of LTI";
}

const char *lz_check_domain(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    char *lower = apr_pstrdup(pool, word);
    const char *label = word;

    (void)rule;
    if (strchr(word, '@')) {
        return apr_psprintf(pool, "contains @; write the part behind it ('%s')",
                            strrchr(word, '@') + 1);
    }
    ap_str_tolower(lower);
    if (strcmp(lower, word)) {
        return apr_psprintf(pool, "is not in lower case; write '%s'", lower);
    }
    for (const char *c = word; *c; c++) {
        if (*c == '.' && c > label && c[1]) {
            label = c + 1;
        }
        else if (!apr_isalnum(*c) && *c != '-') {
            return "is no domain name";
        }
    }
    if (label == word || strlen(word) > 253) {
        return "is no domain name";
    }
    return NULL;
}

const char *lz_check_path(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    (void)rule;
    if (!*word) {
        return "is empty";
    }
    return lz_config_path(pool, word) ? NULL : "is no path";
}

const char *lz_check_cache(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    const char *provider, *argument;

    (void)rule;
    lz_value_cache(pool, word, &provider, &argument);
    for (const char *c = provider; *c; c++) {
        if (!apr_isalnum(*c) && *c != '_' && *c != '-') {
            return "does not begin with a provider's name";
        }
    }
    return *provider ? NULL : "does not begin with a provider's name";
}

/* What stands between "http://" and the end: a name or an address, a colon, a port. */
static int is_host_and_port(const char *text)
{
    const char *host = *text == '[' ? text + 1 : text;
    apr_size_t length = strspn(host, *text == '[' ? "0123456789abcdefABCDEF:."
                                                  : "0123456789abcdefghijklmnopqrstuvwxyz"
                                                    "ABCDEFGHIJKLMNOPQRSTUVWXYZ.-_");
    const char *port = host + length + (*text == '[' && host[length] == ']');
    apr_int64_t number;

    return length > 0 && *port == ':' && lz_value_number(port + 1, &number)
           && number >= 1 && number <= 65535;
}

const char *lz_check_proxy(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    (void)pool;
    (void)rule;
    if (strncasecmp(word, "http://", 7)) {
        return "does not start with http://";
    }
    if (strchr(word, '@')) {
        return "must not hold a user name or password";
    }
    return is_host_and_port(word + 7) ? NULL : "is not a host with a port from 1 to 65535";
}

/* --- URLs ------------------------------------------------------------------------------------ */

/* Whether http is allowed at all depends on LTIZoomInsecureLoopback, which the check looks at. */
static const char *check_url(const char *word, int rules)
{
    return lz_url_check(word, rules | LZ_URL_LOOPBACK_HTTP);
}

const char *lz_check_url(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    (void)pool;
    (void)rule;
    return check_url(word, LZ_URL_HTTPS);
}

const char *lz_check_plain_url(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    (void)pool;
    (void)rule;
    return check_url(word, LZ_URL_NO_QUERY);
}

/* A login whose iss is longer is refused, so that nobody could launch. */
const char *lz_check_issuer(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    const char *wrong = lz_check_plain_url(pool, rule, word);

    return wrong ? wrong : check_length(pool, word);
}

const char *lz_check_api_url(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    const char *wrong = lz_check_plain_url(pool, rule, word);
    apr_size_t length = strlen(word);

    if (!wrong && word[length - 1] == '/') {
        return apr_psprintf(pool, "ends with a slash; write '%s'",
                            apr_pstrmemdup(pool, word, length - 1));
    }
    return wrong;
}

/* Segments that stay the same in every browser, proxy and in httpd. */
static const char *check_mount(const char *path)
{
    const char *segment = path;

    while (*segment == '/') {
        apr_size_t length = strcspn(++segment, "/");

        if (!length) {
            return "has an empty segment in its path";
        }
        if (!strncmp(segment, ".", length) || !strncmp(segment, "..", length)) {
            return "has a segment '.' or '..' in its path";
        }
        for (apr_size_t i = 0; i < length; i++) {
            if (!apr_isalnum(segment[i]) && !strchr("-._~", segment[i])) {
                return "has a character in its path that is not a letter, digit, - . _ or ~";
            }
        }
        segment += length;
    }
    return NULL;
}

const char *lz_check_base_url(apr_pool_t *pool, const lz_rule_t *rule, const char *word)
{
    const char *wrong = lz_check_plain_url(pool, rule, word);
    const char *canonical;

    if (wrong) {
        return wrong;
    }
    canonical = apr_pstrcat(pool, lz_url_origin(pool, word), lz_url_path(pool, word), NULL);
    if (strcmp(canonical, word)) {
        return apr_psprintf(pool, "is not in its normal form; write '%s'", canonical);
    }
    return check_mount(lz_url_path(pool, word));
}

int lz_rule_is_url(const lz_rule_t *rule)
{
    return rule->check == lz_check_url || rule->check == lz_check_plain_url
           || rule->check == lz_check_issuer || rule->check == lz_check_api_url
           || rule->check == lz_check_base_url;
}
