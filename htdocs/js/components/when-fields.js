// SPDX-License-Identifier: Apache-2.0
// When a meeting is: date, start, length and time zone, and the sentence that says what they mean.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { clockRange, dayName, dayOf, zoneName, zoneOffset } from '../time.js';
import { hasStart, LIMITS, spanOfValues } from '../meeting-form.js';
import { wallTime } from '../zone.js';
import { Field, FieldError, FieldHint, wiring } from './field.js';
import { ZoneSelect } from './zone-select.js';

// "Monday 30 November, 10:15–11:45 in Central European Time. For you that is …"
function inWords(values, ownZone, now) {
  const { kind, ...span } = spanOfValues(values);
  if (Number.isNaN(span.start) || Number.isNaN(span.end) || kind === 'skipped') {
    return '';
  }
  const { timezone } = values;
  const said = (zone) => t('when.day', {
    day: dayName(dayOf(span.start, zone), dayOf(now, zone)),
    time: clockRange(span, zone),
  });
  const zone = zoneName(timezone, span.start);
  const sentences = [t('form.when.in', { when: said(timezone), zone })];
  if (kind === 'twice') {
    sentences.push(t('form.when.twice'));
  }
  if (zoneOffset(timezone, span.start) !== zoneOffset(ownZone, span.start)) {
    sentences.push(t('form.when.own', { when: said(ownZone) }));
  }
  return sentences.join(' ');
}

// A date, a start and a length.
function Start({ values, errors, now, hint, set }) {
  const start = (id) => wiring({ name: 'start_time', id, hint, error: errors.start_time });
  const onInput = (name) => ({ target }) => set({ [name]: target.value });
  return html`
    <div class="row">
      <div class="field">
        <label for="field-start_time">${t('form.date')}</label>
        <input type="date" ...${start('field-start_time')} value=${values.date} required
          min=${wallTime(now, values.timezone).date} onInput=${onInput('date')} />
      </div>
      <div class="field">
        <label for="field-time">${t('form.time')}</label>
        <input type="time" ...${start('field-time')} value=${values.time} required
          onInput=${onInput('time')} />
      </div>
      <div class="field">
        <label for="field-duration">${t('form.duration')}</label>
        <input type="number" ...${wiring({ name: 'duration', error: errors.duration })}
          min="1" max=${LIMITS.duration} required inputmode="numeric"
          value=${values.duration} onInput=${onInput('duration')} />
      </div>
    </div>
    <${FieldError} name="start_time" error=${errors.start_time} />
    <${FieldError} name="duration" error=${errors.duration} />`;
}

// `fields` as in form-parts.js; `ownZone` is the zone of the person who types.
export function WhenFields({ fields, ownZone, now }) {
  const { values, errors, mode, set } = fields;
  if (!hasStart(values)) {
    return null;
  }
  const hint = inWords(values, ownZone, now);
  return html`
    <fieldset>
      <legend>${t('form.when')}</legend>
      <${Start} values=${values} errors=${errors} now=${now} hint=${hint} set=${set} />
      ${mode !== 'date' ? html`
        <${Field} name="timezone" label=${t('zone.label')} error=${errors.timezone}
          input=${(wired) => html`
            <${ZoneSelect} value=${values.timezone} likely=${[ownZone]} wired=${wired}
              onChange=${(timezone) => set({ timezone })} />`} />` : null}
      <${FieldHint} name="start_time" hint=${hint} />
    </fieldset>`;
}
