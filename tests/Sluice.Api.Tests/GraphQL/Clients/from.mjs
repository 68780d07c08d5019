// What the test hands over.
export const [url, token, society, serial] = process.argv.slice(2);
export const socketUrl = url.replace(/^http/, 'ws');
export const print = value => console.log(JSON.stringify(value));
export const wait = ms => new Promise(done => setTimeout(done, ms));
