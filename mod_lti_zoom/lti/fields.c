/* SPDX-License-Identifier: Apache-2.0 */
#include "fields.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

#include "../base/timestamp.h"
#include "platform.h"

#define LOCALE_MAX 35           /* RFC 5646 §4.4.1 */
#define EMAIL_MAX 254           /* RFC 5321 §4.5.3.1.3, without the brackets */
#define FACT_MAX 255

const char *lz_field_wrong_identifier(apr_pool_t *pool, const char *text)
{
    if (text == NULL) {
        return "missing";
    }
    if (*text == '\0') {
        return "empty";
    }
    for (const char *c = text; *c != '\0'; c++) {
        if (!apr_isascii(*c) || !apr_isprint(*c)) {
            return "not of printable ASCII characters";
        }
    }
    return strlen(text) <= LZ_LTI_ID_MAX ? NULL
           : apr_psprintf(pool, "%" APR_SIZE_T_FMT " characters long, %d are allowed",
                          strlen(text), LZ_LTI_ID_MAX);
}

const char *lz_field_name(apr_pool_t *pool, const char *full, const char *given,
                          const char *family)
{
    if (*full != '\0') {
        return full;
    }
    return apr_pstrcat(pool, given, *given != '\0' && *family != '\0' ? " " : "", family, NULL);
}

const char *lz_field_email(const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if (apr_iscntrl(*c) || apr_isspace(*c)) {
            return "";
        }
    }
    return strlen(text) <= EMAIL_MAX ? text : "";
}

const char *lz_field_locale(apr_pool_t *pool, const char *text)
{
    if (!apr_isalpha(*text) || strlen(text) > LOCALE_MAX) {
        return "";
    }
    char *locale = apr_pstrdup(pool, text);
    for (char *c = locale; *c != '\0'; c++) {
        if (*c == '_') {
            *c = '-';
        } else if (!apr_isascii(*c) || (!apr_isalnum(*c) && *c != '-')) {
            return "";
        }
    }
    return locale;
}

const char *lz_field_time_zone(lz_custom_fn custom, const void *baton)
{
    static const char *const names[] = { "time_zone", "timezone", "user_timezone", NULL };

    for (int i = 0; names[i] != NULL; i++) {
        const char *zone = custom(baton, names[i]);

        if (zone != NULL && lz_time_zone_valid(zone)) {
            return zone;
        }
    }
    return "";
}

static int is_fact(const char *text)
{
    return text != NULL && *text != '\0' && *text != '$' && strlen(text) <= FACT_MAX;
}

const char *lz_field_of_course(lz_custom_fn custom, const void *baton, const char *name,
                               const char *otherwise)
{
    const char *said = custom(baton, name);

    if (is_fact(said)) {
        return said;
    }
    return is_fact(otherwise) ? otherwise : "";
}
