import { createRequire } from 'node:module';
import { DOCUMENTS, type DocumentName, type OpenApiDocuments } from './openapi-documents.ts';

/** Where the types stand that are made from the documents. */
export const GENERATED = new URL('../client/generated/', import.meta.url);

interface Generator {
  default(document: object): Promise<unknown>;
  astToString(types: unknown): string;
}

/** The types of each document, by the name of their file. */
export async function generateTypes(documents: OpenApiDocuments): Promise<Record<string, string>> {
  // It brings a TypeScript of its own, which only the client's folder has.
  const load = createRequire(new URL('../client/package.json', import.meta.url));
  const { default: typesOf, astToString } = load('openapi-typescript') as Generator;
  const files = DOCUMENTS.map(async (name) => {
    const types = astToString(await typesOf(documents[name]));
    return [`${name}.ts`, headOf(name) + types] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}

function headOf(name: DocumentName): string {
  return `// Made by \`npm run client\` from /openapi/${name}.json: do not edit.\n\n`;
}
