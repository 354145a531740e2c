/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the admin maps to the tracking fields of a Zoom account (LTIZoomTrackingField): texts with
 * names in braces, which stand for what the LMS says of the course.
 *     {course_id}     the LMS's id of the course
 *     {course_title}  its title
 *     {course_label}  its label, "CHEM-202"
 *     {course_code}   custom parameter course_code, else LIS course_offering_sourcedid
 *     {section}       custom parameter section, else LIS course_section_sourcedid
 *     {term}          custom parameter term
 *     {platform}      name of the LMS's section in the configuration
 */
#ifndef LZ_COURSE_FORM_TRACKING_H
#define LZ_COURSE_FORM_TRACKING_H

#include "../store/courses.h"
#include "session.h"

/* What is wrong with a text of the configuration ("uses {name}, ..."), or NULL. */
const char *lz_tracking_wrong(apr_pool_t *pool, const char *text);

/*
 * The text with what is known put in; course may be NULL. "" when it names something and nothing
 * of what it names is known: a field is better empty than half a sentence.
 */
const char *lz_tracking_value(apr_pool_t *pool, const char *text, const lz_session_t *session,
                              const lz_course_row_t *course);

/*
 * Puts the values into "value" of each of fields[{field, value}] that is mapped, and returns the
 * list [{field, value}] of those that have one, for a form; not adopted.
 */
json_object *lz_tracking_fill(apr_pool_t *pool, const lz_site_t *site, const lz_session_t *session,
                              const lz_course_row_t *course, json_object *fields);

#endif
