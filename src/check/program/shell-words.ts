/** The commands and files that a line for a shell names. */
import { parse } from 'unbash';
import { language, wrappers } from '../../../host-bridge/capability/shell/builtins.ts';
import { literalValue } from '../../../host-bridge/capability/shell/literal.ts';
import { visit } from '../../../host-bridge/capability/shell/variables.ts';

export interface ShellWords {
  commands: string[];
  /** Files of redirections, as they are written. */
  paths: string[];
  /** Whether there are commands or files that are not literal. */
  open: boolean;
}

/** Stands for what is not known of a line. It is no name of a command. */
const UNKNOWN = '"$wasi_node_unknown"';

/**
 * Reads a line.
 * @param parts what is known of it; between two of them there is something that is not
 */
export function shellWords(parts: readonly string[]): ShellWords {
  const source = parts.join(UNKNOWN);
  const words: ShellWords = { commands: [], paths: [], open: false };
  try {
    visit(parse(source), (node) => {
      if (node.type === 'Command' && node.name !== undefined) {
        let name = literalValue(node.name, source);
        if (name !== undefined && wrappers.has(name)) {
          const [argument] = node.args;
          name = argument?.type === 'Word' ? literalValue(argument, source) : undefined;
        }
        if (name === undefined || name.includes('wasi_node_unknown')) words.open = true;
        else if (!language.has(name) && name !== '') words.commands.push(name);
      }
      if (node.type === 'Redirect' && node.target !== undefined && !/&$/.test(node.operator)) {
        const path = literalValue(node.target, source);
        if (path === undefined) words.open = true;
        else if (!path.startsWith('/dev/')) words.paths.push(path);
      }
    });
  } catch {
    // It does not parse: the host would deny it, too.
    words.open = true;
  }
  return words;
}
