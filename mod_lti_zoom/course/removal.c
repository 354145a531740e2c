/* SPDX-License-Identifier: Apache-2.0 */
#include "removal.h"

#include <string.h>

#include "hot.h"
#include "meeting_detail.h"
#include "sections.h"
#include "writing.h"

#define RETRY_UNCERTAIN 10      /* seconds, for Retry-After */

/* --- from this course only -------------------------------------------------------------------- */

static const lz_problem_t *check_standing(const lz_env_t *env, const lz_session_t *session,
                                          const lz_meeting_t *meeting)
{
    lz_person_t *person = NULL;
    const lz_audience_e audience = lz_audience(env->pool, session, meeting->sections);
    if (lz_may_with_meeting(session->standing, LZ_OWNS_NOTHING, meeting->status, audience)
        & LZ_MAY_REMOVE) {
        return NULL;
    }
    if (!(lz_may_with_meeting(session->standing, LZ_OWNS_HOST, meeting->status, audience)
          & LZ_MAY_REMOVE)) {
        return lz_problem(env->pool, LZ_P_FORBIDDEN, "a guest removes meeting %s", meeting->id);
    }
    /* Who has only their own meetings here. */
    const lz_problem_t *problem = lz_person_find(env, session, &person);
    if (problem) {
        return problem;
    }
    const lz_owner_t owner = { .env = env, .session = session, .person = person };
    return lz_may_with_meeting(session->standing, lz_ownership_of(&owner, meeting),
                               meeting->status, audience) & LZ_MAY_REMOVE
           ? NULL : lz_problem(env->pool, LZ_P_FORBIDDEN, "meeting %s is none of %s",
                               meeting->id, session->person);
}

static const lz_problem_t *remove_here(const lz_env_t *env, const lz_session_t *session,
                                       const char *id)
{
    lz_meeting_t meeting = { .id = "" };
    lz_store_t *store = NULL;
    int removed = 0;
    const lz_problem_t *problem = lz_meeting_find(env, session, id, &meeting);
    if (!problem) {
        problem = check_standing(env, session, &meeting);
    }
    if (!problem) {
        problem = lz_store_open_to_write(env, &store);
    }
    if (!problem) {
        problem = lz_store_remove_from_course(store, session->course, meeting.account, meeting.id,
                                              &removed);
    }
    problem = lz_store_end(store, problem);
    if (!problem) {
        lz_hot_forget(env, session->course);
    }
    return problem;
}

/* --- at Zoom ---------------------------------------------------------------------------------- */

static const lz_problem_t *leave_out(lz_store_t *store, const lz_writing_t *writing)
{
    return lz_store_deleted_in_course(store, writing->session->course, writing->meeting.account,
                                      writing->meeting.id);
}

/* What Zoom has confirmed, in the rows. */
static void be_gone(lz_writing_t *writing)
{
    lz_meeting_t *meeting = &writing->meeting;
    const lz_date_t *date = lz_writing_date(writing);
    meeting->snapshot_at = lz_now(writing->env->clock);
    if (!writing->occurrence_id || !writing->zoom) {
        meeting->status = LZ_MEETING_GONE;
        meeting->ends_at = lz_snapshot_gone_until(meeting, meeting->snapshot_at);
    } else if (date && date->status != LZ_MEETING_GONE) {
        lz_date_t gone = *date;
        gone.status = LZ_MEETING_GONE;
        lz_dates_replace(writing->env->pool, writing->dates, meeting, &gone);
    }
}

static const lz_problem_t *uncertain(const lz_writing_t *writing, const lz_problem_t *why)
{
    lz_problem_t *problem = lz_problem(writing->env->pool, LZ_P_DELETE_UNCERTAIN, "%s",
                                       why->cause);
    problem->retry_after = RETRY_UNCERTAIN;
    return problem;
}

/* Zoom has not plainly said that it is deleted: what does it have now? */
static const lz_problem_t *find_out(lz_writing_t *writing, const lz_problem_t *problem)
{
    const lz_problem_t *blind = lz_writing_look(writing);
    if (!blind && lz_writing_is_gone(writing)) {
        return NULL;
    }
    if (lz_writing_uncertain(problem)) {
        lz_hot_forget(writing->env, writing->session->course);
        return uncertain(writing, problem);
    }
    lz_writing_drop(writing);
    return problem;
}

static const lz_problem_t *delete_there(lz_writing_t *writing)
{
    int sent = 0;
    lz_zoom_call_t call = {
        .operation = LZ_ZOOM_MEETING_DELETE, .path_parameter = writing->known.id
    };
    const lz_problem_t *problem = lz_writing_send(writing, &call, &sent);
    return sent && problem ? find_out(writing, problem) : problem;
}

static const lz_problem_t *remove_at_zoom(const lz_env_t *env, const lz_site_t *site,
                                          const lz_session_t *session,
                                          const lz_removal_t *removal)
{
    lz_writing_t writing;
    const lz_problem_t *problem = lz_writing_open(env, site, session, removal->id,
                                                  removal->occurrence_id, LZ_MAY_DELETE,
                                                  &writing);
    if (!problem && !lz_writing_is_gone(&writing)) {
        problem = delete_there(&writing);
    }
    if (!problem) {
        be_gone(&writing);
        lz_writing_note(&writing, writing.meeting.status == LZ_MEETING_GONE ? leave_out : NULL);
    }
    return problem;
}

/* --- which ------------------------------------------------------------------------------------ */

const lz_problem_t *lz_remove(const lz_env_t *env, const lz_site_t *site,
                              const lz_session_t *session, const lz_removal_t *removal)
{
    const char *course_only = removal->course_only ? removal->course_only : "0";
    const int here = strcmp(course_only, "1") == 0;
    if (!here && strcmp(course_only, "0") != 0) {
        return lz_problem(env->pool, LZ_P_MALFORMED, "course_only is neither 0 nor 1");
    }
    if (here && removal->occurrence_id) {
        return lz_problem(env->pool, LZ_P_COURSE_ONLY_DATE, "course_only with occurrence_id");
    }
    return here ? remove_here(env, session, removal->id)
                : remove_at_zoom(env, site, session, removal);
}
