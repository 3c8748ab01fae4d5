// Writes the folder of one deployment: `npm run deployment -- --help`.
import { parseArgs } from 'node:util';
import { messageOf } from '@access-layer/core/errors';
import { type DeploymentOptions, makeDeployment } from '../deploy/system/make-deployment.ts';

const USAGE = `Usage: npm run deployment -- DIR --domain NAME --network NAME --alert-webhook URL [--chain-id N]
       [--set-point-signer ADDRESS ...]

Writes into DIR everything that the containers of a deployment read: two certificate authorities, certificates, keys,
passwords, and the configuration of every service and engine. deploy/compose and deploy/kubernetes take it from there.
Repeat it after an upgrade, and before certificates end: keys and passwords stay, the rest is written anew.

  --domain NAME         name under which all of it is reached, for example energy.example.org
  --network NAME        name of the deployment, which is in every signed payload; it never changes
  --alert-webhook URL   whom Alertmanager tells
  --chain-id N          of the permissioned chain; default 1337
  --set-point-signer A  address of a key that signs set-points for the DSO; Light Nodes pin it when they enrol

DIR holds every secret of the deployment: keep it where only you can read, and keep a copy elsewhere.`;

const DOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/;
const NETWORK = /^[a-z0-9-]{1,64}$/;
const ADDRESS = /^0x[0-9a-f]{40}$/;

try {
  const asked = readArguments();
  if (asked) {
    const { written } = await makeDeployment(asked.dir, asked);
    process.stdout.write(
      `${asked.dir}: ${written.length} files for ${asked.domain}, network "${asked.network}"\n`,
    );
  } else process.stdout.write(`${USAGE}\n`);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}

function readArguments(): (DeploymentOptions & { dir: string }) | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      domain: { type: 'string', default: '' },
      network: { type: 'string', default: '' },
      'alert-webhook': { type: 'string', default: '' },
      'chain-id': { type: 'string', default: '1337' },
      'set-point-signer': { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const { domain, network, 'alert-webhook': alertWebhook, 'set-point-signer': signers } = values;
  const chainId = Number(values['chain-id']);
  const [dir, ...more] = positionals;
  const faults = [
    ...(dir && more.length === 0 ? [] : ['DIR: expected one folder']),
    ...(DOMAIN.test(domain)
      ? []
      : [`--domain: "${domain}" is no name of a host; expected for example energy.example.org`]),
    ...(NETWORK.test(network) ? [] : [`--network: "${network}"; expected 1 to 64 of a-z, 0-9 and hyphen`]),
    ...(/^https:\/\/\S+$/.test(alertWebhook)
      ? []
      : [`--alert-webhook: "${alertWebhook}" is no https address`]),
    ...(Number.isSafeInteger(chainId) && chainId > 0
      ? []
      : [`--chain-id: "${values['chain-id']}" is no positive number`]),
    ...signers
      .filter((signer) => !ADDRESS.test(signer))
      .map((signer) => `--set-point-signer: "${signer}"; expected 0x and 40 of 0-9 and a-f`),
  ];
  if (faults.length > 0) throw new TypeError(`${faults.join('\n')}\nnpm run deployment -- --help explains`);
  return { dir: dir!, domain, network, alertWebhook, chainId, setPointSigners: signers };
}
