// What Gradio's page does not do by itself: open sources, ask a chosen question, copy plain text, light or dark, and names for its nameless controls.
'use strict';
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector, from = document) => from.querySelector(selector);
  const set = (element, name, value) => { if (element && element.getAttribute(name) !== value) element.setAttribute(name, value); };

  // Light or dark: what the person chose, otherwise what the system says.
  const THEME = 'upward-theme';
  const remembered = () => { try { return localStorage.getItem(THEME); } catch { return null; } };
  const dark = () => (remembered() || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const paint = () => { if (document.body.classList.contains('dark') !== dark()) document.body.classList.toggle('dark', dark()); };
  const turn = () => { try { localStorage.setItem(THEME, dark() ? 'light' : 'dark'); } catch { /* private window: not kept */ } paint(); };

  // Sources: a mark opens its passage and takes the focus there; closing gives it back.
  let opener = null;
  const openSource = (link) => {
    const card = document.getElementById(link.getAttribute('href').slice(1));
    if (!card) return;
    opener = link;
    all('#chat a.on').forEach((other) => other.classList.remove('on'));
    link.classList.add('on');
    all('#panel .turn').forEach((turn) => turn.classList.toggle('shown', turn.contains(card)));
    all('#panel .src').forEach((other) => other.classList.toggle('on', other === card));
    document.body.classList.add('sources-open');
    names();
    card.focus({ preventScroll: true });
    (one('mark', card) || card).scrollIntoView({ block: 'nearest' });
    card.scrollIntoView({ block: 'nearest' });
  };
  const closeSources = () => {
    if (!document.body.classList.contains('sources-open')) return;
    document.body.classList.remove('sources-open');
    all('#chat a.on').forEach((link) => link.classList.remove('on'));
    all('#panel .src.on').forEach((card) => card.classList.remove('on'));
    names();
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  };

  // What is chosen in our own HTML goes to the server through a hidden field.
  const send = (id, text) => {
    const field = one(`#${id} textarea`);
    if (!field) return;
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent('keypress', { key: 'Enter', bubbles: true }));
  };
  const ask = (text) => {
    send('picked', text);
    const composer = one('#composer textarea');
    if (composer && matchMedia('(hover: hover)').matches) composer.focus();
  };

  // Library: a title opens its document in place of the list and takes the focus there; Back gives it back.
  let from = null;
  const openDocument = (link) => {
    if (!link.closest('#lib-doc')) from = link;
    document.body.classList.add('doc-open');
    send('chosen', decodeURIComponent(link.getAttribute('href').slice(5)));
  };
  const closeDocument = () => {
    document.body.classList.remove('doc-open');
    send('chosen', '');
    const back = from && (from.isConnected ? from : one(`#lib-list a[href="${CSS.escape(from.getAttribute('href'))}"]`));
    if (back && back.closest('details')) back.closest('details').open = true;
    (back || one('#lib-shelf')).focus();
  };
  const goTo = (id) => {
    if (one(`#lib-list #${id}`) && document.body.classList.contains('doc-open')) closeDocument();
    const place = document.getElementById(id);
    if (place) { place.focus({ preventScroll: true }); place.scrollIntoView({ block: 'start' }); }
  };

  // Files dropped on the form are chosen as by its button.
  const dropping = (event) => event.target.closest && event.target.closest('#lib-form') && event.dataTransfer && [...event.dataTransfer.types].includes('Files');
  document.addEventListener('dragover', (event) => { if (dropping(event)) event.preventDefault(); });
  document.addEventListener('drop', (event) => {
    const input = dropping(event) && one('#lib-drop input[type=file]');
    if (!input) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });

  // What arrives takes the focus once; whatever has the focus and goes gives it to what is nearest.
  const arrived = new WeakSet();
  let focused = null;
  let inForm = false;
  document.addEventListener('focusin', (event) => { focused = event.target; inForm = Boolean(focused.closest('#lib-form')); });
  const seen = (element) => element.isConnected && element.getClientRects().length > 0;
  const arrive = () => {
    all('.arrive').filter((element) => !arrived.has(element) && seen(element)).forEach((element) => {
      arrived.add(element);
      element.focus({ preventScroll: true });
      element.scrollIntoView({ block: 'nearest' });
    });
    if (focused && document.activeElement === document.body && !seen(focused)) {
      const next = [inForm ? '#lib-choose' : '#lib-withdraw', '#lib-opened h2', '#lib-shelf'].map((selector) => one(selector)).find((element) => element && seen(element));
      focused = null;
      if (next) next.focus({ preventScroll: true });
    }
  };

  // Lines marked for it are spoken once, when they change; quiet ones only when they end a wait.
  const spoken = new Map();
  const speak = () => all('.say').forEach((line) => {
    const place = line.closest('.block');
    const text = line.textContent.trim();
    const before = place && spoken.get(place.id);
    if (!place || !seen(line) || (before && before.text === text)) return;
    spoken.set(place.id, { text, working: line.matches('.working') });
    if (!line.matches('.quiet') || (before && before.working)) say(text);
  });

  // Gradio copies the Markdown of a message; people want the words.
  const say = (text) => { const status = one('#status'); if (status) { status.textContent = ''; setTimeout(() => { status.textContent = text; }, 50); } };
  const copy = async (button) => {
    const before = (row) => row.contains(button) || (row.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING);
    const message = all('#chat .bot-row').filter(before).at(-1);
    const mark = message && one('a[href^="#src-"]', message);
    const plain = mark && document.getElementById(`plain-${mark.getAttribute('href').split('-')[1]}`);
    const words = plain ? plain.textContent : message ? one('.md', message).innerText : '';
    try { await navigator.clipboard.writeText(words); set(button, 'data-done', 'yes'); setTimeout(() => button.removeAttribute('data-done'), 1500); say('Copied'); } catch { say('The browser did not allow copying. Select the text instead.'); }
  };

  document.addEventListener('click', (event) => {
    const on = (selector) => event.target.closest && event.target.closest(selector);
    let hit;
    if ((hit = on('#chat .message-buttons-left button[aria-label^="Copy"]'))) { event.stopImmediatePropagation(); event.preventDefault(); copy(hit); }
    else if ((hit = on('a[href^="#src-"]'))) { event.preventDefault(); openSource(hit); }
    else if ((hit = on('a[href^="#doc-"]'))) { event.preventDefault(); openDocument(hit); }
    else if ((hit = on('a[href^="#lib-"]'))) { event.preventDefault(); goTo(hit.getAttribute('href').slice(1)); }
    else if (on('#lib-opened .back')) closeDocument();
    else if ((hit = on('#lib-hits .more'))) { hit.closest('.hit').classList.toggle('on'); names(); }
    else if ((hit = on('[data-ask]'))) ask(hit.dataset.ask);
    else if (on('#panel .close')) closeSources();
    else if ((hit = on('#panel .unfold'))) { hit.closest('.src').classList.toggle('on'); names(); }
    else if (on('button.theme')) turn();
  }, true);
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') closeSources(); });

  // Tabs: arrow keys, one stop for Tab, and the address names the page.
  const tabs = () => all('#nav .tab-wrapper [role=tablist]:not(.visually-hidden) [role=tab]');
  document.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const list = tabs();
    const at = list.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = list[(at + step + list.length) % list.length];
    next.focus();
    next.click();
  });
  const follow = () => { const tab = tabs().find((one) => one.dataset.tabId === location.hash.slice(1)); if (tab && !tab.classList.contains('selected')) tab.click(); };
  addEventListener('hashchange', follow);
  document.addEventListener('click', (event) => {
    const tab = event.target.closest && event.target.closest('#nav [role=tab][data-tab-id]');
    if (tab) history.replaceState(null, '', `#${tab.dataset.tabId}`);
  });

  // Names and roles that Gradio leaves out or gets wrong.
  const radios = () => all('fieldset').forEach((field) => {
    const inputs = all('input[type=radio]', field);
    if (!inputs.length) return;
    const title = one('[data-testid=block-info]', field);
    set(field, 'role', 'radiogroup');
    set(field, 'aria-label', (title && title.textContent.trim()) || 'I am a');
    const group = field.dataset.group || (field.dataset.group = `group-${Math.random().toString(36).slice(2)}`);
    inputs.forEach((input) => { if (input.name !== group) { const checked = input.checked; input.name = group; input.checked = checked; } });
  });
  function names() {
    all('.submit-button').forEach((button) => set(button, 'aria-label', 'Send'));
    all('.stop-button').forEach((button) => set(button, 'aria-label', 'Stop'));
    set(one('#composer textarea'), 'aria-label', 'Your question');
    set(one('#composer textarea'), 'aria-describedby', 'notice');
    set(one('#sources'), 'role', 'complementary');
    set(one('#sources'), 'aria-label', 'Sources');
    set(one('#reasons'), 'role', 'group');
    set(one('#reasons'), 'aria-labelledby', 'why-poor');
    const theme = one('button.theme');
    const other = dark() ? 'Light colours' : 'Dark colours';
    if (theme && theme.textContent !== other) theme.textContent = other;
    radios();
    all('#lib-hits .more').forEach((button) => {
      const open = button.closest('.hit').classList.contains('on');
      set(button, 'aria-expanded', String(open));
      if (button.textContent !== (open ? 'Show less' : 'Show all')) button.textContent = open ? 'Show less' : 'Show all';
    });
    set(one('#lib-words :is(textarea, input)'), 'aria-label', 'Words or a question');
    set(one('#lib-batch ul'), 'aria-label', 'Files');
    set(one('#lib-drop input[type=file]'), 'aria-label', 'Files to add');
    const list = one('#nav .tab-wrapper [role=tablist]:not(.visually-hidden)');
    set(list, 'aria-label', 'Pages');
    set(list, 'aria-orientation', matchMedia('(max-width: 860px)').matches ? 'horizontal' : 'vertical');
    tabs().forEach((tab) => { tab.tabIndex = tab.classList.contains('selected') ? 0 : -1; });
    all('#chat [data-testid=bot], #chat [data-testid=user]').forEach((message) => message.removeAttribute('aria-label'));
    const log = one('#chat [role=log]');
    set(log, 'aria-label', 'Conversation');
    set(log, 'aria-busy', one('#composer .stop-button') ? 'true' : 'false');
    set(log, 'tabindex', '0');
    set(one('#sources'), 'tabindex', '0');
    all('#chat a[href^="#src-"]').forEach((link) => set(link, 'aria-label', `Source ${link.textContent}: ${link.title}`));
    all('#panel .unfold').forEach((button) => set(button, 'aria-expanded', String(button.closest('.src').classList.contains('on'))));
  }

  // A new question goes to the top, so that its answer is read from its first line; whoever scrolls is left alone.
  let questions = 0;
  let following = false;
  const follow_question = () => {
    const rows = all('#chat .user-row');
    if (rows.length !== questions) following = rows.length > 0;
    questions = rows.length;
    const frame = following && one('#chat [role=log]');
    if (frame) frame.scrollTop += rows.at(-1).getBoundingClientRect().top - frame.getBoundingClientRect().top;
  };
  ['wheel', 'touchmove', 'pointerdown'].forEach((name) => document.addEventListener(name, (event) => { if (event.target.closest && event.target.closest('#chat')) following = false; }, { capture: true, passive: true }));
  document.addEventListener('keydown', (event) => { if (event.target.closest && event.target.closest('#chat')) following = false; }, true);

  let queued = false;
  let followed = false;
  const mend = () => {
    queued = false; paint(); names(); follow_question(); speak(); arrive();
    if (!followed && tabs().length) { followed = true; setTimeout(follow, 100); }
  };
  const begin = () => {
    const status = document.createElement('div');
    status.id = 'status';
    status.setAttribute('role', 'status');
    status.style.cssText = 'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)';
    document.body.append(status);
    new MutationObserver(() => { if (!queued) { queued = true; requestAnimationFrame(mend); } }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['class'] });
    mend();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
  if (document.body) begin(); else document.addEventListener('DOMContentLoaded', begin);
})();
