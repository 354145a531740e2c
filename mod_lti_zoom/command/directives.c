/* SPDX-License-Identifier: Apache-2.0 */
#include "directives.h"

#include <string.h>
#include <strings.h>

#include <apr_file_io.h>
#include <apr_lib.h>
#include <apr_strings.h>

#include "files.h"

#define FILE_MAX (1024 * 1024)

static const char *const names[LZ_DIRECTIVE_COUNT] = {
    [LZ_D_BASE_URL] = "LTIZoomBaseURL",
    [LZ_D_SECRET] = "LTIZoomSecret",
    [LZ_D_LOOPBACK] = "LTIZoomInsecureLoopback",
    [LZ_D_LEEWAY] = "LTIZoomClockLeeway",
    [LZ_D_TRUSTED_AUDIENCE] = "LTIZoomTrustedAudience",
    [LZ_D_HOST_ROLES] = "LTIZoomHostRoles",
    [LZ_D_ADMINISTRATORS_HOST] = "LTIZoomAdministratorsHost",
    [LZ_D_ISSUER] = "LTIZoomIssuer",
    [LZ_D_CLIENT_ID] = "LTIZoomPlatformClientID",
    [LZ_D_AUTH_URL] = "LTIZoomAuthURL",
    [LZ_D_TOKEN_URL] = "LTIZoomTokenURL",
    [LZ_D_KEYS_URL] = "LTIZoomKeysURL",
    [LZ_D_DEPLOYMENTS] = "LTIZoomDeployments",
    [LZ_D_CONSUMER] = "LTIZoomConsumer",
};

/* Where the reading is. */
typedef struct reader_t {
    apr_pool_t          *pool;
    lz_directives_t     *directives;
    const char          *file;      /* its name without directories */
    int                  line;
    lz_directive_host_t *host;
    lz_directive_set_t  *platform;  /* NULL: outside of one */
} reader_t;

/* --- hosts and platforms ---------------------------------------------------------------------- */

static lz_directive_host_t *add_host(apr_pool_t *pool, lz_directives_t *directives,
                                     const char *place)
{
    lz_directive_host_t *host = apr_pcalloc(pool, sizeof(*host));

    host->own.place = place;
    host->platforms = apr_array_make(pool, 4, sizeof(lz_directive_set_t *));
    APR_ARRAY_PUSH(directives->hosts, lz_directive_host_t *) = host;
    return host;
}

lz_directives_t *lz_directives_create(apr_pool_t *pool)
{
    lz_directives_t *directives = apr_pcalloc(pool, sizeof(*directives));

    directives->hosts = apr_array_make(pool, 2, sizeof(lz_directive_host_t *));
    directives->notes = apr_array_make(pool, 2, sizeof(const char *));
    (void)add_host(pool, directives, "the server");
    return directives;
}

static lz_directive_set_t *find_platform(const lz_directive_host_t *host, const char *name)
{
    for (int i = 0; i < host->platforms->nelts; i++) {
        lz_directive_set_t *platform = APR_ARRAY_IDX(host->platforms, i, lz_directive_set_t *);

        if (strcmp(platform->name, name) == 0) {
            return platform;
        }
    }
    return NULL;
}

static lz_directive_set_t *add_platform(apr_pool_t *pool, lz_directive_host_t *host,
                                        const char *name, const char *place)
{
    lz_directive_set_t *platform = apr_pcalloc(pool, sizeof(*platform));

    platform->name = name;
    platform->place = place;
    APR_ARRAY_PUSH(host->platforms, lz_directive_set_t *) = platform;
    return platform;
}

/* What is set in near covers what is set in far. */
static void cover(lz_directive_set_t *far, const lz_directive_set_t *near)
{
    for (int id = 0; id < LZ_DIRECTIVE_COUNT; id++) {
        far->words[id] = near->words[id] != NULL ? near->words[id] : far->words[id];
    }
    far->consumers = near->consumers != NULL ? near->consumers : far->consumers;
    far->place = near->place;
}

static void cover_host(apr_pool_t *pool, lz_directive_host_t *far, const lz_directive_host_t *near)
{
    cover(&far->own, &near->own);
    for (int i = 0; i < near->platforms->nelts; i++) {
        const lz_directive_set_t *add = APR_ARRAY_IDX(near->platforms, i, lz_directive_set_t *);
        lz_directive_set_t *platform = find_platform(far, add->name);

        cover(platform != NULL ? platform : add_platform(pool, far, add->name, add->place), add);
    }
}

const lz_directive_host_t *lz_directives_of(apr_pool_t *pool, const lz_directives_t *directives,
                                            const lz_directive_host_t *host)
{
    const lz_directive_host_t *server = APR_ARRAY_IDX(directives->hosts, 0, lz_directive_host_t *);
    lz_directive_host_t *whole = apr_pcalloc(pool, sizeof(*whole));

    whole->platforms = apr_array_make(pool, 4, sizeof(lz_directive_set_t *));
    cover_host(pool, whole, server);
    if (host != server) {
        cover_host(pool, whole, host);
    }
    return whole;
}

const char *lz_directive_text(const lz_directive_set_t *set, lz_directive_e id)
{
    const apr_array_header_t *words = set->words[id];

    return words != NULL && words->nelts > 0 ? APR_ARRAY_IDX(words, 0, const char *) : NULL;
}

/* --- words ------------------------------------------------------------------------------------ */

/* The word at *rest, in quotes or up to a space; a backslash takes the quote and itself along. */
static const char *next_word(apr_pool_t *pool, const char **rest)
{
    const char *in = *rest;
    const char quote = *in == '"' || *in == '\'' ? *in++ : '\0';
    char *word = apr_palloc(pool, strlen(in) + 1);
    char *out = word;

    while (*in != '\0' && (quote != '\0' ? *in != quote : !apr_isspace(*in))) {
        if (*in == '\\' && (in[1] == '\\' || (quote != '\0' && in[1] == quote))) {
            in++;
        }
        *out++ = *in++;
    }
    *out = '\0';
    in += quote != '\0' && *in == quote;
    while (apr_isspace(*in)) {
        in++;
    }
    *rest = in;
    return word;
}

static apr_array_header_t *split(apr_pool_t *pool, const char *text)
{
    apr_array_header_t *words = apr_array_make(pool, 4, sizeof(const char *));

    while (*text != '\0') {
        APR_ARRAY_PUSH(words, const char *) = next_word(pool, &text);
    }
    return words;
}

/* --- lines ------------------------------------------------------------------------------------ */

static const char *place_of(const reader_t *reader)
{
    return apr_psprintf(reader->pool, "%s:%d", reader->file, reader->line);
}

static void note(const reader_t *reader, const char *what, const char *why)
{
    APR_ARRAY_PUSH(reader->directives->notes, const char *) =
        apr_psprintf(reader->pool, "%s: %.120s %s", place_of(reader), what, why);
}

static void read_section(reader_t *reader, const char *line)
{
    const char *rest = line;
    const char *tag = next_word(reader->pool, &rest);
    const size_t length = strlen(rest);

    if (strcasecmp(tag, "<VirtualHost") == 0) {
        reader->host = add_host(reader->pool, reader->directives, place_of(reader));
    } else if (strncasecmp(tag, "</VirtualHost", strlen("</VirtualHost")) == 0) {
        reader->host = APR_ARRAY_IDX(reader->directives->hosts, 0, lz_directive_host_t *);
    } else if (strcasecmp(tag, "<LTIZoomPlatform") == 0 && length > 0) {
        const char *inner = apr_pstrmemdup(reader->pool, rest,
                                           length - (rest[length - 1] == '>'));

        reader->platform = add_platform(reader->pool, reader->host,
                                        next_word(reader->pool, &inner), place_of(reader));
    } else if (strncasecmp(tag, "</LTIZoomPlatform", strlen("</LTIZoomPlatform")) == 0) {
        reader->platform = NULL;
    }
}

static void read_setting(reader_t *reader, lz_directive_e id, const char *rest)
{
    lz_directive_set_t *set = id < LZ_D_ISSUER || reader->platform == NULL ? &reader->host->own
                                                                            : reader->platform;
    apr_array_header_t *words = split(reader->pool, rest);

    if (strstr(rest, "${") != NULL) {
        note(reader, names[id], "has a variable, which is not replaced here");
    }
    set->words[id] = words;
    if (id == LZ_D_CONSUMER) {
        if (set->consumers == NULL) {
            set->consumers = apr_array_make(reader->pool, 2, sizeof(apr_array_header_t *));
        }
        APR_ARRAY_PUSH(set->consumers, apr_array_header_t *) = words;
    }
}

static void read_line(reader_t *reader, const char *line)
{
    while (apr_isspace(*line)) {
        line++;
    }
    if (*line == '#' || *line == '\0') {
        return;
    }
    if (*line == '<') {
        read_section(reader, line);
        return;
    }
    const char *rest = line;
    const char *name = next_word(reader->pool, &rest);
    for (int id = 0; id < LZ_DIRECTIVE_COUNT; id++) {
        if (strcasecmp(name, names[id]) == 0) {
            read_setting(reader, (lz_directive_e)id, rest);
        }
    }
    if (strcasecmp(name, "ServerRoot") == 0) {
        reader->directives->root = next_word(reader->pool, &rest);
    } else if (strcasecmp(name, "Include") == 0 || strcasecmp(name, "IncludeOptional") == 0) {
        note(reader, line, "is not followed: give what it names with --config, too");
    }
}

/* The next line, those that a backslash continues made one; NULL at the end. */
static char *join_lines(reader_t *reader, char **rest)
{
    char *line = *rest;
    char *out = line;
    char *in = line;

    if (*in == '\0') {
        return NULL;
    }
    reader->line++;
    while (*in != '\0' && *in != '\n') {
        if (in[0] == '\\' && (in[1] == '\n' || (in[1] == '\r' && in[2] == '\n'))) {
            in += in[1] == '\r' ? 3 : 2;
            reader->line++;
        } else {
            *out++ = *in++;
        }
    }
    *rest = in + (*in == '\n');
    while (out > line && apr_isspace(out[-1])) {
        out--;
    }
    *out = '\0';
    return line;
}

const char *lz_directives_read(apr_pool_t *pool, const char *path, lz_directives_t *directives)
{
    const char *slash = strrchr(path, '/');
    reader_t reader = {
        .pool = pool, .directives = directives, .file = slash != NULL ? slash + 1 : path,
        .host = APR_ARRAY_IDX(directives->hosts, 0, lz_directive_host_t *)
    };
    char *text = NULL;
    apr_size_t length = 0;
    const char *wrong = lz_read_file(pool, path, FILE_MAX, &text, &length);

    if (wrong == NULL && strlen(text) != length) {
        wrong = "is no text";
    }
    if (wrong != NULL) {
        return apr_psprintf(pool, "%s %s", path, wrong);
    }
    if (directives->root == NULL) {
        directives->root = slash != NULL
                           ? apr_pstrmemdup(pool, path, (apr_size_t)(slash - path) + 1) : ".";
    }
    for (char *line; (line = join_lines(&reader, &text)) != NULL; ) {
        read_line(&reader, line);
    }
    return NULL;
}
