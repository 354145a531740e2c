// SPDX-License-Identifier: Apache-2.0
// What happens to a meeting form between its first letter and the meeting at Zoom. What is typed is
// kept as a draft until then; a key goes with it that names this one wish, so that sending it again
// after an answer was lost makes no second meeting.

import { useRef, useState } from './html.js';
import { t } from './i18n.js';
import { post, Refusal } from './api.js';
import { dropDraft, keepDraft, readDraft } from './draft.js';
import { initialValues, meetingOf, problemsOf } from './meeting-form.js';
import { isUncertain } from './refusal.js';
import { paths } from './shell.js';
import { clockTime, dayName, dayOf } from './time.js';

const FORM = 'schedule';

// The form's state:
//   values     what the inputs hold;
//   key        names this wish to the server;
//   errors     { field: sentence }, and refusal: what the last attempt came to;
//   uncertain  nobody knows whether that attempt made the meeting: only the very same may be sent;
//   restored   the values come from a draft;
//   sending    an attempt is under way.
function firstState(form, zone) {
  const draft = readDraft(FORM);
  const values = initialValues(form, zone);
  return {
    values: { ...values, ...draft?.values },
    key: draft?.key ?? crypto.randomUUID(),
    errors: {},
    refusal: null,
    uncertain: draft?.uncertain ?? false,
    restored: Boolean(draft),
    sending: false,
  };
}

// What the person is told on the page that they then come to.
function noticeOf({ meeting, warnings }, zone) {
  const start = Date.parse(meeting.start_time);
  const text = t('schedule.done', {
    topic: meeting.topic,
    day: dayName(dayOf(start, zone), dayOf(Date.now(), zone)),
    time: clockTime(start, zone),
  });
  return { text, warnings };
}

// The state after an attempt that was refused. A field refused means that nothing was made: what
// is sent next is another wish.
function refused({ values, key }, refusal) {
  const next = {
    values,
    key: refusal.status === 422 ? crypto.randomUUID() : key,
    uncertain: isUncertain(refusal),
  };
  keepDraft(FORM, next);
  return { ...next, refusal, errors: refusal.fields, sending: false };
}

// The form of a person in that zone: [state, { set(change), submit(), cancel(), restart() }].
export function useScheduling({ form, me }, zone, router) {
  const [state, setState] = useState(() => firstState(form, zone));
  const busy = useRef(false);
  const become = (change) => setState((old) => ({ ...old, ...change }));

  const send = async () => {
    if (!navigator.onLine) {
      return become({ refusal: new Refusal({ kind: 'unreachable' }) });
    }
    become({ sending: true });
    try {
      const made = await post(paths.meetings(), meetingOf(state.values),
        { csrf: me.csrf, key: state.key });
      dropDraft(FORM);
      await router.go(paths.upcoming(), noticeOf(made, zone));
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      become(refused(state, error));
    }
  };

  return [state, {
    set(change) {
      const values = { ...state.values, ...change };
      keepDraft(FORM, { values, key: state.key, uncertain: state.uncertain });
      become({ values });
    },

    async submit() {
      if (busy.current) {
        return;
      }
      const problems = state.uncertain ? {} : problemsOf(state.values, Date.now());
      const errors = Object.fromEntries(
        Object.entries(problems).map(([name, key]) => [name, t(key)]));
      become({ errors, refusal: null, restored: false });
      if (!Object.keys(errors).length) {
        busy.current = true;
        await send().finally(() => { busy.current = false; });
      }
    },

    cancel: () => dropDraft(FORM),

    restart() {
      dropDraft(FORM);
      setState(firstState(form, zone));
    },
  }];
}
