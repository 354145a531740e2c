/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For which sections the meetings of an import are: those that its rows name. A row that names none
 * asks for nothing: what comes new is for the whole course, what the course has already stays as it
 * is. What the course has already and is named with sections is for these from now on: whoever may
 * import runs the course, and so may limit its meetings (permissions.h).
 */
#ifndef LZ_COURSE_IMPORT_SECTIONS_H
#define LZ_COURSE_IMPORT_SECTIONS_H

#include <apr_tables.h>

/* The sections that rows (lz_import_row_t) name for the meeting of that id: a set of names. */
const char *lz_import_sections(apr_pool_t *pool, const apr_array_header_t *rows, const char *id);

/* 1 when sections are named, and others than those that the meeting is for. */
int lz_import_limits(apr_pool_t *pool, const char *sections, const char *known);

#endif
