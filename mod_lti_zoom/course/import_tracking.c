/* SPDX-License-Identifier: Apache-2.0 */
#include "import_tracking.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/quota.h"
#include "../store/courses.h"
#include "../zoom/errors.h"
#include "form_tracking.h"
#include "host_setup.h"
#include "meeting_form_table.h"

/* Meetings that are written together. */
#define BATCH 25

typedef struct labels_t {
    const lz_env_t     *env;
    const lz_session_t *session;
    json_object        *known;      /* the account's fields, [{field}] */
    json_object        *wanted;     /* the course's values, [{field, value}] */
    int                 refused;    /* Zoom need not be asked any more */
} labels_t;

/* One meeting on its way, which takes one of its host's writes. */
typedef struct write_t {
    lz_tracked_t    *meeting;
    lz_quota_t       share;
    lz_quota_turn_t  turn;
} write_t;

int lz_import_tracks(const lz_site_t *site)
{
    return site->tracking && site->tracking->nelts > 0;
}

static void log_problem(const lz_env_t *env, const lz_problem_t *problem)
{
    lz_log(env->log, LZ_LOG_WARNING, APR_SUCCESS, "%s: tracking fields of imported meetings: %s "
           "[request %s]", lz_problem_tag(env->pool, problem), problem->cause, env->request_id);
}

/* --- what a meeting is to have ---------------------------------------------------------------- */

/* NULL: the account has no tracking fields, or *problem. */
static json_object *fields_of_account(const lz_env_t *env, const lz_account_t *account,
                                      const lz_problem_t **problem)
{
    lz_host_setup_t setup;
    lz_host_setup_find(env, account, LZ_SETUP_PART(LZ_SETUP_TRACKING), NULL, NULL, &setup);
    *problem = lz_setup_is_unavailable(setup.problems[LZ_SETUP_TRACKING])
               ? NULL : setup.problems[LZ_SETUP_TRACKING];
    return lz_json_array(setup.parts[LZ_SETUP_TRACKING], "tracking_fields");
}

/* What the course wants; an empty list where it wants nothing. */
static const lz_problem_t *find_wanted(labels_t *labels, const lz_site_t *site)
{
    const lz_env_t *env = labels->env;
    lz_course_row_t *course = NULL;
    const lz_problem_t *problem = NULL;
    labels->known = fields_of_account(env, labels->session->account, &problem);
    if (!problem) {
        problem = lz_store_course(env, labels->session->course, &course);
    }
    if (!problem) {
        labels->wanted = lz_json_adopt(env->pool,
                                       lz_tracking_fill(env->pool, site, labels->session, course,
                                                        labels->known));
    }
    return problem;
}

/* That of the label in a list [{field, value}], or NULL. */
static json_object *find_field(json_object *list, const char *label)
{
    const size_t n = list ? json_object_array_length(list) : 0;
    for (size_t i = 0; i < n; i++) {
        json_object *one = json_object_array_get_idx(list, i);
        if (strcmp(lz_form_text(one, "field"), label) == 0) {
            return one;
        }
    }
    return NULL;
}

static int has_wanted(const labels_t *labels, json_object *list)
{
    for (size_t i = 0; i < json_object_array_length(labels->wanted); i++) {
        json_object *wanted = json_object_array_get_idx(labels->wanted, i);
        json_object *field = find_field(list, lz_form_text(wanted, "field"));
        if (strcmp(lz_form_text(field, "value"), lz_form_text(wanted, "value")) != 0) {
            return 0;
        }
    }
    return 1;
}

/*
 * Zoom takes the list as a whole: what the meeting has of others goes along. A field that the
 * account no longer has cannot.
 */
static json_object *whole_list(const labels_t *labels, json_object *list)
{
    json_object *whole = json_object_new_array();
    const size_t n = list ? json_object_array_length(list) : 0;
    for (size_t i = 0; i < n; i++) {
        json_object *one = json_object_array_get_idx(list, i);
        const char *label = lz_form_text(one, "field");
        if (find_field(labels->known, label) && !find_field(labels->wanted, label)) {
            lz_json_push(whole, lz_form_copy(one));
        }
    }
    for (size_t i = 0; i < json_object_array_length(labels->wanted); i++) {
        lz_json_push(whole, lz_form_copy(json_object_array_get_idx(labels->wanted, i)));
    }
    return whole;
}

/* --- writing ---------------------------------------------------------------------------------- */

/* 0: the imports of today have had their share of the host's writes. */
static int take_share(const labels_t *labels, const char *host_id, write_t *write)
{
    const lz_env_t *env = labels->env;
    write->share = (lz_quota_t){
        .key = apr_pstrcat(env->pool, "zoom-import-writes:",
                           labels->session->account->account_id, ":", host_id, NULL),
        .limit = LZ_IMPORT_WRITES,
        .day_limit = LZ_IMPORT_WRITES,
        .lasts = 1
    };
    lz_quota_take(env, &write->share, 1, env->deadline, &write->turn);
    return write->turn.granted;
}

static lz_zoom_call_t call_of(const labels_t *labels, const write_t *write)
{
    json_object *body = lz_json_adopt(labels->env->pool, json_object_new_object());
    lz_json_put(body, "tracking_fields",
                whole_list(labels, lz_json_array(write->meeting->zoom, "tracking_fields")));
    return (lz_zoom_call_t){
        .operation = LZ_ZOOM_MEETING_UPDATE,
        .path_parameter = lz_form_text(write->meeting->zoom, "id"),
        .host = lz_form_text(write->meeting->zoom, "host_id"),
        .body = body
    };
}

static void send_together(labels_t *labels, write_t *writes, int n)
{
    lz_zoom_call_t calls[BATCH];
    for (int i = 0; i < n; i++) {
        calls[i] = call_of(labels, &writes[i]);
    }
    if (n > 0) {
        lz_zoom_perform(labels->env, labels->session->account, calls, n);
    }
    for (int i = 0; i < n; i++) {
        const lz_problem_t *problem = calls[i].problem;
        lz_quota_give_back(labels->env, &writes[i].share, &writes[i].turn);
        writes[i].meeting->outcome = problem ? LZ_TRACKING_NOT_WRITTEN : LZ_TRACKING_RIGHT;
        if (problem && lz_zoom_concerns_all(problem)) {
            labels->refused = 1;
        }
    }
}

/* The next meetings together; returns where to go on. */
static int write_some(labels_t *labels, lz_tracked_t *meetings, int from, int n)
{
    write_t writes[BATCH];
    int wanted = 0;
    for (; from < n && wanted < BATCH; from++) {
        lz_tracked_t *meeting = &meetings[from];
        if (meeting->outcome == LZ_TRACKING_NOT_WRITTEN) {
            writes[wanted].meeting = meeting;
            wanted += take_share(labels, lz_form_text(meeting->zoom, "host_id"),
                                 &writes[wanted]);
        }
    }
    send_together(labels, writes, wanted);
    return from;
}

/* Before anything is sent. What a meeting lacks is unknown where the wanted values are. */
static lz_tracking_e judge(const labels_t *labels, const lz_tracked_t *meeting)
{
    if (!labels->wanted) {
        return meeting->may ? LZ_TRACKING_NOT_WRITTEN : LZ_TRACKING_RIGHT;
    }
    if (has_wanted(labels, lz_json_array(meeting->zoom, "tracking_fields"))) {
        return LZ_TRACKING_RIGHT;
    }
    return meeting->may ? LZ_TRACKING_NOT_WRITTEN : LZ_TRACKING_NOT_YOURS;
}

void lz_import_tracking(const lz_env_t *env, const lz_site_t *site, const lz_session_t *session,
                        lz_tracked_t *meetings, int n)
{
    labels_t labels = { .env = env, .session = session };
    int next = 0;
    if (n == 0) {
        return;
    }
    const lz_problem_t *problem = find_wanted(&labels, site);
    for (int i = 0; i < n; i++) {
        meetings[i].outcome = judge(&labels, &meetings[i]);
    }
    if (problem) {
        log_problem(env, problem);
        return;
    }
    while (next < n && !labels.refused && lz_env_remaining(env) > 0) {
        next = write_some(&labels, meetings, next, n);
    }
}
