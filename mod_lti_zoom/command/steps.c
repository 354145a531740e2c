/* SPDX-License-Identifier: Apache-2.0 */
#include "steps.h"

#include <stdarg.h>
#include <stdio.h>

#include <apr_strings.h>

#define COLUMNS 96
#define MARGIN  24      /* of the sentences: after mark and step */

/* Bytes of the control character at c (ASCII's, or one of U+0080 to U+009F); 0 when it is none. */
static int control(const unsigned char *c)
{
    if (*c < 0x20 || *c == 0x7f) {
        return 1;
    }
    return c[0] == 0xc2 && c[1] >= 0x80 && c[1] <= 0x9f ? 2 : 0;
}

static const char *printable(apr_pool_t *pool, const char *text)
{
    char *copy = apr_pstrdup(pool, text);

    for (unsigned char *c = (unsigned char *)copy; *c != '\0'; c++) {
        for (int n = control(c); n > 0; n--) {
            c[n - 1] = '.';
        }
    }
    return copy;
}

/* text in lines that start at MARGIN; the cursor is there already. Words are not cut. */
static void print_wrapped(const char *text)
{
    int column = MARGIN;

    while (*text != '\0') {
        const char *end = text;

        while (*end != '\0' && *end != ' ') {
            end++;
        }
        const int length = (int)(end - text);
        if (column > MARGIN && column + 1 + length > COLUMNS) {
            printf("\n%*s", MARGIN, "");
            column = MARGIN;
        }
        column += printf("%s%.*s", column > MARGIN ? " " : "", length, text);
        text = end + (*end == ' ');
    }
    putchar('\n');
}

static void print_step(apr_pool_t *pool, const char *mark, const char *step, const char *text)
{
    printf("%-10s%-14s", mark, step);
    print_wrapped(printable(pool, text));
}

void lz_step_ok(lz_steps_t *steps, const char *step, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    print_step(steps->pool, "ok", step, apr_pvsprintf(steps->pool, format, args));
    va_end(args);
}

void lz_step_refused(lz_steps_t *steps, const char *step, const lz_problem_t *problem)
{
    print_step(steps->pool, "REFUSED", step,
               apr_psprintf(steps->pool, "%s %s", lz_problem_tag(steps->pool, problem),
                            problem->kind));
    printf("%*s", MARGIN, "");
    print_wrapped(printable(steps->pool, problem->cause));
    if (steps->first == NULL) {
        steps->first = problem;
        steps->before = steps->unchecked;
    }
}

void lz_step_unchecked(lz_steps_t *steps, const char *step, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    print_step(steps->pool, "unchecked", step, apr_pvsprintf(steps->pool, format, args));
    va_end(args);
    steps->unchecked++;
}

void lz_step_note(lz_steps_t *steps, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    print_step(steps->pool, "", "", apr_pvsprintf(steps->pool, format, args));
    va_end(args);
}

int lz_step(lz_steps_t *steps, const char *step, const lz_problem_t *problem, const char *found)
{
    if (problem != NULL) {
        lz_step_refused(steps, step, problem);
    } else {
        lz_step_ok(steps, step, "%s", found);
    }
    return problem == NULL;
}

lz_exit_e lz_steps_decide(const lz_steps_t *steps)
{
    const lz_problem_t *first = steps->first;

    putchar('\n');
    if (first != NULL) {
        printf("Decision: refused with %s (status %d)%s.\n", lz_problem_tag(steps->pool, first),
               first->status, steps->before > 0 ? ", unless an unchecked step refuses first" : "");
        printf("The person reads: %s\n", first->message);
        return LZ_EXIT_REFUSED;
    }
    if (steps->unchecked > 0) {
        printf("Decision: nothing speaks against it; unchecked: %d.\n", steps->unchecked);
        return LZ_EXIT_INCOMPLETE;
    }
    printf("Decision: accepted.\n");
    return LZ_EXIT_OK;
}
