// Voice, vibration, place, room and wakefulness of the device (IDeviceSignals, ILocation, IRoom).
export function speak(text, language) {
  if (!('speechSynthesis' in window)) return;
  const said = new SpeechSynthesisUtterance(text);
  said.lang = language;
  said.voice = speechSynthesis.getVoices().find(v => v.lang.startsWith(language.split('-')[0])) ?? null;
  speechSynthesis.cancel();   // what is outdated is not said
  speechSynthesis.speak(said);
}
export const hush = () => window.speechSynthesis?.cancel();
export const vibrate = pattern => { navigator.vibrate?.(pattern); };

let lock = null, wanted = false;
async function hold() {
  try { lock = wanted && document.visibilityState === 'visible' ? await navigator.wakeLock?.request('screen') ?? null : null; } catch { lock = null; }
}
document.addEventListener('visibilitychange', () => { if (wanted) hold(); });
export async function awake(on) {
  wanted = on;
  if (on) await hold();
  else { await lock?.release(); lock = null; }
}

let watch = null;
export function watchPlace(target) {
  if (watch !== null || !navigator.geolocation) return;
  watch = navigator.geolocation.watchPosition(
    p => target.invokeMethodAsync('Moved', p.coords.latitude, p.coords.longitude, p.coords.accuracy),
    () => target.invokeMethodAsync('Unknown'), { enableHighAccuracy: true, maximumAge: 10000 });
}

export async function room() {
  const estimate = await navigator.storage?.estimate?.() ?? {};
  return { used: estimate.usage ?? 0, all: estimate.quota ?? 0, kept: await navigator.storage?.persisted?.() ?? false };
}
export const persist = async () => await navigator.storage?.persist?.() ?? false;
