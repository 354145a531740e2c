/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Choosing what of this tool the LMS places in the course.
 *   GET  ?request=   {view: "select", course, me, request{sealed, accept_multiple, targets[]},
 *                    items[], obstacle: null, answer: null, warnings[]}; for those who can choose
 *                    nothing items is empty, obstacle{kind, message} says why, and answer{action,
 *                    fields{}} is the form that tells the LMS
 *   POST {request, items[{kind, id?}]}, none: nothing was chosen    {action, fields{}}
 */
#include "../base/url.h"
#include "../course/permissions.h"
#include "../course/selection.h"
#include "page.h"
#include "say.h"
#include "views.h"

static json_object *request_json(const char *sealed, const lz_deep_linking_t *request)
{
    json_object *shown = json_object_new_object();
    json_object *targets = json_object_new_array();

    if (request->targets & LZ_DEEP_IFRAME) {
        lz_json_push(targets, json_object_new_string("iframe"));
    }
    if (request->targets & LZ_DEEP_WINDOW) {
        lz_json_push(targets, json_object_new_string("window"));
    }
    lz_json_put_string(shown, "sealed", sealed);
    lz_json_put_bool(shown, "accept_multiple", request->accept_multiple);
    lz_json_put(shown, "targets", targets);
    return shown;
}

/* Fills view with what can be chosen, or with why nothing can and the answer that says so. */
static const lz_problem_t *put_offer(const lz_visit_t *visit, const lz_deep_linking_t *request,
                                     json_object *view)
{
    const lz_env_t *env = visit->env;
    const lz_problem_t *obstacle = lz_selection_obstacle(env, visit->session, request);
    json_object *items = NULL, *answer = NULL, *reason = NULL;
    const lz_problem_t *problem =
        obstacle == NULL ? lz_selection_offer(env, visit->session, &items)
                         : lz_selection_decline(env, visit->site, visit->session, request,
                                                obstacle, &answer);

    if (problem != NULL) {
        return problem;
    }
    if (obstacle != NULL) {
        lz_log(env->log, LZ_LOG_INFO, APR_SUCCESS, "%s: %s: %s [request %s]",
               lz_problem_tag(env->pool, obstacle), obstacle->kind, obstacle->cause,
               env->request_id);
        reason = json_object_new_object();
        lz_json_put_string(reason, "kind", obstacle->kind);
        lz_json_put_string(reason, "message", obstacle->message);
        items = json_object_new_array();
    }
    lz_json_put(view, "items", items);
    lz_json_put(view, "obstacle", reason);
    lz_json_put(view, "answer", json_object_get(answer));
    lz_json_put(view, "warnings", json_object_new_array());
    return NULL;
}

const lz_problem_t *lz_view_select(const lz_visit_t *visit, lz_response_t *response)
{
    const char *sealed = lz_form_get(visit->query, "request");
    const int may = lz_may_in_course(visit->session->standing, 1);
    lz_deep_linking_t request = { 0 };
    const lz_problem_t *problem = lz_selection_open(visit->env, visit->site, visit->session, sealed,
                                                    &request);

    if (problem != NULL) {
        return problem;
    }
    json_object *view = lz_page_common(visit, "select", lz_permission_names(visit->env->pool, may));
    lz_json_put(view, "request", request_json(sealed, &request));
    problem = put_offer(visit, &request, view);
    if (problem != NULL) {
        return problem;
    }
    response->form_action = lz_url_origin(visit->env->pool, request.return_url);
    lz_page_answer(visit, response, lz_say(visit, "Add Zoom to your course"), view);
    return NULL;
}

const lz_problem_t *lz_view_select_answer(const lz_visit_t *visit, lz_response_t *response)
{
    lz_deep_linking_t request = { 0 };
    json_object *items = lz_json_array(visit->json, "items");
    json_object *answer = NULL;
    const lz_problem_t *problem =
        lz_selection_open(visit->env, visit->site, visit->session,
                          lz_json_string(visit->json, "request"), &request);

    if (problem == NULL && items == NULL) {
        problem = lz_problem(visit->env->pool, LZ_P_MALFORMED, "items is missing or no array");
    }
    if (problem == NULL) {
        problem = lz_selection_answer(visit->env, visit->site, visit->session, &request, items,
                                      &answer);
    }
    if (problem == NULL) {
        lz_response_json(visit->env->pool, response, 200, answer);
    }
    return problem;
}
