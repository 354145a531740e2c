/* SPDX-License-Identifier: Apache-2.0 */
/* course/registry.c and store/platforms.c: platforms that registered themselves are known to every
 * process, and unknown issuers cost no database. */
#include "support/fixture.h"

#include <string.h>

#include <apr_strings.h>

#include "course/registry.h"
#include "support/fake_env.h"
#include "support/real_db.h"

#define BASE_URL "https://tools.example.edu/zoom"
#define ISSUER   "https://moodle.example"

/* A node: several processes with one database and one cache. */
typedef struct node_t {
    apr_pool_t    *pool;
    fake_env_t    *fake;
    lz_env_t      *env;
    real_db_t     *db;
    lz_account_t   account;
    lz_platform_t  configured;
    lz_site_t      site;
} node_t;

static node_t *node_on(apr_pool_t *pool, real_db_t *db)
{
    node_t *node = apr_pcalloc(pool, sizeof(*node));
    const lz_platform_t **platforms = apr_pcalloc(pool, sizeof(*platforms));
    const lz_account_t **accounts = apr_pcalloc(pool, sizeof(*accounts));

    node->pool = pool;
    node->db = db;
    node->fake = fake_env_create(pool);
    node->env = &node->fake->env;
    node->env->db = &db->db;
    node->account.name = "main";
    node->configured = (lz_platform_t){
        .name = "canvas", .issuer = "https://canvas.example", .client_id = "1",
        .auth_url = "https://canvas.example/auth", .keys_url = "https://canvas.example/keys"
    };
    platforms[0] = &node->configured;
    accounts[0] = &node->account;
    node->site.base_url = BASE_URL;
    node->site.platforms = (lz_platforms_t){ .list = platforms, .n = 1 };
    node->site.accounts = accounts;
    node->site.n_accounts = 1;
    return node;
}

static lz_platform_t moodle(const char *client_id)
{
    return (lz_platform_t){
        .issuer = ISSUER, .client_id = client_id, .auth_url = ISSUER "/auth",
        .token_url = ISSUER "/token", .keys_url = ISSUER "/keys", .token_audience = "aud",
        .account_name = "main"
    };
}

static lz_registry_t *process(const node_t *node)
{
    lz_registry_t *registry = lz_registry_create(node->pool, &node->site);
    assert_non_null(registry);
    return registry;
}

static void ok(const lz_problem_t *problem)
{
    if (problem) {
        fail_msg("%s: %s", problem->kind, problem->cause);
    }
}

/* What a login at this process finds; NULL when it is unknown. */
static const lz_platform_t *found(const node_t *node, lz_registry_t *registry, const char *issuer,
                                  const char *client_id)
{
    const lz_site_t *site = lz_registry_site(registry, node->env);
    const lz_platform_hint_t hint = { issuer, client_id, NULL };
    const lz_platform_t *platform = NULL;
    const lz_problem_t *problem = lz_platform_find(node->pool, &site->platforms, &hint,
                                                   &platform);
    if (problem) {
        assert_int_equal(problem->id, LZ_P_LTI_UNKNOWN_PLATFORM);
    }
    return platform;
}

static int reads(const node_t *node)
{
    return node->fake->cache->gets;
}

static void known_to_every_process(apr_pool_t *pool, real_db_t *db)
{
    node_t *node = node_on(pool, db);
    lz_registry_t *first = process(node);
    lz_registry_t *second = process(node);
    const lz_platform_t added = moodle("m1");

    assert_null(found(node, first, ISSUER, "m1"));
    assert_null(found(node, second, ISSUER, "m1"));
    ok(lz_registry_add(node->env, &node->site, &added));
    const lz_platform_t *platform = found(node, second, ISSUER, "m1");
    assert_non_null(platform);
    assert_string_equal(platform->auth_url, ISSUER "/auth");
    assert_string_equal(platform->token_url, ISSUER "/token");
    assert_string_equal(platform->keys_url, ISSUER "/keys");
    assert_string_equal(platform->token_audience, "aud");
    assert_string_equal(platform->account_name, "main");
    assert_true(platform->deployments_auto);
    assert_non_null(found(node, first, ISSUER, NULL));

    /* what runs with an older list goes on with the same object */
    const lz_platform_t next = moodle("m2");
    ok(lz_registry_add(node->env, &node->site, &next));
    assert_non_null(found(node, second, ISSUER, "m2"));
    assert_ptr_equal(found(node, second, ISSUER, "m1"), platform);
    assert_ptr_equal(found(node, second, "https://canvas.example", "1"), &node->configured);
    assert_int_equal(db->lent, 0);
}

static void found_by_name_too(apr_pool_t *pool, real_db_t *db)
{
    node_t *node = node_on(pool, db);
    const lz_platform_t added = moodle("m1");
    const char *name = lz_registry_name(pool, &added);

    ok(lz_registry_add(node->env, &node->site, &added));
    const lz_site_t *site = lz_registry_site(process(node), node->env);
    const lz_platform_t *platform = lz_platform_by_name(&site->platforms, name);
    assert_non_null(platform);
    assert_string_equal(platform->client_id, "m1");
    assert_int_equal(strlen(name), 14);
    assert_null(lz_platform_by_name(&site->platforms, "nobody"));
}

/* Another node, whose cache knows nothing of the registration. */
static void known_to_other_nodes_soon(apr_pool_t *pool, real_db_t *db)
{
    node_t *here = node_on(pool, db);
    node_t *there = node_on(pool, real_db_twin(pool, db));
    lz_registry_t *registry = process(there);
    const lz_platform_t added = moodle("m1");

    assert_null(found(there, registry, ISSUER, "m1"));
    ok(lz_registry_add(here->env, &here->site, &added));
    assert_null(found(there, registry, ISSUER, "m1"));
    fake_clock_advance(there->fake->clock, LZ_REGISTRY_PAUSE);
    assert_non_null(found(there, registry, ISSUER, "m1"));
}

static void unknown_issuers_cost_no_database(apr_pool_t *pool, real_db_t *db)
{
    node_t *node = node_on(pool, db);
    lz_registry_t *registry = process(node);

    assert_non_null(found(node, registry, "https://canvas.example", "1"));
    assert_int_equal(reads(node), 0);
    assert_int_equal(db->opened, 0);
    assert_null(found(node, registry, ISSUER, "m1"));
    assert_int_equal(db->opened, 1);
    db->refuse = 1;
    for (int i = 0; i < 100; i++) {
        assert_null(found(node, registry, ISSUER, apr_itoa(pool, i)));
    }
    assert_int_equal(fake_log_count(node->fake->log, LZ_LOG_WARNING), 0);
    db->refuse = 0;
}

static void a_database_that_is_away(apr_pool_t *pool, real_db_t *db)
{
    node_t *node = node_on(pool, db);
    lz_registry_t *registry = process(node);
    const lz_platform_t added = moodle("m1");

    ok(lz_registry_add(node->env, &node->site, &added));
    db->refuse = 1;
    assert_null(found(node, registry, ISSUER, "m1"));
    assert_non_null(fake_log_find(node->fake->log, "LZ0632"));
    assert_non_null(found(node, registry, "https://canvas.example", "1"));
    db->refuse = 0;
    fake_clock_advance(node->fake->clock, LZ_REGISTRY_PAUSE);
    assert_non_null(found(node, registry, ISSUER, "m1"));
}

static void registered_once(apr_pool_t *pool, real_db_t *db)
{
    node_t *node = node_on(pool, db);
    const lz_platform_t added = moodle("m1");
    lz_platform_t like_configured = moodle("1");

    like_configured.issuer = "https://canvas.example";
    ok(lz_registry_add(node->env, &node->site, &added));
    const lz_problem_t *problem = lz_registry_add(node->env, &node->site, &added);
    assert_non_null(problem);
    assert_int_equal(problem->id, LZ_P_REGISTRATION_DUPLICATE);
    problem = lz_registry_add(node->env, &node->site, &like_configured);
    assert_non_null(problem);
    assert_int_equal(problem->id, LZ_P_REGISTRATION_DUPLICATE);
    assert_non_null(strstr(problem->cause, "canvas"));
    assert_string_equal(real_db_value(db, "SELECT count(*) FROM lti_zoom_platform"), "1");
}

static void of_one_address_only(apr_pool_t *pool, real_db_t *db)
{
    node_t *node = node_on(pool, db);
    node_t *other = node_on(pool, db);
    const lz_platform_t added = moodle("m1");

    other->site.base_url = "https://other.example.edu/zoom";
    ok(lz_registry_add(node->env, &node->site, &added));
    assert_null(found(other, process(other), ISSUER, "m1"));
    ok(lz_registry_add(other->env, &other->site, &added));
    assert_non_null(found(other, process(other), ISSUER, "m1"));
}

static void of_an_account_that_is_gone(apr_pool_t *pool, real_db_t *db)
{
    node_t *node = node_on(pool, db);
    lz_platform_t added = moodle("m1");

    added.account_name = "former";
    ok(lz_registry_add(node->env, &node->site, &added));
    assert_null(found(node, process(node), ISSUER, "m1"));
    assert_non_null(fake_log_find(node->fake->log, "LZ0631"));
}

#define ON_EACH_ENGINE(name)                                                                      \
    static void test_##name(void **state)                                                         \
    {                                                                                             \
        real_db_each(*state, name);                                                               \
    }

ON_EACH_ENGINE(known_to_every_process)
ON_EACH_ENGINE(found_by_name_too)
ON_EACH_ENGINE(known_to_other_nodes_soon)
ON_EACH_ENGINE(unknown_issuers_cost_no_database)
ON_EACH_ENGINE(a_database_that_is_away)
ON_EACH_ENGINE(registered_once)
ON_EACH_ENGINE(of_one_address_only)
ON_EACH_ENGINE(of_an_account_that_is_gone)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pool_test(test_known_to_every_process),
        pool_test(test_found_by_name_too),
        pool_test(test_known_to_other_nodes_soon),
        pool_test(test_unknown_issuers_cost_no_database),
        pool_test(test_a_database_that_is_away),
        pool_test(test_registered_once),
        pool_test(test_of_one_address_only),
        pool_test(test_of_an_account_that_is_gone),
    };
    return cmocka_run_group_tests_name("course/registry", tests, apr_setup, apr_teardown);
}
