/* SPDX-License-Identifier: Apache-2.0 */
#include "deep_linking.h"

#include <apr_strings.h>
#include <string.h>

#include "../base/encoding.h"
#include "../base/json.h"
#include "../base/url.h"

#define CLAIM(name)    "https://purl.imsglobal.org/spec/lti/claim/" name
#define DL_CLAIM(name) "https://purl.imsglobal.org/spec/lti-dl/claim/" name
#define RESPONSE       "LtiDeepLinkingResponse"
#define VERSION        "1.3.0"
#define LINK_TYPE      "ltiResourceLink"

#define PROPOSED_MAX 1000       /* bytes of a proposed title or text; a longer one is none */
#define NONCE_BYTES  24

/* --- what is asked for ------------------------------------------------------------------------ */

const char *lz_deep_return_url_wrong(const lz_lti_policy_t *policy, const char *url)
{
    if (strlen(url) > LZ_DEEP_RETURN_URL_MAX) {
        return "is too long";
    }
    return lz_url_check(url, policy->loopback ? LZ_URL_LOOPBACK_HTTP : LZ_URL_HTTPS);
}

static const lz_problem_t *wrong_settings(apr_pool_t *pool, const lz_platform_t *platform,
                                          const char *what)
{
    return lz_problem(pool, LZ_P_DEEP_SETTINGS,
                      "platform %s: claim deep_linking_settings%s; the LMS must send it as Deep "
                      "Linking 2.0 §4.4.1 says", platform->name, what);
}

const char *lz_deep_proposed(const char *text)
{
    return text != NULL && strlen(text) <= PROPOSED_MAX ? text : "";
}

static const lz_problem_t *read_return_url(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                           const lz_platform_t *platform, json_object *settings,
                                           lz_deep_linking_t *request)
{
    const char *url = lz_json_string(settings, "deep_link_return_url");
    const char *wrong = url != NULL ? lz_deep_return_url_wrong(policy, url)
                                    : "is missing or no string";

    if (wrong != NULL) {
        return lz_problem(pool, LZ_P_DEEP_RETURN_URL,
                          "platform %s: deep_link_return_url \"%.255s\" %s; the LMS must send one "
                          "of its own", platform->name, url != NULL ? url : "", wrong);
    }
    request->return_url = url;
    return NULL;
}

const lz_problem_t *lz_deep_linking_read(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                         const lz_platform_t *platform, json_object *settings,
                                         lz_deep_linking_t *request)
{
    json_object *types = lz_json_array(settings, "accept_types");
    json_object *targets = lz_json_array(settings, "accept_presentation_document_targets");
    json_object *data = lz_json_member(settings, "data");

    if (!json_object_is_type(settings, json_type_object)) {
        return wrong_settings(pool, platform, " is missing or no object");
    }
    if (types == NULL || targets == NULL) {
        return wrong_settings(pool, platform, types == NULL
                                  ? ": accept_types is missing or no array"
                                  : ": accept_presentation_document_targets is missing or no "
                                    "array");
    }
    if (data != NULL && lz_json_string(settings, "data") == NULL) {
        return wrong_settings(pool, platform, ": data is no string");
    }
    const lz_problem_t *problem = read_return_url(pool, policy, platform, settings, request);
    if (problem != NULL) {
        return problem;
    }
    request->data = lz_json_string(settings, "data");
    request->title = lz_deep_proposed(lz_json_string(settings, "title"));
    request->text = lz_deep_proposed(lz_json_string(settings, "text"));
    request->accepts_links = lz_json_has_text(types, LINK_TYPE);
    request->accept_multiple = 0;       /* where it is not said, one at a time is safe */
    (void)lz_json_bool(settings, "accept_multiple", &request->accept_multiple);
    request->targets = (lz_json_has_text(targets, "iframe") ? LZ_DEEP_IFRAME : 0)
                       | (lz_json_has_text(targets, "window") ? LZ_DEEP_WINDOW : 0);
    return lz_deep_linking_fits(pool, request)
               ? NULL : wrong_settings(pool, platform, " holds more than can be sent back");
}

/* --- on its way through the browser ----------------------------------------------------------- */

json_object *lz_deep_linking_pack(apr_pool_t *pool, const lz_deep_linking_t *request)
{
    json_object *packed = lz_json_adopt(pool, json_object_new_object());

    if (request->consumer_key != NULL) {
        lz_json_put_string(packed, "k", request->consumer_key);
    }
    if (request->data != NULL) {
        lz_json_put_string(packed, "d", request->data);
    }
    lz_json_put_string(packed, "i", request->deployment_id);
    lz_json_put_string(packed, "u", request->return_url);
    lz_json_put_string(packed, "t", request->title);
    lz_json_put_string(packed, "x", request->text);
    lz_json_put_bool(packed, "l", request->accepts_links);
    lz_json_put_bool(packed, "m", request->accept_multiple);
    lz_json_put_int64(packed, "g", request->targets);
    return packed;
}

int lz_deep_linking_unpack(json_object *packed, lz_deep_linking_t *request)
{
    apr_int64_t targets = 0;

    request->consumer_key = lz_json_string(packed, "k");
    request->data = lz_json_string(packed, "d");
    request->deployment_id = lz_json_string(packed, "i");
    request->return_url = lz_json_string(packed, "u");
    request->title = lz_json_string(packed, "t");
    request->text = lz_json_string(packed, "x");
    if (!lz_json_bool(packed, "l", &request->accepts_links)
        || !lz_json_bool(packed, "m", &request->accept_multiple)
        || !lz_json_int64(packed, "g", &targets)) {
        return 0;
    }
    request->targets = (int)targets;
    return request->deployment_id != NULL && request->return_url != NULL && request->title != NULL
           && request->text != NULL;
}

int lz_deep_linking_fits(apr_pool_t *pool, const lz_deep_linking_t *request)
{
    return strlen(lz_json_text(pool, lz_deep_linking_pack(pool, request))) <= LZ_DEEP_PACKED_MAX;
}

/* --- what goes back --------------------------------------------------------------------------- */

const char *lz_deep_item_url(apr_pool_t *pool, const char *base_url, const lz_deep_item_t *item)
{
    const char *launch = apr_pstrcat(pool, base_url, "/launch", NULL);

    return lz_url_with_query(pool, launch, "view", item->view, "meeting_id", item->meeting_id,
                             NULL);
}

/* Where both are possible the frame is meant: a named window is what LMSs open on demand only. */
static void put_targets(json_object *link, int targets)
{
    if (targets & LZ_DEEP_IFRAME) {
        json_object *frame = json_object_new_object();

        lz_json_put_int64(frame, "width", LZ_DEEP_FRAME_WIDTH);
        lz_json_put_int64(frame, "height", LZ_DEEP_FRAME_HEIGHT);
        lz_json_put(link, "iframe", frame);
    }
    if (targets & LZ_DEEP_WINDOW) {
        json_object *window = json_object_new_object();

        lz_json_put_string(window, "targetName",
                           targets & LZ_DEEP_IFRAME ? "lti-zoom" : "_blank");
        lz_json_put(link, "window", window);
    }
}

void lz_deep_item_put(apr_pool_t *pool, const char *base_url, const lz_deep_item_t *item,
                      json_object *link)
{
    json_object *custom = json_object_new_object();

    lz_json_put_string(link, "url", lz_deep_item_url(pool, base_url, item));
    lz_json_put_string(link, "title", item->title);
    if (*item->text != '\0') {
        lz_json_put_string(link, "text", item->text);
    }
    lz_json_put_string(custom, "view", item->view);
    if (item->meeting_id != NULL) {
        lz_json_put_string(custom, "meeting_id", item->meeting_id);
    }
    lz_json_put(link, "custom", custom);
}

static json_object *link_json(apr_pool_t *pool, const char *base_url,
                              const lz_deep_linking_t *request, const lz_deep_item_t *item)
{
    json_object *link = json_object_new_object();

    lz_json_put_string(link, "type", LINK_TYPE);
    lz_deep_item_put(pool, base_url, item, link);
    put_targets(link, request->targets);
    return link;
}

/* sub is for Blackboard; azp is left out, since the texts do not agree what it would be. */
static json_object *response_claims(const lz_env_t *env, const lz_lti_policy_t *policy,
                                    const lz_platform_t *platform,
                                    const lz_deep_linking_t *request,
                                    const lz_deep_answer_t *answer, const char *nonce)
{
    json_object *claims = lz_json_adopt(env->pool, json_object_new_object());
    json_object *links = json_object_new_array();
    const apr_time_t now = lz_now(env->clock);

    lz_json_put_string(claims, "iss", platform->client_id);
    lz_json_put_string(claims, "sub", platform->client_id);
    lz_json_put_string(claims, "aud", platform->issuer);
    lz_json_put_int64(claims, "iat", apr_time_sec(now));
    lz_json_put_int64(claims, "exp", apr_time_sec(now + LZ_DEEP_ANSWER_LIFETIME));
    lz_json_put_string(claims, "nonce", nonce);
    lz_json_put_string(claims, CLAIM("deployment_id"), request->deployment_id);
    lz_json_put_string(claims, CLAIM("message_type"), RESPONSE);
    lz_json_put_string(claims, CLAIM("version"), VERSION);
    if (request->data != NULL) {
        lz_json_put_string(claims, DL_CLAIM("data"), request->data);
    }
    for (int i = 0; i < answer->n; i++) {
        lz_json_push(links, link_json(env->pool, policy->base_url, request, &answer->items[i]));
    }
    lz_json_put(claims, DL_CLAIM("content_items"), links);
    if (answer->error != NULL) {
        lz_json_put_string(claims, DL_CLAIM("errormsg"), answer->error);
    }
    return claims;
}

const lz_problem_t *lz_deep_linking_answer(const lz_env_t *env, const lz_lti_policy_t *policy,
                                           const lz_platform_t *platform,
                                           const lz_signing_key_t *key,
                                           const lz_deep_linking_t *request,
                                           const lz_deep_answer_t *answer, apr_table_t **fields)
{
    const char *nonce = lz_random_token(env->pool, NONCE_BYTES);

    if (nonce == NULL) {
        return lz_problem(env->pool, LZ_P_RANDOM, "deep linking: no random bytes");
    }
    const char *jwt = lz_jwt_sign(env->pool, key,
                                  response_claims(env, policy, platform, request, answer, nonce));
    if (jwt == NULL) {
        return lz_problem(env->pool, LZ_P_INTERNAL, "deep linking: the response was not signed");
    }
    *fields = apr_table_make(env->pool, 1);
    apr_table_setn(*fields, "JWT", jwt);
    return NULL;
}
