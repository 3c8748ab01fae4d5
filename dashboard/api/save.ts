import type { AccessLayerClient } from '@access-layer/client/create-client';
import { refusal } from '@access-layer/client/errors';

/** Fetches something with the person's token and hands it to the browser as a file. */
export async function save(
  client: AccessLayerClient,
  path: string,
  fileName: string,
  accept = 'application/json',
): Promise<void> {
  const response = await client.fetch(new Request(client.url + path, { headers: { accept } }));
  if (!response.ok) throw refusal(response.status, await response.json().catch(() => undefined));
  saveBlob(await response.blob(), fileName);
}

export function saveBlob(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  Object.assign(link, { href: url, download: fileName });
  link.click();
  URL.revokeObjectURL(url);
}
