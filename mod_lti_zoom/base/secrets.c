/* SPDX-License-Identifier: Apache-2.0 */
#include "secrets.h"

#include <signal.h>
#include <string.h>
#include <strings.h>

#include <apr_file_io.h>
#include <apr_strings.h>
#include <apr_thread_proc.h>

#define PROGRAM_TIMEOUT apr_time_from_sec(10)
#define PROGRAM_POLL    apr_time_from_msec(5)

static int has_prefix(const char *word, const char *prefix)
{
    return strncasecmp(word, prefix, strlen(prefix)) == 0;
}

static int starts_a_source(const char *word)
{
    return has_prefix(word, "file:") || has_prefix(word, "exec:");
}

static const char *absolute(apr_pool_t *pool, const char *root, const char *path)
{
    char *merged = NULL;

    return *path && apr_filepath_merge(&merged, root, path, 0, pool) == APR_SUCCESS ? merged : NULL;
}

lz_secret_t *lz_secret_in_file(apr_pool_t *pool, const char *path)
{
    lz_secret_t *secret = apr_pcalloc(pool, sizeof(*secret));

    secret->source = LZ_SECRET_FILE;
    secret->path = path;
    return secret;
}

static const char *parse_file(apr_pool_t *pool, const char *root, const char *word,
                              lz_secret_t **secret)
{
    const char *path = absolute(pool, root, word + strlen("file:"));

    if (!path) {
        return "names no file after file:";
    }
    *secret = lz_secret_in_file(pool, path);
    return NULL;
}

/* words[0] is the program, maybe with arguments in the same word; the others are arguments. */
static const char *parse_program(apr_pool_t *pool, const char *root, int n,
                                 const char *const words[], lz_secret_t **secret)
{
    apr_array_header_t *argv = apr_array_make(pool, n + 1, sizeof(const char *));
    char **first;

    if (apr_tokenize_to_argv(words[0] + strlen("exec:"), &first, pool) != APR_SUCCESS
        || !first[0]) {
        return "names no program after exec:";
    }
    for (char **word = first; *word; word++) {
        APR_ARRAY_PUSH(argv, const char *) = *word;
    }
    for (int i = 1; i < n; i++) {
        APR_ARRAY_PUSH(argv, const char *) = words[i];
    }
    APR_ARRAY_PUSH(argv, const char *) = NULL;

    *secret = apr_pcalloc(pool, sizeof(**secret));
    (*secret)->source = LZ_SECRET_PROGRAM;
    (*secret)->path = absolute(pool, root, first[0]);
    (*secret)->argv = (const char **)argv->elts;
    return (*secret)->path ? NULL : "names no program after exec:";
}

static const char *parse_in_place(apr_pool_t *pool, const char *word, lz_secret_t **secret)
{
    if (!*word) {
        return "is empty";
    }
    *secret = apr_pcalloc(pool, sizeof(**secret));
    (*secret)->source = LZ_SECRET_IN_PLACE;
    (*secret)->value = word;
    return NULL;
}

const char *lz_secrets_parse(apr_pool_t *pool, const char *root, const apr_array_header_t *words,
                             apr_array_header_t **secrets)
{
    const char *const *word = (const char *const *)words->elts;
    const char *const *end = word + words->nelts;
    int n;

    *secrets = apr_array_make(pool, words->nelts, sizeof(lz_secret_t *));
    for (; word < end; word += n) {
        lz_secret_t *secret = NULL;
        const char *wrong;

        n = 1;
        if (has_prefix(*word, "exec:")) {
            while (word + n < end && !starts_a_source(word[n])) {
                n++;
            }
            wrong = parse_program(pool, root, n, word, &secret);
        }
        else if (has_prefix(*word, "file:")) {
            wrong = parse_file(pool, root, *word, &secret);
        }
        else {
            wrong = parse_in_place(pool, *word, &secret);
        }
        if (wrong) {
            return wrong;
        }
        APR_ARRAY_PUSH(*secrets, lz_secret_t *) = secret;
    }
    return NULL;
}

const char *lz_secret_name(apr_pool_t *pool, const lz_secret_t *secret)
{
    switch (secret->source) {
    case LZ_SECRET_FILE:
        return apr_pstrcat(pool, "file:", secret->path, NULL);
    case LZ_SECRET_PROGRAM:
        return apr_pstrcat(pool, "exec:", secret->path, NULL);
    case LZ_SECRET_IN_PLACE:
        break;
    }
    return "the value in place";
}

static const char *status_text(apr_pool_t *pool, apr_status_t rv)
{
    char text[120];

    return apr_pstrdup(pool, apr_strerror(rv, text, sizeof(text)));
}

/* Everything from file until its end or the deadline; one byte more than allowed is too much. */
static apr_status_t read_all(apr_file_t *file, apr_time_t deadline, char *buffer,
                             apr_size_t *length)
{
    *length = 0;
    while (*length <= LZ_SECRET_SIZE_MAX) {
        apr_size_t n = LZ_SECRET_SIZE_MAX + 1 - *length;
        apr_status_t rv;

        if (deadline) {
            apr_interval_time_t left = deadline - apr_time_now();
            if (left <= 0) {
                return APR_TIMEUP;
            }
            rv = apr_file_pipe_timeout_set(file, left);
            if (rv != APR_SUCCESS) {
                return rv;
            }
        }
        rv = apr_file_read(file, buffer + *length, &n);
        if (APR_STATUS_IS_EOF(rv)) {
            return APR_SUCCESS;
        }
        if (rv != APR_SUCCESS) {
            return rv;
        }
        *length += n;
    }
    return APR_ENOSPC;
}

/* The text without line ends at its end, as the secret's value. */
static const char *accept_text(apr_pool_t *pool, lz_secret_t *secret, const char *text,
                               apr_size_t length)
{
    if (memchr(text, '\0', length)) {
        return "gives binary data; make it text, for example with openssl rand -base64 48";
    }
    while (length && (text[length - 1] == '\n' || text[length - 1] == '\r')) {
        length--;
    }
    if (!length) {
        return "is empty";
    }
    secret->value = apr_pstrmemdup(pool, text, length);
    return NULL;
}

static const char *read_file(apr_pool_t *pool, lz_secret_t *secret)
{
    char *buffer = apr_palloc(pool, LZ_SECRET_SIZE_MAX + 1);
    apr_size_t length;
    apr_finfo_t info;
    apr_file_t *file;
    apr_status_t rv = apr_stat(&info, secret->path, APR_FINFO_TYPE, pool);

    /* a FIFO or a terminal would make httpd wait at its start */
    if (rv == APR_SUCCESS && info.filetype != APR_REG) {
        return "is no regular file";
    }
    rv = apr_file_open(&file, secret->path, APR_FOPEN_READ, APR_FPROT_OS_DEFAULT, pool);
    if (rv != APR_SUCCESS) {
        return apr_pstrcat(pool, "cannot be opened: ", status_text(pool, rv), NULL);
    }
    rv = read_all(file, 0, buffer, &length);
    apr_file_close(file);
    if (rv == APR_ENOSPC) {
        return apr_psprintf(pool, "is larger than %d bytes", LZ_SECRET_SIZE_MAX);
    }
    if (rv != APR_SUCCESS) {
        return apr_pstrcat(pool, "cannot be read: ", status_text(pool, rv), NULL);
    }
    return accept_text(pool, secret, buffer, length);
}

static const char *start_program(apr_pool_t *pool, const lz_secret_t *secret, apr_proc_t *process)
{
    apr_procattr_t *attributes;
    apr_file_t *nothing;
    apr_status_t rv;

    /* without a standard input, so that a program that asks for something ends at once */
    if ((rv = apr_file_open(&nothing, "/dev/null", APR_FOPEN_READ, 0, pool)) != APR_SUCCESS
        || (rv = apr_procattr_create(&attributes, pool)) != APR_SUCCESS
        || (rv = apr_procattr_io_set(attributes, APR_NO_PIPE, APR_FULL_BLOCK, APR_NO_PIPE))
               != APR_SUCCESS
        || (rv = apr_procattr_child_in_set(attributes, nothing, NULL)) != APR_SUCCESS
        || (rv = apr_procattr_error_check_set(attributes, 1)) != APR_SUCCESS
        || (rv = apr_procattr_cmdtype_set(attributes, APR_PROGRAM_ENV)) != APR_SUCCESS
        || (rv = apr_proc_create(process, secret->path, secret->argv, NULL, attributes, pool))
               != APR_SUCCESS) {
        return apr_pstrcat(pool, "cannot be run: ", status_text(pool, rv), NULL);
    }
    return NULL;
}

/* Waits for the program's end until the deadline, then ends it. */
static const char *wait_for_exit(apr_pool_t *pool, apr_proc_t *process, apr_time_t deadline)
{
    apr_exit_why_e why = APR_PROC_EXIT;
    int code = 0;

    while (apr_proc_wait(process, &code, &why, APR_NOWAIT) == APR_CHILD_NOTDONE) {
        if (apr_time_now() >= deadline) {
            apr_proc_kill(process, SIGKILL);
            apr_proc_wait(process, &code, &why, APR_WAIT);
            return apr_psprintf(pool, "did not end within %d seconds",
                                (int)apr_time_sec(PROGRAM_TIMEOUT));
        }
        apr_sleep(PROGRAM_POLL);
    }
    if (!APR_PROC_CHECK_EXIT(why)) {
        return apr_psprintf(pool, "was ended by signal %d", code);
    }
    return code ? apr_psprintf(pool, "ended with exit status %d", code) : NULL;
}

static const char *run_program(apr_pool_t *pool, lz_secret_t *secret)
{
    apr_time_t deadline = apr_time_now() + PROGRAM_TIMEOUT;
    char *buffer = apr_palloc(pool, LZ_SECRET_SIZE_MAX + 1);
    apr_size_t length;
    apr_proc_t process;
    const char *wrong = start_program(pool, secret, &process);

    if (wrong) {
        return wrong;
    }
    apr_status_t rv = read_all(process.out, deadline, buffer, &length);
    apr_file_close(process.out);
    if (rv == APR_ENOSPC) {
        apr_proc_kill(&process, SIGKILL);
    }
    wrong = wait_for_exit(pool, &process, deadline);
    if (rv == APR_ENOSPC) {
        return apr_psprintf(pool, "prints more than %d bytes", LZ_SECRET_SIZE_MAX);
    }
    if (wrong) {
        return wrong;
    }
    if (rv != APR_SUCCESS) {
        return apr_pstrcat(pool, "cannot be read: ", status_text(pool, rv), NULL);
    }
    return accept_text(pool, secret, buffer, length);
}

const char *lz_secret_read(apr_pool_t *pool, lz_secret_t *secret)
{
    const char *wrong = NULL;

    if (secret->value || secret->failure) {
        return secret->failure;
    }
    if (secret->source == LZ_SECRET_FILE) {
        wrong = read_file(pool, secret);
    }
    else if (secret->source == LZ_SECRET_PROGRAM) {
        wrong = run_program(pool, secret);
    }
    if (wrong) {
        secret->failure = apr_psprintf(pool, "%s %s", lz_secret_name(pool, secret), wrong);
    }
    return secret->failure;
}

int lz_secret_is_exposed(apr_pool_t *pool, const lz_secret_t *secret)
{
    apr_finfo_t info;
    apr_status_t rv;

    if (secret->source != LZ_SECRET_FILE) {
        return 0;
    }
    rv = apr_stat(&info, secret->path, APR_FINFO_PROT, pool);
    return (rv == APR_SUCCESS || rv == APR_INCOMPLETE)
           && (info.protection & (APR_FPROT_WREAD | APR_FPROT_WWRITE));
}
