/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The platforms of a site: those of the configuration and those that registered themselves, which
 * every process and node has to learn of without a restart.
 *
 * Each process keeps what it has read of the database. It reads when a look-up finds nothing: the
 * first time and when a platform was registered since (the shared cache says so) at once, else at
 * most every LZ_REGISTRY_PAUSE, so that unknown issuers cost no database. Platforms stay known
 * until the process ends; one that was removed from the database is gone with the next restart,
 * also a graceful one.
 */
#ifndef LZ_COURSE_REGISTRY_H
#define LZ_COURSE_REGISTRY_H

#include "../base/env.h"
#include "site.h"

#define LZ_REGISTRY_PAUSE apr_time_from_sec(5)

typedef struct lz_registry_t lz_registry_t;

/* For this process and site; lives as long as parent. Thread-safe. NULL when it cannot be made. */
lz_registry_t *lz_registry_create(apr_pool_t *parent, const lz_site_t *site)
    __attribute__((warn_unused_result));

/*
 * The site as this request sees it: a copy in env->pool whose platforms know of the registered
 * ones. A database that does not answer leaves those that are known; a later look-up tries again.
 */
const lz_site_t *lz_registry_site(lz_registry_t *registry, const lz_env_t *env);

/*
 * Adds a platform to the database and lets all processes know. name, deployments and consumers are
 * not looked at: the name is made of issuer and client, any deployment may launch.
 * LZ_P_REGISTRATION_DUPLICATE when the configuration or the database has the issuer with that
 * client, LZ_P_DATABASE...
 */
const lz_problem_t *lz_registry_add(const lz_env_t *env, const lz_site_t *site,
                                    const lz_platform_t *platform)
    __attribute__((warn_unused_result));

/* The name that lz_registry_add() gives to a platform: "lms-" and ten letters and digits. */
const char *lz_registry_name(apr_pool_t *pool, const lz_platform_t *platform);

#endif
