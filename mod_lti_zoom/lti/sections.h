/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sections and groups of the course that a person is in, as a launch tells them. LTI has no
 * claim for them: the LMS fills custom parameters by substitution variables of its own.
 *
 *   section_names       names of sections
 *   sections            names or ids of sections
 *   section_ids, section_sourcedids
 *                       ids of sections, in the LMS and in the student information system
 *   groups              names of groups, or ids where the LMS has nothing better
 *   group_ids           ids of groups
 *
 * Each is a list with commas ("12,13") or a JSON array as text ("[\"Mon, 10 a.m.\",\"Lab\"]"). A
 * variable that the LMS did not resolve arrives as its name ("$Canvas...") and tells nothing, nor
 * does "". With them counts the section of the LIS (course_section_sourcedid) where it is one of
 * its own: the LMS says which course offering it is of, and that is another.
 */
#ifndef LZ_LTI_SECTIONS_H
#define LZ_LTI_SECTIONS_H

#include "../base/names.h"
#include "fields.h"

/* Sets of names (base/names.h), each cut at LZ_NAMES_MAX. Both "" where nothing was told. */
typedef struct lz_told_sections_t {
    const char *names;      /* those by which people know them: what an instructor can choose */
    const char *ids;        /* others for the same, and for more */
} lz_told_sections_t;

/* section, offering: the sourcedids of the LIS, may be NULL. */
lz_told_sections_t lz_told_sections(apr_pool_t *pool, lz_custom_fn custom, const void *baton,
                                    const char *section, const char *offering);

#endif
