/* SPDX-License-Identifier: Apache-2.0 */
#include "limiting.h"

#include "../base/json.h"
#include "../store/sections.h"
#include "collision.h"
#include "hot.h"
#include "meeting_detail.h"
#include "ownership.h"

int lz_limits_alone(const lz_session_t *session, json_object *sent)
{
    return lz_json_member(sent, "sections") && json_object_object_length(sent) == 1
           && (lz_may_with_meeting(session->standing, LZ_OWNS_NOTHING, LZ_MEETING_WAITING,
                                   LZ_FOR_ALL) & LZ_MAY_LIMIT);
}

const lz_problem_t *lz_limit_write(const lz_env_t *env, const lz_session_t *session,
                                   const lz_meeting_t *meeting, const char *sections)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = lz_store_limit(store, session->course, meeting->account, meeting->id, sections);
    }
    lz_store_close(store);
    if (!problem) {
        lz_hot_forget(env, session->course);
    }
    return problem;
}

/* What they are to it, as far as that is remembered: who it is at Zoom is not asked for. */
static int may_with(const lz_env_t *env, const lz_session_t *session, const lz_meeting_t *meeting)
{
    lz_env_t hurried = *env;
    lz_person_t *person = NULL;
    hurried.deadline = lz_now(env->clock);
    const lz_problem_t *unknown = lz_person_look(&hurried, session, &person);
    const lz_owner_t owner = { .env = env, .session = session, .person = unknown ? NULL : person };
    return lz_may_with_meeting(session->standing, lz_ownership_of(&owner, meeting),
                               meeting->status, lz_audience(env->pool, session,
                                                            meeting->sections));
}

static const lz_problem_t *read_limit(const lz_env_t *env, json_object *sent, const char **sections)
{
    const char *wrong = lz_sections_read(env->pool, lz_json_member(sent, "sections"), sections);
    lz_problem_t *problem = NULL;
    if (wrong) {
        problem = lz_problem(env->pool, LZ_P_FIELDS, "sections of a meeting");
        lz_problem_field(env->pool, problem, "sections", wrong);
    }
    return problem;
}

const lz_problem_t *lz_limit(const lz_env_t *env, const lz_site_t *site,
                             const lz_session_t *session, const char *id, json_object *sent,
                             json_object *seen, json_object **answer)
{
    const lz_snapshots_t snapshots = { .env = env, .site = site, .account = session->account };
    lz_meeting_t meeting = { .id = "" };
    const char *sections = "";
    const lz_problem_t *problem = lz_meeting_find(env, session, id, &meeting);
    if (!problem && !(may_with(env, session, &meeting) & LZ_MAY_LIMIT)) {
        problem = lz_problem(env->pool, LZ_P_FORBIDDEN, "%s limits meeting %s", session->person,
                             meeting.id);
    }
    if (!problem) {
        problem = read_limit(env, sent, &sections);
    }
    if (!problem) {
        problem = lz_collision_of_sections(env->pool, seen, sections, meeting.sections);
    }
    if (!problem) {
        problem = lz_limit_write(env, session, &meeting, sections);
    }
    if (problem) {
        return problem;
    }
    meeting.sections = sections;
    *answer = lz_json_adopt(env->pool, json_object_new_object());
    lz_json_put(*answer, "meeting", lz_meeting_json(&snapshots, &meeting, NULL,
                                                    may_with(env, session, &meeting)));
    lz_json_put(*answer, "warnings", json_object_new_array());
    return NULL;
}
