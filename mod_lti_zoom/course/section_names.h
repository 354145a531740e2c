/* SPDX-License-Identifier: Apache-2.0 */
/* Names of sections and groups between JSON and the sets that are stored (base/names.h). */
#ifndef LZ_COURSE_SECTION_NAMES_H
#define LZ_COURSE_SECTION_NAMES_H

#include <json-c/json.h>

#include "../base/names.h"

/* A set as an array of its names, not adopted; NULL is the empty set. */
json_object *lz_sections_json(apr_pool_t *pool, const char *names);

/*
 * Reads an array of names into a set, each once whatever its case. What is wrong with it, in words;
 * NULL when nothing is.
 */
const char *lz_sections_read(apr_pool_t *pool, json_object *value, const char **names);

#endif
