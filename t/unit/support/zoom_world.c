/* SPDX-License-Identifier: Apache-2.0 */
#include "zoom_world.h"

#include "fixture.h"

#include <apr_strings.h>

#include "base/json.h"
#include "zoom/scopes.h"

zoom_world_t *zoom_world_create(apr_pool_t *pool)
{
    zoom_world_t *world = apr_pcalloc(pool, sizeof(*world));

    world->fake = fake_env_create(pool);
    world->env = &world->fake->env;
    world->account = (lz_account_t){
        .name = "main",
        .account_id = "account/1",
        .client_id = "client-1",
        .client_secret = ZOOM_SECRET,
        .api_base = ZOOM_API,
        .oauth_base = "https://zoom.test",
        .plan = LZ_PLAN_BUSINESS,
        .budget = 100,
    };
    return world;
}

fake_http_answer_t *zoom_world_token(zoom_world_t *world, const char *token, const char *scope)
{
    const char *body = apr_psprintf(world->env->pool,
                                    "{\"access_token\":\"%s\",\"token_type\":\"bearer\","
                                    "\"expires_in\":3600,\"scope\":\"%s\"}", token, scope);

    return fake_http_on(world->fake->http, "POST", ZOOM_TOKEN_URL, 200, body);
}

const char *zoom_scopes(apr_pool_t *pool)
{
    const apr_array_header_t *scopes = lz_zoom_scopes(pool, LZ_SCOPES_GRANULAR);
    const char *text = "";

    for (int i = 0; i < scopes->nelts; i++) {
        text = apr_pstrcat(pool, text, i ? " " : "",
                           APR_ARRAY_IDX(scopes, i, lz_zoom_scope_t).name, NULL);
    }
    return text;
}

zoom_world_t *zoom_world_ready(apr_pool_t *pool)
{
    zoom_world_t *world = zoom_world_create(pool);

    zoom_world_token(world, "token-1", zoom_scopes(pool));
    return world;
}

fake_http_answer_t *zoom_on(zoom_world_t *world, const char *method, const char *url,
                            int http_status, const char *body)
{
    return fake_http_on(world->fake->http, method, url, http_status, body);
}

int zoom_count(const zoom_world_t *world, const char *method, const char *url)
{
    return fake_http_count(world->fake->http, method, url);
}

const lz_http_request_t *zoom_request(const zoom_world_t *world, const char *method,
                                      const char *url, int i)
{
    const fake_http_record_t *record = fake_http_record(world->fake->http, method, url, i);

    assert_non_null(record);
    return &record->request;
}

lz_zoom_call_t zoom_call(zoom_world_t *world, lz_zoom_operation_id_e operation,
                         const char *path_parameter)
{
    lz_zoom_call_t call = { .operation = operation, .path_parameter = path_parameter };

    lz_zoom_perform(world->env, &world->account, &call, 1);
    return call;
}

lz_zoom_call_t zoom_get_meeting(zoom_world_t *world)
{
    return zoom_call(world, LZ_ZOOM_MEETING_GET, "99");
}

lz_zoom_call_t zoom_list(zoom_world_t *world)
{
    return zoom_call(world, LZ_ZOOM_USER_MEETINGS, "host-1");
}

lz_zoom_call_t zoom_create_meeting(zoom_world_t *world)
{
    lz_zoom_call_t call = { .operation = LZ_ZOOM_MEETING_CREATE, .path_parameter = "host-1" };

    call.body = lz_json_adopt(world->env->pool, json_object_new_object());
    lz_json_put_string(call.body, "topic", "Titration");
    lz_zoom_perform(world->env, &world->account, &call, 1);
    return call;
}

void zoom_expect(const lz_zoom_call_t *call, lz_problem_id_e id)
{
    assert_non_null(call->problem);
    assert_int_equal(call->problem->id, id);
    assert_null(call->answer);
}
