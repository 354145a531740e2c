/* SPDX-License-Identifier: Apache-2.0 */
#include "errors.h"

#include <string.h>
#include <strings.h>

#include <apr_date.h>
#include <apr_errno.h>
#include <apr_lib.h>
#include <apr_strings.h>

#include "../base/json.h"
#include "../base/quota.h"
#include "../base/timestamp.h"
#include "error_table.h"

#define QUOTE_MAX       200         /* bytes of Zoom's words in our log */
#define WORD_MAX        64          /* longer ones may be tokens */
#define SAID_MAX        300         /* bytes of Zoom's words to the person */
#define FIELDS_MAX      50
#define RETRY_AFTER_MAX (7 * 24 * 3600)
#define SOON            5           /* Retry-After where Zoom names no time, in seconds */

/* What an answer's body says. */
typedef struct said_t {
    apr_int64_t  code;
    const char  *message;       /* "" when there is none */
    json_object *errors;        /* [{field, message}], or NULL */
} said_t;

static said_t read_body(apr_pool_t *pool, const lz_http_response_t *response)
{
    const char *reason;
    said_t said = { 0, "", NULL };
    json_object *body = lz_json_parse(pool, response->body, response->body_length, LZ_JSON_OBJECT,
                                      &reason);

    if (body && lz_json_int64(body, "code", &said.code)) {
        said.message = lz_json_string(body, "message");
        said.message = said.message ? said.message : "";
        said.errors = lz_json_array(body, "errors");
    }
    return said;
}

/* Cuts valid UTF-8 to at most max bytes between two characters. */
static const char *cut(apr_pool_t *pool, const char *text, size_t max)
{
    size_t length = strlen(text);

    if (length <= max) {
        return apr_pstrdup(pool, text);
    }
    for (length = max; length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80; length--) {
        continue;
    }
    return apr_pstrmemdup(pool, text, length);
}

const char *lz_zoom_quote(apr_pool_t *pool, const char *text)
{
    const char *quoted = "";
    size_t length;

    for (const char *word = text ? text : ""; *word && strlen(quoted) < QUOTE_MAX; word += length) {
        length = strcspn(word, " ");
        if (length == 0) {
            length = strspn(word, " ");
            quoted = apr_pstrcat(pool, quoted, " ", NULL);
        } else if (memchr(word, '@', length)) {
            quoted = apr_pstrcat(pool, quoted, "[e-mail]", NULL);
        } else if (length > WORD_MAX) {
            quoted = apr_psprintf(pool, "%s[%" APR_SIZE_T_FMT " bytes]", quoted, length);
        } else {
            quoted = apr_pstrcat(pool, quoted, apr_pstrmemdup(pool, word, length), NULL);
        }
    }
    return cut(pool, quoted, QUOTE_MAX);
}

apr_interval_time_t lz_zoom_retry_after(const char *text, apr_time_t now)
{
    apr_time_t when;

    if (!text || !*text) {
        return 0;
    }
    if (strspn(text, "0123456789") == strlen(text)) {
        const apr_int64_t seconds = strlen(text) < 10 ? apr_atoi64(text) : RETRY_AFTER_MAX;

        return apr_time_from_sec(seconds < RETRY_AFTER_MAX ? seconds : RETRY_AFTER_MAX);
    }
    if (!lz_timestamp_parse(text, &when)) {
        when = apr_date_parse_http(text);
    }
    if (when <= now) {
        return 0;
    }
    return when - now < apr_time_from_sec(RETRY_AFTER_MAX) ? when - now
                                                           : apr_time_from_sec(RETRY_AFTER_MAX);
}

/* What no row tells, by HTTP status; a row since the rest is alike. */
static lz_zoom_error_t by_status(const lz_http_response_t *response, const said_t *said)
{
    const int status = response->http_status;
    const lz_zoom_error_t *limit = lz_zoom_error(429, said->message);

    if (status == 401) {
        return (lz_zoom_error_t){ 0, NULL, LZ_P_ZOOM_CREDENTIALS, LZ_ZOOM_NEW_TOKEN };
    }
    if (status == 429 && limit) {
        return *limit;
    }
    if (status == 408 || status >= 500) {
        return (lz_zoom_error_t){ 0, NULL, LZ_P_ZOOM_UNAVAILABLE, LZ_ZOOM_AGAIN };
    }
    if (status >= 400 && said->code) {
        return (lz_zoom_error_t){ 0, NULL, LZ_P_ZOOM_REFUSED, LZ_ZOOM_FINAL };
    }
    return (lz_zoom_error_t){ 0, NULL, LZ_P_ZOOM_ANSWER, LZ_ZOOM_FINAL };
}

/* A gateway's trouble, or Zoom's own, says nothing about what became of the call; a code of
 * Zoom's does, unless it only repeats the status. */
static lz_zoom_fate_e fate_of(const lz_http_response_t *response, const said_t *said)
{
    const int repeats = said->code == response->http_status || said->code == 0;

    return repeats && (response->http_status == 408 || response->http_status >= 500)
           ? LZ_ZOOM_UNKNOWN : LZ_ZOOM_NOT_DONE;
}

static int in_seconds(apr_interval_time_t wait)
{
    return (int)apr_time_sec(wait + APR_USEC_PER_SEC - 1);
}

int lz_zoom_concerns_all(const lz_problem_t *problem)
{
    switch (problem->id) {
    case LZ_P_ZOOM_HOST_LIMIT:
    case LZ_P_ZOOM_ANSWER:
        return 0;
    case LZ_P_ZOOM_PLAN:
    case LZ_P_ZOOM_SCOPE:
        return 1;
    default:
        return problem->status >= 500 || problem->retry_after > 0;
    }
}

void lz_zoom_possible_after(apr_pool_t *pool, lz_problem_t *problem, apr_time_t end,
                            apr_time_t now)
{
    /* The catalogue's sentence says 00:00 UTC, when Zoom's days end. */
    const char *midnight = strstr(problem->message, "00:00 UTC");
    apr_time_exp_t parts;

    problem->retry_after = in_seconds(end - now);
    if (midnight && apr_time_exp_gmt(&parts, end) == APR_SUCCESS) {
        const char *date = end <= lz_quota_day_end(now) ? ""
                         : apr_psprintf(pool, "%04d-%02d-%02d, ", parts.tm_year + 1900,
                                        parts.tm_mon + 1, parts.tm_mday);
        problem->message = apr_psprintf(pool, "%.*s%s%02d:%02d UTC%s",
                                        (int)(midnight - problem->message), problem->message,
                                        date, parts.tm_hour, parts.tm_min,
                                        midnight + strlen("00:00 UTC"));
    }
}

/* The fields that Zoom found wrong, by Zoom's names; without any, its message for the person. */
static void explain(apr_pool_t *pool, lz_problem_t *problem, const said_t *said)
{
    const size_t n = said->errors ? json_object_array_length(said->errors) : 0;

    for (size_t i = 0; i < n && i < FIELDS_MAX; i++) {
        json_object *error = json_object_array_get_idx(said->errors, i);
        const char *name = lz_json_string(error, "field");
        const char *message = lz_json_string(error, "message");

        if (name && *name && message) {
            lz_problem_field(pool, problem, cut(pool, name, WORD_MAX),
                             cut(pool, message, SAID_MAX));
        }
    }
    if (!problem->fields && *said->message) {
        problem->message = apr_pstrcat(pool, "Zoom refused this: ",
                                       cut(pool, said->message, SAID_MAX), NULL);
    }
}

static lz_problem_t *make_problem(apr_pool_t *pool, lz_problem_id_e id,
                                  const lz_zoom_operation_t *operation,
                                  const lz_http_response_t *response, const said_t *said)
{
    const char *quote = apr_pstrcat(pool, *said->message ? " " : "",
                                    lz_zoom_quote(pool, said->message), NULL);

    switch (id) {
    case LZ_P_ZOOM_SCOPE:
        return lz_problem(pool, id, "%s needs the scope %s (classic apps: %s), without which"
                          " there is no %s; Zoom said: HTTP %d, code %" APR_INT64_T_FMT "%s",
                          operation->name, operation->scope_granular, operation->scope_classic,
                          operation->feature, response->http_status, said->code, quote);
    case LZ_P_ZOOM_ANSWER:
        return lz_problem(pool, id, "%s: unexpected HTTP %d, code %" APR_INT64_T_FMT "%s; is"
                          " LTIZoomAPIBase right?", operation->name, response->http_status,
                          said->code, quote);
    default:
        return lz_problem(pool, id, "%s: HTTP %d, code %" APR_INT64_T_FMT "%s", operation->name,
                          response->http_status, said->code, quote);
    }
}

/*
 * Whose limit it is. Daily limits of one person or registrant say so and have no type; those of a
 * label have a type, or speak of the API.
 */
static lz_zoom_limit_e limit_of(const lz_http_response_t *response, const said_t *said,
                                const lz_zoom_error_t *row)
{
    const char *type = apr_table_get(response->headers, "X-RateLimit-Type");

    switch (row->problem) {
    case LZ_P_ZOOM_HOST_LIMIT:
        return LZ_LIMIT_HOST;
    case LZ_P_ZOOM_DAILY_LIMIT:
        return strcasestr(said->message, "particular user") ? LZ_LIMIT_OTHER : LZ_LIMIT_DAY;
    case LZ_P_ZOOM_BUSY:
        return (type && strcasecmp(type, "QPS") == 0) || strcasestr(said->message, "per-second")
               ? LZ_LIMIT_SECOND : LZ_LIMIT_OTHER;
    default:
        return LZ_LIMIT_NONE;
    }
}

/* Zoom answered, and the answer is no. */
static void read_refusal(apr_pool_t *pool, const lz_zoom_operation_t *operation,
                         const lz_http_response_t *response, apr_time_t now,
                         lz_zoom_failure_t *failure)
{
    const said_t said = read_body(pool, response);
    const lz_zoom_error_t *known = lz_zoom_error(said.code, said.message);
    lz_zoom_error_t row = known ? *known : by_status(response, &said);
    const char *limit = apr_table_get(response->headers, "X-RateLimit-Type");

    if (row.remedy == LZ_ZOOM_WAIT && limit && strncasecmp(limit, "daily", 5) == 0) {
        row.problem = LZ_P_ZOOM_DAILY_LIMIT;
        row.remedy = LZ_ZOOM_FINAL;
    }

    if (row.problem == LZ_P_ZOOM_SCOPE && !operation->scope_granular) {
        row.problem = LZ_P_ZOOM_CREDENTIALS;
    }

    failure->code = said.code;
    failure->remedy = row.remedy;
    failure->limit = limit_of(response, &said, &row);
    failure->fate = fate_of(response, &said);
    failure->wait = lz_zoom_retry_after(apr_table_get(response->headers, "Retry-After"), now);
    failure->problem = make_problem(pool, row.problem, operation, response, &said);
    if (row.problem == LZ_P_ZOOM_REFUSED) {
        explain(pool, failure->problem, &said);
    } else if (row.problem == LZ_P_ZOOM_DAILY_LIMIT || row.problem == LZ_P_ZOOM_HOST_LIMIT) {
        failure->wait = failure->wait ? failure->wait : lz_quota_day_end(now) - now;
        lz_zoom_possible_after(pool, failure->problem, now + failure->wait, now);
    } else if (row.problem == LZ_P_ZOOM_BUSY || row.problem == LZ_P_ZOOM_UNAVAILABLE) {
        failure->problem->retry_after = failure->wait ? in_seconds(failure->wait) : SOON;
    }
}

/* No whole answer came. */
static void read_loss(apr_pool_t *pool, const lz_zoom_operation_t *operation,
                      const lz_http_response_t *response, lz_zoom_failure_t *failure)
{
    const apr_status_t status = response->status;
    const char *what = "no answer";
    lz_problem_id_e id = LZ_P_ZOOM_UNAVAILABLE;
    char text[80];

    failure->remedy = LZ_ZOOM_AGAIN;
    if (APR_STATUS_IS_ENOSPC(status)) {
        what = "the answer is too large";
        id = LZ_P_ZOOM_ANSWER;
        failure->remedy = LZ_ZOOM_FINAL;
    } else if (APR_STATUS_IS_TIMEUP(status)) {
        what = "no answer in time";
        failure->remedy = LZ_ZOOM_FINAL;
    } else if (APR_STATUS_IS_ECONNABORTED(status)) {
        what = "given up";
        id = LZ_P_ABANDONED;
        failure->remedy = LZ_ZOOM_FINAL;
    } else if (APR_STATUS_IS_EACCES(status)) {
        what = "no trusted connection";
        failure->remedy = LZ_ZOOM_FINAL;
    } else if (response->headers && !apr_is_empty_table(response->headers)) {
        what = "the answer broke off";
        id = LZ_P_ZOOM_ANSWER;
    }
    failure->fate = response->sent ? LZ_ZOOM_UNKNOWN : LZ_ZOOM_NOT_SENT;
    failure->problem = lz_problem(pool, id, "%s: %s after %" APR_TIME_T_FMT " ms (%s; %s)",
                                  operation->name, what, apr_time_as_msec(response->took),
                                  response->detail ? response->detail : "",
                                  apr_strerror(status, text, sizeof(text)));
    failure->problem->retry_after = id == LZ_P_ZOOM_UNAVAILABLE ? SOON : 0;
}

/* The person who sent a write of unknown fate must not send it again. */
static void mark_uncertain(apr_pool_t *pool, const lz_zoom_operation_t *operation,
                           lz_zoom_failure_t *failure)
{
    if (operation->idempotent || failure->fate != LZ_ZOOM_UNKNOWN) {
        return;
    }
    failure->problem = lz_problem(pool, LZ_P_ZOOM_UNCERTAIN, "%s", failure->problem->cause);
    failure->problem->retry_after = SOON;
    failure->remedy = LZ_ZOOM_FINAL;
}

void lz_zoom_failure(apr_pool_t *pool, const lz_zoom_operation_t *operation,
                     const lz_http_response_t *response, apr_time_t now,
                     lz_zoom_failure_t *failure)
{
    *failure = (lz_zoom_failure_t){ .remedy = LZ_ZOOM_FINAL };
    if (response->status == APR_SUCCESS) {
        read_refusal(pool, operation, response, now, failure);
    } else {
        read_loss(pool, operation, response, failure);
    }
    mark_uncertain(pool, operation, failure);
}

void lz_zoom_unreadable(apr_pool_t *pool, const lz_zoom_operation_t *operation,
                        const lz_http_response_t *response, const char *reason,
                        lz_zoom_failure_t *failure)
{
    *failure = (lz_zoom_failure_t){ .remedy = LZ_ZOOM_FINAL, .fate = LZ_ZOOM_UNKNOWN };
    failure->problem = lz_problem(pool, LZ_P_ZOOM_ANSWER, "%s: HTTP %d with %" APR_SIZE_T_FMT
                                  " bytes that cannot be used: %s", operation->name,
                                  response->http_status, response->body_length, reason);
    mark_uncertain(pool, operation, failure);
}
