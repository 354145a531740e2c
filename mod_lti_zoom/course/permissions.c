/* SPDX-License-Identifier: Apache-2.0 */
#include "permissions.h"

typedef struct rule_t {
    lz_standing_e standing;
    int           is_host;
    int           open;     /* while the meeting is waiting or has started */
    int           over;     /* once it has ended or is gone */
} rule_t;

/* A guest is never the host here, whatever Zoom says. */
static const rule_t rules[] = {
    { LZ_STANDING_GUEST, 0, LZ_MAY_JOIN,                                  LZ_MAY_NOTHING },
    { LZ_STANDING_GUEST, 1, LZ_MAY_JOIN,                                  LZ_MAY_NOTHING },
    { LZ_STANDING_OWN,   0, LZ_MAY_JOIN,                                  LZ_MAY_NOTHING },
    { LZ_STANDING_OWN,   1, LZ_MAY_JOIN | LZ_MAY_START | LZ_MAY_DETAILS,  LZ_MAY_DETAILS },
    { LZ_STANDING_HOST,  0, LZ_MAY_JOIN | LZ_MAY_DETAILS,                 LZ_MAY_DETAILS },
    { LZ_STANDING_HOST,  1, LZ_MAY_JOIN | LZ_MAY_START | LZ_MAY_DETAILS,  LZ_MAY_DETAILS },
};

typedef struct name_t {
    lz_may_e    may;
    const char *name;
} name_t;

static const name_t action_names[] = { { LZ_MAY_JOIN, "join" }, { LZ_MAY_START, "start" } };
static const name_t permission_names[] = { { LZ_MAY_SCHEDULE, "schedule" } };

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

lz_standing_e lz_standing(lz_role_e role, int students_host)
{
    switch (role) {
    case LZ_ROLE_INSTRUCTOR: return LZ_STANDING_HOST;
    case LZ_ROLE_STUDENT:    return students_host ? LZ_STANDING_OWN : LZ_STANDING_GUEST;
    case LZ_ROLE_TEST_USER:  break;
    }
    return LZ_STANDING_GUEST;
}

int lz_may_in_course(lz_standing_e standing, int has_zoom_user)
{
    return standing != LZ_STANDING_GUEST && has_zoom_user ? LZ_MAY_SCHEDULE : LZ_MAY_NOTHING;
}

int lz_may_with_meeting(lz_standing_e standing, int is_host, lz_meeting_status_e status)
{
    const int over = status == LZ_MEETING_ENDED || status == LZ_MEETING_GONE;
    for (int i = 0; i < COUNT(rules); i++) {
        if (rules[i].standing == standing && rules[i].is_host == !!is_host) {
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
