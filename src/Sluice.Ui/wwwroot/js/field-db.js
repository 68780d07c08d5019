// The phone's own store of rounds (BrowserFieldStore). What a transaction completed is on the disk: durability is strict.
const stores = { telegrams: 'n', heard: 'k', rounds: 'id', outbox: 'n', places: 'id' };
let opened;

function open() {
  return opened ??= new Promise((done, failed) => {
    const request = indexedDB.open('sluice-field', 1);
    request.onupgradeneeded = () => {
      for (const [name, key] of Object.entries(stores)) {
        const store = request.result.createObjectStore(name, { keyPath: key, autoIncrement: key === 'n' });
        if (name === 'telegrams' || name === 'heard' || name === 'outbox') store.createIndex('round', 'round');
      }
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opened = undefined; };   // a newer app in another tab
      request.result.onclose = () => { opened = undefined; };
      done(request.result);
    };
    request.onerror = () => { opened = undefined; failed(request.error); };
  });
}

// Puts and removes rows in one transaction. Answers '' when it is on the disk, else the name of what is wrong (QuotaExceededError: the phone is full).
export async function write(puts, removes) {
  try {
    const names = [...new Set([...Object.keys(puts), ...Object.keys(removes)])], db = await open();
    await new Promise((done, failed) => {
      const transaction = db.transaction(names, 'readwrite', { durability: 'strict' });
      transaction.oncomplete = done;
      transaction.onabort = transaction.onerror = event => failed(transaction.error ?? event.target.error);
      for (const name in puts) for (const row of puts[name]) transaction.objectStore(name).put(row);
      for (const name in removes) for (const key of removes[name]) transaction.objectStore(name).delete(key);
    });
    return '';
  } catch (error) {
    if (error?.name === 'InvalidStateError') opened = undefined;
    return error?.name || 'UnknownError';
  }
}

const ask = (db, name, how) => new Promise((done, failed) => {
  const request = how(db.transaction(name).objectStore(name));
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

export const get = async (name, key) => await ask(await open(), name, store => store.get(key)) ?? null;
export const list = async (name, round, limit) => ask(await open(), name, store => round === null ? store.getAll(null, limit) : store.index('round').getAll(round, limit));

// What waits for the server: how many telegrams and entries, and since when.
export async function waiting() {
  const db = await open();
  const [telegrams, first, entries, firstEntry] = await Promise.all([
    ask(db, 'telegrams', s => s.count()), ask(db, 'telegrams', s => s.getAll(null, 1)), ask(db, 'outbox', s => s.count()), ask(db, 'outbox', s => s.getAll(null, 1))]);
  const times = [...first, ...firstEntry].map(row => row.at);
  return { telegrams, entries, since: times.length ? Math.min(...times) : null };
}

// Removes what a round kept here, but nothing that still waits for the server.
export async function forget(round) {
  const db = await open();
  for (const name of ['telegrams', 'outbox']) if (await ask(db, name, s => s.index('round').count(round))) return false;
  const keys = await ask(db, 'heard', s => s.index('round').getAllKeys(round));
  return await write({}, { heard: keys, rounds: [round] }) === '';
}
