import { statSync } from 'node:fs';
import { basename } from 'node:path';

/** Programs that are many in one and choose by `argv[0]`. */
const knownNames =
  /^(?:busybox|toybox|sbase-box|ubase-box|coreutils|uutils|multicall|systemctl|crosvm|hsd|box)(?:[-._].*)?$/;

/** Whether a file is the Node that the host itself runs: no shell, and one program under any name and through any number of links. */
export function isHostNode(real: string): boolean {
  const [own, file] = [process.execPath, real].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return own !== undefined && own.ino === file?.ino && own.dev === file.dev;
}

/**
 * Whether the name by which a file is called may decide which program it is: then only the listed name will do.
 * Several hard links of one file are taken for several names of one program.
 * @param real the file, without links
 */
export function choosesByName(real: string): boolean {
  if (knownNames.test(basename(real))) return true;
  return (statSync(real, { throwIfNoEntry: false })?.nlink ?? 1) > 1 && !isHostNode(real);
}
