/* SPDX-License-Identifier: Apache-2.0 */
#include "recording_row.h"

#include <string.h>

#include "../base/encoding.h"
#include "../base/json.h"
#include "../base/timestamp.h"
#include "../store/course_settings.h"
#include "projection.h"
#include "recordings_refresh.h"
#include "sections.h"

#define UUID_MAX 100    /* bytes; Zoom's have 24 */

/* A recording is of a meeting that has ended, and nobody's own. */
static int may_with(const lz_session_t *session, lz_audience_e audience)
{
    return lz_may_with_meeting(session->standing, LZ_OWNS_NOTHING, LZ_MEETING_ENDED, audience)
           & (LZ_MAY_RECORDING | LZ_MAY_PUBLISH);
}

int lz_recording_may(const lz_session_t *session)
{
    return may_with(session, LZ_FOR_ALL);
}

const char *lz_recording_sections(const lz_recording_view_t *view)
{
    const char *chosen = view->recording.publication.sections;
    return chosen ? chosen : view->recording.sections;
}

int lz_recording_published(const lz_recording_view_t *view)
{
    const lz_published_e published = view->recording.publication.published;
    return published == LZ_PUBLISHED_UNSAID ? view->publish_all : published == LZ_PUBLISHED_YES;
}

int lz_recording_visible(const lz_env_t *env, const lz_session_t *session,
                         const lz_recording_view_t *view)
{
    const lz_publication_t *publication = &view->recording.publication;
    const apr_time_t now = lz_now(env->clock);
    const int may = may_with(session, lz_audience(env->pool, session,
                                                  lz_recording_sections(view)));
    if (may & LZ_MAY_PUBLISH) {
        return 1;
    }
    return (may & LZ_MAY_RECORDING) && lz_recording_published(view) && publication->from <= now
           && (!publication->until || now < publication->until);
}

apr_time_t lz_recording_turns_at(const lz_env_t *env, const lz_recording_view_t *view)
{
    const lz_publication_t *publication = &view->recording.publication;
    const apr_time_t now = lz_now(env->clock);
    return publication->from > now ? publication->from
           : publication->until > now ? publication->until : 0;
}

/* NULL for what is none. */
static const char *uuid_of(apr_pool_t *pool, const char *name)
{
    apr_size_t length = 0;
    const char *uuid = (const char *)lz_base64url_decode(pool, name, strlen(name), &length);
    return uuid && length > 0 && length <= UUID_MAX && lz_utf8_valid(uuid, length) ? uuid : NULL;
}

static const lz_problem_t *read_one(const lz_env_t *env, const lz_session_t *session,
                                    const char *uuid, lz_recording_view_t *view, int *found)
{
    lz_store_t *store = NULL;
    lz_course_recording_t *recording = NULL;
    const lz_problem_t *problem = lz_store_open(env, &store);
    if (!problem) {
        problem = lz_store_course_recording(store, session->course, session->account->account_id,
                                            uuid, &recording);
    }
    if (!problem) {
        problem = lz_store_course_flag(store, session->course, LZ_SETTING_PUBLISH_ALL,
                                       &view->publish_all);
    }
    lz_store_close(store);
    *found = recording != NULL;
    if (recording) {
        view->recording = *recording;
    }
    return problem;
}

const lz_problem_t *lz_recording_find(const lz_env_t *env, const lz_site_t *site,
                                      const lz_session_t *session, const char *name,
                                      lz_recording_view_t *view)
{
    const char *uuid = uuid_of(env->pool, name);
    const lz_problem_t *behind = NULL;
    const lz_problem_t *problem = NULL;
    int found = 0;
    if (uuid) {
        problem = read_one(env, session, uuid, view, &found);
    }
    if (uuid && !problem && !found) {
        problem = lz_recordings_refresh(env, site, session,
                                        lz_now(env->clock) - LZ_RECORDINGS_SHOWN, &behind);
        problem = problem ? problem : read_one(env, session, uuid, view, &found);
    }
    if (problem) {
        return problem;
    }
    if (!found || !lz_recording_visible(env, session, view)) {
        return lz_problem(env->pool, LZ_P_NO_SUCH_RECORDING, "course %s has no such recording%s",
                          session->course, found ? " for students" : "");
    }
    return NULL;
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void put_time(apr_pool_t *pool, json_object *row, const char *name, apr_time_t when)
{
    lz_json_put_string(row, name, when > 0 ? lz_timestamp(pool, when) : NULL);
}

static void put_text(json_object *row, const char *name, const char *text)
{
    lz_json_put_string(row, name, *text ? text : NULL);
}

static void put_publishing(apr_pool_t *pool, json_object *row, const lz_recording_view_t *view)
{
    const lz_publication_t *publication = &view->recording.publication;
    lz_json_put_bool(row, "published", lz_recording_published(view));
    lz_json_put(row, "sections", lz_sections_json(pool, lz_recording_sections(view)));
    lz_json_put_bool(row, "sections_chosen", publication->sections != NULL);
    lz_json_put(row, "meeting_sections", lz_sections_json(pool, view->recording.sections));
    put_time(pool, row, "publish_from", publication->from);
    put_time(pool, row, "publish_until", publication->until);
    put_text(row, "share", view->recording.share);
    put_text(row, "auto_delete_date", view->recording.recording.auto_delete);
    put_text(row, "changed_by", publication->changer);
    put_time(pool, row, "changed_at", publication->changed_at);
}

json_object *lz_recording_json(const lz_env_t *env, const lz_session_t *session,
                               const lz_recording_view_t *view)
{
    const lz_recording_t *recording = &view->recording.recording;
    json_object *row = json_object_new_object();
    const int may = lz_recording_may(session);
    lz_json_put_string(row, "uuid", recording->uuid);
    lz_json_put_string(row, "id", recording->meeting_id);
    lz_json_put_string(row, "topic", recording->topic);
    lz_json_put_string(row, "start_time", lz_timestamp(env->pool, recording->starts_at));
    lz_json_put_int64(row, "duration", recording->duration);
    lz_json_put_string(row, "timezone", view->recording.timezone);
    lz_json_put_int64(row, "total_size", recording->total_size);
    lz_json_put_int64(row, "file_count", recording->file_count);
    if (may & LZ_MAY_PUBLISH) {
        put_publishing(env->pool, row, view);
    }
    lz_json_put(row, "actions", lz_actions_json(may));
    return row;
}

void lz_recording_warn(const lz_recording_view_t *view, json_object *warnings)
{
    const char *share = view->recording.share;
    if (!lz_recording_published(view) || !*share || strcmp(share, "publicly") == 0) {
        return;
    }
    lz_project_field_warning(warnings, "share_blocks", "share",
                             strcmp(share, "none") == 0
                             ? "Zoom shares this recording with nobody, so students cannot watch "
                               "it."
                             : "Zoom shares this recording only with people of your "
                               "organisation's Zoom account, so students may not be able to watch "
                               "it.");
}
