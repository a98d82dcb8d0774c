/** What the tools use of `zora:node/system`. */
import { RESULT, takePairs, takeString } from './memory';

// @ts-ignore: decorator
@external("zora:node/system@0.1.0", "now")
export declare function now(): f64;
// @ts-ignore: decorator
@external("zora:node/system@0.1.0", "get-environment")
declare function hostGetEnvironment(result: usize): void;
// @ts-ignore: decorator
@external("zora:node/system@0.1.0", "decode")
declare function hostDecode(label: usize, labelLength: i32, data: usize, length: i32, fatal: bool, result: usize): void;
// @ts-ignore: decorator
@external("zora:node/system@0.1.0", "domain-to-ascii")
declare function hostDomainToAscii(domain: usize, length: i32, result: usize): void;

const UTF8: string = 'utf-8';

/** The variables that the grant names. */
export function getEnvironment(): string[][] {
  hostGetEnvironment(RESULT);
  return takePairs(RESULT);
}

/** The text of at most 16 MiB of UTF-8; what is malformed is U+FFFD. */
export function decodeUtf8(data: usize, length: i32): string {
  hostDecode(changetype<usize>(UTF8), UTF8.length, data, length, false, RESULT);
  return takeString(RESULT + 4);
}

/** The ASCII form of a host name; empty when it is invalid. */
export function domainToAscii(domain: string): string {
  hostDomainToAscii(changetype<usize>(domain), domain.length, RESULT);
  return takeString(RESULT);
}
