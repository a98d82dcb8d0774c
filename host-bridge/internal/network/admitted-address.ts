import type { Authority, Decision } from '../../capability/authority.ts';
import { InvalidArgument } from '../../capability/denial.ts';
import { parseAddress } from '../../capability/network/address.ts';
import type { NetworkTarget } from '../../capability/network.ts';
import type { ResolvedNames } from './resolved-names.ts';

/** Where the guest wants to get, and by which name it says that it found the address. */
export interface NamedAddress {
  readonly host?: string | undefined;
  readonly address: string;
  readonly port: number;
}

/**
 * The address to go to, checked under the name where the host itself has found it by that name, else under itself.
 * @throws {InvalidArgument} for what is no literal address @throws {AccessDenied}
 */
export function admittedAddress(
  { host, address, port }: NamedAddress,
  authority: Authority,
  names: ResolvedNames,
): Decision<string> {
  if (parseAddress(address) === undefined) throw new InvalidArgument('address: no address');
  const named = host !== undefined && names.gave(host, address);
  const check = (target: NetworkTarget): string => {
    const found = named ? address : target.host;
    if (!target.admits(found)) throw target.refusal();
    return found;
  };
  const decision = authority.connect(named ? host : address, port);
  return decision instanceof Promise ? decision.then(check) : check(decision);
}
