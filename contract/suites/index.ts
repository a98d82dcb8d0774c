/** Which suite checks which interfaces. */
import type { OpenInstance } from '../host.ts';
import type { Registrar } from '../registrar.ts';
import { childProcessContract } from './child-process.ts';
import { compilerContract } from './compiler.ts';
import { cryptoContract } from './crypto.ts';
import { datagramContract } from './datagram.ts';
import { fileSystemContract } from './file-system.ts';
import { httpContract } from './http.ts';
import { intlContract } from './intl.ts';
import { ioContract } from './io.ts';
import { nameLookupContract } from './name-lookup.ts';
import { networkContract } from './network.ts';
import { osContract } from './os.ts';
import { reactorContract } from './reactor.ts';
import { systemContract } from './system.ts';
import { tlsContract } from './tls.ts';
import { toolHostContract } from './tool-host.ts';
import { webCryptoContract } from './webcrypto.ts';
import { workersContract } from './workers.ts';
import { zlibContract } from './zlib.ts';

/** Declares the tests of some interfaces. */
export interface Suite {
  readonly interfaces: readonly string[];
  declare(open: OpenInstance, registrar: Registrar): void;
}

export const SUITES: readonly Suite[] = [
  { interfaces: ['io', 'stdio'], declare: ioContract },
  { interfaces: ['reactor-host'], declare: reactorContract },
  { interfaces: ['system'], declare: systemContract },
  { interfaces: ['child-process'], declare: childProcessContract },
  { interfaces: ['http'], declare: httpContract },
  { interfaces: ['file-system'], declare: fileSystemContract },
  { interfaces: ['network'], declare: networkContract },
  { interfaces: ['datagram'], declare: datagramContract },
  { interfaces: ['name-lookup'], declare: nameLookupContract },
  { interfaces: ['tls'], declare: tlsContract },
  { interfaces: ['os'], declare: osContract },
  { interfaces: ['zlib'], declare: zlibContract },
  { interfaces: ['intl'], declare: intlContract },
  { interfaces: ['crypto'], declare: cryptoContract },
  { interfaces: ['webcrypto'], declare: webCryptoContract },
  { interfaces: ['tool-host'], declare: toolHostContract },
  { interfaces: ['compiler'], declare: compilerContract },
  { interfaces: ['workers'], declare: workersContract },
];
