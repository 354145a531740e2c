/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /calendar/{token}.ics: a calendar for whoever has the link, a calendar program that knows neither
 * cookies nor sessions. It may keep what it got for a while, others on the way may not.
 */
#include "../course/calendar.h"
#include "page.h"
#include "views.h"

const lz_problem_t *lz_view_calendar_feed(const lz_visit_t *visit, lz_response_t *response)
{
    const char *text = NULL;
    const lz_problem_t *problem = lz_calendar_feed(visit->env, visit->site, visit->name, &text);

    if (problem == NULL) {
        apr_table_setn(response->headers, "Cache-Control", "private, max-age=900");
        lz_page_text(visit, response, "text/calendar; charset=utf-8", text);
    }
    return problem;
}
