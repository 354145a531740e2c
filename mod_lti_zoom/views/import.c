/* SPDX-License-Identifier: Apache-2.0 */
/* POST import {ids[]}, or a CSV file: meetings that exist at Zoom become this course's. */
#include "../course/import.h"
#include "views.h"

static const lz_problem_t *read_rows(const lz_visit_t *visit, apr_array_header_t **rows)
{
    const lz_request_t *request = visit->request;

    return visit->json != NULL
           ? lz_import_from_json(visit->env, visit->json, rows)
           : lz_import_from_csv(visit->env, request->body, request->body_length, rows);
}

const lz_problem_t *lz_view_import(const lz_visit_t *visit, lz_response_t *response)
{
    const lz_env_t *env = visit->env;
    apr_array_header_t *rows = NULL;
    json_object *answer = NULL;
    const lz_problem_t *problem = lz_import_allowed(env, visit->session);

    if (problem == NULL) {
        problem = read_rows(visit, &rows);
    }
    if (problem == NULL) {
        problem = lz_import(env, visit->site, visit->session, rows, &answer);
    }
    if (problem == NULL) {
        lz_response_json(env->pool, response, 200, answer);
    }
    return problem;
}
