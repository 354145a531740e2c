/* SPDX-License-Identifier: Apache-2.0 */
/* /webhook/{account}: events, signed by Zoom over the raw body. */
#include "views.h"

#include "../course/events.h"

/* Zoom waits for three seconds; what is later is sent again. */
#define PATIENCE apr_time_from_msec(2500)

const lz_problem_t *lz_view_webhook(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_request_t *request = visit->request;
    const lz_webhook_t  webhook = {
        .signature = apr_table_get(request->headers, "x-zm-signature"),
        .timestamp = apr_table_get(request->headers, "x-zm-request-timestamp"),
        .body = request->body,
        .length = request->body_length
    };
    const lz_problem_t *problem;
    json_object        *answer = NULL;
    lz_env_t            env = *visit->env;
    apr_time_t          latest = lz_now(env.clock) + PATIENCE;

    env.deadline = latest < env.deadline ? latest : env.deadline;
    problem = lz_events_receive(&env, visit->site, visit->name, &webhook, &answer);
    if (problem == NULL && answer != NULL) {
        lz_response_json(env.pool, response, 200, answer);
    }
    return problem;
}
