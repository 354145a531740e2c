/* SPDX-License-Identifier: Apache-2.0 */
#include "say.h"

#include <stdarg.h>
#include <string.h>

#include <apr_strings.h>

#include "html.h"

#define VALUES_MAX 9    /* each is one digit */

/* Its own words, and those of refusals, which the scripts say too. */
const char *const lz_say_parts[] = { "server", "told", "refused", NULL };

const lz_language_t *lz_say_language(const lz_visit_t *visit)
{
    return lz_language_choose(visit->env->pool, &visit->site->languages,
                              visit->session != NULL ? visit->session->locale : NULL,
                              apr_table_get(visit->request->headers, "Accept-Language"));
}

const char *lz_say(const lz_visit_t *visit, const char *english)
{
    const char *sentence = lz_language_sentence(visit->language, english);

    return sentence != NULL ? sentence : english;
}

/* The next "{1}" to "{n}" in text, or NULL. */
static const char *next_hole(const char *text, int n)
{
    const char *hole = strchr(text, '{');

    while (hole != NULL && !(hole[1] > '0' && hole[1] <= '0' + n && hole[2] == '}')) {
        hole = strchr(hole + 1, '{');
    }
    return hole;
}

static const char *fill(apr_pool_t *pool, const char *sentence, const char *const *values, int n)
{
    const char *filled = "";
    const char *hole;

    for (; (hole = next_hole(sentence, n)) != NULL; sentence = hole + 3) {
        filled = apr_pstrcat(pool, filled,
                             apr_pstrmemdup(pool, sentence, (apr_size_t)(hole - sentence)),
                             "<bdi>", values[hole[1] - '1'], "</bdi>", NULL);
    }
    return apr_pstrcat(pool, filled, sentence, NULL);
}

const char *lz_say_html(const lz_visit_t *visit, const char *english, ...)
{
    apr_pool_t *pool = visit->env->pool;
    const char *values[VALUES_MAX];
    const char *value;
    int         n = 0;
    va_list     given;

    va_start(given, english);
    while (n < VALUES_MAX && (value = va_arg(given, const char *)) != NULL) {
        values[n++] = value;
    }
    va_end(given);
    return fill(pool, lz_html_escape(pool, lz_say(visit, english)), values, n);
}

const char *lz_say_problem(const lz_visit_t *visit, const lz_problem_t *problem,
                           const char *attributes)
{
    apr_pool_t *pool = visit->env->pool;
    const char *key = apr_pstrcat(pool, "problem.", lz_problem_tag(pool, problem), NULL);
    const char *sentence = lz_language_sentence(visit->language, key);
    const int   foreign = sentence == NULL && visit->language != NULL
                          && strcmp(visit->language->tag, LZ_LANGUAGE_DEFAULT) != 0;

    return apr_pstrcat(pool, "<p", attributes,
                       foreign ? " lang=\"" LZ_LANGUAGE_DEFAULT "\" dir=\"ltr\">" : ">",
                       lz_html_escape(pool, sentence != NULL ? sentence : problem->message), "</p>",
                       NULL);
}

const char *lz_say_attributes(const lz_visit_t *visit)
{
    const lz_language_t *language = visit->language;

    return apr_pstrcat(visit->env->pool, " lang=\"",
                       language != NULL ? language->tag : LZ_LANGUAGE_DEFAULT,
                       language != NULL && language->right_to_left ? "\" dir=\"rtl\"" : "\"", NULL);
}
