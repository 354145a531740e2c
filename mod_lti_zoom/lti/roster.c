/* SPDX-License-Identifier: Apache-2.0 */
#include "roster.h"

#include <string.h>
#include <strings.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "../base/json.h"
#include "../base/url.h"
#include "fields.h"
#include "link_header.h"
#include "roles.h"

#define MEDIA_TYPE  "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
#define CONTEXT_ROLE "http://purl.imsglobal.org/vocab/lis/v2/membership#"
#define TEST_USER   "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
#define PAGE_MAX    (4 * 1024 * 1024)   /* bytes; some LMSs send all members at once */

/* A roster as it is read. */
typedef struct reading_t {
    const lz_env_t          *env;
    const lz_service_t      *service;
    const lz_roster_query_t *query;
    lz_roster_t             *roster;
    apr_hash_t              *known;     /* user_id, of members that are in */
    apr_hash_t              *pages;     /* URLs that were asked for */
    int                      seen;      /* members, wanted or not */
} reading_t;

const char *lz_roster_url_check(const char *url, int loopback)
{
    return strlen(url) > LZ_ROSTER_URL_MAX
           ? "is too long" : lz_url_check(url, loopback ? LZ_URL_LOOPBACK_HTTP : LZ_URL_HTTPS);
}

static void warn(const reading_t *reading, const char *what)
{
    lz_log(reading->env->log, LZ_LOG_WARNING, APR_SUCCESS,
           LZNO(0630) "platform %s: the roster ends after %d members: %s",
           reading->service->platform->name, reading->seen, what);
    reading->roster->complete = 0;
}

/* --- members ---------------------------------------------------------------------------------- */

/* The status may be a URI whose last part is the word. */
static lz_member_status_e status_of(json_object *member)
{
    const char *status = lz_json_string(member, "status");
    const char *part = status != NULL ? strrchr(status, '#') : NULL;
    const char *word = part != NULL ? part + 1 : status;

    if (word != NULL && strcasecmp(word, "Inactive") == 0) {
        return LZ_MEMBER_INACTIVE;
    }
    return word != NULL && strcasecmp(word, "Deleted") == 0 ? LZ_MEMBER_DELETED : LZ_MEMBER_ACTIVE;
}

static int is_test_user(json_object *roles)
{
    const size_t n = roles != NULL ? json_object_array_length(roles) : 0;

    for (size_t i = 0; i < n; i++) {
        json_object *role = json_object_array_get_idx(roles, i);

        if (json_object_is_type(role, json_type_string)
            && strcmp(json_object_get_string(role), TEST_USER) == 0) {
            return 1;
        }
    }
    return 0;
}

static int is_wanted(const reading_t *reading, json_object *member)
{
    json_object *roles = lz_json_array(member, "roles");

    if (is_test_user(roles)) {
        return 0;
    }
    return reading->query->roles == NULL
           || lz_role_in_course(roles, reading->query->roles) == LZ_ROLE_INSTRUCTOR;
}

static const char *text_of(json_object *member, const char *name)
{
    const char *text = lz_json_string(member, name);

    return text != NULL ? text : "";
}

/* The page's JSON goes with its pool, so what is kept is copied. */
static void add_member(const reading_t *reading, json_object *member)
{
    apr_pool_t *pool = reading->env->pool;
    const char *user_id = lz_json_string(member, "user_id");

    if (user_id == NULL || lz_field_wrong_identifier(pool, user_id) != NULL
        || apr_hash_get(reading->known, user_id, APR_HASH_KEY_STRING) != NULL
        || !is_wanted(reading, member)) {
        return;
    }
    lz_member_t *added = apr_array_push(reading->roster->members);
    added->user_id = apr_pstrdup(pool, user_id);
    added->status = status_of(member);
    added->name = apr_pstrdup(pool, lz_field_name(pool, text_of(member, "name"),
                                                  text_of(member, "given_name"),
                                                  text_of(member, "family_name")));
    added->email = apr_pstrdup(pool, lz_field_email(text_of(member, "email")));
    apr_hash_set(reading->known, added->user_id, APR_HASH_KEY_STRING, added->user_id);
}

/* NULL, or what is wrong with the page as a whole. */
static const char *add_page(reading_t *reading, apr_pool_t *pool,
                            const lz_http_response_t *response)
{
    const char *reason = NULL;
    json_object *page = lz_json_parse(pool, response->body, response->body_length, LZ_JSON_OBJECT,
                                      &reason);
    json_object *members = lz_json_array(page, "members");

    if (members == NULL) {
        return page != NULL ? "no array of members" : reason;
    }
    const size_t n = json_object_array_length(members);
    for (size_t i = 0; i < n && reading->seen < LZ_ROSTER_MEMBERS_MAX; i++, reading->seen++) {
        add_member(reading, json_object_array_get_idx(members, i));
    }
    if (reading->seen == LZ_ROSTER_MEMBERS_MAX) {
        warn(reading, "no more are read");
    }
    return NULL;
}

/* --- pages ------------------------------------------------------------------------------------ */

/*
 * The query's URL, with the role where it is one that a filter can name: a sub-role's filter would
 * be read differently from LMS to LMS.
 */
static const char *first_url(const reading_t *reading)
{
    const apr_array_header_t *roles = reading->query->roles;
    const char *role = roles != NULL && roles->nelts == 1 ? APR_ARRAY_IDX(roles, 0, const char *)
                                                          : NULL;

    if (role == NULL || strpbrk(role, "#/") != NULL) {
        return reading->query->url;
    }
    return lz_url_with_query(reading->env->pool, reading->query->url, "role",
                             apr_pstrcat(reading->env->pool, CONTEXT_ROLE, role, NULL), NULL);
}

static int same_origin(apr_pool_t *pool, const char *origin, const char *url)
{
    const char *other = url != NULL ? lz_url_origin(pool, url) : NULL;

    return other != NULL && strcmp(origin, other) == 0;
}

/* 1 when the token may go there. */
static int is_home(const reading_t *reading, const char *url)
{
    apr_pool_t *pool = reading->env->pool;
    const lz_platform_t *platform = reading->service->platform;
    const char *origin = lz_url_origin(pool, url);

    return origin != NULL
           && (same_origin(pool, origin, reading->query->url)
               || same_origin(pool, origin, platform->issuer)
               || same_origin(pool, origin, platform->auth_url)
               || same_origin(pool, origin, platform->token_url)
               || same_origin(pool, origin, platform->keys_url));
}

/* The page behind this one: NULL at the end, and where it may not be asked for. */
static const char *next_url(reading_t *reading, const lz_http_response_t *response)
{
    const char *next = response->headers != NULL
                       ? lz_link_of(reading->env->pool, response->headers, "next") : NULL;

    if (next == NULL || !reading->roster->complete) {
        return NULL;
    }
    if (lz_roster_url_check(next, reading->service->loopback) != NULL) {
        warn(reading, "the link to the next page is no usable URL");
        return NULL;
    }
    if (!is_home(reading, next)) {
        warn(reading, apr_psprintf(reading->env->pool, "the next page is at %.200s, which is none "
                                   "of the platform's hosts", lz_url_origin(reading->env->pool,
                                                                            next)));
        return NULL;
    }
    if (apr_hash_get(reading->pages, next, APR_HASH_KEY_STRING) != NULL) {
        warn(reading, "the pages go round in a circle");
        return NULL;
    }
    if (apr_hash_count(reading->pages) >= LZ_ROSTER_PAGES_MAX) {
        warn(reading, "there are too many pages");
        return NULL;
    }
    return apr_pstrdup(reading->env->pool, next);
}

static const lz_problem_t *fetch_page(const reading_t *reading, const lz_env_t *env,
                                      const char *url, lz_http_response_t *response)
{
    apr_table_t *headers = apr_table_make(env->pool, 2);
    const lz_http_request_t request = {
        .method = "GET", .url = url, .headers = headers, .response_max = PAGE_MAX
    };

    apr_table_setn(headers, "Accept", MEDIA_TYPE);
    return lz_service_call(env, reading->service, LZ_ROSTER_SCOPE, &request, response);
}

/*
 * Reads one page in a pool of its own, so that many pages need no more memory than the members
 * they bring; *url becomes the next one's, NULL at the end. A problem lives as long as its page.
 */
static const lz_problem_t *read_page(reading_t *reading, const char **url)
{
    lz_env_t env = *reading->env;
    lz_http_response_t response = { 0 };

    apr_hash_set(reading->pages, *url, APR_HASH_KEY_STRING, *url);
    apr_pool_create(&env.pool, reading->env->pool);
    const lz_problem_t *problem = fetch_page(reading, &env, *url, &response);
    const char *wrong = problem == NULL ? add_page(reading, env.pool, &response) : NULL;
    if (wrong != NULL) {
        problem = lz_problem(env.pool, LZ_P_LMS_ANSWER, "platform %s: the roster cannot be read: "
                             "%s", reading->service->platform->name, wrong);
    }
    if (problem == NULL) {
        *url = next_url(reading, &response);
        apr_pool_destroy(env.pool);
    }
    return problem;
}

const lz_problem_t *lz_roster_read(const lz_env_t *env, const lz_service_t *service,
                                   const lz_roster_query_t *query, lz_roster_t *roster)
{
    reading_t reading = {
        env, service, query, roster, apr_hash_make(env->pool), apr_hash_make(env->pool), 0
    };
    const char *wrong = lz_roster_url_check(query->url, service->loopback);

    if (wrong != NULL) {
        return lz_problem(env->pool, LZ_P_LMS_NO_SERVICE, "platform %s: the roster's URL %s",
                          service->platform->name, wrong);
    }
    *roster = (lz_roster_t){ apr_array_make(env->pool, 16, sizeof(lz_member_t)), 1 };
    const char *url = first_url(&reading);
    const lz_problem_t *problem = read_page(&reading, &url);
    while (problem == NULL && url != NULL) {
        const lz_problem_t *later = read_page(&reading, &url);

        if (later != NULL) {
            warn(&reading, later->cause);
            url = NULL;
        }
    }
    return problem;
}
