/* SPDX-License-Identifier: Apache-2.0 */
#include "sections.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../base/json.h"
#include "../store/sections.h"
#include "words.h"

#define CHOICES_MAX 300     /* sets that are looked through, and names that are offered */

static const char *or_empty(const char *names)
{
    return names ? names : "";
}

/* --- whom a meeting is for -------------------------------------------------------------------- */

/* 1 when one of the folded names is in the folded set. */
static int meet(apr_pool_t *pool, const char *limit, const char *sections)
{
    const apr_array_header_t *own = lz_names_list(pool, lz_words_fold(pool, sections));
    for (int i = 0; i < own->nelts; i++) {
        if (lz_names_have(limit, APR_ARRAY_IDX(own, i, const char *))) {
            return 1;
        }
    }
    return 0;
}

lz_audience_e lz_audience_of(apr_pool_t *pool, const char *limit, const char *sections,
                             const char *section_ids)
{
    if (!limit || !*limit) {
        return LZ_FOR_ALL;
    }
    const char *folded = lz_words_fold(pool, limit);
    return meet(pool, folded, or_empty(sections)) || meet(pool, folded, or_empty(section_ids))
           ? LZ_FOR_THEM : LZ_FOR_OTHERS;
}

lz_audience_e lz_audience(apr_pool_t *pool, const lz_session_t *session, const char *limit)
{
    return lz_audience_of(pool, limit, session->sections, session->section_ids);
}

int lz_sees(apr_pool_t *pool, const lz_session_t *session, const lz_meeting_t *meeting)
{
    return (lz_may_with_meeting(session->standing, LZ_OWNS_NOTHING, meeting->status,
                                lz_audience(pool, session, meeting->sections)) & LZ_MAY_SEE) != 0;
}

static int by_alphabet(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *lz_sections_key(apr_pool_t *pool, const lz_session_t *session)
{
    const char *all = apr_pstrcat(pool, or_empty(session->sections), "\n",
                                  or_empty(session->section_ids), NULL);
    apr_array_header_t *names = lz_names_list(pool, lz_words_fold(pool, all));
    if (names->nelts == 0) {
        return "-";
    }
    qsort(names->elts, (size_t)names->nelts, sizeof(const char *), by_alphabet);
    return lz_fingerprint(pool, "sections", apr_array_pstrcat(pool, names, '\n'), NULL);
}

/* --- what is known ---------------------------------------------------------------------------- */

static int has_name(const apr_array_header_t *names, apr_pool_t *pool, const char *name)
{
    const char *folded = lz_words_fold(pool, name);
    for (int i = 0; i < names->nelts; i++) {
        if (strcmp(lz_words_fold(pool, APR_ARRAY_IDX(names, i, const char *)), folded) == 0) {
            return 1;
        }
    }
    return 0;
}

static void take_set(apr_pool_t *pool, apr_array_header_t *names, const char *set)
{
    const apr_array_header_t *list = lz_names_list(pool, or_empty(set));
    for (int i = 0; i < list->nelts && names->nelts < CHOICES_MAX; i++) {
        const char *name = APR_ARRAY_IDX(list, i, const char *);
        if (!has_name(names, pool, name)) {
            APR_ARRAY_PUSH(names, const char *) = name;
        }
    }
}

static void take_sets(apr_pool_t *pool, apr_array_header_t *names, const apr_array_header_t *sets)
{
    for (int i = 0; i < sets->nelts; i++) {
        take_set(pool, names, APR_ARRAY_IDX(sets, i, const char *));
    }
}

static void read_known(const lz_env_t *env, const lz_session_t *session,
                       apr_array_header_t **told, apr_array_header_t **used)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = lz_store_course_sections(store, session->course, CHOICES_MAX, told, used);
    }
    lz_store_close(store);
    if (problem) {
        lz_log(env->log, LZ_LOG_WARNING, APR_SUCCESS, "%s: the sections of a course were not "
               "read: %s", lz_problem_tag(env->pool, problem), problem->cause);
        *told = *used = apr_array_make(env->pool, 1, sizeof(const char *));
    }
}

json_object *lz_sections_known(const lz_env_t *env, const lz_session_t *session)
{
    apr_pool_t *pool = env->pool;
    const int own = session->standing != LZ_STANDING_HOST;
    apr_array_header_t *told = NULL;
    apr_array_header_t *used = NULL;
    apr_array_header_t *names = apr_array_make(pool, 8, sizeof(const char *));
    json_object *choices = json_object_new_array();
    json_object *known = json_object_new_object();
    read_known(env, session, &told, &used);
    if (own) {
        take_set(pool, names, session->sections);
    } else {
        take_sets(pool, names, told);
        take_sets(pool, names, used);
    }
    qsort(names->elts, (size_t)names->nelts, sizeof(const char *), by_alphabet);
    for (int i = 0; i < names->nelts; i++) {
        lz_json_push(choices, json_object_new_string(APR_ARRAY_IDX(names, i, const char *)));
    }
    lz_json_put(known, "choices", choices);
    lz_json_put_bool(known, "told", told->nelts > 0);
    lz_json_put_bool(known, "own", own);
    return known;
}
