/* SPDX-License-Identifier: Apache-2.0 */
#include "registration.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/json.h"
#include "../base/url.h"
#include "fields.h"
#include "lms_call.h"
#include "roster.h"
#include "tool.h"

#define PLATFORM_CLAIM "https://purl.imsglobal.org/spec/lti-platform-configuration"
#define TOOL_CLAIM     "https://purl.imsglobal.org/spec/lti-tool-configuration"
#define CANVAS_PRIVACY "https://canvas.instructure.com/lti/privacy_level"
#define ANSWER_MAX     (64 * 1024)
#define LIST_MAX       64       /* entries of a list that are kept */

/* What is used of a configuration. */
static const char *const texts[] = {
    "issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint",
    "authorization_server", NULL
};
static const char *const lists[] = {
    "scopes_supported", "response_types_supported", "id_token_signing_alg_values_supported",
    "token_endpoint_auth_methods_supported", NULL
};

static const char *text_of(json_object *object, const char *name)
{
    const char *text = lz_json_string(object, name);

    return text != NULL ? text : "";
}

/* --- the platform's configuration ------------------------------------------------------------- */

static int list_has(json_object *list, const char *wanted)
{
    const size_t n = list != NULL ? json_object_array_length(list) : 0;

    for (size_t i = 0; i < n; i++) {
        json_object *entry = json_object_array_get_idx(list, i);

        if (json_object_is_type(entry, json_type_string)
            && strcmp(json_object_get_string(entry), wanted) == 0) {
            return 1;
        }
    }
    return 0;
}

/* 1 when the list is not there, or has it. */
static int may_have(json_object *document, const char *list, const char *wanted)
{
    json_object *array = lz_json_array(document, list);

    return array == NULL || list_has(array, wanted);
}

/* The entries of a list that are texts, the caller's. */
static json_object *texts_of(json_object *list)
{
    json_object *kept = json_object_new_array();
    const size_t n = json_object_array_length(list);

    for (size_t i = 0; i < n && i < LIST_MAX; i++) {
        json_object *entry = json_object_array_get_idx(list, i);

        if (json_object_is_type(entry, json_type_string)) {
            lz_json_push(kept, json_object_get(entry));
        }
    }
    return kept;
}

/* [{type, placements[]}] of the messages that the platform knows, the caller's. */
static json_object *messages_of(json_object *list)
{
    json_object *kept = json_object_new_array();
    const size_t n = list != NULL ? json_object_array_length(list) : 0;

    for (size_t i = 0; i < n && i < LIST_MAX; i++) {
        json_object *entry = json_object_array_get_idx(list, i);
        json_object *placements = lz_json_array(entry, "placements");
        json_object *message = json_object_new_object();

        lz_json_put_string(message, "type", text_of(entry, "type"));
        if (placements != NULL) {
            lz_json_put(message, "placements", texts_of(placements));
        }
        lz_json_push(kept, message);
    }
    return kept;
}

/* Only what is used, so that it is small enough to be carried in a page. */
static json_object *reduce(apr_pool_t *pool, json_object *whole)
{
    json_object *document = lz_json_adopt(pool, json_object_new_object());
    json_object *about = lz_json_object(whole, PLATFORM_CLAIM);
    json_object *platform = json_object_new_object();

    for (int i = 0; texts[i] != NULL; i++) {
        lz_json_put_string(document, texts[i], text_of(whole, texts[i]));
    }
    for (int i = 0; lists[i] != NULL; i++) {
        json_object *list = lz_json_array(whole, lists[i]);

        if (list != NULL) {
            lz_json_put(document, lists[i], texts_of(list));
        }
    }
    lz_json_put_string(platform, "product_family_code", text_of(about, "product_family_code"));
    lz_json_put(platform, "messages_supported",
                messages_of(lz_json_array(about, "messages_supported")));
    lz_json_put(document, PLATFORM_CLAIM, platform);
    return document;
}

/* NULL, or what is wrong with the document's member as an address. */
static const char *wrong_url(apr_pool_t *pool, json_object *document, const char *name, int rules)
{
    const char *url = text_of(document, name);
    const char *wrong = *url == '\0' ? "is missing"
                        : strlen(url) > LZ_REGISTRATION_URL_MAX ? "is too long"
                        : lz_url_check(url, rules);

    return wrong != NULL ? apr_pstrcat(pool, name, " ", wrong, NULL) : NULL;
}

const char *lz_registration_check(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                  json_object *document)
{
    const int rules = policy->loopback ? LZ_URL_LOOPBACK_HTTP : LZ_URL_HTTPS;
    const char *wrong = wrong_url(pool, document, "issuer", rules | LZ_URL_NO_QUERY);

    for (int i = 1; wrong == NULL && i < 5; i++) {
        wrong = wrong_url(pool, document, texts[i], rules);
    }
    if (wrong != NULL) {
        return wrong;
    }
    if (strlen(text_of(document, "issuer")) > LZ_LTI_ID_MAX) {
        return "issuer is too long for logins";
    }
    if (strlen(text_of(document, "authorization_server")) > LZ_REGISTRATION_URL_MAX) {
        return "authorization_server is too long";
    }
    if (!may_have(document, "token_endpoint_auth_methods_supported", "private_key_jwt")) {
        return "token_endpoint_auth_methods_supported lacks private_key_jwt";
    }
    if (!may_have(document, "id_token_signing_alg_values_supported", "RS256")) {
        return "id_token_signing_alg_values_supported lacks RS256";
    }
    return may_have(document, "response_types_supported", "id_token")
           ? NULL : "response_types_supported lacks id_token";
}

int lz_registration_at_home(apr_pool_t *pool, const char *url, json_object *document)
{
    const char *from = lz_url_origin(pool, url);
    const char *issuer = lz_url_origin(pool, text_of(document, "issuer"));

    return from != NULL && issuer != NULL && strcmp(from, issuer) == 0;
}

static apr_table_t *headers_of(apr_pool_t *pool, const char *token)
{
    apr_table_t *headers = apr_table_make(pool, 3);

    apr_table_setn(headers, "Accept", "application/json");
    if (*token != '\0') {
        apr_table_setn(headers, "Authorization", apr_pstrcat(pool, "Bearer ", token, NULL));
    }
    return headers;
}

const lz_problem_t *lz_registration_discover(const lz_env_t *env, const lz_lti_policy_t *policy,
                                             const char *url, const char *token,
                                             json_object **document)
{
    apr_pool_t *pool = env->pool;
    const char *reason = "";
    const lz_http_request_t request = {
        .method = "GET", .url = url, .headers = headers_of(pool, token),
        .response_max = ANSWER_MAX
    };
    lz_http_response_t response = { 0 };
    const char *failure = lz_lms_call(env, policy->loopback, &request, &response);

    if (failure == NULL && response.http_status != 200) {
        failure = lz_lms_error(env, &response);
    }
    if (failure != NULL) {
        return lz_problem(pool, LZ_P_REGISTRATION_UNREACHABLE, "OpenID configuration %.255s: %s",
                          url, failure);
    }
    json_object *whole = lz_json_parse(pool, response.body, response.body_length, LZ_JSON_OBJECT,
                                       &reason);
    json_object *reduced = whole != NULL ? reduce(pool, whole) : NULL;
    if (reduced != NULL) {
        reason = lz_registration_check(pool, policy, reduced);
    }
    if (reason != NULL) {
        return lz_problem(pool, LZ_P_REGISTRATION_CONFIGURATION,
                          "OpenID configuration %.255s: %s", url, reason);
    }
    *document = reduced;
    return NULL;
}

/* --- the tool's description ------------------------------------------------------------------- */

static json_object *list_of(const char *const *words)
{
    json_object *list = json_object_new_array();

    for (; *words != NULL; words++) {
        lz_json_push(list, json_object_new_string(*words));
    }
    return list;
}

/* Those of wanted that the platform says it has for this message, the caller's; or NULL. */
static json_object *placements_for(json_object *document, const char *type,
                                   const char *const *wanted)
{
    json_object *messages = lz_json_array(lz_json_object(document, PLATFORM_CLAIM),
                                          "messages_supported");
    json_object *chosen = NULL;
    const size_t n = messages != NULL ? json_object_array_length(messages) : 0;

    for (size_t i = 0; i < n; i++) {
        json_object *message = json_object_array_get_idx(messages, i);
        json_object *has = lz_json_array(message, "placements");

        for (int j = 0; strcmp(text_of(message, "type"), type) == 0 && wanted[j] != NULL; j++) {
            if (list_has(has, wanted[j])) {
                chosen = chosen != NULL ? chosen : json_object_new_array();
                lz_json_push(chosen, json_object_new_string(wanted[j]));
            }
        }
    }
    return chosen;
}

static void add_message(json_object *messages, json_object *document, const lz_tool_t *tool,
                        const char *type, const char *const *wanted)
{
    json_object *message = json_object_new_object();
    json_object *placements = placements_for(document, type, wanted);

    lz_json_put_string(message, "type", type);
    lz_json_put_string(message, "target_link_uri", tool->launch_url);
    lz_json_put_string(message, "label", LZ_TOOL_TITLE);
    if (placements != NULL) {
        lz_json_put(message, "placements", placements);
    }
    lz_json_push(messages, message);
}

static json_object *tool_configuration(json_object *document, const lz_tool_t *tool)
{
    static const char *const claims[] = {
        "iss", "sub", "name", "given_name", "family_name", "email", "locale", NULL
    };
    static const char *const in_a_course[] = { "course_navigation", NULL };
    static const char *const as_content[] = { "link_selection", "ContentArea", NULL };
    json_object *configuration = json_object_new_object();
    json_object *messages = json_object_new_array();

    add_message(messages, document, tool, LZ_RESOURCE_LINK_REQUEST, in_a_course);
    add_message(messages, document, tool, LZ_DEEP_LINKING_REQUEST, as_content);
    lz_json_put_string(configuration, "domain", tool->domain);
    lz_json_put_string(configuration, "description", LZ_TOOL_DESCRIPTION);
    lz_json_put_string(configuration, "target_link_uri", tool->launch_url);
    lz_json_put(configuration, "custom_parameters", lz_tool_custom_json());
    lz_json_put(configuration, "claims", list_of(claims));
    lz_json_put(configuration, "messages", messages);
    if (strcmp(text_of(lz_json_object(document, PLATFORM_CLAIM), "product_family_code"),
               "canvas") == 0) {
        lz_json_put_string(configuration, CANVAS_PRIVACY, "public");
    }
    return configuration;
}

/* The scopes that the platform says it has, parted by spaces. */
static const char *scopes_for(apr_pool_t *pool, json_object *document)
{
    const char *scopes = "";

    for (const char *const *scope = lz_tool_scopes; *scope != NULL; scope++) {
        if (may_have(document, "scopes_supported", *scope)) {
            scopes = apr_pstrcat(pool, scopes, *scopes != '\0' ? " " : "", *scope, NULL);
        }
    }
    return scopes;
}

json_object *lz_registration_request(apr_pool_t *pool, const char *base_url,
                                     json_object *document)
{
    static const char *const responses[] = { "id_token", NULL };
    static const char *const grants[] = { "client_credentials", "implicit", NULL };
    const lz_tool_t tool = lz_tool(pool, base_url);
    const char *const redirects[] = { tool.launch_url, NULL };
    json_object *request = lz_json_adopt(pool, json_object_new_object());

    lz_json_put_string(request, "application_type", "web");
    lz_json_put(request, "response_types", list_of(responses));
    lz_json_put(request, "grant_types", list_of(grants));
    lz_json_put_string(request, "initiate_login_uri", tool.login_url);
    lz_json_put(request, "redirect_uris", list_of(redirects));
    lz_json_put_string(request, "client_name", LZ_TOOL_TITLE);
    lz_json_put_string(request, "jwks_uri", tool.keys_url);
    lz_json_put_string(request, "token_endpoint_auth_method", "private_key_jwt");
    lz_json_put_string(request, "scope", scopes_for(pool, document));
    lz_json_put(request, TOOL_CLAIM, tool_configuration(document, &tool));
    return request;
}

/* --- registering ------------------------------------------------------------------------------ */

static lz_problem_t *failed(const lz_env_t *env, lz_problem_id_e id, json_object *document,
                            const char *what)
{
    return lz_problem(env->pool, id, "registration with %.255s at %.255s: %s",
                      text_of(document, "issuer"), text_of(document, "registration_endpoint"),
                      what);
}

/* A refusal names its reason; what was not answered in full may have taken effect. */
static const lz_problem_t *judge(const lz_env_t *env, json_object *document, const char *failure,
                                 const lz_http_response_t *response)
{
    const int status = response->http_status;

    if (failure != NULL) {
        return failed(env, response->sent ? LZ_P_REGISTRATION_UNCERTAIN
                                          : LZ_P_REGISTRATION_UNREACHABLE, document, failure);
    }
    if (status >= 200 && status < 300) {
        return NULL;
    }
    return failed(env, status >= 500 ? LZ_P_REGISTRATION_UNCERTAIN : LZ_P_REGISTRATION_REFUSED,
                  document, lz_lms_error(env, response));
}

static const lz_problem_t *read_answer(const lz_env_t *env, json_object *document,
                                       const lz_http_response_t *response,
                                       lz_registered_t *registered)
{
    const char *reason = "";
    json_object *answer = lz_json_parse(env->pool, response->body, response->body_length,
                                        LZ_JSON_OBJECT, &reason);
    const char *client_id = lz_json_string(answer, "client_id");
    const char *scope = lz_json_string(answer, "scope");
    const char *wrong = answer != NULL ? lz_field_wrong_identifier(env->pool, client_id) : NULL;
    const char *audience = text_of(document, "authorization_server");

    if (answer == NULL || wrong != NULL) {
        return failed(env, LZ_P_REGISTRATION_UNCERTAIN, document,
                      answer == NULL ? reason
                                     : apr_pstrcat(env->pool, "client_id is ", wrong, NULL));
    }
    registered->platform = (lz_platform_t){
        .issuer = text_of(document, "issuer"),
        .client_id = client_id,
        .auth_url = text_of(document, "authorization_endpoint"),
        .token_url = text_of(document, "token_endpoint"),
        .keys_url = text_of(document, "jwks_uri"),
        .token_audience = *audience != '\0' ? audience : text_of(document, "token_endpoint"),
        .deployments_auto = 1
    };
    registered->product = text_of(lz_json_object(document, PLATFORM_CLAIM), "product_family_code");
    registered->roster = may_have(document, "scopes_supported", LZ_ROSTER_SCOPE)
                         && (scope == NULL || strstr(scope, LZ_ROSTER_SCOPE) != NULL);
    return NULL;
}

const lz_problem_t *lz_registration_send(const lz_env_t *env, const lz_lti_policy_t *policy,
                                         json_object *document, const char *token,
                                         lz_registered_t *registered)
{
    const char *body = lz_json_text(env->pool, lz_registration_request(env->pool, policy->base_url,
                                                                       document));
    const lz_http_request_t request = {
        .method = "POST",
        .url = text_of(document, "registration_endpoint"),
        .headers = headers_of(env->pool, token),
        .body = body,
        .body_length = strlen(body),
        .response_max = ANSWER_MAX
    };
    lz_http_response_t response = { 0 };

    apr_table_setn(request.headers, "Content-Type", "application/json");
    const char *failure = lz_lms_call(env, policy->loopback, &request, &response);
    const lz_problem_t *problem = judge(env, document, failure, &response);
    return problem != NULL ? problem : read_answer(env, document, &response, registered);
}
