/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one table of Zoom's error codes (zoom-api.md §4). A code that is not in it is read by its
 * HTTP status (errors.c).
 */
#ifndef LZ_ZOOM_ERROR_TABLE_H
#define LZ_ZOOM_ERROR_TABLE_H

#include "errors.h"

typedef struct lz_zoom_error_t {
    int               code;         /* of the body */
    const char       *text;         /* part of the message, in any case of letters; NULL: any */
    lz_problem_id_e   problem;
    lz_zoom_remedy_e  remedy;
} lz_zoom_error_t;

/* The first row that fits, or NULL. */
const lz_zoom_error_t *lz_zoom_error(apr_int64_t code, const char *message);

#endif
