/* SPDX-License-Identifier: Apache-2.0 */
#include "permissions.h"

typedef struct rule_t {
    lz_role_e role;
    int       is_host;
    int       open;     /* while the meeting is waiting or has started */
    int       over;     /* once it has ended or is gone */
} rule_t;

/* A student is never the host here, whatever Zoom says. */
static const rule_t rules[] = {
    { LZ_ROLE_STUDENT,    0, LZ_MAY_JOIN,                                  LZ_MAY_NOTHING },
    { LZ_ROLE_STUDENT,    1, LZ_MAY_JOIN,                                  LZ_MAY_NOTHING },
    { LZ_ROLE_INSTRUCTOR, 0, LZ_MAY_JOIN | LZ_MAY_DETAILS,                 LZ_MAY_DETAILS },
    { LZ_ROLE_INSTRUCTOR, 1, LZ_MAY_JOIN | LZ_MAY_START | LZ_MAY_DETAILS,  LZ_MAY_DETAILS },
};

typedef struct name_t {
    lz_may_e    may;
    const char *name;
} name_t;

static const name_t action_names[] = { { LZ_MAY_JOIN, "join" }, { LZ_MAY_START, "start" } };
static const name_t permission_names[] = { { LZ_MAY_SCHEDULE, "schedule" } };

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

int lz_may_in_course(lz_role_e role, int has_zoom_user)
{
    return role == LZ_ROLE_INSTRUCTOR && has_zoom_user ? LZ_MAY_SCHEDULE : LZ_MAY_NOTHING;
}

int lz_may_with_meeting(lz_role_e role, int is_host, lz_meeting_status_e status)
{
    const int over = status == LZ_MEETING_ENDED || status == LZ_MEETING_GONE;
    for (int i = 0; i < COUNT(rules); i++) {
        if (rules[i].role == role && rules[i].is_host == !!is_host) {
            return over ? rules[i].over : rules[i].open;
        }
    }
    return LZ_MAY_NOTHING;
}

json_object *lz_actions_json(int may)
{
    json_object *actions = json_object_new_array();
    for (int i = 0; i < COUNT(action_names); i++) {
        if (may & (int)action_names[i].may) {
            json_object_array_add(actions, json_object_new_string(action_names[i].name));
        }
    }
    return actions;
}

const char *const *lz_permission_names(apr_pool_t *pool, int may)
{
    const char **names = apr_pcalloc(pool, sizeof(*names) * (COUNT(permission_names) + 1));
    int n = 0;
    for (int i = 0; i < COUNT(permission_names); i++) {
        if (may & (int)permission_names[i].may) {
            names[n++] = permission_names[i].name;
        }
    }
    return names;
}
