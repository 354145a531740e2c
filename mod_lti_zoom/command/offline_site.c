/* SPDX-License-Identifier: Apache-2.0 */
#include "offline.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../base/secrets.h"
#include "../base/url.h"
#include "../base/value.h"
#include "../lti/roles.h"

/* What holds where nothing is set. */
#define LEEWAY_DEFAULT "60"
#define ROLE_DEFAULT   "Instructor"
#define AUTO           "auto"

#define SECRET_BYTES   32

static const char *read_secrets(apr_pool_t *pool, const char *root,
                                const apr_array_header_t *words, apr_array_header_t **secrets)
{
    const char *wrong = lz_secrets_parse(pool, root, words, secrets);

    for (int i = 0; wrong == NULL && i < (*secrets)->nelts; i++) {
        wrong = lz_secret_read(pool, APR_ARRAY_IDX(*secrets, i, lz_secret_t *));
    }
    return wrong;
}

/* The sealer of LTIZoomSecret, or of a secret that no state was sealed with. */
static const char *make_sealer(apr_pool_t *pool, const lz_offline_wish_t *wish,
                               const lz_directive_host_t *host, lz_offline_site_t *site)
{
    apr_array_header_t *secrets = apr_array_make(pool, 1, sizeof(lz_secret_t *));
    const apr_array_header_t *words = host != NULL ? host->own.words[LZ_D_SECRET] : NULL;
    const char *wrong = NULL;
    lz_sealer_t *sealer = NULL;

    if (wish->with_secrets && words != NULL) {
        wrong = read_secrets(pool, wish->directives->root, words, &secrets);
        site->with_secrets = 1;
    }
    if (wrong != NULL) {
        return apr_pstrcat(pool, "LTIZoomSecret: ", wrong, NULL);
    }
    const char **values = apr_pcalloc(pool, ((apr_size_t)secrets->nelts + 1) * sizeof(*values));
    for (int i = 0; i < secrets->nelts; i++) {
        values[i] = APR_ARRAY_IDX(secrets, i, lz_secret_t *)->value;
    }
    const int n = secrets->nelts > 0 ? secrets->nelts : 1;
    if (values[0] == NULL) {
        values[0] = lz_random_token(pool, SECRET_BYTES);
    }
    if (values[0] == NULL || lz_sealer_create(pool, values, n, &sealer) != APR_SUCCESS) {
        return "LTIZoomSecret: a secret is shorter than 32 bytes";
    }
    site->sealer = sealer;
    return NULL;
}

static const char *make_consumers(apr_pool_t *pool, const lz_offline_wish_t *wish,
                                  const lz_directive_set_t *set, lz_platform_t *platform)
{
    const int n = set->consumers != NULL ? set->consumers->nelts : 0;
    const char *wrong = NULL;

    platform->consumers = apr_array_make(pool, n, sizeof(lz_consumer_t));
    for (int i = 0; wrong == NULL && i < n; i++) {
        apr_array_header_t *words = apr_array_copy(pool, APR_ARRAY_IDX(set->consumers, i,
                                                                       apr_array_header_t *));
        lz_consumer_t *consumer = apr_array_push(platform->consumers);
        apr_array_header_t *secrets = NULL;

        if (words->nelts < 2) {
            return "LTIZoomConsumer lacks its key or secret";
        }
        *consumer = (lz_consumer_t){ APR_ARRAY_IDX(words, 0, const char *), "" };
        if (wish->with_secrets) {
            words->elts += words->elt_size;
            words->nelts--;
            wrong = read_secrets(pool, wish->directives->root, words, &secrets);
            consumer->secret = wrong == NULL && secrets->nelts > 0
                               ? APR_ARRAY_IDX(secrets, 0, lz_secret_t *)->value : "";
        }
    }
    return wrong != NULL ? apr_pstrcat(pool, "LTIZoomConsumer: ", wrong, NULL) : NULL;
}

/* NULL, or the directive that an LTI 1.3 platform lacks. */
static const char *missing(const lz_platform_t *platform)
{
    if (platform->issuer == NULL) {
        return platform->consumers->nelts > 0 ? NULL : "LTIZoomIssuer";
    }
    return platform->client_id == NULL ? "LTIZoomPlatformClientID"
           : platform->auth_url == NULL ? "LTIZoomAuthURL"
           : platform->keys_url == NULL ? "LTIZoomKeysURL" : NULL;
}

static const char *make_platform(apr_pool_t *pool, const lz_offline_wish_t *wish,
                                 const lz_directive_set_t *set, const lz_platform_t **made)
{
    lz_platform_t *platform = apr_pcalloc(pool, sizeof(*platform));
    const char *deployments = lz_directive_text(set, LZ_D_DEPLOYMENTS);

    platform->name = set->name;
    platform->issuer = lz_directive_text(set, LZ_D_ISSUER);
    platform->client_id = lz_directive_text(set, LZ_D_CLIENT_ID);
    platform->auth_url = lz_directive_text(set, LZ_D_AUTH_URL);
    platform->token_url = lz_directive_text(set, LZ_D_TOKEN_URL);
    platform->keys_url = lz_directive_text(set, LZ_D_KEYS_URL);
    platform->deployments_auto = deployments == NULL || strcasecmp(deployments, AUTO) == 0;
    platform->deployments = set->words[LZ_D_DEPLOYMENTS];
    *made = platform;

    const char *wrong = make_consumers(pool, wish, set, platform);
    if (wrong == NULL && missing(platform) != NULL) {
        wrong = apr_pstrcat(pool, "lacks ", missing(platform), NULL);
    }
    return wrong != NULL ? apr_psprintf(pool, "<LTIZoomPlatform %s> of %s: %s", set->name,
                                        set->place, wrong) : NULL;
}

/* The one host that is meant; NULL and *wrong when it cannot be told. */
static const lz_directive_host_t *choose_host(apr_pool_t *pool, const lz_offline_wish_t *wish,
                                              const char **wrong)
{
    const apr_array_header_t *hosts = wish->directives->hosts;
    const lz_directive_host_t *chosen = NULL;
    const char *seen = "";
    int n = 0;

    for (int i = 0; i < hosts->nelts; i++) {
        const lz_directive_host_t *host = APR_ARRAY_IDX(hosts, i, lz_directive_host_t *);
        const char *url = lz_directive_text(&host->own, LZ_D_BASE_URL);

        if (url != NULL) {
            seen = apr_pstrcat(pool, seen, " ", url, NULL);
        }
        if (url != NULL && (wish->base_url == NULL || strcmp(url, wish->base_url) == 0)) {
            chosen = host;
            n++;
        }
    }
    if (n == 1) {
        return lz_directives_of(pool, wish->directives, chosen);
    }
    *wrong = *seen == '\0' ? "no LTIZoomBaseURL in the configuration"
             : apr_psprintf(pool, "which host is meant? Say --base-url with one of:%s", seen);
    return NULL;
}

static int is_on(const lz_directive_set_t *set, lz_directive_e id)
{
    const char *text = lz_directive_text(set, id);

    return text != NULL && strcasecmp(text, "on") == 0;
}

static apr_array_header_t *make_host_roles(apr_pool_t *pool, const lz_directive_set_t *set)
{
    apr_array_header_t *roles = apr_array_make(pool, 4, sizeof(const char *));

    if (set->words[LZ_D_HOST_ROLES] != NULL) {
        apr_array_cat(roles, set->words[LZ_D_HOST_ROLES]);
    } else {
        APR_ARRAY_PUSH(roles, const char *) = ROLE_DEFAULT;
    }
    if (is_on(set, LZ_D_ADMINISTRATORS_HOST)) {
        lz_roles_add_administrators(roles);
    }
    return roles;
}

static const char *make_policy(apr_pool_t *pool, const lz_directive_set_t *set,
                               lz_lti_policy_t *policy)
{
    const char *leeway = lz_directive_text(set, LZ_D_LEEWAY);
    apr_int64_t seconds = 0;

    if (!lz_value_seconds(leeway != NULL ? leeway : LEEWAY_DEFAULT, &seconds)) {
        return "LTIZoomClockLeeway is not a time";
    }
    policy->base_url = lz_directive_text(set, LZ_D_BASE_URL);
    policy->clock_leeway = apr_time_from_sec(seconds);
    policy->trusted_audiences = set->words[LZ_D_TRUSTED_AUDIENCE];
    policy->host_roles = make_host_roles(pool, set);
    policy->loopback = is_on(set, LZ_D_LOOPBACK);
    return policy->base_url == NULL || lz_url_origin(pool, policy->base_url) != NULL
           ? NULL : "LTIZoomBaseURL is no https URL";
}

static const char *make_platforms(apr_pool_t *pool, const lz_offline_wish_t *wish,
                                  const lz_directive_host_t *host, lz_platforms_t *platforms)
{
    const int n = host->platforms->nelts;
    const lz_platform_t **list = apr_pcalloc(pool, ((apr_size_t)n + 1) * sizeof(*list));
    const char *wrong = NULL;

    for (int i = 0; wrong == NULL && i < n; i++) {
        wrong = make_platform(pool, wish, APR_ARRAY_IDX(host->platforms, i, lz_directive_set_t *),
                              &list[i]);
    }
    *platforms = (lz_platforms_t){ .list = list, .n = n };
    return wrong;
}

const char *lz_offline_site(apr_pool_t *pool, const lz_offline_wish_t *wish,
                            lz_offline_site_t *site)
{
    static const lz_directive_set_t nothing;
    const lz_directive_host_t *host = NULL;
    const char *wrong = NULL;

    *site = (lz_offline_site_t){ .configured = wish->directives != NULL };
    if (site->configured) {
        host = choose_host(pool, wish, &wrong);
    }
    if (wrong == NULL) {
        wrong = make_policy(pool, host != NULL ? &host->own : &nothing, &site->policy);
    }
    if (wrong == NULL && host != NULL) {
        wrong = make_platforms(pool, wish, host, &site->platforms);
    }
    return wrong != NULL ? wrong : make_sealer(pool, wish, host, site);
}
