/* SPDX-License-Identifier: Apache-2.0 */
#include "hot_list.h"

#include <string.h>

#include <apr_strings.h>

#include "sections.h"

/* Stands for the list of all of a standing where each has their own. No list is that. */
#define LIMITED "limited"

static const char *key_of(const lz_hot_list_t *hot, const char *viewer)
{
    return hot->generation
           ? lz_hot_key(hot->env, hot->session->course, hot->generation, hot->view, viewer,
                        hot->part) : NULL;
}

static const char *key_of_all(const lz_hot_list_t *hot)
{
    return key_of(hot, lz_hot_standing(hot->env, hot->session));
}

/* Of those who are in the visitor's sections. */
static const char *key_of_section(const lz_hot_list_t *hot)
{
    return key_of(hot, apr_pstrcat(hot->env->pool, lz_hot_standing(hot->env, hot->session), ":",
                                   lz_sections_key(hot->env->pool, hot->session), NULL));
}

const char *lz_hot_list_take(const lz_hot_list_t *hot)
{
    const char *text = lz_hot_take(hot->env, hot->viewer ? key_of(hot, hot->viewer)
                                                         : key_of_all(hot));
    return text && strcmp(text, LIMITED) == 0 ? lz_hot_take(hot->env, key_of_section(hot)) : text;
}

void lz_hot_list_keep(const lz_hot_list_t *hot, const char *text, int limited,
                      apr_interval_time_t lifetime)
{
    if (hot->viewer) {
        lz_hot_keep(hot->env, key_of(hot, hot->viewer), text, lifetime);
    } else if (limited && hot->session->standing != LZ_STANDING_HOST) {
        lz_hot_keep(hot->env, key_of_all(hot), LIMITED, lifetime);
        lz_hot_keep(hot->env, key_of_section(hot), text, lifetime);
    } else {
        lz_hot_keep(hot->env, key_of_all(hot), text, lifetime);
    }
}
