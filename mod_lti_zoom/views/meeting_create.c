/* SPDX-License-Identifier: Apache-2.0 */
#include "../course/scheduling.h"
#include "views.h"

const lz_problem_t *lz_view_meeting_create(const lz_visit_t *visit, lz_response_t *response)
{
    lz_scheduled_t scheduled;
    const char *key = apr_table_get(visit->request->headers, "Idempotency-Key");
    const lz_problem_t *problem = lz_schedule(visit->env, visit->site, visit->session, key,
                                              visit->request->body, visit->json, &scheduled);
    if (scheduled.replayed) {
        apr_table_setn(response->headers, "Idempotent-Replay", "true");
    }
    if (!problem) {
        lz_response_json(visit->env->pool, response, 201, scheduled.answer);
    }
    return problem;
}
