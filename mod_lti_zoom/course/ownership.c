/* SPDX-License-Identifier: Apache-2.0 */
#include "ownership.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/json.h"
#include "alternates.h"

/* A failure to ask is shared this long. */
#define FAIL_LIFETIME apr_time_from_sec(10)

/* --- for whom a person may schedule ----------------------------------------------------------- */

const lz_problem_t *lz_schedulers_flight(const lz_env_t *env, const lz_session_t *session,
                                         lz_flight_t *flight)
{
    const lz_problem_t *problem = lz_person_flight(env, session, flight);
    if (problem) {
        return problem;
    }
    *flight = (lz_flight_t){
        .key = lz_person_key(env, session, LZ_PERSON_USER, "schedulers"),
        .lifetime = LZ_SCHEDULERS_LIFETIME,
        .fail_lifetime = FAIL_LIFETIME
    };
    return NULL;
}

lz_zoom_call_t lz_schedulers_call(const lz_env_t *env, const lz_session_t *session)
{
    return (lz_zoom_call_t){
        .operation = LZ_ZOOM_USER_SCHEDULERS,
        .path_parameter = lz_person_address(env, session)
    };
}

/* In the cache: the ids, each with a blank behind it. */
void lz_schedulers_landed(const lz_env_t *env, const lz_zoom_call_t *call, lz_flight_t *flight)
{
    json_object *list = lz_json_array(call->answer, "schedulers");
    const char *ids = "";
    if (call->problem && !lz_person_is_unknown(call->problem)) {
        flight->problem = call->problem;
        return;
    }
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        const char *id = lz_json_string(json_object_array_get_idx(list, i), "id");
        if (id && *id && !strchr(id, ' ')) {
            ids = apr_pstrcat(env->pool, ids, id, " ", NULL);
        }
    }
    flight->value = ids;
    flight->length = strlen(ids);
}

apr_array_header_t *lz_schedulers_of(const lz_env_t *env, const lz_flight_t *flight)
{
    char *state = NULL;
    if (flight->problem) {
        return NULL;
    }
    apr_array_header_t *ids = apr_array_make(env->pool, 4, sizeof(const char *));
    for (const char *id = apr_strtok(apr_pstrdup(env->pool, flight->value), " ", &state); id;
         id = apr_strtok(NULL, " ", &state)) {
        APR_ARRAY_PUSH(ids, const char *) = id;
    }
    return ids;
}

static void fetch(void *baton, lz_flight_t **claimed, int n)
{
    const lz_owner_t *owner = baton;
    for (int i = 0; i < n; i++) {
        lz_zoom_call_t call = lz_schedulers_call(owner->env, owner->session);
        lz_zoom_perform(owner->env, owner->session->account, &call, 1);
        lz_schedulers_landed(owner->env, &call, claimed[i]);
    }
}

void lz_ownership_ask(lz_owner_t *owner, int cached)
{
    lz_flight_t flight;
    const lz_problem_t *problem = lz_schedulers_flight(owner->env, owner->session, &flight);
    if (!problem) {
        flight.refresh = !cached;
        if (cached) {
            lz_flights_gated(owner->env, &flight, 1, fetch, owner);
        } else {
            lz_flights(owner->env, &flight, 1, fetch, owner);
        }
        owner->schedules = lz_schedulers_of(owner->env, &flight);
    }
}

/* --- whose it is ------------------------------------------------------------------------------ */

static int is_alternative(const lz_owner_t *owner, const lz_meeting_t *meeting)
{
    apr_pool_t *pool = owner->env->pool;
    const char *account = owner->session->account->account_id;
    return lz_alternates_have(pool, account, meeting->alternative_hosts, owner->person->email)
           || lz_alternates_have(pool, account, meeting->alternative_hosts,
                                 owner->person->zoom_id);
}

static int schedules_for(const lz_owner_t *owner, const char *host_id)
{
    for (int i = 0; owner->schedules && i < owner->schedules->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(owner->schedules, i, const char *), host_id) == 0) {
            return 1;
        }
    }
    return 0;
}

lz_ownership_e lz_ownership_of(const lz_owner_t *owner, const lz_meeting_t *meeting)
{
    if (!owner->person) {
        return LZ_OWNS_NOTHING;
    }
    if (strcmp(owner->person->zoom_id, meeting->host_id) == 0) {
        return LZ_OWNS_HOST;
    }
    if (is_alternative(owner, meeting)) {
        return LZ_OWNS_ALTERNATIVE;
    }
    return schedules_for(owner, meeting->host_id) ? LZ_OWNS_SCHEDULER : LZ_OWNS_NOTHING;
}

lz_ownership_e lz_ownership_find(lz_owner_t *owner, const lz_meeting_t *meeting, int cached)
{
    owner->schedules = NULL;
    const lz_ownership_e ownership = lz_ownership_of(owner, meeting);
    if (ownership != LZ_OWNS_NOTHING || !owner->person) {
        return ownership;
    }
    lz_ownership_ask(owner, cached);
    return lz_ownership_of(owner, meeting);
}
