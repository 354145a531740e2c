// SPDX-License-Identifier: Apache-2.0
// What happens to a meeting form between its first letter and the meeting at Zoom. What is typed is
// kept as a draft until then; a key goes with it that names this one wish, so that sending it again
// after an answer was lost makes no second meeting.

import { useRef, useState } from './html.js';
import { t } from './i18n.js';
import { patch, post, Refusal } from './api.js';
import { dropDraft, keepDraft, readDraft } from './draft.js';
import { changesOf, datesOfValues, following, hasStart, initialValues, meetingOf, seenOf }
  from './meeting-form.js';
import { problemsOf } from './meeting-problems.js';
import { compareDates } from './recurrence.js';
import { isUncertain } from './refusal.js';
import { paths } from './shell.js';
import { clockTime, dayName, dayOf, listOf, shortDay } from './time.js';

// What the form is for: a new meeting, or of one that is there the "date" of a series, the whole
// "series", or a meeting that is "once".
export function modeOf({ meeting }) {
  if (!meeting) {
    return 'new';
  }
  if (meeting.occurrence_id) {
    return 'date';
  }
  return meeting.type === 8 ? 'series' : 'once';
}

// The name of its draft.
const formOf = ({ meeting }) => (meeting
  ? `edit/${meeting.id}/${meeting.occurrence_id ?? ''}` : 'schedule');

// The form's state:
//   values     what the inputs hold;
//   initial    what they held at first, of a meeting that is there already;
//   form       the server's words for that, and for what has been seen of it since;
//   theirs     of fields that somebody else has changed too: makes values into what they have set;
//   key        names this wish to the server;
//   errors     { field: sentence }, and refusal: what the last attempt came to;
//   uncertain  nobody knows whether that attempt made the meeting: only the very same may be sent;
//   restored   the values come from a draft;
//   sending    an attempt is under way.
function firstState(data, zone) {
  const draft = readDraft(formOf(data));
  const form = draft?.form ?? data.form; // what was typed was typed over what was there then
  const initial = initialValues({ ...data, form }, zone);
  return {
    values: { ...initial, ...draft?.values },
    initial,
    form,
    theirs: null,
    key: draft?.key ?? crypto.randomUUID(),
    errors: {},
    refusal: null,
    uncertain: draft?.uncertain ?? false,
    restored: Boolean(draft),
    sending: false,
  };
}

// Where Zoom has made other dates of the series than the page had shown.
function warningsOfDates(meeting, values, zone) {
  if (!meeting.occurrences?.length) {
    return [];
  }
  const today = dayOf(Date.now(), zone);
  const said = (instants) => listOf(instants.map((each) => shortDay(dayOf(each, zone), today)));
  const { missing, added } = compareDates(datesOfValues(values), meeting.occurrences);
  return [
    ...(missing.length ? [{
      code: 'dates_missing',
      message: t('schedule.dates.missing', { count: missing.length, days: said(missing) }),
    }] : []),
    ...(added.length ? [{
      code: 'dates_added',
      message: t('schedule.dates.added', { count: added.length, days: said(added) }),
    }] : []),
  ];
}

// What the person is told on the page that they then come to.
function noticeOf({ meeting, warnings = [] }, mode, values, zone) {
  const start = Date.parse(meeting.start_time);
  const [dated, open] = mode === 'new' ? ['schedule.done', 'schedule.done.open']
    : ['edit.done', 'edit.done.open'];
  const text = Number.isNaN(start) || !hasStart(values)
    ? t(open, { topic: meeting.topic })
    : t(dated, {
      topic: meeting.topic,
      day: dayName(dayOf(start, zone), dayOf(Date.now(), zone)),
      time: clockTime(start, zone),
    });
  const dates = mode === 'date' ? [] : warningsOfDates(meeting, values, zone);
  return { text, warnings: [...warnings, ...dates] };
}

// Of what was wrong, what still is. What the server has said no to stays until it is asked again.
const stillWrong = ({ errors, refusal }, problems) => (refusal ? errors
  : Object.fromEntries(Object.entries(errors).filter(([name]) => name in problems)));

// What is kept of it in the tab: of a meeting that is there, with what was seen of it.
const keep = (data, { values, key, uncertain, form }) =>
  keepDraft(formOf(data), { values, key, uncertain, ...(data.meeting && { form }) });

// What somebody else has changed meanwhile, as it is now; when that cannot be had, nothing more is
// known than that.
const collided = (data, { fields }, form, zone) => import('./collision.js')
  .then(({ meet }) => meet(data, Object.keys(fields), form, zone))
  .catch(() => ({}));

// The state after an attempt that was refused. A field refused means that nothing was made: what
// is sent next is another wish. Changing a meeting again does no harm, so that is never in doubt.
async function refused({ values, key, form }, refusal, data, zone) {
  const next = {
    values,
    key: refusal.status === 422 ? crypto.randomUUID() : key,
    uncertain: !data.meeting && isUncertain(refusal),
    form,
    refusal,
    errors: refusal.fields,
    sending: false,
    ...(refusal.kind === 'changed_meanwhile' && await collided(data, refusal, form, zone)),
  };
  keep(data, next);
  return next;
}

// Sends it; resolves to what is told about it, null when there was nothing to change.
async function save(data, { values, initial, key, form }, mode, zone) {
  const { me, meeting } = data;
  if (!meeting) {
    const made = await post(paths.meetings(), meetingOf(values), { csrf: me.csrf, key });
    return noticeOf(made, mode, values, zone);
  }
  const changes = changesOf(meetingOf(initial), meetingOf(values), mode);
  if (!Object.keys(changes).length) {
    return null;
  }
  const wish = { ...changes, seen: seenOf(changes, form) };
  return noticeOf(await patch(paths.meeting(meeting), wish, me), mode, values, zone);
}

// The form of a person in that zone: [state, { set(change), takeTheirs(), submit(), cancel(),
// restart() }]. `wrong` of the state are the errors that are not yet mended. `data` is the view's.
// `set` takes changed values, or a function from all values to them.
export function useScheduling(data, zone, router) {
  const [state, setState] = useState(() => firstState(data, zone));
  const busy = useRef(false);
  const mode = modeOf(data);
  const become = (change) => setState((old) => ({ ...old, ...change }));
  const problems = () => problemsOf(state.values, {
    now: Date.now(), options: data.options, mode, initial: data.meeting ? state.initial : undefined,
  });
  const wrong = Object.keys(state.errors).length ? stillWrong(state, problems()) : state.errors;

  const send = async () => {
    if (!navigator.onLine) {
      return become({ refusal: new Refusal({ kind: 'unreachable' }) });
    }
    become({ sending: true });
    try {
      const notice = await save(data, state, mode, zone);
      dropDraft(formOf(data));
      await router.go(paths.upcoming(), notice);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      become(await refused(state, error, data, zone));
    }
  };

  return [{ ...state, wrong }, {
    set(change) {
      setState((old) => {
        const given = typeof change === 'function' ? change(old.values) : change;
        const values = { ...old.values, ...following(old.values, given) };
        keep(data, { ...old, values });
        return { ...old, values };
      });
    },

    takeTheirs() {
      setState((old) => {
        const values = { ...old.values, ...old.theirs(old.values) };
        keep(data, { ...old, values });
        return { ...old, values, errors: {}, refusal: null, theirs: null };
      });
    },

    async submit() {
      if (busy.current) {
        return;
      }
      const found = state.uncertain ? {} : problems();
      const errors = Object.fromEntries(
        Object.entries(found).map(([name, { key, values }]) => [name, t(key, values)]));
      become({ errors, refusal: null, restored: false, theirs: null });
      if (!Object.keys(errors).length) {
        busy.current = true;
        await send().finally(() => { busy.current = false; });
      }
    },

    cancel: () => dropDraft(formOf(data)),

    restart() {
      dropDraft(formOf(data));
      setState(firstState(data, zone));
    },
  }];
}
