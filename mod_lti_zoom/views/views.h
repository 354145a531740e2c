/* SPDX-License-Identifier: Apache-2.0 */
/* The handlers that the endpoint table names; each stands in the file of its name. */
#ifndef LZ_VIEWS_VIEWS_H
#define LZ_VIEWS_VIEWS_H

#include "view.h"

/* The way in: LMS and browser. */
const lz_problem_t *lz_view_login(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_launch(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_metrics(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_status(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_keys(const lz_visit_t *visit, lz_response_t *response);

/* Events of Zoom. */
const lz_problem_t *lz_view_webhook(const lz_visit_t *visit, lz_response_t *response);

/* Making the tool known to an LMS. */
const lz_problem_t *lz_view_register(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_config_canvas(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_config_cartridge(const lz_visit_t *visit, lz_response_t *response);

/* A file of the pages that is not there. */
const lz_problem_t *lz_view_asset(const lz_visit_t *visit, lz_response_t *response);

/* A course's pages. */
const lz_problem_t *lz_view_upcoming(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_schedule(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_edit(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_hosts(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_meeting(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_select(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_instructors(const lz_visit_t *visit, lz_response_t *response);

const lz_problem_t *lz_view_calendar(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_previous(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_recordings(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_recording(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_room(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_settings(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_privacy(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_privacy_export(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_meeting_event(const lz_visit_t *visit, lz_response_t *response);

/* A calendar, for whoever has its link. */
const lz_problem_t *lz_view_calendar_feed(const lz_visit_t *visit, lz_response_t *response);

/* Its actions. */
const lz_problem_t *lz_view_calendar_make(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_recording_change(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_recordings_publish(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_recording_play(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_recording_download(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_room_change(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_room_start(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_settings_change(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_privacy_erase(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_calendar_revoke(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_meeting_create(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_import(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_meeting_change(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_meeting_delete(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_handover(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_sign_out(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_join(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_select_answer(const lz_visit_t *visit, lz_response_t *response);
const lz_problem_t *lz_view_start(const lz_visit_t *visit, lz_response_t *response);

#endif
