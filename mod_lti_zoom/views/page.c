/* SPDX-License-Identifier: Apache-2.0 */
#include "page.h"

#include <apr_strings.h>
#include <string.h>

#include "../base/encoding.h"
#include "../lti/return_url.h"
#include "html.h"
#include "say.h"

#define ETAG_BYTES 12

json_object *lz_page_common(const lz_visit_t *visit, const char *view,
                            const char *const *permissions)
{
    const lz_session_t *session = visit->session;
    json_object        *common = lz_json_adopt(visit->env->pool, json_object_new_object());
    json_object        *course = json_object_new_object();
    json_object        *me = json_object_new_object();
    json_object        *allowed = json_object_new_array();

    lz_json_put_string(course, "id", session->course);
    lz_json_put_string(course, "title", session->course_title);
    for (; permissions != NULL && *permissions != NULL; permissions++) {
        json_object_array_add(allowed, json_object_new_string(*permissions));
    }
    lz_json_put_string(me, "name", session->name);
    lz_json_put_string(me, "role", lz_role_name(session->role));
    lz_json_put(me, "permissions", allowed);
    lz_json_put_string(me, "time_zone", session->time_zone);
    lz_json_put_string(me, "csrf", session->csrf);

    lz_json_put_string(common, "view", view);
    lz_json_put(common, "course", course);
    lz_json_put(common, "me", me);
    return common;
}

/* A strong ETag of the answer's bytes. */
static const char *etag_of(apr_pool_t *pool, const char *text, apr_size_t length)
{
    unsigned char digest[LZ_SHA256_SIZE];

    lz_sha256(text, length, digest);
    return apr_psprintf(pool, "\"%s\"", lz_base64url_encode(pool, digest, ETAG_BYTES));
}

/*
 * If-None-Match compares weakly (RFC 9110 §13.1.2), so W/ before a tag does not matter. Nor does
 * what stands before the closing quote: mod_deflate and mod_brotli hang "-gzip" or "-br" to a tag.
 */
static int none_match_names(apr_pool_t *pool, const char *if_none_match, const char *etag)
{
    return if_none_match != NULL
           && (strcmp(if_none_match, "*") == 0
               || strstr(if_none_match, apr_pstrndup(pool, etag, strlen(etag) - 1)) != NULL);
}

void lz_page_text(const lz_visit_t *visit, lz_response_t *response, const char *content_type,
                  const char *text)
{
    apr_pool_t *pool = visit->env->pool;
    apr_size_t  length = strlen(text);
    const char *etag = etag_of(pool, text, length);

    apr_table_setn(response->headers, "ETag", etag);
    if (none_match_names(pool, apr_table_get(visit->request->headers, "If-None-Match"), etag)) {
        response->status = 304;
        return;
    }
    response->content_type = content_type;
    response->body = text;
    response->body_length = length;
}

static void answer_json(const lz_visit_t *visit, lz_response_t *response, const char *text)
{
    apr_table_setn(response->headers, "Vary", "Accept");
    lz_page_text(visit, response, "application/json; charset=utf-8", text);
}

static const char *asset(const lz_env_t *env, const lz_site_t *site, const char *file)
{
    return apr_pstrcat(env->pool, site->mount, "/assets/", site->assets_version, "/", file, NULL);
}

static const char *page_head(const lz_visit_t *visit, const char *title, const char *script)
{
    const lz_env_t  *env = visit->env;
    const lz_site_t *site = visit->site;
    const char *scripts = script == NULL
                          ? "" : apr_pstrcat(env->pool, "<script type=\"module\" src=\"",
                                             asset(env, site, script), "\"></script>", NULL);

    return apr_pstrcat(env->pool,
                       "<!doctype html>\n<html", lz_say_attributes(visit),
                       "><head><meta charset=\"utf-8\">"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                       "<title>", lz_html_escape(env->pool, title), "</title>"
                       "<link rel=\"stylesheet\" href=\"", asset(env, site, "app.css"), "\">",
                       scripts, "</head>\n", NULL);
}

/* The body's attributes that the scripts need, each with a space before it. */
static const char *body_data(const lz_visit_t *visit, const char *course, const char *locale)
{
    apr_pool_t *pool = visit->env->pool;
    const char *mount = lz_html_escape(pool, visit->site->mount);

    return apr_pstrcat(pool, " data-base=\"", mount, "\" data-assets=\"", mount, "/assets/",
                       visit->site->assets_version, "\" data-course=\"",
                       lz_html_escape(pool, course), "\" data-locale=\"",
                       lz_html_escape(pool, locale), "\"", NULL);
}

const char *lz_page_noscript(const lz_visit_t *visit)
{
    return apr_pstrcat(visit->env->pool, "<noscript><p>",
                       lz_say_html(visit, "This page needs JavaScript. Switch it on in your "
                                   "browser and reload.", NULL),
                       "</p></noscript>", NULL);
}

static void answer_html(const lz_visit_t *visit, lz_response_t *response, const char *title,
                        const char *view, const char *data)
{
    const lz_session_t *session = visit->session;
    apr_pool_t         *pool = visit->env->pool;
    const char         *full_title = apr_pstrcat(pool, title, " · ", session->course_title, NULL);

    response->content_type = "text/html; charset=utf-8";
    apr_table_setn(response->headers, "Vary", "Accept, Accept-Language");
    response->body = apr_pstrcat(
        pool, page_head(visit, full_title, "js/main.js"),
        "<body data-view=\"", view, "\"", body_data(visit, session->course, session->locale),
        ">\n<main id=\"app\">", lz_page_noscript(visit), "</main>\n"
        "<script type=\"application/json\" id=\"view-data\">", data, "</script>\n</body></html>\n",
        NULL);
    response->body_length = strlen(response->body);
}

/* json_object_to_json_string() leaves '<' alone, so text made elsewhere is made safe here. */
static const char *text_for_html(apr_pool_t *pool, const char *text)
{
    apr_size_t  length = strlen(text);
    char       *safe = apr_palloc(pool, length * 6 + 1);
    char       *out = safe;
    const char *c;

    for (c = text; *c != '\0'; c++) {
        if (*c == '<' || *c == '>' || *c == '&') {
            out += apr_snprintf(out, 7, "\\u%04x", *c);
        }
        else {
            *out++ = *c;
        }
    }
    *out = '\0';
    return safe;
}

void lz_page_answer(const lz_visit_t *visit, lz_response_t *response, const char *title,
                    json_object *value)
{
    apr_pool_t *pool = visit->env->pool;

    response->status = 200;
    if (visit->wants_html) {
        answer_html(visit, response, title, lz_json_string(value, "view"),
                    lz_json_text_for_html(pool, value));
    }
    else {
        answer_json(visit, response, lz_json_text(pool, value));
    }
}

void lz_page_answer_text(const lz_visit_t *visit, lz_response_t *response, const char *title,
                         json_object *common, const char *members)
{
    apr_pool_t *pool = visit->env->pool;
    const char *head = lz_json_text(pool, common);
    apr_size_t  head_length = strlen(head);
    const char *text;

    /* "{...}" loses its brace, the members follow. */
    text = apr_pstrcat(pool, apr_pstrmemdup(pool, head, head_length - 1), ",", members, "}", NULL);
    response->status = 200;
    if (visit->wants_html) {
        answer_html(visit, response, title, lz_json_string(common, "view"),
                    text_for_html(pool, text));
    }
    else {
        answer_json(visit, response, text);
    }
}

static void problem_as_json(const lz_env_t *env, const lz_problem_t *problem,
                            lz_response_t *response)
{
    json_object *root = lz_json_adopt(env->pool, json_object_new_object());
    json_object *error = json_object_new_object();

    lz_json_put(root, "error", error);
    lz_json_put_string(error, "kind", problem->kind);
    lz_json_put_string(error, "tag", lz_problem_tag(env->pool, problem));
    lz_json_put_string(error, "message", problem->message);
    lz_json_put_string(error, "request_id", env->request_id);
    if (problem->fields != NULL) {
        const apr_array_header_t *entries = apr_table_elts(problem->fields);
        const apr_table_entry_t  *entry = (const apr_table_entry_t *)(void *)entries->elts;
        json_object              *fields = json_object_new_object();

        for (int i = 0; i < entries->nelts; i++) {
            lz_json_put_string(fields, entry[i].key, entry[i].val);
        }
        lz_json_put(error, "fields", fields);
    }
    lz_response_json(env->pool, response, problem->status, root);
}

/* The way back to a course whose launch was good; the LMS is told what happened. */
static const char *way_back(const lz_visit_t *visit, const lz_problem_t *problem,
                            const char *return_url)
{
    const lz_env_t *env = visit->env;
    const char     *url = return_url != NULL
                      ? lz_return_url_refused(env->pool, return_url, problem, env->request_id)
                      : NULL;

    return url == NULL ? ""
           : apr_pstrcat(env->pool, "<p><a class=\"button\" target=\"_parent\" href=\"",
                         lz_html_escape(env->pool, url), "\">",
                         lz_say_html(visit, "Back to your course", NULL), "</a></p>", NULL);
}

void lz_page_plain(const lz_visit_t *visit, lz_response_t *response, const char *title,
                   const char *script, const char *body_class, const char *content)
{
    const lz_env_t *env = visit->env;
    const char     *course = visit->course != NULL ? visit->course : "";

    response->content_type = "text/html; charset=utf-8";
    response->body = apr_pstrcat(env->pool, page_head(visit, title, script),
                                 "<body class=\"", body_class, "\"", body_data(visit, course, ""),
                                 ">", content, "</body></html>\n", NULL);
    response->body_length = strlen(response->body);
}

/* A session that came in no cookie may lie in the tab's own storage, for the script to find. */
static int may_resume(const lz_visit_t *visit, const lz_problem_t *problem)
{
    return problem->status == 401 && visit->who == LZ_WHO_PERSON
           && strcmp(visit->request->method, "GET") == 0;
}

static void problem_as_page(const lz_visit_t *visit, const lz_problem_t *problem,
                            lz_response_t *response)
{
    const lz_env_t *env = visit->env;
    const char     *title = problem->status >= 500 ? lz_say(visit, "That did not work")
                                                   : lz_say(visit, "Zoom cannot open here");
    const int       resume = may_resume(visit, problem);
    const char     *content = apr_pstrcat(
        env->pool, "<main class=\"problem\"><h1>", lz_html_escape(env->pool, title), "</h1>",
        lz_say_problem(visit, problem, ""), response->remedy != NULL ? response->remedy : "",
        way_back(visit, problem, response->return_url), "<p class=\"help\">",
        lz_problem_tag(env->pool, problem), " · ", lz_html_escape(env->pool, env->request_id),
        "</p></main>", NULL);

    lz_page_plain(visit, response, title, resume ? "js/main.js" : NULL,
                  resume ? "problem-page later" : "problem-page", content);
}

void lz_page_problem(const lz_visit_t *visit, const lz_problem_t *problem,
                     lz_response_t *response)
{
    const lz_env_t *env = visit->env;

    response->status = problem->status;
    if (problem->retry_after > 0) {
        apr_table_setn(response->headers, "Retry-After",
                       apr_itoa(env->pool, problem->retry_after));
    }
    if (visit->wants_html) {
        problem_as_page(visit, problem, response);
    }
    else {
        problem_as_json(env, problem, response);
    }
}
