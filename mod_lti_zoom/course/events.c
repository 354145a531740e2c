/* SPDX-License-Identifier: Apache-2.0 */
#include "events.h"

#include <string.h>

#include "../base/encoding.h"
#include "../store/recordings.h"
#include "hot.h"
#include "meeting_events.h"
#include "person.h"
#include "recording_cache.h"

/* One delivery. */
typedef struct receipt_t {
    const lz_env_t        *env;
    const lz_site_t       *site;
    const lz_account_t    *account;
    const lz_webhook_t    *webhook;
    const lz_zoom_event_t *event;
    json_object           *object;      /* of its payload, or NULL */
    apr_array_header_t    *courses;     /* const char *: whose hot lists are to be forgotten */
    const char            *outcome;     /* for the log */
} receipt_t;

typedef const lz_problem_t *(*work_fn)(receipt_t *receipt, lz_store_t *store);

static const char *member(const receipt_t *receipt, const char *name)
{
    return lz_json_string(receipt->object, name);
}

/*
 * Does work in a transaction that also notes the delivery; not when it was noted before. What is
 * cached is forgotten by the caller in both cases: who carried it out may have died before that.
 */
static const lz_problem_t *work_once(receipt_t *receipt, lz_store_t *store, work_fn work)
{
    const char *fingerprint = lz_fingerprint(receipt->env->pool, receipt->account->account_id,
                                             receipt->webhook->body, NULL);
    int first = 0;
    const lz_problem_t *problem = lz_store_begin(store);
    if (!problem) {
        problem = lz_store_note_event(store, fingerprint, &first);
    }
    if (!problem && first) {
        problem = work(receipt, store);
    }
    receipt->outcome = first ? "applied" : "duplicate";
    return problem ? problem : lz_store_commit(store);
}

/* --- meetings --------------------------------------------------------------------------------- */

static const lz_problem_t *write_meeting(receipt_t *receipt, lz_store_t *store)
{
    const lz_snapshots_t snapshots = {
        .env = receipt->env, .site = receipt->site, .account = receipt->account
    };
    lz_meeting_t *known = NULL;
    const lz_problem_t *problem = lz_store_event_meeting(store, receipt->account->account_id,
                                                         member(receipt, "id"), 1, &known);
    return problem || !known ? problem
                             : lz_meeting_event(&snapshots, store, receipt->event, known);
}

static const lz_problem_t *with_meeting(receipt_t *receipt, lz_store_t *store)
{
    const char *account_id = receipt->account->account_id;
    const char *id = member(receipt, "id");
    lz_meeting_t *known = NULL;
    const lz_problem_t *problem = lz_store_meeting_courses(store, account_id, id,
                                                           &receipt->courses);
    if (problem || receipt->courses->nelts == 0) {
        return problem;
    }
    problem = lz_store_event_meeting(store, account_id, id, 0, &known);
    if (problem || !known || !lz_meeting_event_matters(receipt->event, known)) {
        receipt->courses = NULL;
        return problem;
    }
    return work_once(receipt, store, write_meeting);
}

/* Whoever hosts it sees it among all their meetings, or no longer. */
static void forget_own_list(const receipt_t *receipt)
{
    switch (receipt->event->id) {
    case LZ_EVENT_MEETING_CREATED:
    case LZ_EVENT_MEETING_UPDATED:
    case LZ_EVENT_MEETING_DELETED:
    case LZ_EVENT_MEETING_PERMANENTLY_DELETED:
    case LZ_EVENT_MEETING_RECOVERED:
        lz_person_changed(receipt->env, receipt->account->account_id, member(receipt, "host_id"),
                          NULL, LZ_PERSON_MEETINGS);
        break;
    default:
        break;
    }
}

/* --- recordings ------------------------------------------------------------------------------- */

static const lz_problem_t *with_recording(receipt_t *receipt, lz_store_t *store)
{
    const char *id = member(receipt, "id");
    receipt->outcome = "applied";
    const int is_new = receipt->event->id == LZ_EVENT_RECORDING_COMPLETED
                       || receipt->event->id == LZ_EVENT_RECORDING_TRANSCRIPT;
    const lz_problem_t *problem = lz_store_recordings_stale(store, receipt->account->account_id,
                                                            member(receipt, "host_id"), !is_new);
    if (problem) {
        return problem;
    }
    return id ? lz_store_meeting_courses(store, receipt->account->account_id, id,
                                         &receipt->courses)
              : NULL;
}

/* --- people ----------------------------------------------------------------------------------- */

static int is_gone(const lz_zoom_event_t *event)
{
    return event->id == LZ_EVENT_USER_DEACTIVATED || event->id == LZ_EVENT_USER_DISASSOCIATED
           || event->id == LZ_EVENT_USER_DELETED;
}

static const lz_problem_t *write_host(receipt_t *receipt, lz_store_t *store)
{
    const char *account_id = receipt->account->account_id;
    const char *host_id = member(receipt, "id");
    const char *name = member(receipt, "display_name");
    const lz_problem_t *problem = NULL;
    if (name && *name) {
        problem = lz_store_host_renamed(store, account_id, host_id, name);
    }
    /* What becomes of their meetings, Zoom knows. */
    return problem || !is_gone(receipt->event) ? problem
                                               : lz_store_host_changed(store, account_id, host_id);
}

static const lz_problem_t *with_user(receipt_t *receipt, lz_store_t *store)
{
    const char *host_id = member(receipt, "id");
    receipt->outcome = "applied";
    if (!host_id || (!is_gone(receipt->event) && !member(receipt, "display_name"))) {
        return NULL;
    }
    const lz_problem_t *problem = lz_store_host_courses(store, receipt->account->account_id,
                                                        host_id, &receipt->courses);
    return problem || receipt->courses->nelts == 0 ? problem
                                                   : work_once(receipt, store, write_host);
}

static void forget_user(const receipt_t *receipt, json_object *user)
{
    lz_person_changed(receipt->env, receipt->account->account_id, lz_json_string(user, "id"),
                      lz_json_string(user, "email"), LZ_PERSON_USER);
}

static void forget_users(const receipt_t *receipt)
{
    json_object *members = lz_json_array(receipt->object, "members");
    const size_t n = members ? json_object_array_length(members) : 0;
    for (size_t i = 0; i < n; i++) {
        forget_user(receipt, json_object_array_get_idx(members, i));
    }
    if (!members) {
        forget_user(receipt, receipt->object);
        forget_user(receipt, lz_json_object(receipt->event->payload, "old_object"));
    }
}

/* --- each event ------------------------------------------------------------------------------- */

typedef enum about_e {
    ABOUT_NOTHING,
    ABOUT_MEETING,
    ABOUT_RECORDING,
    ABOUT_USER
} about_e;

static about_e about(lz_zoom_event_id_e id)
{
    switch (id) {
    case LZ_EVENT_MEETING_CREATED:
    case LZ_EVENT_MEETING_UPDATED:
    case LZ_EVENT_MEETING_DELETED:
    case LZ_EVENT_MEETING_PERMANENTLY_DELETED:
    case LZ_EVENT_MEETING_RECOVERED:
    case LZ_EVENT_MEETING_STARTED:
    case LZ_EVENT_MEETING_ENDED:
    case LZ_EVENT_PARTICIPANT_JOINED:
        return ABOUT_MEETING;
    case LZ_EVENT_RECORDING_COMPLETED:
    case LZ_EVENT_RECORDING_TRANSCRIPT:
    case LZ_EVENT_RECORDING_TRASHED:
    case LZ_EVENT_RECORDING_DELETED:
    case LZ_EVENT_RECORDING_RECOVERED:
    case LZ_EVENT_RECORDING_RENAMED:
    case LZ_EVENT_RECORDINGS_TRASHED:
    case LZ_EVENT_RECORDINGS_DELETED:
    case LZ_EVENT_RECORDINGS_RECOVERED:
        return ABOUT_RECORDING;
    case LZ_EVENT_USER_CREATED:
    case LZ_EVENT_USER_INVITATION_ACCEPTED:
    case LZ_EVENT_USER_UPDATED:
    case LZ_EVENT_USER_SETTINGS_UPDATED:
    case LZ_EVENT_USER_ACTIVATED:
    case LZ_EVENT_USER_DEACTIVATED:
    case LZ_EVENT_USER_DISASSOCIATED:
    case LZ_EVENT_USER_DELETED:
    case LZ_EVENT_GROUP_MEMBER_ADDED:
        return ABOUT_USER;
    case LZ_EVENT_PARTICIPANT_LEFT:
    case LZ_EVENT_REGISTRATION_CREATED:
    case LZ_EVENT_OTHER:
    case LZ_EVENT_URL_VALIDATION:
    case LZ_EVENT_COUNT:
        break;
    }
    return ABOUT_NOTHING;
}

static const work_fn works[] = {
    [ABOUT_MEETING] = with_meeting,
    [ABOUT_RECORDING] = with_recording,
    [ABOUT_USER] = with_user
};

static void forget(const receipt_t *receipt, about_e what)
{
    if (what == ABOUT_MEETING) {
        forget_own_list(receipt);
    } else if (what == ABOUT_RECORDING) {
        lz_recordings_forget(receipt->env, receipt->account->account_id,
                             member(receipt, "host_id"));
    } else {
        forget_users(receipt);
    }
    for (int i = 0; receipt->courses && i < receipt->courses->nelts; i++) {
        lz_hot_forget(receipt->env, APR_ARRAY_IDX(receipt->courses, i, const char *));
    }
}

static const lz_problem_t *take(receipt_t *receipt)
{
    const about_e what = about(receipt->event->id);
    lz_store_t *store = NULL;
    if (what == ABOUT_NOTHING) {
        return NULL;
    }
    const lz_problem_t *problem = lz_store_open(receipt->env, &store);
    if (!problem) {
        problem = works[what](receipt, store);
    }
    lz_store_close(store);
    if (!problem) {
        forget(receipt, what);
    }
    return problem;
}

/* --- the delivery ----------------------------------------------------------------------------- */

static const lz_account_t *account_named(const lz_site_t *site, const char *name)
{
    for (int i = 0; i < site->n_accounts; i++) {
        if (strcmp(site->accounts[i]->name, name) == 0) {
            return site->accounts[i];
        }
    }
    return NULL;
}

static json_object *prove(const receipt_t *receipt)
{
    apr_pool_t *pool = receipt->env->pool;
    const char *token = receipt->event->plain_token;
    json_object *proof = lz_json_adopt(pool, json_object_new_object());
    lz_json_put_string(proof, "plainToken", token);
    lz_json_put_string(proof, "encryptedToken", lz_webhook_proof(pool, receipt->account, token));
    return proof;
}

static void note(const receipt_t *receipt)
{
    const apr_interval_time_t lag = lz_now(receipt->env->clock) - receipt->event->at;
    lz_log(receipt->env->log, LZ_LOG_DEBUG, APR_SUCCESS,
           LZNO(0710) "%s of account %s, %" APR_TIME_T_FMT " ms after it happened: %s",
           receipt->event->name, receipt->account->name, apr_time_as_msec(lag), receipt->outcome);
    lz_count(receipt->env->metrics, LZ_M_WEBHOOK_EVENTS, receipt->account->name,
             receipt->event->name, receipt->outcome);
    if (receipt->event->id != LZ_EVENT_URL_VALIDATION) {
        lz_observe(receipt->env->metrics, LZ_M_WEBHOOK_LAG, lag > 0 ? lag : 0,
                   receipt->account->name);
    }
}

static const lz_problem_t *refuse(const receipt_t *receipt, const lz_problem_t *problem)
{
    lz_count(receipt->env->metrics, LZ_M_WEBHOOK_EVENTS, receipt->account->name,
             receipt->event->name, problem->kind);
    return problem;
}

const lz_problem_t *lz_events_receive(const lz_env_t *env, const lz_site_t *site,
                                      const char *account, const lz_webhook_t *webhook,
                                      json_object **answer)
{
    lz_zoom_event_t event = { .id = LZ_EVENT_OTHER, .name = "other" };
    receipt_t receipt = {
        .env = env, .site = site, .account = account_named(site, account), .webhook = webhook,
        .event = &event, .outcome = "ignored"
    };
    if (!receipt.account || !receipt.account->webhook_secret) {
        return lz_problem(env->pool, LZ_P_WEBHOOK_NOWHERE, receipt.account
                          ? "<LTIZoomAccount %.64s> has no LTIZoomWebhookSecret"
                          : "there is no <LTIZoomAccount %.64s>", account);
    }
    const lz_problem_t *problem = lz_webhook_verify(env, receipt.account, webhook);
    if (!problem) {
        problem = lz_webhook_read(env, receipt.account, webhook, &event);
    }
    if (!problem) {
        receipt.object = lz_json_object(event.payload, "object");
        problem = take(&receipt);
    }
    if (problem) {
        return refuse(&receipt, problem);
    }
    *answer = event.id == LZ_EVENT_URL_VALIDATION ? prove(&receipt) : NULL;
    note(&receipt);
    return NULL;
}
