/* SPDX-License-Identifier: Apache-2.0 */
#include "recordings_refresh.h"

#include <string.h>

#include <apr_hash.h>
#include <apr_strings.h>

#include "../base/flight.h"
#include "../base/json.h"
#include "../base/timestamp.h"
#include "../store/recordings.h"
#include "../zoom/range.h"
#include "recording_cache.h"

#define DAY            apr_time_from_sec(24 * 3600)

/* Recordings appear hours after a meeting, so they may be older than lists of meetings. */
#define FRESH_TIMES    5

#define LATEST         (28 * DAY)
#define WHOLE_LIFETIME DAY

/* Further back than Zoom is asked in one go. */
#define REACH_MAX      (LZ_ZOOM_WINDOW_DAYS * (LZ_ZOOM_WINDOWS_MAX - 1) * DAY)

/* A list that could not be read is not asked for again so long. */
#define FAIL_LIFETIME  apr_time_from_sec(10)

#define FLIGHT_LIFETIME apr_time_from_sec(1)

/* One host's list to be read; baton of its flight. */
typedef struct errand_t {
    lz_recording_host_t  host;
    lz_zoom_range_t      range;
    int                  whole;
    lz_flight_t         *flight;
} errand_t;

typedef struct round_t {
    const lz_env_t     *env;
    lz_env_t            zoom_env;   /* with an earlier deadline */
    const lz_session_t *session;
    apr_time_t          now;
    errand_t           *errands;
    lz_flight_t        *flights;
    int                 n;
} round_t;

/* --- whose lists ------------------------------------------------------------------------------ */

static apr_time_t day_of(apr_time_t when)
{
    return when - when % DAY;
}

/* 1 when the host's list is to be read, and from when. */
static int needs(const lz_recording_host_t *host, apr_time_t now, apr_time_t from,
                 apr_interval_time_t freshness, errand_t *errand)
{
    const int stale = host->listed_at <= now - freshness || host->listed_at <= host->changed_at;
    errand->host = *host;
    errand->whole = host->whole_at <= now - WHOLE_LIFETIME || host->since > day_of(from)
                    || host->added_at > host->whole_at;     /* since is 0 with whole_at */
    errand->range = (lz_zoom_range_t){
        .from = day_of(errand->whole ? from : now - LATEST), .to = now + DAY
    };
    return stale || errand->whole;
}

static lz_flight_t flight_of(const round_t *round, errand_t *errand)
{
    const char *account = round->session->account->account_id;
    const char *generation = lz_recordings_generation(round->env, account, errand->host.id);
    return (lz_flight_t){
        .key = apr_pstrcat(round->env->pool, "recordings:", account, ":", errand->host.id, ":",
                           lz_timestamp(round->env->pool, errand->range.from), ":",
                           generation ? generation : "", NULL),
        .lifetime = FLIGHT_LIFETIME,
        .fail_lifetime = FAIL_LIFETIME,
        .refresh = 1,       /* the database says that it is wanted */
        .baton = errand
    };
}

static const lz_problem_t *read_hosts(const round_t *round, apr_array_header_t **hosts)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open(round->env, &store);
    if (!problem) {
        problem = lz_store_recording_hosts(store, round->session->course,
                                           round->session->account->account_id, hosts);
    }
    lz_store_close(store);
    return problem;
}

static void begin(round_t *round, const apr_array_header_t *hosts, apr_time_t from,
                  apr_interval_time_t freshness)
{
    const apr_size_t most = (apr_size_t)hosts->nelts;
    round->errands = apr_pcalloc(round->env->pool, sizeof(errand_t) * most);
    round->flights = apr_pcalloc(round->env->pool, sizeof(lz_flight_t) * most);
    for (int i = 0; i < hosts->nelts; i++) {
        errand_t *errand = &round->errands[round->n];
        if (needs(&APR_ARRAY_IDX(hosts, i, lz_recording_host_t), round->now, from, freshness,
                  errand)) {
            round->flights[round->n++] = flight_of(round, errand);
        }
    }
}

/* --- reading ---------------------------------------------------------------------------------- */

static const char *text_of(json_object *object, const char *name)
{
    const char *text = lz_json_string(object, name);
    return text ? text : "";
}

static apr_int64_t number_of(json_object *object, const char *name)
{
    apr_int64_t number = 0;
    return lz_json_int64(object, name, &number) && number > 0 ? number : 0;
}

/* A row of Zoom's list; 0 for one without what is needed. */
static int read_row(const round_t *round, const errand_t *errand, json_object *answer,
                    lz_recording_t *recording)
{
    int auto_delete = 0;
    *recording = (lz_recording_t){
        .account = round->session->account->account_id,
        .uuid = text_of(answer, "uuid"),
        .meeting_id = text_of(answer, "id"),
        .host_id = errand->host.id,
        .topic = text_of(answer, "topic"),
        .duration = (int)number_of(answer, "duration"),
        .total_size = number_of(answer, "total_size"),
        .file_count = (int)number_of(answer, "recording_count"),
        .auto_delete = lz_json_bool(answer, "auto_delete", &auto_delete) && auto_delete
                       ? text_of(answer, "auto_delete_date") : "",
        .snapshot_at = round->now
    };
    return *recording->uuid && *recording->meeting_id
           && lz_timestamp_parse(text_of(answer, "start_time"), &recording->starts_at);
}

/* Recordings of meetings that no course has stay unknown. */
static const lz_problem_t *write_rows(const round_t *round, lz_store_t *store,
                                      const errand_t *errand, json_object *list)
{
    apr_array_header_t *ids = NULL;
    apr_hash_t *ours = apr_hash_make(round->env->pool);
    const lz_problem_t *problem =
        lz_store_recorded_meetings(store, round->session->account->account_id, errand->host.id,
                                   &ids);
    for (int i = 0; !problem && i < ids->nelts; i++) {
        const char *id = APR_ARRAY_IDX(ids, i, const char *);
        apr_hash_set(ours, id, APR_HASH_KEY_STRING, id);
    }
    for (size_t i = 0; !problem && list && i < json_object_array_length(list); i++) {
        lz_recording_t recording;
        if (read_row(round, errand, json_object_array_get_idx(list, i), &recording)
            && apr_hash_get(ours, recording.meeting_id, APR_HASH_KEY_STRING)) {
            problem = lz_store_put_recording(store, &recording);
        }
    }
    return problem;
}

static const lz_problem_t *write_list(const round_t *round, lz_store_t *store, errand_t *errand,
                                      json_object *list)
{
    lz_recording_host_t host = errand->host;
    const lz_problem_t *problem = write_rows(round, store, errand, list);
    host.listed_at = round->now;
    if (errand->whole) {
        host.whole_at = round->now;
        /* What was asked about further back stays known, as it was then. */
        host.since = host.since > 0 && host.since < errand->range.from ? host.since
                                                                       : errand->range.from;
    }
    return problem ? problem
                   : lz_store_recordings_listed(store, round->session->account->account_id, &host,
                                                errand->range.from, errand->range.to, round->now);
}

static const lz_problem_t *write_lists(const round_t *round, lz_flight_t **claimed, int n,
                                       const lz_zoom_call_t *calls)
{
    lz_store_t *store = NULL;
    const lz_problem_t *problem = lz_store_open_to_write(round->env, &store);
    for (int i = 0; !problem && i < n; i++) {
        if (!claimed[i]->problem) {
            problem = write_list(round, store, (errand_t *)claimed[i]->baton,
                                 lz_json_array(calls[i].answer, "meetings"));
        }
    }
    return lz_store_end(store, problem);
}

static void fetch(void *baton, lz_flight_t **claimed, int n)
{
    const round_t *round = baton;
    lz_zoom_call_t *calls = apr_pcalloc(round->env->pool, sizeof(*calls) * (apr_size_t)n);
    lz_zoom_range_t *ranges = apr_pcalloc(round->env->pool, sizeof(*ranges) * (apr_size_t)n);
    for (int i = 0; i < n; i++) {
        const errand_t *errand = claimed[i]->baton;
        calls[i] = (lz_zoom_call_t){
            .operation = LZ_ZOOM_RECORDINGS, .path_parameter = errand->host.id
        };
        ranges[i] = errand->range;
    }
    lz_zoom_perform_ranges(&round->zoom_env, round->session->account, calls, ranges, n);
    for (int i = 0; i < n; i++) {
        /* A host whom Zoom no longer knows has none. */
        const lz_problem_t *problem = calls[i].problem;
        claimed[i]->problem = problem && problem->id != LZ_P_ZOOM_NO_USER ? problem : NULL;
        claimed[i]->value = "1";
        claimed[i]->length = 1;
    }
    const lz_problem_t *problem = write_lists(round, claimed, n, calls);
    for (int i = 0; problem && i < n; i++) {
        claimed[i]->problem = claimed[i]->problem ? claimed[i]->problem : problem;
    }
}

const lz_problem_t *lz_recordings_refresh(const lz_env_t *env, const lz_site_t *site,
                                          const lz_session_t *session, apr_time_t from,
                                          const lz_problem_t **behind)
{
    round_t round = {
        .env = env, .zoom_env = *env, .session = session, .now = lz_now(env->clock)
    };
    apr_array_header_t *hosts = NULL;
    const apr_time_t shown = round.now - LZ_RECORDINGS_SHOWN;
    const apr_time_t earliest = round.now - REACH_MAX;
    round.zoom_env.deadline = round.now + lz_env_remaining(env) / 2;
    *behind = NULL;
    const lz_problem_t *problem = read_hosts(&round, &hosts);
    if (problem) {
        return problem;
    }
    from = from < earliest ? earliest : from;
    begin(&round, hosts, from < shown ? from : shown,
          FRESH_TIMES * lz_site_freshness(site, session->account));
    if (round.n > 0) {
        lz_flights(&round.zoom_env, round.flights, round.n, fetch, &round);
    }
    for (int i = 0; i < round.n; i++) {
        *behind = round.flights[i].problem ? round.flights[i].problem : *behind;
    }
    return NULL;
}
