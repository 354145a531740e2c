/* SPDX-License-Identifier: Apache-2.0 */
/* The status page: who may see it, and its parts. */
#ifndef LZ_VIEWS_STATUS_H
#define LZ_VIEWS_STATUS_H

#include "../course/status.h"
#include "view.h"

/* NULL when LTIZoomStatus admits the visitor; LZ_P_STATUS_LOCAL, LZ_P_NOT_FOUND. */
const lz_problem_t *lz_status_admit(const lz_visit_t *visit) __attribute__((warn_unused_result));

/* The status in words: HTML for lz_page_plain(). */
const char *lz_status_html(const lz_visit_t *visit, const lz_status_t *status);

/* "free", "pro", "business". */
const char *lz_status_plan(const lz_account_t *account);

/* {"name","version"} of what the tool is made of; ended by a NULL name. From pool. */
typedef struct lz_part_t {
    const char *name;
    const char *version;
} lz_part_t;

const lz_part_t *lz_status_parts(const lz_visit_t *visit);

#endif
