/* SPDX-License-Identifier: Apache-2.0 */
#include "meeting_entry.h"

#include <string.h>

#include "../base/url.h"
#include "hot.h"
#include "join.h"
#include "meeting_detail.h"
#include "ownership.h"
#include "sections.h"
#include "snapshot.h"

/* The host's list is asked for at the next view, and brings the link. */
static void ask_again(const lz_env_t *env, const lz_session_t *session,
                      const lz_meeting_t *meeting)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = lz_store_host_listed(store, meeting->account, meeting->host_id, 0);
    }
    lz_store_close(store);
    if (!problem) {
        lz_hot_forget(env, session->course);
    }
}

static const lz_problem_t *gone(const lz_env_t *env, const lz_meeting_t *meeting)
{
    return lz_problem(env->pool, LZ_P_MEETING_GONE, "meeting %s is gone", meeting->id);
}

static const lz_problem_t *stored_link(const lz_env_t *env, const lz_site_t *site,
                                       const lz_session_t *session, const lz_meeting_t *meeting,
                                       const char **link)
{
    const lz_snapshots_t snapshots = { .env = env, .site = site, .account = session->account };
    *link = lz_snapshot_join_link(&snapshots, meeting);
    if (!*link) {
        ask_again(env, session, meeting);
        return lz_problem(env->pool, LZ_P_JOIN_LINK,
                          "the stored link of meeting %s does not open with LTIZoomSecret",
                          meeting->id);
    }
    return NULL;
}

/* Who would have to wait, and may host it all the same, is asked about. */
static const lz_problem_t *check_time(const lz_env_t *env, const lz_site_t *site,
                                      const lz_session_t *session, const lz_meeting_t *meeting)
{
    lz_owner_t owner = { .env = env, .session = session };
    lz_person_t *person = NULL;
    const apr_time_t now = lz_now(env->clock);
    const int may = lz_may_with_meeting(session->standing, LZ_OWNS_NOTHING, meeting->status,
                                        lz_audience(env->pool, session, meeting->sections));
    if (lz_join_may(site, session->standing, LZ_OWNS_NOTHING, meeting, now, may) == may) {
        return NULL;
    }
    if (session->standing != LZ_STANDING_GUEST && !lz_person_find(env, session, &person)) {
        owner.person = person;
        if (lz_ownership_find(&owner, meeting, 1) != LZ_OWNS_NOTHING) {
            return NULL;
        }
    }
    return lz_problem(env->pool, LZ_P_TOO_EARLY, "meeting %s opens later", meeting->id);
}

const lz_problem_t *lz_meeting_join_link(const lz_env_t *env, const lz_site_t *site,
                                         const lz_session_t *session, const char *id,
                                         const char *occurrence_id, const char **link)
{
    lz_meeting_t meeting = { .id = "" };
    const lz_problem_t *problem = lz_meeting_find_date(env, session, id, occurrence_id, &meeting);
    if (problem) {
        return problem;
    }
    if (meeting.status == LZ_MEETING_GONE) {
        return gone(env, &meeting);
    }
    problem = check_time(env, site, session, &meeting);
    return problem ? problem : stored_link(env, site, session, &meeting, link);
}

/* Zoom's own start link signs its opener in as the host: it is for the host alone. */
static const lz_problem_t *host_link(const lz_env_t *env, const lz_session_t *session,
                                     const lz_meeting_t *meeting, json_object *answer,
                                     const char **link)
{
    const char *url = lz_json_string(answer, "start_url");
    if (!url || lz_url_check(url, session->account->loopback ? LZ_URL_LOOPBACK_HTTP
                                                             : LZ_URL_HTTPS)) {
        return lz_problem(env->pool, LZ_P_ZOOM_ANSWER, "meeting %s has no usable start link",
                          meeting->id);
    }
    *link = url;
    return NULL;
}

/* What the person is to it, by what Zoom says now. */
static const lz_problem_t *start_link_of(const lz_env_t *env, const lz_site_t *site,
                                         const lz_session_t *session,
                                         const lz_meeting_t *known, lz_person_t *person,
                                         const char **link)
{
    const lz_snapshots_t snapshots = { .env = env, .site = site, .account = session->account };
    lz_owner_t owner = { .env = env, .session = session, .person = person };
    lz_zoom_call_t call = { .operation = LZ_ZOOM_MEETING_GET, .path_parameter = known->id };
    lz_zoom_perform(env, session->account, &call, 1);
    if (call.problem) {
        return call.problem->id == LZ_P_ZOOM_GONE ? gone(env, known) : call.problem;
    }
    const lz_meeting_t *meeting = lz_snapshot_of_meeting(&snapshots, call.answer,
                                                         lz_now(env->clock));
    const lz_ownership_e ownership = meeting ? lz_ownership_find(&owner, meeting, 1)
                                             : LZ_OWNS_NOTHING;
    if (!(lz_may_with_meeting(session->standing, ownership, LZ_MEETING_WAITING,
                              lz_audience(env->pool, session, known->sections))
          & LZ_MAY_START)) {
        return lz_problem(env->pool, LZ_P_NOT_HOST, "%s does not host meeting %s",
                          session->person, known->id);
    }
    return ownership == LZ_OWNS_HOST
           ? host_link(env, session, known, call.answer, link)
           : stored_link(env, site, session, *meeting->join_link ? meeting : known, link);
}

const lz_problem_t *lz_meeting_start_link(const lz_env_t *env, const lz_site_t *site,
                                          const lz_session_t *session, const char *id,
                                          const char *occurrence_id, const char **link)
{
    lz_meeting_t meeting = { .id = "" };
    lz_person_t *person = NULL;
    const lz_problem_t *problem = lz_meeting_find_date(env, session, id, occurrence_id, &meeting);
    if (problem) {
        return problem;
    }
    if (!(lz_may_with_meeting(session->standing, LZ_OWNS_HOST, LZ_MEETING_WAITING,
                              lz_audience(env->pool, session, meeting.sections))
          & LZ_MAY_START)) {
        return lz_problem(env->pool, LZ_P_FORBIDDEN, "a student presses Start");
    }
    if (meeting.status == LZ_MEETING_GONE) {
        return gone(env, &meeting);
    }
    problem = lz_person_find(env, session, &person);
    return problem ? problem : start_link_of(env, site, session, &meeting, person, link);
}
