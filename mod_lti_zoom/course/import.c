/* SPDX-License-Identifier: Apache-2.0 */
#include "import.h"

#include <string.h>
#include <strings.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "../store/sections.h"
#include "hot.h"
#include "person.h"
#include "snapshot.h"

/* Kept back from the calls to Zoom, so that what they brought can be written down. */
#define WRITING_TIME apr_time_from_sec(2)

/* Meetings that are looked at together. */
#define BATCH        25

/* Hosts whose names are asked for; those of others stay unknown until they use the tool. */
#define NAMES_MAX    20

typedef enum outcome_e {
    PENDING,
    ADDED,
    ALREADY,
    NOT_FOUND,
    NOT_ALLOWED,
    FAILED
} outcome_e;

/* The words of the JSON. */
static const struct {
    const char *status;
    const char *message;
} words[] = {
    [PENDING] = { "failed", "This one was not reached in time. Send it again." },
    [ADDED] = { "added", "Added to this course." },
    [ALREADY] = { "already", "This course already has this meeting." },
    [NOT_FOUND] = { "not_found", "Zoom has no meeting with this ID." },
    [NOT_ALLOWED] = { "not_allowed",
                      "Only the host, an alternative host or somebody who schedules for the host "
                      "can add this meeting." },
    [FAILED] = { "failed", "Zoom did not answer for this one. Send it again." }
};

typedef struct item_t {
    const lz_import_row_t *row;
    const struct item_t   *first;   /* an earlier row with the same id, or NULL */
    outcome_e              outcome;
    const char            *message; /* other than the outcome's own, or NULL */
    json_object           *zoom;    /* Zoom's words about the meeting */
    lz_meeting_t          *meeting;
} item_t;

typedef struct import_t {
    const lz_env_t      *env;
    lz_env_t             zoom_env;      /* with an earlier deadline */
    const lz_session_t  *session;
    lz_snapshots_t       snapshots;
    lz_person_t         *person;
    const char          *refused;       /* why Zoom need not be asked any more, or NULL */
    lz_zoom_call_t       schedulers;    /* without answer and problem: not asked */
    item_t              *items;
    int                  n;
} import_t;

/* --- what is known ---------------------------------------------------------------------------- */

static void begin(import_t *import, const apr_array_header_t *rows)
{
    apr_hash_t *seen = apr_hash_make(import->env->pool);
    import->n = rows->nelts;
    import->items = apr_pcalloc(import->env->pool, sizeof(item_t) * (apr_size_t)rows->nelts);
    for (int i = 0; i < rows->nelts; i++) {
        item_t *item = &import->items[i];
        item->row = &APR_ARRAY_IDX(rows, i, lz_import_row_t);
        if (!*item->row->id) {
            item->outcome = NOT_FOUND;
            item->message = "This is no meeting ID: it has 9 digits or more, and nothing else.";
            continue;
        }
        item->first = apr_hash_get(seen, item->row->id, APR_HASH_KEY_STRING);
        if (!item->first) {
            apr_hash_set(seen, item->row->id, APR_HASH_KEY_STRING, item);
        }
    }
}

static const lz_problem_t *find_known(import_t *import)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(import->env, &store);
    for (int i = 0; !problem && i < import->n; i++) {
        item_t *item = &import->items[i];
        lz_meeting_t *known = NULL;
        if (item->outcome != PENDING || item->first) {
            continue;
        }
        problem = lz_store_course_meeting(store, import->session->course,
                                          import->session->account->account_id, item->row->id,
                                          &known);
        item->outcome = known ? ALREADY : PENDING;
    }
    lz_store_close(store);
    return problem;
}

/* --- what Zoom says --------------------------------------------------------------------------- */

/* A problem that the next call would meet too. */
static int concerns_all(const lz_problem_t *problem)
{
    return (problem->status >= 500 && problem->id != LZ_P_ZOOM_ANSWER)
           || problem->retry_after > 0;
}

static void take_answer(import_t *import, item_t *item, const lz_zoom_call_t *call)
{
    if (!call->problem) {
        item->zoom = call->answer;
    } else if (call->problem->id == LZ_P_ZOOM_GONE) {
        item->outcome = NOT_FOUND;
    } else {
        item->outcome = FAILED;
        if (concerns_all(call->problem)) {
            item->message = import->refused = apr_pstrcat(import->env->pool,
                                                          call->problem->message,
                                                          " Send this one again.", NULL);
        }
    }
}

/* Looks at the next meetings together; returns where to go on. */
static int look_at_some(import_t *import, int from)
{
    lz_zoom_call_t calls[BATCH];
    item_t *items[BATCH];
    int n = 0;
    for (; from < import->n && n < BATCH; from++) {
        item_t *item = &import->items[from];
        if (item->outcome == PENDING && !item->first) {
            items[n] = item;
            calls[n++] = (lz_zoom_call_t){
                .operation = LZ_ZOOM_MEETING_GET, .path_parameter = item->row->id
            };
        }
    }
    if (n > 0) {
        lz_zoom_perform(&import->zoom_env, import->session->account, calls, n);
    }
    for (int i = 0; i < n; i++) {
        take_answer(import, items[i], &calls[i]);
    }
    return from;
}

static void look_at_all(import_t *import)
{
    int next = 0;
    while (next < import->n && !import->refused && lz_env_remaining(&import->zoom_env) > 0) {
        next = look_at_some(import, next);
    }
    for (; import->refused && next < import->n; next++) {
        if (import->items[next].outcome == PENDING && !import->items[next].first) {
            import->items[next].message = import->refused;
        }
    }
}

/* --- whose they are --------------------------------------------------------------------------- */

static const char *text_of(json_object *object, const char *name)
{
    const char *text = lz_json_string(object, name);
    return text ? text : "";
}

/* 1 when "a@x;b@x" (or with commas, or ids) names this person. */
static int alternates(const import_t *import, json_object *answer)
{
    const char *listed = text_of(lz_json_object(answer, "settings"), "alternative_hosts");
    char *state = NULL;
    char *one = apr_strtok(apr_pstrdup(import->env->pool, listed), ";, ", &state);
    while (one && strcasecmp(one, import->person->email) != 0
           && strcmp(one, import->person->zoom_id) != 0) {
        one = apr_strtok(NULL, ";, ", &state);
    }
    return one != NULL;
}

static int hosts(const import_t *import, json_object *answer)
{
    return strcmp(text_of(answer, "host_id"), import->person->zoom_id) == 0;
}

/* For whom this person may schedule; asked for when a meeting hangs on it. */
static void ask_schedulers(import_t *import)
{
    int needed = 0;
    for (int i = 0; i < import->n; i++) {
        json_object *zoom = import->items[i].zoom;
        needed |= zoom && !hosts(import, zoom) && !alternates(import, zoom);
    }
    if (needed) {
        import->schedulers = (lz_zoom_call_t){
            .operation = LZ_ZOOM_USER_SCHEDULERS, .path_parameter = import->person->zoom_id
        };
        lz_zoom_perform(&import->zoom_env, import->session->account, &import->schedulers, 1);
    }
}

static int schedules_for(const import_t *import, json_object *answer)
{
    json_object *schedulers = lz_json_array(import->schedulers.answer, "schedulers");
    for (size_t i = 0; schedulers && i < json_object_array_length(schedulers); i++) {
        json_object *one = json_object_array_get_idx(schedulers, i);
        if (strcmp(text_of(one, "id"), text_of(answer, "host_id")) == 0) {
            return 1;
        }
    }
    return 0;
}

static int may_import(const lz_session_t *session, lz_ownership_e ownership)
{
    return lz_may_with_other(session->standing, ownership, LZ_MEETING_WAITING) & LZ_MAY_IMPORT;
}

static outcome_e outcome_of(import_t *import, item_t *item)
{
    const lz_ownership_e ownership = hosts(import, item->zoom) ? LZ_OWNS_HOST
                                     : alternates(import, item->zoom) ? LZ_OWNS_ALTERNATIVE
                                     : schedules_for(import, item->zoom) ? LZ_OWNS_SCHEDULER
                                                                         : LZ_OWNS_NOTHING;
    if (!may_import(import->session, ownership)) {
        return import->schedulers.problem ? FAILED : NOT_ALLOWED;
    }
    item->meeting = lz_snapshot_of_meeting(&import->snapshots, item->zoom,
                                           lz_now(import->env->clock));
    return item->meeting ? ADDED : FAILED;
}

static void judge(import_t *import)
{
    ask_schedulers(import);
    for (int i = 0; i < import->n; i++) {
        item_t *item = &import->items[i];
        if (item->zoom) {
            item->outcome = outcome_of(import, item);
        }
    }
}

/* --- the hosts' names ------------------------------------------------------------------------- */

static int is_named(const lz_zoom_call_t *calls, int n, const char *host_id)
{
    for (int i = 0; i < n; i++) {
        if (strcmp(calls[i].path_parameter, host_id) == 0) {
            return 1;
        }
    }
    return 0;
}

static void give_name(import_t *import, const char *host_id, const char *name)
{
    for (int i = 0; i < import->n; i++) {
        lz_meeting_t *meeting = import->items[i].meeting;
        if (meeting && strcmp(meeting->host_id, host_id) == 0) {
            meeting->host_name = name;
        }
    }
}

/* Best effort: a host without a name is shown without one. */
static void name_hosts(import_t *import)
{
    lz_zoom_call_t calls[NAMES_MAX];
    int n = 0;
    give_name(import, import->person->zoom_id, import->person->name);
    for (int i = 0; i < import->n && n < NAMES_MAX; i++) {
        const lz_meeting_t *meeting = import->items[i].meeting;
        if (meeting && strcmp(meeting->host_id, import->person->zoom_id) != 0
            && !is_named(calls, n, meeting->host_id)) {
            calls[n++] = (lz_zoom_call_t){
                .operation = LZ_ZOOM_USER_GET, .path_parameter = meeting->host_id
            };
        }
    }
    if (n > 0) {
        lz_zoom_perform(&import->zoom_env, import->session->account, calls, n);
    }
    for (int i = 0; i < n; i++) {
        if (!calls[i].problem) {
            give_name(import, calls[i].path_parameter,
                      lz_person_name(import->env->pool, calls[i].answer));
        }
    }
}

/* --- writing ---------------------------------------------------------------------------------- */

static const lz_problem_t *write_meeting(const import_t *import, lz_store_t *store,
                                         const lz_meeting_t *meeting)
{
    const lz_problem_t *problem = lz_store_put_meeting(store, meeting);
    if (!problem && *meeting->host_name) {
        problem = lz_store_put_host(store, meeting->account, meeting->host_id,
                                    meeting->host_name);
    }
    return problem ? problem : lz_store_add_to_course(store, import->session->course,
                                                      meeting->account, meeting->id,
                                                      import->session->person);
}

/* A meeting of the same file is for the sections of all its rows. */
static const lz_problem_t *write_section(const import_t *import, lz_store_t *store,
                                         const item_t *item)
{
    const item_t *first = item->first ? item->first : item;
    if (!first->meeting || first->outcome != ADDED || !*item->row->section) {
        return NULL;
    }
    return lz_store_add_section(store, import->session->course, first->meeting->account,
                                first->meeting->id, item->row->section);
}

static const lz_problem_t *write_items(const import_t *import, lz_store_t *store)
{
    const lz_problem_t *problem = lz_store_begin(store);
    for (int i = 0; !problem && i < import->n; i++) {
        const item_t *item = &import->items[i];
        if (item->outcome == ADDED) {
            problem = write_meeting(import, store, item->meeting);
        }
        if (!problem) {
            problem = write_section(import, store, item);
        }
    }
    return problem ? problem : lz_store_commit(store);
}

static const lz_problem_t *write_all(const import_t *import)
{
    lz_store_t *store = NULL;
    int added = 0;
    for (int i = 0; i < import->n; i++) {
        added += import->items[i].outcome == ADDED;
    }
    if (!added) {
        return NULL;
    }
    const lz_problem_t *problem = lz_store_open(import->env, &store);
    if (!problem) {
        problem = write_items(import, store);
    }
    lz_store_close(store);
    if (!problem) {
        lz_hot_forget(import->env, import->session->course);
    }
    return problem;
}

/* --- the answer ------------------------------------------------------------------------------- */

static json_object *result_of(const item_t *item)
{
    const item_t *first = item->first ? item->first : item;
    const outcome_e outcome = item->first && first->outcome == ADDED ? ALREADY : first->outcome;
    const char *message = first->message ? first->message : words[outcome].message;
    json_object *result = json_object_new_object();
    lz_json_put_string(result, "id", *item->row->id ? item->row->id : item->row->sent);
    lz_json_put_string(result, "status", words[outcome].status);
    lz_json_put_string(result, "message", message);
    return result;
}

static json_object *results(const import_t *import)
{
    json_object *answer = lz_json_adopt(import->env->pool, json_object_new_object());
    json_object *list = json_object_new_array();
    for (int i = 0; i < import->n; i++) {
        lz_json_push(list, result_of(&import->items[i]));
    }
    lz_json_put(answer, "results", list);
    return answer;
}

const lz_problem_t *lz_import(const lz_env_t *env, const lz_site_t *site,
                              const lz_session_t *session, const apr_array_header_t *rows,
                              json_object **answer)
{
    import_t import = {
        .env = env,
        .zoom_env = *env,
        .session = session,
        .snapshots = { .env = env, .site = site, .account = session->account }
    };
    if (!may_import(session, LZ_OWNS_HOST)) {
        return lz_problem(env->pool, LZ_P_FORBIDDEN, "a student imports meetings");
    }
    import.zoom_env.deadline -= WRITING_TIME;
    const lz_problem_t *problem = lz_person_find(&import.zoom_env, session, &import.person);
    if (problem) {
        return problem;
    }
    begin(&import, rows);
    problem = find_known(&import);
    if (problem) {
        return problem;
    }
    look_at_all(&import);
    judge(&import);
    name_hosts(&import);
    problem = write_all(&import);
    if (!problem) {
        *answer = results(&import);
    }
    return problem;
}
