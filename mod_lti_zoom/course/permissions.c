/* SPDX-License-Identifier: Apache-2.0 */
#include "permissions.h"

/* Sets that stand in the table several times. */
#define LOOK    (LZ_MAY_SEE | LZ_MAY_JOIN)
#define ENTER   (LOOK | LZ_MAY_START)
#define KNOW    (LOOK | LZ_MAY_DETAILS | LZ_MAY_INVITATION)
#define OWN     (KNOW | LZ_MAY_START | LZ_MAY_EDIT | LZ_MAY_DELETE)
#define TAKE_IN (LZ_MAY_IMPORT | LZ_MAY_LABEL)
#define WATCH   (LZ_MAY_SEE | LZ_MAY_RECORDING)
#define KEEP    (LZ_MAY_SEE | LZ_MAY_DETAILS | LZ_MAY_REMOVE)
#define RUN     (LZ_MAY_REMOVE | LZ_MAY_LIMIT)
#define LOOK_BACK (LZ_MAY_REPORT | LZ_MAY_POLLS | LZ_MAY_RECORDING | LZ_MAY_PUBLISH)

typedef struct rule_t {
    lz_standing_e  standing;
    lz_ownership_e ownership;
    lz_audience_e  reach;       /* the last of the audiences whose meetings are there for them */
    int            open;        /* of the course, waiting or started */
    int            ended;       /* of the course */
    int            gone;        /* of the course, and no longer at Zoom */
    int            other;       /* not of the course, and still at Zoom */
} rule_t;

/*
 * Guests are guests, whatever they are at Zoom. A student who hosts has a host's rights over what
 * they host themselves, but is shown no report: it is about fellow students. What is for sections
 * that a person is not in is there for who runs the course alone, whatever they are at Zoom.
 */
#define GUEST LZ_STANDING_GUEST
#define MAY   LZ_STANDING_OWN
#define HOST  LZ_STANDING_HOST
#define OF_THEM LZ_FOR_THEM
#define OF_ALL  LZ_FOR_OTHERS
static const rule_t rules[] = {
    { GUEST, LZ_OWNS_NOTHING,     OF_THEM, LOOK, WATCH, LZ_MAY_SEE, 0 },
    { GUEST, LZ_OWNS_HOST,        OF_THEM, LOOK, WATCH, LZ_MAY_SEE, 0 },
    { GUEST, LZ_OWNS_ALTERNATIVE, OF_THEM, LOOK, WATCH, LZ_MAY_SEE, 0 },
    { GUEST, LZ_OWNS_SCHEDULER,   OF_THEM, LOOK, WATCH, LZ_MAY_SEE, 0 },

    { MAY, LZ_OWNS_NOTHING,     OF_THEM, LOOK, WATCH, LZ_MAY_SEE, 0 },
    { MAY, LZ_OWNS_HOST,        OF_THEM, OWN | LZ_MAY_REMOVE, KEEP | LZ_MAY_RECORDING, KEEP, 0 },
    { MAY, LZ_OWNS_ALTERNATIVE, OF_THEM, ENTER, WATCH, LZ_MAY_SEE, 0 },
    { MAY, LZ_OWNS_SCHEDULER,   OF_THEM, ENTER, WATCH, LZ_MAY_SEE, 0 },

    { HOST, LZ_OWNS_NOTHING,     OF_ALL, KNOW | RUN, KEEP | RUN | LOOK_BACK, KEEP | RUN, 0 },
    { HOST, LZ_OWNS_HOST,        OF_ALL, OWN | RUN, KEEP | RUN | LOOK_BACK, KEEP | RUN, TAKE_IN },
    { HOST, LZ_OWNS_ALTERNATIVE, OF_ALL, OWN | RUN, KEEP | RUN | LOOK_BACK, KEEP | RUN,
      LZ_MAY_IMPORT },
    { HOST, LZ_OWNS_SCHEDULER,   OF_ALL, OWN | RUN, KEEP | RUN | LOOK_BACK, KEEP | RUN, TAKE_IN },
};

typedef struct name_t {
    lz_may_e    may;
    const char *name;
} name_t;

static const name_t action_names[] = {
    { LZ_MAY_JOIN, "join" }, { LZ_MAY_START, "start" }, { LZ_MAY_EDIT, "edit" },
    { LZ_MAY_DELETE, "delete" }, { LZ_MAY_INVITATION, "invitation" }, { LZ_MAY_REPORT, "report" },
    { LZ_MAY_POLLS, "polls" }, { LZ_MAY_RECORDING, "recording" }, { LZ_MAY_PUBLISH, "publish" },
    { LZ_MAY_IMPORT, "import" }
};
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

static const rule_t *rule_of(lz_standing_e standing, lz_ownership_e ownership)
{
    for (int i = 0; i < COUNT(rules); i++) {
        if (rules[i].standing == standing && rules[i].ownership == ownership) {
            return &rules[i];
        }
    }
    return &rules[0];       /* the least */
}

int lz_may_with_meeting(lz_standing_e standing, lz_ownership_e ownership,
                        lz_meeting_status_e status, lz_audience_e audience)
{
    const rule_t *rule = rule_of(standing, ownership);
    if (audience > rule->reach) {
        return LZ_MAY_NOTHING;
    }
    switch (status) {
    case LZ_MEETING_WAITING:
    case LZ_MEETING_STARTED: return rule->open;
    case LZ_MEETING_ENDED:   return rule->ended;
    case LZ_MEETING_GONE:    break;
    }
    return rule->gone;
}

int lz_may_with_other(lz_standing_e standing, lz_ownership_e ownership,
                      lz_meeting_status_e status)
{
    return status == LZ_MEETING_GONE ? LZ_MAY_NOTHING : rule_of(standing, ownership)->other;
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
