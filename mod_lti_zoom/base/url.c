/* SPDX-License-Identifier: Apache-2.0 */
#include "url.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <apr_lib.h>
#include <apr_strings.h>
#include <apr_tables.h>

/* Where the parts of an absolute URL stand in its text. Host without brackets, path to the end. */
typedef struct parts_t {
    int         https;
    const char *host;
    apr_size_t  host_length;
    int         ipv6;           /* the host stood in brackets */
    const char *port;           /* digits */
    apr_size_t  port_length;    /* 0 without a port */
    const char *path;           /* begins with / ? # or is "" */
} parts_t;

static int is_unreserved(unsigned char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
           || (c && strchr("-._~", c));
}

/* Only what RFC 3986 allows in a URL, with whole percent escapes. */
static const char *check_characters(const char *url)
{
    for (const char *c = url; *c; c++) {
        if (*c == '%') {
            if (!apr_isxdigit(c[1]) || !apr_isxdigit(c[2])) {
                return "has a percent sign without two hexadecimal digits";
            }
        } else if (!is_unreserved((unsigned char)*c) && !strchr(":/?#[]@!$&'()*+,;=", *c)) {
            return "has a character that must not stand in a URL";
        }
    }
    return NULL;
}

static const char *split_host(const char *host, const char *end, parts_t *parts)
{
    const char *stop;

    parts->ipv6 = *host == '[';
    if (parts->ipv6) {
        host++;
        stop = host + strspn(host, "0123456789abcdefABCDEF:.");
        if (*stop != ']') {
            return "has a malformed IPv6 address";
        }
    } else {
        stop = host;
        while (stop < end && (apr_isalnum(*stop) || *stop == '-' || *stop == '.' || *stop == '_')) {
            stop++;
        }
    }
    parts->host = host;
    parts->host_length = (apr_size_t)(stop - host);
    if (parts->host_length == 0 || parts->host_length > 253) {
        return "must name a host";
    }

    stop += parts->ipv6;
    parts->port_length = 0;
    if (stop < end && *stop == ':') {
        parts->port = ++stop;
        while (stop < end && apr_isdigit(*stop)) {
            stop++;
        }
        parts->port_length = (apr_size_t)(stop - parts->port);
        if (parts->port_length == 0 || parts->port_length > 5 || atoi(parts->port) == 0
            || atoi(parts->port) > 65535) {
            return "has a malformed port";
        }
    }
    return stop == end ? NULL : "has a malformed host";
}

/* NULL and the parts, or what is wrong. */
static const char *split(const char *url, parts_t *parts)
{
    const char *wrong = check_characters(url);

    if (wrong) {
        return wrong;
    }
    if (strncasecmp(url, "https://", 8) == 0) {
        parts->https = 1;
        url += 8;
    } else if (strncasecmp(url, "http://", 7) == 0) {
        parts->https = 0;
        url += 7;
    } else {
        return "must start with https://";
    }

    const char *end = url + strcspn(url, "/?#");
    parts->path = end;
    if (memchr(url, '@', (apr_size_t)(end - url))) {
        return "must not hold a user name or password";
    }
    return split_host(url, end, parts);
}

/* 127.0.0.0/8 in dotted form only: other spellings (127.1, 0x7f.1) are names to us. */
static int is_loopback_ipv4(const char *host, apr_size_t length)
{
    char text[16];
    int n_parts = 0;

    if (length >= sizeof(text) || strncmp(host, "127.", 4) != 0) {
        return 0;
    }
    memcpy(text, host, length);
    text[length] = '\0';
    for (const char *c = text; ; c++) {
        const apr_size_t n = strspn(c, "0123456789");

        if (n == 0 || n > 3 || atoi(c) > 255 || (n > 1 && *c == '0')) {
            return 0;
        }
        n_parts++;
        c += n;
        if (*c == '\0') {
            return n_parts == 4;
        }
        if (*c != '.') {
            return 0;
        }
    }
}

static int is_loopback(const parts_t *parts)
{
    if (parts->ipv6) {
        return parts->host_length == 3 && memcmp(parts->host, "::1", 3) == 0;
    }
    return is_loopback_ipv4(parts->host, parts->host_length)
           || (parts->host_length == 9 && strncasecmp(parts->host, "localhost", 9) == 0);
}

const char *lz_url_check(const char *url, int rules)
{
    parts_t parts;
    const char *wrong = split(url, &parts);

    if (wrong) {
        return wrong;
    }
    if (!parts.https && !(rules & LZ_URL_LOOPBACK_HTTP)) {
        return "must start with https://";
    }
    if (!parts.https && !is_loopback(&parts)) {
        return "must start with https:// unless its host is 127.0.0.1, [::1] or localhost";
    }
    if (strchr(parts.path, '#')) {
        return "must not have a fragment (#)";
    }
    if ((rules & LZ_URL_NO_QUERY) && strchr(parts.path, '?')) {
        return "must not have a query (?)";
    }
    return NULL;
}

const char *lz_url_encode(apr_pool_t *pool, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    char *encoded = apr_palloc(pool, strlen(text) * 3 + 1);
    char *out = encoded;

    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (is_unreserved(*c)) {
            *out++ = (char)*c;
        } else {
            *out++ = '%';
            *out++ = hex[*c >> 4];
            *out++ = hex[*c & 0x0f];
        }
    }
    *out = '\0';
    return encoded;
}

const char *lz_url_with_query(apr_pool_t *pool, const char *url, ...)
{
    apr_array_header_t *pieces = apr_array_make(pool, 16, sizeof(const char *));
    const char *separator = strchr(url, '?') ? "&" : "?";
    const char *name;
    va_list pairs;

    APR_ARRAY_PUSH(pieces, const char *) = url;
    va_start(pairs, url);
    while ((name = va_arg(pairs, const char *)) != NULL) {
        const char *value = va_arg(pairs, const char *);

        if (value) {
            APR_ARRAY_PUSH(pieces, const char *) = separator;
            APR_ARRAY_PUSH(pieces, const char *) = lz_url_encode(pool, name);
            APR_ARRAY_PUSH(pieces, const char *) = "=";
            APR_ARRAY_PUSH(pieces, const char *) = lz_url_encode(pool, value);
            separator = "&";
        }
    }
    va_end(pairs);
    return apr_array_pstrcat(pool, pieces, 0);
}

const char *lz_url_origin(apr_pool_t *pool, const char *url)
{
    parts_t parts;

    if (split(url, &parts)) {
        return NULL;
    }
    char *host = apr_pstrmemdup(pool, parts.host, parts.host_length);
    const int port = parts.port_length ? atoi(parts.port) : 0;
    const int is_default = port == 0 || port == (parts.https ? 443 : 80);

    for (char *c = host; *c; c++) {
        *c = (char)apr_tolower(*c);
    }
    return apr_pstrcat(pool, parts.https ? "https://" : "http://", parts.ipv6 ? "[" : "", host,
                       parts.ipv6 ? "]" : "", is_default ? "" : apr_psprintf(pool, ":%d", port),
                       NULL);
}

const char *lz_url_path(apr_pool_t *pool, const char *url)
{
    parts_t parts;

    if (split(url, &parts)) {
        return "";
    }
    apr_size_t length = strcspn(parts.path, "?#");
    while (length > 0 && parts.path[length - 1] == '/') {
        length--;
    }
    return apr_pstrmemdup(pool, parts.path, length);
}

int lz_url_is_loopback(const char *url)
{
    parts_t parts;

    return !split(url, &parts) && is_loopback(&parts);
}
