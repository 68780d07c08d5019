// The camera (ICamera): finds the number of a meter in its QR or bar code. The browser's detector where there is one, jsQR where not.
let stream = null;

async function detector() {
  if ('BarcodeDetector' in window) {
    const formats = await BarcodeDetector.getSupportedFormats();
    if (formats.includes('qr_code')) {
      const own = new BarcodeDetector({ formats: formats.filter(f => ['qr_code', 'code_128', 'code_39', 'data_matrix', 'ean_13'].includes(f)) });
      return async video => (await own.detect(video)).map(code => code.rawValue)[0];
    }
  }
  const { default: jsQR } = await import('./lib/jsqr.js');
  const canvas = document.createElement('canvas'), pen = canvas.getContext('2d', { willReadFrequently: true });
  return video => {
    const scale = Math.min(1, 640 / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    return jsQR(pen.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width, canvas.height)?.data;
  };
}

// Shows the camera and looks until a code is found or close() is called; answers '' when it was.
export async function look(video) {
  const mine = stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } });
  video.srcObject = mine;
  await video.play();
  const find = await detector();
  while (stream === mine) {
    const text = video.videoWidth > 0 ? await find(video) : undefined;
    if (text) {
      close();
      return text;
    }
    await new Promise(done => setTimeout(done, 150));
  }
  return '';
}

export function close() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
}
