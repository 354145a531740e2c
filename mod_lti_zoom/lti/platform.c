/* SPDX-License-Identifier: Apache-2.0 */
#include "platform.h"

#include <string.h>

int lz_platform_speaks_1_3(const lz_platform_t *platform)
{
    return platform->issuer != NULL;
}

static const lz_platform_t *by_name(const lz_platforms_t *platforms, const char *name)
{
    for (int i = 0; i < platforms->n; i++) {
        if (strcmp(platforms->list[i]->name, name) == 0) {
            return platforms->list[i];
        }
    }
    return NULL;
}

static int look_again(const lz_platforms_t *known, lz_platforms_t *more)
{
    return known->source != NULL
           && known->source->look_again(known->source->baton, known, more);
}

const lz_platform_t *lz_platform_by_name(const lz_platforms_t *platforms, const char *name)
{
    lz_platforms_t more;
    const lz_platform_t *found = by_name(platforms, name);

    return found == NULL && look_again(platforms, &more) ? by_name(&more, name) : found;
}

const lz_platform_t *lz_platform_by_consumer(const lz_platforms_t *platforms, const char *key,
                                             const lz_consumer_t **consumer)
{
    for (int i = 0; i < platforms->n; i++) {
        const apr_array_header_t *consumers = platforms->list[i]->consumers;

        for (int j = 0; consumers != NULL && j < consumers->nelts; j++) {
            const lz_consumer_t *one = &APR_ARRAY_IDX(consumers, j, const lz_consumer_t);

            if (strcmp(one->key, key) == 0) {
                *consumer = one;
                return platforms->list[i];
            }
        }
    }
    return NULL;
}

static int lists_deployment(const lz_platform_t *platform, const char *deployment_id)
{
    const apr_array_header_t *listed = platform->deployments;

    for (int i = 0; listed != NULL && i < listed->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(listed, i, const char *), deployment_id) == 0) {
            return 1;
        }
    }
    return 0;
}

typedef int (*filter_fn)(const lz_platform_t *platform, const lz_platform_hint_t *hint);

static int registered(const lz_platform_t *platform, const lz_platform_hint_t *hint)
{
    return lz_platform_speaks_1_3(platform) && strcmp(platform->issuer, hint->issuer) == 0
           && (hint->client_id == NULL || strcmp(platform->client_id, hint->client_id) == 0);
}

static int registered_and_listed(const lz_platform_t *platform, const lz_platform_hint_t *hint)
{
    return registered(platform, hint) && lists_deployment(platform, hint->deployment_id);
}

static int registered_and_open(const lz_platform_t *platform, const lz_platform_hint_t *hint)
{
    return registered(platform, hint) && platform->deployments_auto;
}

/* How many platforms pass, and one of them. */
static int count(const lz_platforms_t *platforms, const lz_platform_hint_t *hint,
                 filter_fn passes, const lz_platform_t **one)
{
    int n = 0;

    for (int i = 0; i < platforms->n; i++) {
        if (passes(platforms->list[i], hint)) {
            *one = platforms->list[i];
            n++;
        }
    }
    return n;
}

const lz_problem_t *lz_platform_find(apr_pool_t *pool, const lz_platforms_t *platforms,
                                     const lz_platform_hint_t *hint,
                                     const lz_platform_t **platform)
{
    const lz_platform_t *found = NULL;
    const char *client_id = hint->client_id ? hint->client_id : "(not sent)";
    lz_platforms_t more;
    int n = count(platforms, hint, registered, &found);

    if (n == 0 && look_again(platforms, &more)) {
        platforms = &more;
        n = count(platforms, hint, registered, &found);
    }
    if (n == 0) {
        return lz_problem(pool, LZ_P_LTI_UNKNOWN_PLATFORM,
                          "no <LTIZoomPlatform> has LTIZoomIssuer \"%.255s\" with "
                          "LTIZoomPlatformClientID \"%.255s\" (both are compared byte by byte: "
                          "mind case and a trailing slash)", hint->issuer, client_id);
    }
    if (n > 1 && hint->deployment_id != NULL) {
        n = count(platforms, hint, registered_and_listed, &found);
        if (n == 0) {
            n = count(platforms, hint, registered_and_open, &found);
        }
    }
    if (n != 1) {
        return lz_problem(pool, LZ_P_LTI_AMBIGUOUS,
                          "several <LTIZoomPlatform> have LTIZoomIssuer \"%.255s\" and fit "
                          "client_id \"%.255s\", deployment_id \"%.255s\": in the LMS, set the "
                          "login URL to LTIZoomBaseURL/login/{name of the section}",
                          hint->issuer, client_id,
                          hint->deployment_id ? hint->deployment_id : "(not sent)");
    }
    *platform = found;
    return NULL;
}

const lz_problem_t *lz_platform_deployment(apr_pool_t *pool, const lz_platform_t *platform,
                                           const char *deployment_id)
{
    if (platform->deployments_auto || lists_deployment(platform, deployment_id)) {
        return NULL;
    }
    return lz_problem(pool, LZ_P_LTI_DEPLOYMENT,
                      "platform %s: deployment_id \"%.255s\" is not listed: add it to "
                      "LTIZoomDeployments in <LTIZoomPlatform %s>, or set that to auto",
                      platform->name, deployment_id, platform->name);
}
