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

static const char *lower(apr_pool_t *pool, const char *email)
{
    char *address = apr_pstrdup(pool, email);
    for (char *c = address; *c; c++) {
        *c = (char)apr_tolower(*c);
    }
    return address;
}

const char *lz_person_address(const lz_env_t *env, const lz_session_t *session)
{
    return lower(env->pool, session->email);
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
    return lz_generation(env, thing_of(env, session->account->account_id,
                                       lz_person_address(env, session), part));
}

const char *lz_person_key(const lz_env_t *env, const lz_session_t *session, lz_person_part_e part,
                          const char *prefix)
{
    const char *generation = lz_person_generation(env, session, part);
    return apr_pstrcat(env->pool, prefix, ":", session->account->account_id, ":",
                       lz_person_address(env, session), ":", generation ? generation : "none",
                       NULL);
}

static const char *address_key(const lz_env_t *env, const char *account_id, const char *zoom_id)
{
    return apr_pstrcat(env->pool, "address:", account_id, ":", zoom_id, NULL);
}

static void remember_address(const lz_env_t *env, const lz_session_t *session,
                             const char *zoom_id)
{
    const char *address = lz_person_address(env, session);
    env->cache->put(env->cache->baton, env->pool,
                    address_key(env, session->account->account_id, zoom_id), address,
                    strlen(address), ADDRESS_LIFETIME);
}

void lz_person_changed(const lz_env_t *env, const char *account_id, const char *zoom_id,
                       const char *email, lz_person_part_e part)
{
    const char *address = NULL;
    apr_size_t length = 0;
    if (email) {
        lz_generation_renew(env, thing_of(env, account_id, lower(env->pool, email), part));
    }
    if (zoom_id && env->cache->get(env->cache->baton, env->pool,
                                   address_key(env, account_id, zoom_id), &address, &length)) {
        lz_generation_renew(env, thing_of(env, account_id, address, part));
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

const lz_problem_t *lz_person_flight(const lz_env_t *env, const lz_session_t *session,
                                     lz_flight_t *flight)
{
    if (!is_address(session->email)) {
        return lz_problem(env->pool, LZ_P_ZOOM_NO_EMAIL, "the LMS sent %s e-mail address for %s",
                          *session->email ? "an unusable" : "no", session->person);
    }
    *flight = (lz_flight_t){
        .key = lz_person_key(env, session, LZ_PERSON_USER, "user"),
        .lifetime = LZ_PERSON_LIFETIME,
        .fail_lifetime = FAIL_LIFETIME
    };
    return NULL;
}

lz_zoom_call_t lz_person_call(const lz_env_t *env, const lz_session_t *session)
{
    return (lz_zoom_call_t){
        .operation = LZ_ZOOM_USER_GET,
        .path_parameter = lz_person_address(env, session)
    };
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
static const lz_problem_t *judge(const lz_env_t *env, const lz_session_t *session,
                                 const lz_zoom_call_t *call)
{
    if (call->problem) {
        return call->problem;
    }
    const char *email = text_of(call->answer, "email");
    const char *status = text_of(call->answer, "status");
    if (!*text_of(call->answer, "id") || strcasecmp(email, session->email) != 0) {
        return lz_problem(env->pool, LZ_P_ZOOM_NO_USER,
                          "Zoom's answer for %s is about another address", session->person);
    }
    if (*status && strcmp(status, "active") != 0) {
        return lz_problem(env->pool, LZ_P_ZOOM_USER_INACTIVE, "the Zoom user of %s is %.20s",
                          session->person, status);
    }
    return NULL;
}

void lz_person_landed(const lz_env_t *env, const lz_session_t *session,
                      const lz_zoom_call_t *call, lz_flight_t *flight)
{
    const lz_problem_t *problem = judge(env, session, call);
    if (problem && !lz_person_is_unknown(problem)) {
        flight->problem = problem;
        return;
    }
    if (problem) {
        flight->lifetime = LZ_PERSON_MISS_LIFETIME;
        flight->value = apr_psprintf(env->pool, "%c%s", MISS,
                                     lz_problem_pack(env->pool, problem));
    } else {
        json_object *user = lz_json_adopt(env->pool, json_object_new_object());
        lz_json_put_string(user, "id", text_of(call->answer, "id"));
        lz_json_put_string(user, "email", text_of(call->answer, "email"));
        lz_json_put_string(user, "name", lz_person_name(env->pool, call->answer));
        lz_json_put_string(user, "timezone", text_of(call->answer, "timezone"));
        remember_address(env, session, text_of(call->answer, "id"));
        flight->value = lz_json_text(env->pool, user);
    }
    flight->length = strlen(flight->value);
}

const lz_problem_t *lz_person_of(const lz_env_t *env, const lz_flight_t *flight,
                                 lz_person_t **person)
{
    if (flight->problem) {
        return flight->problem;
    }
    const char *reason = "";
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
    *person = found;
    return NULL;
}

typedef struct look_up_t {
    const lz_env_t     *env;
    const lz_session_t *session;
} look_up_t;

static void fetch(void *baton, lz_flight_t **claimed, int n)
{
    const look_up_t *look_up = baton;
    for (int i = 0; i < n; i++) {
        lz_zoom_call_t call = lz_person_call(look_up->env, look_up->session);
        lz_zoom_perform(look_up->env, look_up->session->account, &call, 1);
        lz_person_landed(look_up->env, look_up->session, &call, claimed[i]);
    }
}

static const lz_problem_t *find(const lz_env_t *env, const lz_session_t *session, int gated,
                                lz_person_t **person)
{
    lz_flight_t flight;
    const lz_problem_t *problem = lz_person_flight(env, session, &flight);
    if (problem) {
        return problem;
    }
    look_up_t look_up = { .env = env, .session = session };
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
        && !lz_person_of(env, &flight, &person)) {
        cache->remove(cache->baton, env->pool,
                      address_key(env, session->account->account_id, person->zoom_id));
    }
    cache->remove(cache->baton, env->pool, flight.key);
}
