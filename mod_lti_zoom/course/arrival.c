/* SPDX-License-Identifier: Apache-2.0 */
#include "arrival.h"

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../base/json.h"
#include "../base/url.h"
#include "../store/arrivals.h"

#define CSRF_BYTES 24

/* Stands where LTI 1.3 has an issuer, and is none, since those are URLs. */
#define LTI_1_1 "lti-1.1"

/*
 * Who has given out the identifiers of a launch. Those of LTI 1.1 are the consumer's own: each key
 * may stand for another LMS or department, and an LMS that moves to LTI 1.3 may count people and
 * courses anew. So a course of LTI 1.1 is not the course of LTI 1.3 with the same context id, even
 * on one platform: nobody who holds the shared secret alone comes into what was entrusted to the
 * LMS's key pair. What joins the two is a proof signed with that secret (LTI 1.3 Migration Guide,
 * claim lti1p1), not a coincidence of numbers.
 */
static const char *authority_of(const lz_launch_t *launch)
{
    return launch->consumer != NULL ? LTI_1_1 : launch->platform->issuer;
}

static const char *client_of(const lz_launch_t *launch)
{
    return launch->consumer != NULL ? launch->consumer->key : launch->platform->client_id;
}

/*
 * A launch from no course has its link for one, and where there is no link yet, since it is being
 * chosen, the person; the three kinds of id never meet.
 */
static const char *course_key(apr_pool_t *pool, const lz_launch_t *launch)
{
    const char *kind = "context";
    const char *id = launch->context_id;

    if (*id == '\0') {
        kind = launch->deep_linking != NULL ? "person" : "link";
        id = launch->deep_linking != NULL ? launch->sub : launch->resource_link_id;
    }
    return lz_fingerprint(pool, authority_of(launch), client_of(launch), launch->deployment_id,
                          kind, id, NULL);
}

/*
 * The page that embeds us: the LMS names one of its own to come back to. Where it does not, the
 * page that has posted its message is believed: of an LMS of LTI 1.1 nothing else is known.
 */
static const char *frame_origin(apr_pool_t *pool, const lz_launch_t *launch)
{
    const char *url = *launch->return_url == '\0' && launch->deep_linking != NULL
                          ? launch->deep_linking->return_url : launch->return_url;
    const char *origin = lz_url_origin(pool, url);

    if (origin == NULL && launch->posted_from != NULL) {
        origin = lz_url_origin(pool, launch->posted_from);
    }
    return origin != NULL ? origin : "";
}

/* NULL: no randomness. */
static lz_session_t *make_session(const lz_env_t *env, const lz_site_t *site,
                                  const lz_launch_t *launch)
{
    const lz_platform_t *platform = launch->platform;
    const int in_course = *launch->context_title != '\0';
    lz_session_t *session = apr_pcalloc(env->pool, sizeof(*session));

    session->course = course_key(env->pool, launch);
    session->course_title = in_course ? launch->context_title : launch->resource_title;
    session->person = lz_fingerprint(env->pool, authority_of(launch), client_of(launch),
                                     launch->sub, NULL);
    session->name = launch->name;
    /* Of an instructor who looks at what students see, nothing reaches Zoom. */
    session->email = launch->role == LZ_ROLE_TEST_USER ? "" : launch->email;
    session->locale = launch->locale;
    session->time_zone = launch->time_zone;
    session->frame_origin = frame_origin(env->pool, launch);
    session->csrf = lz_random_token(env->pool, CSRF_BYTES);
    lz_session_give_role(session, site, launch->role);
    session->platform = platform;
    session->account = lz_site_account(site, platform);
    session->issued = session->used = lz_now(env->clock);
    session->expires = session->issued + site->session_lifetime;
    return session->csrf != NULL ? session : NULL;
}

static void put_fact(json_object *facts, const char *name, const char *text)
{
    if (text != NULL && *text != '\0') {
        lz_json_put_string(facts, name, text);
    }
}

/* What the LMS says of the course, to those who schedule in it; NULL to others. */
static const char *facts_of(apr_pool_t *pool, const lz_launch_t *launch,
                            const lz_session_t *session)
{
    json_object *facts = lz_json_adopt(pool, json_object_new_object());

    if (session->standing != LZ_STANDING_HOST) {
        return NULL;
    }
    put_fact(facts, "label", launch->context_label);
    put_fact(facts, "course_code", launch->course_code);
    put_fact(facts, "section", launch->section);
    put_fact(facts, "term", launch->term);
    return json_object_object_length(facts) > 0 ? lz_json_text(pool, facts) : "";
}

const lz_problem_t *lz_course_arrive(const lz_env_t *env, const lz_site_t *site,
                                     const lz_launch_t *launch, lz_session_t **session)
{
    const lz_platform_t *platform = launch->platform;
    lz_session_t *arriving = make_session(env, site, launch);
    int first = 0;

    if (arriving == NULL) {
        return lz_problem(env->pool, LZ_P_RANDOM, "launch: no random bytes");
    }
    const lz_arrival_t arrival = {
        .issuer = authority_of(launch),
        .client_id = client_of(launch),
        .nonce = launch->nonce,
        .nonce_expires = launch->nonce_expires,
        .platform = platform->name,
        .course = arriving->course,
        .deployment_id = launch->deployment_id,
        .context_id = launch->context_id,
        .title = arriving->course_title,
        .roster_url = launch->roster_url,
        .facts = facts_of(env->pool, launch, arriving),
        .person = arriving->person,
        .subject = launch->sub,
        .name = arriving->name,
        .email = arriving->email,
        .role = (int)arriving->role,
        .sections = launch->sections.names,
        .section_ids = launch->sections.ids
    };
    const lz_problem_t *problem = lz_store_arrive(env, &arrival, &first);
    if (problem == NULL && !first) {
        problem = lz_problem(env->pool, LZ_P_LTI_REPLAY,
                             "platform %s: the nonce was used before: the launch was posted twice, "
                             "by a reload or the back button, or by somebody else",
                             platform->name);
    }
    if (problem == NULL) {
        *session = arriving;
    }
    return problem;
}
