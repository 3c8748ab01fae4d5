import { AccessLayerError } from '@access-layer/core/errors';
import { clientCredential, fetchToken } from './access-token.ts';
import type { Surroundings } from './command.ts';
import { dataFolder, type RunFile, readJson } from './data-folder.ts';

/** Asks the front door of the running system as one of its clients. @throws AccessLayerError of the API */
export type AskDataApi = (path: string) => Promise<Response>;

/** Undefined where nothing runs on the data folder; that was said then. @throws AccessLayerError CLI_TOKEN */
export async function openDataApi(
  options: { data?: string | undefined; client: string },
  around: Surroundings,
): Promise<AskDataApi | undefined> {
  const folder = dataFolder(options.data, around);
  const run = readJson<RunFile>(folder.run);
  if (!run) {
    around.stderr.write(
      `Nothing runs on ${folder.dir}: \`npm start\` first, or name its folder with --data.\n`,
    );
    return undefined;
  }
  const { token } = await fetchToken(run.url, clientCredential(folder.credentials, options.client));
  return async (path) => {
    const answer = await fetch(run.url + path, { headers: { authorization: `Bearer ${token}` } });
    if (answer.ok) return answer;
    const said = (await answer.json().catch(() => ({}))) as { code?: string; message?: string };
    throw new AccessLayerError({
      code: said.code ?? 'CLI_DATA_API',
      message: said.message ?? `${path} is answered with ${answer.status}`,
    });
  };
}
