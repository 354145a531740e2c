// SPDX-License-Identifier: Apache-2.0
// Whether and how a meeting repeats, and the dates that come of it.

import { html } from '../html.js';
import { t } from '../i18n.js';
import { datesOfValues, hasDates, recurrenceOf, spanOfValues } from '../meeting-form.js';
import { LONGEST_INTERVAL, MOST_DATES } from '../recurrence.js';
import { daysInWords, weekOfMonth } from '../recurrence-words.js';
import { dayOf, weekdayName, weekdays } from '../time.js';
import { Field, FieldError, FieldHint, Select, wiring } from './field.js';

const EVERY = {
  daily: 'form.every.days', weekly: 'form.every.weeks', monthly: 'form.every.months',
};

const NAME = {
  interval: 'recurrence.repeat_interval', weekdays: 'recurrence.weekly_days',
  monthDay: 'recurrence.monthly_day', endDate: 'recurrence.end_date_time',
  endTimes: 'recurrence.end_times',
};

const Repeat = ({ values, errors, set }) => html`
  <${Select} name="recurrence" label=${t('form.repeat.label')}
    error=${errors.recurrence ?? errors['recurrence.type'] ?? errors.type}
    value=${values.repeat} onChange=${(repeat) => set({ repeat })}
    choices=${[
      ['none', t('form.repeat.none')], ['daily', t('form.repeat.daily')],
      ['weekly', t('form.repeat.weekly')], ['monthly', t('form.repeat.monthly')],
      ['open', t('form.repeat.open')],
    ]} />`;

// A whole number and the word after it: "every 2 weeks".
const Count = ({ field, label, after, most, values, errors, set }) => html`
  <${Field} name=${NAME[field]} label=${label} error=${errors[NAME[field]]} input=${(wired) => html`
    <span class="measure">
      <input type="number" ...${wired} min="1" max=${most} inputmode="numeric" required
        value=${values[field]} onInput=${({ target }) => set({ [field]: target.value })} />
      ${after ? html`<span aria-hidden="true">${after}</span>` : null}
    </span>`} />`;

function Weekdays({ values, errors, set }) {
  const error = errors[NAME.weekdays];
  const toggle = (day, on) => set(({ weekdays: old }) => ({
    weekdays: [...old.filter((each) => each !== day), ...(on ? [day] : [])].sort(),
  }));
  return html`
    <fieldset class="days" aria-describedby=${error ? 'field-recurrence-weekly_days-error' : null}>
      <legend>${t('form.weekdays')}</legend>
      <div class="pills">
        ${weekdays().map(String).map((day, index) => html`
          <label class="pill" key=${day}>
            <input type="checkbox" checked=${values.weekdays.includes(day)}
              id=${index ? null : 'field-recurrence-weekly_days'}
              aria-label=${weekdayName(day)}
              onChange=${({ target }) => toggle(day, target.checked)} />
            <span aria-hidden="true">${weekdayName(day, 'short')}</span>
          </label>`)}
      </div>
      <${FieldError} name=${NAME.weekdays} error=${error} />
    </fieldset>`;
}

function Month({ values, errors, set }) {
  const weeks = ['1', '2', '3', '4', '-1'].flatMap((week) => weekdays().map((day) =>
    [`${week}/${day}`, weekOfMonth(week, day)]));
  return html`
    <${Select} name="recurrence.monthly_by" label=${t('form.month')} value=${values.monthBy}
      onChange=${(monthBy) => set({ monthBy })}
      choices=${[['day', t('form.month.day')], ['week', t('form.month.week')]]} />
    ${values.monthBy === 'day'
      ? html`<${Count} field="monthDay" label=${t('form.month.number')} most="31"
          values=${values} errors=${errors} set=${set} />`
      : html`<${Select} name="recurrence.monthly_week_day" label=${t('form.month.which')}
          error=${errors['recurrence.monthly_week_day'] ?? errors['recurrence.monthly_week']}
          value=${`${values.monthWeek}/${values.monthWeekday}`} choices=${weeks}
          onChange=${(choice) => {
            const [monthWeek, monthWeekday] = choice.split('/');
            set({ monthWeek, monthWeekday });
          }} />`}`;
}

function End({ values, errors, set }) {
  const byDate = values.ends === 'date';
  const name = NAME.endDate;
  return html`
    <${Select} name="recurrence.ends" label=${t('form.ends')} value=${values.ends}
      onChange=${(ends) => set({ ends })}
      choices=${[['date', t('form.ends.date')], ['times', t('form.ends.times')]]} />
    ${byDate ? html`
      <div class="field">
        <label for="field-recurrence-end_date_time">${t('form.ends.last')}</label>
        <input type="date" ...${wiring({ name, error: errors[name] })} required
          min=${values.date} value=${values.endDate}
          onInput=${({ target }) => set({ endDate: target.value })} />
        <${FieldError} name=${name} error=${errors[name]} />
      </div>`
      : html`<${Count} field="endTimes" label=${t('form.ends.count')} most=${MOST_DATES}
          values=${values} errors=${errors} set=${set} />`}`;
}

// "22 meetings: Mon 30 Nov, Wed 2 Dec, Mon 7 Dec … Wed 10 Feb", or what keeps us from knowing.
function datesInWords(values, now) {
  const dates = datesOfValues(values);
  if (!dates.length || Number.isNaN(spanOfValues(values).start)) {
    return '';
  }
  const today = dayOf(now, values.timezone);
  if (dates.length > MOST_DATES) {
    return t('form.dates.many', { most: MOST_DATES });
  }
  const said = t('meeting.count', {
    count: dates.length, days: daysInWords(dates.map(({ date }) => date), today),
  });
  const skipped = dates.filter(({ kind }) => kind === 'skipped').map(({ date }) => date);
  return skipped.length
    ? `${said} ${t('form.dates.skipped', { days: daysInWords(skipped, today) })}` : said;
}

// The rule of a series, and what it makes.
const Rule = ({ common, now }) => {
  const { values } = common;
  const { type } = recurrenceOf(values);
  const monthly = values.repeat === 'monthly';
  return html`
    <div class="row three">
      <${Count} field="interval" label=${t('form.every')} most=${LONGEST_INTERVAL[type]}
        after=${t(EVERY[values.repeat], { count: Number(values.interval) || 1 })} ...${common} />
      ${monthly ? html`<${Month} ...${common} />` : html`<${End} ...${common} />`}
    </div>
    ${values.repeat === 'weekly' ? html`<${Weekdays} ...${common} />` : null}
    ${monthly ? html`<div class="row three"><${End} ...${common} /></div>` : null}
    <div role="status">
      <${FieldHint} name="recurrence" hint=${datesInWords(values, now)} />
    </div>`;
};

export function RepeatFields({ fields, now }) {
  const { values, errors, set } = fields;
  const common = { values, errors, set };
  return html`
    <fieldset>
      <legend>${t('form.repeat')}</legend>
      <${Repeat} ...${common} />
      ${values.repeat === 'open' ? html`<p class="help">${t('form.repeat.open.hint')}</p>` : null}
      ${hasDates(values) ? html`<${Rule} common=${common} now=${now} />` : null}
    </fieldset>`;
}
