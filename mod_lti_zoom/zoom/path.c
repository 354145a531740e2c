/* SPDX-License-Identifier: Apache-2.0 */
#include "path.h"

#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#include "../base/url.h"

#define UUID_MAX   64       /* 24 in practice */
#define NUMBER_MAX 19       /* digits of 2^63 - 1 */

/* Of base64 and base64url. */
static const char uuid_characters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                      "0123456789+/-_=";

/* Words that Zoom reads as something else where an id stands, and dots that lead elsewhere. */
static const char *const no_ids[] = { "", ".", "..", "me", "email", "summary", NULL };

static int is_id(const char *text)
{
    for (int i = 0; no_ids[i]; i++) {
        if (strcasecmp(text, no_ids[i]) == 0) {
            return 0;
        }
    }
    return 1;
}

static int is_made_of(const char *characters, const char *text, size_t max)
{
    const size_t length = strlen(text);

    return length > 0 && length <= max && strspn(text, characters) == length;
}

static int is_uuid(const char *text)
{
    return is_made_of(uuid_characters, text, UUID_MAX);
}

/* A meeting's number, from 1 to 2^63 - 1: far more than a double could hold. */
static int is_number(const char *text)
{
    return is_made_of("0123456789", text, NUMBER_MAX) && *text != '0'
           && (strlen(text) < NUMBER_MAX || strcmp(text, "9223372036854775807") <= 0);
}

static int fits(lz_zoom_parameter_e kind, const char *text)
{
    switch (kind) {
    case LZ_PARAMETER_USER:
    case LZ_PARAMETER_GROUP:
        return is_id(text);
    case LZ_PARAMETER_MEETING:
        return is_number(text);
    case LZ_PARAMETER_INSTANCE:
    case LZ_PARAMETER_FILE:
        return is_uuid(text);
    case LZ_PARAMETER_NONE:
        break;
    }
    return 0;
}

/* path with text in the place of its first {}, NULL when text does not fit there. */
static const char *filled(apr_pool_t *pool, const char *path, lz_zoom_parameter_e kind,
                          const char *text)
{
    const char *place = strstr(path, "{}");

    if (!place || !text || !fits(kind, text)) {
        return NULL;
    }
    const char *part = lz_url_encode(pool, text);
    if (kind == LZ_PARAMETER_INSTANCE && strchr(text, '/')) {
        part = lz_url_encode(pool, part);
    }
    return apr_pstrcat(pool, apr_pstrmemdup(pool, path, (apr_size_t)(place - path)), part,
                       place + 2, NULL);
}

const char *lz_zoom_path(apr_pool_t *pool, const lz_zoom_operation_t *operation,
                         const char *first, const char *second)
{
    const char *path = operation->path;

    if (operation->parameter != LZ_PARAMETER_NONE) {
        path = filled(pool, path, operation->parameter, first);
    }
    /* An encoded parameter holds no {}. */
    return path && strstr(path, "{}") ? filled(pool, path, LZ_PARAMETER_FILE, second) : path;
}
