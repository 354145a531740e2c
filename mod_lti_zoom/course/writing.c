/* SPDX-License-Identifier: Apache-2.0 */
#include "writing.h"

#include "../store/events.h"
#include "hot.h"
#include "meeting_detail.h"
#include "sections.h"

/* Kept back from the calls to Zoom, so that what came of them can be written down. */
#define WRITING_TIME    apr_time_from_sec(1)

/* Less than this is not enough to send anything. */
#define SENDING_TIME    apr_time_from_sec(1)

/* --- what there is ---------------------------------------------------------------------------- */

static const lz_problem_t *read_dates(lz_writing_t *writing)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(writing->env, &store);
    if (!problem) {
        problem = lz_store_dates(store, writing->known.account, writing->known.id,
                                 &writing->dates);
    }
    lz_store_close(store);
    return problem;
}

/* The known dates with those to be written over them. */
static apr_array_header_t *with_news(apr_pool_t *pool, const apr_array_header_t *known,
                                     const apr_array_header_t *news)
{
    apr_array_header_t *all = apr_array_make(pool, known->nelts + 8, sizeof(lz_date_t));
    for (int i = 0; i < known->nelts; i++) {
        const lz_date_t *date = &APR_ARRAY_IDX(known, i, lz_date_t);
        if (!lz_dates_find(news, date->meeting_id, date->occurrence_id)) {
            *(lz_date_t *)apr_array_push(all) = *date;
        }
    }
    if (news) {
        apr_array_cat(all, news);
    }
    return all;
}

static void be_gone(lz_writing_t *writing, apr_time_t now)
{
    writing->meeting = writing->known;
    writing->meeting.status = LZ_MEETING_GONE;
    writing->meeting.status_unseen = 0;
    writing->meeting.ends_at = lz_snapshot_gone_until(&writing->known, now);
    writing->meeting.snapshot_at = now;
    writing->zoom = NULL;
}

static apr_table_t *date_query(const lz_writing_t *writing)
{
    apr_table_t *query = NULL;
    if (writing->occurrence_id) {
        query = apr_table_make(writing->env->pool, 1);
        apr_table_setn(query, "occurrence_id", writing->occurrence_id);
    }
    return query;
}

const lz_date_t *lz_writing_date(const lz_writing_t *writing)
{
    return writing->occurrence_id ? lz_dates_find(writing->dates, writing->known.id,
                                                  writing->occurrence_id)
                                  : NULL;
}

int lz_writing_is_gone(const lz_writing_t *writing)
{
    const lz_date_t *date = lz_writing_date(writing);
    return !writing->zoom
           || (writing->occurrence_id && (!date || date->status == LZ_MEETING_GONE));
}

/* What Zoom says of a date that is there. */
static const lz_problem_t *take_date(lz_writing_t *writing, const lz_zoom_call_t *call)
{
    writing->zoom_date = NULL;
    if (lz_writing_is_gone(writing) || !writing->occurrence_id) {
        return NULL;
    }
    writing->zoom_date = call->answer;
    return call->problem;
}

const lz_problem_t *lz_writing_look(lz_writing_t *writing)
{
    const apr_time_t now = lz_now(writing->env->clock);
    lz_zoom_call_t calls[2] = {
        { .operation = LZ_ZOOM_MEETING_GET, .path_parameter = writing->known.id,
          .query = lz_dates_query(writing->env->pool, writing->dates, writing->known.id) },
        { .operation = LZ_ZOOM_MEETING_GET, .path_parameter = writing->known.id,
          .query = date_query(writing) }
    };
    lz_zoom_perform(&writing->zoom_env, writing->session->account, calls, calls[1].query ? 2 : 1);
    if (calls[0].problem && calls[0].problem->id == LZ_P_ZOOM_GONE) {
        be_gone(writing, now);
        return NULL;
    }
    if (calls[0].problem) {
        return calls[0].problem;
    }
    const lz_meeting_t *fresh = lz_snapshot_of_series(&writing->snapshots, calls[0].answer, now,
                                                      writing->dates);
    if (!fresh) {
        return lz_problem(writing->env->pool, LZ_P_ZOOM_ANSWER,
                          "meeting %s has no host", writing->known.id);
    }
    writing->meeting = *fresh;
    writing->meeting.host_name = writing->known.host_name;
    writing->meeting.sections = writing->known.sections;
    writing->zoom = calls[0].answer;
    writing->dates = with_news(writing->env->pool, writing->dates, fresh->dates);
    return take_date(writing, &calls[1]);
}

static lz_audience_e audience_of(const lz_writing_t *writing)
{
    return lz_audience(writing->env->pool, writing->session, writing->known.sections);
}

static const lz_problem_t *check(lz_writing_t *writing, int may)
{
    const lz_session_t *session = writing->session;
    writing->owner = (lz_owner_t){
        .env = &writing->zoom_env, .session = session, .person = writing->person
    };
    writing->ownership = lz_ownership_find(&writing->owner, &writing->meeting, 0);
    if (lz_may_with_meeting(session->standing, writing->ownership, LZ_MEETING_WAITING,
                            audience_of(writing)) & may) {
        return NULL;
    }
    return lz_problem(writing->env->pool, LZ_P_NOT_YOURS, "meeting %s is none of %s at Zoom",
                      writing->known.id, session->person);
}

const lz_problem_t *lz_writing_open(const lz_env_t *env, const lz_site_t *site,
                                    const lz_session_t *session, const char *id,
                                    const char *occurrence_id, int may, lz_writing_t *writing)
{
    *writing = (lz_writing_t){
        .env = env,
        .zoom_env = *env,
        .session = session,
        .occurrence_id = occurrence_id,
        .snapshots = { .env = env, .site = site, .account = session->account }
    };
    writing->zoom_env.deadline = env->deadline - WRITING_TIME;
    writing->zoom_env.gone = NULL;      /* who has left gets no answer; what they did is finished */
    const lz_problem_t *problem = lz_meeting_find(env, session, id, &writing->known);
    if (!problem
        && !(lz_may_with_meeting(session->standing, LZ_OWNS_HOST, LZ_MEETING_WAITING,
                                 audience_of(writing)) & may)) {
        problem = lz_problem(env->pool, LZ_P_FORBIDDEN, "a guest changes meeting %s",
                             writing->known.id);
    }
    if (!problem) {
        problem = lz_person_find(&writing->zoom_env, session, &writing->person);
    }
    if (!problem) {
        problem = read_dates(writing);
    }
    if (!problem) {
        problem = lz_writing_look(writing);
    }
    if (!problem) {
        problem = check(writing, may);
    }
    if (!problem && occurrence_id && !lz_writing_date(writing)) {
        problem = lz_problem(env->pool, LZ_P_NO_SUCH_DATE, "meeting %s has no date of that id",
                             writing->known.id);
    }
    return problem;
}

/* --- to Zoom ---------------------------------------------------------------------------------- */

static void forget_lists(const lz_writing_t *writing, const apr_array_header_t *courses)
{
    for (int i = 0; courses && i < courses->nelts; i++) {
        lz_hot_forget(writing->env, APR_ARRAY_IDX(courses, i, const char *));
    }
}

static const lz_problem_t *doubt(const lz_writing_t *writing)
{
    const lz_meeting_t *meeting = &writing->meeting;
    lz_store_t *store = NULL;
    apr_array_header_t *courses = NULL;
    const lz_problem_t *problem = lz_store_open_to_write(writing->env, &store);
    if (!problem) {
        problem = lz_store_doubt(store, meeting->account, meeting->id);
    }
    if (!problem) {
        problem = lz_store_meeting_courses(store, meeting->account, meeting->id, &courses);
    }
    problem = lz_store_end(store, problem);
    if (!problem) {
        forget_lists(writing, courses);
    }
    return problem;
}

const lz_problem_t *lz_writing_send(lz_writing_t *writing, lz_zoom_call_t *call, int *sent)
{
    lz_env_t env = writing->zoom_env;
    *sent = 0;
    if (lz_env_remaining(&env) < SENDING_TIME) {
        return lz_problem(env.pool, LZ_P_DEADLINE, "too late to send");
    }
    const lz_problem_t *problem = doubt(writing);
    if (problem) {
        return problem;
    }
    *sent = 1;
    call->host = writing->meeting.host_id;
    call->query = date_query(writing);
    env.deadline -= lz_env_remaining(&env) / 3;
    lz_zoom_perform(&env, writing->session->account, call, 1);
    return call->problem;
}

int lz_writing_uncertain(const lz_problem_t *problem)
{
    return problem->id == LZ_P_ZOOM_UNCERTAIN || problem->id == LZ_P_ZOOM_UNAVAILABLE
           || problem->id == LZ_P_ZOOM_ANSWER || problem->id == LZ_P_DEADLINE;
}

/* --- into the database ------------------------------------------------------------------------ */

static const lz_problem_t *write_all(lz_store_t *store, const lz_writing_t *writing,
                                     lz_writing_fn write, apr_array_header_t **courses)
{
    const lz_meeting_t *meeting = &writing->meeting;
    const lz_problem_t *problem = lz_store_begin(store);
    if (!problem) {
        problem = lz_store_put_meeting(store, meeting);
    }
    if (!problem && write) {
        problem = write(store, writing);
    }
    if (!problem) {
        problem = lz_store_settle(store, meeting->account, meeting->id);
    }
    if (!problem) {
        problem = lz_store_meeting_courses(store, meeting->account, meeting->id, courses);
    }
    return problem ? problem : lz_store_commit(store);
}

static void log_unsaved(const lz_writing_t *writing, const lz_problem_t *problem)
{
    if (problem) {
        lz_log(writing->env->log, LZ_LOG_WARNING, APR_SUCCESS,
               LZNO(0740) "%s: what became of meeting %s was not noted, the next view asks Zoom:"
               " %s", lz_problem_tag(writing->env->pool, problem), writing->known.id,
               problem->cause);
    }
}

void lz_writing_note(lz_writing_t *writing, lz_writing_fn write)
{
    apr_array_header_t *courses = NULL;
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(writing->env, &store);
    if (!problem) {
        problem = write_all(store, writing, write, &courses);
    }
    lz_store_close(store);
    log_unsaved(writing, problem);
    forget_lists(writing, courses);
    if (problem) {
        lz_hot_forget(writing->env, writing->session->course);
    }
}

void lz_writing_drop(lz_writing_t *writing)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(writing->env, &store);
    if (!problem) {
        problem = lz_store_settle(store, writing->known.account, writing->known.id);
    }
    lz_store_close(store);
    log_unsaved(writing, problem);
}
