// The grid of meters (MeterGrid): ten thousand links in sections, each laid out by the browser only when it is near the screen (content-visibility).
// One of them is in the order of Tab; the arrow keys go on from there.
const escape = text => text.replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

export function fill(element, base, groups, words) {
  element.words = words;
  element.innerHTML = groups.map(group => `<section style="--rows:${Math.ceil(group.meters.length / 3)}"><h3>${escape(group.title)}</h3><ul>${group.meters.map(m =>
    `<li><a id="m${m.n}" class="m ${m.state}" href="${escape(base + m.id)}" tabindex="-1" data-name="${escape(m.name)}" aria-label="${escape(`${m.name}, ${words[m.state]}`)}">${escape(m.short)}</a></li>`).join('')}</ul></section>`).join('');
  element.querySelector('.m')?.setAttribute('tabindex', '0');
  element.onkeydown = move;
}

export function change(element, changes) {
  for (const { n, state } of changes) {
    const cell = element.querySelector(`#m${n}`);
    if (!cell) continue;
    cell.className = `m ${state}`;
    cell.setAttribute('aria-label', `${cell.dataset.name}, ${element.words[state]}`);
  }
}

export function show(element, state) {
  element.dataset.only = state;
  const shown = [...element.querySelectorAll(state ? `.m.${state}` : '.m')];
  element.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1');
  shown[0]?.setAttribute('tabindex', '0');
}

function move(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const now = event.target.closest('.m');
  if (!step || !now) return;
  event.preventDefault();
  const state = event.currentTarget.dataset.only, all = [...event.currentTarget.querySelectorAll(state ? `.m.${state}` : '.m')];
  const next = all[all.indexOf(now) + step];
  if (!next) return;
  now.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
