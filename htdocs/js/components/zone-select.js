// SPDX-License-Identifier: Apache-2.0
// Choosing a time zone: the likely ones first, then all by continent.

import { html, useMemo } from '../html.js';
import { t } from '../i18n.js';
import { browserZone } from '../zone.js';

const cityOf = (zone) => zone.slice(zone.indexOf('/') + 1).replaceAll('_', ' ');

// [[continent, [zone, …]], …] as the browser knows them.
function continents() {
  const groups = new Map();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const continent = zone.includes('/') ? zone.split('/')[0] : '';
    groups.set(continent, [...(groups.get(continent) ?? []), zone]);
  }
  return [...groups].filter(([continent]) => continent);
}

// `likely` are zones that this person has to do with. `wired` ties the control to its texts.
export function ZoneSelect({ value, likely, wired, onChange }) {
  const groups = useMemo(continents, []);
  const first = [...new Set([value, ...likely, browserZone(), 'UTC'])];
  const option = (zone) => html`
    <option key=${zone} value=${zone}>${cityOf(zone)}</option>`;

  return html`
    <select ...${wired} value=${value} onChange=${({ target }) => onChange(target.value)}>
      <optgroup label=${t('zone.likely')}>${first.map(option)}</optgroup>
      ${groups.map(([continent, zones]) => html`
        <optgroup key=${continent} label=${continent}>
          ${zones.filter((zone) => !first.includes(zone)).map(option)}
        </optgroup>`)}
    </select>`;
}
