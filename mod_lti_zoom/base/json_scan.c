/* SPDX-License-Identifier: Apache-2.0 */
#include "json_scan.h"

#include <string.h>

#include "json.h"

typedef struct scan_t {
    const char *at;         /* next byte */
    const char *end;
    int         flags;
    int         depth;      /* at this place */
    lz_json_shape_t shape;  /* of what was read */
    const char *wrong;      /* the first thing that was wrong, or NULL */
} scan_t;

/* Every function below answers 1 when it stands behind what it was to read, 0 when refused. */
static int value(scan_t *scan);

static int refuse(scan_t *scan, const char *wrong)
{
    scan->wrong = wrong;
    return 0;
}

static int peek(const scan_t *scan)
{
    return scan->at < scan->end ? (unsigned char)*scan->at : -1;
}

static int take(scan_t *scan, char c)
{
    if (peek(scan) != c) {
        return 0;
    }
    scan->at++;
    return 1;
}

static void whitespace(scan_t *scan)
{
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n'
                                    || *scan->at == '\r')) {
        scan->at++;
    }
}

/* The four digits of \uXXXX; -1 when they are not there. */
static long hex4(scan_t *scan)
{
    long code = 0;

    for (int i = 0; i < 4; i++) {
        const int c = peek(scan);
        const int digit = c >= '0' && c <= '9' ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;

        if (digit < 0) {
            return -1;
        }
        code = code * 16 + digit;
        scan->at++;
    }
    return code;
}

static int unicode_escape(scan_t *scan, int is_name)
{
    const long code = hex4(scan);

    if (code < 0) {
        return refuse(scan, "bad \\u escape");
    }
    /* json-c keeps names as C strings, so a NUL in one would cut it. */
    if (code == 0 && (is_name || scan->flags & LZ_JSON_NO_NUL)) {
        return refuse(scan, "NUL in a string");
    }
    if (code >= 0xdc00 && code <= 0xdfff) {
        return refuse(scan, "lone surrogate");
    }
    if (code >= 0xd800 && code <= 0xdbff) {
        const int follows = take(scan, '\\') && take(scan, 'u');
        const long low = follows ? hex4(scan) : -1;

        if (low < 0xdc00 || low > 0xdfff) {
            return refuse(scan, "lone surrogate");
        }
    }
    return 1;
}

static int escape(scan_t *scan, int is_name)
{
    const int c = peek(scan);

    if (c < 0 || !strchr("\"\\/bfnrtu", c)) {
        return refuse(scan, "unknown escape");
    }
    scan->at++;
    return c == 'u' ? unicode_escape(scan, is_name) : 1;
}

static int string(scan_t *scan, int is_name)
{
    if (!take(scan, '"')) {
        return refuse(scan, is_name ? "member name expected" : "string expected");
    }
    while (scan->at < scan->end) {
        const unsigned char c = (unsigned char)*scan->at++;

        if (c == '"') {
            return 1;
        }
        if (c < 0x20) {
            return refuse(scan, "control character in a string");
        }
        if (c == '\\' && !escape(scan, is_name)) {
            return 0;
        }
    }
    return refuse(scan, "unfinished string");
}

static apr_size_t digits(scan_t *scan)
{
    const char *start = scan->at;

    while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9') {
        scan->at++;
    }
    return (apr_size_t)(scan->at - start);
}

/* Whether a whole number of n digits fits into 64 bits with its sign: json-c would clamp it. */
static int fits_int64(const char *first_digit, apr_size_t n, int negative)
{
    const char *limit = negative ? "9223372036854775808" : "9223372036854775807";

    return n < strlen(limit) || (n == strlen(limit) && memcmp(first_digit, limit, n) <= 0);
}

static int number(scan_t *scan)
{
    const int negative = take(scan, '-');
    const char *first_digit = scan->at;
    const apr_size_t n = digits(scan);
    int whole = 1;

    if (n == 0 && !negative) {
        return refuse(scan, "value expected");
    }
    if (n == 0 || (n > 1 && *first_digit == '0')) {
        return refuse(scan, "bad number");
    }
    if (take(scan, '.')) {
        whole = 0;
        if (digits(scan) == 0) {
            return refuse(scan, "bad number");
        }
    }
    if (take(scan, 'e') || take(scan, 'E')) {
        whole = 0;
        if (!take(scan, '+')) {
            take(scan, '-');
        }
        if (digits(scan) == 0) {
            return refuse(scan, "bad number");
        }
    }
    if (whole && !fits_int64(first_digit, n, negative)) {
        return refuse(scan, "number too large");
    }
    return 1;
}

static int word(scan_t *scan, const char *expected)
{
    const apr_size_t length = strlen(expected);

    if ((apr_size_t)(scan->end - scan->at) < length || memcmp(scan->at, expected, length) != 0) {
        return refuse(scan, "value expected");
    }
    scan->at += length;
    return 1;
}

static int array(scan_t *scan)
{
    scan->at++;
    whitespace(scan);
    if (take(scan, ']')) {
        return 1;
    }
    do {
        if (!value(scan)) {
            return 0;
        }
    } while (take(scan, ','));
    return take(scan, ']') ? 1 : refuse(scan, "',' or ']' expected");
}

static int object(scan_t *scan)
{
    scan->at++;
    whitespace(scan);
    if (take(scan, '}')) {
        return 1;
    }
    do {
        whitespace(scan);
        if (!string(scan, 1)) {
            return 0;
        }
        whitespace(scan);
        if (!take(scan, ':')) {
            return refuse(scan, "':' expected");
        }
        if (!value(scan)) {
            return 0;
        }
        scan->shape.members++;
    } while (take(scan, ','));
    return take(scan, '}') ? 1 : refuse(scan, "',' or '}' expected");
}

static int container(scan_t *scan)
{
    if (scan->depth == LZ_JSON_DEPTH_MAX) {
        return refuse(scan, "too deep");
    }
    scan->depth++;
    if (scan->depth > scan->shape.depth) {
        scan->shape.depth = scan->depth;
    }
    const int ok = *scan->at == '{' ? object(scan) : array(scan);
    scan->depth--;
    return ok;
}

/* One value and the white space around it. */
static int value(scan_t *scan)
{
    int ok;

    whitespace(scan);
    switch (peek(scan)) {
    case '{':
    case '[':
        ok = container(scan);
        break;
    case '"':
        ok = string(scan, 0);
        break;
    case 't':
        ok = word(scan, "true");
        break;
    case 'f':
        ok = word(scan, "false");
        break;
    case 'n':
        ok = word(scan, "null");
        break;
    case -1:
        ok = refuse(scan, "unfinished text");
        break;
    default:
        ok = number(scan);
    }
    if (ok) {
        whitespace(scan);
    }
    return ok;
}

const char *lz_json_scan(const char *text, apr_size_t length, int flags, lz_json_shape_t *shape)
{
    scan_t scan = { .at = text, .end = text + length, .flags = flags };

    whitespace(&scan);
    if ((flags & LZ_JSON_OBJECT) && peek(&scan) != '{') {
        return "no object";
    }
    if (!value(&scan)) {
        return scan.wrong;
    }
    if (scan.at != scan.end) {
        return "bytes after the text";
    }
    *shape = scan.shape;
    return NULL;
}
