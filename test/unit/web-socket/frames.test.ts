import { describe, expect, test } from 'vitest';
import { BINARY, CLOSE, encodeFrame, FrameParser, PING, TEXT } from '../../../shims/internal/web-socket/frames.ts';

const MASK = new Uint8Array([1, 2, 3, 4]);
const bytes = (...values: number[]) => new Uint8Array(values);
const parse = (...chunks: Uint8Array[]) => {
  const parser = new FrameParser(1000);
  return chunks.flatMap((chunk) => [...parser.push(chunk)]);
};

describe('sending', () => {
  test.each([
    [0, [0x82, 0x80]],
    [125, [0x82, 0x80 | 125]],
    [126, [0x82, 0x80 | 126, 0, 126]],
    [65_535, [0x82, 0x80 | 126, 255, 255]],
    [65_536, [0x82, 0x80 | 127, 0, 0, 0, 0, 0, 1, 0, 0]],
  ])('%d bytes', (length, head) => {
    const data = new Uint8Array(length).fill(7);
    const frame = encodeFrame(BINARY, data, MASK);
    expect([...frame.subarray(0, head.length)]).toEqual(head);
    expect([...frame.subarray(head.length, head.length + 4)]).toEqual([...MASK]);
    expect(frame.subarray(head.length + 4).every((byte, at) => byte === (7 ^ (MASK[at & 3] as number)))).toBe(true);
  });
});

describe('receiving', () => {
  test('frames in pieces, and several at once', () => {
    const frames = [0x81, 2, 65, 66, 0x82, 1, 9, 0x89, 0];
    const expected = [
      { opcode: TEXT, data: bytes(65, 66) },
      { opcode: BINARY, data: bytes(9) },
      { opcode: PING, data: bytes() },
    ];
    expect(parse(bytes(...frames))).toEqual(expected);
    expect(parse(...frames.map((byte) => bytes(byte)))).toEqual(expected);
  });

  test('a message in fragments, with a control frame in between', () => {
    expect(parse(bytes(0x01, 1, 65, 0x88, 0, 0x00, 1, 66, 0x80, 1, 67))).toEqual([
      { opcode: CLOSE, data: bytes() },
      { opcode: TEXT, data: bytes(65, 66, 67) },
    ]);
  });

  test.each([
    ['a reserved bit', [0xc1, 0], 1002],
    ['a mask', [0x81, 0x81, 1, 2, 3, 4, 5], 1002],
    ['an unknown opcode', [0x83, 0], 1002],
    ['an unknown control opcode', [0x8b, 0], 1002],
    ['a control frame in fragments', [0x09, 0], 1002],
    ['a long control frame', [0x89, 126, 0, 126], 1002],
    ['a continuation of nothing', [0x80, 0], 1002],
    ['a message within a message', [0x01, 0, 0x81, 0], 1002],
    ['a message that is too long', [0x82, 126, 4, 0], 1009],
    ['one whose length is absurd', [0x82, 127, 255, 255, 255, 255, 255, 255, 255, 255], 1009],
    ['fragments that are too long together', [0x02, 126, 3, 232, ...Array(1000).fill(0), 0x80, 1, 0], 1009],
  ])('%s is an error', (_, frame, code) => {
    expect(() => parse(bytes(...frame))).toThrow(expect.objectContaining({ code }));
  });
});
