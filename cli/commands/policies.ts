import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Command } from '../command.ts';

const usage = `access-layer policies check [DIR]

Checks access rules before they are put in force: syntax, schema, and every row of their table (default: the rules in
policies/). A running service refuses a folder that this finds errors in, and keeps the rules it has.

Exit code: 0 all well, 1 errors, 64 a command line that makes no sense.`;

const OWN = fileURLToPath(new URL('../../policies', import.meta.url));

export default {
  name: 'policies',
  summary: 'checks the access rules: syntax, schema and their test table',
  usage,
  async run(args, around) {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    const [action, dir = OWN, ...more] = positionals;
    if (action !== 'check' || more.length > 0) {
      around.stderr.write(`${usage}\n`);
      return 64;
    }
    const { checkPolicies } = await import('@access-layer/shared-customer-database/access/check-policies');
    const checked = checkPolicies(resolve(around.cwd, dir));
    const found = checked.ok ? ['The rules are well: syntax, schema and table.'] : checked.errors;
    around.stdout.write(`${found.join('\n')}\n`);
    return checked.ok ? 0 : 1;
  },
} satisfies Command;
