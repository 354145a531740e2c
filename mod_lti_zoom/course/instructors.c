/* SPDX-License-Identifier: Apache-2.0 */
#include "instructors.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/flight.h"
#include "../base/json.h"
#include "../base/timestamp.h"
#include "../lti/roster.h"
#include "../store/courses.h"
#include "projection.h"

typedef struct question_t {
    const lz_env_t     *env;
    const lz_site_t    *site;
    const lz_session_t *session;
    const char         *list;       /* "instructors", "members" */
} question_t;

static int is_of_all(const question_t *question)
{
    return strcmp(question->list, "members") == 0;
}

/* The course's roster, as its last launch said where it is. */
static const lz_problem_t *read_roster(const question_t *question, lz_roster_t *roster)
{
    const lz_env_t *env = question->env;
    const lz_lti_policy_t *policy = &question->site->lti;
    lz_course_row_t *course = NULL;
    const lz_problem_t *problem = lz_store_course(env, question->session->course, &course);

    if (problem != NULL) {
        return problem;
    }
    if (course == NULL || *course->roster_url == '\0') {
        return lz_problem(env->pool, LZ_P_LMS_NO_SERVICE,
                          "platform %s sent no usable context_memberships_url at the last launch: "
                          "in the LMS, switch Names and Role Provisioning on for this tool",
                          question->session->platform->name);
    }
    const lz_service_t service = {
        .platform = question->session->platform,
        .key = question->site->keys[0],
        .deployment_id = course->deployment_id,
        .loopback = policy->loopback
    };
    const lz_roster_query_t query = {
        .url = course->roster_url, .roles = is_of_all(question) ? NULL : policy->host_roles
    };
    return lz_roster_read(env, &service, &query, roster);
}

static const char *as_text(const question_t *question, const lz_roster_t *roster)
{
    const lz_env_t *env = question->env;
    json_object *value = lz_json_adopt(env->pool, json_object_new_object());
    json_object *list = json_object_new_array();
    int complete = roster->complete;

    for (int i = 0; roster->members != NULL && i < roster->members->nelts; i++) {
        const lz_member_t *member = &APR_ARRAY_IDX(roster->members, i, lz_member_t);
        json_object *entry;

        if (member->status != LZ_MEMBER_ACTIVE
            || (is_of_all(question) && *member->email == '\0')) {
            continue;
        }
        if (is_of_all(question) && json_object_array_length(list) == LZ_MEMBERS_MAX) {
            complete = 0;
            break;
        }
        entry = json_object_new_object();
        lz_json_put_string(entry, "name", member->name);
        lz_json_put_string(entry, "email", member->email);
        lz_json_push(list, entry);
    }
    lz_json_put(value, question->list, list);
    lz_json_put_bool(value, "complete", complete);
    lz_json_put_string(value, "as_of", lz_timestamp(env->pool, lz_now(env->clock)));
    return lz_json_text(env->pool, value);
}

static void fetch(void *baton, lz_flight_t **claimed, int n)
{
    const question_t *question = baton;
    const lz_env_t *env = question->env;

    for (int i = 0; i < n; i++) {
        lz_roster_t roster = { NULL, 0 };

        claimed[i]->problem = read_roster(question, &roster);
        if (claimed[i]->problem != NULL) {
            lz_log(env->log, LZ_LOG_WARNING, APR_SUCCESS, "%s: %s of a course: %s "
                   "[request %s]", lz_problem_tag(env->pool, claimed[i]->problem),
                   question->list, claimed[i]->problem->cause, env->request_id);
            continue;
        }
        claimed[i]->value = as_text(question, &roster);
        claimed[i]->length = strlen(claimed[i]->value);
    }
}

/* NULL when the roster could not be had; *problem says why. */
static json_object *look_up(const question_t *question, const lz_problem_t **problem)
{
    const lz_env_t *env = question->env;
    const char *reason = "";
    lz_flight_t flight = {
        .key = apr_pstrcat(env->pool, question->list, ":", question->session->course, NULL),
        .lifetime = LZ_INSTRUCTORS_LIFETIME,
        .fail_lifetime = LZ_INSTRUCTORS_FAIL_LIFETIME
    };

    lz_flights(env, &flight, 1, fetch, (void *)question);
    *problem = flight.problem;
    if (flight.problem != NULL) {
        return NULL;
    }
    json_object *value = lz_json_parse(env->pool, flight.value, flight.length, LZ_JSON_OBJECT,
                                       &reason);
    if (value == NULL) {
        *problem = lz_problem(env->pool, LZ_P_LMS_ANSWER, "members in the cache: %s", reason);
    }
    return value;
}

static json_object *answer_to(const question_t *question)
{
    const lz_env_t *env = question->env;
    const lz_problem_t *problem = NULL;
    json_object *known = look_up(question, &problem);
    json_object *list = lz_json_array(known, question->list);
    const char *as_of = lz_json_string(known, "as_of");
    json_object *answer = lz_json_adopt(env->pool, json_object_new_object());
    json_object *warnings = json_object_new_array();
    int complete = 1;

    if (problem != NULL) {
        lz_project_warning(warnings, "roster_unavailable", problem->message);
    } else if (lz_json_bool(known, "complete", &complete) && !complete) {
        lz_project_warning(warnings, "roster_incomplete",
                           "Your learning platform did not send its whole list of members.");
    }
    lz_json_put(answer, question->list,
                list != NULL ? json_object_get(list) : json_object_new_array());
    lz_json_put_string(answer, "as_of", as_of != NULL ? as_of
                       : lz_timestamp(env->pool, lz_now(env->clock)));
    lz_json_put(answer, "warnings", warnings);
    return answer;
}

json_object *lz_instructors(const lz_env_t *env, const lz_site_t *site,
                            const lz_session_t *session)
{
    const question_t question = { env, site, session, "instructors" };

    return answer_to(&question);
}

json_object *lz_members(const lz_env_t *env, const lz_site_t *site, const lz_session_t *session)
{
    const question_t question = { env, site, session, "members" };

    return answer_to(&question);
}
