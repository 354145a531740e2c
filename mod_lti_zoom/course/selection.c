/* SPDX-License-Identifier: Apache-2.0 */
#include "selection.h"

#include <apr_strings.h>
#include <string.h>

#include "../base/json.h"
#include "../base/timestamp.h"
#include "../lti/content_item.h"
#include "meeting_detail.h"
#include "permissions.h"
#include "sections.h"

#define TOOL_TITLE "Zoom"
#define ROWS_MAX   500      /* meetings that are offered */

/* Zoom's numbers of meetings that repeat: without and with dates. */
#define SERIES_WITHOUT_DATES 3
#define SERIES_WITH_DATES    8

/* --- the request on its way ------------------------------------------------------------------- */

const char *lz_selection_seal(const lz_env_t *env, const lz_site_t *site,
                              const lz_session_t *session, const lz_deep_linking_t *request)
{
    json_object *record = lz_deep_linking_pack(env->pool, request);

    lz_json_put_string(record, "c", session->course);
    lz_json_put_string(record, "p", session->person);
    lz_json_put_int64(record, "e", lz_now(env->clock) + LZ_SELECTION_LIFETIME);

    const char *clear = lz_json_text(env->pool, record);
    return lz_seal(site->sealer, env->pool, LZ_SEAL_HANDOVER, clear, strlen(clear));
}

static int is_text(json_object *record, const char *name, const char *expected)
{
    const char *text = lz_json_string(record, name);

    return text != NULL && strcmp(text, expected) == 0;
}

const lz_problem_t *lz_selection_open(const lz_env_t *env, const lz_site_t *site,
                                      const lz_session_t *session, const char *sealed,
                                      lz_deep_linking_t *request)
{
    apr_pool_t *pool = env->pool;
    const char *reason = NULL;
    apr_size_t length = 0;
    apr_int64_t expires = 0;
    const char *clear = sealed != NULL ? lz_unseal(site->sealer, pool, LZ_SEAL_HANDOVER, sealed,
                                                   &length) : NULL;
    json_object *record = clear != NULL ? lz_json_parse(pool, clear, length, LZ_JSON_OBJECT,
                                                        &reason) : NULL;

    if (record == NULL || !lz_json_int64(record, "e", &expires)
        || !lz_deep_linking_unpack(record, request)) {
        return lz_problem(pool, LZ_P_SELECT_REQUEST, "the request to choose is %s",
                          sealed == NULL ? "missing" : "not of ours, or altered, or sealed with a "
                                                       "secret that LTIZoomSecret no longer lists");
    }
    if (!is_text(record, "c", session->course) || !is_text(record, "p", session->person)) {
        return lz_problem(pool, LZ_P_SELECT_FOREIGN,
                          "the request to choose was made by another person or in another course");
    }
    if (lz_now(env->clock) >= expires) {
        return lz_problem(pool, LZ_P_SELECT_EXPIRED,
                          "the request to choose ended %" APR_INT64_T_FMT " s ago",
                          apr_time_sec(lz_now(env->clock) - expires));
    }
    return NULL;
}

/* --- what can be chosen ----------------------------------------------------------------------- */

const lz_problem_t *lz_selection_obstacle(const lz_env_t *env, const lz_session_t *session,
                                          const lz_deep_linking_t *request)
{
    if (!(lz_may_in_course(session->standing, 1) & LZ_MAY_SCHEDULE)) {
        return lz_problem(env->pool, LZ_P_FORBIDDEN,
                          "platform %s: deep linking by a student", session->platform->name);
    }
    if (!request->accepts_links) {
        return lz_problem(env->pool, LZ_P_SELECT_NOT_ACCEPTED,
                          "platform %s: deep linking that takes no LTI links (ltiResourceLink)",
                          session->platform->name);
    }
    return NULL;
}

static const char *kind_of(const lz_meeting_t *meeting)
{
    return meeting->type == SERIES_WITHOUT_DATES || meeting->type == SERIES_WITH_DATES
               ? "series" : "meeting";
}

static json_object *offered_meeting(apr_pool_t *pool, const lz_meeting_t *meeting)
{
    const int has_time = meeting->starts_at != LZ_NO_FIXED_TIME;
    json_object *item = json_object_new_object();

    lz_json_put_string(item, "kind", kind_of(meeting));
    lz_json_put_string(item, "id", meeting->id);
    lz_json_put_string(item, "title", meeting->topic);
    lz_json_put_string(item, "start_time",
                       has_time ? lz_timestamp(pool, meeting->starts_at) : NULL);
    lz_json_put_int64(item, "duration", meeting->duration);
    lz_json_put_string(item, "timezone", meeting->timezone);
    lz_json_put_string(item, "status", lz_meeting_status_name(meeting->status));
    return item;
}

/* A series has a row for each date; the first of them stands for it. */
static int is_offered(const apr_array_header_t *meetings, int i)
{
    const lz_meeting_t *meeting = &APR_ARRAY_IDX(meetings, i, lz_meeting_t);

    for (int before = 0; before < i; before++) {
        if (strcmp(APR_ARRAY_IDX(meetings, before, lz_meeting_t).id, meeting->id) == 0) {
            return 1;
        }
    }
    return 0;
}

const lz_problem_t *lz_selection_offer(const lz_env_t *env, const lz_session_t *session,
                                       json_object **items)
{
    const lz_meeting_place_t beginning = { .key = NULL };
    apr_array_header_t *meetings = NULL;
    lz_store_t *store = NULL;

    const lz_problem_t *problem = lz_store_open(env, &store);
    if (problem == NULL) {
        problem = lz_store_upcoming(store, session->course, session->account->account_id, "",
                                    &beginning, ROWS_MAX, &meetings);
    }
    lz_store_close(store);
    if (problem != NULL) {
        return problem;
    }
    json_object *tool = json_object_new_object();
    lz_json_put_string(tool, "kind", "tool");
    lz_json_put_string(tool, "title", TOOL_TITLE);
    *items = json_object_new_array();
    lz_json_push(*items, tool);
    for (int i = 0; i < meetings->nelts; i++) {
        const lz_meeting_t *meeting = &APR_ARRAY_IDX(meetings, i, lz_meeting_t);

        if (meeting->status != LZ_MEETING_GONE && lz_sees(env->pool, session, meeting)
            && !is_offered(meetings, i)) {
            lz_json_push(*items, offered_meeting(env->pool, meeting));
        }
    }
    return NULL;
}

/* --- what was chosen -------------------------------------------------------------------------- */

static const lz_problem_t *wrong_items(apr_pool_t *pool, const char *cause, const char *sentence)
{
    lz_problem_t *problem = lz_problem(pool, LZ_P_FIELDS, "items: %s", cause);

    lz_problem_field(pool, problem, "items", sentence);
    return problem;
}

/* The link to one of the offer. */
static const lz_problem_t *choose(const lz_env_t *env, const lz_session_t *session,
                                  json_object *chosen, lz_deep_item_t *item)
{
    const char *kind = lz_json_string(chosen, "kind");
    const char *id = lz_json_string(chosen, "id");
    lz_meeting_t meeting = { .id = NULL };

    if (kind != NULL && strcmp(kind, "tool") == 0) {
        *item = (lz_deep_item_t){ .title = TOOL_TITLE, .text = "", .view = "upcoming" };
        return NULL;
    }
    if (kind == NULL || id == NULL
        || (strcmp(kind, "meeting") != 0 && strcmp(kind, "series") != 0)) {
        return wrong_items(env->pool, "an entry is none of the offer",
                           "Choose from what is offered.");
    }
    const lz_problem_t *problem = lz_meeting_find(env, session, id, &meeting);
    if (problem == NULL && meeting.status == LZ_MEETING_GONE) {
        problem = lz_problem(env->pool, LZ_P_MEETING_GONE, "a meeting that is gone was chosen");
    }
    if (problem == NULL) {
        *item = (lz_deep_item_t){
            .title = meeting.topic, .text = "", .view = "meeting", .meeting_id = meeting.id
        };
    }
    return problem;
}

static int same_item(const lz_deep_item_t *a, const lz_deep_item_t *b)
{
    return strcmp(a->view, b->view) == 0 && !a->meeting_id == !b->meeting_id
           && (!a->meeting_id || strcmp(a->meeting_id, b->meeting_id) == 0);
}

static const lz_problem_t *choose_all(const lz_env_t *env, const lz_session_t *session,
                                      json_object *items, lz_deep_item_t *links)
{
    const lz_problem_t *problem = NULL;
    const size_t n = json_object_array_length(items);

    for (size_t i = 0; problem == NULL && i < n; i++) {
        problem = choose(env, session, json_object_array_get_idx(items, i), &links[i]);
        for (size_t before = 0; problem == NULL && before < i; before++) {
            if (same_item(&links[before], &links[i])) {
                problem = wrong_items(env->pool, "an entry stands twice",
                                      "Choose each of them once.");
            }
        }
    }
    return problem;
}

/* What the person typed at the LMS before choosing goes before our own words. */
static void take_proposal(const lz_deep_linking_t *request, lz_deep_item_t *link)
{
    if (*request->title != '\0') {
        link->title = request->title;
    }
    if (*request->text != '\0') {
        link->text = request->text;
    }
}

static const lz_problem_t *form_of(const lz_env_t *env, const lz_site_t *site,
                                   const lz_session_t *session, const lz_deep_linking_t *request,
                                   const lz_deep_answer_t *chosen, json_object **answer)
{
    apr_table_t *fields = NULL;
    const lz_problem_t *problem =
        request->consumer_key != NULL
        ? lz_content_item_answer(env, &site->lti, session->platform, request, chosen, &fields)
        : lz_deep_linking_answer(env, &site->lti, session->platform, site->keys[0], request,
                                 chosen, &fields);

    if (problem != NULL) {
        return problem;
    }
    json_object *form = lz_json_adopt(env->pool, json_object_new_object());
    json_object *values = json_object_new_object();
    const apr_array_header_t *entries = apr_table_elts(fields);
    for (int i = 0; i < entries->nelts; i++) {
        const apr_table_entry_t *entry = &APR_ARRAY_IDX(entries, i, apr_table_entry_t);

        lz_json_put_string(values, entry->key, entry->val);
    }
    lz_json_put_string(form, "action", request->return_url);
    lz_json_put(form, "fields", values);
    *answer = form;
    return NULL;
}

const lz_problem_t *lz_selection_answer(const lz_env_t *env, const lz_site_t *site,
                                        const lz_session_t *session,
                                        const lz_deep_linking_t *request, json_object *items,
                                        json_object **answer)
{
    const size_t n = items != NULL ? json_object_array_length(items) : 0;
    lz_deep_item_t *links = apr_pcalloc(env->pool, sizeof(*links) * (n + 1));

    const lz_problem_t *problem = n > 0 ? lz_selection_obstacle(env, session, request) : NULL;
    if (problem == NULL && n > 1 && !request->accept_multiple) {
        problem = wrong_items(env->pool, "several, and the platform takes one",
                              "Your learning platform takes one at a time.");
    }
    if (problem == NULL && n > LZ_SELECTION_ITEMS_MAX) {
        problem = wrong_items(env->pool, "too many", "Choose at most 50 at a time.");
    }
    if (problem == NULL && n > 0) {
        problem = choose_all(env, session, items, links);
    }
    if (problem != NULL) {
        return problem;
    }
    if (n == 1) {
        take_proposal(request, links);
    }
    const lz_deep_answer_t chosen = { .items = links, .n = (int)n };
    return form_of(env, site, session, request, &chosen, answer);
}

const lz_problem_t *lz_selection_decline(const lz_env_t *env, const lz_site_t *site,
                                         const lz_session_t *session,
                                         const lz_deep_linking_t *request,
                                         const lz_problem_t *obstacle, json_object **answer)
{
    const lz_deep_answer_t nothing = { .error = obstacle->message };

    return form_of(env, site, session, request, &nothing, answer);
}
