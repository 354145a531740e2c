// SPDX-License-Identifier: Apache-2.0
// Copying text. A page inside an LMS's frame often may not use the clipboard interface, but may
// still copy a selection while the person presses a button.

function copySelection(text) {
  const holder = document.createElement('textarea');
  const focused = document.activeElement;
  holder.value = text;
  holder.className = 'unseen';
  holder.readOnly = true;
  document.body.append(holder);
  holder.select();
  const copied = document.execCommand('copy');
  holder.remove();
  focused?.focus();
  return copied;
}

// Resolves to whether the text is now in the clipboard.
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text);
  }
}
