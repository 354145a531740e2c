// SPDX-License-Identifier: Apache-2.0
// Scheduling a meeting. What is typed is kept as a draft until Zoom has the meeting; one key goes
// with it, so that sending it again after an answer was lost makes no second meeting.

import { html, useEffect, useRef, useState } from "../html.js";
import { t } from "../i18n.js";
import { post, Refusal } from "../api.js";
import { dropDraft, keepDraft, readDraft } from "../draft.js";
import { initialValues, LIMITS, makePasscode, meetingOf, problemsOf } from "../meeting-form.js";
import { inWords, isUncertain, reference } from "../refusal.js";
import { paths } from "../shell.js";
import { clockTime, dayName, dayOf } from "../time.js";
import { zoneOf } from "../zone.js";
import { Choice, Field, fieldId } from "../components/field.js";
import { Header } from "../components/page.js";
import { Note, Warnings } from "../components/note.js";
import { useNow } from "../components/ticking.js";
import { WhenFields } from "../components/when-fields.js";

const FORM = "schedule";

// The fields' labels, for the summary; other names are shown as they are.
const LABELS = {
    topic: "form.topic", agenda: "form.agenda", start_time: "form.when", duration: "form.duration",
    timezone: "form.zone", password: "form.passcode", "settings.waiting_room": "form.waiting_room",
};

// The form's state: what the inputs hold, the key of this wish, what went wrong with it, and
// whether its fate is unknown, so that only the very same may be sent again.
function firstState(form, zone)
{
    const fresh = { values: initialValues(form, zone), key: crypto.randomUUID(), uncertain: false };
    const draft = readDraft(FORM);
    return draft
        ? { ...fresh, ...draft, values: { ...fresh.values, ...draft.values }, restored: true }
        : fresh;
}

function sentence({ meeting, warnings }, zone)
{
    const start = Date.parse(meeting.start_time);
    const text = t("schedule.done", {
        topic: meeting.topic,
        day: dayName(dayOf(start, zone), dayOf(Date.now(), zone)),
        time: clockTime(start, zone),
    });
    return { text, warnings };
}

// Everything that is wrong, at once, each leading to its field. Takes the keyboard when it comes.
function Summary({ errors, refusal, uncertain })
{
    const box = useRef(null);
    useEffect(() => box.current.focus(), [errors, refusal]);

    const names = Object.keys(errors);
    const words = refusal && (uncertain
        ? { title: t("schedule.uncertain.title"), sentence: t("schedule.uncertain") }
        : inWords(refusal));
    return html`
        <div class="summary" tabindex="-1" ref=${box} role="group" aria-labelledby="summary-title">
            <h2 id="summary-title">
                ${names.length ? t("schedule.errors", { count: names.length }) : words.title}
            </h2>
            ${names.length ? html`
                <ul>
                    ${names.map((name) => html`
                        <li key=${name}>
                            <a href=${`#${fieldId(name)}`} onClick=${focusField}>
                                ${LABELS[name] ? t(LABELS[name]) : name}</a>
                            <bdi>${errors[name]}</bdi>
                        </li>`)}
                </ul>` : html`
                <p>${words.sentence}</p>
                <p class="help">${reference(refusal)}</p>`}
        </div>`;
}

// The link alone would only scroll there, and leave an entry in the history.
function focusField(event)
{
    event.preventDefault();
    document.querySelector(event.target.getAttribute("href"))?.focus();
}

const Passcode = ({ value, error, set }) => html`
    <${Field} name="password" label=${t("form.passcode.word")} error=${error}
        input=${(wired) => html`
        <input type="text" ...${wired} class="passcode" value=${value} maxlength=${LIMITS.password}
            autocomplete="off" autocapitalize="off" spellcheck="false" dir="ltr"
            onInput=${({ target }) => set({ password: target.value })} />`} />`;

// Passcode and waiting room: who gets in.
const Safety = ({ values, errors, set }) => html`
    <fieldset>
        <legend>${t("form.safety")}</legend>
        <${Choice} name="default_password" label=${t("form.passcode")}
            hint=${t("form.passcode.hint")} error=${errors.default_password}
            checked=${values.withPasscode} onChange=${(withPasscode) => set({
                withPasscode, password: values.password || makePasscode(),
            })}>
            ${values.withPasscode
                ? html`<${Passcode} value=${values.password} error=${errors.password} set=${set} />`
                : null}
        <//>
        <${Choice} name="settings.waiting_room" label=${t("form.waiting_room")}
            hint=${t("form.waiting_room.hint")} error=${errors["settings.waiting_room"]}
            checked=${values.waitingRoom} onChange=${(waitingRoom) => set({ waitingRoom })} />
    </fieldset>`;

const ABOUT = [
    { name: "topic", label: "form.topic", tag: "input" },
    { name: "agenda", label: "form.agenda", tag: "textarea" },
];

const About = ({ name, label, tag, values, errors, set }) => html`
    <${Field} name=${name} label=${t(label)} error=${errors[name]} input=${(wired) => html`
        <${tag} ...${wired} value=${values[name]} required=${tag === "input"} dir="auto"
            rows=${tag === "textarea" ? 3 : null} autocomplete="off"
            onInput=${({ target }) => set({ [name]: target.value })} />`} />`;

// Said when a draft has come back.
const Restored = ({ uncertain, onAfresh }) => html`
    <${Note}>
        ${uncertain ? t("schedule.uncertain") : t("schedule.restored")}${" "}
        <button type="button" class="link" onClick=${onAfresh}>${t("schedule.afresh")}</button>
    <//>`;

export function Schedule({ data, router })
{
    const { me, course, form } = data;
    const zone = zoneOf(me);
    const now = useNow();
    const [state, setState] = useState(() => firstState(form, zone));
    const [sending, setSending] = useState(false);
    const { values, errors = {}, refusal, uncertain, restored } = state;
    const busy = useRef(false);

    const become = (change) => setState((old) => ({ ...old, ...change }));
    const keep = (values, uncertain) => keepDraft(FORM, { values, key: state.key, uncertain });
    const set = (change) => {
        keep({ ...values, ...change }, uncertain);
        become({ values: { ...values, ...change } });
    };
    const leave = () => dropDraft(FORM);
    const startAfresh = () => {
        dropDraft(FORM);
        setState({ ...firstState(form, zone), restored: false });
    };

    const send = async () => {
        if (!navigator.onLine) {
            become({ refusal: new Refusal({ kind: "unreachable" }) });
            return;
        }
        setSending(true);
        try {
            const made = await post(paths.meetings(), meetingOf(values),
                { csrf: me.csrf, key: state.key });
            dropDraft(FORM);
            await router.go(paths.upcoming(), sentence(made, zone));
        } catch (error) {
            if (!(error instanceof Refusal)) {
                throw error;
            }
            const lost = isUncertain(error);
            keep(values, lost);
            become({ refusal: error, errors: error.fields, uncertain: lost, restored: false });
        } finally {
            setSending(false);
        }
    };

    const onSubmit = async (event) => {
        event.preventDefault();
        if (busy.current) {
            return;
        }
        const problems = uncertain ? {} : problemsOf(values, Date.now());
        const found = Object.entries(problems).map(([name, key]) => [name, t(key)]);
        become({ errors: Object.fromEntries(found), refusal: null, restored: false });
        if (!found.length) {
            busy.current = true;
            await send().finally(() => { busy.current = false; });
        }
    };

    const failed = !sending && (refusal || Object.keys(errors).length > 0);
    const label = uncertain ? t("schedule.again") : t("schedule.submit");
    return html`
        <${Header} title=${t("schedule.title")} aside=${course.title}
            back=${{ href: paths.upcoming(), text: t("back.upcoming") }} />
        <${Warnings} view=${data} zone=${zone} />
        ${restored ? html`<${Restored} uncertain=${uncertain} onAfresh=${startAfresh} />` : null}
        ${failed ? html`
            <${Summary} errors=${errors} refusal=${refusal} uncertain=${uncertain} />` : null}
        <form novalidate onSubmit=${onSubmit} aria-busy=${sending ? "true" : null}>
            <fieldset class="whole" disabled=${uncertain}>
                <${About} ...${ABOUT[0]} values=${values} errors=${errors} set=${set} />
                <${WhenFields} values=${values} errors=${errors} ownZone=${zone} now=${now}
                    set=${set} />
                <${About} ...${ABOUT[1]} values=${values} errors=${errors} set=${set} />
                <${Safety} values=${values} errors=${errors} set=${set} />
            </fieldset>
            <div class="foot">
                <button class="primary" aria-disabled=${sending ? "true" : null}>
                    ${sending ? t("schedule.sending") : label}
                </button>
                <a class="button quiet" href=${paths.upcoming()} onClick=${leave}>
                    ${t("schedule.cancel")}</a>
            </div>
        </form>`;
}
