/* SPDX-License-Identifier: Apache-2.0 */
#include "landing.h"

#include <apr_strings.h>
#include <string.h>

#include "../base/form.h"
#include "../base/url.h"
#include "selection.h"

#define DEFAULT_VIEW "upcoming"
#define SELECT_VIEW  "select"
#define MEETINGS     "meetings/"
#define ID_MAX       20     /* digits of a 64-bit number */

static int is_meeting_id(const char *text)
{
    const size_t digits = strspn(text, "0123456789");

    return digits > 0 && digits <= ID_MAX && text[digits] == '\0';
}

/* The view of a link's two parameters, NULL when they name none. */
static const char *named_view(apr_pool_t *pool, const char *view, const char *meeting_id)
{
    static const char *const plain[] = { "upcoming", "previous", "recordings", "room", "schedule",
                                         "settings", "calendar", "privacy", NULL };

    for (int i = 0; view != NULL && plain[i] != NULL; i++) {
        if (strcmp(view, plain[i]) == 0) {
            return plain[i];
        }
    }
    if (view == NULL || strcmp(view, "meeting") != 0 || meeting_id == NULL
        || !is_meeting_id(meeting_id)) {
        return NULL;
    }
    return apr_pstrcat(pool, MEETINGS, meeting_id, NULL);
}

/* The view that a path below a course's address names, NULL when it is none. */
static const char *view_of_path(apr_pool_t *pool, const char *path)
{
    if (strncmp(path, MEETINGS, strlen(MEETINGS)) == 0) {
        return named_view(pool, "meeting", path + strlen(MEETINGS));
    }
    return named_view(pool, path, NULL);
}

static const char *view_of_query(apr_pool_t *pool, const char *target)
{
    const char *query = strchr(target, '?');
    lz_form_t *form = NULL;

    if (query == NULL) {
        return DEFAULT_VIEW;
    }
    if (lz_form_parse(pool, query + 1, strcspn(query + 1, "#"), &form) != NULL) {
        return NULL;
    }
    const char *view = lz_form_get(form, "view");
    return view != NULL ? named_view(pool, view, lz_form_get(form, "meeting_id")) : DEFAULT_VIEW;
}

/* The view that a target with our origin means, NULL when it means none. */
static const char *view_of_target(apr_pool_t *pool, const lz_site_t *site, const char *target)
{
    const char *path = lz_url_path(pool, target);
    const size_t mount = strlen(site->mount);

    if (strncmp(path, site->mount, mount) != 0) {
        return NULL;
    }
    path += mount;
    if (*path == '\0' || strcmp(path, "/launch") == 0) {
        return view_of_query(pool, target);
    }
    if (strncmp(path, "/c/", 3) != 0) {
        return NULL;
    }
    const char *below = strchr(path + 3, '/');
    return below != NULL && below > path + 3 ? view_of_path(pool, below + 1) : NULL;
}

const lz_problem_t *lz_landing_view(apr_pool_t *pool, const lz_site_t *site,
                                    const lz_launch_t *launch, const char **view)
{
    const char *target = launch->target_link_uri;
    const char *found = SELECT_VIEW;

    if (launch->deep_linking == NULL) {
        const char *of_target = target != NULL && *target != '\0'
                                    ? view_of_target(pool, site, target) : DEFAULT_VIEW;

        if (of_target == NULL) {
            return lz_problem(pool, LZ_P_LTI_TARGET,
                              "platform %s: target_link_uri \"%.255s\" is no address that a link "
                              "may lead to: %s/launch is the usual one", launch->platform->name,
                              target, site->base_url);
        }
        found = named_view(pool, launch->view, launch->meeting_id);
        found = found != NULL ? found : of_target;
    }
    *view = found;
    return NULL;
}

const char *lz_landing_url(const lz_env_t *env, const lz_site_t *site, const lz_launch_t *launch,
                           const lz_session_t *session, const char *view)
{
    const char *url = apr_pstrcat(env->pool, site->base_url, "/c/", session->course, "/", view,
                                  NULL);

    if (launch->deep_linking == NULL) {
        return url;
    }
    const char *sealed = lz_selection_seal(env, site, session, launch->deep_linking);
    return sealed != NULL ? lz_url_with_query(env->pool, url, "request", sealed, NULL) : NULL;
}
