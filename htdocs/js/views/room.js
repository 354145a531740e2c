// SPDX-License-Identifier: Apache-2.0
// The person's own room at Zoom, which is the same for every course: the way in, and how it is set.

import { LABELS } from '../form-labels.js';
import { html, useLayoutEffect, useRef, useState } from '../html.js';
import { t } from '../i18n.js';
import { patch } from '../api.js';
import { LONGEST } from '../passcode.js';
import { useSettingsForm } from '../settings-form.js';
import { paths } from '../shell.js';
import { Copy } from '../components/copy.js';
import { Fact, Options, Secret } from '../components/facts.js';
import { Field } from '../components/field.js';
import { Empty } from '../components/list.js';
import { groupedId } from '../components/meeting-row.js';
import { AWAY } from '../components/menu.js';
import { MoreFields } from '../components/more-fields.js';
import { Note, Warnings } from '../components/note.js';
import { Header, Tabs } from '../components/page.js';
import { SafetyFields } from '../components/safety-fields.js';
import { Summary } from '../components/summary.js';

// What is sent to people who are asked in, where Zoom has written nothing.
const invitationOf = ({ invitation, topic, id, join_url, password }, me) => invitation ?? [
  t('room.invitation', { name: me.name, topic }), '', join_url, '',
  `${t('meeting.id.name')}: ${groupedId(id)}`,
  ...(password ? [`${t('meeting.passcode')}: ${password}`] : []),
].join('\n');

const Facts = ({ room }) => html`
  <dl class="facts">
    <${Fact} name=${t('meeting.link')} copy=${room.join_url}>
      <span class="address" dir="ltr">${room.join_url}</span>
    <//>
    <${Fact} name=${t('meeting.id.name')} value=${groupedId(room.id)} copy=${room.id} />
    ${room.password ? html`
      <${Secret} name=${t('meeting.passcode')} text=${room.password} />` : null}
  </dl>`;

const Texts = ({ values, errors, set }) => html`
  <${Field} name="topic" label=${t('form.topic')} error=${errors.topic} input=${(wired) => html`
    <input type="text" ...${wired} value=${values.topic} required maxlength="200" dir="auto"
      autocomplete="off" onInput=${({ target }) => set({ topic: target.value })} />`} />
  <${Field} name="password" label=${t('room.password')} error=${errors.password}
    input=${(wired) => html`
      <input type="text" ...${wired} class="passcode" value=${values.password} dir="ltr"
        maxlength=${LONGEST} autocomplete="off" autocapitalize="off" spellcheck=${false}
        onInput=${({ target }) => set({ password: target.value })} />`} />`;

function Edit({ room, locks, me, router, onClose }) {
  const heading = useRef(null);
  useLayoutEffect(() => heading.current.focus(), []);
  const save = async ({ settings, ...texts }) => {
    const changes = { ...texts, ...(Object.keys(settings).length && { settings }) };
    const answer = await patch(paths.room(), changes, me);
    const now = router.current().data;
    if (now.view === 'room') {
      router.update({ ...now, room: { ...now.room, ...answer.room } },
        { text: t('room.done'), warnings: answer.warnings });
    }
    onClose();
  };
  const form = useSettingsForm({
    settings: room.settings, locks, mode: 'room',
    more: { topic: room.topic, password: room.password ?? '' },
  }, save);
  const { fields, busy, refusal, errors } = form;
  return html`
    <section aria-labelledby="edit">
      <h2 id="edit" tabindex="-1" ref=${heading}>${t('room.edit.title')}</h2>
      ${!busy && refusal ? html`
        <${Summary} errors=${errors} labels=${LABELS} refusal=${refusal} />` : null}
      <form novalidate onSubmit=${form.submit} aria-busy=${busy ? 'true' : null}>
        <fieldset class="whole" disabled=${busy}>
          <${Texts} ...${fields} />
          <${SafetyFields} fields=${fields} />
          <${MoreFields} fields=${fields} />
        </fieldset>
        <div class="foot">
          <button class="primary" aria-disabled=${busy ? 'true' : null}>
            ${t(busy ? 'edit.sending' : 'edit.submit')}</button>
          <span role="status" class="unseen">${busy ? t('edit.sending') : null}</span>
          <button type="button" class="quiet" onClick=${onClose}>${t('dialog.cancel')}</button>
        </div>
      </form>
    </section>`;
}

function Present({ data, router }) {
  const { room, me, locks } = data;
  const [editing, setEditing] = useState(false);
  const button = useRef(null);
  const onClose = () => {
    setEditing(false);
    setTimeout(() => button.current?.focus());
  };
  const { actions = [] } = room;
  return html`
    <p class="when-large"><bdi>${room.topic}</bdi></p>
    <${Note}>${t('room.shared')}<//>
    <div class="bar">
      ${actions.includes('start') ? html`
        <a class="button primary" href=${paths.roomStart()} ...${AWAY}
          aria-label=${t('action.start.label', { topic: room.topic })}>${t('action.start')}</a>`
        : null}
      <${Copy} text=${invitationOf(room, me)} name=${t('meeting.invitation')}
        words=${t('action.invitation')} />
      ${actions.includes('edit') && !editing ? html`
        <button type="button" ref=${button} aria-label=${t('room.edit.title')}
          onClick=${() => setEditing(true)}>${t('action.edit')}</button>` : null}
    </div>
    <${Facts} room=${room} />
    ${editing ? html`
      <${Edit} room=${room} locks=${locks} me=${me} router=${router} onClose=${onClose} />` : html`
      <${Options} settings=${room.settings} />`}`;
}

// Without a room: that there is none, or that Zoom did not say.
const Absent = ({ unknown }) => (unknown ? html`<${Note}>${t('room.unknown')}<//>` : html`
  <${Empty} title=${t('room.empty.title')} sentence=${t('room.empty')} />`);

export function Room({ data, router }) {
  const unknown = data.warnings.some(({ code }) => code === 'zoom_stale');
  return html`
    <${Header} title=${data.course.title} />
    <${Tabs} current="room" me=${data.me} />
    ${data.room ? html`
      <${Warnings} view=${data} />
      <${Present} data=${data} router=${router} />` : html`<${Absent} unknown=${unknown} />`}`;
}
