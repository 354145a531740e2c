/* SPDX-License-Identifier: Apache-2.0 */
#include "upcoming.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "../base/timestamp.h"
#include "../store/intents.h"
#include "hot_list.h"
#include "join.h"
#include "own_list.h"
#include "ownership.h"
#include "permissions.h"
#include "projection.h"
#include "refresh.h"
#include "sections.h"

#define VIEW "upcoming"

/* The cache keeps nothing for less. */
#define LIFETIME_MIN    apr_time_from_sec(1)

/* A list with a warning is projected again soon. */
#define WARNED_LIFETIME apr_time_from_sec(10)

/* How long a meeting whose making is unconfirmed is shown as being scheduled. */
#define UNCERTAIN_SHOWN apr_time_from_sec(15 * 60)

/* Rows of the course that are looked at to know which of "all my meetings" are among them. */
#define COURSE_ROWS_MAX 1000

/* One list in the making. */
typedef struct list_t {
    const lz_env_t     *env;
    const lz_site_t    *site;
    const lz_session_t *session;
    lz_snapshots_t      snapshots;
    lz_scope_e          scope;
    lz_meeting_place_t  behind;
    lz_refresh_t        refresh;
    apr_array_header_t *hosts;      /* lz_host_t of the course */
    apr_array_header_t *rows;       /* lz_meeting_t: the page, and one more when there are more */
    apr_array_header_t *course;     /* lz_meeting_t of the course, with LZ_SCOPE_ALL */
    apr_array_header_t *intents;    /* lz_intent_t */
    int                 limited;    /* of what was looked at, something is for sections */
    json_object        *warnings;
    apr_interval_time_t lifetime;   /* of the hot list */
} list_t;

/* --- what is known ---------------------------------------------------------------------------- */

static const lz_problem_t *read_hosts(list_t *list)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(list->env, &store);
    if (!problem) {
        problem = lz_store_course_hosts(store, list->session->course,
                                        list->session->account->account_id, &list->hosts);
    }
    lz_store_close(store);
    return problem;
}

static void ask_zoom(list_t *list)
{
    const apr_time_t oldest = lz_now(list->env->clock)
                              - lz_site_freshness(list->site, list->session->account);
    apr_array_header_t *stale = apr_array_make(list->env->pool, 4, sizeof(lz_host_t));
    for (int i = 0; i < list->hosts->nelts; i++) {
        const lz_host_t *host = &APR_ARRAY_IDX(list->hosts, i, lz_host_t);
        if (host->listed_at <= oldest) {
            *(lz_host_t *)apr_array_push(stale) = *host;
        }
    }
    list->refresh = (lz_refresh_t){
        .env = list->env,
        .site = list->site,
        .session = list->session,
        .hosts = stale,
        .with_person = list->session->standing != LZ_STANDING_GUEST,
        .with_schedulers = list->hosts->nelts > 1,
        .with_own = list->scope == LZ_SCOPE_ALL
    };
    lz_refresh(&list->refresh);
}

/* Keeps those that are there for the visitor, until there are enough. */
static void keep_seen(list_t *list, const apr_array_header_t *found)
{
    for (int i = 0; i < found->nelts && list->rows->nelts <= LZ_PAGE_ROWS; i++) {
        const lz_meeting_t *meeting = &APR_ARRAY_IDX(found, i, lz_meeting_t);
        list->limited |= *meeting->sections != '\0';
        if (lz_sees(list->env->pool, list->session, meeting)) {
            *(lz_meeting_t *)apr_array_push(list->rows) = *meeting;
        }
    }
}

static const lz_problem_t *read_seen(list_t *list, lz_store_t *store, const char *host_id)
{
    const lz_session_t *session = list->session;
    lz_meeting_place_t behind = list->behind;
    const lz_problem_t *problem = NULL;
    apr_array_header_t *found = NULL;
    list->rows = apr_array_make(list->env->pool, LZ_PAGE_ROWS + 1, sizeof(lz_meeting_t));
    do {
        problem = lz_store_upcoming(store, session->course, session->account->account_id, host_id,
                                    &behind, LZ_PAGE_ROWS + 1, &found);
        if (!problem && found->nelts > 0) {
            const lz_meeting_t *last = &APR_ARRAY_IDX(found, found->nelts - 1, lz_meeting_t);
            keep_seen(list, found);
            behind = (lz_meeting_place_t){
                .starts_at = last->starts_at, .key = lz_meeting_key(list->env->pool, last)
            };
        }
    } while (!problem && found->nelts > LZ_PAGE_ROWS && list->rows->nelts <= LZ_PAGE_ROWS);
    return problem;
}

static const lz_problem_t *read_rows(list_t *list, lz_store_t *store)
{
    const lz_session_t *session = list->session;
    const char *account = session->account->account_id;
    const lz_meeting_place_t beginning = { .key = NULL };
    if (list->scope == LZ_SCOPE_ALL) {
        return lz_store_upcoming(store, session->course, account, "", &beginning, COURSE_ROWS_MAX,
                                 &list->course);
    }
    const lz_person_t *person = list->refresh.person;
    if (list->scope == LZ_SCOPE_MINE && !person) {
        list->rows = apr_array_make(list->env->pool, 1, sizeof(lz_meeting_t));
        return NULL;
    }
    return read_seen(list, store, list->scope == LZ_SCOPE_MINE ? person->zoom_id : "");
}

static const lz_problem_t *read_all(list_t *list)
{
    const lz_session_t *session = list->session;
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(list->env, &store);
    if (!problem) {
        problem = read_rows(list, store);
    }
    const int wants_intents = session->standing != LZ_STANDING_GUEST && !list->behind.key;
    if (!problem && wants_intents) {
        problem = lz_store_uncertain_intents(store, session->course, session->account->account_id,
                                             lz_now(list->env->clock) - UNCERTAIN_SHOWN,
                                             &list->intents);
    }
    lz_store_close(store);
    return problem;
}

/* --- all my meetings -------------------------------------------------------------------------- */

static lz_own_list_t own_list(const list_t *list)
{
    const lz_person_t *person = list->refresh.person;
    return (lz_own_list_t){
        .snapshots = &list->snapshots,
        .list = list->refresh.own,
        .course = list->course,
        .name = person ? person->name : ""
    };
}

static const lz_problem_t *take_own(list_t *list)
{
    const lz_own_list_t own = own_list(list);
    if (!own.list) {
        return list->refresh.own_problem;
    }
    list->rows = lz_own_rows(&own, &list->behind);
    return NULL;
}

/* --- projection ------------------------------------------------------------------------------- */

static lz_ownership_e ownership_of(const list_t *list, const lz_meeting_t *meeting)
{
    const lz_owner_t owner = {
        .env = list->env, .session = list->session, .person = list->refresh.person,
        .schedules = list->refresh.schedules
    };
    return lz_ownership_of(&owner, meeting);
}

static int may_with(const list_t *list, const lz_meeting_t *meeting)
{
    const lz_session_t *session = list->session;
    const lz_ownership_e ownership = ownership_of(list, meeting);
    if (list->scope == LZ_SCOPE_ALL) {
        const lz_own_list_t own = own_list(list);
        if (!lz_own_in_course(&own, meeting->id)) {
            return lz_may_with_other(session->standing, ownership, meeting->status);
        }
    }
    return lz_join_may(list->site, session->standing, ownership, meeting,
                       lz_now(list->env->clock),
                       lz_may_with_meeting(session->standing, ownership, meeting->status,
                                           lz_audience(list->env->pool, session,
                                                       meeting->sections)));
}

static json_object *project_row(const list_t *list, const lz_meeting_t *meeting)
{
    apr_pool_t *pool = list->env->pool;
    json_object *row = lz_project_row(pool, meeting, lz_actions_json(may_with(list, meeting)));
    lz_project_opening(pool, row,
                       lz_join_opens_at(list->site, list->session->standing,
                                        ownership_of(list, meeting), meeting,
                                        lz_now(list->env->clock)));
    return row;
}

static void shorten(list_t *list, apr_interval_time_t lifetime)
{
    if (lifetime < list->lifetime) {
        list->lifetime = lifetime;
    }
}

/* A list is kept for as long as all of its rows are fresh, none has ended and none opens. */
static void shorten_for(list_t *list, const lz_meeting_t *meeting)
{
    const apr_time_t now = lz_now(list->env->clock);
    const apr_time_t oldest = now - lz_site_freshness(list->site, list->session->account);
    shorten(list, meeting->known_at - oldest > LIFETIME_MIN ? meeting->known_at - oldest
                                                            : LIFETIME_MIN);
    if (meeting->ends_at > now) {
        shorten(list, meeting->ends_at - now);
    }
    if (meeting->in_doubt) {
        shorten(list, WARNED_LIFETIME);
    }
    if (meeting->outdated) {
        shorten(list, LIFETIME_MIN);    /* a list that was asked for before Zoom told of a change */
    }
    const apr_time_t opens_at = lz_join_opens_at(list->site, LZ_STANDING_GUEST, LZ_OWNS_NOTHING,
                                                 meeting, now);
    if (opens_at) {
        shorten(list, opens_at - now);
    }
}

/* Rows by start, and between them what is being scheduled. */
static json_object *project_rows(list_t *list, int shown)
{
    apr_pool_t *pool = list->env->pool;
    const int n_intents = list->intents ? list->intents->nelts : 0;
    json_object *rows = json_object_new_array();
    int next = 0;
    for (int i = 0; i <= shown; i++) {
        const lz_meeting_t *meeting = i < shown ? &APR_ARRAY_IDX(list->rows, i, lz_meeting_t)
                                                : NULL;
        for (; next < n_intents; next++) {
            const lz_intent_t *intent = &APR_ARRAY_IDX(list->intents, next, lz_intent_t);
            if (meeting && intent->starts_at > meeting->starts_at) {
                break;
            }
            json_object_array_add(rows, lz_project_intent(pool, intent));
            shorten(list, WARNED_LIFETIME);
        }
        if (meeting) {
            json_object_array_add(rows, project_row(list, meeting));
            shorten_for(list, meeting);
        }
    }
    return rows;
}

/* The oldest snapshot that is shown; of meetings that are gone nothing new is expected. */
static apr_time_t as_of(const list_t *list, int shown)
{
    apr_time_t oldest = lz_now(list->env->clock);
    for (int i = 0; i < shown; i++) {
        const lz_meeting_t *meeting = &APR_ARRAY_IDX(list->rows, i, lz_meeting_t);
        if (meeting->status != LZ_MEETING_GONE && meeting->known_at < oldest) {
            oldest = meeting->known_at;
        }
    }
    return oldest;
}

/* Such a list is one visitor's bad luck: the next may get a better one. */
static int by_chance(const lz_problem_t *problem)
{
    return problem && (problem->id == LZ_P_ZOOM_CROWDED || problem->id == LZ_P_ABANDONED);
}

static void add_warnings(list_t *list)
{
    const lz_refresh_t *refresh = &list->refresh;
    if (by_chance(refresh->hosts_problem) || by_chance(refresh->person_problem)) {
        shorten(list, 0);
    }
    if (refresh->hosts_problem) {
        lz_project_reason(list->warnings, refresh->hosts_problem);
        shorten(list, WARNED_LIFETIME);
    }
    if (!refresh->person_problem) {
        return;
    }
    if (!refresh->hosts_problem || lz_person_is_unknown(refresh->person_problem)) {
        lz_project_reason(list->warnings, refresh->person_problem);
    }
    shorten(list, lz_person_is_unknown(refresh->person_problem) ? LZ_PERSON_MISS_LIFETIME
                                                                : WARNED_LIFETIME);
}

static const char *page_behind(const list_t *list, int row)
{
    const lz_meeting_t *meeting = &APR_ARRAY_IDX(list->rows, row, lz_meeting_t);
    return lz_page_name(list->env->pool, meeting->starts_at,
                        lz_meeting_key(list->env->pool, meeting));
}

static const char *project(list_t *list)
{
    apr_pool_t *pool = list->env->pool;
    json_object *members = lz_json_adopt(pool, json_object_new_object());
    const int shown = list->rows->nelts > LZ_PAGE_ROWS ? LZ_PAGE_ROWS : list->rows->nelts;
    const int more = list->rows->nelts > shown;
    list->warnings = json_object_new_array();
    list->lifetime = lz_site_freshness(list->site, list->session->account);
    add_warnings(list);
    lz_json_put(members, "meetings", project_rows(list, shown));
    lz_json_put_string(members, "next_page", more ? page_behind(list, shown - 1) : NULL);
    lz_json_put_string(members, "as_of", lz_timestamp(pool, as_of(list, shown)));
    lz_json_put(members, "warnings", list->warnings);
    return lz_project_members(pool, members);
}

/* --- the hot list ----------------------------------------------------------------------------- */

/* Whose list it is who may host; NULL: the cache cannot say what has changed. */
static const char *viewer_of(const list_t *list)
{
    const lz_session_t *session = list->session;
    const char *user = lz_person_generation(list->env, session, LZ_PERSON_USER);
    const char *meetings = list->scope == LZ_SCOPE_ALL
                           ? lz_person_generation(list->env, session, LZ_PERSON_MEETINGS) : "";
    return user && meetings
           ? apr_psprintf(list->env->pool, "%d:%s:%s:%s:%s", (int)session->standing,
                          lz_person_address(list->env, session), user, meetings,
                          session->standing == LZ_STANDING_HOST
                          ? "" : lz_sections_key(list->env->pool, session))
           : NULL;
}

/* Guests share theirs. */
static lz_hot_list_t hot_list(const list_t *list, const char *part)
{
    lz_hot_list_t hot = {
        .env = list->env, .session = list->session, .view = VIEW, .part = part,
        .generation = lz_hot_generation(list->env, list->session->course)
    };
    if (list->session->standing != LZ_STANDING_GUEST) {
        hot.viewer = hot.generation ? viewer_of(list) : NULL;
        hot.generation = hot.viewer ? hot.generation : NULL;
    }
    return hot;
}

/* An entry is one figure, what the visitor may do, and the members. */
static int take_hot(const lz_hot_list_t *hot, lz_upcoming_t *upcoming)
{
    const char *entry = lz_hot_list_take(hot);
    char *members = NULL;
    upcoming->may = entry ? (int)strtol(entry, &members, 10) : 0;
    if (!entry || *members != ' ') {
        return 0;
    }
    upcoming->members = members + 1;
    return 1;
}

static void keep_hot(const list_t *list, const lz_hot_list_t *hot, const lz_upcoming_t *upcoming)
{
    lz_hot_list_keep(hot, apr_psprintf(list->env->pool, "%d %s", upcoming->may,
                                       upcoming->members), list->limited, list->lifetime);
}

/* Where the only host is somebody else, it is asked late for whom the visitor may schedule. */
static void ask_schedulers(list_t *list)
{
    lz_refresh_t *refresh = &list->refresh;
    lz_owner_t owner = {
        .env = list->env, .session = list->session, .person = refresh->person
    };
    for (int i = 0; !refresh->schedules && refresh->person && i < list->rows->nelts; i++) {
        if (lz_ownership_of(&owner, &APR_ARRAY_IDX(list->rows, i, lz_meeting_t))
            == LZ_OWNS_NOTHING) {
            lz_ownership_ask(&owner, 1);
            refresh->schedules = owner.schedules;
            return;
        }
    }
}

static const lz_problem_t *make_list(list_t *list, lz_upcoming_t *upcoming)
{
    const lz_problem_t *problem = read_hosts(list);
    if (problem) {
        return problem;
    }
    ask_zoom(list);
    problem = read_all(list);
    if (!problem && list->scope == LZ_SCOPE_ALL) {
        problem = take_own(list);
    }
    if (!problem) {
        ask_schedulers(list);
        upcoming->may = lz_may_in_course(list->session->standing, list->refresh.person != NULL);
        upcoming->members = project(list);
    }
    return problem;
}

const lz_problem_t *lz_upcoming(const lz_env_t *env, const lz_site_t *site,
                                const lz_session_t *session, const char *scope, const char *page,
                                lz_upcoming_t *upcoming)
{
    list_t list = {
        .env = env, .site = site, .session = session,
        .snapshots = { .env = env, .site = site, .account = session->account }
    };
    const lz_problem_t *problem = lz_scope_read(env, session, scope, &list.scope);
    if (!problem) {
        problem = lz_page_read(env, page, &list.behind);
    }
    if (problem) {
        return problem;
    }
    const lz_hot_list_t hot = hot_list(&list, apr_pstrcat(env->pool, scope ? scope : "course", ":",
                                                          page ? page : "", NULL));
    if (take_hot(&hot, upcoming)) {
        return NULL;
    }
    problem = make_list(&list, upcoming);
    if (!problem) {
        keep_hot(&list, &hot, upcoming);
    }
    return problem;
}
