/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of meetings as statements.def selects them (MEETING_COLUMNS); for the units of store/. */
#ifndef LZ_STORE_MEETING_ROWS_H
#define LZ_STORE_MEETING_ROWS_H

#include "meetings.h"
#include "statement.h"

#define LZ_MEETING_COLUMNS 28   /* a statement's own columns come behind them */

/* The current row as a meeting, which is an lz_meeting_t (lz_row_fn). */
void lz_rows_meeting(const lz_rows_t *rows, void *meeting);

#endif
