// SPDX-License-Identifier: Apache-2.0
// Passcodes by the account's policy: making one, and what one still lacks. A policy is Zoom's
// meeting_password_requirement: { length, have_letter, have_number, have_special_character,
// have_upper_and_lower_characters, only_allow_numeric, consecutive_characters_length }, members
// absent where nothing is asked. No page in here.

export const LONGEST = 10;

// Letters and digits that nobody confuses when reading them out; and what Zoom takes besides.
const LOWER = 'abcdefghjkmnpqrstuvwxyz';
const UPPER = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGITS = '23456789';
const SPECIAL = '@*_-';
const USUAL_LENGTH = 8;
const USUAL_DIGITS = 6;

// A number below `end`, each as likely as any other.
function randomBelow(end) {
  const fair = 256 - 256 % end;
  const byte = new Uint8Array(1);
  do {
    crypto.getRandomValues(byte);
  } while (byte[0] >= fair);
  return byte[0] % end;
}

const randomOf = (alphabet) => alphabet[randomBelow(alphabet.length)];

function shuffled(list) {
  const mixed = [...list];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = randomBelow(at + 1);
    [mixed[at], mixed[other]] = [mixed[other], mixed[at]];
  }
  return mixed;
}

// "aaaa" and "1234" are runs of four.
function hasRun(text, length) {
  const steps = [...text].map((sign, at) => sign.charCodeAt(0) - text.charCodeAt(at - 1));
  return [0, 1].some((step) => {
    let run = 1;
    return steps.some((each) => {
      run = each === step ? run + 1 : 1;
      return run >= length;
    });
  });
}

// What a passcode lacks: [rule name, pattern or test], in the order in which it is said.
const RULES = {
  only_allow_numeric: (text) => /^\d*$/.test(text),
  have_letter: (text) => /[A-Za-z]/.test(text),
  have_upper_and_lower_characters: (text) => /[a-z]/.test(text) && /[A-Z]/.test(text),
  have_number: (text) => /\d/.test(text),
  have_special_character: (text) => /[@*_-]/.test(text),
};

// The names of the rules that it breaks, with "characters" and "length" among them; [] when it is
// fine.
export function lacksOf(text, policy = {}) {
  const lacks = Object.keys(RULES).filter((name) => policy[name] && !RULES[name](text));
  if (!/^[A-Za-z0-9@*_-]*$/.test(text)) {
    lacks.unshift('characters');
  }
  if (text.length < Math.max(1, policy.length ?? 1) || text.length > LONGEST) {
    lacks.push('length');
  }
  const run = policy.consecutive_characters_length;
  if (run > 0 && hasRun(text, run)) {
    lacks.push('consecutive_characters_length');
  }
  return lacks;
}

function attempt(policy) {
  if (policy.only_allow_numeric) {
    const length = Math.max(USUAL_DIGITS, policy.length ?? 0);
    return Array.from({ length }, () => randomOf(DIGITS));
  }
  const length = Math.min(LONGEST, Math.max(USUAL_LENGTH, policy.length ?? 0));
  const needed = [randomOf(LOWER), randomOf(UPPER), randomOf(DIGITS),
    ...(policy.have_special_character ? [randomOf(SPECIAL)] : [])];
  const more = Array.from({ length: length - needed.length },
    () => randomOf(LOWER + UPPER + DIGITS));
  return shuffled([...needed, ...more]);
}

// A policy that contradicts itself must not keep the page waiting.
const MOST_ATTEMPTS = 100;

// A passcode that the policy takes.
export function makePasscode(policy = {}) {
  let made = attempt(policy).join('');
  for (let tries = 1; tries < MOST_ATTEMPTS && lacksOf(made, policy).length; tries += 1) {
    made = attempt(policy).join('');
  }
  return made;
}
