// Readers that give bytes: Bluetooth hand-helds (BluetoothReader) and USB sticks on a serial port (SerialReader).
const bleServices = [
  ['49535343-fe7d-4ae5-8fa9-9fafd205e455', '49535343-1e4d-4bd9-ba61-23c647249616'],
  ['0000ff00-0000-1000-8000-00805f9b34fb', '0000ff01-0000-1000-8000-00805f9b34fb'],
];
const gatherMs = 100, sleep = ms => new Promise(done => setTimeout(done, ms));

// Notifications are slices of one stream: gathered for a moment, they cross into .NET as one piece.
function gatherer(target) {
  let pieces = [], timer = 0;
  const flush = () => {
    const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) { bytes.set(piece, at); at += piece.length; }
    pieces = [];
    timer = 0;
    target.invokeMethodAsync('Bytes', bytes);
  };
  return piece => {
    pieces.push(piece.slice());
    timer ||= setTimeout(flush, gatherMs);
  };
}

export const canBluetooth = () => 'bluetooth' in navigator;
export const canSerial = () => 'serial' in navigator;

// Asks the person for a reader; the browser's own dialogue. Answers null when they closed it.
export async function bluetooth(target) {
  let device;
  try {
    device = await navigator.bluetooth.requestDevice({ filters: [{ namePrefix: 'VW18' }, { services: [bleServices[0][0]] }], optionalServices: bleServices.map(s => s[0]) });
  } catch (error) {
    if (error.name === 'NotFoundError') return null;
    throw error;
  }
  const link = { device, open: true, push: gatherer(target), close() { this.open = false; device.removeEventListener('gattserverdisconnected', lost); device.gatt.disconnect(); } };
  const lost = async () => {
    target.invokeMethodAsync('State', 'lost');
    for (let wait = 500; link.open; wait = Math.min(wait * 2, 15000)) {
      await sleep(wait);
      if (!link.open) return;
      try {
        await subscribe(link, target);
        return;
      } catch { /* out of reach still: tried again, less and less often */ }
    }
  };
  device.addEventListener('gattserverdisconnected', lost);
  link.started = subscribe(link, target);
  link.started.catch(error => { if (link.open) lost(); });
  return link;
}

async function subscribe(link, target) {
  const server = await link.device.gatt.connect();
  let found;
  for (const [service, characteristic] of bleServices) {
    try {
      found = await (await server.getPrimaryService(service)).getCharacteristic(characteristic);
      break;
    } catch (error) {
      if (error.name !== 'NotFoundError') throw error;
    }
  }
  if (!found) throw new Error('no data characteristic');
  // The reader speaks on the characteristic subscribed last, so on exactly one; its backlog comes at once.
  found.addEventListener('characteristicvaluechanged', event => {
    const value = event.target.value;
    link.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  });
  target.invokeMethodAsync('State', 'connected');
  await found.startNotifications();
}

export const name = link => link.device?.name ?? '';

// Opens a serial port the person chooses; reads it until it is closed or pulled out, then waits for it to come back.
export async function serial(target, baudRate) {
  let port;
  try {
    port = await navigator.serial.requestPort();
  } catch (error) {
    if (error.name === 'NotFoundError') return null;
    throw error;
  }
  const link = { open: true, reader: null, async close() { this.open = false; await this.reader?.cancel(); } };
  (async () => {
    const push = gatherer(target);
    for (let wait = 500; link.open; wait = Math.min(wait * 2, 15000)) {
      try {
        await port.open({ baudRate });
        target.invokeMethodAsync('State', 'connected');
        wait = 500;
        link.reader = port.readable.getReader();
        for (;;) {
          const { value, done } = await link.reader.read();
          if (done) break;
          push(value);
        }
        link.reader.releaseLock();
        await port.close();
      } catch { /* pulled out, or another program has it */ }
      if (!link.open) return;
      target.invokeMethodAsync('State', 'lost');
      await sleep(wait);
    }
  })();
  return link;
}
