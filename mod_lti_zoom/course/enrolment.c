/* SPDX-License-Identifier: Apache-2.0 */
#include "enrolment.h"

#include <string.h>

#include <apr_strings.h>

#include "../base/encoding.h"
#include "../base/json.h"
#include "../base/url.h"
#include "../store/platforms.h"
#include "registry.h"

#define ID_BYTES 18

static const lz_problem_t *check_on(const lz_env_t *env, const lz_site_t *site)
{
    if (site->registration_secret != NULL) {
        return NULL;
    }
    return lz_problem(env->pool, LZ_P_REGISTRATION_OFF,
                      "an LMS would register: LTIZoomRegistrationSecret is not set");
}

/* The token goes into a header. */
static int usable_token(const char *token)
{
    for (const char *c = token; *c != '\0'; c++) {
        if (*c <= ' ' || *c > '~') {
            return 0;
        }
    }
    return strlen(token) <= LZ_REGISTRATION_TOKEN_MAX;
}

const lz_problem_t *lz_enrolment_asked(const lz_env_t *env, const lz_site_t *site,
                                       const lz_form_t *query, lz_enrolment_t **enrolment)
{
    static const char *const names[] = { "openid_configuration", "registration_token", NULL };
    const int rules = site->lti.loopback ? LZ_URL_LOOPBACK_HTTP : LZ_URL_HTTPS;
    const char *url = lz_form_get(query, names[0]);
    const char *token = lz_form_get(query, names[1]);
    const lz_problem_t *problem = check_on(env, site);

    if (problem == NULL) {
        problem = lz_form_once(env->pool, query, names);
    }
    if (problem != NULL) {
        return problem;
    }
    const char *wrong = url == NULL || *url == '\0' ? "is missing"
                        : strlen(url) > LZ_REGISTRATION_URL_MAX ? "is too long"
                        : lz_url_check(url, rules);
    if (wrong != NULL) {
        return lz_problem(env->pool, LZ_P_REGISTRATION_REQUEST, "openid_configuration %s", wrong);
    }
    if (token != NULL && !usable_token(token)) {
        return lz_problem(env->pool, LZ_P_REGISTRATION_REQUEST,
                          "registration_token is too long or has characters that a token cannot "
                          "have");
    }
    lz_enrolment_t *asked = apr_pcalloc(env->pool, sizeof(*asked));
    asked->id = lz_random_token(env->pool, ID_BYTES);
    asked->url = url;
    asked->token = token != NULL ? token : "";
    asked->expires = lz_now(env->clock) + LZ_ENROLMENT_LIFETIME;
    if (asked->id == NULL) {
        return lz_problem(env->pool, LZ_P_RANDOM, "registration: no random bytes");
    }
    *enrolment = asked;
    return NULL;
}

/* --- carried by the page ---------------------------------------------------------------------- */

const char *lz_enrolment_seal(const lz_env_t *env, const lz_site_t *site,
                              const lz_enrolment_t *enrolment)
{
    json_object *record = lz_json_adopt(env->pool, json_object_new_object());

    lz_json_put_string(record, "registration", enrolment->id);
    lz_json_put_string(record, "url", enrolment->url);
    lz_json_put_string(record, "token", enrolment->token);
    lz_json_put_int64(record, "expires", enrolment->expires);
    if (enrolment->document != NULL) {
        lz_json_put(record, "document", json_object_get(enrolment->document));
    }
    const char *clear = lz_json_text(env->pool, record);
    return lz_seal(site->sealer, env->pool, LZ_SEAL_HANDOVER, clear, strlen(clear));
}

const lz_problem_t *lz_enrolment_open(const lz_env_t *env, const lz_site_t *site,
                                      const char *sealed, lz_enrolment_t **enrolment)
{
    lz_enrolment_t *opened = apr_pcalloc(env->pool, sizeof(*opened));
    apr_size_t length = 0;
    apr_int64_t expires = 0;
    const char *reason = "";
    const lz_problem_t *problem = check_on(env, site);

    if (problem != NULL) {
        return problem;
    }
    const char *clear = sealed != NULL ? lz_unseal(site->sealer, env->pool, LZ_SEAL_HANDOVER,
                                                   sealed, &length) : NULL;
    json_object *record = clear != NULL ? lz_json_parse(env->pool, clear, length, LZ_JSON_OBJECT,
                                                        &reason) : NULL;
    opened->id = lz_json_string(record, "registration");
    opened->url = lz_json_string(record, "url");
    opened->token = lz_json_string(record, "token");
    opened->document = lz_json_object(record, "document");
    if (opened->id == NULL || opened->url == NULL || opened->token == NULL
        || !lz_json_int64(record, "expires", &expires)) {
        return lz_problem(env->pool, LZ_P_REGISTRATION_STALE,
                          "the form of a registration was not sealed here");
    }
    opened->expires = expires;
    if (lz_now(env->clock) >= opened->expires) {
        return lz_problem(env->pool, LZ_P_REGISTRATION_STALE, "the page is %" APR_INT64_T_FMT
                          " s too old", apr_time_sec(lz_now(env->clock) - opened->expires));
    }
    *enrolment = opened;
    return NULL;
}

/* --- steps ------------------------------------------------------------------------------------ */

const lz_problem_t *lz_enrolment_admit(const lz_env_t *env, const lz_site_t *site,
                                       const char *secret, lz_enrolment_t *enrolment)
{
    if (!lz_equal_secret(secret, site->registration_secret)) {
        return lz_problem(env->pool, LZ_P_REGISTRATION_SECRET,
                          "somebody gave a wrong registration secret for %.255s", enrolment->url);
    }
    return lz_registration_discover(env, &site->lti, enrolment->url, enrolment->token,
                                    &enrolment->document);
}

int lz_enrolment_at_home(const lz_env_t *env, const lz_enrolment_t *enrolment)
{
    return lz_registration_at_home(env->pool, enrolment->url, enrolment->document);
}

/* A reload, or the back button, must not register the tool twice. */
static const lz_problem_t *use_page(const lz_env_t *env, const lz_enrolment_t *enrolment)
{
    const char *key = apr_pstrcat(env->pool, "registration:", enrolment->id, NULL);

    if (env->cache->add(env->cache->baton, env->pool, key, "1", 1, LZ_ENROLMENT_LIFETIME)) {
        return NULL;
    }
    return lz_problem(env->pool, LZ_P_REGISTRATION_USED, "the page for %.255s was sent before",
                      enrolment->url);
}

/* What only the LMS knows now is written down for the admin: none of it is secret. */
static const lz_problem_t *unsaved(const lz_env_t *env, const lz_platform_t *platform,
                                   const lz_problem_t *cause)
{
    return lz_problem(env->pool, LZ_P_REGISTRATION_UNSAVED,
                      "%s; the LMS has registered the tool: instead of doing that again, "
                      "write a <LTIZoomPlatform> with LTIZoomIssuer %s LTIZoomPlatformClientID %s "
                      "LTIZoomAuthURL %s LTIZoomTokenURL %s LTIZoomKeysURL %s "
                      "LTIZoomTokenAudience %s",
                      cause->cause, platform->issuer, platform->client_id, platform->auth_url,
                      platform->token_url, platform->keys_url, platform->token_audience);
}

static const lz_problem_t *save(const lz_env_t *env, const lz_site_t *site,
                                lz_platform_t *platform)
{
    platform->account_name = site->registration_account;
    platform->name = lz_registry_name(env->pool, platform);
    const lz_problem_t *problem = lz_registry_add(env, site, platform);
    if (problem == NULL) {
        lz_log(env->log, LZ_LOG_INFO, APR_SUCCESS,
               LZNO(0633) "platform %s registered itself: issuer %s, client_id %s, account %s "
               "[request %s]", platform->name, platform->issuer, platform->client_id,
               platform->account_name, env->request_id);
        return NULL;
    }
    return problem->id == LZ_P_REGISTRATION_DUPLICATE ? problem : unsaved(env, platform, problem);
}

const lz_problem_t *lz_enrolment_register(const lz_env_t *env, const lz_site_t *site,
                                          const lz_enrolment_t *enrolment,
                                          lz_registered_t *registered)
{
    apr_array_header_t *rows = NULL;
    /* Without a database the LMS would have a tool that cannot be launched. */
    const lz_problem_t *problem = lz_store_platforms(env, site->base_url, &rows);

    if (problem == NULL) {
        problem = use_page(env, enrolment);
    }
    if (problem == NULL) {
        problem = lz_registration_send(env, &site->lti, enrolment->document, enrolment->token,
                                       registered);
    }
    return problem != NULL ? problem : save(env, site, &registered->platform);
}
