/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One recording with its files, and the ways to them. Links and passcodes come from Zoom at the
 * moment of the click and are kept nowhere.
 */
#ifndef LZ_COURSE_RECORDING_DETAIL_H
#define LZ_COURSE_RECORDING_DETAIL_H

#include "recording_row.h"

/*
 * The members {recording{..., viewer_download, files[{id, file_type, recording_type, file_size,
 * recording_start, recording_end, actions[]}], password (for who runs the course)}, sections (for
 * who runs the course: what it can be shown to, lz_sections_known()), as_of, warnings[]}, tied to
 * env->pool. Students get pictures, sound and captions, not what was typed or answered. With Zoom
 * not answering: without files, and a warning. LZ_P_NO_SUCH_RECORDING.
 */
const lz_problem_t *lz_recording_detail(const lz_env_t *env, const lz_site_t *site,
                                        const lz_session_t *session, const char *name,
                                        json_object **members)
    __attribute__((warn_unused_result));

typedef enum lz_recording_way_e {
    LZ_RECORDING_PLAY,
    LZ_RECORDING_DOWNLOAD
} lz_recording_way_e;

/*
 * Where a file of it plays, without typing its passcode, or downloads. LZ_P_NO_SUCH_RECORDING for
 * a recording or file that this person does not see, LZ_P_NO_DOWNLOAD for a student where Zoom lets
 * viewers download nothing, LZ_P_ZOOM_...
 */
const lz_problem_t *lz_recording_link(const lz_env_t *env, const lz_site_t *site,
                                      const lz_session_t *session, const char *name,
                                      const char *file, lz_recording_way_e way, const char **link)
    __attribute__((warn_unused_result));

/* What Zoom's sharing setting was seen to be is noted; that it cannot be is no refusal. */
void lz_recording_note_share(const lz_env_t *env, const lz_recording_view_t *view,
                             const char *share);

#endif
