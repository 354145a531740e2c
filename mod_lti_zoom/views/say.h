/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the server writes into a page itself, in the language of the visit. English stands in the
 * code and is the key of the sentence in htdocs/locale/<language>.server.json; it is what is said
 * where there is no other.
 */
#ifndef LZ_VIEWS_SAY_H
#define LZ_VIEWS_SAY_H

#include "view.h"

/* The texts that the server reads, as lz_languages_read() wants them. */
extern const char *const lz_say_parts[];

/* The language of what is written for a visit, from its session and Accept-Language. */
const lz_language_t *lz_say_language(const lz_visit_t *visit);

/* Plain text: a title. */
const char *lz_say(const lz_visit_t *visit, const char *english);

/*
 * The same as HTML, with what is called {1}, {2} ... in it, which is HTML too (const char *; NULL
 * ends them), each isolated from the direction of the sentence.
 */
const char *lz_say_html(const lz_visit_t *visit, const char *english, ...)
    __attribute__((sentinel));

/*
 * The paragraph that says a problem; on a page in another language, what has no words in it says
 * that it is English.
 */
const char *lz_say_problem(const lz_visit_t *visit, const lz_problem_t *problem,
                           const char *attributes);

/* " lang=\"ar\" dir=\"rtl\"" of the visit's language, for an element. */
const char *lz_say_attributes(const lz_visit_t *visit);

#endif
