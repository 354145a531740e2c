/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person is in this course (LTI Core 1.3, Appendix A.2; LTI 1.1, Appendix A). Context roles
 * decide: a role in the institution ("is a teacher somewhere") makes no instructor here, unless the
 * admin lets administrators host.
 */
#ifndef LZ_LTI_ROLES_H
#define LZ_LTI_ROLES_H

#include <apr_tables.h>
#include <json-c/json.h>

typedef enum lz_role_e {
    LZ_ROLE_STUDENT,
    LZ_ROLE_INSTRUCTOR,
    LZ_ROLE_TEST_USER           /* an instructor's view of what students see: nobody at Zoom */
} lz_role_e;

/*
 * roles is the claim's array, of URIs, URNs (LTI 1.1) or short names. host_roles names those that
 * make an instructor by their last part: context roles plainly ("Instructor",
 * "Instructor#TeachingAssistant"), others behind where they are held ("institution:Administrator",
 * "system:SysAdmin"). A sub-role counts as its principal role too. A TestUser is one whatever else
 * the message says. Entries that are no strings or unknown count nothing.
 */
lz_role_e lz_role_in_course(json_object *roles, const apr_array_header_t *host_roles);

/*
 * LTI's own spelling of the context role that name's first part is in whatever case, of
 * "Instructor" or "instructor#Grader" for example; NULL when LTI has no such context role.
 */
const char *lz_role_spelling(const char *name);

/* Adds the roles of administrators, wherever they are held, to host_roles. */
void lz_roles_add_administrators(apr_array_header_t *host_roles);

/* "instructor" or "student": me.role of the JSON. */
const char *lz_role_name(lz_role_e role);

#endif
