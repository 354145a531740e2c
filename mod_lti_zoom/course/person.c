/* SPDX-License-Identifier: Apache-2.0 */
#include "person.h"

#include <string.h>
#include <strings.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "../base/generation.h"
#include "../base/json.h"

/* A failure to ask is shared this long, so that not each view waits for a Zoom that is down. */
#define FAIL_LIFETIME apr_time_from_sec(10)

/* A value of the cache that stands for "no such user" begins so; a packed problem follows. */
#define MISS '!'

#define EMAIL_MAX 254

/* Which address an id belongs to, remembered for as long as a generation is. */
#define ADDRESS_LIFETIME apr_time_from_sec(24 * 3600)

#define LICENSED 2      /* Zoom's number for a type of user */

/* Somebody who is looked for: by address, called whom in our log. */
typedef struct sought_t {
    const lz_account_t *account;
    const char         *address;        /* in lower case */
    const char         *whom;
} sought_t;

static const char *in_lower_case(apr_pool_t *pool, const char *text)
{
    char *lower = apr_pstrdup(pool, text);
    for (char *c = lower; *c; c++) {
        *c = (char)apr_tolower(*c);
    }
    return lower;
}

const char *lz_person_address(const lz_env_t *env, const lz_session_t *session)
{
    return in_lower_case(env->pool, session->email);
}

static sought_t visitor(const lz_env_t *env, const lz_session_t *session)
{
    return (sought_t){ session->account, lz_person_address(env, session), session->person };
}

/* --- generations ------------------------------------------------------------------------------ */

static const char *thing_of(const lz_env_t *env, const char *account_id, const char *address,
                            lz_person_part_e part)
{
    return apr_pstrcat(env->pool, part == LZ_PERSON_USER ? "user:" : "meetings:", account_id, ":",
                       address, NULL);
}

const char *lz_person_generation(const lz_env_t *env, const lz_session_t *session,
                                 lz_person_part_e part)
{
    return lz_generation(env, env->cache,
                         thing_of(env, session->account->account_id,
                                  lz_person_address(env, session), part));
}

const char *lz_person_key_of(const lz_env_t *env, const lz_account_t *account,
                             const char *email, lz_person_part_e part, const char *prefix)
{
    const char *address = in_lower_case(env->pool, email);
    const char *generation = lz_generation(env, env->cache,
                                           thing_of(env, account->account_id, address, part));
    return apr_pstrcat(env->pool, prefix, ":", account->account_id, ":", address, ":",
                       generation ? generation : "none", NULL);
}

const char *lz_person_key(const lz_env_t *env, const lz_session_t *session, lz_person_part_e part,
                          const char *prefix)
{
    return lz_person_key_of(env, session->account, session->email, part, prefix);
}

static const char *address_key(const lz_env_t *env, const char *account_id, const char *zoom_id)
{
    return apr_pstrcat(env->pool, "address:", account_id, ":", zoom_id, NULL);
}

static void remember_address(const lz_env_t *env, const sought_t *sought, const char *zoom_id)
{
    env->cache->put(env->cache->baton, env->pool,
                    address_key(env, sought->account->account_id, zoom_id), sought->address,
                    strlen(sought->address), ADDRESS_LIFETIME);
}

void lz_person_changed(const lz_env_t *env, const char *account_id, const char *zoom_id,
                       const char *email, lz_person_part_e part)
{
    const char *address = NULL;
    apr_size_t length = 0;
    if (email) {
        lz_generation_renew(env, env->cache,
                            thing_of(env, account_id, in_lower_case(env->pool, email), part));
    }
    if (zoom_id && env->cache->get(env->cache->baton, env->pool,
                                   address_key(env, account_id, zoom_id), &address, &length)) {
        lz_generation_renew(env, env->cache, thing_of(env, account_id, address, part));
    }
}

/* --- the look-up ------------------------------------------------------------------------------ */

int lz_person_is_unknown(const lz_problem_t *problem)
{
    return problem && (problem->id == LZ_P_ZOOM_NO_EMAIL || problem->id == LZ_P_ZOOM_NO_USER
                       || problem->id == LZ_P_ZOOM_USER_INACTIVE);
}

/*
 * Zoom takes an id, "me" or an address at the same place of a path: without '@' an LMS could make
 * anybody out of a person.
 */
static int is_address(const char *text)
{
    const char *at = strchr(text, '@');
    return at && at > text && at[1] && !strchr(at + 1, '@') && strlen(text) <= EMAIL_MAX;
}

static const lz_problem_t *flight_of(const lz_env_t *env, const sought_t *sought,
                                     lz_flight_t *flight)
{
    if (!is_address(sought->address)) {
        return lz_problem(env->pool, LZ_P_ZOOM_NO_EMAIL, "the LMS sent %s e-mail address for %s",
                          *sought->address ? "an unusable" : "no", sought->whom);
    }
    *flight = (lz_flight_t){
        .key = lz_person_key_of(env, sought->account, sought->address, LZ_PERSON_USER, "user"),
        .lifetime = LZ_PERSON_LIFETIME,
        .fail_lifetime = FAIL_LIFETIME
    };
    return NULL;
}

const lz_problem_t *lz_person_flight(const lz_env_t *env, const lz_session_t *session,
                                     lz_flight_t *flight)
{
    const sought_t sought = visitor(env, session);
    return flight_of(env, &sought, flight);
}

static lz_zoom_call_t call_for(const sought_t *sought)
{
    return (lz_zoom_call_t){
        .operation = LZ_ZOOM_USER_GET, .path_parameter = sought->address
    };
}

lz_zoom_call_t lz_person_call(const lz_env_t *env, const lz_session_t *session)
{
    const sought_t sought = visitor(env, session);
    return call_for(&sought);
}

static const char *text_of(json_object *object, const char *name)
{
    const char *text = lz_json_string(object, name);
    return text ? text : "";
}

const char *lz_person_name(apr_pool_t *pool, json_object *user)
{
    const char *display = text_of(user, "display_name");
    const char *first = text_of(user, "first_name");
    const char *last = text_of(user, "last_name");
    if (*display) {
        return display;
    }
    return apr_pstrcat(pool, first, *first && *last ? " " : "", last, NULL);
}

/* What Zoom says about the user, judged: NULL or why it is none for us. */
static const lz_problem_t *judge(const lz_env_t *env, const sought_t *sought,
                                 const lz_zoom_call_t *call)
{
    if (call->problem) {
        return call->problem;
    }
    const char *email = text_of(call->answer, "email");
    const char *status = text_of(call->answer, "status");
    if (!*text_of(call->answer, "id") || strcasecmp(email, sought->address) != 0) {
        return lz_problem(env->pool, LZ_P_ZOOM_NO_USER,
                          "Zoom's answer for %s is about another address", sought->whom);
    }
    if (*status && strcmp(status, "active") != 0) {
        return lz_problem(env->pool, LZ_P_ZOOM_USER_INACTIVE, "the Zoom user of %s is %.20s",
                          sought->whom, status);
    }
    return NULL;
}

/* The user as the cache has it. */
static const char *user_text(apr_pool_t *pool, json_object *answer)
{
    json_object *user = lz_json_adopt(pool, json_object_new_object());
    json_object *groups = lz_json_array(answer, "group_ids");
    json_object *first = groups ? json_object_array_get_idx(groups, 0) : NULL;
    apr_int64_t type = 0;
    lz_json_put_string(user, "id", text_of(answer, "id"));
    lz_json_put_string(user, "email", text_of(answer, "email"));
    lz_json_put_string(user, "name", lz_person_name(pool, answer));
    lz_json_put_string(user, "timezone", text_of(answer, "timezone"));
    lz_json_put_int64(user, "type", lz_json_int64(answer, "type", &type) ? type : 0);
    lz_json_put_string(user, "pmi", text_of(answer, "pmi"));
    lz_json_put_string(user, "group", first ? json_object_get_string(first) : "");
    return lz_json_text(pool, user);
}

static void land(const lz_env_t *env, const sought_t *sought, const lz_zoom_call_t *call,
                 lz_flight_t *flight)
{
    const lz_problem_t *problem = judge(env, sought, call);
    if (problem && !lz_person_is_unknown(problem)) {
        flight->problem = problem;
        return;
    }
    if (problem) {
        flight->lifetime = LZ_PERSON_MISS_LIFETIME;
        flight->value = apr_psprintf(env->pool, "%c%s", MISS,
                                     lz_problem_pack(env->pool, problem));
    } else {
        remember_address(env, sought, text_of(call->answer, "id"));
        flight->value = user_text(env->pool, call->answer);
    }
    flight->length = strlen(flight->value);
}

void lz_person_landed(const lz_env_t *env, const lz_session_t *session,
                      const lz_zoom_call_t *call, lz_flight_t *flight)
{
    const sought_t sought = visitor(env, session);
    land(env, &sought, call, flight);
}

const lz_problem_t *lz_person_of(const lz_env_t *env, const lz_flight_t *flight,
                                 lz_person_t **person)
{
    if (flight->problem) {
        return flight->problem;
    }
    const char *reason = "";
    apr_int64_t type = 0;
    if (*flight->value == MISS) {
        const lz_problem_t *problem = lz_problem_unpack(env->pool, flight->value + 1);
        return problem ? problem : lz_problem(env->pool, LZ_P_ZOOM_NO_USER, "a damaged note");
    }
    json_object *user = lz_json_parse(env->pool, flight->value, flight->length, LZ_JSON_OBJECT,
                                      &reason);
    if (!user || !*text_of(user, "id")) {
        return lz_problem(env->pool, LZ_P_INTERNAL, "a user in the cache is damaged: %s", reason);
    }
    lz_person_t *found = apr_pcalloc(env->pool, sizeof(*found));
    found->zoom_id = text_of(user, "id");
    found->email = text_of(user, "email");
    found->name = text_of(user, "name");
    found->time_zone = text_of(user, "timezone");
    found->pmi = text_of(user, "pmi");
    found->group = text_of(user, "group");
    if (lz_json_int64(user, "type", &type)) {
        found->licensed = type == LICENSED;
    }
    *person = found;
    return NULL;
}

/* The flights of several people, each with the person it is for as its baton. */
typedef struct look_up_t {
    const lz_env_t     *env;
    const lz_account_t *account;
} look_up_t;

static void fetch(void *baton, lz_flight_t **claimed, int n)
{
    const look_up_t *look_up = baton;
    const lz_env_t *env = look_up->env;
    lz_zoom_call_t *calls = apr_pcalloc(env->pool, (apr_size_t)n * sizeof(*calls));
    for (int i = 0; i < n; i++) {
        calls[i] = call_for(claimed[i]->baton);
    }
    lz_zoom_perform(env, look_up->account, calls, n);
    for (int i = 0; i < n; i++) {
        land(env, claimed[i]->baton, &calls[i], claimed[i]);
    }
}

static const lz_problem_t *find(const lz_env_t *env, const lz_session_t *session, int gated,
                                lz_person_t **person)
{
    const sought_t sought = visitor(env, session);
    look_up_t look_up = { env, session->account };
    lz_flight_t flight;
    const lz_problem_t *problem = flight_of(env, &sought, &flight);
    if (problem) {
        return problem;
    }
    flight.baton = &sought;
    if (gated) {
        lz_flights_gated(env, &flight, 1, fetch, &look_up);
    } else {
        lz_flights(env, &flight, 1, fetch, &look_up);
    }
    return lz_person_of(env, &flight, person);
}

const lz_problem_t *lz_person_find(const lz_env_t *env, const lz_session_t *session,
                                   lz_person_t **person)
{
    return find(env, session, 0, person);
}

const lz_problem_t *lz_person_look(const lz_env_t *env, const lz_session_t *session,
                                   lz_person_t **person)
{
    return find(env, session, 1, person);
}

void lz_person_forget(const lz_env_t *env, const lz_session_t *session)
{
    const lz_cache_t *cache = env->cache;
    lz_flight_t flight;
    lz_person_t *person = NULL;
    if (lz_person_flight(env, session, &flight)) {
        return;
    }
    flight.problem = NULL;
    if (cache->get(cache->baton, env->pool, flight.key, &flight.value, &flight.length)
        && !lz_person_of(env, &flight, &person) && person) {
        cache->remove(cache->baton, env->pool,
                      address_key(env, session->account->account_id, person->zoom_id));
    }
    cache->remove(cache->baton, env->pool, flight.key);
}

void lz_persons_find(const lz_env_t *env, const lz_account_t *account, lz_person_found_t *found,
                     int n)
{
    const apr_size_t size = (apr_size_t)(n > 0 ? n : 1);
    sought_t *sought = apr_pcalloc(env->pool, size * sizeof(*sought));
    lz_flight_t *flights = apr_pcalloc(env->pool, size * sizeof(*flights));
    int *of = apr_pcalloc(env->pool, size * sizeof(*of));
    look_up_t look_up = { env, account };
    int flying = 0;
    for (int i = 0; i < n; i++) {
        found[i].person = NULL;
        sought[i] = (sought_t){ account, in_lower_case(env->pool, found[i].address),
                                "somebody whom a person of the course named" };
        found[i].problem = flight_of(env, &sought[i], &flights[flying]);
        if (!found[i].problem) {
            flights[flying].baton = &sought[i];
            of[flying++] = i;
        }
    }
    if (flying > 0) {
        lz_flights(env, flights, flying, fetch, &look_up);
    }
    for (int i = 0; i < flying; i++) {
        lz_person_found_t *one = &found[of[i]];
        one->problem = lz_person_of(env, &flights[i], &one->person);
    }
}
