/** A script that uses `undici`, run from its files. */
import { MockAgent, request, setGlobalDispatcher, fetch as undiciFetch } from 'undici';

const [base] = process.argv.slice(2);
const { statusCode, body } = await request(`${base}/echo?script`, { method: 'POST', body: 'sent' });
const { url, body: echoed } = await body.json();
const fetched = await (await undiciFetch(`${base}/redirect`)).json();
const mock = new MockAgent();
mock.disableNetConnect();
mock.get('http://example.com').intercept({ path: '/' }).reply(200, 'mocked');
setGlobalDispatcher(mock);
const mocked = await (await fetch('http://example.com/')).text();
console.log(JSON.stringify([statusCode, url, echoed, fetched.url, mocked]));
