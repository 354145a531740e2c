/* SPDX-License-Identifier: Apache-2.0 */
#include "cookieless.h"

#include <apr_strings.h>
#include <string.h>

#include "../base/url.h"
#include "html.h"
#include "page.h"
#include "say.h"

/* Set by the page at the login, and read by its script: is there, or not. */
#define MARKER          "lti_zoom_cookies"
#define MARKER_LIFETIME (30 * 24 * 3600)

/*
 * 1 when a browser asks for the content of a frame, or does not say for what. Browsers before 2023
 * do not say it, but all of them mark that they navigate by Upgrade-Insecure-Requests.
 */
static int may_be_framed(const lz_request_t *request)
{
    const char *destination = apr_table_get(request->headers, "Sec-Fetch-Dest");

    return destination != NULL
           ? strcmp(destination, "document") != 0
           : apr_table_get(request->headers, "Upgrade-Insecure-Requests") != NULL;
}

int lz_cookieless_login(const lz_visit_t *visit, const lz_login_t *login)
{
    return *login->storage_target != '\0'
           || (may_be_framed(visit->request)
               && lz_request_cookie(visit->env->pool, visit->request, MARKER) == NULL);
}

/* Which window to ask, under which key; NULL when the platform offers no storage. */
static json_object *storage_of(apr_pool_t *pool, const lz_login_t *login)
{
    const char *origin = lz_url_origin(pool, login->platform->auth_url);

    if (*login->storage_target == '\0' || origin == NULL) {
        return NULL;
    }
    json_object *storage = json_object_new_object();
    lz_json_put_string(storage, "origin", origin);
    lz_json_put_string(storage, "frame", login->storage_target);
    lz_json_put_string(storage, "key", lz_login_cookie_name(pool, login->id));
    return storage;
}

const char *lz_cookieless_remedy(const lz_visit_t *visit, const lz_login_t *login)
{
    apr_pool_t *pool = visit->env->pool;
    const char *again = lz_login_again(pool, &visit->site->lti, login);

    if (again == NULL) {
        return NULL;
    }
    return apr_pstrcat(pool, "<p><a class=\"button primary\" target=\"_blank\" rel=\"noopener\" "
                       "href=\"", lz_html_escape(pool, again), "\">",
                       lz_say_html(visit, "Open in a new window", NULL), "</a></p>", NULL);
}

/* A page that works by itself and shows its content, the way out, only when that fails. */
static void answer_working_page(const lz_visit_t *visit, lz_response_t *response,
                                const lz_login_t *login, const char *script, json_object *data)
{
    apr_pool_t *pool = visit->env->pool;
    const char *title = lz_say(visit, "Open Zoom in a new window");
    const char *remedy = lz_cookieless_remedy(visit, login);
    const char *content = apr_pstrcat(
        pool, "<main class=\"problem\" hidden><h1 tabindex=\"-1\">", lz_html_escape(pool, title),
        "</h1><p>", lz_say_html(visit, "Your browser keeps this site’s cookies away inside another "
                                "site’s page. In a window of its own it works.", NULL),
        "</p>", remedy ? remedy : "", "<p class=\"help\"></p></main>",
        lz_page_noscript(visit), "\n<script type=\"application/json\" id=\"page-data\">",
        lz_json_text_for_html(pool, data), "</script>", NULL);

    lz_page_plain(visit, response, title, script, "problem-page", content);
}

void lz_cookieless_login_page(const lz_visit_t *visit, lz_response_t *response,
                              const lz_login_redirect_t *redirect)
{
    apr_pool_t *pool = visit->env->pool;
    const lz_login_t *login = redirect->login;
    json_object *data = lz_json_adopt(pool, json_object_new_object());

    lz_response_marker(pool, response, MARKER, apr_pstrcat(pool, visit->site->mount, "/login",
                                                           NULL), MARKER_LIFETIME);
    lz_json_put_string(data, "location", redirect->location);
    lz_json_put_string(data, "marker", MARKER);
    lz_json_put_string(data, "secret", redirect->cookie_value);
    lz_json_put(data, "storage", storage_of(pool, login));
    response->status = 200;
    response->platform = login->platform;
    /*
     * An LMS's pages may have other origins than its issuer and endpoints (Canvas, Blackboard),
     * and which ones is not known before the launch. Whoever embeds this page gains nothing by
     * it: it has no control but one that opens a login, and talks to the platform alone.
     */
    response->frame_origin = "https://*:*";
    answer_working_page(visit, response, login, "js/login.js", data);
}

const char *lz_cookieless_secret(const lz_visit_t *visit)
{
    return visit->form != NULL ? lz_form_get(visit->form, LZ_STORAGE_SECRET) : NULL;
}

void lz_cookieless_launch_page(const lz_visit_t *visit, lz_response_t *response,
                               const lz_login_t *login)
{
    apr_pool_t *pool = visit->env->pool;
    json_object *data = lz_json_adopt(pool, json_object_new_object());
    json_object *fields = json_object_new_array();

    for (int i = 0; i < visit->form->n; i++) {
        json_object *pair = json_object_new_array();

        lz_json_push(pair, json_object_new_string(visit->form->pairs[i].name));
        lz_json_push(pair, json_object_new_string(visit->form->pairs[i].value));
        lz_json_push(fields, pair);
    }
    lz_json_put(data, "storage", storage_of(pool, login));
    lz_json_put_string(data, "field", LZ_STORAGE_SECRET);
    lz_json_put(data, "fields", fields);
    response->status = 200;
    answer_working_page(visit, response, login, "js/launch.js", data);
}

void lz_cookieless_arrived(const lz_visit_t *visit, lz_response_t *response,
                           const lz_session_t *session, const char *sealed, const char *location)
{
    apr_pool_t *pool = visit->env->pool;
    json_object *answer = lz_json_adopt(pool, json_object_new_object());

    lz_json_put_string(answer, "location", location);
    lz_json_put_string(answer, "course", session->course);
    lz_json_put_string(answer, "locale", session->locale);
    lz_json_put_string(answer, "session", sealed);
    lz_response_json(pool, response, 200, answer);
}
