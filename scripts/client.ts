// `npm run client`: makes the types of the client again, from the OpenAPI documents of the services as they are now.
import { mkdirSync, writeFileSync } from 'node:fs';
import { GENERATED, generateTypes } from './client-types.ts';
import { readDocuments } from './openapi-documents.ts';

mkdirSync(GENERATED, { recursive: true });
for (const [name, text] of Object.entries(await generateTypes(await readDocuments()))) {
  writeFileSync(new URL(name, GENERATED), text);
  process.stdout.write(`client/generated/${name}: ${text.split('\n').length} lines\n`);
}
