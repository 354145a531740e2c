/* SPDX-License-Identifier: Apache-2.0 */
#include "mask.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>
#include <apr_tables.h>

#define SHOWN_MAX 120       /* bytes of a harmless value */

static const char *const sensitive_names[] = {
    /* LTI and OAuth */
    "assertion", "client_assertion", "client_secret", "code", "code_verifier", "id_token",
    "jwt", "login_hint", "lti_message_hint", "nonce", "oauth_signature", "registration_token",
    "state",
    /* HTTP */
    "authorization", "cookie", "csrf", "handover", "proxy-authorization", "session", "set-cookie",
    "x-lti-zoom-csrf",
    /* Zoom */
    "download_url", "encrypted_password", "join_url", "play_url", "pwd", "registrant_join_url",
    "start_url", "tk", "zak",
    /* anything */
    "passcode", "password", "secret", "token",
};

/* access_token, client_secret, h323_password, recording_play_passcode, ... */
static const char *const sensitive_endings[] = {
    "_passcode", "_password", "_secret", "_signature", "_token",
};

int lz_mask_is_sensitive(const char *name)
{
    const apr_size_t length = strlen(name);

    for (size_t i = 0; i < sizeof(sensitive_names) / sizeof(sensitive_names[0]); i++) {
        if (strcasecmp(name, sensitive_names[i]) == 0) {
            return 1;
        }
    }
    for (size_t i = 0; i < sizeof(sensitive_endings) / sizeof(sensitive_endings[0]); i++) {
        const apr_size_t ending = strlen(sensitive_endings[i]);

        if (length > ending && strcasecmp(name + length - ending, sensitive_endings[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* At most SHOWN_MAX bytes of text, whole characters, with dots when something was cut. */
static const char *cut(apr_pool_t *pool, const char *text)
{
    apr_size_t length = SHOWN_MAX;

    if (strlen(text) <= SHOWN_MAX) {
        return text;
    }
    while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80) {
        length--;
    }
    return apr_pstrcat(pool, apr_pstrmemdup(pool, text, length), "...", NULL);
}

static const char *length_of(apr_pool_t *pool, apr_size_t length)
{
    return apr_psprintf(pool, "[%" APR_SIZE_T_FMT " bytes]", length);
}

const char *lz_mask_pairs(apr_pool_t *pool, const lz_form_t *form)
{
    apr_array_header_t *pieces = apr_array_make(pool, form->n * 4 + 1, sizeof(const char *));

    for (int i = 0; i < form->n; i++) {
        const lz_form_pair_t *pair = &form->pairs[i];

        APR_ARRAY_PUSH(pieces, const char *) = i ? " " : "";
        APR_ARRAY_PUSH(pieces, const char *) = cut(pool, pair->name);
        APR_ARRAY_PUSH(pieces, const char *) = "=";
        APR_ARRAY_PUSH(pieces, const char *) = lz_mask_is_sensitive(pair->name)
                                               ? length_of(pool, strlen(pair->value))
                                               : cut(pool, pair->value);
    }
    return apr_array_pstrcat(pool, pieces, 0);
}

/* One name=value of a query as it may be shown; what cannot be decoded is not shown at all. */
static const char *mask_segment(apr_pool_t *pool, const char *segment)
{
    lz_form_t *form;

    if (lz_form_parse(pool, segment, strlen(segment), &form)) {
        return length_of(pool, strlen(segment));
    }
    if (form->n == 0 || !lz_mask_is_sensitive(form->pairs[0].name)) {
        return segment;
    }
    return apr_pstrcat(pool, form->pairs[0].name, "=",
                       length_of(pool, strlen(form->pairs[0].value)), NULL);
}

const char *lz_mask_query(apr_pool_t *pool, const char *query)
{
    apr_array_header_t *segments = apr_array_make(pool, 8, sizeof(const char *));

    while (*query) {
        const apr_size_t length = strcspn(query, "&");

        APR_ARRAY_PUSH(segments, const char *) =
            mask_segment(pool, apr_pstrmemdup(pool, query, length));
        query += length + (query[length] == '&');
    }
    return apr_array_pstrcat(pool, segments, '&');
}

const char *lz_mask_path(apr_pool_t *pool, const char *path)
{
    static const char feed[] = "/calendar/";
    const apr_size_t length = sizeof(feed) - 1;

    return strncmp(path, feed, length) == 0 && path[length]
           ? apr_pstrcat(pool, feed, "***", NULL) : path;
}
