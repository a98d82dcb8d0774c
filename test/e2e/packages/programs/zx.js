import { $, cd, fs, quote, within } from 'zx';

/** Runs shell commands with quoted arguments, pipes and nothrow. */
export async function job({ folder }) {
  // zx looks for bash among the files on PATH, which a token seldom shows: these are its settings for that.
  $.shell = 'bash';
  $.quote = quote;
  $.verbose = false;
  $.prefix = 'set -euo pipefail;';
  $.cwd = folder;
  const name = 'file.txt';
  await $`printf %s ${"it's"} > ${name}`;
  const failed = await $`exit 3`.nothrow();
  const rejected = await $`cat missing`.quiet().catch((error) => error);
  const inner = await within(async () => {
    $.prefix += 'X=7; ';
    return (await $`echo $X`).text();
  });
  return {
    content: await fs.readFile(`${folder}/${name}`, 'utf8'),
    lines: (await $`ls`).lines(),
    piped: (await $`printf 'b\na\n'`.pipe($`sort`)).stdout,
    failed: failed.exitCode,
    rejected: [rejected.exitCode, rejected.code],
    inner,
    quoted: quote('a b'),
    cd: typeof cd,
  };
}
