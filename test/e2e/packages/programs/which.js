import which from 'which';

/** Finds commands on the path. */
export async function job() {
  return {
    found: /\/ls$/.test(await which('ls')),
    sync: /\/cat$/.test(which.sync('cat')),
    missing: await which('no-such-command-x', { nothrow: true }),
    code: await which('no-such-command-x').catch((error) => error.code),
  };
}
