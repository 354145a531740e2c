/* SPDX-License-Identifier: Apache-2.0 */
#include "refresh.h"

#include <string.h>

#include <apr_strings.h>

#include "ownership.h"
#include "reconcile.h"

/* A list that could not be read is not asked for again so long, by any view. */
#define FAIL_LIFETIME   apr_time_from_sec(10)

/* A list that took longer than it is fresh still serves those who waited for it. */
#define SHARED_LIFETIME apr_time_from_sec(1)

typedef enum errand_kind_e {
    ERRAND_HOST,            /* a host's list, into the database */
    ERRAND_PERSON,          /* who the visitor is */
    ERRAND_SCHEDULERS,      /* for whom the visitor may schedule */
    ERRAND_OWN              /* the visitor's own list, into the cache */
} errand_kind_e;

/* What one flight is for; its baton. */
typedef struct errand_t {
    errand_kind_e   kind;
    const char     *host_id;        /* ERRAND_HOST */
    lz_flight_t    *flight;         /* once claimed */
    lz_zoom_call_t  call;
    lz_reconcile_t  reconcile;      /* ERRAND_HOST */
    apr_time_t      listed_at;      /* ERRAND_HOST: when another has listed it meanwhile, or 0 */
} errand_t;

typedef struct round_t {
    lz_refresh_t         *refresh;
    lz_env_t              env;      /* with an earlier deadline */
    lz_snapshots_t        snapshots;
    apr_interval_time_t   freshness;
    apr_array_header_t   *errands;  /* errand_t * that were claimed */
} round_t;

static errand_t *errand_at(const round_t *round, int i)
{
    return APR_ARRAY_IDX(round->errands, i, errand_t *);
}

/* --- before the calls: what is known of the hosts' meetings ----------------------------------- */

static const lz_problem_t *read_host(lz_store_t *store, const char *account, errand_t *errand)
{
    apr_array_header_t *known = NULL;
    apr_array_header_t *dates = NULL;
    const lz_problem_t *problem = lz_store_host_meetings(store, account, errand->host_id, &known);
    if (!problem) {
        problem = lz_store_host_dates(store, account, errand->host_id, &dates);
    }
    errand->reconcile.known = known;
    errand->reconcile.dates = dates;
    return problem;
}

/*
 * A view reads which hosts are to be asked again before it claims their flights. Whoever came in
 * between has asked, and the database says so.
 */
static const lz_problem_t *read_listed(lz_store_t *store, const round_t *round)
{
    apr_array_header_t *hosts = NULL;
    const lz_problem_t *problem = lz_store_course_hosts(store, round->refresh->session->course,
                                                        round->snapshots.account->account_id,
                                                        &hosts);
    for (int i = 0; !problem && i < round->errands->nelts; i++) {
        errand_t *errand = errand_at(round, i);
        for (int k = 0; errand->kind == ERRAND_HOST && errand->flight->refresh && k < hosts->nelts;
             k++) {
            const lz_host_t *host = &APR_ARRAY_IDX(hosts, k, lz_host_t);
            if (strcmp(host->id, errand->host_id) == 0) {
                errand->listed_at = host->listed_at;
            }
        }
    }
    return problem;
}

/* Whether Zoom is asked for the host's list. */
static int is_open(const errand_t *errand)
{
    return errand->kind == ERRAND_HOST && !errand->flight->problem && !errand->listed_at;
}

static const lz_problem_t *read_known(round_t *round)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = NULL;
    for (int i = 0; i < round->errands->nelts; i++) {
        errand_t *errand = errand_at(round, i);
        if (problem || errand->kind != ERRAND_HOST) {
            continue;
        }
        if (!store) {
            problem = lz_store_open(round->refresh->env, &store);
            problem = problem ? problem : read_listed(store, round);
        }
        if (!problem && is_open(errand)) {
            problem = read_host(store, round->snapshots.account->account_id, errand);
        }
    }
    lz_store_close(store);
    return problem;
}

static void fail_hosts(round_t *round, const lz_problem_t *problem)
{
    for (int i = 0; i < round->errands->nelts; i++) {
        errand_t *errand = errand_at(round, i);
        if (errand->kind == ERRAND_HOST && !errand->flight->problem) {
            errand->flight->problem = problem;
        }
    }
}

/* --- the calls -------------------------------------------------------------------------------- */

static void prepare_call(round_t *round, errand_t *errand)
{
    const lz_refresh_t *refresh = round->refresh;
    if (errand->kind == ERRAND_PERSON) {
        errand->call = lz_person_call(&round->env, refresh->session);
        return;
    }
    if (errand->kind == ERRAND_SCHEDULERS) {
        errand->call = lz_schedulers_call(lz_person_address(&round->env, refresh->session));
        return;
    }
    errand->call = (lz_zoom_call_t){
        .operation = LZ_ZOOM_USER_MEETINGS,
        .path_parameter = errand->kind == ERRAND_HOST
                          ? errand->host_id : lz_person_address(&round->env, refresh->session)
    };
    if (errand->kind == ERRAND_HOST) {
        errand->reconcile.snapshots = &round->snapshots;
        errand->reconcile.asked_at = lz_now(round->env.clock);
        lz_reconcile_begin(&errand->reconcile);
    }
}

/* Puts copies of the calls that have no answer yet into one row, performs it, and copies back. */
static void perform(round_t *round, apr_array_header_t *pending)
{
    if (pending->nelts == 0) {
        return;
    }
    lz_zoom_call_t *calls = apr_palloc(round->env.pool,
                                       sizeof(*calls) * (apr_size_t)pending->nelts);
    for (int i = 0; i < pending->nelts; i++) {
        calls[i] = *APR_ARRAY_IDX(pending, i, lz_zoom_call_t *);
    }
    lz_zoom_perform(&round->env, round->snapshots.account, calls, pending->nelts);
    for (int i = 0; i < pending->nelts; i++) {
        *APR_ARRAY_IDX(pending, i, lz_zoom_call_t *) = calls[i];
    }
}

static void add_looks(apr_array_header_t *pending, const lz_reconcile_t *reconcile, int from)
{
    for (int i = from; i < reconcile->looks->nelts; i++) {
        APR_ARRAY_PUSH(pending, lz_zoom_call_t *)
            = &APR_ARRAY_IDX(reconcile->looks, i, lz_look_t).call;
    }
}

/* Lists, people and due meetings, all at once. */
static void first_calls(round_t *round)
{
    apr_array_header_t *pending = apr_array_make(round->env.pool, 8, sizeof(lz_zoom_call_t *));
    for (int i = 0; i < round->errands->nelts; i++) {
        errand_t *errand = errand_at(round, i);
        if (errand->flight->problem || errand->listed_at) {
            continue;
        }
        prepare_call(round, errand);
        APR_ARRAY_PUSH(pending, lz_zoom_call_t *) = &errand->call;
        if (errand->kind == ERRAND_HOST) {
            add_looks(pending, &errand->reconcile, 0);
        }
    }
    perform(round, pending);
}

/*
 * A host whom Zoom no longer knows, or lets host no more, has an empty list: each meeting is then
 * looked at.
 */
static void take_list(errand_t *errand)
{
    const lz_problem_t *problem = errand->call.problem;
    if (problem && problem->id != LZ_P_ZOOM_NO_USER && problem->id != LZ_P_ZOOM_HOST_REFUSED) {
        errand->flight->problem = problem;
        return;
    }
    errand->reconcile.list = problem ? NULL : lz_json_array(errand->call.answer, "meetings");
}

/* Looks at what the lists lack; seldom anything. */
static void second_calls(round_t *round)
{
    apr_array_header_t *pending = apr_array_make(round->env.pool, 8, sizeof(lz_zoom_call_t *));
    for (int i = 0; i < round->errands->nelts; i++) {
        errand_t *errand = errand_at(round, i);
        if (!is_open(errand)) {
            continue;
        }
        take_list(errand);
        if (!errand->flight->problem) {
            const int before = errand->reconcile.looks->nelts;
            (void)lz_reconcile_missing(&errand->reconcile);
            add_looks(pending, &errand->reconcile, before);
        }
    }
    perform(round, pending);
}

/* --- after the calls -------------------------------------------------------------------------- */

static const lz_problem_t *write_host(lz_store_t *store, const errand_t *errand,
                                      const char *account)
{
    const lz_problem_t *problem = NULL;
    for (int i = 0; !problem && i < errand->reconcile.changed->nelts; i++) {
        problem = lz_store_put_meeting(store, &APR_ARRAY_IDX(errand->reconcile.changed, i,
                                                             lz_meeting_t));
    }
    return problem ? problem : lz_store_host_listed(store, account, errand->host_id,
                                                    errand->reconcile.asked_at);
}

static const lz_problem_t *write_hosts(round_t *round)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = NULL;
    for (int i = 0; i < round->errands->nelts; i++) {
        errand_t *errand = errand_at(round, i);
        if (problem || !is_open(errand)) {
            continue;
        }
        lz_reconcile_end(&errand->reconcile);
        if (!store) {
            problem = lz_store_open_to_write(round->refresh->env, &store);
        }
        if (!problem) {
            problem = write_host(store, errand, round->snapshots.account->account_id);
        }
    }
    return lz_store_end(store, problem);
}

/* The list without its join links and descriptions: it goes to the cache. */
static void land_own(const round_t *round, errand_t *errand)
{
    static const char *const kept[] = {
        "id", "uuid", "host_id", "topic", "type", "start_time", "duration", "timezone", NULL
    };
    json_object *list = lz_json_array(errand->call.answer, "meetings");
    json_object *own = lz_json_adopt(round->env.pool, json_object_new_array());
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        json_object *row = json_object_new_object();
        for (const char *const *name = kept; *name; name++) {
            json_object *value = lz_json_member(json_object_array_get_idx(list, i), *name);
            if (value) {
                lz_json_put(row, *name, json_object_get(value));
            }
        }
        json_object_array_add(own, row);
    }
    errand->flight->value = lz_json_text(round->env.pool, own);
    errand->flight->length = strlen(errand->flight->value);
}

/* Where it was only not our turn yet, our turn comes soon. */
static apr_interval_time_t fail_lifetime(const lz_problem_t *problem)
{
    const apr_interval_time_t turn = apr_time_from_sec(problem->retry_after);
    return problem->id == LZ_P_ZOOM_BUSY && turn > 0 && turn < FAIL_LIFETIME ? turn
                                                                             : FAIL_LIFETIME;
}

static void land_host(const round_t *round, errand_t *errand)
{
    lz_flight_t *flight = errand->flight;
    const apr_time_t asked_at = errand->listed_at ? errand->listed_at
                                                  : errand->reconcile.asked_at;
    const apr_interval_time_t left = flight->lifetime - (lz_now(round->env.clock) - asked_at);
    /* Those who have waited for it take it, however long it took. */
    flight->lifetime = left > SHARED_LIFETIME ? left : SHARED_LIFETIME;
    flight->value = apr_psprintf(round->env.pool, "%" APR_TIME_T_FMT, asked_at);
    flight->length = strlen(flight->value);
}

static void land(round_t *round, errand_t *errand)
{
    lz_flight_t *flight = errand->flight;
    if (flight->problem) {
        flight->fail_lifetime = fail_lifetime(flight->problem);
        return;
    }
    switch (errand->kind) {
    case ERRAND_PERSON:
        lz_person_landed(&round->env, round->refresh->session, &errand->call, flight);
        break;
    case ERRAND_SCHEDULERS:
        lz_schedulers_landed(&round->env, &errand->call, flight);
        break;
    case ERRAND_OWN:
        flight->problem = errand->call.problem;
        if (flight->problem) {
            flight->fail_lifetime = fail_lifetime(flight->problem);
        } else {
            land_own(round, errand);
        }
        break;
    case ERRAND_HOST:
        land_host(round, errand);
        break;
    }
}

static void fetch(void *baton, lz_flight_t **claimed, int n)
{
    round_t *round = baton;
    round->errands = apr_array_make(round->env.pool, n, sizeof(errand_t *));
    for (int i = 0; i < n; i++) {
        errand_t *errand = (errand_t *)claimed[i]->baton;
        errand->flight = claimed[i];
        APR_ARRAY_PUSH(round->errands, errand_t *) = errand;
    }
    const lz_problem_t *problem = read_known(round);
    if (problem) {
        fail_hosts(round, problem);
    }
    first_calls(round);
    second_calls(round);
    problem = write_hosts(round);
    if (problem) {
        fail_hosts(round, problem);
    }
    for (int i = 0; i < round->errands->nelts; i++) {
        errand_t *errand = errand_at(round, i);
        land(round, errand);
    }
}

/* --- the flights ------------------------------------------------------------------------------ */

typedef struct flights_t {
    lz_flight_t *list;
    errand_t    *errands;
    int          n;
} flights_t;

static void add_flight(flights_t *flights, lz_flight_t flight, errand_kind_e kind,
                       const char *host_id)
{
    errand_t *errand = &flights->errands[flights->n];
    *errand = (errand_t){ .kind = kind, .host_id = host_id };
    flight.baton = errand;
    flights->list[flights->n++] = flight;
}

static lz_flight_t list_flight(const round_t *round, const char *key)
{
    return (lz_flight_t){
        .key = key,
        .lifetime = round->freshness,
        .fail_lifetime = FAIL_LIFETIME
    };
}

static void add_flights(round_t *round, flights_t *flights)
{
    lz_refresh_t *refresh = round->refresh;
    const apr_size_t most = (apr_size_t)refresh->hosts->nelts + 3;
    flights->list = apr_pcalloc(round->env.pool, sizeof(lz_flight_t) * most);
    flights->errands = apr_pcalloc(round->env.pool, sizeof(errand_t) * most);
    for (int i = 0; i < refresh->hosts->nelts; i++) {
        const lz_host_t *host = &APR_ARRAY_IDX(refresh->hosts, i, lz_host_t);
        lz_flight_t flight = list_flight(
            round, apr_pstrcat(round->env.pool, "host:", round->snapshots.account->account_id,
                               ":", host->id, NULL));
        /* One who is to be asked again is asked, whatever the last answer's age. */
        flight.refresh = host->listed_at == 0;
        add_flight(flights, flight, ERRAND_HOST, host->id);
    }
    if (!refresh->with_person && !refresh->with_own) {
        return;
    }
    lz_flight_t person;
    refresh->person_problem = lz_person_flight(&round->env, refresh->session, &person);
    refresh->own_problem = refresh->person_problem;
    if (!refresh->person_problem && refresh->with_person) {
        add_flight(flights, person, ERRAND_PERSON, NULL);
        if (refresh->with_schedulers) {
            add_flight(flights, lz_schedulers_flight(&round->env, refresh->session->account,
                                                     refresh->session->email),
                       ERRAND_SCHEDULERS, NULL);
        }
    }
    if (!refresh->own_problem && refresh->with_own) {
        add_flight(flights, list_flight(round, lz_person_key(&round->env, refresh->session,
                                                             LZ_PERSON_MEETINGS, "own")),
                   ERRAND_OWN, NULL);
    }
}

static void take_own(const lz_env_t *env, lz_refresh_t *refresh, const lz_flight_t *flight)
{
    const char *reason = "";
    refresh->own_problem = flight->problem;
    if (flight->problem) {
        return;
    }
    refresh->own = lz_json_parse(env->pool, flight->value, flight->length, LZ_JSON_ANY, &reason);
    if (!json_object_is_type(refresh->own, json_type_array)) {
        refresh->own = NULL;
        refresh->own_problem = lz_problem(env->pool, LZ_P_INTERNAL,
                                          "a list in the cache is damaged: %s", reason);
    }
}

static void take_results(round_t *round, const flights_t *flights)
{
    lz_refresh_t *refresh = round->refresh;
    for (int i = 0; i < flights->n; i++) {
        const lz_flight_t *flight = &flights->list[i];
        switch (flights->errands[i].kind) {
        case ERRAND_PERSON:
            refresh->person_problem = lz_person_of(refresh->env, flight, &refresh->person);
            break;
        case ERRAND_SCHEDULERS:
            if (lz_schedulers_of(refresh->env, flight, &refresh->schedules)) {
                refresh->schedules = NULL;      /* without, they may not */
            }
            break;
        case ERRAND_OWN:
            take_own(refresh->env, refresh, flight);
            break;
        case ERRAND_HOST:
            if (flight->problem) {
                refresh->hosts_problem = flight->problem;
            }
            break;
        }
    }
}

void lz_refresh(lz_refresh_t *refresh)
{
    const lz_session_t *session = refresh->session;
    round_t round = {
        .refresh = refresh,
        .env = *refresh->env,
        .freshness = lz_site_freshness(refresh->site, session->account)
    };
    flights_t flights = { .n = 0 };
    round.env.deadline = lz_now(round.env.clock) + lz_env_remaining(refresh->env) / 2;
    round.snapshots = (lz_snapshots_t){
        .env = refresh->env, .site = refresh->site, .account = session->account
    };
    add_flights(&round, &flights);
    if (flights.n > 0) {
        lz_flights_gated(&round.env, flights.list, flights.n, fetch, &round);
    }
    take_results(&round, &flights);
}
