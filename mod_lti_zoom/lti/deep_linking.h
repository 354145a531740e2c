/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deep linking: an instructor chooses what of this tool stands in the course, and the LMS gets
 * back links to it. LTI Deep Linking 2.0 here; LTI 1.1's Content-Item 1.0 (content_item.h) fills
 * and answers the same record.
 */
#ifndef LZ_LTI_DEEP_LINKING_H
#define LZ_LTI_DEEP_LINKING_H

#include <apr_tables.h>
#include <json-c/json.h>

#include "../base/env.h"
#include "../base/jose.h"
#include "../base/problem.h"
#include "platform.h"

/* Pixels that our pages are made for; the LMS may give them less. */
#define LZ_DEEP_FRAME_WIDTH  800
#define LZ_DEEP_FRAME_HEIGHT 720

#define LZ_DEEP_RETURN_URL_MAX 2048     /* bytes of the return URL */
#define LZ_DEEP_PACKED_MAX     5400     /* bytes of a packed request: sealed it fits into a URL */
#define LZ_DEEP_ANSWER_LIFETIME apr_time_from_sec(5 * 60)   /* exp of the response */

/* Where the LMS can show a link; a set of them is their sum. */
typedef enum lz_deep_target_e {
    LZ_DEEP_IFRAME = 1,
    LZ_DEEP_WINDOW = 2
} lz_deep_target_e;

/*
 * What the LMS asks for. No text is NULL unless said. accept_lineitem is not kept: no link of ours
 * brings a grade column along.
 */
typedef struct lz_deep_linking_t {
    const char *consumer_key;       /* oauth_consumer_key of a ContentItemSelectionRequest, whose
                                       secret signs the answer; NULL: Deep Linking 2.0 */
    const char *deployment_id;      /* "" with LTI 1.1 */
    const char *return_url;         /* absolute, https or (insecure loopback) http; its query is
                                       the LMS's and stays as it is */
    const char *data;               /* to be sent back as it came; NULL when there was none */
    const char *title;              /* proposed for a single link, "" when none */
    const char *text;               /* likewise */
    int         accepts_links;      /* takes LTI links at all */
    int         accept_multiple;    /* more than one at once */
    int         targets;            /* of lz_deep_target_e */
} lz_deep_linking_t;

/* A link that was chosen. */
typedef struct lz_deep_item_t {
    const char *title;
    const char *text;               /* "" when none */
    const char *view;               /* "upcoming" or "meeting": custom parameter of that name */
    const char *meeting_id;         /* custom parameter of that name; NULL when there is none */
} lz_deep_item_t;

/* What goes back. No items: nothing was chosen. */
typedef struct lz_deep_answer_t {
    const lz_deep_item_t *items;
    int                   n;
    const char           *error;    /* a sentence that the LMS shows, NULL when all is well */
} lz_deep_answer_t;

/*
 * Reads the claim deep_linking_settings (Deep Linking 2.0 §3.4.1; may be NULL) of a verified
 * message. LZ_P_DEEP_SETTINGS when it is missing or malformed, LZ_P_DEEP_RETURN_URL when that URL
 * is no https one. Texts live with settings.
 */
const lz_problem_t *lz_deep_linking_read(apr_pool_t *pool, const lz_lti_policy_t *policy,
                                         const lz_platform_t *platform, json_object *settings,
                                         lz_deep_linking_t *request)
    __attribute__((warn_unused_result));

/*
 * NULL when url may be answered to, else what is wrong with it, in words that follow its name.
 * The rule for both protocols.
 */
const char *lz_deep_return_url_wrong(const lz_lti_policy_t *policy, const char *url);

/* A title or text that the LMS proposes (may be NULL), "" when there is none or it is too long. */
const char *lz_deep_proposed(const char *text);

/*
 * The request as a JSON object, to be sealed into the page's address, and back: 0 when a member
 * is missing. lz_deep_linking_fits() is 0 for one whose packed text is above LZ_DEEP_PACKED_MAX.
 */
json_object *lz_deep_linking_pack(apr_pool_t *pool, const lz_deep_linking_t *request);
int lz_deep_linking_unpack(json_object *packed, lz_deep_linking_t *request)
    __attribute__((warn_unused_result));
int lz_deep_linking_fits(apr_pool_t *pool, const lz_deep_linking_t *request);

/*
 * Where a link of ours leads: {base_url}/launch?view=meeting&meeting_id=912... The same stands in
 * the link's custom parameters: LMSs lose the one or the other when a course is copied or a link
 * edited, and what is left still opens the right view. No course is in it: the launch says that.
 */
const char *lz_deep_item_url(apr_pool_t *pool, const char *base_url, const lz_deep_item_t *item);

/* What a link is in both versions of LTI: url, title, text, custom. */
void lz_deep_item_put(apr_pool_t *pool, const char *base_url, const lz_deep_item_t *item,
                      json_object *link);

/*
 * The form fields of a Deep Linking 2.0 answer: JWT, signed with key (LtiDeepLinkingResponse,
 * Deep Linking 2.0 §3.4.2). Each has a nonce of its own. LZ_P_RANDOM, LZ_P_INTERNAL.
 */
const lz_problem_t *lz_deep_linking_answer(const lz_env_t *env, const lz_lti_policy_t *policy,
                                           const lz_platform_t *platform,
                                           const lz_signing_key_t *key,
                                           const lz_deep_linking_t *request,
                                           const lz_deep_answer_t *answer, apr_table_t **fields)
    __attribute__((warn_unused_result));

#endif
