// SPDX-License-Identifier: Apache-2.0
// What is asked before a meeting is changed or taken away, and the invitation where it cannot be
// copied at once.

import { html, useEffect, useState } from '../html.js';
import { t } from '../i18n.js';
import { useAction } from '../action.js';
import { getView, remove } from '../api.js';
import { copyText } from '../clipboard.js';
import { paths } from '../shell.js';
import { clockRange, dayName, dayOf, spanOf } from '../time.js';
import { Copy } from './copy.js';
import { Answer, Dialog, DialogFoot, Refused } from './dialog.js';

function whenOf(meeting, zone) {
  const span = spanOf(meeting);
  return span ? t('when.day', {
    day: dayName(dayOf(span.start, zone), dayOf(Date.now(), zone)), time: clockRange(span, zone),
  }) : t('when.none');
}

const hintOfSeries = ({ series }) =>
  series?.count ? t('which.series.count', { count: series.count }) : '';

// Asks whether one date is meant or all of them, then goes to the form.
function EditWhich({ meeting, zone, router, onClose }) {
  const [which, setWhich] = useState('date');
  const onSubmit = (event) => {
    event.preventDefault();
    onClose();
    router.go(paths.edit(which === 'date' ? meeting : { id: meeting.id }));
  };
  return html`
    <${Dialog} title=${t('which.edit', { topic: meeting.topic })} onClose=${onClose}>
      <form onSubmit=${onSubmit}>
        <fieldset class="answers">
          <legend class="unseen">${t('which.label')}</legend>
          <${Answer} name="which" value="date" checked=${which === 'date'} onChange=${setWhich}
            label=${t('which.date')} hint=${whenOf(meeting, zone)} />
          <${Answer} name="which" value="series" checked=${which === 'series'}
            onChange=${setWhich} label=${t('which.series')} hint=${hintOfSeries(meeting)} />
        </fieldset>
        <${DialogFoot} text=${t('which.edit.submit')} onClose=${onClose} />
      </form>
    <//>`;
}

const QUERY = {
  date: ({ occurrence_id }) => ({ occurrence_id }),
  series: () => ({}),
  course: () => ({ course_only: '1' }),
};

const SUBMIT = {
  date: 'delete.submit.date', series: 'delete.submit.series', once: 'delete.submit',
  course: 'delete.submit.course',
};

const DONE = {
  date: 'delete.done.date', series: 'delete.done', once: 'delete.done', course: 'delete.done.course',
};

// The answers to the question what goes: at Zoom for those who may delete it there, from the course
// for them and for those who run that.
const Which = ({ meeting, me, zone, what, setWhat }) => {
  const deletes = meeting.actions?.includes('delete');
  const answer = (value, label, hint) => html`
    <${Answer} name="what" value=${value} checked=${what === value} onChange=${setWhat}
      label=${label} hint=${hint} />`;
  return html`
    <fieldset class="answers">
      <legend class="unseen">${t('delete.which')}</legend>
      ${deletes && meeting.occurrence_id ? html`
        ${answer('date', t('which.date'), whenOf(meeting, zone))}
        ${answer('series', t('delete.series'), hintOfSeries(meeting))}` : null}
      ${deletes && !meeting.occurrence_id
        ? answer('once', t('delete.once'), whenOf(meeting, zone)) : null}
      ${deletes || me.role === 'instructor'
        ? answer('course', t('delete.course'), t('delete.course.hint')) : null}
    </fieldset>`;
};

// How many courses have the meeting and how many recordings it has: asked for when it is about to be
// deleted; what cannot be learnt then is not said.
function useReach(meeting) {
  const [reach, setReach] = useState(meeting);
  useEffect(() => {
    if (meeting.courses === undefined && meeting.actions?.includes('delete')) {
      getView(paths.meeting(meeting)).then(
        ({ courses, recordings }) => setReach({ courses, recordings }), () => {});
    }
  }, []);
  return reach;
}

// That in words, in a place that is kept free for it.
const Reach = ({ reach: { courses, recordings }, what }) => html`
  <p role="status" class="reach">
    ${recordings > 0 ? t('delete.made', { count: recordings }) : null}${' '}
    ${courses > 1 && what !== 'course' ? t('delete.courses', { count: courses }) : null}
  </p>`;

// Says first what happens to recordings, then asks what shall go. `only` starts at the answer that
// takes it out of the course alone. `onGone(meeting, what)` is told what has gone.
function Delete({ meeting, me, zone, only, onClose, onGone }) {
  const [what, setWhat] = useState(
    only ? 'course' : (meeting.occurrence_id ? 'date' : 'once'));
  const reach = useReach(meeting);
  const [{ busy, refusal }, run] = useAction();
  const onSubmit = async (event) => {
    event.preventDefault();
    const query = (QUERY[what] ?? QUERY.series)(meeting);
    if (await run(() => remove(paths.removal(meeting, query), me))) {
      onClose();
      onGone(meeting, what, t(DONE[what], { topic: meeting.topic }));
    }
  };
  return html`
    <${Dialog} title=${t(only ? 'delete.title.course' : 'delete.title',
      { topic: meeting.topic })} busy=${busy}
      onClose=${onClose}>
      <form onSubmit=${onSubmit}>
        <p>${t('delete.recordings')}</p>
        <${Reach} reach=${reach} what=${what} />
        <${Which} meeting=${meeting} me=${me} zone=${zone} what=${what} setWhat=${setWhat} />
        <${Refused} refusal=${refusal} />
        <${DialogFoot} text=${t(SUBMIT[what])} busyText=${t('delete.busy')} busy=${busy}
          danger=${what !== 'course'} onClose=${onClose} />
      </form>
    <//>`;
}

// Where the browser lets nothing be copied after the text has come.
const Invitation = ({ topic, text, onClose }) => html`
  <${Dialog} title=${t('invitation.title', { topic })} onClose=${onClose}>
    <pre tabindex="0">${text}</pre>
    <div class="foot">
      <${Copy} text=${text} name=${t('meeting.invitation')} />
      <button type="button" class="quiet" onClick=${onClose}>${t('page.close')}</button>
    </div>
  <//>`;

// The actions of a meeting that stay on this page, and the dialog that is open: { does, dialog }.
// `does` is for a row or a view; `onGone` as above, with the sentence to tell.
export function useMeetingActions({ me, zone, router, onGone }) {
  const [open, setOpen] = useState(null);
  const onClose = () => setOpen(null);
  const common = { me, zone, router, onClose, onGone };

  const does = {
    onEdit(meeting) {
      if (meeting.occurrence_id) {
        setOpen({ Ask: EditWhich, meeting });
      } else {
        router.go(paths.edit(meeting));
      }
    },
    onDelete: (meeting) => setOpen({ Ask: Delete, meeting }),
    onRemove: (meeting) => setOpen({ Ask: Delete, meeting, only: true }),
    async onInvitation(meeting) {
      const { topic } = meeting;
      try {
        const text = (await getView(paths.meeting(meeting))).meeting.invitation ?? '';
        if (text && await copyText(text)) {
          router.tell({ text: t('invitation.copied', { topic }) });
        } else {
          setOpen({ Ask: Invitation, meeting, topic, text });
        }
      } catch (refusal) {
        router.refuse(refusal);
      }
    },
  };
  const { Ask, ...rest } = open ?? {};
  return { does, dialog: Ask ? html`<${Ask} ...${rest} ...${common} />` : null };
}

// Whether a row has gone with what has been taken away.
export const hasGone = (meeting, what) => (row) => row.id === meeting.id &&
  (what !== 'date' || row.occurrence_id === meeting.occurrence_id);
