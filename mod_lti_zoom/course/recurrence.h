/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The dates that a recurrence makes, on the clock of its time zone: ten o'clock stays ten o'clock
 * when summer time ends.
 */
#ifndef LZ_COURSE_RECURRENCE_H
#define LZ_COURSE_RECURRENCE_H

#include <apr_tables.h>

#include "../base/json.h"
#include "../base/zone.h"

#define LZ_DATES_MAX 60     /* that a series may have */

/*
 * recurrence as Zoom documents it, read before (meeting_form.h); its first date is start, or the
 * first of its days after it. At most max dates, apr_time_t in rising order.
 */
apr_array_header_t *lz_recurrence_dates(apr_pool_t *pool, json_object *recurrence,
                                        apr_time_t start, const lz_zone_t *zone, int max);

#endif
