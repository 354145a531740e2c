/* SPDX-License-Identifier: Apache-2.0 */
#include "kept.h"

#include <stddef.h>

#define DATABASE "database of this server"
#define MEMORY   "memory of this server"

static const lz_kept_t kept[] = {
    { "lti_zoom_person",
      "Your name, e-mail address and identifier, as your learning platform sends them",
      DATABASE, "until you erase it" },
    { "lti_zoom_member",
      "Which courses you have opened Zoom in, whether as instructor or student, in which sections "
      "and groups your learning platform says you are, and when you signed out",
      DATABASE, "until you erase it; then for a week a mark that ends your sessions" },
    { "lti_zoom_course",
      "Title, identifiers, code, section and term of a course, and where its list of members is",
      DATABASE, "as long as the course uses Zoom" },
    { "lti_zoom_course_meeting",
      "Which meetings belong to a course, for which of its sections, who added them and when",
      DATABASE, "until the meeting is removed from the course; who added it until they erase it" },
    { "lti_zoom_meeting",
      "Topic, description, times, host and join link of the courses' meetings. The link is sealed; "
      "alternative hosts are recognised by a fingerprint of their address; passcodes and start "
      "links are never kept, and nothing about who takes part",
      DATABASE, "as long as the course has the meeting" },
    { "lti_zoom_occurrence",
      "The dates of meetings that recur",
      DATABASE, "as long as the course has the meeting" },
    { "lti_zoom_host",
      "Name and Zoom identifier of who hosts a course's meetings",
      DATABASE, "as long as the course has a meeting of theirs" },
    { "lti_zoom_intent",
      "Topic, time and host of a meeting that is just being scheduled, so that it is made once",
      DATABASE, "a day" },
    { "lti_zoom_course_setting",
      "What instructors have set for a course, who changed it and when",
      DATABASE, "as long as the course uses Zoom; who changed it until they erase it" },
    { "lti_zoom_past",
      "When a course's meetings were held",
      DATABASE, "as long as the course has the meeting" },
    { "lti_zoom_past_list",
      "When the past meetings of a host were last looked up",
      DATABASE, "as long as a course has a meeting of theirs" },
    { "lti_zoom_recording",
      "Topic, time, size and sharing of the recordings of a course's meetings; no link and no "
      "passcode",
      DATABASE, "as long as the course has the meeting" },
    { "lti_zoom_recording_list",
      "When the recordings of a host were last looked up",
      DATABASE, "as long as a course has a meeting of theirs" },
    { "lti_zoom_publication",
      "Which recordings a course shows to its students, to which of their sections, who changed it "
      "and when",
      DATABASE, "as long as the course has the meeting; who changed it until they erase it" },
    { "lti_zoom_audit",
      "Who published a recording or let others watch it, and when",
      DATABASE, "as long as the course uses Zoom; who it was until they erase it" },
    { "lti_zoom_feed",
      "Your links to calendars, sealed",
      DATABASE, "until you remove the link or erase your data" },
    { "lti_zoom_event",
      "Which messages of Zoom were received, as numbers that say nothing about you",
      DATABASE, "some hours" },
    { "lti_zoom_nonce",
      "Which launches were used, as numbers that say nothing about you",
      DATABASE, "until the launch would be too old anyway" },
    { "lti_zoom_platform",
      "Learning platforms that registered with this tool",
      DATABASE, "until the administrator removes them" },
    { NULL,
      "Your session: name, e-mail address, course and role, sealed so that only this server reads "
      "it",
      "your browser", NULL },
    { NULL,
      "Your Zoom user's identifier, e-mail address, name, time zone, kind, group and personal "
      "meeting ID, your settings at Zoom, and for whom you may schedule; no passcode",
      MEMORY, "15 minutes" },
    { NULL,
      "Which e-mail address your Zoom user's identifier belongs to",
      MEMORY, "a day, or until you erase your data" },
    { NULL,
      "Lists of meetings as they are shown, and names and addresses of a course's members, as "
      "its instructors choose among them",
      MEMORY, "15 minutes or less" },
    { NULL,
      "What went wrong, when and at which address of this tool, with your internet address; "
      "without names, passcodes or links to meetings",
      "log of this server", "as the administrator of this server decides" },
    { NULL, NULL, NULL, NULL }
};

const lz_kept_t *lz_kept(void)
{
    return kept;
}
