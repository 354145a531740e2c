/* SPDX-License-Identifier: Apache-2.0 */
/* GET recordings/{uuid}/files/{id}/play and /download: to Zoom, at the moment of the click. */
#include "../course/recording_detail.h"
#include "views.h"

static const lz_problem_t *go(const lz_visit_t *visit, lz_response_t *response,
                              lz_recording_way_e way)
{
    const char *link = NULL;
    const lz_problem_t *problem = lz_recording_link(visit->env, visit->site, visit->session,
                                                    visit->name, visit->part, way, &link);

    if (problem == NULL) {
        lz_response_redirect(visit->env->pool, response, 302, link);
    }
    return problem;
}

const lz_problem_t *lz_view_recording_play(const lz_visit_t *visit, lz_response_t *response)
{
    return go(visit, response, LZ_RECORDING_PLAY);
}

const lz_problem_t *lz_view_recording_download(const lz_visit_t *visit, lz_response_t *response)
{
    return go(visit, response, LZ_RECORDING_DOWNLOAD);
}
