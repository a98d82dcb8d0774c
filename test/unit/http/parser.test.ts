/** The parser of HTTP/1 messages: what it accepts, what it refuses and with which of llhttp's codes. */
import { describe, expect, test } from 'vitest';
import { LENIENT } from '../../../shims/internal/http/http-validation.ts';
import { MessageParser, PROCEED } from '../../../shims/internal/http/parser.ts';

type Event = unknown[];

/** Everything that a parser tells of `chunks`, bodies joined. */
function parse(
  kind: 'request' | 'response',
  chunks: string[],
  options: { max?: number; leniency?: number } = {},
): Event[] {
  const events: Event[] = [];
  const parser = new MessageParser(
    {
      onHead(head) {
        const { method, url, status, major, minor } = head.start;
        const what = kind === 'request' ? [method, url] : [status];
        events.push(['head', ...what, `${major}.${minor}`, head.fields, head.shouldKeepAlive]);
        return PROCEED;
      },
      onBody(bytes) {
        const last = events.at(-1) as Event;
        if (last[0] === 'body') last[1] += bytes.toString('latin1');
        else events.push(['body', bytes.toString('latin1')]);
      },
      onMessageComplete: (trailers) => void events.push(['end', trailers]),
    },
    { isRequest: kind === 'request', maxHeaderSize: options.max ?? 0, leniency: options.leniency ?? 0 },
  );
  for (const chunk of chunks) {
    const read = parser.execute(Buffer.from(chunk, 'latin1'));
    if (typeof read !== 'number') return [...events, ['error', read.code, read.reason]];
    if (read !== chunk.length) return [...events, ['rest', chunk.slice(read)]];
  }
  const error = parser.finish();
  return error ? [...events, ['error', error.code, error.reason]] : events;
}

const errorOf = (kind: 'request' | 'response', text: string): unknown => parse(kind, [text]).at(-1)?.slice(1);

const GET = 'GET / HTTP/1.1\r\n';
const CHUNKED = 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n';

describe('messages', () => {
  const pipelined =
    'POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello' +
    'PUT * HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5;a=b;c="d\\"e"\r\nhello\r\nA\r\n0123456789\r\n0\r\nT: u\r\n\r\n' +
    '\r\nGET http://h:1/p HTTP/1.0\r\n\r\n';
  const expected = [
    ['head', 'POST', '/a?b', '1.1', ['Host', 'x', 'Content-Length', '5'], true],
    ['body', 'hello'],
    ['end', []],
    ['head', 'PUT', '*', '1.1', ['Transfer-Encoding', 'gzip, chunked'], true],
    ['body', 'hello0123456789'],
    ['end', ['T', 'u']],
    ['head', 'GET', 'http://h:1/p', '1.0', [], false],
    ['end', []],
  ];

  test('come one after the other', () => {
    expect(parse('request', [pipelined])).toEqual(expected);
  });

  test.each([1, 2, 3, 7, 50])('are the same in pieces of %i bytes', (size) => {
    const pieces = pipelined.match(new RegExp(`[^]{1,${size}}`, 'g')) as string[];
    expect(parse('request', pieces)).toEqual(expected);
  });

  test('of a server end with the connection where no length is told', () => {
    expect(parse('response', ['HTTP/1.1 200 OK\r\n\r\nabc', 'def'])).toEqual([
      ['head', 200, '1.1', [], false],
      ['body', 'abcdef'],
      ['end', []],
    ]);
  });

  test.each([100, 204, 304])('with status %i have no body', (status) => {
    const text = `HTTP/1.1 ${status} X\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx`;
    expect(parse('response', [text]).map(([what]) => what)).toEqual(['head', 'end', 'head', 'body', 'end']);
  });

  test('leave the rest alone behind an upgrade', () => {
    const text = `${GET}Upgrade: ws\r\nConnection: keep-alive, Upgrade\r\n\r\nrest`;
    expect(parse('request', [text]).at(-1)).toEqual(['rest', 'rest']);
    expect(parse('request', ['CONNECT h:1 HTTP/1.1\r\n\r\nrest']).at(-1)).toEqual(['rest', 'rest']);
  });

  test('keep the connection as the version and the field say', () => {
    const keeps = (text: string): unknown => (parse('request', [text])[0] as Event)[5];
    expect(keeps(`${GET}\r\n`)).toBe(true);
    expect(keeps(`${GET}Connection: close\r\n\r\n`)).toBe(false);
    expect(keeps('GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n')).toBe(true);
  });

  test('that come while a callback runs are read after it', () => {
    const seen: unknown[] = [];
    const parser: MessageParser = new MessageParser(
      {
        onHead(head) {
          seen.push(head.start.url);
          if (head.start.url === '/a') parser.execute(Buffer.from('GET /c HTTP/1.1\r\n\r\n'));
          return PROCEED;
        },
        onBody() {},
        onMessageComplete() {},
      },
      { isRequest: true },
    );
    parser.execute(Buffer.from('GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n'));
    expect(seen).toEqual(['/a', '/b', '/c']);
  });
});

describe('what could be understood in two ways is refused', () => {
  test.each([
    ['two lengths', `${GET}Content-Length: 1\r\nContent-Length: 1\r\n\r\n`, 'HPE_UNEXPECTED_CONTENT_LENGTH'],
    ['a list of lengths', `${GET}Content-Length: 1, 1\r\n\r\n`, 'HPE_INVALID_CONTENT_LENGTH'],
    ['a signed length', `${GET}Content-Length: +1\r\n\r\n`, 'HPE_INVALID_CONTENT_LENGTH'],
    ['a huge length', `${GET}Content-Length: 99999999999999999999\r\n\r\n`, 'HPE_INVALID_CONTENT_LENGTH'],
    [
      'length, then chunked',
      `${GET}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
      'HPE_INVALID_TRANSFER_ENCODING',
    ],
    [
      'chunked, then length',
      `${GET}Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n`,
      'HPE_INVALID_CONTENT_LENGTH',
    ],
    ['chunked not last', `${GET}Transfer-Encoding: chunked, gzip\r\n\r\n`, 'HPE_INVALID_TRANSFER_ENCODING'],
    [
      'chunked twice',
      `${GET}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n`,
      'HPE_INVALID_TRANSFER_ENCODING',
    ],
    ['not quite chunked', `${GET}Transfer-Encoding: xchunked\r\n\r\n`, 'HPE_INVALID_TRANSFER_ENCODING'],
    ['a space before the colon', `${GET}Transfer-Encoding : chunked\r\n\r\n`, 'HPE_INVALID_HEADER_TOKEN'],
    ['a folded line', `${GET}A: b\r\n c\r\n\r\n`, 'HPE_INVALID_HEADER_TOKEN'],
    ['a folded first line', `${GET} A: b\r\n\r\n`, 'HPE_UNEXPECTED_SPACE'],
    ['a line feed alone', `${GET}A: b\nC: d\r\n\r\n`, 'HPE_CR_EXPECTED'],
    ['a carriage return alone', `${GET}A: b\rC: d\r\n\r\n`, 'HPE_LF_EXPECTED'],
    ['a NUL in a value', `${GET}A: b\0c\r\n\r\n`, 'HPE_INVALID_HEADER_TOKEN'],
    ['a length among trailers', `${CHUNKED}0\r\nContent-Length: 3\r\n\r\n`, 'HPE_INVALID_CONTENT_LENGTH'],
    ['a size with a space', `${CHUNKED}1 \r\na\r\n`, 'HPE_INVALID_CHUNK_SIZE'],
    ['a size with 0x', `${CHUNKED}0x1\r\na\r\n`, 'HPE_INVALID_CHUNK_SIZE'],
    ['a size too large', `${CHUNKED}${'F'.repeat(17)}\r\n`, 'HPE_INVALID_CHUNK_SIZE'],
    ['a chunk that is longer', `${CHUNKED}1\r\nab`, 'HPE_STRICT'],
    ['a line feed behind a chunk', `${CHUNKED}1\r\na\n`, 'HPE_CR_EXPECTED'],
    ['a line feed behind a size', `${CHUNKED}1\na`, 'HPE_CR_EXPECTED'],
    ['a bare CR in an extension', `${CHUNKED}1;a\rb\r\n`, 'HPE_STRICT'],
    ['data behind close', `${GET}Connection: close\r\n\r\nGET`, 'HPE_CLOSED_CONNECTION'],
  ])('%s', (_, text, code) => {
    expect(parse('request', [text]).at(-1)?.slice(0, 2)).toEqual(['error', code]);
    // However it is cut.
    expect(
      parse('request', [...text])
        .at(-1)
        ?.slice(0, 1),
    ).toEqual(['error']);
  });
});

describe('what is no message is refused at once', () => {
  test.each([
    ['BAD / HTTP/1.1\r\n', 'HPE_INVALID_METHOD', 'Invalid method encountered'],
    ['GETX', 'HPE_INVALID_METHOD', 'Expected space after method'],
    ['GET foo ', 'HPE_INVALID_URL', 'Invalid characters in url'],
    ['GET /\x7f', 'HPE_INVALID_URL', 'Invalid char in url path'],
    ['GET / HTTQ', 'HPE_INVALID_CONSTANT', 'Expected HTTP/, RTSP/ or ICE/'],
    ['GET / HTTP/1.2\r\n', 'HPE_INVALID_VERSION', 'Invalid HTTP version'],
    ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'HPE_PAUSED_H2_UPGRADE', 'Pause on PRI/Upgrade'],
    [`${GET}A: b`, 'HPE_INVALID_EOF_STATE', 'Invalid EOF state'],
  ])('%j', (text, code, reason) => {
    const error = errorOf('request', text) as string[];
    expect(error[0]).toBe(code);
    expect(error[1]).toBe(reason);
  });

  test.each([
    ['HTTP/1.1 20x OK\r\n', 'HPE_INVALID_STATUS'],
    ['HTTP/1.1 2000 OK\r\n', 'HPE_INVALID_STATUS'],
    ['HTTP/1.1 200 OK\n', 'HPE_CR_EXPECTED'],
    ['hello', 'HPE_INVALID_CONSTANT'],
  ])('%j', (text, code) => {
    expect((errorOf('response', text) as string[])[0]).toBe(code);
  });
});

describe('limits', () => {
  test('of a head, whether its lines end or not', () => {
    const overflow = ['error', 'HPE_HEADER_OVERFLOW', 'Header overflow'];
    expect(parse('request', [`${GET}A: ${'b'.repeat(100)}\r\n\r\n`], { max: 100 }).at(-1)).toEqual(overflow);
    expect(parse('request', [`GET /${'a'.repeat(100)}`], { max: 100 }).at(-1)).toEqual(overflow);
    const many = Array.from({ length: 100 }, (_, n) => `A${n}: b\r\n`);
    expect(parse('request', [GET, ...many], { max: 200 }).at(-1)).toEqual(overflow);
  });

  test('of trailers and of chunk extensions', () => {
    expect(parse('request', [`${CHUNKED}0\r\nA: ${'b'.repeat(200)}\r\n`], { max: 100 }).at(-1)?.[1]).toBe(
      'HPE_HEADER_OVERFLOW',
    );
    expect(parse('request', [`${CHUNKED}1;${'a'.repeat(17000)}`]).at(-1)?.[1]).toBe('HPE_CHUNK_EXTENSIONS_OVERFLOW');
  });
});

describe('leniency', () => {
  test('accepts folded lines, line feeds and data behind close, when asked for', () => {
    const text = 'GET / HTTP/1.1\nA: b\n  c\nConnection: close\n\nGET /b HTTP/1.1\n\n';
    const events = parse('request', [text], { leniency: LENIENT });
    expect(events.map(([what]) => what)).toEqual(['head', 'end', 'head', 'end']);
    expect((events[0] as Event)[4]).toEqual(['A', 'b  c', 'Connection', 'close']);
  });

  test('never lets the length of a body depend on folding', () => {
    const text = 'GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n foo\r\n\r\n';
    expect(parse('request', [text], { leniency: LENIENT }).at(-1)?.[1]).toBe('HPE_INVALID_HEADER_TOKEN');
  });
});
