/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET recordings?from=&to=&q=&published=&page=: the recordings of the course's meetings,
 * {view: "recordings", course, me, recordings[], publish_all, next_page, as_of, warnings[]}.
 */
#include "../course/permissions.h"
#include "../course/recordings.h"
#include "page.h"
#include "say.h"
#include "views.h"

const lz_problem_t *lz_view_recordings(const lz_visit_t *visit, lz_response_t *response)
{
    static const char *const names[] = { "from", "to", "q", "published", "page", NULL };
    const int may = lz_may_in_course(visit->session->standing, 1);
    const lz_recording_query_t query = {
        .from = lz_form_get(visit->query, "from"),
        .to = lz_form_get(visit->query, "to"),
        .words = lz_form_get(visit->query, "q"),
        .published = lz_form_get(visit->query, "published"),
        .page = lz_form_get(visit->query, "page")
    };
    const char *members = NULL;
    const lz_problem_t *problem = lz_form_once(visit->env->pool, visit->query, names);

    if (problem == NULL) {
        problem = lz_recordings_list(visit->env, visit->site, visit->session, &query, &members);
    }
    if (problem == NULL) {
        lz_page_answer_text(visit, response, lz_say(visit, "Recordings"),
                            lz_page_common(visit, "recordings",
                                           lz_permission_names(visit->env->pool, may)),
                            members);
    }
    return problem;
}
