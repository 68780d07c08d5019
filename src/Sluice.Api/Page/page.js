import { ask, account, logIn, logOut, start } from '/login.js';
// Asks the server once a second what is new and fetches only then. Text goes in as text, never as markup.
const $ = id => document.getElementById(id);
const rows = new Map();
let last = -1, clockOffset = 0, rates = [], spokenAt = 0, busy = false, metersAt = -1e9, metersFor = -1;

const number = new Intl.NumberFormat('en');
const el = (tag, cls, text) => { const e = document.createElement(tag); if (cls) e.className = cls; if (text !== undefined) e.textContent = text; return e; };
const set = (e, text) => { if (e.textContent !== text) e.textContent = text; };
const now = () => Date.now() + clockOffset;

async function get(path) {
  const answer = await ask(path);
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).title || `Error ${answer.status}`);
  return answer.json();
}

// Exact decimals: the digits as the server wrote them; JSON.parse would make binary numbers of them.
async function getExact(path) {
  const answer = await ask(path);
  if (!answer.ok) throw new Error(`Error ${answer.status}`);
  return JSON.parse((await answer.text()).replace(/"(total_m3|target_m3)":(-?[0-9.]+)/g, '"$1":"$2"'));
}

function ago(time) {
  const s = Math.max(0, Math.round((now() - Date.parse(time)) / 1000));
  if (s < 2) return 'now';
  if (s < 90) return `${s} s ago`;
  if (s < 5400) return `${Math.round(s / 60)} min ago`;
  if (s < 129600) return `${Math.round(s / 3600)} h ago`;
  return new Date(time).toISOString().slice(0, 10);
}

function tags(cell, reading) {
  const key = `${reading.status}|${reading.quality}`;
  if (cell.dataset.key === key) return;
  cell.dataset.key = key;
  cell.replaceChildren(...(reading.status === 'OK' ? [el('span', 'tag ok', 'OK')] : reading.status.split(' ').map(s => el('span', 'tag', s.replaceAll('_', ' ')))));
  if (reading.quality !== 'GOOD') {
    const q = el('span', 'tag fair', reading.quality);
    q.title = (reading.reasons || []).join(', ');
    cell.append(q);
  }
}

function signal(cell, dbm) {
  if (cell.dataset.key === String(dbm)) return;
  cell.dataset.key = String(dbm);
  if (dbm === undefined) return cell.replaceChildren('–');
  const bars = el('span', 'bars');
  bars.setAttribute('aria-hidden', 'true');
  const on = dbm >= -65 ? 4 : dbm >= -78 ? 3 : dbm >= -88 ? 2 : 1;
  for (let i = 0; i < 4; i++) bars.append(el('i', i < on ? 'on' : ''));
  cell.replaceChildren(`−${Math.abs(dbm)} dBm`, bars);
}

function newRow(meter) {
  const tr = el('tr');
  tr.setAttribute('role', 'row');
  const cells = {};
  for (const [name, cls] of [['meter', 'meter'], ['total', 'total num'], ['target', 'target num'], ['state', 'state'], ['signal', 'signal num'], ['heard', 'heard num']]) {
    cells[name] = el('td', cls);
    cells[name].setAttribute('role', 'cell');
    tr.append(cells[name]);
  }
  cells.meter.append(el('span', 'id', meter.id), el('span', 'who'));
  cells.who = cells.meter.lastChild;
  return { tr, cells };
}

function show(meters) {
  const body = $('meter-rows');
  let before = null;
  meters.forEach(meter => {
    let row = rows.get(meter.address);
    if (!row) {
      rows.set(meter.address, row = newRow(meter));
      body.insertBefore(row.tr, before ? before.nextSibling : body.firstChild);
    }
    const fresh = row.data && row.data.timestamp !== meter.timestamp;
    row.data = meter;
    row.text = `${meter.id} ${meter.name} ${meter.status} ${meter.media}`.toLowerCase();
    set(row.cells.who, meter.name || meter.media);
    set(row.cells.total, meter.total_m3 ?? '–');
    set(row.cells.target, meter.target_m3 ?? '–');
    tags(row.cells.state, meter);
    signal(row.cells.signal, meter.rssi_dbm);
    if (fresh) { row.tr.classList.remove('new'); void row.tr.offsetWidth; row.tr.classList.add('new'); }
    before = row.tr;
  });
  filter();
}

function filter() {
  const wanted = $('find').value.trim().toLowerCase(), alarms = $('only-alarms').checked;
  let shown = 0;
  for (const row of rows.values()) {
    const fits = (!wanted || row.text.includes(wanted)) && (!alarms || row.data.status !== 'OK');
    row.tr.hidden = !fits;
    if (fits) shown++;
  }
  set($('meters-shown'), rows.size === 0 ? '' : shown === rows.size ? `${rows.size}` : `${shown} of ${rows.size}`);
  $('empty').hidden = rows.size > 0;
  times();
}

function times() {
  for (const row of rows.values()) {
    if (row.tr.hidden) continue;
    set(row.cells.heard, ago(row.data.lastHeard));
    row.cells.heard.classList.toggle('old', now() - Date.parse(row.data.lastHeard) > 10 * 60000);
  }
}

function feed(readings) {
  const list = $('feed');
  const seen = new Set([...list.children].map(li => li.dataset.key));
  list.replaceChildren(...readings.map(r => {
    const li = el('li');
    li.dataset.key = r.address + r.timestamp;
    if (seen.size && !seen.has(li.dataset.key)) li.className = 'new';
    li.append(el('span', 'id', r.id), el('span', 'value', r.total_m3 === undefined ? '–' : `${r.total_m3} m³`),
      el('span', 'who', r.name || r.media), el('span', 'when', r.timestamp.slice(11, 19) + ' UTC'));
    return li;
  }));
}

function totals(o) {
  clockOffset = Date.parse(o.now) - Date.now();
  const undecoded = Object.values(o.undecoded).reduce((a, b) => a + b, 0);
  set($('count-meters'), number.format(o.meters));
  set($('count-readings'), number.format(o.readings));
  set($('count-repeats'), number.format(o.repeats));
  set($('count-undecoded'), number.format(undecoded));
  const list = $('reasons');
  const wanted = Object.entries(o.undecoded).map(([code, n]) => [code.replace(/([a-z])([A-Z])/g, '$1 $2'), number.format(n)]);
  if (list.dataset.key !== JSON.stringify(wanted)) {
    list.dataset.key = JSON.stringify(wanted);
    list.replaceChildren(...wanted.map(([code, n]) => { const li = el('li', '', code + ' '); li.append(el('b', '', n)); return li; }));
    list.hidden = wanted.length === 0;
  }
  rates.push([performance.now(), o.readings]);
  rates = rates.filter(r => r[0] > performance.now() - 15000);
  const [t0, n0] = rates[0];
  const seconds = (performance.now() - t0) / 1000;
  set($('rate'), seconds > 3 ? `${((o.readings - n0) / seconds).toFixed(1)} a second` : '');
  if (performance.now() - spokenAt > 20000) {
    spokenAt = performance.now();
    set($('spoken'), `${number.format(o.meters)} meters, ${number.format(o.readings)} readings, ${number.format(undecoded)} telegrams undecoded.`);
  }
}

async function allMeters() {
  const all = [];
  for (let next = ''; ;) {
    const page = await getExact(`/api/meters?limit=1000${next}`);
    all.push(...page.meters);
    if (!page.next || all.length >= 10000) return all;
    next = `&next=${encodeURIComponent(page.next)}`;
  }
}

async function tick() {
  if (busy || document.hidden || !account.sees) return;
  busy = true;
  try {
    const o = await get('/api/overview');
    totals(o);
    if (o.lastReading !== last) {
      feed((await getExact('/api/readings?limit=14')).readings);
      last = o.lastReading;
    }
    if (metersFor !== last && performance.now() - metersAt > Math.max(1500, rows.size * 2)) {
      show(await allMeters());
      metersAt = performance.now();
      metersFor = last;
    } else times();
    $('link').dataset.state = 'live';
    set($('link-text'), 'Live');
  } catch (e) {
    $('link').dataset.state = 'lost';
    set($('link-text'), e.name === 'TypeError' || e.name === 'TimeoutError' ? 'Server not reachable, trying again' : e.message);
  } finally {
    busy = false;
  }
}

$('find').addEventListener('input', filter);
$('only-alarms').addEventListener('change', filter);
document.addEventListener('visibilitychange', tick);
$('log-in').addEventListener('click', logIn);
$('log-out').addEventListener('click', logOut);

const roles = { SuperAdmin: 'operator', SocietyAdmin: 'society administrator', Scanner: 'reading technician' };
try {
  await start();
  $('account').hidden = !account.me;
  $('welcome').hidden = !!account.me;
  $('data').hidden = !account.sees;
  $('link').hidden = !account.sees;
  $('elsewhere').hidden = !account.me || account.sees;
  if (account.me) set($('who'), `${account.me.name || account.me.subject}, ${roles[account.me.role] || account.me.role}`);
} catch (e) {
  $('welcome').hidden = false;
  set($('welcome-problem'), e.message);
  $('welcome-problem').hidden = false;
}
setInterval(tick, 1000);
tick();
