/* SPDX-License-Identifier: Apache-2.0 */
#include "commands.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_general.h>

static const char usage[] =
    "usage: lti-zoom keygen [--bits N] FILE\n"
    "       lti-zoom explain [--config FILE]... [--secrets] [--base-url URL] [--keys FILE]\n"
    "                        [--at TIME] [--cookie TEXT] [--url URL] < login-or-launch\n"
    "       lti-zoom scopes [--granular | --classic]\n"
    "       lti-zoom --help | --version\n";

static const char help[] =
    "\n"
    "keygen   makes an RSA key for LTIZoomKey, writes it to FILE with mode 0600 and prints its\n"
    "         kid and its public half. An existing file stays as it is.\n"
    "  --bits N        2048 to 8192, 2048 by default\n"
    "\n"
    "explain  reads a login initiation (query string, form or whole URL) or a launch (form, or\n"
    "         the id_token alone) from standard input and says step by step what the module\n"
    "         would decide about it, why, and what to change. It calls nobody, stores nothing\n"
    "         and prints no secret.\n"
    "  --config FILE   a configuration of httpd with our directives; may stand several times.\n"
    "                  Include is not followed, variables are not replaced. Without it the\n"
    "                  message alone is looked at\n"
    "  --secrets       read the secrets that the configuration names, or run their programs:\n"
    "                  without them, neither state nor LTI 1.1 signatures are checked\n"
    "  --base-url URL  which LTIZoomBaseURL, where the files have several\n"
    "  --keys FILE     the LMS's key set, as LTIZoomKeysURL answers it: checks the signature\n"
    "  --at TIME       as of then, \"2026-11-30T09:15:00Z\"; now by default\n"
    "  --cookie TEXT   the browser's Cookie header, or the value of the login's cookie\n"
    "  --url URL       the address that the login or launch was sent to\n"
    "\n"
    "scopes   lists the scopes that the Zoom app needs, granular and classic, and what is lost\n"
    "         without each.\n"
    "\n"
    "Exit status: 0 done, or nothing would be refused; 1 not done, or it would be refused;\n"
    "2 wrongly called, or a file cannot be read; 3 (explain) nothing wrong was found, but not\n"
    "everything could be looked at.\n";

static const struct {
    const char    *name;
    lz_command_fn  run;
} commands[] = {
    { "keygen",  lz_command_keygen },
    { "explain", lz_command_explain },
    { "scopes",  lz_command_scopes },
};

lz_exit_e lz_command_misused(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fputs("lti-zoom: ", stderr);
    vfprintf(stderr, format, args);
    fputs("\nTry 'lti-zoom --help'.\n", stderr);
    va_end(args);
    return LZ_EXIT_USAGE;
}

static lz_exit_e run(apr_pool_t *pool, int argc, const char *const *argv)
{
    apr_getopt_t *options = NULL;

    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (strcmp(argv[1], commands[i].name) != 0) {
            continue;
        }
        if (apr_getopt_init(&options, pool, argc - 1, argv + 1) != APR_SUCCESS) {
            abort();
        }
        options->interleave = 1;
        options->errfn = NULL;
        return commands[i].run(pool, options);
    }
    return lz_command_misused("there is no '%.60s'", argv[1]);
}

/* What was printed must also have arrived. */
static lz_exit_e finish(lz_exit_e result)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("lti-zoom: standard output");
        return LZ_EXIT_REFUSED;
    }
    return result;
}

int main(int argc, const char *const *argv)
{
    apr_pool_t *pool = NULL;

    if (apr_app_initialize(&argc, &argv, NULL) || atexit(apr_terminate)
        || apr_pool_create(&pool, NULL)) {
        fputs("lti-zoom: no memory\n", stderr);
        return LZ_EXIT_REFUSED;
    }
    if (argc < 2) {
        fputs(usage, stderr);
        return LZ_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        printf("%s%s", usage, help);
        return finish(LZ_EXIT_OK);
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("lti-zoom " LTI_ZOOM_VERSION);
        return finish(LZ_EXIT_OK);
    }
    return finish(run(pool, argc, argv));
}
