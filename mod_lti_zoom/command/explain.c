/* SPDX-License-Identifier: Apache-2.0 */
/* lti-zoom explain: what is asked, what was pasted, and which of the accounts is given. */
#include "explain.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <apr_strings.h>

#include "../base/mask.h"
#include "../base/timestamp.h"
#include "../lti/launch_v1.h"
#include "../lti/platform_keys.h"
#include "files.h"
#include "pasted.h"

#define INPUT_MAX (1024 * 1024)

/* The options as they were given. */
typedef struct asked_t {
    apr_array_header_t *configs;        /* const char * */
    const char         *base_url;
    const char         *keys;
    const char         *at;
    const char         *cookie;
    const char         *url;
    int                 secrets;
} asked_t;

static apr_status_t read_options(apr_pool_t *pool, apr_getopt_t *options, asked_t *asked)
{
    static const apr_getopt_option_t known[] = {
        { "config", 'c', 1, NULL }, { "secrets", 's', 0, NULL }, { "base-url", 'b', 1, NULL },
        { "keys", 'k', 1, NULL }, { "at", 'a', 1, NULL }, { "cookie", 'o', 1, NULL },
        { "url", 'u', 1, NULL }, { NULL, 0, 0, NULL }
    };
    const char *value = NULL;
    int option = 0;
    apr_status_t rv;

    *asked = (asked_t){ .configs = apr_array_make(pool, 2, sizeof(const char *)) };
    while ((rv = apr_getopt_long(options, known, &option, &value)) == APR_SUCCESS) {
        switch (option) {
        case 'c':
            APR_ARRAY_PUSH(asked->configs, const char *) = value;
            break;
        case 's':
            asked->secrets = 1;
            break;
        case 'b':
            asked->base_url = value;
            break;
        case 'k':
            asked->keys = value;
            break;
        case 'a':
            asked->at = value;
            break;
        case 'o':
            asked->cookie = value;
            break;
        default:
            asked->url = value;
        }
    }
    return rv == APR_EOF && options->ind == options->argc ? APR_SUCCESS : APR_EINVAL;
}

/* --- what was pasted -------------------------------------------------------------------------- */

static int is_url(const char *text)
{
    return strncasecmp(text, "http://", 7) == 0 || strncasecmp(text, "https://", 8) == 0;
}

/* Takes what an address says: the platform of /login/{platform}, and its query. */
static void take_url(lz_explain_t *explain, const char *url)
{
    apr_pool_t *pool = explain->env.pool;
    const apr_size_t length = strcspn(url, "?#");
    const char *path = apr_pstrmemdup(pool, url, length);
    const char *login = strstr(path, "/login/");

    if (login != NULL && login[strlen("/login/")] != '\0') {
        explain->platform_name = login + strlen("/login/");
    }
    if (url[length] == '?') {
        explain->raw_query = apr_pstrmemdup(pool, url + length + 1, strcspn(url + length + 1, "#"));
    }
}

/* A JSON object in base64url begins so. */
static int is_token(const char *text)
{
    return strncmp(text, "eyJ", 3) == 0;
}

static const lz_problem_t *take_input(lz_explain_t *explain, const char *text)
{
    apr_pool_t *pool = explain->env.pool;
    lz_form_t *form = NULL;

    if (is_token(text)) {
        explain->bare_token = 1;
        text = apr_pstrcat(pool, "id_token=", text, NULL);
    } else if (is_url(text)) {
        const char *of_launch = explain->raw_query;

        take_url(explain, text);
        text = explain->raw_query;
        explain->raw_query = of_launch;
    }
    const lz_problem_t *problem = lz_form_parse(pool, text, strlen(text), &form);
    explain->form = form;
    return problem;
}

static int has(const lz_explain_t *explain, const char *name)
{
    return lz_form_get(explain->form, name) != NULL;
}

/* --- which account ---------------------------------------------------------------------------- */

static const char *with_commas(apr_pool_t *pool, const char *names)
{
    char *list = apr_pstrdup(pool, names);

    for (char *c = list; *c != '\0'; c++) {
        *c = *c == '\n' ? ',' : *c;
    }
    return list;
}

static void explain_sections(lz_explain_t *explain, const lz_told_sections_t *told)
{
    apr_pool_t *pool = explain->env.pool;

    if (*told->names == '\0' && *told->ids == '\0') {
        lz_step_note(&explain->steps, "No section and no group is told: what is limited to some is "
                     "hidden from a student. The custom parameters that tell them are in the "
                     "README.");
        return;
    }
    lz_step_note(&explain->steps, "Sections and groups: %s%s%s.", with_commas(pool, told->names),
                 *told->ids != '\0' ? "; other names for them: " : "",
                 with_commas(pool, told->ids));
}

void lz_explain_arrival(lz_explain_t *explain, const lz_launch_t *launch)
{
    const char *course = *launch->context_id != '\0' ? launch->context_id
                                                     : launch->resource_link_id;

    lz_step_note(&explain->steps, "%s of course %s%s%s%s%s%s.",
                 launch->role == LZ_ROLE_INSTRUCTOR ? "An instructor"
                 : launch->role == LZ_ROLE_TEST_USER ? "A test student" : "A student", course,
                 *launch->context_title != '\0' ? " (" : "", launch->context_title,
                 *launch->context_title != '\0' ? ")" : "",
                 *launch->deployment_id != '\0' ? ", deployment " : "", launch->deployment_id);
    if (launch->deep_linking != NULL) {
        lz_step_note(&explain->steps, "The LMS asks for links to place in the course.");
    }
    explain_sections(explain, &launch->sections);
    if (*launch->email == '\0') {
        lz_step_note(&explain->steps, "Without an e-mail address, which is how a person is found "
                     "at Zoom: in the LMS, let this tool receive it.");
    }
}

static lz_exit_e give_account(lz_explain_t *explain)
{
    lz_step_note(&explain->steps, "Received: %s", lz_mask_pairs(explain->env.pool, explain->form));
    if (lz_launch_v1_is(explain->form)) {
        lz_explain_launch_v1(explain);
    } else if (has(explain, "id_token") || has(explain, "error")
               || (has(explain, "state") && !has(explain, "login_hint"))) {
        lz_explain_launch(explain);
    } else if (has(explain, "iss") || has(explain, "login_hint")
               || has(explain, "target_link_uri")) {
        lz_explain_login(explain);
    } else {
        return lz_command_misused("what came on standard input is neither a login (iss, "
                                  "login_hint, ...) nor a launch (id_token and state, or "
                                  "lti_message_type)");
    }
    return lz_steps_decide(&explain->steps);
}

/* --- all of it -------------------------------------------------------------------------------- */

static const char *read_site(apr_pool_t *pool, const asked_t *asked, lz_explain_t *explain)
{
    lz_directives_t *directives = lz_directives_create(pool);
    const lz_offline_wish_t wish = {
        asked->configs->nelts > 0 ? directives : NULL, asked->base_url, asked->secrets
    };

    for (int i = 0; i < asked->configs->nelts; i++) {
        const char *wrong = lz_directives_read(pool, APR_ARRAY_IDX(asked->configs, i, const char *),
                                               directives);
        if (wrong != NULL) {
            return wrong;
        }
    }
    for (int i = 0; i < directives->notes->nelts; i++) {
        fprintf(stderr, "lti-zoom: %s\n", APR_ARRAY_IDX(directives->notes, i, const char *));
    }
    return lz_offline_site(pool, &wish, &explain->site);
}

static const char *read_world(apr_pool_t *pool, const asked_t *asked, lz_explain_t *explain)
{
    apr_time_t now = apr_time_now();
    char *keys = NULL;
    apr_size_t length = 0;
    const char *wrong = NULL;

    if (asked->at != NULL && !lz_timestamp_parse(asked->at, &now)) {
        return "--at takes a time like \"2026-11-30T09:15:00Z\"";
    }
    if (asked->keys != NULL) {
        wrong = lz_read_file(pool, asked->keys, LZ_JWKS_MAX, &keys, &length);
        wrong = wrong != NULL ? apr_psprintf(pool, "%s %s", asked->keys, wrong) : NULL;
    }
    explain->env = lz_offline_env(pool, now, keys, length);
    explain->has_keys = keys != NULL;
    explain->cookies = asked->cookie;
    return wrong;
}

static const char *read_input(apr_pool_t *pool, const char **text)
{
    apr_file_t *input = NULL;
    char *raw = NULL;
    apr_size_t length = 0;

    if (apr_file_open_stdin(&input, pool) != APR_SUCCESS) {
        return "standard input cannot be read";
    }
    const char *wrong = lz_read_all(pool, input, INPUT_MAX, &raw, &length);
    if (wrong != NULL) {
        return apr_pstrcat(pool, "standard input ", wrong, NULL);
    }
    *text = lz_pasted(pool, raw);
    return **text != '\0' ? NULL : "nothing came on standard input: paste a login or a launch";
}

lz_exit_e lz_command_explain(apr_pool_t *pool, apr_getopt_t *options)
{
    lz_explain_t explain = { .steps = { .pool = pool }, .raw_query = "" };
    const char *text = NULL;
    asked_t asked;

    if (read_options(pool, options, &asked) != APR_SUCCESS) {
        return lz_command_misused("explain does not know that option, or it lacks its value");
    }
    const char *wrong = read_world(pool, &asked, &explain);
    if (wrong == NULL) {
        wrong = read_site(pool, &asked, &explain);
    }
    if (wrong == NULL) {
        wrong = read_input(pool, &text);
    }
    if (wrong != NULL) {
        return lz_command_misused("%s", wrong);
    }
    if (asked.url != NULL) {
        take_url(&explain, asked.url);
    }
    lz_step_note(&explain.steps, "As of %s.", lz_timestamp(pool, lz_now(explain.env.clock)));
    const lz_problem_t *problem = take_input(&explain, text);
    if (problem != NULL) {
        lz_step_refused(&explain.steps, "form", problem);
        return lz_steps_decide(&explain.steps);
    }
    return give_account(&explain);
}
