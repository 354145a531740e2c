/* SPDX-License-Identifier: Apache-2.0 */
#include "recordings.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/json.h"
#include "../base/timestamp.h"
#include "../store/course_settings.h"
#include "hot_list.h"
#include "list_query.h"
#include "person.h"
#include "projection.h"
#include "recordings_refresh.h"
#include "words.h"

#define DAY       apr_time_from_sec(24 * 3600)
#define WORDS_MAX 200       /* bytes */
#define VIEW      "recordings"

/* Recordings that are looked through for a page; a course has that many in no range. */
#define ROWS_MAX  5000

typedef enum wanted_e {
    WANTED_ANY,
    WANTED_PUBLISHED,
    WANTED_UNPUBLISHED
} wanted_e;

typedef struct list_t {
    const lz_env_t     *env;
    const lz_session_t *session;
    apr_time_t          from;
    apr_time_t          before;
    const char         *words;      /* folded */
    wanted_e            wanted;
    lz_meeting_place_t  behind;     /* the page begins behind this place; its key is a uuid */
    int                 publish_all;
    apr_array_header_t *rows;       /* lz_course_recording_t */
    apr_time_t          as_of;
    apr_time_t          turns_at;   /* when one is published or no longer; 0: never */
    int                 limited;    /* of what was looked at, something is for sections */
} list_t;

/* --- what is asked for ------------------------------------------------------------------------ */

static void wrong(const lz_env_t *env, lz_problem_t **problem, const char *field,
                  const char *message)
{
    if (!*problem) {
        *problem = lz_problem(env->pool, LZ_P_FIELDS, "filter of recordings");
    }
    lz_problem_field(env->pool, *problem, field, message);
}

/* A day of the query; 0 when it is none. */
static int read_day(const lz_env_t *env, const char *text, apr_time_t *day)
{
    return strlen(text) == strlen("2026-09-01")
           && lz_timestamp_parse(apr_pstrcat(env->pool, text, "T00:00:00Z", NULL), day);
}

static void read_range(list_t *list, const lz_recording_query_t *query, lz_problem_t **problem)
{
    static const char message[] = "This must be a day, like 2026-09-01.";
    const apr_time_t now = lz_now(list->env->clock);
    apr_time_t to = now;
    list->from = now - LZ_RECORDINGS_SHOWN;
    if (query->to && *query->to && !read_day(list->env, query->to, &to)) {
        wrong(list->env, problem, "to", message);
    }
    if (query->from && *query->from) {
        if (!read_day(list->env, query->from, &list->from)) {
            wrong(list->env, problem, "from", message);
        }
    } else if (to < now) {
        list->from = to - LZ_RECORDINGS_SHOWN;
    }
    if (!*problem && list->from > to) {
        wrong(list->env, problem, "to", "The last day is before the first one.");
    }
    list->before = to + DAY;
}

static void read_filter(list_t *list, const lz_recording_query_t *query, lz_problem_t **problem)
{
    const char *published = query->published && *query->published ? query->published : "any";
    const char *words = query->words ? query->words : "";
    if (strcmp(published, "any") != 0 && strcmp(published, "true") != 0
        && strcmp(published, "false") != 0) {
        wrong(list->env, problem, "published", "This must be true, false or any.");
    }
    list->wanted = strcmp(published, "true") == 0 ? WANTED_PUBLISHED
                   : strcmp(published, "false") == 0 ? WANTED_UNPUBLISHED : WANTED_ANY;
    if (strlen(words) > WORDS_MAX) {
        wrong(list->env, problem, "q", "Look for fewer words.");
    }
    list->words = lz_words_fold(list->env->pool, words);
}

static const lz_problem_t *read_query(list_t *list, const lz_recording_query_t *query)
{
    lz_problem_t *problem = NULL;
    read_range(list, query, &problem);
    read_filter(list, query, &problem);
    return problem ? problem : lz_page_read(list->env, query->page, &list->behind);
}

/* --- rows ------------------------------------------------------------------------------------- */

static const lz_problem_t *read_rows(list_t *list)
{
    const lz_session_t *session = list->session;
    const apr_time_t before = list->behind.key && list->behind.starts_at < list->before
                              ? list->behind.starts_at + 1 : list->before;
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(list->env, &store);
    if (!problem) {
        problem = lz_store_course_flag(store, session->course, LZ_SETTING_PUBLISH_ALL,
                                       &list->publish_all);
    }
    if (!problem) {
        problem = lz_store_course_recordings(store, session->course,
                                             session->account->account_id, list->from, before,
                                             ROWS_MAX, &list->rows);
    }
    lz_store_close(store);
    return problem;
}

static int is_wanted(const list_t *list, const lz_recording_view_t *view)
{
    const lz_recording_t *recording = &view->recording.recording;
    const int published = lz_recording_published(view);
    if (list->behind.key && recording->starts_at == list->behind.starts_at
        && strcmp(recording->uuid, list->behind.key) >= 0) {
        return 0;   /* on the page before */
    }
    return lz_recording_visible(list->env, list->session, view)
           && (list->wanted == WANTED_ANY || published == (list->wanted == WANTED_PUBLISHED))
           && lz_words_in(list->env->pool, list->words, recording->topic, recording->meeting_id);
}

/* The page; *next is the name of the one behind it, or NULL. */
static json_object *project(list_t *list, const char **next)
{
    const lz_recording_t *last = NULL;
    json_object *rows = json_object_new_array();
    *next = NULL;
    for (int i = 0; i < list->rows->nelts && !*next; i++) {
        const lz_recording_view_t view = {
            .recording = APR_ARRAY_IDX(list->rows, i, lz_course_recording_t),
            .publish_all = list->publish_all
        };
        const apr_time_t turns_at = lz_recording_turns_at(list->env, &view);
        list->turns_at = turns_at && (!list->turns_at || turns_at < list->turns_at)
                         ? turns_at : list->turns_at;
        list->limited |= *lz_recording_sections(&view) != '\0';
        if (!is_wanted(list, &view)) {
            continue;
        }
        if (last && json_object_array_length(rows) == LZ_PAGE_ROWS) {
            *next = lz_page_name(list->env->pool, last->starts_at, last->uuid);
            continue;
        }
        last = &APR_ARRAY_IDX(list->rows, i, lz_course_recording_t).recording;
        list->as_of = last->snapshot_at < list->as_of ? last->snapshot_at : list->as_of;
        lz_json_push(rows, lz_recording_json(list->env, list->session, &view));
    }
    return rows;
}

/* How far back Zoom is asked: beyond the usual only for who runs the course. */
static apr_time_t reach_of(const list_t *list)
{
    const apr_time_t usual = lz_now(list->env->clock) - LZ_RECORDINGS_SHOWN;
    return lz_recording_may(list->session) & LZ_MAY_PUBLISH ? list->from : usual;
}

/* Why not all may be there. */
static void warn(const lz_problem_t *behind, json_object *warnings)
{
    if (behind->id == LZ_P_ZOOM_SCOPE || behind->id == LZ_P_ZOOM_PLAN) {
        lz_project_warning(warnings, behind->kind, behind->message);
    } else {
        lz_project_warning(warnings, "zoom_stale",
                           "Zoom has not answered. These are the recordings that we knew before.");
    }
}

static const char *make(list_t *list, const lz_problem_t *behind)
{
    const lz_env_t *env = list->env;
    const char *next = NULL;
    json_object *warnings = json_object_new_array();
    json_object *members = lz_json_adopt(env->pool, json_object_new_object());
    lz_json_put(members, "recordings", project(list, &next));
    if (lz_recording_may(list->session) & LZ_MAY_PUBLISH) {
        lz_json_put_bool(members, "publish_all", list->publish_all);
    }
    lz_json_put_string(members, "next_page", next);
    lz_json_put_string(members, "as_of",
                       lz_timestamp(env->pool, behind ? list->as_of : lz_now(env->clock)));
    lz_json_put(members, "warnings", warnings);
    if (behind) {
        warn(behind, warnings);
    }
    return lz_project_members(env->pool, members);
}

/* --- the hot list ----------------------------------------------------------------------------- */

/* What is shown before anybody looks for something: that is what a crowd gets. */
static lz_hot_list_t hot_list(const list_t *list, const lz_recording_query_t *query)
{
    const int all = !query->from && !query->to && !query->words && !query->published;
    return (lz_hot_list_t){
        .env = list->env, .session = list->session, .view = VIEW,
        .part = query->page ? query->page : "",
        .generation = all ? lz_hot_generation(list->env, list->session->course) : NULL
    };
}

const lz_problem_t *lz_recordings_list(const lz_env_t *env, const lz_site_t *site,
                                       const lz_session_t *session,
                                       const lz_recording_query_t *query, const char **members)
{
    list_t list = { .env = env, .session = session, .as_of = lz_now(env->clock) };
    const lz_problem_t *behind = NULL;
    const lz_problem_t *problem = read_query(&list, query);
    if (problem) {
        return problem;
    }
    const lz_hot_list_t hot = hot_list(&list, query);
    *members = lz_hot_list_take(&hot);
    if (*members) {
        return NULL;
    }
    problem = lz_recordings_refresh(env, site, session, reach_of(&list), &behind);
    problem = problem ? problem : read_rows(&list);
    if (problem) {
        return problem;
    }
    *members = make(&list, behind);
    if (!behind) {      /* with a warning it may be better the next time */
        lz_hot_list_keep(&hot, *members, list.limited,
                         lz_hot_lifetime(env, site, session, list.turns_at));
    }
    return problem;
}
