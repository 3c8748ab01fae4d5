import { DEFAULT_PORT_BASE, UPDATE_SERVER_OFFSET } from '../system/ports.ts';

export const UPDATE_USAGE = `  update publish BUNDLE...    signs bundles of one version as the one that Light Nodes are to install
  update show                 what is published
  update serve                serves it over HTTPS until Ctrl-C; npm start serves its own data folder's by itself

  --to DIR                 update: the folder that is served (default: updates in the data folder)
  --keystore FILE --passphrase-file FILE   update publish: the key that nodes have pinned in updates.signers
                           (default: one in the data folder, made when it is first used)
  --network NAME           update publish: name of the deployment (default: of the data folder)
  --cert FILE --tls-key FILE   update serve: its certificate (default: one of the data folder's authority)
  --port N --host H        update serve: where it listens (default ${DEFAULT_PORT_BASE + UPDATE_SERVER_OFFSET} on loopback)`;
