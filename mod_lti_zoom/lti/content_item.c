/* SPDX-License-Identifier: Apache-2.0 */
#include "content_item.h"

#include <string.h>
#include <strings.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "../base/json.h"
#include "oauth1.h"

#define ANSWER_TYPE    "ContentItemSelection"
#define ANSWER_VERSION "LTI-1p0"
#define LINK_MEDIA     "application/vnd.ims.lti.v1.ltilink"
#define JSON_LD        "http://purl.imsglobal.org/ctx/lti/v1/ContentItem"

/* --- what is asked for ------------------------------------------------------------------------ */

const lz_problem_t *lz_content_item_once(apr_pool_t *pool, const lz_form_t *form)
{
    static const char *const names[] = {
        "content_item_return_url", "accept_media_types", "accept_presentation_document_targets",
        "accept_multiple", "data", "title", "text", NULL
    };

    return lz_form_once(pool, form, names);
}

/* 1 when a list ("text/html;q=0.5, image/png") has the entry, its parameters aside. */
static int names(const char *list, const char *wanted)
{
    const apr_size_t length = strlen(wanted);

    while (*list != '\0') {
        list += strspn(list, ", \t");
        if (strncasecmp(list, wanted, length) == 0
            && strchr(",; \t", list[length]) != NULL) {
            return 1;
        }
        list += strcspn(list, ",");
    }
    return 0;
}

static const lz_problem_t *check_required(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                          const lz_platform_t *platform, const lz_form_t *body)
{
    static const char *const required[] = { "accept_media_types",
                                            "accept_presentation_document_targets", NULL };
    const char *url = lz_form_get(body, "content_item_return_url");
    const char *wrong = url != NULL ? lz_deep_return_url_wrong(policy, url) : "is missing";

    if (wrong != NULL) {
        return lz_problem(pool, LZ_P_DEEP_RETURN_URL,
                          "platform %s: content_item_return_url \"%.255s\" %s", platform->name,
                          url != NULL ? url : "", wrong);
    }
    for (int i = 0; required[i] != NULL; i++) {
        const char *value = lz_form_get(body, required[i]);

        if (value == NULL || *value == '\0') {
            return lz_problem(pool, LZ_P_DEEP_SETTINGS,
                              "platform %s: parameter %s of the " LZ_CONTENT_ITEM_REQUEST
                              " is missing", platform->name, required[i]);
        }
    }
    return NULL;
}

const lz_problem_t *lz_content_item_read(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                         const lz_platform_t *platform,
                                         const lz_consumer_t *consumer, const lz_form_t *body,
                                         const lz_deep_linking_t **request)
{
    const char *multiple = lz_form_get(body, "accept_multiple");
    lz_deep_linking_t *read = apr_pcalloc(pool, sizeof(*read));
    const lz_problem_t *problem = check_required(pool, policy, platform, body);

    if (problem != NULL) {
        return problem;
    }
    const char *media = lz_form_get(body, "accept_media_types");
    const char *targets = lz_form_get(body, "accept_presentation_document_targets");
    read->consumer_key = consumer->key;
    read->deployment_id = "";
    read->return_url = lz_form_get(body, "content_item_return_url");
    read->data = lz_form_get(body, "data");
    read->title = lz_deep_proposed(lz_form_get(body, "title"));
    read->text = lz_deep_proposed(lz_form_get(body, "text"));
    read->accepts_links = names(media, LINK_MEDIA) || names(media, "*/*")
                          || names(media, "application/*");
    read->accept_multiple = multiple != NULL && strcasecmp(multiple, "true") == 0;
    read->targets = (names(targets, "iframe") ? LZ_DEEP_IFRAME : 0)
                    | (names(targets, "window") ? LZ_DEEP_WINDOW : 0);
    if (!lz_deep_linking_fits(pool, read)) {
        return lz_problem(pool, LZ_P_DEEP_SETTINGS,
                          "platform %s: the " LZ_CONTENT_ITEM_REQUEST " holds more than can be "
                          "sent back", platform->name);
    }
    *request = read;
    return NULL;
}

/* --- what goes back --------------------------------------------------------------------------- */

/* One place to show it, of those that the LMS offered; where both are possible, the frame. */
static json_object *placement_json(int targets)
{
    json_object *advice = json_object_new_object();

    if (targets & LZ_DEEP_IFRAME) {
        lz_json_put_string(advice, "presentationDocumentTarget", "iframe");
        lz_json_put_int64(advice, "displayWidth", LZ_DEEP_FRAME_WIDTH);
        lz_json_put_int64(advice, "displayHeight", LZ_DEEP_FRAME_HEIGHT);
    } else {
        lz_json_put_string(advice, "presentationDocumentTarget", "window");
    }
    return advice;
}

static json_object *link_json(apr_pool_t *pool, const lz_lti_policy_t *policy,
                              const lz_deep_linking_t *request, const lz_deep_item_t *item)
{
    json_object *link = json_object_new_object();

    lz_json_put_string(link, "@type", "LtiLinkItem");
    lz_json_put_string(link, "mediaType", LINK_MEDIA);
    lz_deep_item_put(pool, policy->base_url, item, link);
    if (request->targets != 0) {
        lz_json_put(link, "placementAdvice", placement_json(request->targets));
    }
    return link;
}

static const char *items_text(apr_pool_t *pool, const lz_lti_policy_t *policy,
                              const lz_deep_linking_t *request, const lz_deep_answer_t *answer)
{
    json_object *items = lz_json_adopt(pool, json_object_new_object());
    json_object *graph = json_object_new_array();

    for (int i = 0; i < answer->n; i++) {
        lz_json_push(graph, link_json(pool, policy, request, &answer->items[i]));
    }
    lz_json_put_string(items, "@context", JSON_LD);
    lz_json_put(items, "@graph", graph);
    return lz_json_text(pool, items);
}

static void add(apr_array_header_t *pairs, const char *name, const char *value)
{
    APR_ARRAY_PUSH(pairs, lz_form_pair_t) = (lz_form_pair_t){ name, value };
}

const lz_problem_t *lz_content_item_answer(const lz_env_t *env, const lz_lti_policy_t *policy,
                                           const lz_platform_t *platform,
                                           const lz_deep_linking_t *request,
                                           const lz_deep_answer_t *answer, apr_table_t **fields)
{
    apr_pool_t *pool = env->pool;
    apr_array_header_t *pairs = apr_array_make(pool, 8, sizeof(lz_form_pair_t));
    const lz_platforms_t only = { .list = &platform, .n = 1 };
    const lz_consumer_t *consumer = NULL;
    const lz_form_t *signed_form = NULL;

    if (lz_platform_by_consumer(&only, request->consumer_key, &consumer) == NULL) {
        return lz_problem(pool, LZ_P_LTI_CONSUMER,
                          "platform %s: LTIZoomConsumer \"%.255s\", which asked what to place, is "
                          "no longer configured", platform->name, request->consumer_key);
    }
    add(pairs, "lti_message_type", ANSWER_TYPE);
    add(pairs, "lti_version", ANSWER_VERSION);
    if (answer->n > 0) {        /* left out, nothing was chosen */
        add(pairs, "content_items", items_text(pool, policy, request, answer));
    }
    if (request->data != NULL) {
        add(pairs, "data", request->data);
    }
    if (answer->error != NULL) {
        add(pairs, "lti_errormsg", answer->error);
    }
    const lz_form_t form = { (const lz_form_pair_t *)pairs->elts, pairs->nelts };
    const lz_problem_t *problem = lz_oauth1_sign(env, consumer, LZ_OAUTH1_SHA1,
                                                 request->return_url, &form, &signed_form);
    if (problem != NULL) {
        return problem;
    }
    *fields = apr_table_make(pool, signed_form->n);
    for (int i = 0; i < signed_form->n; i++) {
        apr_table_setn(*fields, signed_form->pairs[i].name, signed_form->pairs[i].value);
    }
    return NULL;
}
