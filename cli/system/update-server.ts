import type { NetworkFile } from '@access-layer/core/network';
import { startUpdateServer } from '@access-layer/light-node/update/update-server';
import { type DataFolder, readJson } from '../data-folder.ts';
import { ensureCa, ensureCertificate } from './certificates.ts';

/** The certificate under which a data folder's updates of Light Nodes are served on this machine. */
export async function updatesCertificate({
  ca: caDir,
  network,
}: DataFolder): Promise<{ certFile: string; keyFile: string }> {
  const ca = await ensureCa(caDir, readJson<NetworkFile>(network)?.network ?? 'updates');
  const serverNames = ['localhost', '127.0.0.1'];
  return ensureCertificate(ca, caDir, 'updates', { commonName: 'updates', serverNames });
}

/** Serves what `access-layer node update publish` puts into the data folder, for as long as the system runs. */
export async function serveUpdates(folder: DataFolder, port: number): Promise<{ close(): void }> {
  const server = await startUpdateServer({
    dir: folder.updates,
    ...(await updatesCertificate(folder)),
    port,
  });
  return {
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
