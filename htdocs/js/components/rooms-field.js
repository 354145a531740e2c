// SPDX-License-Identifier: Apache-2.0
// Breakout rooms, and who goes where, from the people of the course.

import { html, useRef } from '../html.js';
import { t } from '../i18n.js';
import { Choice, Field } from './field.js';

const NAME = 'settings.breakout_room';
const MOST_ROOMS = 50;

const newRoom = (rooms) => ({
  name: t('rooms.name.default', { number: rooms.length + 1 }), participants: [],
});

// Everyone into the rooms in turn.
const dealt = (rooms, members) => rooms.map((room, index) => ({
  ...room,
  participants: members.filter((_, at) => at % rooms.length === index).map(({ email }) => email),
}));

function Room({ room, index, free, nameOf, change, onRemove }) {
  const name = `settings.breakout_room.rooms.${index}`;
  const without = (email) => room.participants.filter((each) => each !== email);
  return html`
    <li class="room">
      <${Field} name=${name} label=${t('rooms.name')} input=${(wired) => html`
        <span class="measure">
          <input type="text" ...${wired} dir="auto" maxlength="32" value=${room.name}
            onInput=${({ target }) => change({ name: target.value })} />
          <button type="button" class="quiet" onClick=${onRemove}
            aria-label=${t('rooms.remove.label', { room: room.name })}>${t('rooms.remove')}</button>
        </span>`} />
      <ul class="pills">
        ${room.participants.map((email) => html`
          <li key=${email}>
            <button type="button" class="small"
              aria-label=${t('rooms.out', { name: nameOf(email), room: room.name })}
              onClick=${() => change({ participants: without(email) })}>
              <bdi>${nameOf(email)}</bdi>${' '}<span aria-hidden="true">×</span></button>
          </li>`)}
      </ul>
      ${free.length ? html`
        <select aria-label=${t('rooms.in', { room: room.name })} value=""
          onChange=${({ target }) => {
            change({ participants: [...room.participants, target.value] });
            target.value = '';
          }}>
          <option value="">${t('rooms.pick')}</option>
          ${free.map(({ email, name: who }) => html`
            <option key=${email} value=${email}>${who || email}</option>`)}
        </select>` : null}
    </li>`;
}

export function RoomsField({ fields }) {
  const { values, errors, options, set } = fields;
  const box = useRef(null);
  if (!options.breakout?.allowed) {
    return null;
  }
  const members = options.breakout.members ?? [];
  const { rooms, withRooms } = values;
  const taken = new Set(rooms.flatMap(({ participants }) => participants));
  const free = members.filter(({ email }) => !taken.has(email));
  const nameOf = (email) => members.find((each) => each.email === email)?.name || email;
  const setRooms = (make) => set(({ rooms: old }) => ({ rooms: make(old) }));

  const onRemove = (index) => {
    setRooms((old) => old.filter((_, at) => at !== index));
    box.current.querySelector('.rooms-add').focus();
  };
  return html`
    <${Choice} name=${NAME} label=${t('meeting.rooms')} hint=${t('form.rooms.hint')}
      error=${errors[NAME] ?? errors[`${NAME}.rooms`]} checked=${withRooms}
      onChange=${(on) => set(({ rooms: old }) => ({
        withRooms: on, rooms: on && !old.length ? [newRoom([])] : old,
      }))}>
      ${withRooms ? html`
        <div class="rooms" ref=${box}>
          <ul>
            ${rooms.map((room, index) => html`
              <${Room} key=${index} room=${room} index=${index} free=${free} nameOf=${nameOf}
                onRemove=${() => onRemove(index)}
                change=${(change) => setRooms((old) => old.map((each, at) =>
                  (at === index ? { ...each, ...change } : each)))} />`)}
          </ul>
          <div class="pills">
            ${rooms.length < MOST_ROOMS ? html`
              <button type="button" class="small rooms-add"
                onClick=${() => setRooms((old) => [...old, newRoom(old)])}>
                ${t('rooms.add')}</button>` : null}
            ${members.length && rooms.length ? html`
              <button type="button" class="small"
                onClick=${() => setRooms((old) => dealt(old, members))}>
                ${t('rooms.deal', { count: members.length })}</button>` : null}
          </div>
          ${free.length < members.length && free.length ? html`
            <p class="help" role="status">${t('rooms.left', { count: free.length })}</p>` : null}
        </div>` : null}
    <//>`;
}
