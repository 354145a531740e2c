/* SPDX-License-Identifier: Apache-2.0 */
/* GET meetings/{id}/event.ics: one meeting as a file for a calendar. */
#include <apr_strings.h>

#include "../course/calendar.h"
#include "page.h"
#include "views.h"

const lz_problem_t *lz_view_meeting_event(const lz_visit_t *visit, lz_response_t *response)
{
    const char *text = NULL;
    const lz_problem_t *problem = lz_calendar_event(visit->env, visit->site, visit->session,
                                                    visit->name, &text);

    if (problem == NULL) {
        /* The id consists of digits, or there would be no such meeting. */
        apr_table_setn(response->headers, "Content-Disposition",
                       apr_pstrcat(visit->env->pool, "attachment; filename=\"meeting-",
                                   visit->name, ".ics\"", NULL));
        lz_page_text(visit, response, "text/calendar; charset=utf-8", text);
    }
    return problem;
}
