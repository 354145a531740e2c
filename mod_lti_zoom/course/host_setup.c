/* SPDX-License-Identifier: Apache-2.0 */
#include "host_setup.h"

#include <string.h>

#include <apr_strings.h>

/* A failure of the moment is shared this long, one that lasts as long as an answer. */
#define FAIL_LIFETIME  apr_time_from_sec(10)
#define NEVER_LIFETIME apr_time_from_sec(60)

/* Whose part it is: what the path of its call names. */
typedef enum owner_e {
    OWNER_HOST,
    OWNER_ACCOUNT,
    OWNER_GROUP,
    OWNER_ASKS
} owner_e;

typedef struct part_t {
    lz_zoom_operation_id_e operation;
    owner_e                owner;
} part_t;

static const part_t parts[LZ_SETUP_PARTS] = {
    [LZ_SETUP_SETTINGS] = { LZ_ZOOM_USER_SETTINGS, OWNER_HOST },
    [LZ_SETUP_SECURITY] = { LZ_ZOOM_USER_SECURITY, OWNER_HOST },
    [LZ_SETUP_AUTHENTICATION] = { LZ_ZOOM_USER_AUTHENTICATION, OWNER_HOST },
    [LZ_SETUP_ACCOUNT_LOCKS] = { LZ_ZOOM_ACCOUNT_LOCKS, OWNER_ACCOUNT },
    [LZ_SETUP_ACCOUNT_SECURITY_LOCKS] = { LZ_ZOOM_ACCOUNT_SECURITY_LOCKS, OWNER_ACCOUNT },
    [LZ_SETUP_GROUP_LOCKS] = { LZ_ZOOM_GROUP_LOCKS, OWNER_GROUP },
    [LZ_SETUP_GROUP_SECURITY_LOCKS] = { LZ_ZOOM_GROUP_SECURITY_LOCKS, OWNER_GROUP },
    [LZ_SETUP_TRACKING] = { LZ_ZOOM_TRACKING_FIELDS, OWNER_ACCOUNT },
    [LZ_SETUP_SCHEDULERS] = { LZ_ZOOM_USER_SCHEDULERS, OWNER_ASKS },
};

/* One part being asked for, the baton of its flight. */
typedef struct errand_t {
    lz_setup_part_e    part;
    const char        *owner;       /* parameter of the path, NULL: none */
    const lz_person_t *person;      /* whose it is, NULL: nobody's */
} errand_t;

typedef struct round_t {
    const lz_env_t     *env;
    const lz_account_t *account;
} round_t;

int lz_setup_is_unavailable(const lz_problem_t *problem)
{
    return problem && (problem->id == LZ_P_ZOOM_PLAN || problem->id == LZ_P_ZOOM_SCOPE);
}

/* A passcode stays out of the cache. */
static void drop_secrets(json_object *answer)
{
    json_object *schedule = lz_json_object(answer, "schedule_meeting");
    if (schedule) {
        json_object_object_del(schedule, "pmi_password");
    }
}

static void land(const lz_env_t *env, const lz_zoom_call_t *call, lz_flight_t *flight)
{
    if (call->problem) {
        flight->problem = call->problem;
        flight->fail_lifetime = call->problem->id == LZ_P_ZOOM_PLAN ? LZ_SETUP_LIFETIME
                                : lz_setup_is_unavailable(call->problem) ? NEVER_LIFETIME
                                                                         : FAIL_LIFETIME;
        return;
    }
    drop_secrets(call->answer);
    flight->value = lz_json_text(env->pool, call->answer);
    flight->length = strlen(flight->value);
}

static void fetch(void *baton, lz_flight_t **claimed, int n)
{
    const round_t *round = baton;
    lz_zoom_call_t *calls = apr_pcalloc(round->env->pool, (apr_size_t)n * sizeof(*calls));
    for (int i = 0; i < n; i++) {
        const errand_t *errand = claimed[i]->baton;
        calls[i].operation = parts[errand->part].operation;
        calls[i].path_parameter = errand->owner;
    }
    lz_zoom_perform(round->env, round->account, calls, n);
    for (int i = 0; i < n; i++) {
        const errand_t *errand = claimed[i]->baton;
        if (parts[errand->part].owner == OWNER_ASKS) {
            lz_schedulers_landed(round->env, &calls[i], claimed[i]);
        } else {
            land(round->env, &calls[i], claimed[i]);
        }
    }
}

static lz_flight_t schedulers_flight(const round_t *round, const errand_t *errand)
{
    lz_flight_t flight = lz_schedulers_flight(round->env, round->account, errand->person->email);
    flight.baton = errand;
    return flight;
}

static lz_flight_t flight_of(const round_t *round, const errand_t *errand)
{
    const lz_zoom_operation_t *operation = lz_zoom_operation(parts[errand->part].operation);
    const char *prefix = apr_pstrcat(round->env->pool, "setup:", operation->name, NULL);
    return (lz_flight_t){
        .key = errand->person
               ? lz_person_key_of(round->env, round->account, errand->person->email,
                                  LZ_PERSON_USER, prefix)
               : apr_pstrcat(round->env->pool, prefix, ":", round->account->account_id, ":",
                             errand->owner ? errand->owner : "", NULL),
        .lifetime = LZ_SETUP_LIFETIME,
        .fail_lifetime = FAIL_LIFETIME,
        .baton = errand
    };
}

/* What has landed; NULL with *problem. */
static json_object *landed(const lz_env_t *env, const lz_flight_t *flight,
                           const lz_problem_t **problem)
{
    const char *reason = "";
    *problem = flight->problem;
    json_object *answer = flight->problem
                          ? NULL : lz_json_parse(env->pool, flight->value, flight->length,
                                                 LZ_JSON_OBJECT, &reason);
    if (!answer && !*problem) {
        *problem = lz_problem(env->pool, LZ_P_ZOOM_ANSWER, "an answer in the cache: %s", reason);
    }
    return answer;
}

/* Whom a part is asked about; 0 when there is nobody. */
static int find_owner(const lz_person_t *host, const lz_person_t *asks, errand_t *errand)
{
    errand->person = NULL;
    errand->owner = NULL;
    switch (parts[errand->part].owner) {
    case OWNER_GROUP:
        errand->owner = host ? host->group : NULL;
        return errand->owner && *errand->owner;
    case OWNER_HOST:
        errand->person = host;
        break;
    case OWNER_ASKS:
        errand->person = asks;
        break;
    case OWNER_ACCOUNT:
        return 1;
    }
    errand->owner = errand->person ? errand->person->zoom_id : NULL;
    return errand->person != NULL;
}

void lz_host_setup_find(const lz_env_t *env, const lz_account_t *account, unsigned wanted,
                        const lz_person_t *host, const lz_person_t *asks, lz_host_setup_t *setup)
{
    round_t round = { env, account };
    errand_t errands[LZ_SETUP_PARTS];
    lz_flight_t flights[LZ_SETUP_PARTS];
    int n = 0;
    memset(setup, 0, sizeof(*setup));
    for (int part = 0; part < LZ_SETUP_PARTS; part++) {
        errands[n].part = (lz_setup_part_e)part;
        if ((wanted & LZ_SETUP_PART(part)) && find_owner(host, asks, &errands[n])) {
            flights[n] = parts[part].owner == OWNER_ASKS ? schedulers_flight(&round, &errands[n])
                                                         : flight_of(&round, &errands[n]);
            n++;
        }
    }
    lz_flights(env, flights, n, fetch, &round);
    for (int i = 0; i < n; i++) {
        const lz_setup_part_e part = errands[i].part;
        setup->parts[part] = landed(env, &flights[i], &setup->problems[part]);
    }
}
