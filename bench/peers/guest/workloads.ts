/**
 * The CPU set: plain functions of one file that run as they are in every engine, with nothing imported. Each gives a
 * number that depends on all of its work, so that no engine can leave it out, and that must be the same everywhere.
 */

/** 3 million steps of 32-bit arithmetic. */
export function integers(): number {
  let sum = 0;
  for (let i = 1; i <= 3_000_000; i++) sum = (Math.imul(sum, 31) + (i ^ (sum >>> 7))) | 0;
  return sum;
}

/** 20 times a document of 2,000 records, to text and back. */
export function json(): number {
  const records = [];
  for (let i = 0; i < 2000; i++) {
    records.push({
      id: i,
      name: `record ${i}`,
      tags: ['a', 'b', String(i % 7)],
      nested: { on: i % 2 === 0, at: i / 8 },
    });
  }
  let length = 0;
  let value: unknown = records;
  for (let i = 0; i < 20; i++) {
    const text = JSON.stringify(value);
    length += text.length;
    value = JSON.parse(text);
  }
  return length;
}

/** Three patterns over 200 KB of log lines. */
export function regex(): number {
  let text = '';
  for (let i = 0; i < 2500; i++) {
    text += `2026-01-${10 + (i % 20)}T12:00:${10 + (i % 50)}Z user${i}@example.com GET /path/${i}?q=${i * 7} 200 ${i * 13}ms\n`;
  }
  let found = 0;
  for (const [, name] of text.matchAll(/([\w.+-]+)@([\w-]+\.)+\w+/g)) found += (name as string).length;
  for (const [, , query] of text.matchAll(/(GET|POST) (?:\/\w+)+\?(q=\d+)/g)) found += (query as string).length;
  found += text.replace(/(\d{4})-(\d\d)-(\d\d)/g, '$3.$2.$1').length;
  return found;
}

/** 50,000 numbers by a comparator, and as strings. */
export function sort(): number {
  const numbers: number[] = [];
  let seed = 12345;
  for (let i = 0; i < 50_000; i++) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    numbers.push(seed);
  }
  const ascending = numbers.slice().sort((a, b) => a - b);
  const texts = numbers.slice(0, 20_000).map(String).sort();
  return (ascending[25_000] as number) ^ Number(texts[10_000]);
}

/** SHA-256 of 256 KiB, in JavaScript. */
export function sha256(): number {
  const constants: number[] = [];
  const state: number[] = [];
  const fraction = (x: number): number => ((x - Math.floor(x)) * 0x1_0000_0000) | 0;
  for (let n = 2; constants.length < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (state.length < 8) state.push(fraction(Math.sqrt(n)));
    constants.push(fraction(Math.cbrt(n)));
  }
  const length = 256 * 1024;
  const data = new Uint8Array(length + 64);
  for (let i = 0; i < length; i++) data[i] = (i * 31 + (i >> 8)) & 255;
  data[length] = 0x80;
  new DataView(data.buffer).setUint32(length + 60, length * 8);
  const words = new Int32Array(64);
  const rotate = (x: number, by: number): number => (x >>> by) | (x << (32 - by));
  for (let at = 0; at < data.length; at += 64) {
    for (let i = 0; i < 16; i++) {
      const o = at + i * 4;
      words[i] =
        ((data[o] as number) << 24) |
        ((data[o + 1] as number) << 16) |
        ((data[o + 2] as number) << 8) |
        (data[o + 3] as number);
    }
    for (let i = 16; i < 64; i++) {
      const x = words[i - 15] as number;
      const y = words[i - 2] as number;
      const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
      const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
      words[i] = ((words[i - 16] as number) + s0 + (words[i - 7] as number) + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (constants[i] as number) + (words[i] as number)) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => {
      state[i] = ((state[i] as number) + value) | 0;
    });
  }
  return state[0] as number;
}
