/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person is in this course (LTI Core 1.3, Appendix A.2). Only context roles decide: a
 * role in the institution ("is a teacher somewhere") never makes an instructor here.
 */
#ifndef LZ_LTI_ROLES_H
#define LZ_LTI_ROLES_H

#include <apr_tables.h>
#include <json-c/json.h>

typedef enum lz_role_e {
    LZ_ROLE_STUDENT,
    LZ_ROLE_INSTRUCTOR
} lz_role_e;

/*
 * roles is the claim's array; host_roles names context roles by their last part ("Instructor",
 * "Instructor#TeachingAssistant"). A sub-role counts as its principal role too. A TestUser is a
 * student whatever else the message says. Entries that are no strings or unknown count nothing.
 */
lz_role_e lz_role_in_course(json_object *roles, const apr_array_header_t *host_roles);

/* "instructor" or "student": me.role of the JSON. */
const char *lz_role_name(lz_role_e role);

#endif
