/* SPDX-License-Identifier: Apache-2.0 */
#include "schedulers.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>

/* A failure of the moment is shared this long, one that lasts somewhat longer. */
#define FAIL_LIFETIME  apr_time_from_sec(10)
#define NEVER_LIFETIME apr_time_from_sec(60)

lz_flight_t lz_schedulers_flight(const lz_env_t *env, const lz_account_t *account,
                                 const char *address)
{
    return (lz_flight_t){
        .key = lz_person_key_of(env, account, address, LZ_PERSON_USER, "schedulers"),
        .lifetime = LZ_SCHEDULERS_LIFETIME,
        .fail_lifetime = FAIL_LIFETIME
    };
}

lz_zoom_call_t lz_schedulers_call(const char *address)
{
    return (lz_zoom_call_t){ .operation = LZ_ZOOM_USER_SCHEDULERS, .path_parameter = address };
}

void lz_schedulers_landed(const lz_env_t *env, const lz_zoom_call_t *call, lz_flight_t *flight)
{
    if (call->problem && !lz_person_is_unknown(call->problem)) {
        flight->problem = call->problem;
        flight->fail_lifetime = call->problem->id == LZ_P_ZOOM_PLAN
                                || call->problem->id == LZ_P_ZOOM_SCOPE
                                ? NEVER_LIFETIME : FAIL_LIFETIME;
        return;
    }
    flight->value = call->problem ? "{\"schedulers\":[]}" : lz_json_text(env->pool, call->answer);
    flight->length = strlen(flight->value);
}

const lz_problem_t *lz_schedulers_of(const lz_env_t *env, const lz_flight_t *flight,
                                     json_object **schedulers)
{
    const char *reason = "there is no list";
    if (flight->problem) {
        return flight->problem;
    }
    json_object *answer = lz_json_parse(env->pool, flight->value, flight->length, LZ_JSON_OBJECT,
                                        &reason);
    *schedulers = lz_json_array(answer, "schedulers");
    return *schedulers
           ? NULL : lz_problem(env->pool, LZ_P_ZOOM_ANSWER, "schedulers in the cache: %s", reason);
}

typedef struct question_t {
    const lz_env_t     *env;
    const lz_account_t *account;
    const char         *address;
} question_t;

static void fetch(void *baton, lz_flight_t **claimed, int n)
{
    const question_t *question = baton;
    for (int i = 0; i < n; i++) {
        lz_zoom_call_t call = lz_schedulers_call(question->address);
        lz_zoom_perform(question->env, question->account, &call, 1);
        lz_schedulers_landed(question->env, &call, claimed[i]);
    }
}

const lz_problem_t *lz_schedulers_find(const lz_env_t *env, const lz_account_t *account,
                                       const char *address, lz_schedulers_how_e how,
                                       json_object **schedulers)
{
    question_t question = { env, account, address };
    lz_flight_t flight = lz_schedulers_flight(env, account, address);
    if (how == LZ_SCHEDULERS_NOW) {
        flight.refresh = 1;
        lz_flights(env, &flight, 1, fetch, &question);
    } else {
        lz_flights_gated(env, &flight, 1, fetch, &question);
    }
    return lz_schedulers_of(env, &flight, schedulers);
}

int lz_schedulers_have(json_object *schedulers, const char *member, const char *value)
{
    const size_t n = schedulers ? json_object_array_length(schedulers) : 0;
    for (size_t i = 0; i < n; i++) {
        const char *one = lz_json_string(json_object_array_get_idx(schedulers, i), member);
        if (one && strcasecmp(one, value) == 0) {
            return 1;
        }
    }
    return 0;
}
