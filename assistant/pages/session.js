// Prepare and Agenda: fields of the right kind, passages that open, files to print, and the list of an agenda that is edited in place.
'use strict';
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector, from = document) => from.querySelector(selector);
  const set = (element, name, value) => { if (element && element.getAttribute(name) !== value) element.setAttribute(name, value); };
  const send = (id, text) => {
    const field = one(`#${id} :is(textarea, input)`);
    if (!field) return;
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent('keypress', { key: 'Enter', bubbles: true }));
  };

  // A number opens its passage and takes the focus there; Back gives it back.
  let opener = null;
  const openPassage = (link) => {
    const passage = document.getElementById(link.getAttribute('href').slice(1));
    if (!passage) return;
    opener = link;
    for (let fold = passage; fold; fold = fold.parentElement.closest('details')) fold.open = true;
    one('summary', passage).focus({ preventScroll: true });
    passage.scrollIntoView({ block: 'center' });
  };
  const goBack = (button) => {
    button.closest('details').open = false;
    const back = opener && opener.isConnected ? opener : one('.arrive', button.closest('.card'));
    if (back) { back.focus({ preventScroll: true }); back.scrollIntoView({ block: 'center' }); }
  };
  const print = (link) => {
    const page = window.open(link.href, '_blank');
    if (page) page.addEventListener('load', () => page.print());
  };

  // The agenda: what stands in the list goes to the server a moment after the last key, and at once when a field is left or items come, go or move.
  const PAUSE = { min: 50, title: 250 };
  let waiting = 0;
  let count = 0;
  const rows = () => all('#ag-items .item').map((row) => ({
    was: row.value - 1, minutes: one('.min', row).value, title: one('.title', row).value, lead: one('.lead', row).value,
  }));
  const edit = (act, at = 0) => { clearTimeout(waiting); waiting = 0; count += 1; send('ag-sent', JSON.stringify({ act, at, n: count, turn: one('#ag-items .editor').id, items: rows() })); };
  document.addEventListener('input', (event) => {
    if (!event.target.closest || !event.target.closest('#ag-items')) return;
    clearTimeout(waiting);
    waiting = setTimeout(edit, event.target.matches('.title') ? PAUSE.title : PAUSE.min, 'edit');
  }, true);
  document.addEventListener('focusout', (event) => { if (waiting && event.target.closest('#ag-items')) edit('edit'); }, true);

  document.addEventListener('click', (event) => {
    const on = (selector) => event.target.closest && event.target.closest(selector);
    let hit;
    if ((hit = on('a[href^="#cite-"]'))) { event.preventDefault(); openPassage(hit); }
    else if ((hit = on('.passage .return'))) goBack(hit);
    else if ((hit = on('a.file[target]'))) { event.preventDefault(); print(hit); }
    else if ((hit = on('.another'))) send('words-another', hit.value);
    else if ((hit = on('.plan-this'))) { chosen = true; send('next-pick', hit.value); }
    else if (on('#ag-add')) edit('add');
    else if (on('#ag-sum .fit')) edit('fit');
    else if ((hit = on('#ag-items .act'))) edit(hit.name, Number(hit.value));
  }, true);

  // After the list was drawn anew, the control that moved takes the focus; a disabled one gives it to the other.
  let turn = '';
  const drawn = () => {
    const editor = one('#ag-items .editor');
    if (!editor || editor.id === turn) return;
    if (!editor.getClientRects().length) return;
    turn = editor.id;
    const name = one('.focus', editor).title;
    const control = name && document.getElementById(name === 'add' ? 'ag-add' : name);
    const other = control && control.disabled ? one('.act:not(:disabled)', control.parentElement) : control;
    if (other) other.focus({ preventScroll: name === 'ag-title' });
    if (name === 'ag-title') one('#ag-head').scrollIntoView({ block: 'start' });
  };

  // A topic that was chosen to be planned stands in the form of the plan, which takes the focus once it is there.
  let chosen = false;
  const filled = () => {
    const topic = chosen && one('#prep-topic textarea');
    if (!topic || !topic.getClientRects().length) return;
    chosen = false;
    topic.focus();
  };

  // Clock times of the items stand in the sum card, which the server draws at every edit.
  const times = () => {
    const starts = all('#ag-sum .starts i').map((at) => at.textContent);
    all('#ag-items .at').forEach((place, index) => { if (starts[index] && place.textContent !== starts[index]) place.textContent = starts[index]; });
  };

  const kinds = () => {
    all('.day input').forEach((field) => set(field, 'type', 'date'));
    all('.moment input').forEach((field) => set(field, 'type', 'datetime-local'));
    all('a[href^="#cite-"]').forEach((link) => set(link, 'aria-label', `Source ${link.textContent}: ${link.title}`));
    all('#ag-sum .bar').forEach((bar) => set(bar, 'aria-label', bar.title));
  };

  let queued = false;
  const mend = () => { queued = false; kinds(); drawn(); times(); filled(); };
  const begin = () => {
    new MutationObserver(() => { if (!queued) { queued = true; requestAnimationFrame(mend); } }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['class', 'style'] });
    mend();
  };
  if (document.body) begin(); else document.addEventListener('DOMContentLoaded', begin);
})();
