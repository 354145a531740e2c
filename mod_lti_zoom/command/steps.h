/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The account that explain gives: one step after the other, as they are decided, and at the end
 * the decision, which is that of the first refusal. Control characters in what came from outside
 * are printed as dots: this goes to a terminal.
 */
#ifndef LZ_COMMAND_STEPS_H
#define LZ_COMMAND_STEPS_H

#include "commands.h"

#include "../base/problem.h"

typedef struct lz_steps_t {
    apr_pool_t         *pool;
    const lz_problem_t *first;      /* NULL: nothing was refused */
    int                 unchecked;  /* steps that could not be looked at */
    int                 before;     /* of these, the ones before the first refusal */
} lz_steps_t;

/* The step is passed; what was found. */
void lz_step_ok(lz_steps_t *steps, const char *step, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The step is where it would be refused. */
void lz_step_refused(lz_steps_t *steps, const char *step, const lz_problem_t *problem);

/* The step could not be looked at, and why. */
void lz_step_unchecked(lz_steps_t *steps, const char *step, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A line of its own, no step: what was given, what else to know. */
void lz_step_note(lz_steps_t *steps, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* problem is NULL: passed with the sentence; 1 when it was passed. */
int lz_step(lz_steps_t *steps, const char *step, const lz_problem_t *problem, const char *found);

/* Prints the decision. */
lz_exit_e lz_steps_decide(const lz_steps_t *steps);

#endif
