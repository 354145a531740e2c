// SPDX-License-Identifier: Apache-2.0
// What is rarely changed, behind one line that says how it stands.

import { html, useLayoutEffect, useRef } from '../html.js';
import { t } from '../i18n.js';
import { hasDates } from '../meeting-form.js';
import { listOf, regionName } from '../time.js';
import { fieldId, FieldError } from './field.js';
import { has, SettingChoice, SettingSelect } from './form-parts.js';
import { RoomsField } from './rooms-field.js';
import { TrackingFields } from './tracking-fields.js';

const JBH_TIMES = [5, 10, 15];

const JoinBeforeHost = ({ fields }) => {
  const { values } = fields;
  const off = values.settings.waiting_room && has(fields, 'waiting_room') ? t('form.jbh.off') : '';
  return html`
    <${SettingChoice} name="join_before_host" label=${t('form.jbh')} hint=${t('form.jbh.hint')}
      off=${off} fields=${fields}>
      ${values.settings.join_before_host && !off ? html`
        <${SettingSelect} name="jbh_time" label=${t('form.jbh.time')} fields=${fields}
          choices=${[
            [0, t('form.jbh.any')],
            ...JBH_TIMES.map((minutes) => [minutes, t('length.minutes', { minutes })]),
          ]} />` : null}
    <//>`;
};

// The account's further data centres; Zoom takes them only when a meeting is made.
function Regions({ fields }) {
  const { values, errors, options, mode, set } = fields;
  const name = 'settings.additional_data_center_regions';
  if (!options.regions?.length || mode !== 'new') {
    return null;
  }
  const chosen = values.settings.additional_data_center_regions ?? [];
  const toggle = (region, on) => set(({ settings }) => ({
    settings: {
      ...settings,
      additional_data_center_regions: [
        ...chosen.filter((each) => each !== region), ...(on ? [region] : [])],
    },
  }));
  return html`
    <fieldset>
      <legend>${t('meeting.regions')}</legend>
      <p class="help">${t('form.regions.hint')}</p>
      <div class="columns">
        ${options.regions.map((region, index) => html`
          <label class="toggle" key=${region}>
            <input type="checkbox" checked=${chosen.includes(region)}
              id=${index ? null : fieldId(name)}
              onChange=${({ target }) => toggle(region, target.checked)} />
            ${regionName(region)}
          </label>`)}
      </div>
      <${FieldError} name=${name} error=${errors[name]} />
    </fieldset>`;
}

const Recording = ({ fields }) => fields.options.recording_allowed === false ? null : html`
  <${SettingSelect} name="auto_recording" label=${t('form.recording')} fields=${fields}
    choices=${[['none', t('form.recording.none')], ['cloud', t('form.recording.cloud')]]} />`;

const SETTINGS = ['join_before_host', 'mute_upon_entry', 'host_video', 'participant_video', 'audio',
  'auto_recording', 'focus_mode', 'use_pmi'];

// How what stands behind the line is set: "Recording to the cloud, microphones off".
function stands(fields) {
  const { values, options } = fields;
  const { settings } = values;
  const said = [
    settings.auto_recording === 'cloud' && options.recording_allowed !== false &&
      t('more.recording'),
    settings.join_before_host && !settings.waiting_room && t('more.jbh'),
    settings.mute_upon_entry && t('more.mute'),
    settings.host_video && t('more.host_video'),
    settings.participant_video && t('more.participant_video'),
    settings.focus_mode && t('more.focus'),
    settings.use_pmi && !hasDates(values) && t('more.pmi'),
    values.withRooms && t('more.rooms', { count: values.rooms.length }),
  ].filter(Boolean);
  return said.length ? listOf(said) : t('more.usual');
}

const Rows = ({ fields }) => {
  const { values, options, mode } = fields;
  return html`
    <fieldset>
      <legend>${t('form.more.media')}</legend>
      <${SettingChoice} name="host_video" label=${t('form.host_video')} fields=${fields} />
      <${SettingChoice} name="participant_video" label=${t('form.participant_video')}
        fields=${fields} />
      <${SettingChoice} name="mute_upon_entry" label=${t('form.mute')} fields=${fields} />
      <div class="row two">
        <${SettingSelect} name="audio" label=${t('form.audio')} fields=${fields}
          choices=${[['both', t('form.audio.both')], ['voip', t('form.audio.voip')],
            ['telephony', t('form.audio.telephony')]]} />
        <${Recording} fields=${fields} />
      </div>
    </fieldset>
    <fieldset>
      <legend>${t('form.more.running')}</legend>
      <${JoinBeforeHost} fields=${fields} />
      ${options.focus_mode_allowed === false ? null : html`
        <${SettingChoice} name="focus_mode" label=${t('form.focus')} hint=${t('form.focus.hint')}
          fields=${fields} />`}
      ${options.pmi ? html`
        <${SettingChoice} name="use_pmi" label=${t('form.pmi', { pmi: options.pmi })}
          hint=${t('form.pmi.hint')} off=${hasDates(values) ? t('form.pmi.off') : ''}
          fields=${fields} />` : null}
      ${mode === 'date' ? null : html`<${RoomsField} fields=${fields} />`}
    </fieldset>
    <${Regions} fields=${fields} />
    <${TrackingFields} required=${false} fields=${fields} />`;
};

export function MoreFields({ fields }) {
  const box = useRef(null);
  // An error must not hide.
  useLayoutEffect(() => {
    if (box.current?.querySelector('[aria-invalid=true], .error')) {
      box.current.open = true;
    }
  }, [fields.errors]);
  const { options } = fields;
  const any = SETTINGS.some((name) => has(fields, name)) || options.breakout?.allowed ||
    options.regions?.length || options.tracking_fields?.some(({ required }) => !required);
  return any ? html`
    <details class="more-options" ref=${box}>
      <summary>
        <span>${t('form.more')}</span>
        <small>${stands(fields)}</small>
      </summary>
      <div class="whole"><${Rows} fields=${fields} /></div>
    </details>` : null;
}
