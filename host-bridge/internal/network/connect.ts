/** Making connections: the checks, and the socket. */
import { createConnection } from 'node:net';
import type { Authority } from '../../capability/authority.ts';
import { AccessDenied, InvalidArgument } from '../../capability/denial.ts';
import { parseAddress } from '../../capability/network/address.ts';
import type { Target, TcpTarget } from '../../wit/zora-node-network.d.ts';
import { admittedAddress } from './admitted-address.ts';
import type { HostConnection } from './host-connection.ts';
import type { ResolvedNames } from './resolved-names.ts';

/** Connects `connection` to what the guest asked for, if the token allows it. It fails with what goes wrong. */
export async function connectTo(
  connection: HostConnection,
  target: Target,
  authority: Authority,
  names: ResolvedNames,
): Promise<void> {
  try {
    if (target.tag === 'path') await connectToPath(connection, target.val, authority);
    else await connectToAddress(connection, target.val, authority, names);
  } catch (error) {
    connection.fail(error);
  }
}

async function connectToAddress(
  connection: HostConnection,
  target: TcpTarget,
  authority: Authority,
  names: ResolvedNames,
): Promise<void> {
  const { localAddress, localPort, port } = target;
  if (localAddress !== undefined && parseAddress(localAddress) === undefined) {
    throw new InvalidArgument('local-address: no address');
  }
  const address = await admittedAddress(target, authority, names);
  // A port of the host's is taken away from others: that is what listening needs, too.
  if (localPort !== 0) await authority.listen(localAddress, localPort);
  // The guest may have gone while the decision was waited for.
  if (connection.closed) return;
  connection.adopt(
    createConnection({
      host: address,
      port,
      ...(localAddress === undefined ? {} : { localAddress }),
      ...(localPort === 0 ? {} : { localPort }),
      autoSelectFamily: false,
      allowHalfOpen: true,
      // The address is a literal: nothing is looked up between the check and here.
      lookup: (host) => {
        throw new InvalidArgument(`address: ${host}`);
      },
    }),
  );
}

async function connectToPath(connection: HostConnection, path: string, authority: Authority): Promise<void> {
  const options = { syscall: 'connect' };
  const read = await authority.openTarget('FileSystemRead', path, options);
  read.close();
  const handle = await authority.openTarget('FileSystemWrite', path, options);
  // One path was decided on for reading and another for writing.
  if (handle.real !== read.real) {
    handle.close();
    throw new AccessDenied('FileSystemRead', path, 'changed while it was opened');
  }
  if (connection.closed) {
    handle.close();
    return;
  }
  try {
    // By the open descriptor: no second look-up of the name.
    const socket = createConnection({ path: handle.at, allowHalfOpen: true });
    socket.once('connect', () => handle.close()).once('close', () => handle.close());
    connection.adopt(socket, path);
  } catch (error) {
    handle.close();
    throw error;
  }
}
