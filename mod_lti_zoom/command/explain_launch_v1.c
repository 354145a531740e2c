/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lti-zoom explain: a launch of LTI 1.1, by lz_launch_v1_verify() itself. Where the signature is
 * wrong or its secret unknown, the message is signed anew and goes on, so that the rest is seen.
 */
#include "explain.h"

#include <string.h>

#include <apr_strings.h>

#include "../lti/launch_v1.h"
#include "../lti/oauth1.h"

/* The body, signed with the secret that the platform has here; NULL when it cannot be. */
static const lz_form_t *sign_anew(const lz_explain_t *explain, const lz_launch_v1_post_t *post)
{
    apr_pool_t *pool = explain->env.pool;
    const char *url = apr_pstrcat(pool, explain->site.policy.base_url, "/launch", NULL);
    const char *key = lz_form_get(post->body, "oauth_consumer_key");
    const lz_consumer_t *consumer = NULL;
    lz_form_pair_t *pairs = apr_palloc(pool, ((apr_size_t)post->body->n + 1) * sizeof(*pairs));
    lz_form_t *body = apr_palloc(pool, sizeof(*body));

    *body = (lz_form_t){ pairs, 0 };
    for (int i = 0; i < post->body->n; i++) {
        if (strcmp(post->body->pairs[i].name, "oauth_signature") != 0) {
            pairs[body->n++] = post->body->pairs[i];
        }
    }
    const lz_oauth1_request_t request = { "POST", url, lz_form_join(pool, body, post->query) };
    const char *base = lz_oauth1_base_string(pool, &request);
    if (base == NULL || key == NULL
        || lz_platform_by_consumer(&explain->site.platforms, key, &consumer) == NULL) {
        return NULL;
    }
    const char *method = lz_form_get(body, "oauth_signature_method");
    pairs[body->n++] = (lz_form_pair_t){
        "oauth_signature", lz_oauth1_signature(pool, method, base, consumer->secret)
    };
    return pairs[body->n - 1].value != NULL ? body : NULL;
}

static const lz_problem_t *verify(lz_explain_t *explain, const lz_launch_v1_post_t *post,
                                  lz_launch_t **launch)
{
    return lz_launch_v1_verify(&explain->env, &explain->site.policy, &explain->site.platforms,
                               post, launch);
}

/* What is left when the signature was looked at. */
static void explain_rest(lz_explain_t *explain, const lz_problem_t *problem,
                         const lz_launch_t *launch)
{
    if (lz_step(&explain->steps, "message", problem,
                "its time and what it says are right; whether its nonce was used before, only the "
                "server knows")) {
        lz_explain_arrival(explain, launch);
    }
}

void lz_explain_launch_v1(lz_explain_t *explain)
{
    lz_launch_v1_post_t post = { explain->raw_query, NULL, explain->form };
    lz_form_t *query = NULL;
    lz_launch_t *launch = NULL;

    lz_step_note(&explain->steps, "This is a launch of LTI 1.1.");
    if (!explain->site.configured) {
        lz_step_unchecked(&explain->steps, "platform", "no configuration was given (--config)");
        return;
    }
    const lz_problem_t *problem = lz_form_parse(explain->env.pool, explain->raw_query,
                                                strlen(explain->raw_query), &query);
    post.query = query;
    problem = problem != NULL ? problem : verify(explain, &post, &launch);
    if (problem == NULL) {
        lz_step_ok(&explain->steps, "signature", "that of LTIZoomConsumer \"%.255s\" for %s/launch",
                   launch->consumer->key, explain->site.policy.base_url);
    }
    if (problem == NULL || problem->id != LZ_P_LTI_SIGNATURE) {
        explain_rest(explain, problem, launch);
        return;
    }
    if (explain->site.with_secrets) {
        lz_step_refused(&explain->steps, "signature", problem);
        lz_step_note(&explain->steps, "The query of the address is signed, too: give it with "
                     "--url.");
    } else {
        lz_step_unchecked(&explain->steps, "signature", "the secret of LTIZoomConsumer was not "
                          "read (--secrets)");
    }
    post.body = sign_anew(explain, &post);
    if (post.body != NULL) {
        problem = verify(explain, &post, &launch);
        explain_rest(explain, problem, launch);
    }
}
