/* SPDX-License-Identifier: Apache-2.0 */
#include "session.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

#include "../base/json.h"
#include "../store/members.h"

/* Bytes, so that the sealed text fits a cookie even where each of them needs an escape. */
#define TITLE_MAX     200
#define PERSON_MAX    120
#define EMAIL_MAX     254
#define LOCALE_MAX    35
#define ZONE_MAX      64
#define ORIGIN_MAX    270

/* Text cut to max bytes between characters; control characters, which names need not, as spaces. */
static const char *cut(apr_pool_t *pool, const char *text, apr_size_t max)
{
    apr_size_t length = strlen(text);

    if (length > max) {
        for (length = max; length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80; length--) {
        }
    }
    char *copy = apr_pstrmemdup(pool, text, length);
    for (char *c = copy; *c != '\0'; c++) {
        if (apr_iscntrl(*c)) {
            *c = ' ';
        }
    }
    return copy;
}

/* A text that is worth nothing when it is not whole. */
static const char *whole(const char *text, apr_size_t max)
{
    return strlen(text) <= max ? text : "";
}

const char *lz_session_seal(const lz_env_t *env, const lz_site_t *site,
                            const lz_session_t *session)
{
    json_object *record = lz_json_adopt(env->pool, json_object_new_object());

    lz_json_put_string(record, "c", session->course);
    lz_json_put_string(record, "t", cut(env->pool, session->course_title, TITLE_MAX));
    lz_json_put_string(record, "p", session->person);
    lz_json_put_string(record, "n", cut(env->pool, session->name, PERSON_MAX));
    lz_json_put_string(record, "m", whole(session->email, EMAIL_MAX));
    lz_json_put_string(record, "l", whole(session->locale, LOCALE_MAX));
    lz_json_put_string(record, "z", whole(session->time_zone, ZONE_MAX));
    lz_json_put_string(record, "f", whole(session->frame_origin, ORIGIN_MAX));
    lz_json_put_string(record, "x", session->csrf);
    lz_json_put_int64(record, "r", session->role);
    lz_json_put_string(record, "q", session->platform->name);
    lz_json_put_int64(record, "i", session->issued);
    lz_json_put_int64(record, "u", session->used);
    lz_json_put_int64(record, "e", session->expires);

    const char *clear = lz_json_text(env->pool, record);
    return lz_seal(site->sealer, env->pool, LZ_SEAL_SESSION, clear, strlen(clear));
}

void lz_session_give_role(lz_session_t *session, const lz_site_t *site, lz_role_e role)
{
    session->role = role;
    session->standing = lz_standing(role, site->students_host);
}

/* 1 when every member of an opened session is there and its platform still is configured. */
static int read_session(json_object *record, const lz_site_t *site, lz_session_t *session)
{
    const char *platform = lz_json_string(record, "q");
    apr_int64_t role = 0;
    apr_int64_t issued = 0;
    apr_int64_t used = 0;
    apr_int64_t expires = 0;

    session->course = lz_json_string(record, "c");
    session->course_title = lz_json_string(record, "t");
    session->person = lz_json_string(record, "p");
    session->name = lz_json_string(record, "n");
    session->email = lz_json_string(record, "m");
    session->locale = lz_json_string(record, "l");
    session->time_zone = lz_json_string(record, "z");
    session->frame_origin = lz_json_string(record, "f");
    session->csrf = lz_json_string(record, "x");
    session->platform = platform != NULL ? lz_platform_by_name(&site->platforms, platform) : NULL;
    if (!lz_json_int64(record, "r", &role) || !lz_json_int64(record, "i", &issued)
        || !lz_json_int64(record, "u", &used) || !lz_json_int64(record, "e", &expires)
        || session->platform == NULL) {
        return 0;
    }
    session->account = lz_site_account(site, session->platform);
    lz_session_give_role(session, site, (lz_role_e)role);
    session->issued = issued;
    session->used = used;
    session->expires = expires;
    return session->course && session->course_title && session->person && session->name
           && session->email && session->locale && session->time_zone && session->frame_origin
           && session->csrf;
}

/* Whether it has been too long since the launch, or since the last use. */
static const lz_problem_t *check_age(const lz_env_t *env, const lz_site_t *site,
                                     const lz_session_t *session)
{
    const apr_time_t now = lz_now(env->clock);

    if (now >= session->expires) {
        return lz_problem(env->pool, LZ_P_SESSION_EXPIRED,
                          "the session ended %" APR_INT64_T_FMT " s ago (LTIZoomSessionLifetime)",
                          apr_time_sec(now - session->expires));
    }
    if (site->session_idle > 0 && now - session->used >= site->session_idle) {
        return lz_problem(env->pool, LZ_P_SESSION_EXPIRED,
                          "the session was not used for %" APR_INT64_T_FMT " s "
                          "(LTIZoomSessionIdle)", apr_time_sec(now - session->used));
    }
    return NULL;
}

const lz_problem_t *lz_session_open(const lz_env_t *env, const lz_site_t *site,
                                    const char *sealed, const char *course,
                                    lz_session_t **session)
{
    lz_session_t *opened = apr_pcalloc(env->pool, sizeof(*opened));
    const char *reason = NULL;
    apr_size_t length = 0;

    if (sealed == NULL || *sealed == '\0') {
        return lz_problem(env->pool, LZ_P_NO_SESSION, "no session came with the request");
    }
    const char *clear = lz_unseal(site->sealer, env->pool, LZ_SEAL_SESSION, sealed, &length);
    if (clear == NULL) {
        return lz_problem(env->pool, LZ_P_NO_SESSION,
                          "the session (%" APR_SIZE_T_FMT " bytes) was not sealed here: altered, "
                          "or sealed with a secret that LTIZoomSecret no longer lists",
                          strlen(sealed));
    }
    json_object *record = lz_json_parse(env->pool, clear, length, LZ_JSON_OBJECT, &reason);
    if (record == NULL || !read_session(record, site, opened)) {
        return lz_problem(env->pool, LZ_P_NO_SESSION,
                          "the session is of another version of this module, or of a platform "
                          "that is no longer configured");
    }
    if (strcmp(opened->course, course) != 0) {
        return lz_problem(env->pool, LZ_P_NO_SESSION, "the session is of another course");
    }
    const lz_problem_t *problem = check_age(env, site, opened);
    if (problem == NULL) {
        *session = opened;
    }
    return problem;
}

const lz_problem_t *lz_session_check(const lz_env_t *env, const lz_site_t *site,
                                     lz_session_t *session)
{
    lz_member_t member;
    const lz_problem_t *problem = lz_store_member(env, session->course, session->person, &member);

    if (problem != NULL || !member.known) {
        return problem;
    }
    if (session->issued <= member.signed_out_at) {
        return lz_problem(env->pool, LZ_P_SIGNED_OUT,
                          "the person signed out %" APR_INT64_T_FMT " s ago",
                          apr_time_sec(lz_now(env->clock) - member.signed_out_at));
    }
    lz_session_give_role(session, site, (lz_role_e)member.role);
    session->sections = member.sections;
    session->section_ids = member.section_ids;
    return NULL;
}

const char *lz_session_renew(const lz_env_t *env, const lz_site_t *site,
                             const lz_session_t *session)
{
    const apr_time_t now = lz_now(env->clock);
    lz_session_t renewed = *session;

    if (site->session_idle == 0 || now - session->used <= site->session_idle / 10) {
        return NULL;
    }
    renewed.used = now;
    return lz_session_seal(env, site, &renewed);
}

const lz_problem_t *lz_session_sign_out(const lz_env_t *env, const lz_session_t *session)
{
    const apr_time_t now = lz_now(env->clock);

    /* Another node may have issued it by a clock that is ahead. */
    return lz_store_sign_out(env, session->course, session->person, (int)session->role,
                             now > session->issued ? now : session->issued);
}
