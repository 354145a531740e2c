/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /register: an LMS registers the tool by itself, in a frame of its administration.
 *
 *   GET  ?openid_configuration=&registration_token=   a page that says which LMS it is for and asks
 *                                                     for the registration secret
 *   POST registration, secret                         fetches the configuration and registers, or
 *                                                     shows what is odd about it
 *   POST registration, confirm=yes                    registers all the same
 *
 * The secret travels in a form's body only: an address would leave it in histories, access logs and
 * Referer headers. Nothing needs a cookie, which the LMS's frame may refuse: field registration has
 * all that is known, sealed. No page here does anything before the secret was typed, and it may be
 * framed by any https page: hosted LMSs embed it from a school's own address, which nobody can know
 * beforehand.
 */
#include "views.h"

#include <apr_strings.h>
#include <string.h>

#include "../base/url.h"
#include "../course/enrolment.h"
#include "html.h"
#include "page.h"
#include "say.h"

#define FRAMES          "'self' https:"
#define FRAMES_LOOPBACK FRAMES " http://localhost:* http://127.0.0.1:*"

static const char *text_of(json_object *object, const char *name)
{
    const char *text = lz_json_string(object, name);

    return text != NULL ? text : "";
}

static const char *escaped_origin(const lz_visit_t *visit, const char *url)
{
    const char *origin = lz_url_origin(visit->env->pool, url);

    return lz_html_escape(visit->env->pool, origin != NULL ? origin : "");
}

static void show(const lz_visit_t *visit, lz_response_t *response, int status, const char *title,
                 const char *script, const char *content)
{
    lz_page_plain(visit, response, title, script, "problem-page",
                  apr_pstrcat(visit->env->pool, "<main class=\"problem\"><h1>",
                              lz_html_escape(visit->env->pool, title), "</h1>", content, "</main>",
                              NULL));
    response->status = status;
}

/* The form that carries the registration on, with fields of its own; NULL: no randomness. */
static const char *form_of(const lz_visit_t *visit, const lz_enrolment_t *enrolment,
                           const char *fields)
{
    const char *sealed = lz_enrolment_seal(visit->env, visit->site, enrolment);

    if (sealed == NULL) {
        return NULL;
    }
    return apr_pstrcat(visit->env->pool, "<form method=\"post\" action=\"",
                       lz_html_escape(visit->env->pool, visit->site->mount), "/register\">"
                       "<input type=\"hidden\" name=\"registration\" value=\"", sealed, "\">",
                       fields, "</form>", NULL);
}

static const lz_problem_t *no_randomness(const lz_visit_t *visit)
{
    return lz_problem(visit->env->pool, LZ_P_RANDOM, "registration: no random bytes");
}

/* Where the secret is typed; refused is why it is asked for again, or NULL. */
static const char *secret_field(const lz_visit_t *visit, const lz_problem_t *refused)
{
    return apr_pstrcat(
        visit->env->pool, "<p class=\"field\"><label for=\"secret\">",
        lz_say_html(visit, "Registration secret", NULL), "</label>"
        "<input id=\"secret\" name=\"secret\" type=\"password\" required autocomplete=\"off\"",
        refused != NULL ? " aria-invalid=\"true\" aria-describedby=\"refused\"" : "", "></p>",
        refused != NULL ? lz_say_problem(visit, refused,
                                         " class=\"error\" id=\"refused\" role=\"alert\"") : "",
        "<p><button class=\"primary\">", lz_say_html(visit, "Register", NULL), "</button></p>",
        NULL);
}

static const char *strong(apr_pool_t *pool, const char *html)
{
    return apr_pstrcat(pool, "<strong>", html, "</strong>", NULL);
}

/* Asks for the secret, once more where it was refused. */
static const lz_problem_t *ask(const lz_visit_t *visit, const lz_enrolment_t *enrolment,
                               const lz_problem_t *refused, lz_response_t *response)
{
    apr_pool_t *pool = visit->env->pool;
    const char *form = form_of(visit, enrolment, secret_field(visit, refused));

    if (form == NULL) {
        return no_randomness(visit);
    }
    show(visit, response, refused != NULL ? refused->status : 200, lz_say(visit, "Register Zoom"),
         NULL, apr_pstrcat(
             pool, "<p>",
             lz_say_html(visit, "The learning platform at {1} asks to use the Zoom tool at {2}. "
                         "The administrator of this server has the secret that allows it ({3}).",
                         strong(pool, escaped_origin(visit, enrolment->url)),
                         strong(pool, lz_html_escape(pool, visit->site->base_url)),
                         "<code>LTIZoomRegistrationSecret</code>", NULL),
             "</p>", form, NULL));
    return NULL;
}

/* One line of a list of facts; what it says is of the LMS, or of the configuration. */
static const char *fact(const lz_visit_t *visit, const char *term, const char *text)
{
    apr_pool_t *pool = visit->env->pool;

    return apr_pstrcat(pool, "<div class=\"fact\"><dt>", lz_html_escape(pool, term),
                       "</dt><dd><span dir=\"auto\">", lz_html_escape(pool, text),
                       "</span></dd></div>", NULL);
}

/* The addresses by which an administrator knows whether it is theirs. */
static const char *addresses(const lz_visit_t *visit, json_object *document)
{
    return apr_pstrcat(
        visit->env->pool, "<dl class=\"facts\">",
        fact(visit, lz_say(visit, "Issuer"), text_of(document, "issuer")),
        fact(visit, lz_say(visit, "Sign-in"), text_of(document, "authorization_endpoint")),
        fact(visit, lz_say(visit, "Keys"), text_of(document, "jwks_uri")),
        fact(visit, lz_say(visit, "Tokens"), text_of(document, "token_endpoint")),
        fact(visit, lz_say(visit, "Registration"), text_of(document, "registration_endpoint")),
        "</dl>", NULL);
}

/* An issuer that is not where its configuration came from: shown, not believed by itself. */
static const lz_problem_t *ask_to_confirm(const lz_visit_t *visit,
                                          const lz_enrolment_t *enrolment,
                                          lz_response_t *response)
{
    apr_pool_t *pool = visit->env->pool;
    const char *form = form_of(visit, enrolment, apr_pstrcat(
        pool, "<input type=\"hidden\" name=\"confirm\" value=\"yes\"><p><button class=\"primary\">",
        lz_say_html(visit, "Register all the same", NULL), "</button></p>", NULL));

    if (form == NULL) {
        return no_randomness(visit);
    }
    show(visit, response, 200, lz_say(visit, "Is this your learning platform?"), NULL,
         apr_pstrcat(
             pool, "<p>",
             lz_say_html(visit, "Its configuration came from {1}, but it says that it is {2}. Some "
                         "learning platforms do that. Register only if you know both addresses: "
                         "whoever answers there can say who a person is.",
                         strong(pool, escaped_origin(visit, enrolment->url)),
                         strong(pool, lz_html_escape(pool, text_of(enrolment->document, "issuer"))),
                         NULL),
             "</p>", addresses(visit, enrolment->document), form, NULL));
    return NULL;
}

static void show_registered(const lz_visit_t *visit, const lz_registered_t *registered,
                            lz_response_t *response)
{
    const lz_platform_t *platform = &registered->platform;

    show(visit, response, 200, lz_say(visit, "Zoom is registered"), "js/registered.js",
         apr_pstrcat(
             visit->env->pool, "<p>",
             lz_say_html(visit, "Courses can use it as soon as it is switched on in the learning "
                         "platform.", NULL), "</p>",
             registered->roster ? "" : "<p>",
             registered->roster ? "" : lz_say_html(
                 visit, "The learning platform has not granted the list of members (Names and Role "
                 "Provisioning): colleagues cannot be chosen by name.", NULL),
             registered->roster ? "" : "</p>",
             "<dl class=\"facts\">", fact(visit, lz_say(visit, "Issuer"), platform->issuer),
             fact(visit, lz_say(visit, "Client id"), platform->client_id),
             fact(visit, lz_say(visit, "Name here"), platform->name),
             fact(visit, lz_say(visit, "Zoom account"), platform->account_name),
             "</dl><p><button class=\"primary\" id=\"close\" type=\"button\">",
             lz_say_html(visit, "Close", NULL), "</button></p>", NULL));
}

static const lz_problem_t *register_now(const lz_visit_t *visit, const lz_enrolment_t *enrolment,
                                        lz_response_t *response)
{
    lz_registered_t registered;
    const lz_problem_t *problem = lz_enrolment_register(visit->env, visit->site, enrolment,
                                                        &registered);

    if (problem == NULL) {
        show_registered(visit, &registered, response);
    }
    return problem;
}

/* A wrong secret is asked for again: it may be a slip of the hand. */
static const lz_problem_t *ask_again(const lz_visit_t *visit, const lz_enrolment_t *enrolment,
                                     const lz_problem_t *problem, lz_response_t *response)
{
    if (problem->id != LZ_P_REGISTRATION_SECRET || !visit->wants_html) {
        return problem;
    }
    lz_log(visit->env->log, LZ_LOG_WARNING, APR_SUCCESS, "%s: %s: %s [request %s]",
           lz_problem_tag(visit->env->pool, problem), problem->kind, problem->cause,
           visit->env->request_id);
    return ask(visit, enrolment, problem, response);
}

static const lz_problem_t *answer_post(const lz_visit_t *visit, lz_response_t *response)
{
    static const char *const names[] = { "registration", "secret", "confirm", NULL };
    lz_enrolment_t *enrolment = NULL;
    const lz_problem_t *problem = lz_form_once(visit->env->pool, visit->form, names);

    if (problem == NULL) {
        problem = lz_enrolment_open(visit->env, visit->site,
                                    lz_form_get(visit->form, "registration"), &enrolment);
    }
    if (problem != NULL) {
        return problem;
    }
    if (enrolment->document != NULL) {
        return lz_form_get(visit->form, "confirm") != NULL
               ? register_now(visit, enrolment, response)
               : ask_to_confirm(visit, enrolment, response);
    }
    problem = lz_enrolment_admit(visit->env, visit->site, lz_form_get(visit->form, "secret"),
                                 enrolment);
    if (problem != NULL) {
        return ask_again(visit, enrolment, problem, response);
    }
    return lz_enrolment_at_home(visit->env, enrolment)
           ? register_now(visit, enrolment, response)
           : ask_to_confirm(visit, enrolment, response);
}

const lz_problem_t *lz_view_register(const lz_visit_t *visit, lz_response_t *response)
{
    lz_enrolment_t *enrolment = NULL;

    response->frame_ancestors = visit->site->lti.loopback ? FRAMES_LOOPBACK : FRAMES;
    if (strcmp(visit->request->method, "POST") == 0) {
        return answer_post(visit, response);
    }
    const lz_problem_t *problem = lz_enrolment_asked(visit->env, visit->site, visit->query,
                                                     &enrolment);
    return problem != NULL ? problem : ask(visit, enrolment, NULL, response);
}
