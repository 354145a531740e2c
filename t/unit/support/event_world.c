/* SPDX-License-Identifier: Apache-2.0 */
#include "event_world.h"

#include <apr_strings.h>

#include "fixture.h"
#include "list_view.h"

course_world_t *event_world_create(apr_pool_t *pool, real_db_t *db)
{
    course_world_t *world = course_world_create(pool, db);
    const lz_account_t **accounts = apr_palloc(pool, sizeof(*accounts));
    world->zoom->account.name = "main";
    world->zoom->account.webhook_secret = WEBHOOK_SECRET;
    accounts[0] = &world->zoom->account;
    world->site.accounts = accounts;
    world->site.n_accounts = 1;
    return world;
}

course_world_t *event_course(apr_pool_t *pool, real_db_t *db, sim_meeting_t **meeting)
{
    course_world_t *world = event_world_create(pool, db);
    *meeting = course_meeting(world, "1000000001", 60);
    course_add(world, "course-1", *meeting);
    student_list(world);
    course_wait(world, apr_time_from_sec(60));
    assert_int_equal(course_lists(world, "host-1"), 1);
    return world;
}

const char *first_status(course_world_t *world)
{
    json_object *list = student_list(world);
    return count(list) == 0 ? "(none)" : text(row(list, 0), "status");
}

const char *event_body(const course_world_t *world, apr_time_t at, const char *name,
                       const char *payload)
{
    return apr_psprintf(world->env->pool, "{\"event\":\"%s\",\"event_ts\":%" APR_TIME_T_FMT ","
                        "\"payload\":{\"account_id\":\"%s\",%s}}", name, at / 1000,
                        world->zoom->account.account_id, payload);
}

const lz_problem_t *deliver_for(course_world_t *world, const char *body, json_object **answer)
{
    const char *now = apr_psprintf(world->env->pool, "%" APR_TIME_T_FMT,
                                   apr_time_sec(lz_now(world->env->clock)));
    const lz_webhook_t webhook = webhook_of(world->env->pool, &world->zoom->account, now, body);
    return lz_events_receive(world->env, &world->site, "main", &webhook, answer);
}

const lz_problem_t *deliver(course_world_t *world, const char *body)
{
    json_object *answer = NULL;
    return deliver_for(world, body, &answer);
}

void event_at(course_world_t *world, apr_interval_time_t offset, const char *name,
              const char *payload)
{
    expect_ok(deliver(world, event_body(world, lz_now(world->env->clock) + offset, name,
                                        payload)));
}

void event(course_world_t *world, const char *name, const char *payload)
{
    event_at(world, 0, name, payload);
}
