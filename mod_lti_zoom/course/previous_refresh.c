/* SPDX-License-Identifier: Apache-2.0 */
#include "previous_refresh.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/flight.h"
#include "../base/json.h"
#include "../base/timestamp.h"
#include "../store/past.h"
#include "../zoom/client.h"

/* The past changes seldom. */
#define FRESH_TIMES     5

/* Meetings that are asked about singly for one view; the others for the next ones. */
#define MEETINGS_MAX    20

#define FLIGHT_LIFETIME apr_time_from_sec(1)
#define FAIL_LIFETIME   apr_time_from_sec(10)

typedef struct round_t {
    const lz_env_t           *env;
    lz_env_t                  zoom_env;     /* with an earlier deadline */
    const lz_session_t       *session;
    apr_time_t                now;
    const apr_array_header_t *subjects;     /* lz_past_subject_t */
} round_t;

static const char *text_of(json_object *object, const char *name)
{
    const char *text = lz_json_string(object, name);
    return text ? text : "";
}

/* --- reading ---------------------------------------------------------------------------------- */

static lz_zoom_call_t call_of(const round_t *round, const lz_past_subject_t *subject)
{
    if (!subject->host_id) {
        return (lz_zoom_call_t){
            .operation = LZ_ZOOM_PAST_INSTANCES, .path_parameter = subject->meeting_id
        };
    }
    apr_table_t *query = apr_table_make(round->env->pool, 1);
    apr_table_setn(query, "type", "previous_meetings");
    return (lz_zoom_call_t){
        .operation = LZ_ZOOM_USER_MEETINGS, .path_parameter = subject->host_id, .query = query
    };
}

/* What Zoom has forgotten, or never knew, has no past there; that is an answer too. */
static const lz_problem_t *judge(const lz_zoom_call_t *call)
{
    const lz_problem_t *problem = call->problem;
    if (problem && (problem->id == LZ_P_ZOOM_GONE || problem->id == LZ_P_ZOOM_NO_USER
                    || problem->id == LZ_P_ZOOM_TOO_OLD)) {
        return NULL;
    }
    return problem;
}

/* --- writing ---------------------------------------------------------------------------------- */

/* A row of a list: {id, start_time, duration}, or of what was held: {uuid, start_time}. */
static const lz_problem_t *write_row(const round_t *round, lz_store_t *store,
                                     const lz_past_subject_t *subject, json_object *answer)
{
    apr_int64_t duration = 0;
    int known = 1;
    lz_past_fact_t fact = {
        .account = round->session->account->account_id,
        .meeting_id = subject->meeting_id ? subject->meeting_id : text_of(answer, "id"),
        .uuid = subject->meeting_id ? text_of(answer, "uuid") : "",
        .held = subject->meeting_id != NULL
    };
    if (!*fact.meeting_id || !lz_timestamp_parse(text_of(answer, "start_time"), &fact.starts_at)) {
        return NULL;
    }
    fact.duration = lz_json_int64(answer, "duration", &duration) && duration > 0
                    && duration <= 24 * 60 ? (int)duration : 0;
    const lz_problem_t *problem = subject->meeting_id
                                  ? NULL : lz_store_meeting_known(store, fact.account,
                                                                  fact.meeting_id, &known);
    return problem || !known ? problem : lz_store_put_past(store, &fact);
}

static const lz_problem_t *write_answer(const round_t *round, lz_store_t *store,
                                        const lz_past_subject_t *subject, json_object *answer)
{
    json_object *list = lz_json_array(answer, "meetings");
    const lz_problem_t *problem = NULL;
    for (size_t i = 0; !problem && list && i < json_object_array_length(list); i++) {
        problem = write_row(round, store, subject, json_object_array_get_idx(list, i));
    }
    return problem ? problem : lz_store_past_asked(store, round->session->account->account_id,
                                                   subject, round->now);
}

static const lz_problem_t *write_answers(const round_t *round, lz_flight_t **claimed, int n,
                                         const lz_zoom_call_t *calls)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open_to_write(round->env, &store);
    for (int i = 0; !problem && i < n; i++) {
        if (!claimed[i]->problem) {
            problem = write_answer(round, store, claimed[i]->baton, calls[i].answer);
        }
    }
    return lz_store_end(store, problem);
}

static void fetch(void *baton, lz_flight_t **claimed, int n)
{
    const round_t *round = baton;
    lz_zoom_call_t *calls = apr_pcalloc(round->env->pool, sizeof(*calls) * (apr_size_t)n);
    for (int i = 0; i < n; i++) {
        calls[i] = call_of(round, claimed[i]->baton);
    }
    lz_zoom_perform(&round->zoom_env, round->session->account, calls, n);
    for (int i = 0; i < n; i++) {
        claimed[i]->problem = judge(&calls[i]);
        claimed[i]->value = "1";
        claimed[i]->length = 1;
    }
    const lz_problem_t *problem = write_answers(round, claimed, n, calls);
    for (int i = 0; problem && i < n; i++) {
        claimed[i]->problem = claimed[i]->problem ? claimed[i]->problem : problem;
    }
}

static lz_flight_t flight_of(const round_t *round, const lz_past_subject_t *subject)
{
    return (lz_flight_t){
        .key = apr_pstrcat(round->env->pool, "past:", round->session->account->account_id,
                           subject->host_id ? ":host:" : ":meeting:",
                           subject->host_id ? subject->host_id : subject->meeting_id, NULL),
        .lifetime = FLIGHT_LIFETIME,
        .fail_lifetime = FAIL_LIFETIME,
        .refresh = 1,       /* the database says that it is wanted */
        .baton = subject
    };
}

static const lz_problem_t *read_subjects(const round_t *round, apr_time_t oldest,
                                         apr_array_header_t **subjects)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(round->env, &store);
    if (!problem) {
        problem = lz_store_past_stale(store, round->session->course,
                                      round->session->account->account_id, oldest, MEETINGS_MAX,
                                      subjects);
    }
    lz_store_close(store);
    return problem;
}

const lz_problem_t *lz_previous_refresh(const lz_env_t *env, const lz_site_t *site,
                                        const lz_session_t *session,
                                        const lz_problem_t **behind)
{
    round_t round = {
        .env = env, .zoom_env = *env, .session = session, .now = lz_now(env->clock)
    };
    apr_array_header_t *subjects = NULL;
    round.zoom_env.deadline = round.now + lz_env_remaining(env) / 2;
    *behind = NULL;
    const lz_problem_t *problem =
        read_subjects(&round, round.now - FRESH_TIMES * lz_site_freshness(site, session->account),
                      &subjects);
    if (problem || subjects->nelts == 0) {
        return problem;
    }
    lz_flight_t *flights = apr_pcalloc(env->pool, sizeof(*flights) * (apr_size_t)subjects->nelts);
    for (int i = 0; i < subjects->nelts; i++) {
        flights[i] = flight_of(&round, &APR_ARRAY_IDX(subjects, i, lz_past_subject_t));
    }
    lz_flights(&round.zoom_env, flights, subjects->nelts, fetch, &round);
    for (int i = 0; i < subjects->nelts; i++) {
        *behind = flights[i].problem ? flights[i].problem : *behind;
    }
    return NULL;
}
