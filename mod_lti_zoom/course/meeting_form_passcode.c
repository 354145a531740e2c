/* SPDX-License-Identifier: Apache-2.0 */
#include "meeting_form_passcode.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>
#include <apr_tables.h>

#define RUN_MIN 2       /* shorter ones are none */

typedef struct letters_t {
    int lower, upper, digits, special;
} letters_t;

static letters_t count(const char *passcode)
{
    letters_t n = { 0, 0, 0, 0 };
    for (const char *c = passcode; *c; c++) {
        n.lower += apr_islower(*c) != 0;
        n.upper += apr_isupper(*c) != 0;
        n.digits += apr_isdigit(*c) != 0;
        n.special += !apr_isalnum(*c);
    }
    return n;
}

/* The longest run of the same character, or of characters one above the other: "aaaa", "1234". */
static apr_int64_t longest_run(const char *passcode)
{
    apr_int64_t longest = 0;
    for (int step = 0; step <= 1; step++) {
        apr_int64_t run = 1;
        for (const char *c = passcode; *c; c++) {
            run = c > passcode && *c - c[-1] == step ? run + 1 : 1;
            longest = run > longest ? run : longest;
        }
    }
    return longest;
}

static int asks_for(json_object *policy, const char *name)
{
    int asked = 0;
    return lz_json_bool(policy, name, &asked) && asked;
}

static void want(apr_array_header_t *wants, const char *what)
{
    APR_ARRAY_PUSH(wants, const char *) = what;
}

static apr_array_header_t *wants_of(apr_pool_t *pool, json_object *policy, const char *passcode)
{
    apr_array_header_t *wants = apr_array_make(pool, 4, sizeof(const char *));
    const letters_t n = count(passcode);
    apr_int64_t length = 0;
    apr_int64_t run = 0;
    if (lz_json_int64(policy, "length", &length) && (apr_int64_t)strlen(passcode) < length) {
        want(wants, apr_psprintf(pool, "at least %" APR_INT64_T_FMT " characters", length));
    }
    if (asks_for(policy, "only_allow_numeric") && n.digits < (int)strlen(passcode)) {
        want(wants, "digits only");
    }
    if (asks_for(policy, "have_letter") && n.lower + n.upper == 0) {
        want(wants, "a letter");
    }
    if (asks_for(policy, "have_upper_and_lower_characters") && (!n.lower || !n.upper)) {
        want(wants, "capital and small letters");
    }
    if (asks_for(policy, "have_number") && !n.digits) {
        want(wants, "a digit");
    }
    if (asks_for(policy, "have_special_character") && !n.special) {
        want(wants, "one of @ - _ *");
    }
    if (lz_json_int64(policy, "consecutive_characters_length", &run) && run > RUN_MIN
        && longest_run(passcode) >= run) {
        want(wants, apr_psprintf(pool, "no %" APR_INT64_T_FMT " equal or successive characters "
                                 "in a row, like 1111 or 1234", run));
    }
    return wants;
}

const char *lz_passcode_wrong(apr_pool_t *pool, json_object *policy, const char *passcode)
{
    const apr_array_header_t *wants = wants_of(pool, policy, passcode);
    const char *list = "";
    for (int i = 0; i < wants->nelts; i++) {
        list = apr_pstrcat(pool, list, i == 0 ? "" : i == wants->nelts - 1 ? " and " : ", ",
                           APR_ARRAY_IDX(wants, i, const char *), NULL);
    }
    return *list ? apr_psprintf(pool, "Your Zoom account asks for a passcode with %s.", list)
                 : NULL;
}
