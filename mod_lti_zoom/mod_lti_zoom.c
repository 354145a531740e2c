/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mod_lti_zoom: Zoom in any LMS. The module record, the hooks, and every URL there is.
 * What a URL does stands in one file of views/ and one of course/.
 */
#include <httpd.h>
#include <http_config.h>
#include <http_log.h>
#include <http_protocol.h>
#include <http_request.h>
#include <http_core.h>
#include <string.h>

#include "httpd/access_log.h"
#include "httpd/assets.h"
#include "httpd/config.h"
#include "httpd/database.h"
#include "httpd/exchange.h"
#include "httpd/runtime.h"
#include "httpd/server_status.h"
#include "httpd/watchdog.h"
#include "views/dispatch.h"
#include "views/views.h"

#define HANDLER "lti-zoom"
#define LAUNCH_MAX (128 * 1024)     /* an id_token with many claims, and its neighbours */
#define JSON_MAX (64 * 1024)
#define EVENT_MAX (256 * 1024)      /* a recording with its many files */

static void register_hooks(apr_pool_t *pool);

AP_DECLARE_MODULE(lti_zoom) = {
    STANDARD20_MODULE_STUFF,
    NULL,                       /* per directory: nothing */
    NULL,
    lz_config_create,
    lz_config_merge,
    lz_directives,
    register_hooks,
    AP_MODULE_FLAG_NONE
};

/* Below the mount point; a path may stand in several rows with different methods. */
static const lz_endpoint_t endpoints[] = {
    /* the way in: LMS and browser */
    { "/login",              LZ_GET | LZ_POST, LZ_WHO_ANYONE, LZ_BODY_FORM, LAUNCH_MAX,
      lz_view_login },
    { "/login/{platform}",   LZ_GET | LZ_POST, LZ_WHO_ANYONE, LZ_BODY_FORM, LAUNCH_MAX,
      lz_view_login },
    { "/launch",             LZ_POST, LZ_WHO_ANYONE, LZ_BODY_FORM, LAUNCH_MAX, lz_view_launch },
    { "/keys",               LZ_GET,  LZ_WHO_ANYONE, LZ_BODY_NONE, 0, lz_view_keys },

    /* what Zoom tells by itself */
    { "/webhook/{account}",  LZ_POST, LZ_WHO_ANYONE, LZ_BODY_SIGNED, EVENT_MAX, lz_view_webhook },

    /* making the tool known to an LMS */
    { "/register",           LZ_GET | LZ_POST, LZ_WHO_ANYONE, LZ_BODY_FORM, LAUNCH_MAX,
      lz_view_register },
    { "/config/canvas.json", LZ_GET,  LZ_WHO_ANYONE, LZ_BODY_NONE, 0, lz_view_config_canvas },
    { "/config/cartridge.xml", LZ_GET, LZ_WHO_ANYONE, LZ_BODY_NONE, 0, lz_view_config_cartridge },

    /* how it is doing; LTIZoomStatus says who may look */
    { "/status",             LZ_GET,  LZ_WHO_ANYONE, LZ_BODY_NONE, 0, lz_view_status },
    { "/metrics",            LZ_GET,  LZ_WHO_ANYONE, LZ_BODY_NONE, 0, lz_view_metrics },

    /* the pages' files: httpd itself serves those that are there */
    { "/assets/*",           LZ_GET,  LZ_WHO_ANYONE, LZ_BODY_NONE, 0, lz_view_asset },

    /* a calendar, for whoever has its link */
    { "/calendar/{file}",    LZ_GET,  LZ_WHO_ANYONE, LZ_BODY_NONE, 0, lz_view_calendar_feed },

    /* a course's pages */
    { "/c/{course}/upcoming",       LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0, lz_view_upcoming },
    { "/c/{course}/schedule",       LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0, lz_view_schedule },
    { "/c/{course}/hosts",          LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0, lz_view_hosts },
    { "/c/{course}/meetings/{id}/edit", LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0, lz_view_edit },
    { "/c/{course}/meetings/{id}",  LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0, lz_view_meeting },
    { "/c/{course}/instructors",    LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0,
      lz_view_instructors },
    { "/c/{course}/meetings/{id}/event.ics", LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0,
      lz_view_meeting_event },
    { "/c/{course}/calendar",       LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0, lz_view_calendar },
    { "/c/{course}/previous",       LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0, lz_view_previous },
    { "/c/{course}/recordings",     LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0, lz_view_recordings },
    { "/c/{course}/recordings/{uuid}", LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0,
      lz_view_recording },
    { "/c/{course}/room",           LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0, lz_view_room },
    { "/c/{course}/settings",       LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0, lz_view_settings },
    { "/c/{course}/privacy",        LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0, lz_view_privacy },
    { "/c/{course}/privacy/export", LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0,
      lz_view_privacy_export },
    { "/c/{course}/select",         LZ_GET, LZ_WHO_PERSON, LZ_BODY_NONE, 0, lz_view_select },

    /* its actions */
    { "/c/{course}/meetings",            LZ_POST, LZ_WHO_PERSON, LZ_BODY_JSON, JSON_MAX,
      lz_view_meeting_create },
    { "/c/{course}/calendar",            LZ_POST, LZ_WHO_PERSON, LZ_BODY_JSON, JSON_MAX,
      lz_view_calendar_make },
    { "/c/{course}/calendar/{kind}",     LZ_DELETE, LZ_WHO_PERSON, LZ_BODY_NONE, 0,
      lz_view_calendar_revoke },
    { "/c/{course}/import",              LZ_POST, LZ_WHO_PERSON, LZ_BODY_JSON_OR_CSV, JSON_MAX,
      lz_view_import },
    { "/c/{course}/meetings/{id}",       LZ_PATCH, LZ_WHO_PERSON, LZ_BODY_JSON, JSON_MAX,
      lz_view_meeting_change },
    { "/c/{course}/meetings/{id}",       LZ_DELETE, LZ_WHO_PERSON, LZ_BODY_NONE, 0,
      lz_view_meeting_delete },
    { "/c/{course}/select",              LZ_POST, LZ_WHO_PERSON, LZ_BODY_JSON, JSON_MAX,
      lz_view_select_answer },
    { "/c/{course}/handover",            LZ_POST, LZ_WHO_PERSON, LZ_BODY_JSON, JSON_MAX,
      lz_view_handover },
    { "/c/{course}/meetings/{id}/join",  LZ_GET,  LZ_WHO_SENT, LZ_BODY_NONE, 0, lz_view_join },
    { "/c/{course}/meetings/{id}/start", LZ_GET,  LZ_WHO_SENT, LZ_BODY_NONE, 0, lz_view_start },
    { "/c/{course}/recordings/publish",  LZ_POST, LZ_WHO_PERSON, LZ_BODY_JSON, JSON_MAX,
      lz_view_recordings_publish },
    { "/c/{course}/recordings/{uuid}",   LZ_PATCH, LZ_WHO_PERSON, LZ_BODY_JSON, JSON_MAX,
      lz_view_recording_change },
    { "/c/{course}/recordings/{uuid}/files/{id}/play", LZ_GET, LZ_WHO_SENT, LZ_BODY_NONE, 0,
      lz_view_recording_play },
    { "/c/{course}/recordings/{uuid}/files/{id}/download", LZ_GET, LZ_WHO_SENT, LZ_BODY_NONE, 0,
      lz_view_recording_download },
    { "/c/{course}/room",                LZ_PATCH, LZ_WHO_PERSON, LZ_BODY_JSON, JSON_MAX,
      lz_view_room_change },
    { "/c/{course}/room/start",          LZ_GET,  LZ_WHO_SENT, LZ_BODY_NONE, 0,
      lz_view_room_start },
    { "/c/{course}/settings",            LZ_PATCH, LZ_WHO_PERSON, LZ_BODY_JSON, JSON_MAX,
      lz_view_settings_change },
    { "/c/{course}/privacy/erase",       LZ_POST, LZ_WHO_PERSON, LZ_BODY_NONE, 0,
      lz_view_privacy_erase },
    { "/c/{course}/signout",             LZ_POST, LZ_WHO_PERSON, LZ_BODY_NONE, 0,
      lz_view_sign_out },
    { NULL, 0, LZ_WHO_ANYONE, LZ_BODY_NONE, 0, NULL }
};

/* The path below the mount point when r is ours, or NULL. */
static const char *our_path(request_rec *r)
{
    const lz_runtime_t *runtime = lz_runtime_of(r->server);

    return runtime != NULL ? lz_exchange_path(r, runtime->site->mount) : NULL;
}

static int claim_url(request_rec *r)
{
    if (our_path(r) == NULL) {
        return DECLINED;
    }
    r->filename = r->uri;
    return OK;
}

static int claim_storage(request_rec *r)
{
    const lz_runtime_t *runtime = lz_runtime_of(r->server);
    const char         *path = our_path(r);

    if (path == NULL) {
        return DECLINED;
    }
    if (!lz_assets_match(path)
        || !lz_assets_map(r, path, runtime->options->assets, runtime->site->assets_version)) {
        r->handler = HANDLER;
    }
    return OK;
}

/* The type is ours to say, not one guessed from the path's ending. */
static int claim_type(request_rec *r)
{
    return our_path(r) != NULL ? OK : DECLINED;
}

static int handle(request_rec *r)
{
    const lz_runtime_t *runtime = lz_runtime_of(r->server);
    const char         *path = our_path(r);
    const lz_problem_t *body_problem;
    lz_request_t       *request;
    lz_response_t       response;
    lz_env_t           *env;

    if (path == NULL || r->handler == NULL || strcmp(r->handler, HANDLER) != 0) {
        return DECLINED;
    }
    env = lz_runtime_env(r, runtime);
    if (env == NULL) {
        ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r,
                      LZNO(0534) "this child could not start completely; see its first lines");
        return HTTP_SERVICE_UNAVAILABLE;
    }
    request = lz_exchange_read(r, path, runtime->options->body_limit, &body_problem);
    lz_dispatch(env, lz_runtime_site(runtime, env), endpoints, request, body_problem, &response);
    return lz_exchange_send(r, &response);
}

static int pre_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp)
{
    (void)plog;
    (void)ptemp;
    return lz_shared_cache_register(pconf) == APR_SUCCESS
                   && lz_database_register(pconf) == APR_SUCCESS
               ? OK
               : HTTP_INTERNAL_SERVER_ERROR;
}

static int post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *s)
{
    (void)plog;
    /* httpd reads its configuration twice when it starts; only the second one serves. */
    if (ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG) {
        return OK;
    }
    return lz_runtime_start(pconf, ptemp, s) == APR_SUCCESS
                   && lz_watchdog_start(pconf, s) == APR_SUCCESS
               ? OK
               : HTTP_INTERNAL_SERVER_ERROR;
}

static void child_init(apr_pool_t *pchild, server_rec *s)
{
    lz_runtime_child(pchild, s);
    lz_watchdog_child(pchild, s);
}

static void register_hooks(apr_pool_t *pool)
{
    static const char *const before_us[] = { "mod_dbd.c", NULL };
    static const char *const after_us[] = { "mod_watchdog.c", NULL };

    (void)pool;
    /* configuration: every mistake is found by configtest */
    ap_hook_pre_config(pre_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_check_config(lz_config_check, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_config(post_config, NULL, NULL, APR_HOOK_MIDDLE);

    /* children: transport and database; mod_dbd's own child_init comes first, and the thread of
     * mod_watchdog starts last */
    ap_hook_child_init(child_init, before_us, after_us, APR_HOOK_MIDDLE);

    /* requests: our URLs are ours before any alias or rewrite of files sees them */
    ap_hook_translate_name(claim_url, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_map_to_storage(claim_storage, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_type_checker(claim_type, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_handler(handle, NULL, NULL, APR_HOOK_MIDDLE);
    lz_assets_register();

    /* what httpd writes down about a request to us */
    lz_access_log_register();

    /* where mod_status is loaded, its page has a section of ours */
    lz_server_status_register();
}
