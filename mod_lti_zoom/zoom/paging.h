/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists in pages (zoom-api.md §1.6): next_page_token leads from one to the next, lives for fifteen
 * minutes, and when it has run out the list is read again from its beginning, once.
 */
#ifndef LZ_ZOOM_PAGING_H
#define LZ_ZOOM_PAGING_H

#include "answer.h"
#include "client.h"

/* How far a list has come. All zero: nothing was asked yet. */
typedef struct lz_zoom_paging_t {
    const char *token;          /* of the page to ask for, NULL: the first */
    int         pages;          /* that have come */
    int         started_over;
} lz_zoom_paging_t;

/*
 * Takes a page that came: its rows to the call's on_page, else into its answer. 1 when the list
 * ends with it, by *problem when that is not NULL; 0 when paging->token is to be asked for. Texts
 * are from pool; answer->kept may go at once when the call has an on_page.
 */
int lz_zoom_take_page(apr_pool_t *pool, lz_zoom_call_t *call, lz_zoom_paging_t *paging,
                      const lz_zoom_answer_t *answer, const lz_problem_t **problem)
    __attribute__((warn_unused_result));

/* 1 when the list is to be read from its beginning now, 0 when it was before. */
int lz_zoom_start_over(lz_zoom_call_t *call, lz_zoom_paging_t *paging)
    __attribute__((warn_unused_result));

#endif
