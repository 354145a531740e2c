/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a launch says about people and places, as every version of LTI says it: which identifiers
 * are taken, and what becomes of the rest, which is optional and may be anything.
 */
#ifndef LZ_LTI_FIELDS_H
#define LZ_LTI_FIELDS_H

#include <apr_pools.h>

/*
 * What is wrong with an identifier (LTI Core 1.3 §5.3: 1 to LZ_LTI_ID_MAX ASCII characters), in
 * words that follow "is"; NULL when it is one. NULL for text is "missing".
 */
const char *lz_field_wrong_identifier(apr_pool_t *pool, const char *text);

/* The best name there is: the full one, else of given and family what there is. None is NULL. */
const char *lz_field_name(apr_pool_t *pool, const char *full, const char *given,
                          const char *family);

/* The address whole, or "": cut short it would be somebody else's. */
const char *lz_field_email(const char *text);

/* A language tag in the form of BCP 47, or "". Some LMSs write "pt_br". */
const char *lz_field_locale(apr_pool_t *pool, const char *text);

/* A custom parameter's value, or NULL. */
typedef const char *(*lz_custom_fn)(const void *baton, const char *name);

/*
 * The person's time zone from the custom parameters time_zone, timezone or user_timezone, or "". A
 * variable that the LMS did not resolve arrives as its name ("$Person..."): no zone.
 */
const char *lz_field_time_zone(lz_custom_fn custom, const void *baton);

/*
 * What the launch says of the course itself, for forms and reports: the custom parameter of that
 * name, else otherwise (a value of the LIS claim, may be NULL), else "". A variable that the LMS
 * did not resolve ("$CourseSection...") is none, nor is a text of more than 255 bytes.
 */
const char *lz_field_of_course(lz_custom_fn custom, const void *baton, const char *name,
                               const char *otherwise);

#endif
