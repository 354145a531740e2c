/* SPDX-License-Identifier: Apache-2.0 */
#include "import.h"

#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "../base/names.h"
#include "../store/sections.h"
#include "../zoom/errors.h"
#include "hot.h"
#include "import_sections.h"
#include "import_tracking.h"
#include "ownership.h"
#include "projection.h"
#include "section_names.h"
#include "snapshot.h"

/* Kept back from the calls to Zoom, so that what they brought can be written down. */
#define WRITING_TIME apr_time_from_sec(2)

/* Kept back for tracking fields, where there are any: LZ_IMPORT_WRITES of a usual plan. */
#define LABELLING_TIME apr_time_from_sec(2)

/* Kept back from them for the answer. */
#define ANSWERING_TIME apr_time_from_msec(300)

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
    lz_ownership_e         ownership;   /* by them */
    lz_meeting_t          *meeting;
    const char            *sections;    /* that the rows of this id name */
    int                    limits;      /* the course has it already, for other sections */
    lz_tracking_e          tracking;
} item_t;

typedef struct import_t {
    const lz_env_t      *env;
    lz_env_t             zoom_env;      /* with an earlier deadline */
    const lz_session_t  *session;
    lz_snapshots_t       snapshots;
    int                  tracks;        /* tracking fields are written to what is of the course */
    lz_person_t         *person;
    const char          *refused;       /* why Zoom need not be asked any more, or NULL */
    lz_owner_t           owner;
    int                  asked;         /* for whom the person may schedule */
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
        item->sections = "";
        if (!*item->row->id) {
            item->outcome = NOT_FOUND;
            item->message = "This is no meeting ID: it has 9 digits or more, and nothing else.";
            continue;
        }
        item->first = apr_hash_get(seen, item->row->id, APR_HASH_KEY_STRING);
        if (!item->first) {
            item->sections = lz_import_sections(import->env->pool, rows, item->row->id);
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
        item->limits = known && lz_import_limits(import->env->pool, item->sections,
                                                 known->sections);
    }
    lz_store_close(store);
    return problem;
}

/* --- what Zoom says --------------------------------------------------------------------------- */

/* What is said of a row, when it is of the course, as well as of the rest. */
static void take_failure(import_t *import, item_t *item, const lz_problem_t *problem)
{
    if (lz_zoom_concerns_all(problem)) {
        import->refused = apr_pstrcat(import->env->pool, problem->message,
                                      " Send this one again.", NULL);
    }
    if (item->outcome == ALREADY) {
        item->tracking = LZ_TRACKING_NOT_WRITTEN;
        return;
    }
    item->outcome = FAILED;
    item->message = lz_zoom_concerns_all(problem) ? import->refused : NULL;
}

static void take_answer(import_t *import, item_t *item, const lz_zoom_call_t *call)
{
    if (!call->problem) {
        item->zoom = call->answer;
        item->meeting = lz_snapshot_of_meeting(&import->snapshots, call->answer,
                                               lz_now(import->env->clock));
        item->outcome = item->outcome == PENDING && !item->meeting ? FAILED : item->outcome;
        item->tracking = LZ_TRACKING_RIGHT;
    } else if (call->problem->id != LZ_P_ZOOM_GONE) {
        take_failure(import, item, call->problem);
    } else if (item->outcome == PENDING) {
        item->outcome = NOT_FOUND;
    } else {
        item->tracking = LZ_TRACKING_RIGHT;
    }
}

/* Looks at the next meetings of that outcome together; returns where to go on. */
static int look_at_some(import_t *import, outcome_e outcome, int from)
{
    lz_zoom_call_t calls[BATCH];
    item_t *items[BATCH];
    int n = 0;
    for (; from < import->n && n < BATCH; from++) {
        item_t *item = &import->items[from];
        if (item->outcome == outcome && !item->first) {
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

/* Returns where it was left off. */
static int look_at_all(import_t *import, outcome_e outcome)
{
    int next = 0;
    while (next < import->n && !import->refused && lz_env_remaining(&import->zoom_env) > 0) {
        next = look_at_some(import, outcome, next);
    }
    return next;
}

static void look_at_new(import_t *import)
{
    int next = look_at_all(import, PENDING);
    for (; import->refused && next < import->n; next++) {
        if (import->items[next].outcome == PENDING && !import->items[next].first) {
            import->items[next].message = import->refused;
        }
    }
}

/* What the course has already is sent again for the tracking fields that an import before could not
   write: whether that is so shows at Zoom. What is not reached may be. */
static void look_at_known(import_t *import)
{
    for (int i = 0; import->tracks && i < import->n; i++) {
        item_t *item = &import->items[i];
        item->tracking = item->outcome == ALREADY && !item->first ? LZ_TRACKING_NOT_WRITTEN
                                                                  : LZ_TRACKING_RIGHT;
    }
    if (import->tracks) {
        (void)look_at_all(import, ALREADY);
    }
}

/* --- whose they are --------------------------------------------------------------------------- */

/* For whom this person may schedule, as Zoom says now; asked when a meeting hangs on it. */
static void ask_schedulers(import_t *import)
{
    int needed = 0;
    for (int i = 0; i < import->n; i++) {
        const lz_meeting_t *meeting = import->items[i].meeting;
        needed |= meeting && lz_ownership_of(&import->owner, meeting) == LZ_OWNS_NOTHING;
    }
    import->asked = needed;
    if (needed) {
        lz_ownership_ask(&import->owner, 0);
    }
}

static int may_with(const lz_session_t *session, lz_ownership_e ownership, lz_may_e what)
{
    return lz_may_with_other(session->standing, ownership, LZ_MEETING_WAITING) & (int)what;
}

static outcome_e outcome_of(const import_t *import, const item_t *item)
{
    if (may_with(import->session, item->ownership, LZ_MAY_IMPORT)) {
        return ADDED;
    }
    return import->asked && !import->owner.schedules ? FAILED : NOT_ALLOWED;
}

static void judge(import_t *import)
{
    import->owner.person = import->person;
    ask_schedulers(import);
    for (int i = 0; i < import->n; i++) {
        item_t *item = &import->items[i];
        if (item->meeting) {
            item->ownership = lz_ownership_of(&import->owner, item->meeting);
            item->outcome = item->outcome == PENDING ? outcome_of(import, item) : item->outcome;
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
        if (import->items[i].outcome == ADDED
            && strcmp(meeting->host_id, import->person->zoom_id) != 0
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

static const lz_problem_t *write_item(const import_t *import, lz_store_t *store,
                                      const item_t *item)
{
    const lz_problem_t *problem = item->outcome == ADDED
                                  ? write_meeting(import, store, item->meeting) : NULL;
    return problem || !*item->sections ? problem
           : lz_store_limit(store, import->session->course, import->session->account->account_id,
                            item->meeting ? item->meeting->id : item->row->id, item->sections);
}

static int is_written(const item_t *item)
{
    return !item->first && (item->outcome == ADDED || item->limits);
}

static const lz_problem_t *write_items(const import_t *import, lz_store_t *store)
{
    const lz_problem_t *problem = lz_store_begin(store);
    for (int i = 0; !problem && i < import->n; i++) {
        if (is_written(&import->items[i])) {
            problem = write_item(import, store, &import->items[i]);
        }
    }
    return problem ? problem : lz_store_commit(store);
}

static const lz_problem_t *write_all(const import_t *import)
{
    lz_store_t *store = NULL;
    int written = 0;
    for (int i = 0; i < import->n; i++) {
        written += is_written(&import->items[i]);
    }
    if (!written) {
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

/* --- tracking fields -------------------------------------------------------------------------- */

/* When they are of the course: an import stands, whatever becomes of these. */
static void label_all(import_t *import)
{
    lz_env_t env = *import->env;
    lz_tracked_t *meetings = apr_pcalloc(env.pool, sizeof(*meetings) * (apr_size_t)import->n);
    item_t **of = apr_pcalloc(env.pool, sizeof(*of) * (apr_size_t)import->n);
    int n = 0;
    for (int i = 0; i < import->n; i++) {
        item_t *item = &import->items[i];
        if (item->meeting && (item->outcome == ADDED || item->outcome == ALREADY)) {
            of[n] = item;
            meetings[n].zoom = item->zoom;
            meetings[n++].may = may_with(import->session, item->ownership, LZ_MAY_LABEL);
        }
    }
    env.deadline -= ANSWERING_TIME;
    lz_import_tracking(&env, import->snapshots.site, import->session, meetings, n);
    for (int i = 0; i < n; i++) {
        of[i]->tracking = meetings[i].outcome;
    }
}

/* --- the answer ------------------------------------------------------------------------------- */

static json_object *warnings_of(const item_t *item)
{
    json_object *warnings = json_object_new_array();
    if (item->limits) {
        lz_project_warning(warnings, "sections_changed",
                           "From now on it is for the sections named here.");
    }
    if (item->tracking == LZ_TRACKING_NOT_YOURS) {
        lz_project_warning(warnings, "tracking_fields_not_yours",
                           "Its tracking fields stay as they are at Zoom: only the host, or who "
                           "schedules for the host, can change them by adding the meeting.");
    } else if (item->tracking == LZ_TRACKING_NOT_WRITTEN) {
        lz_project_warning(warnings, "tracking_fields_not_written",
                           "The course's tracking fields are not in it yet. Send this one again, "
                           "or edit the meeting.");
    }
    return warnings;
}

static json_object *result_of(const lz_env_t *env, const item_t *item)
{
    const item_t *first = item->first ? item->first : item;
    const outcome_e outcome = item->first && first->outcome == ADDED ? ALREADY : first->outcome;
    const char *message = first->message ? first->message : words[outcome].message;
    json_object *result = json_object_new_object();
    lz_json_put_string(result, "id", *item->row->id ? item->row->id : item->row->sent);
    lz_json_put_string(result, "status", words[outcome].status);
    lz_json_put_string(result, "message", message);
    lz_json_put(result, "sections", lz_sections_json(env->pool, first->sections));
    lz_json_put(result, "warnings", warnings_of(item));
    return result;
}

static json_object *results(const import_t *import)
{
    json_object *answer = lz_json_adopt(import->env->pool, json_object_new_object());
    json_object *list = json_object_new_array();
    for (int i = 0; i < import->n; i++) {
        lz_json_push(list, result_of(import->env, &import->items[i]));
    }
    lz_json_put(answer, "results", list);
    return answer;
}

const lz_problem_t *lz_import_allowed(const lz_env_t *env, const lz_session_t *session)
{
    return may_with(session, LZ_OWNS_HOST, LZ_MAY_IMPORT)
           ? NULL : lz_problem(env->pool, LZ_P_FORBIDDEN, "a student imports meetings");
}

const lz_problem_t *lz_import(const lz_env_t *env, const lz_site_t *site,
                              const lz_session_t *session, const apr_array_header_t *rows,
                              json_object **answer)
{
    import_t import = {
        .env = env,
        .zoom_env = *env,
        .session = session,
        .snapshots = { .env = env, .site = site, .account = session->account },
        .tracks = lz_import_tracks(site)
    };
    const lz_problem_t *problem = lz_import_allowed(env, session);

    if (!problem) {
        import.owner = (lz_owner_t){ .env = &import.zoom_env, .session = session };
        import.zoom_env.deadline -= WRITING_TIME + (import.tracks ? LABELLING_TIME : 0);
        problem = lz_person_find(&import.zoom_env, session, &import.person);
    }
    if (problem) {
        return problem;
    }
    begin(&import, rows);
    problem = find_known(&import);
    if (problem) {
        return problem;
    }
    look_at_new(&import);
    look_at_known(&import);
    judge(&import);
    name_hosts(&import);
    problem = write_all(&import);
    if (problem) {
        return problem;
    }
    if (import.tracks) {
        label_all(&import);
    }
    *answer = results(&import);
    return NULL;
}
