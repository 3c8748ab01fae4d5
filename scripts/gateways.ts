// Writes the configurations of other gateways from the route table: `npm run gateways`. A test fails when they are stale.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gatewayFiles } from '../gateway/export/gateway-files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
for (const [path, text] of Object.entries(gatewayFiles(root))) {
  writeFileSync(join(root, path), text);
  process.stdout.write(`${path}\n`);
}
