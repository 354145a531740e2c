/* SPDX-License-Identifier: Apache-2.0 */
#include "claims.h"

#include <apr_strings.h>
#include <string.h>

#include "../base/json.h"
#include "fields.h"
#include "return_url.h"
#include "roster.h"

#define CLAIM(name) "https://purl.imsglobal.org/spec/lti/claim/" name
#define DEEP_LINKING_SETTINGS "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
#define VERSION "1.3.0"
#define ROSTER_CLAIM "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
#define ROSTER_VERSION "2.0"
#define RESOURCE_LINK_REQUEST "LtiResourceLinkRequest"
#define DEEP_LINKING_REQUEST  "LtiDeepLinkingRequest"

/* --- reading one member ----------------------------------------------------------------------- */

/* An optional text: "" unless it is a string. */
static const char *text_of(json_object *object, const char *name)
{
    const char *text = lz_json_string(object, name);

    return text != NULL ? text : "";
}

/* What is wrong with a member that should be an identifier, in words; NULL when it is one. */
static const char *wrong_identifier(apr_pool_t *pool, json_object *object, const char *name)
{
    json_object *member = lz_json_member(object, name);
    const char *text = lz_json_string(object, name);

    if (member == NULL) {
        return "missing";
    }
    if (!json_object_is_type(member, json_type_string)) {
        return apr_pstrcat(pool, "no string but of type ",
                           json_type_to_name(json_object_get_type(member)), NULL);
    }
    return text != NULL ? lz_field_wrong_identifier(pool, text)
                        : "not of printable ASCII characters";     /* a NUL in it */
}

static const lz_problem_t *identifier(apr_pool_t *pool, const lz_platform_t *platform,
                                      json_object *object, const char *name, const char *called,
                                      const char **value)
{
    const char *wrong = wrong_identifier(pool, object, name);

    if (wrong != NULL) {
        return lz_problem(pool, LZ_P_LTI_CLAIM,
                          "platform %s: claim %s is %s; the LMS must send 1 to %d ASCII characters",
                          platform->name, called, wrong, LZ_LTI_ID_MAX);
    }
    *value = lz_json_string(object, name);
    return NULL;
}

/* --- what must be there ----------------------------------------------------------------------- */

/* *deep_linking says which of the two messages it is. */
static const lz_problem_t *read_message(apr_pool_t *pool, const lz_platform_t *platform,
                                        json_object *claims, int *deep_linking)
{
    const char *type = lz_json_string(claims, CLAIM("message_type"));
    const char *version = lz_json_string(claims, CLAIM("version"));

    if (type == NULL || version == NULL) {
        return lz_problem(pool, LZ_P_LTI_CLAIM,
                          "platform %s: claim %s is missing or no string; the LMS must send "
                          "messages of LTI 1.3", platform->name,
                          type == NULL ? "message_type" : "version");
    }
    if (strcmp(version, VERSION) != 0) {
        return lz_problem(pool, LZ_P_LTI_VERSION,
                          "platform %s: claim version is \"%.120s\", the LMS must send " VERSION,
                          platform->name, version);
    }
    *deep_linking = strcmp(type, DEEP_LINKING_REQUEST) == 0;
    if (!*deep_linking && strcmp(type, RESOURCE_LINK_REQUEST) != 0) {
        return lz_problem(pool, LZ_P_LTI_MESSAGE_TYPE,
                          "platform %s: claim message_type is \"%.120s\", only "
                          RESOURCE_LINK_REQUEST " and " DEEP_LINKING_REQUEST " are accepted: in "
                          "the LMS, place the tool as a plain link", platform->name, type);
    }
    return NULL;
}

static const lz_problem_t *read_deployment(apr_pool_t *pool, const lz_login_t *login,
                                           json_object *claims, lz_launch_t *launch)
{
    const lz_platform_t *platform = login->platform;
    const lz_problem_t *problem = identifier(pool, platform, claims, CLAIM("deployment_id"),
                                             "deployment_id", &launch->deployment_id);

    if (problem != NULL) {
        return problem;
    }
    if (*login->deployment_id != '\0'
        && strcmp(login->deployment_id, launch->deployment_id) != 0) {
        return lz_problem(pool, LZ_P_LTI_STATE,
                          "platform %s: the login named deployment \"%.255s\", the id_token "
                          "\"%.255s\"; the LMS must send the same in both", platform->name,
                          login->deployment_id, launch->deployment_id);
    }
    return lz_platform_deployment(pool, platform, launch->deployment_id);
}

/* A deep linking request may have none (the certification suite's has none). */
static const lz_problem_t *read_target(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                       const lz_login_t *login, json_object *claims,
                                       int optional, lz_launch_t *launch)
{
    const char *target = text_of(claims, CLAIM("target_link_uri"));

    launch->target_link_uri = target;
    if (optional && lz_json_member(claims, CLAIM("target_link_uri")) == NULL) {
        return NULL;
    }
    if (*target == '\0' || strlen(target) > LZ_TARGET_MAX) {
        return lz_problem(pool, LZ_P_LTI_CLAIM,
                          "platform %s: claim target_link_uri is %s; the LMS must send the link's "
                          "URL, one below LTIZoomBaseURL", login->platform->name,
                          *target == '\0' ? "missing, empty or no string" : "too long");
    }
    const lz_problem_t *problem = lz_login_target_ours(pool, policy, target);
    if (problem != NULL) {
        return problem;
    }
    if (*login->target != '\0' && strcmp(login->target, target) != 0) {
        return lz_problem(pool, LZ_P_LTI_TARGET,
                          "platform %s: the login named target_link_uri \"%.255s\", the id_token "
                          "\"%.255s\"; the LMS must send the same in both",
                          login->platform->name, login->target, target);
    }
    return NULL;
}

/* A launch may come from no course; then its link, which deep linking lacks, stands for one. */
static const lz_problem_t *read_place(apr_pool_t *pool, const lz_platform_t *platform,
                                      json_object *claims, int deep_linking, lz_launch_t *launch)
{
    json_object *link = lz_json_object(claims, CLAIM("resource_link"));
    json_object *context = lz_json_member(claims, CLAIM("context"));
    const lz_problem_t *problem = NULL;

    launch->resource_link_id = "";
    if (!deep_linking) {
        problem = identifier(pool, platform, link, "id", "resource_link.id",
                             &launch->resource_link_id);
    }
    launch->resource_title = text_of(link, "title");
    launch->context_id = "";
    if (problem == NULL && context != NULL) {
        problem = identifier(pool, platform, context, "id", "context.id", &launch->context_id);
    }
    launch->context_label = text_of(context, "label");
    launch->context_title = text_of(context, "title");
    if (*launch->context_title == '\0') {
        launch->context_title = launch->context_label;
    }
    return problem;
}

static const lz_problem_t *read_person(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                       const lz_platform_t *platform, json_object *claims,
                                       int roles_optional, lz_launch_t *launch)
{
    json_object *roles = lz_json_array(claims, CLAIM("roles"));
    const int may_lack = roles_optional && lz_json_member(claims, CLAIM("roles")) == NULL;

    if (lz_json_member(claims, "sub") == NULL) {
        return lz_problem(pool, LZ_P_LTI_ANONYMOUS,
                          "platform %s: claim sub is missing: an anonymous launch; in the LMS, let "
                          "this tool receive a user identifier", platform->name);
    }
    const lz_problem_t *problem = identifier(pool, platform, claims, "sub", "sub", &launch->sub);
    if (problem == NULL && roles == NULL && !may_lack) {
        problem = lz_problem(pool, LZ_P_LTI_CLAIM,
                             "platform %s: claim roles is missing or no array; in the LMS, let "
                             "this tool receive the person's roles", platform->name);
    }
    launch->role = lz_role_in_course(roles, policy->host_roles);
    return problem;
}

/* What the LMS takes, when it asks what to place in the course. */
static const lz_problem_t *read_deep_linking(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                             const lz_platform_t *platform, json_object *claims,
                                             lz_launch_t *launch)
{
    lz_deep_linking_t *request = apr_pcalloc(pool, sizeof(*request));

    request->deployment_id = launch->deployment_id;
    launch->deep_linking = request;
    return lz_deep_linking_read(pool, policy, platform,
                                lz_json_member(claims, DEEP_LINKING_SETTINGS), request);
}

/* --- what may be there ------------------------------------------------------------------------ */

static const char *locale_of(apr_pool_t *pool, json_object *claims, json_object *presentation)
{
    const char *sent = text_of(claims, "locale");

    return lz_field_locale(pool, *sent != '\0' ? sent : text_of(presentation, "locale"));
}

static const char *custom_parameter(const void *baton, const char *name)
{
    return lz_json_string(lz_json_object((json_object *)baton, CLAIM("custom")), name);
}

static void read_course(apr_pool_t *pool, json_object *claims, lz_launch_t *launch)
{
    json_object *lis = lz_json_object(claims, CLAIM("lis"));
    const char *offering = lz_json_string(lis, "course_offering_sourcedid");
    const char *section = lz_json_string(lis, "course_section_sourcedid");

    launch->course_code = lz_field_of_course(custom_parameter, claims, "course_code", offering);
    launch->section = lz_field_of_course(custom_parameter, claims, "section", section);
    launch->term = lz_field_of_course(custom_parameter, claims, "term", NULL);
    launch->sections = lz_told_sections(pool, custom_parameter, claims, section, offering);
}

/*
 * Where the roster of the course is (NRPS 2.0 §3.1); "" when the LMS offers none, or only versions
 * that are not spoken here.
 */
static const char *roster_url_of(const lz_lti_policy_t *policy, json_object *claims)
{
    json_object *service = lz_json_object(claims, ROSTER_CLAIM);
    json_object *versions = lz_json_array(service, "service_versions");
    const char *url = text_of(service, "context_memberships_url");
    int spoken = versions == NULL;

    for (size_t i = 0; versions != NULL && i < json_object_array_length(versions); i++) {
        json_object *version = json_object_array_get_idx(versions, i);

        spoken |= json_object_is_type(version, json_type_string)
                  && strcmp(json_object_get_string(version), ROSTER_VERSION) == 0;
    }
    return spoken && lz_roster_url_check(url, policy->loopback) == NULL ? url : "";
}

const lz_problem_t *lz_claims_read(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                   const lz_login_t *login, json_object *claims,
                                   lz_launch_t *launch)
{
    json_object *presentation = lz_json_object(claims, CLAIM("launch_presentation"));
    json_object *custom = lz_json_object(claims, CLAIM("custom"));
    int deep = 0;
    const lz_problem_t *problem = read_message(pool, login->platform, claims, &deep);

    if (problem == NULL) {
        problem = read_deployment(pool, login, claims, launch);
    }
    if (problem == NULL) {
        problem = read_target(pool, policy, login, claims, deep, launch);
    }
    if (problem == NULL) {
        problem = read_place(pool, login->platform, claims, deep, launch);
    }
    if (problem == NULL) {
        problem = read_person(pool, policy, login->platform, claims, deep, launch);
    }
    if (problem == NULL && deep) {
        problem = read_deep_linking(pool, policy, login->platform, claims, launch);
    }
    if (problem != NULL) {
        return problem;
    }
    launch->platform = login->platform;
    launch->name = lz_field_name(pool, text_of(claims, "name"), text_of(claims, "given_name"),
                                 text_of(claims, "family_name"));
    launch->email = lz_field_email(text_of(claims, "email"));
    launch->locale = locale_of(pool, claims, presentation);
    launch->time_zone = lz_field_time_zone(custom_parameter, claims);
    read_course(pool, claims, launch);
    launch->roster_url = roster_url_of(policy, claims);
    launch->return_url = lz_return_url_accept(pool, text_of(presentation, "return_url"));
    launch->view = lz_json_string(custom, "view");
    launch->meeting_id = lz_json_string(custom, "meeting_id");
    return NULL;
}
