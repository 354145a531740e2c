// SPDX-License-Identifier: Apache-2.0
// Which students see a recording: those that its meeting is for, or sections of its own.

import { html, useState } from '../html.js';
import { t } from '../i18n.js';
import { useAction } from '../action.js';
import { patch } from '../api.js';
import { showChanged } from '../publishing.js';
import { paths } from '../shell.js';
import { listOf } from '../time.js';
import { Refused } from './dialog.js';
import { Choice } from './field.js';
import { SectionsField } from './sections-field.js';

const key = (names) => JSON.stringify([...names].sort());

export function PublishSections({ recording, known, me, router }) {
  const { sections = [], sections_chosen = false, meeting_sections = [] } = recording;
  const [own, setOwn] = useState(sections_chosen);
  const [chosen, setChosen] = useState(sections);
  const [{ busy, refusal }, run] = useAction();
  const differs = own !== sections_chosen || (own && key(chosen) !== key(sections));

  const onSubmit = (event) => {
    event.preventDefault();
    run(async () => {
      const answer = await patch(paths.recording(recording), { sections: own ? chosen : null }, me);
      const text = t('sections.done');
      showChanged(router, answer.recording, { text, warnings: answer.warnings });
    });
  };
  const of = meeting_sections.length
    ? t('sections.of_meeting.only', { sections: listOf(meeting_sections) })
    : t('sections.of_meeting.all');
  return html`
    <form class="stack" novalidate onSubmit=${onSubmit} aria-busy=${busy ? 'true' : null}>
      <${Choice} name="sections_chosen" label=${t('sections.own')} hint=${own ? null : of}
        checked=${own} onChange=${setOwn} />
      ${own ? html`
        <${SectionsField} known=${known} chosen=${chosen} label=${t('sections.recording')}
          error=${refusal?.fields.sections} onChange=${setChosen} />` : null}
      ${differs ? html`
        <button aria-disabled=${busy ? 'true' : null}>
          ${t(busy ? 'delete.busy' : 'sections.save')}</button>` : null}
    </form>
    ${refusal && !Object.keys(refusal.fields).length
      ? html`<${Refused} refusal=${refusal} />` : null}`;
}
