/* SPDX-License-Identifier: Apache-2.0 */
#include "snapshot.h"

#include <string.h>

#include "../base/timestamp.h"
#include "../base/url.h"
#include "alternates.h"
#include "dates.h"

#define MINUTE           apr_time_from_sec(60)
#define DURATION_MAX     (24 * 60 * 31)
/* One without a fixed time that is gone stays in the lists as gone for so long. */
#define GONE_SHOWN       apr_time_from_sec(7 * 24 * 3600)
#define LISTED_AGENDA    200     /* bytes; Zoom cuts after 250 characters of its own counting */

#define TYPE_SCHEDULED       2
#define TYPE_NO_FIXED_TIME   3
#define TYPE_SERIES          LZ_TYPE_SERIES

static const char *text_of(json_object *object, const char *name)
{
    const char *text = lz_json_string(object, name);
    return text ? text : "";
}

static apr_int64_t number_of(json_object *object, const char *name, apr_int64_t otherwise)
{
    apr_int64_t number = otherwise;
    return lz_json_int64(object, name, &number) ? number : otherwise;
}

/* A link that a browser may be sent to, sealed; "" for any other. */
static const char *seal_link(const lz_snapshots_t *snapshots, const char *url)
{
    const int rules = snapshots->account->loopback ? LZ_URL_LOOPBACK_HTTP : LZ_URL_HTTPS;
    if (lz_url_check(url, rules) != NULL) {
        return "";
    }
    const char *sealed = lz_seal(snapshots->site->sealer, snapshots->env->pool, LZ_SEAL_ROW, url,
                                 strlen(url));
    return sealed ? sealed : "";
}

static void set_times(lz_meeting_t *meeting, const char *start_time, apr_int64_t duration)
{
    apr_time_t starts_at = 0;
    meeting->duration = duration > 0 && duration <= DURATION_MAX ? (int)duration : 0;
    if (!lz_timestamp_parse(start_time, &starts_at)) {
        meeting->starts_at = LZ_NO_FIXED_TIME;
        meeting->ends_at = LZ_NO_FIXED_TIME;
        return;
    }
    meeting->starts_at = starts_at;
    meeting->ends_at = starts_at + meeting->duration * MINUTE;
}

static lz_meeting_t *read_common(const lz_snapshots_t *snapshots, json_object *answer,
                                 apr_time_t asked_at)
{
    lz_meeting_t *meeting = apr_pcalloc(snapshots->env->pool, sizeof(*meeting));
    meeting->account = snapshots->account->account_id;
    meeting->id = text_of(answer, "id");
    meeting->host_id = text_of(answer, "host_id");
    if (!*meeting->id || !*meeting->host_id) {
        return NULL;
    }
    meeting->uuid = text_of(answer, "uuid");
    meeting->topic = text_of(answer, "topic");
    meeting->agenda = text_of(answer, "agenda");
    meeting->type = (int)number_of(answer, "type", TYPE_SCHEDULED);
    meeting->timezone = text_of(answer, "timezone");
    meeting->join_link = seal_link(snapshots, text_of(answer, "join_url"));
    meeting->host_name = "";
    meeting->occurrence_id = "";
    meeting->snapshot_at = asked_at;
    meeting->known_at = asked_at;
    set_times(meeting, meeting->type == TYPE_NO_FIXED_TIME ? "" : text_of(answer, "start_time"),
              number_of(answer, "duration", 0));
    return meeting;
}

/* NULL: the answer does not say. */
static const char *alternates_of(const lz_snapshots_t *snapshots, json_object *answer)
{
    json_object *settings = lz_json_object(answer, "settings");
    return settings ? lz_alternates_pack(snapshots->env->pool, snapshots->account->account_id,
                                         text_of(settings, "alternative_hosts"))
                    : NULL;
}

/* A list does not say it. */
static lz_scheduled_by_e scheduled_by(json_object *answer, const char *host_id)
{
    const char *assistant = lz_json_string(answer, "assistant_id");
    return !lz_json_object(answer, "settings") ? LZ_SCHEDULED_UNKNOWN
           : assistant && *assistant && strcmp(assistant, host_id) != 0 ? LZ_SCHEDULED_FOR_HOST
                                                                        : LZ_SCHEDULED_BY_HOST;
}

/* A list does not say it. */
static lz_rhythm_e rhythm_of(json_object *answer)
{
    json_object *recurrence = lz_json_object(answer, "recurrence");
    const apr_int64_t type = number_of(recurrence, "type", LZ_RHYTHM_OTHER);
    if (!recurrence) {
        return LZ_RHYTHM_UNKNOWN;
    }
    return number_of(recurrence, "repeat_interval", 1) == 1 && type >= LZ_RHYTHM_DAILY
           && type <= LZ_RHYTHM_MONTHLY ? (lz_rhythm_e)type : LZ_RHYTHM_OTHER;
}

lz_meeting_t *lz_snapshot_of_series(const lz_snapshots_t *snapshots, json_object *answer,
                                    apr_time_t asked_at, const apr_array_header_t *known)
{
    lz_meeting_t *meeting = read_common(snapshots, answer, asked_at);
    if (!meeting) {
        return NULL;
    }
    meeting->alternative_hosts = alternates_of(snapshots, answer);
    meeting->scheduled_by = scheduled_by(answer, meeting->host_id);
    meeting->rhythm = rhythm_of(answer);
    meeting->dates_at = meeting->type == TYPE_SERIES ? asked_at : 0;
    lz_dates_merge(snapshots->env->pool, meeting, answer, known);
    if (strcmp(text_of(answer, "status"), "started") == 0) {
        meeting->status = LZ_MEETING_STARTED;
    } else {
        meeting->status = meeting->ends_at > asked_at ? LZ_MEETING_WAITING : LZ_MEETING_ENDED;
    }
    return meeting;
}

lz_meeting_t *lz_snapshot_of_meeting(const lz_snapshots_t *snapshots, json_object *answer,
                                     apr_time_t asked_at)
{
    return lz_snapshot_of_series(snapshots, answer, asked_at, NULL);
}

lz_meeting_t *lz_snapshot_of_row(const lz_snapshots_t *snapshots, json_object *row,
                                 apr_time_t asked_at)
{
    lz_meeting_t *meeting = read_common(snapshots, row, asked_at);
    if (meeting) {
        meeting->status = meeting->ends_at > asked_at ? LZ_MEETING_WAITING : LZ_MEETING_STARTED;
    }
    return meeting;
}

const char *lz_snapshot_join_link(const lz_snapshots_t *snapshots, const lz_meeting_t *meeting)
{
    apr_size_t length = 0;
    if (!*meeting->join_link) {
        return NULL;
    }
    return lz_unseal(snapshots->site->sealer, snapshots->env->pool, LZ_SEAL_ROW,
                     meeting->join_link, &length);
}

static int same_link(const lz_snapshots_t *snapshots, const lz_meeting_t *a,
                     const lz_meeting_t *b)
{
    const char *link_a = lz_snapshot_join_link(snapshots, a);
    const char *link_b = lz_snapshot_join_link(snapshots, b);
    return link_a && link_b && strcmp(link_a, link_b) == 0;
}

static int same_scheduling(const lz_meeting_t *a, const lz_meeting_t *b)
{
    return a->scheduled_by == LZ_SCHEDULED_UNKNOWN || b->scheduled_by == LZ_SCHEDULED_UNKNOWN
           || a->scheduled_by == b->scheduled_by;
}

static int same_rhythm(const lz_meeting_t *a, const lz_meeting_t *b)
{
    return a->rhythm == LZ_RHYTHM_UNKNOWN || b->rhythm == LZ_RHYTHM_UNKNOWN
           || a->rhythm == b->rhythm;
}

static int same_alternates(const lz_meeting_t *a, const lz_meeting_t *b)
{
    return !a->alternative_hosts || !b->alternative_hosts
           || strcmp(a->alternative_hosts, b->alternative_hosts) == 0;
}

int lz_snapshot_same(const lz_snapshots_t *snapshots, const lz_meeting_t *a,
                     const lz_meeting_t *b)
{
    return a->type == b->type && a->starts_at == b->starts_at && a->ends_at == b->ends_at
           && a->duration == b->duration && a->status == b->status
           && strcmp(a->host_id, b->host_id) == 0 && strcmp(a->uuid, b->uuid) == 0
           && strcmp(a->topic, b->topic) == 0 && strcmp(a->agenda, b->agenda) == 0
           && strcmp(a->timezone, b->timezone) == 0 && same_alternates(a, b)
           && same_scheduling(a, b) && same_rhythm(a, b)
           && same_link(snapshots, a, b);
}

apr_time_t lz_snapshot_gone_until(const lz_meeting_t *meeting, apr_time_t now)
{
    return meeting->ends_at == LZ_NO_FIXED_TIME ? now + GONE_SHOWN : meeting->ends_at;
}

static void take_text(json_object *changed, const char *name, const char **text)
{
    const char *value = lz_json_string(changed, name);
    *text = value ? value : *text;
}

/* 0 when the new link cannot be kept. */
static int take_link(const lz_snapshots_t *snapshots, lz_meeting_t *meeting, json_object *changed)
{
    const char *url = lz_json_string(changed, "join_url");
    const char *sealed = url ? seal_link(snapshots, url) : meeting->join_link;
    meeting->join_link = *sealed ? sealed : meeting->join_link;
    return *sealed != '\0';
}

/* 0 when the new times are those of a series, or of a meeting that had none. */
static int take_times(lz_meeting_t *meeting, json_object *changed)
{
    const char *start_time = lz_json_string(changed, "start_time");
    apr_int64_t duration = meeting->duration;
    apr_time_t starts_at = meeting->starts_at;
    if (!lz_json_int64(changed, "duration", &duration) && !start_time) {
        return 1;
    }
    if (meeting->type == TYPE_SERIES || starts_at == LZ_NO_FIXED_TIME
        || duration < 0 || duration > DURATION_MAX
        || (start_time && !lz_timestamp_parse(start_time, &starts_at))) {
        return 0;
    }
    meeting->starts_at = starts_at;
    meeting->duration = (int)duration;
    meeting->ends_at = starts_at + meeting->duration * MINUTE;
    return 1;
}

int lz_snapshot_change(const lz_snapshots_t *snapshots, lz_meeting_t *meeting,
                       json_object *changed)
{
    take_text(changed, "topic", &meeting->topic);
    take_text(changed, "agenda", &meeting->agenda);
    take_text(changed, "timezone", &meeting->timezone);
    const int link = take_link(snapshots, meeting, changed);
    return take_times(meeting, changed) && link;
}

void lz_snapshot_keep_agenda(lz_meeting_t *row, const lz_meeting_t *old)
{
    const apr_size_t length = strlen(row->agenda);
    if (length >= LISTED_AGENDA && strlen(old->agenda) > length
        && strncmp(row->agenda, old->agenda, length) == 0) {
        row->agenda = old->agenda;
    }
}
