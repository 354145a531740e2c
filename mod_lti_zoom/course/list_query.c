/* SPDX-License-Identifier: Apache-2.0 */
#include "list_query.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"

const lz_problem_t *lz_scope_read(const lz_env_t *env, const lz_session_t *session,
                                  const char *text, lz_scope_e *scope)
{
    static const char *const names[] = {
        [LZ_SCOPE_COURSE] = "course", [LZ_SCOPE_MINE] = "mine", [LZ_SCOPE_ALL] = "all"
    };
    int known = text ? LZ_SCOPE_ALL + 1 : LZ_SCOPE_COURSE;
    for (int i = LZ_SCOPE_COURSE; text && i <= LZ_SCOPE_ALL; i++) {
        known = strcmp(names[i], text) == 0 ? i : known;
    }
    if (known > LZ_SCOPE_ALL) {
        return lz_problem(env->pool, LZ_P_MALFORMED, "scope is none of course, mine, all");
    }
    if (known != LZ_SCOPE_COURSE && session->role != LZ_ROLE_INSTRUCTOR) {
        return lz_problem(env->pool, LZ_P_FORBIDDEN, "a student asks for scope %s", text);
    }
    *scope = (lz_scope_e)known;
    return NULL;
}

const lz_problem_t *lz_page_read(const lz_env_t *env, const char *name, lz_meeting_place_t *place)
{
    apr_size_t length = 0;
    char *end = NULL;
    if (!name) {
        return NULL;
    }
    const char *text = (const char *)lz_base64url_decode(env->pool, name, strlen(name), &length);
    const long long starts_at = text ? strtoll(text, &end, 10) : 0;
    if (!text || end == text || *end != ' ' || !end[1] || strlen(text) != length) {
        return lz_problem(env->pool, LZ_P_MALFORMED, "page is none of ours");
    }
    *place = (lz_meeting_place_t){ .starts_at = starts_at, .key = end + 1 };
    return NULL;
}

const char *lz_page_name(apr_pool_t *pool, apr_time_t starts_at, const char *key)
{
    const char *text = apr_psprintf(pool, "%" APR_TIME_T_FMT " %s", starts_at, key);
    return lz_base64url_encode(pool, text, strlen(text));
}
