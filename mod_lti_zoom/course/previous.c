/* SPDX-License-Identifier: Apache-2.0 */
#include "previous.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/json.h"
#include "../base/timestamp.h"
#include "../store/course_settings.h"
#include "hot_list.h"
#include "list_query.h"
#include "own_list.h"
#include "ownership.h"
#include "previous_refresh.h"
#include "previous_rows.h"
#include "projection.h"
#include "recording_row.h"
#include "sections.h"

#define DAY            apr_time_from_sec(24 * 3600)

/* Rows of each kind that are looked at for a page: of the page, and of the day around it. */
#define ROWS_MAX       500

/* Where most of them are not there for the visitor, so many are looked at. */
#define ROWS_LIMIT     (64 * ROWS_MAX)

#define RECORDINGS_MAX 1000

#define FAIL_LIFETIME  apr_time_from_sec(10)

#define VIEW           "previous"

/* One list in the making. */
typedef struct list_t {
    const lz_env_t      *env;
    const lz_site_t     *site;
    const lz_session_t  *session;
    lz_scope_e           scope;
    lz_meeting_place_t   behind;
    lz_person_t         *person;        /* for scopes beyond the course's */
    const lz_problem_t  *person_problem;
    const lz_problem_t  *late;          /* why Zoom's news are not in */
    apr_array_header_t  *dates;         /* lz_meeting_t */
    apr_array_header_t  *facts;         /* lz_past_t */
    apr_array_header_t  *recordings;    /* lz_course_recording_t that may be shown */
    apr_array_header_t  *course;        /* LZ_SCOPE_ALL: lz_meeting_t of the course */
    apr_time_t           turns_at;      /* when a recording is published or no longer; 0: never */
    int                  limited;       /* of what was looked at, something is for sections */
} list_t;

/* --- the course ------------------------------------------------------------------------------- */

/* What was held a little before or after its time is told from the day around. */
static apr_time_t before_of(const list_t *list)
{
    const apr_time_t now = lz_now(list->env->clock);
    return list->behind.key && list->behind.starts_at < now ? list->behind.starts_at + DAY
                                                            : now + DAY;
}

static const lz_problem_t *read_recordings(list_t *list, lz_store_t *store)
{
    const lz_session_t *session = list->session;
    lz_recording_view_t view = { .publish_all = 0 };
    apr_array_header_t *all = NULL;
    const lz_problem_t *problem = lz_store_course_flag(store, session->course,
                                                       LZ_SETTING_PUBLISH_ALL,
                                                       &view.publish_all);
    if (!problem) {
        problem = lz_store_course_recordings(store, session->course,
                                             session->account->account_id, 0, before_of(list),
                                             RECORDINGS_MAX, &all);
    }
    list->recordings = apr_array_make(list->env->pool, 16, sizeof(lz_course_recording_t));
    for (int i = 0; !problem && i < all->nelts; i++) {
        view.recording = APR_ARRAY_IDX(all, i, lz_course_recording_t);
        list->limited |= *lz_recording_sections(&view) != '\0';
        const apr_time_t turns_at = lz_recording_turns_at(list->env, &view);
        list->turns_at = turns_at && (!list->turns_at || turns_at < list->turns_at)
                         ? turns_at : list->turns_at;
        if (lz_recording_visible(list->env, session, &view)) {
            *(lz_course_recording_t *)apr_array_push(list->recordings) = view.recording;
        }
    }
    return problem;
}

/* Leaves out what is not there for the visitor: rows that begin with a meeting. */
static void leave_out_hidden(list_t *list, apr_array_header_t *rows)
{
    int kept = 0;
    for (int i = 0; i < rows->nelts; i++) {
        const char *row = rows->elts + (apr_size_t)i * (apr_size_t)rows->elt_size;
        const lz_meeting_t *meeting = (const void *)row;
        list->limited |= *meeting->sections != '\0';
        if (lz_sees(list->env->pool, list->session, meeting)) {
            memmove(rows->elts + (apr_size_t)kept++ * (apr_size_t)rows->elt_size, row,
                    (apr_size_t)rows->elt_size);
        }
    }
    rows->nelts = kept;
}

typedef const lz_problem_t *(*read_fn)(lz_store_t *store, const char *course, const char *account,
                                       const char *host_id, apr_time_t before, int limit,
                                       apr_array_header_t **rows);

/* Looks further back where so much is hidden that what is left may not fill the page. */
static const lz_problem_t *read_seen(list_t *list, lz_store_t *store, read_fn read,
                                     apr_array_header_t **rows)
{
    const lz_session_t *session = list->session;
    const char *host = list->scope == LZ_SCOPE_MINE ? list->person->zoom_id : "";
    const lz_problem_t *problem = NULL;
    int found = 0;
    int limit = ROWS_MAX;
    do {
        problem = read(store, session->course, session->account->account_id, host,
                       before_of(list), limit, rows);
        if (!problem) {
            found = (*rows)->nelts;
            leave_out_hidden(list, *rows);
        }
    } while (!problem && found == limit && (*rows)->nelts < found && (*rows)->nelts < ROWS_MAX
             && (limit *= 4) <= ROWS_LIMIT);
    return problem;
}

static const lz_problem_t *read_rows(list_t *list)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(list->env, &store);
    if (!problem) {
        problem = read_seen(list, store, lz_store_previous, &list->dates);
    }
    if (!problem) {
        problem = read_seen(list, store, lz_store_past, &list->facts);
    }
    if (!problem) {
        problem = read_recordings(list, store);
    }
    lz_store_close(store);
    return problem;
}

/* --- all my meetings -------------------------------------------------------------------------- */

static void fetch_own(void *baton, lz_flight_t **claimed, int n)
{
    const list_t *list = baton;
    for (int i = 0; i < n; i++) {
        apr_table_t *query = apr_table_make(list->env->pool, 1);
        lz_zoom_call_t call = {
            .operation = LZ_ZOOM_USER_MEETINGS, .path_parameter = list->person->zoom_id,
            .query = query
        };
        apr_table_setn(query, "type", "previous_meetings");
        lz_zoom_perform(list->env, list->session->account, &call, 1);
        claimed[i]->problem = call.problem;
        if (!call.problem) {
            json_object *rows = lz_json_array(call.answer, "meetings");
            claimed[i]->value = rows ? lz_json_text(list->env->pool, rows) : "[]";
            claimed[i]->length = strlen(claimed[i]->value);
        }
    }
}

static const lz_problem_t *read_course(list_t *list)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(list->env, &store);
    if (!problem) {
        problem = lz_store_previous(store, list->session->course,
                                    list->session->account->account_id, list->person->zoom_id,
                                    lz_now(list->env->clock), RECORDINGS_MAX, &list->course);
    }
    lz_store_close(store);
    return problem;
}

/* What the visitor hosted, whatever the course. */
static const lz_problem_t *read_own(list_t *list)
{
    const lz_snapshots_t snapshots = {
        .env = list->env, .site = list->site, .account = list->session->account
    };
    const lz_meeting_place_t beginning = { .key = NULL };
    const char *reason = "";
    lz_flight_t flight = {
        .key = apr_pstrcat(list->env->pool, "own-previous:", list->session->account->account_id,
                           ":", list->person->zoom_id, NULL),
        .lifetime = lz_site_freshness(list->site, list->session->account),
        .fail_lifetime = FAIL_LIFETIME
    };
    lz_flights(list->env, &flight, 1, fetch_own, list);
    if (flight.problem) {
        return flight.problem;
    }
    const lz_problem_t *problem = read_course(list);
    if (problem) {
        return problem;
    }
    const lz_own_list_t own = {
        .snapshots = &snapshots,
        .list = lz_json_parse(list->env->pool, flight.value, flight.length, LZ_JSON_ANY, &reason),
        .course = list->course, .name = list->person->name
    };
    if (!json_object_is_type(own.list, json_type_array)) {
        return lz_problem(list->env->pool, LZ_P_INTERNAL, "a list in the cache is damaged: %s",
                          reason);
    }
    list->dates = lz_own_rows(&own, &beginning);
    list->facts = apr_array_make(list->env->pool, 1, sizeof(lz_past_t));
    list->recordings = apr_array_make(list->env->pool, 1, sizeof(lz_course_recording_t));
    for (int i = 0; i < list->dates->nelts; i++) {
        APR_ARRAY_IDX(list->dates, i, lz_meeting_t).status = LZ_MEETING_ENDED;
    }
    return NULL;
}

static int in_course(const list_t *list, const char *id)
{
    for (int i = 0; i < list->course->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(list->course, i, lz_meeting_t).id, id) == 0) {
            return 1;
        }
    }
    return 0;
}

/* --- projection ------------------------------------------------------------------------------- */

static int may_with(const list_t *list, const lz_previous_row_t *row)
{
    const lz_session_t *session = list->session;
    const lz_owner_t owner = { .env = list->env, .session = session, .person = list->person };
    const lz_ownership_e ownership = lz_ownership_of(&owner, &row->meeting);
    if (list->scope == LZ_SCOPE_ALL && !in_course(list, row->meeting.id)) {
        return lz_may_with_other(session->standing, ownership, LZ_MEETING_ENDED);
    }
    int may = lz_may_with_meeting(session->standing, ownership, LZ_MEETING_ENDED,
                                  lz_audience(list->env->pool, session, row->meeting.sections));
    if (!row->held) {
        may &= ~(LZ_MAY_REPORT | LZ_MAY_POLLS);
    }
    if (!row->recorded) {
        may &= ~(LZ_MAY_RECORDING | LZ_MAY_PUBLISH);
    }
    return may;
}

/* The page; *next is the name of the one behind it, or NULL. */
static json_object *project(const list_t *list, apr_time_t *as_of, const char **next)
{
    apr_pool_t *pool = list->env->pool;
    apr_array_header_t *rows = lz_previous_rows(pool, list->dates, list->facts, list->recordings);
    const apr_time_t now = lz_now(list->env->clock);
    const lz_meeting_t *last = NULL;
    json_object *shown = json_object_new_array();
    *next = NULL;
    for (int i = 0; i < rows->nelts && !*next; i++) {
        const lz_previous_row_t *row = &APR_ARRAY_IDX(rows, i, lz_previous_row_t);
        if (row->meeting.starts_at > now || !lz_previous_is_behind(pool, row, &list->behind)) {
            continue;
        }
        if (last && json_object_array_length(shown) == LZ_PAGE_ROWS) {
            *next = lz_page_name(pool, last->starts_at, lz_meeting_key(pool, last));
            continue;
        }
        last = &row->meeting;
        *as_of = list->late && last->known_at < *as_of ? last->known_at : *as_of;
        json_object *json = lz_project_row(pool, last, lz_actions_json(may_with(list, row)));
        lz_json_push(shown, json);
    }
    return shown;
}

static const lz_problem_t *read_all(list_t *list)
{
    if (list->scope != LZ_SCOPE_COURSE) {
        list->person_problem = lz_person_find(list->env, list->session, &list->person);
    }
    if (list->scope == LZ_SCOPE_ALL) {
        return list->person ? read_own(list) : list->person_problem;
    }
    const lz_problem_t *problem = lz_previous_refresh(list->env, list->site, list->session,
                                                      &list->late);
    if (!problem && list->scope == LZ_SCOPE_MINE && !list->person) {
        list->dates = apr_array_make(list->env->pool, 1, sizeof(lz_meeting_t));
        list->facts = apr_array_make(list->env->pool, 1, sizeof(lz_past_t));
        list->recordings = apr_array_make(list->env->pool, 1, sizeof(lz_course_recording_t));
        return NULL;
    }
    return problem ? problem : read_rows(list);
}

static const lz_problem_t *make(list_t *list, const char **members)
{
    apr_time_t as_of = lz_now(list->env->clock);
    const char *next = NULL;
    const lz_problem_t *problem = read_all(list);
    if (problem) {
        return problem;
    }
    json_object *warnings = json_object_new_array();
    json_object *made = lz_json_adopt(list->env->pool, json_object_new_object());
    lz_json_put(made, "meetings", project(list, &as_of, &next));
    lz_json_put_string(made, "next_page", next);
    lz_json_put_string(made, "as_of", lz_timestamp(list->env->pool, as_of));
    lz_json_put(made, "warnings", warnings);
    if (list->late) {
        lz_project_reason(warnings, list->late);
    }
    if (list->person_problem) {
        lz_project_reason(warnings, list->person_problem);
    }
    *members = lz_project_members(list->env->pool, made);
    return NULL;
}

/* --- the hot list ----------------------------------------------------------------------------- */

/* The course's alone: that is what a crowd looks at, and nobody's own. */
static lz_hot_list_t hot_list(const list_t *list, const char *page)
{
    return (lz_hot_list_t){
        .env = list->env, .session = list->session, .view = VIEW, .part = page ? page : "",
        .generation = list->scope == LZ_SCOPE_COURSE
                      ? lz_hot_generation(list->env, list->session->course) : NULL
    };
}

const lz_problem_t *lz_previous(const lz_env_t *env, const lz_site_t *site,
                                const lz_session_t *session, const char *scope, const char *page,
                                const char **members)
{
    list_t list = {
        .env = env, .site = site, .session = session
    };
    const lz_problem_t *problem = lz_scope_read(env, session, scope, &list.scope);
    problem = problem ? problem : lz_page_read(env, page, &list.behind);
    if (problem) {
        return problem;
    }
    const lz_hot_list_t hot = hot_list(&list, page);
    *members = lz_hot_list_take(&hot);
    if (*members) {
        return NULL;
    }
    problem = make(&list, members);
    if (!problem && !list.late) {
        lz_hot_list_keep(&hot, *members, list.limited,
                         lz_hot_lifetime(env, site, session, list.turns_at));
    }
    return problem;
}
