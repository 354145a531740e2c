/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changing a meeting, or one date of a series, by fields: only what is other than at Zoom is sent,
 * and nothing when nothing is. What Zoom made of it is read again and told.
 *
 * Two people, or one in two tabs, who change the same meeting: each changes the fields they sent,
 * and nobody's change of one field takes back another's of another field. Of a field that both
 * change, the later one is refused when what their form showed of it comes along (collision.h);
 * without that it stands, as in Zoom's own portal. The answer is the meeting as it is then, so the
 * page shows what others have changed, and where Zoom has something that this server did not know
 * of before, a warning names it.
 *
 * The sections that it is for are the course's own and not sent; what is about them alone needs
 * Zoom for nothing (limiting.h).
 *
 * A change is idempotent. After a lost answer Zoom is asked what it has: when that is what was
 * asked for, the change is made; else nobody knows yet, and the same may be sent again. The meeting
 * stays in doubt meanwhile (writing.h).
 */
#ifndef LZ_COURSE_CHANGE_H
#define LZ_COURSE_CHANGE_H

#include "session.h"

typedef struct lz_change_t {
    const char  *id;
    const char  *occurrence_id;     /* NULL: the whole */
    json_object *sent;              /* changed fields of the form (meeting_form.h), and "seen":
                                       what the form showed of them, taken out */
} lz_change_t;

/*
 * *answer is {meeting{...}, warnings[{code, field?, message}]}, tied to the pool. Codes: those of
 * lz_form_compare(); "changed_meanwhile"; "not_read_again" when Zoom has taken the change and could
 * not be asked what it has now.
 *
 * LZ_P_NO_SUCH_MEETING, LZ_P_NO_SUCH_DATE; LZ_P_FORBIDDEN, LZ_P_NOT_YOURS; LZ_P_MEETING_GONE,
 * LZ_P_MEETING_OVER; LZ_P_FIELDS with all wrong fields at once; LZ_P_COLLISION with those that
 * somebody has changed meanwhile; LZ_P_ZOOM_..., LZ_P_DATABASE...: nothing was changed;
 * LZ_P_CHANGE_UNCERTAIN.
 */
const lz_problem_t *lz_change(const lz_env_t *env, const lz_site_t *site,
                              const lz_session_t *session, const lz_change_t *change,
                              json_object **answer) __attribute__((warn_unused_result));

#endif
