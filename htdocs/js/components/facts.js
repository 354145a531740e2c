// SPDX-License-Identifier: Apache-2.0
// What is known of a meeting or a room, to be read off: one thing a line, and options in words.

import { html, useState } from '../html.js';
import { t } from '../i18n.js';
import { Copy } from './copy.js';

// The options that are said in words, each with the sentences for its values. What the answer
// does not carry is not shown.
const OPTIONS = [
  { name: 'waiting_room', true: 'option.waiting_room.on', false: 'option.waiting_room.off' },
  { name: 'join_before_host', true: 'option.join_before_host.on',
    false: 'option.join_before_host.off' },
  { name: 'meeting_authentication', true: 'option.authentication.on',
    false: 'option.authentication.off' },
  { name: 'approval_type', 0: 'option.registration.on', 1: 'option.registration.on' },
  { name: 'mute_upon_entry', true: 'option.mute.on', false: 'option.mute.off' },
  { name: 'host_video', true: 'option.host_video.on', false: 'option.host_video.off' },
  { name: 'participant_video', true: 'option.participant_video.on',
    false: 'option.participant_video.off' },
  { name: 'audio', both: 'option.audio.both', telephony: 'option.audio.telephony',
    voip: 'option.audio.voip' },
  { name: 'auto_recording', none: 'option.recording.none', cloud: 'option.recording.cloud',
    local: 'option.recording.local' },
  { name: 'focus_mode', true: 'option.focus.on' },
  { name: 'use_pmi', true: 'option.pmi.on' },
];

// One thing to read off or to copy.
export const Fact = ({ name, value, copy, children }) => html`
  <div class="fact">
    <dt>${name}</dt>
    <dd>
      <span>${children ?? html`<bdi>${value}</bdi>`}</span>
      ${copy ? html`<${Copy} text=${copy} name=${name} />` : null}
    </dd>
  </div>`;

// A thing that only shows itself when somebody wants to see it; copied without being shown.
export function Secret({ name, text, children }) {
  const [shown, setShown] = useState(false);
  return html`
    <div class="fact">
      <dt>${name}</dt>
      <dd>
        <span class="passcode" dir="ltr" role="status">${shown ? text : '••••••••'}</span>
        <span class="actions">
          <button type="button" class="small" aria-label=${t(
            shown ? 'secret.hide.label' : 'secret.show.label', { name })}
            onClick=${() => setShown(!shown)}>${t(shown ? 'secret.hide' : 'secret.show')}</button>
          <${Copy} text=${text} name=${name} />
          ${children}
        </span>
      </dd>
    </div>`;
}

// `settings` in Zoom's names; nothing is drawn when none of them is known.
export const Options = ({ settings }) => {
  const known = OPTIONS.filter((option) => option[settings?.[option.name]]);
  return known.length ? html`
    <section aria-labelledby="options">
      <h2 id="options">${t('meeting.options')}</h2>
      <ul class="options">
        ${known.map((option) => html`
          <li key=${option.name}>${t(option[settings[option.name]])}</li>`)}
      </ul>
    </section>` : null;
};
