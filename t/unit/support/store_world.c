/* SPDX-License-Identifier: Apache-2.0 */
#include "store_world.h"

#include "fixture.h"

lz_env_t *store_env(apr_pool_t *pool, real_db_t *db)
{
    fake_env_t *fake = fake_env_create(pool);
    fake->env.db = &db->db;
    return &fake->env;
}

lz_arrival_t arrival(const char *nonce)
{
    return (lz_arrival_t){
        .issuer = "https://lms.test", .client_id = "tool", .nonce = nonce,
        .nonce_expires = FAKE_CLOCK_START + apr_time_from_sec(3600),
        .platform = "lms", .course = "course-1", .deployment_id = "1", .context_id = "c1",
        .title = "Organic Chemistry II", .roster_url = "https://lms.test/r",
        .person = "person-1", .subject = "u1", .name = "Amara Okafor", .email = "amara@example.edu",
        .sections = "", .section_ids = ""
    };
}

int arrive(const lz_env_t *env, const lz_arrival_t *who)
{
    int first = -1;
    const lz_problem_t *problem = lz_store_arrive(env, who, &first);
    if (problem) {
        fail_msg("%s", problem->cause);
    }
    return first;
}
