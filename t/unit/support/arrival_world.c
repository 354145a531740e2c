/* SPDX-License-Identifier: Apache-2.0 */
#include "arrival_world.h"

int db_setup(void **state)
{
    if (lms_setup(state) != 0) {
        return -1;
    }
    fake_lms_t *lms = *state;
    real_db_t *db = real_db_create(lms->pool, "sqlite3");
    lms->env->db = &db->db;
    return 0;
}

real_db_t *db_of(const fake_lms_t *lms)
{
    return (real_db_t *)lms->env->db;       /* its first member */
}

lz_launch_t *launch_of(fake_lms_t *lms, int platform, const char *claim, const char *json)
{
    const fake_login_t login = lms_login(lms, platform);
    lz_launch_t *launch = NULL;

    assert_no_problem(lms_launch_with(lms, &login, claim, json, &launch));
    return launch;
}

lz_session_t *enter(const fake_lms_t *lms, const lz_launch_t *launch)
{
    lz_session_t *session = NULL;

    assert_no_problem(lz_course_arrive(lms->env, &lms->site, launch, &session));
    return session;
}
