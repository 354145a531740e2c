// SPDX-License-Identifier: Apache-2.0
// From when and until when students see a recording, on the clock of the person's zone.

import { html, useState } from '../html.js';
import { t } from '../i18n.js';
import { useAction } from '../action.js';
import { patch } from '../api.js';
import { showChanged } from '../publishing.js';
import { paths } from '../shell.js';
import { instantOf, isoTime, wallTime } from '../zone.js';
import { Refused } from './dialog.js';
import { Field } from './field.js';

// "2026-11-30T10:15" as the input holds it, and back to what is sent.
function held(instant, zone) {
  if (!instant) {
    return '';
  }
  const { date, time } = wallTime(Date.parse(instant), zone);
  return `${date}T${time}`;
}

function sent(text, zone) {
  const [date, time = ''] = text.split('T');
  return text ? isoTime(instantOf({ date, time: time.slice(0, 5) }, zone).instant) : null;
}

const Moment = ({ name, label, value, error, onChange }) => html`
  <${Field} name=${name} label=${label} error=${error} input=${(wired) => html`
    <input type="datetime-local" ...${wired} value=${value}
      onChange=${({ target }) => onChange(target.value)} />`} />`;

export function PublishDates({ recording, me, zone, router }) {
  const before = {
    from: held(recording.publish_from, zone), until: held(recording.publish_until, zone),
  };
  const [values, setValues] = useState(before);
  const [{ busy, refusal }, run] = useAction();
  const errors = { ...refusal?.fields };
  if (values.from && values.until && values.from >= values.until) {
    errors.publish_until = t('publish.order');
  }
  const differs = values.from !== before.from || values.until !== before.until;

  const onSubmit = (event) => {
    event.preventDefault();
    if (errors.publish_until && !refusal) {
      document.getElementById('field-publish_until').focus();
      return;
    }
    run(async () => {
      const answer = await patch(paths.recording(recording), {
        publish_from: sent(values.from, zone), publish_until: sent(values.until, zone),
      }, me);
      const text = t('publish.dates.done');
      showChanged(router, answer.recording, { text, warnings: answer.warnings });
    });
  };
  return html`
    <form class="dates" novalidate onSubmit=${onSubmit} aria-busy=${busy ? 'true' : null}>
      <${Moment} name="publish_from" label=${t('publish.from.label')} value=${values.from}
        error=${errors.publish_from} onChange=${(from) => setValues({ ...values, from })} />
      <${Moment} name="publish_until" label=${t('publish.until.label')} value=${values.until}
        error=${errors.publish_until} onChange=${(until) => setValues({ ...values, until })} />
      ${differs ? html`
        <button aria-disabled=${busy ? 'true' : null}>
          ${t(busy ? 'delete.busy' : 'publish.dates.save')}</button>` : null}
    </form>
    ${refusal && !Object.keys(refusal.fields).length
      ? html`<${Refused} refusal=${refusal} />` : null}`;
}
