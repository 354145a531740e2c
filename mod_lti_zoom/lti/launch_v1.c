/* SPDX-License-Identifier: Apache-2.0 */
#include "launch_v1.h"

#include <stdlib.h>
#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "../base/json.h"
#include "../base/mask.h"
#include "content_item.h"
#include "fields.h"
#include "oauth1.h"
#include "return_url.h"

#define LAUNCH_REQUEST "basic-lti-launch-request"
#define TIMESTAMP_DIGITS_MAX 12

/* A message on its way through the checks. */
typedef struct message_t {
    apr_pool_t          *pool;
    const lz_form_t     *body;
    const lz_form_t     *query;
    const lz_form_t     *all;       /* both */
    const char          *url;       /* that the LMS has signed for */
    const lz_platform_t *platform;
    const lz_consumer_t *consumer;
} message_t;

int lz_launch_v1_is(const lz_form_t *body)
{
    return lz_form_get(body, "lti_message_type") != NULL && lz_form_get(body, "id_token") == NULL;
}

/* A parameter of the body, "" when it is absent: forms do not tell absent from empty. */
static const char *text_of(const message_t *message, const char *name)
{
    const char *text = lz_form_get(message->body, name);

    return text != NULL ? text : "";
}

static int is_content_item(const message_t *message)
{
    return strcmp(text_of(message, "lti_message_type"), LZ_CONTENT_ITEM_REQUEST) == 0;
}

/* --- what kind of message --------------------------------------------------------------------- */

/*
 * No parameter that decides may stand twice, in the body and the query together: some LMSs copy
 * the query of a link's URL into the body, where it must not speak in their place.
 */
static const lz_problem_t *check_duplicates(const message_t *message)
{
    static const char *const names[] = {
        "lti_message_type", "lti_version", "user_id", "roles", "resource_link_id",
        "resource_link_title", "context_id", "context_title", "context_label",
        "lis_person_name_full", "lis_person_name_given", "lis_person_name_family",
        "lis_person_contact_email_primary", "launch_presentation_locale",
        "launch_presentation_return_url", NULL
    };
    const lz_problem_t *problem = lz_form_once(message->pool, message->all, names);

    for (int i = 0; problem == NULL && i < message->all->n; i++) {
        const char *name = message->all->pairs[i].name;
        const char *const one[] = { name, NULL };

        if (strncmp(name, "oauth_", 6) == 0) {
            problem = lz_form_once(message->pool, message->all, one);
        }
    }
    if (problem == NULL && is_content_item(message)) {
        problem = lz_content_item_once(message->pool, message->all);
    }
    return problem;
}

static const lz_problem_t *check_kind(const message_t *message)
{
    static const char *const versions[] = { "LTI-1p0", "LTI-1p1", "LTI-1p2", "LTI-2p0", NULL };
    const char *type = text_of(message, "lti_message_type");
    const char *version = text_of(message, "lti_version");
    int known = 0;

    for (int i = 0; versions[i] != NULL; i++) {
        known |= strcmp(version, versions[i]) == 0;
    }
    if (strcmp(type, LAUNCH_REQUEST) != 0 && !is_content_item(message)) {
        return lz_problem(message->pool, LZ_P_LTI_MESSAGE_TYPE,
                          "LTI 1.1: lti_message_type is \"%.120s\", only " LAUNCH_REQUEST " and "
                          LZ_CONTENT_ITEM_REQUEST " are accepted: in the LMS, place the tool as a "
                          "plain link", type);
    }
    if (!known) {
        return lz_problem(message->pool, LZ_P_LTI_VERSION,
                          "LTI 1.1: lti_version is \"%.120s\", LTI-1p0 is needed from the LMS; "
                          "received %s", version, lz_mask_pairs(message->pool, message->body));
    }
    return NULL;
}

/* --- from whom, and signed by them ------------------------------------------------------------ */

static const lz_problem_t *find_consumer(const lz_platforms_t *platforms, message_t *message)
{
    const char *key = text_of(message, "oauth_consumer_key");

    message->platform = lz_platform_by_consumer(platforms, key, &message->consumer);
    if (message->platform != NULL) {
        return NULL;
    }
    return lz_problem(message->pool, LZ_P_LTI_CONSUMER,
                      "LTI 1.1: no <LTIZoomPlatform> has an LTIZoomConsumer with the key \"%.255s\""
                      ": add it to the section of this LMS with the secret that the LMS has, or "
                      "in the LMS register the tool with LTI 1.3", key);
}

static const lz_problem_t *check_protocol(const message_t *message)
{
    apr_pool_t *pool = message->pool;
    const char *name = message->platform->name;
    const char *method = text_of(message, "oauth_signature_method");
    const char *version = lz_form_get(message->body, "oauth_version");
    const char *nonce = text_of(message, "oauth_nonce");

    if (strcmp(method, LZ_OAUTH1_SHA1) != 0 && strcmp(method, LZ_OAUTH1_SHA256) != 0) {
        return lz_problem(pool, LZ_P_LTI_ALGORITHM,
                          "platform %s: oauth_signature_method is \"%.60s\", " LZ_OAUTH1_SHA256
                          " or " LZ_OAUTH1_SHA1 " is needed from the LMS", name, method);
    }
    if (version != NULL && strcmp(version, "1.0") != 0) {
        return lz_problem(pool, LZ_P_LTI_PARAMETER,
                          "platform %s: oauth_version is \"%.60s\", 1.0 is needed from the LMS",
                          name, version);
    }
    if (*text_of(message, "oauth_token") != '\0') {
        return lz_problem(pool, LZ_P_LTI_PARAMETER,
                          "platform %s: oauth_token is not empty, the LMS must send none", name);
    }
    if (*nonce == '\0' || strlen(nonce) > LZ_LTI_ID_MAX) {
        return lz_problem(pool, LZ_P_LTI_PARAMETER,
                          "platform %s: oauth_nonce is %" APR_SIZE_T_FMT " bytes long, 1 to %d are "
                          "needed from the LMS", name, strlen(nonce), LZ_LTI_ID_MAX);
    }
    return NULL;
}

/* The query without what stands in the body too. */
static const lz_form_t *query_beyond_body(const message_t *message)
{
    lz_form_pair_t *pairs = apr_palloc(message->pool,
                                       ((apr_size_t)message->query->n + 1) * sizeof(*pairs));
    lz_form_t *rest = apr_palloc(message->pool, sizeof(*rest));

    rest->pairs = pairs;
    rest->n = 0;
    for (int i = 0; i < message->query->n; i++) {
        const char *in_body = lz_form_get(message->body, message->query->pairs[i].name);

        if (in_body == NULL || strcmp(in_body, message->query->pairs[i].value) != 0) {
            pairs[rest->n++] = message->query->pairs[i];
        }
    }
    return rest;
}

/* Canvas posts the query of a link's URL in the body as well, and signs each pair once. */
static int is_signed(const message_t *message)
{
    const char *secret = message->consumer->secret;
    const lz_oauth1_request_t request = { "POST", message->url, message->all };

    if (lz_oauth1_verify(message->pool, &request, secret)) {
        return 1;
    }
    const lz_form_t *rest = query_beyond_body(message);
    if (rest->n == message->query->n) {
        return 0;
    }
    const lz_oauth1_request_t merged = {
        "POST", message->url, lz_form_join(message->pool, message->body, rest)
    };
    return lz_oauth1_verify(message->pool, &merged, secret);
}

static const lz_problem_t *check_signature(const message_t *message)
{
    if (is_signed(message)) {
        return NULL;
    }
    return lz_problem(message->pool, LZ_P_LTI_SIGNATURE,
                      "platform %s: oauth_signature is not that of the secret of LTIZoomConsumer "
                      "\"%.255s\" for %s: in the LMS, compare the secret, and the tool's URL, "
                      "which must be that one; received %s", message->platform->name,
                      message->consumer->key, message->url,
                      lz_mask_pairs(message->pool, message->all));
}

static const lz_problem_t *check_time(const message_t *message, apr_time_t now)
{
    const char *timestamp = text_of(message, "oauth_timestamp");
    const size_t digits = strspn(timestamp, "0123456789");
    const char *name = message->platform->name;

    if (digits == 0 || digits > TIMESTAMP_DIGITS_MAX || timestamp[digits] != '\0') {
        return lz_problem(message->pool, LZ_P_LTI_PARAMETER,
                          "platform %s: oauth_timestamp is \"%.60s\", a whole number of seconds "
                          "since 1970 is needed from the LMS", name, timestamp);
    }
    const apr_int64_t off = apr_atoi64(timestamp) - apr_time_sec(now);
    if (off > apr_time_sec(LZ_LAUNCH_V1_WINDOW) || -off > apr_time_sec(LZ_LAUNCH_V1_WINDOW)) {
        return lz_problem(message->pool, LZ_P_LTI_TIME,
                          "platform %s: oauth_timestamp is %" APR_INT64_T_FMT " s %s this server's "
                          "clock, at most %d s are accepted: set the clocks of the LMS and of this "
                          "server by NTP", name, off < 0 ? -off : off,
                          off < 0 ? "behind" : "ahead of",
                          (int)apr_time_sec(LZ_LAUNCH_V1_WINDOW));
    }
    return NULL;
}

/* --- what it says ----------------------------------------------------------------------------- */

static const lz_problem_t *identifier(const message_t *message, const char *name,
                                      const char **value)
{
    const char *text = text_of(message, name);
    const char *wrong = lz_field_wrong_identifier(message->pool, text);

    if (wrong != NULL) {
        return lz_problem(message->pool, LZ_P_LTI_CLAIM,
                          "platform %s: parameter %s is %s; the LMS must send 1 to %d ASCII "
                          "characters", message->platform->name, name,
                          *text != '\0' ? wrong : "missing", LZ_LTI_ID_MAX);
    }
    *value = text;
    return NULL;
}

/* A launch may come from no course; then its link stands for one. */
static const lz_problem_t *read_place(const message_t *message, lz_launch_t *launch)
{
    const lz_problem_t *problem = NULL;

    launch->deployment_id = "";
    launch->resource_link_id = "";
    launch->context_id = "";
    if (!is_content_item(message)) {
        problem = identifier(message, "resource_link_id", &launch->resource_link_id);
    }
    if (problem == NULL && *text_of(message, "context_id") != '\0') {
        problem = identifier(message, "context_id", &launch->context_id);
    }
    launch->resource_title = text_of(message, "resource_link_title");
    launch->context_label = text_of(message, "context_label");
    launch->context_title = text_of(message, "context_title");
    if (*launch->context_title == '\0') {
        launch->context_title = launch->context_label;
    }
    return problem;
}

/* "Instructor, urn:lti:instrole:ims/lis/Administrator" as the array that LTI 1.3 has. */
static json_object *list_roles(const message_t *message)
{
    json_object *roles = lz_json_adopt(message->pool, json_object_new_array());
    char *rest = NULL;

    for (char *role = apr_strtok(apr_pstrdup(message->pool, text_of(message, "roles")), ",", &rest);
         role != NULL; role = apr_strtok(NULL, ",", &rest)) {
        while (apr_isspace(*role)) {
            role++;
        }
        apr_size_t length = strlen(role);
        while (length > 0 && apr_isspace(role[length - 1])) {
            length--;
        }
        lz_json_push(roles, json_object_new_string_len(role, (int)length));
    }
    return roles;
}

/* Roles are optional in LTI 1.1: whoever has none is a student. */
static const lz_problem_t *read_person(const message_t *message, const lz_lti_policy_t *policy,
                                       lz_launch_t *launch)
{
    if (*text_of(message, "user_id") == '\0') {
        return lz_problem(message->pool, LZ_P_LTI_ANONYMOUS,
                          "platform %s: parameter user_id is missing: an anonymous launch; in the "
                          "LMS, let this tool receive a user identifier", message->platform->name);
    }
    launch->role = lz_role_in_course(list_roles(message), policy->host_roles);
    return identifier(message, "user_id", &launch->sub);
}

static const char *custom_parameter(const void *baton, const char *name)
{
    const message_t *message = baton;

    return lz_form_get(message->body, apr_pstrcat(message->pool, "custom_", name, NULL));
}

static void read_rest(const message_t *message, lz_launch_t *launch)
{
    apr_pool_t *pool = message->pool;

    launch->name = lz_field_name(pool, text_of(message, "lis_person_name_full"),
                                 text_of(message, "lis_person_name_given"),
                                 text_of(message, "lis_person_name_family"));
    launch->email = lz_field_email(text_of(message, "lis_person_contact_email_primary"));
    launch->locale = lz_field_locale(pool, text_of(message, "launch_presentation_locale"));
    launch->time_zone = lz_field_time_zone(custom_parameter, message);
    launch->course_code = lz_field_of_course(custom_parameter, message, "course_code",
                                             text_of(message, "lis_course_offering_sourcedid"));
    launch->section = lz_field_of_course(custom_parameter, message, "section",
                                         text_of(message, "lis_course_section_sourcedid"));
    launch->term = lz_field_of_course(custom_parameter, message, "term", NULL);
    launch->sections = lz_told_sections(pool, custom_parameter, message,
                                        text_of(message, "lis_course_section_sourcedid"),
                                        text_of(message, "lis_course_offering_sourcedid"));
    launch->roster_url = "";        /* a 1.1 roster is signed with OAuth 1, which is not spoken */
    launch->return_url = lz_return_url_accept(pool,
                                              text_of(message, "launch_presentation_return_url"));
    launch->view = custom_parameter(message, "view");
    launch->meeting_id = custom_parameter(message, "meeting_id");
}

static const lz_problem_t *read_message(const message_t *message, const lz_lti_policy_t *policy,
                                        lz_launch_t *launch)
{
    const lz_problem_t *problem = read_place(message, launch);

    if (problem == NULL) {
        problem = read_person(message, policy, launch);
    }
    if (problem == NULL && is_content_item(message)) {
        problem = lz_content_item_read(message->pool, policy, message->platform,
                                       message->consumer, message->body, &launch->deep_linking);
    }
    if (problem == NULL) {
        read_rest(message, launch);
    }
    return problem;
}

static const lz_problem_t *check(const lz_env_t *env, const lz_platforms_t *platforms,
                                 message_t *message)
{
    const lz_problem_t *problem = check_duplicates(message);

    if (problem == NULL) {
        problem = check_kind(message);
    }
    if (problem == NULL) {
        problem = find_consumer(platforms, message);
    }
    if (problem == NULL) {
        problem = check_protocol(message);
    }
    if (problem == NULL) {
        problem = check_signature(message);
    }
    if (problem == NULL) {
        problem = check_time(message, lz_now(env->clock));
    }
    return problem;
}

const lz_problem_t *lz_launch_v1_verify(const lz_env_t *env, const lz_lti_policy_t *policy,
                                        const lz_platforms_t *platforms,
                                        const lz_launch_v1_post_t *post, lz_launch_t **launch)
{
    lz_launch_t *verified = apr_pcalloc(env->pool, sizeof(*verified));
    message_t message = {
        .pool = env->pool,
        .body = post->body,
        .query = post->query,
        .all = lz_form_join(env->pool, post->body, post->query),
        .url = apr_pstrcat(env->pool, policy->base_url, "/launch", NULL)
    };

    const lz_problem_t *problem = check(env, platforms, &message);
    if (problem == NULL) {
        problem = read_message(&message, policy, verified);
    }
    if (problem != NULL) {
        return problem;
    }
    verified->platform = message.platform;
    verified->consumer = message.consumer;
    verified->target_link_uri = apr_pstrcat(env->pool, message.url,
                                            *post->raw_query != '\0' ? "?" : "", post->raw_query,
                                            NULL);
    verified->nonce = text_of(&message, "oauth_nonce");
    /* For the whole window in both directions, from the latest timestamp that passes now. */
    verified->nonce_expires = lz_now(env->clock) + 2 * LZ_LAUNCH_V1_WINDOW + policy->clock_leeway;
    *launch = verified;
    return NULL;
}
