// SPDX-License-Identifier: Apache-2.0
// Choosing what of this tool is to stand in the course: the learning platform asked, and gets its
// answer as a form that this frame posts to it, also when the person has changed their mind.

import { html, useEffect, useRef, useState } from '../html.js';
import { t } from '../i18n.js';
import { post } from '../api.js';
import { inWords, reference } from '../refusal.js';
import { paths } from '../shell.js';
import { clockRange, dayOf, dayTitle, spanOf, zoneName } from '../time.js';
import { useZone } from '../own-zone.js';
import { FieldError, fieldId } from '../components/field.js';
import { Header } from '../components/page.js';
import { useNow } from '../components/ticking.js';

const FIELD = 'items';

// Why nothing can be chosen, by the server's word for it.
const OBSTACLES = { forbidden: 'select.forbidden', select_not_accepted: 'select.not_accepted' };

// The way back to the learning platform. Its fields are the server's; `now` sends it by itself.
function WayBack({ answer, now, children }) {
  const form = useRef(null);
  useEffect(() => {
    if (now) {
      form.current.submit();
    }
  }, [answer]);
  return html`
    <form method="post" action=${answer.action} accept-charset="utf-8" ref=${form}>
      ${Object.entries(answer.fields).map(([name, value]) => html`
        <input key=${name} type="hidden" name=${name} value=${value} />`)}
      ${children}
    </form>`;
}

// Those who cannot place anything are taken back at once; where it is the place that cannot take
// it, the person reads why first.
const Obstacle = ({ data: { obstacle, answer } }) => html`
  <div class="problem">
    <h1 tabindex="-1">${t('select.title')}</h1>
    <p>${OBSTACLES[obstacle.kind] ? t(OBSTACLES[obstacle.kind]) : obstacle.message}</p>
    <${WayBack} answer=${answer} now=${obstacle.kind === 'forbidden'}>
      <button class="primary">${t('select.back')}</button>
    <//>
  </div>`;

function hintOf(item, zone, now) {
  if (item.kind === 'tool') {
    return t('select.tool.hint', { title: item.title });
  }
  const span = spanOf(item);
  if (!span) {
    return t('when.none');
  }
  const when = t('when.day', {
    day: dayTitle(dayOf(span.start, zone), dayOf(now, zone)), time: clockRange(span, zone),
  });
  return item.kind === 'series' ? t('select.series', { when }) : when;
}

const keyOf = ({ kind, id = '' }) => `${kind}-${id}`;

// One of the offer; the first carries the field's id, to which an error leads.
const Pick = ({ item, first, several, chosen, zone, now, onPick }) => {
  const id = first ? fieldId(FIELD) : `${fieldId(FIELD)}-${keyOf(item)}`;
  return html`
    <li class="choice">
      <input type=${several ? 'checkbox' : 'radio'} id=${id} name=${FIELD} checked=${chosen}
        aria-describedby=${`${id}-hint`} onChange=${({ target }) => onPick(item, target.checked)} />
      <div>
        <label for=${id}>
          ${item.kind === 'tool' ? t('select.tool') : html`<bdi>${item.title}</bdi>`}</label>
        <p class="help" id=${`${id}-hint`}>${hintOf(item, zone, now)}</p>
      </div>
    </li>`;
};

// What is chosen and sent: [state, { pick(item, chosen), add(), cancel() }].
function useSelection({ request, me }) {
  const [state, setState] = useState({ chosen: [], missing: false, refusal: null, answer: null });
  const busy = useRef(false);
  const become = (change) => setState((old) => ({ ...old, ...change }));

  const send = async (items) => {
    if (busy.current) {
      return;
    }
    busy.current = true;
    become({ sending: true, missing: false, refusal: null });
    try {
      const body = { request: request.sealed, items: items.map(({ kind, id }) => ({ kind, id })) };
      become({ answer: await post(paths.select(), body, { csrf: me.csrf }) });
    } catch (refusal) {
      become({ refusal, sending: false });
      busy.current = false;
    }
  };

  return [state, {
    pick(item, chosen) {
      const others = state.chosen.filter((each) => keyOf(each) !== keyOf(item));
      const kept = request.accept_multiple ? others : [];
      become({ chosen: chosen ? [...kept, item] : kept, missing: false });
    },
    add() {
      if (state.chosen.length === 0) {
        become({ missing: true });
        document.getElementById(fieldId(FIELD)).focus();
        return;
      }
      send(state.chosen);
    },
    cancel: () => send([]),
  }];
}

const Refused = ({ refusal }) => html`
  <div class="summary" role="alert">
    <p>${refusal.fields?.[FIELD] ?? inWords(refusal).sentence}</p>
    ${reference(refusal) ? html`<p class="help">${reference(refusal)}</p>` : null}
  </div>`;

function Offer({ data }) {
  const { request, items, course, me } = data;
  const several = request.accept_multiple;
  const zone = useZone(me);
  const now = useNow();
  const [state, { pick, add, cancel }] = useSelection(data);
  const { chosen, missing, refusal, answer, sending } = state;

  const onSubmit = (event) => {
    event.preventDefault();
    add();
  };
  return html`
    <${Header} title=${t('select.title')} aside=${course.title} />
    ${refusal ? html`<${Refused} refusal=${refusal} />` : null}
    <form novalidate onSubmit=${onSubmit} aria-busy=${sending ? 'true' : null}>
      <fieldset disabled=${sending} aria-describedby=${missing ? `${fieldId(FIELD)}-error` : null}>
        <legend>${several ? t('select.several') : t('select.one')}</legend>
        <${FieldError} name=${FIELD} error=${missing ? t('select.missing') : null} />
        <ul class="picks">
          ${items.map((item, index) => html`
            <${Pick} key=${keyOf(item)} item=${item} first=${index === 0} several=${several}
              chosen=${chosen.some((each) => keyOf(each) === keyOf(item))}
              zone=${zone} now=${now} onPick=${pick} />`)}
        </ul>
        ${items.length === 1 ? html`<p class="help">${t('select.empty')}</p>` : null}
        ${items.length > 1 ? html`
          <p class="help">${t('zone.line', { zone: zoneName(zone) })}</p>` : null}
      </fieldset>
      <div class="foot">
        <button class="primary" aria-disabled=${sending ? 'true' : null}>
          ${sending ? t('select.sending') : t('select.add')}</button>
        <span role="status" class="unseen">${sending ? t('select.sending') : null}</span>
        <button type="button" class="button quiet" onClick=${cancel}
          aria-disabled=${sending ? 'true' : null}>${t('select.cancel')}</button>
      </div>
    </form>
    ${answer ? html`<${WayBack} answer=${answer} now />` : null}`;
}

export const Select = ({ data }) => data.obstacle
  ? html`<${Obstacle} data=${data} />` : html`<${Offer} data=${data} />`;
