import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import dotenv from 'dotenv';

/** Reads a `.env` file into the environment. */
export function job({ folder }) {
  const path = join(folder, '.env');
  writeFileSync(path, 'PLAIN=a b # comment\nexport QUOTED="two\\nlines"\nSINGLE=\'$x\'\nMULTI="1\n2"\nEMPTY=\n');
  const { parsed } = dotenv.config({ path, quiet: true });
  const missing = dotenv.config({ path: join(folder, 'none'), quiet: true }).error?.code;
  return { parsed, env: [process.env.PLAIN, process.env.QUOTED], missing };
}
