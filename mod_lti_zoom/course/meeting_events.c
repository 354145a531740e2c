/* SPDX-License-Identifier: Apache-2.0 */
#include "meeting_events.h"

#include <string.h>

#include "../base/timestamp.h"
#include "dates.h"

/* One event about one meeting. */
typedef struct scene_t {
    const lz_snapshots_t  *snapshots;
    lz_store_t            *store;
    const lz_zoom_event_t *event;
    json_object           *object;      /* of its payload */
    const lz_meeting_t    *known;
} scene_t;

typedef const lz_problem_t *(*effect_fn)(const scene_t *scene);

/* The next view asks Zoom; about a series singly, since a list does not have all of its dates. */
static const lz_problem_t *doubt(const scene_t *scene)
{
    const lz_meeting_t *known = scene->known;
    const lz_problem_t *problem = NULL;
    if (known->type == LZ_TYPE_SERIES) {
        problem = lz_store_look(scene->store, known->account, known->id);
    }
    return problem ? problem : lz_store_host_changed(scene->store, known->account,
                                                     known->host_id);
}

/* 1 when Zoom was asked about the host's meetings after this had happened. */
static int is_overtaken(const scene_t *scene)
{
    return scene->event->at < scene->known->known_at;
}

static const char *uuid_of(const scene_t *scene)
{
    const char *uuid = lz_json_string(scene->object, "uuid");
    return uuid ? uuid : "";
}

/* Of a series it is one date that starts or ends. */
static const lz_problem_t *set_dates(const scene_t *scene, lz_meeting_status_e status,
                                     const char *uuid)
{
    lz_meeting_t series = *scene->known;
    apr_array_header_t *dates = NULL;
    const lz_problem_t *problem = lz_store_dates(scene->store, series.account, series.id, &dates);
    if (problem) {
        return problem;
    }
    lz_dates_status(scene->snapshots->env->pool, &series, dates, status, uuid, scene->event->at);
    return series.dates ? lz_store_put_dates(scene->store, series.account, series.id, series.dates)
                        : NULL;
}

/* --- what becomes of it ----------------------------------------------------------------------- */

/*
 * Whoever asked Zoom later and did not look at this very meeting knows nothing of its status, so
 * the event counts; whether it still holds is asked again.
 */
static const lz_problem_t *set_status(const scene_t *scene, lz_meeting_status_e status,
                                      const char *uuid, apr_time_t ends_at)
{
    const lz_problem_t *problem = lz_store_meeting_status(scene->store, scene->known, status, uuid,
                                                          ends_at, scene->event->at);
    if (!problem && scene->known->type == LZ_TYPE_SERIES
        && scene->event->at >= scene->known->status_at) {
        problem = set_dates(scene, status, uuid);
    }
    return problem || !is_overtaken(scene) ? problem : doubt(scene);
}

static const lz_problem_t *started(const scene_t *scene)
{
    return set_status(scene, LZ_MEETING_STARTED, uuid_of(scene), scene->known->ends_at);
}

/* Somebody is in it although we have not heard that it started. */
static const lz_problem_t *joined(const scene_t *scene)
{
    return lz_meeting_event_matters(scene->event, scene->known) ? started(scene) : NULL;
}

/*
 * The event's duration is the one that was planned; what counts is when it really ended. Before its
 * time is over Zoom calls a meeting waiting, and it can be started again.
 */
static const lz_problem_t *ended(const scene_t *scene)
{
    const lz_meeting_t *known = scene->known;
    const char *text = lz_json_string(scene->object, "end_time");
    apr_time_t end = scene->event->at;
    if (text && !lz_timestamp_parse(text, &end)) {
        end = scene->event->at;
    }
    const lz_problem_t *problem =
        set_status(scene, known->ends_at > end ? LZ_MEETING_WAITING : LZ_MEETING_ENDED, "",
                   known->ends_at);
    /* Which date comes next of a series whose dates are not known, Zoom knows. */
    return problem || known->type != LZ_TYPE_SERIES || known->dates_at ? problem : doubt(scene);
}

static int is_one_date(const scene_t *scene)
{
    const char *operation = lz_json_string(scene->event->payload, "operation");
    json_object *dates = lz_json_array(scene->object, "occurrences");
    return operation ? strcmp(operation, "all") != 0
                     : dates && json_object_array_length(dates) > 0;
}

/* Those of the event's dates that are known become gone; *unknown counts the others. */
static void drop_dates(const scene_t *scene, lz_meeting_t *series, apr_array_header_t *dates,
                       int *unknown)
{
    json_object *named = lz_json_array(scene->object, "occurrences");
    const size_t n = named ? json_object_array_length(named) : 0;
    *unknown = n == 0;
    for (size_t i = 0; i < n; i++) {
        const char *id = lz_json_string(json_object_array_get_idx(named, i), "occurrence_id");
        const lz_date_t *date = id ? lz_dates_find(dates, series->id, id) : NULL;
        if (date) {
            lz_date_t gone = *date;
            gone.status = LZ_MEETING_GONE;
            lz_dates_replace(scene->snapshots->env->pool, dates, series, &gone);
        }
        *unknown += !date;
    }
}

/* Of one date Zoom says which; "range" means those behind it too, and Zoom knows them. */
static const lz_problem_t *date_deleted(const scene_t *scene)
{
    lz_meeting_t series = *scene->known;
    apr_array_header_t *dates = NULL;
    const char *operation = lz_json_string(scene->event->payload, "operation");
    int unknown = 0;
    if (scene->event->at < series.snapshot_at) {
        return NULL;            /* the series was looked at since */
    }
    if (!series.dates_at || is_overtaken(scene) || scene->event->at < series.changed_at
        || (operation && strcmp(operation, "single") != 0)) {
        return doubt(scene);
    }
    const lz_problem_t *problem = lz_store_dates(scene->store, series.account, series.id, &dates);
    if (problem) {
        return problem;
    }
    drop_dates(scene, &series, dates, &unknown);
    if (series.dates) {
        problem = lz_store_put_dates(scene->store, series.account, series.id, series.dates);
    }
    if (!problem) {
        problem = lz_store_meeting_changed(scene->store, &series, scene->event->at);
    }
    return problem || !unknown ? problem : doubt(scene);
}

static const lz_problem_t *deleted(const scene_t *scene)
{
    if (is_one_date(scene)) {
        return date_deleted(scene);
    }
    return set_status(scene, LZ_MEETING_GONE, "",
                      lz_snapshot_gone_until(scene->known, scene->event->at));
}

static const lz_problem_t *recovered(const scene_t *scene)
{
    const lz_meeting_t *known = scene->known;
    const apr_time_t ends_at = known->starts_at == LZ_NO_FIXED_TIME ? LZ_NO_FIXED_TIME
                                                                    : known->ends_at;
    const lz_problem_t *problem = NULL;
    if (!is_one_date(scene)) {
        problem = set_status(scene, ends_at > scene->event->at ? LZ_MEETING_WAITING
                                                               : LZ_MEETING_ENDED, "", ends_at);
    }
    return problem ? problem : doubt(scene);
}

/* --- what it is ------------------------------------------------------------------------------- */

/* 1 for a change of the whole meeting, which names its host as we know it, or not at all. */
static int is_plain(const scene_t *scene)
{
    const char *scope = lz_json_string(scene->event->payload, "scope");
    const char *host_id = lz_json_string(scene->object, "host_id");
    return (!scope || strcmp(scope, "all") == 0)
           && (!host_id || strcmp(host_id, scene->known->host_id) == 0);
}

static const lz_problem_t *updated(const scene_t *scene)
{
    const lz_zoom_event_t *event = scene->event;
    lz_meeting_t now = *scene->known;
    if (event->at < now.snapshot_at) {
        return NULL;            /* this meeting was looked at since: it is in there */
    }
    /* Later changes are known already, perhaps of the same thing: how it stands now Zoom knows. */
    if (!is_plain(scene) || is_overtaken(scene) || event->at < now.changed_at) {
        return doubt(scene);
    }
    const int complete = lz_snapshot_change(scene->snapshots, &now, scene->object);
    const lz_problem_t *problem = lz_store_meeting_changed(scene->store, &now, event->at);
    const int open = now.status == LZ_MEETING_WAITING || now.status == LZ_MEETING_STARTED;
    return problem || (complete && open && !event->unread) ? problem : doubt(scene);
}

/* --- all of them ------------------------------------------------------------------------------ */

/*
 * A meeting that is known has been read after it was made: its making is no news. Zoom's times are
 * milliseconds, and deliveries overtake each other: of one and the same millisecond the end comes
 * after the beginning, and what becomes of the whole meeting after both.
 */
static const struct {
    effect_fn           effect;
    apr_interval_time_t behind;     /* microseconds, within the millisecond */
} effects[LZ_EVENT_COUNT] = {
    [LZ_EVENT_MEETING_UPDATED] = { updated, 0 },
    [LZ_EVENT_MEETING_STARTED] = { started, 0 },
    [LZ_EVENT_PARTICIPANT_JOINED] = { joined, 0 },
    [LZ_EVENT_MEETING_ENDED] = { ended, 1 },
    [LZ_EVENT_MEETING_DELETED] = { deleted, 2 },
    [LZ_EVENT_MEETING_PERMANENTLY_DELETED] = { deleted, 2 },
    [LZ_EVENT_MEETING_RECOVERED] = { recovered, 3 }
};

int lz_meeting_event_matters(const lz_zoom_event_t *event, const lz_meeting_t *known)
{
    if (event->id == LZ_EVENT_PARTICIPANT_JOINED) {
        return known->status == LZ_MEETING_WAITING && event->at >= known->status_at;
    }
    return effects[event->id].effect != NULL;
}

const lz_problem_t *lz_meeting_event(const lz_snapshots_t *snapshots, lz_store_t *store,
                                     const lz_zoom_event_t *event, const lz_meeting_t *known)
{
    lz_zoom_event_t in_order = *event;
    const scene_t scene = {
        .snapshots = snapshots, .store = store, .event = &in_order,
        .object = lz_json_object(event->payload, "object"), .known = known
    };
    in_order.at += effects[event->id].behind;
    return effects[event->id].effect ? effects[event->id].effect(&scene) : NULL;
}
