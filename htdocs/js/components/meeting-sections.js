// SPDX-License-Identifier: Apache-2.0
// Who of the course sees a meeting, and a dialog to change that: the course's own matter, so whoever
// runs it can, whosever meeting it is at Zoom.

import { html, useState } from '../html.js';
import { t } from '../i18n.js';
import { useAction } from '../action.js';
import { patch } from '../api.js';
import { paths } from '../shell.js';
import { listOf } from '../time.js';
import { Dialog, DialogFoot, Refused } from './dialog.js';
import { SectionsField } from './sections-field.js';

function Change({ meeting, known, me, router, onClose }) {
  const [chosen, setChosen] = useState(meeting.sections);
  const [{ busy, refusal }, run] = useAction();
  const onSubmit = (event) => {
    event.preventDefault();
    run(async () => {
      const answer = await patch(paths.meeting({ id: meeting.id }), { sections: chosen }, me);
      const { data } = router.current();
      const { sections } = answer.meeting;
      onClose();
      router.update(data.view === 'meeting' && data.meeting.id === meeting.id
        ? { ...data, meeting: { ...data.meeting, sections } } : data, { text: t('sections.done') });
    });
  };
  const error = refusal?.fields.sections;
  return html`
    <${Dialog} title=${t('sections.title')} busy=${busy} onClose=${onClose}>
      <form novalidate onSubmit=${onSubmit}>
        <fieldset class="whole" disabled=${busy}>
          <${SectionsField} known=${known} chosen=${chosen} label=${t('sections.meeting')} titled
            error=${error} onChange=${setChosen} />
        </fieldset>
        ${refusal && !error ? html`<${Refused} refusal=${refusal} />` : null}
        <${DialogFoot} text=${t('sections.save')} busyText=${t('delete.busy')} busy=${busy}
          onClose=${onClose} />
      </form>
    <//>`;
}

// `known` are the sections of the view; only whoever may change it is told them.
export function MeetingSections({ meeting, known, me, router }) {
  const [open, setOpen] = useState(false);
  const sections = meeting.sections ?? [];
  return html`
    <div class="fact">
      <dt>${t('sections.fact')}</dt>
      <dd>
        <span><bdi>${sections.length ? t('sections.fact.only', { sections: listOf(sections) })
          : t('sections.fact.all')}</bdi></span>
        <span class="actions">
          <button type="button" class="small" aria-label=${t('sections.change.label')}
            onClick=${() => setOpen(true)}>${t('sections.change')}</button>
        </span>
      </dd>
    </div>
    ${open ? html`
      <${Change} meeting=${{ ...meeting, sections }} known=${known} me=${me} router=${router}
        onClose=${() => setOpen(false)} />` : null}`;
}
