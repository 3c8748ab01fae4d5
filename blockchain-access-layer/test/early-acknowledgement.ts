import '@access-layer/kit/native';
import { loadConfig } from '@access-layer/kit/config';
import { createLog } from '@access-layer/kit/log';
import { runService, serviceArguments } from '@access-layer/kit/main';
import { BalConfig, withDefaults } from '../config.ts';
import type { PacketLog } from '../packet-log.ts';
import { startBlockchainAccessLayer } from '../service.ts';

/**
 * The service with the one mistake that the trace of system calls must catch: it answers first, and commits later. A program of the tests; the product cannot be configured to do this.
 */
/** So late that no commit of one packet falls into the answer to another. */
const COMMIT_AFTER_MS = 60_000;

const { configs } = serviceArguments('');
const log = createLog({ name: 'early' });

function acknowledgingFirst(packetLog: PacketLog): PacketLog {
  return {
    ...packetLog,
    append(group, receivedAtMs) {
      setTimeout(() => packetLog.append(group, receivedAtMs), COMMIT_AFTER_MS);
      return { accepted: new Map(), refused: new Set() };
    },
  };
}

await runService(log, async () => {
  const settings = withDefaults(loadConfig(BalConfig, { file: configs[0]! }));
  const wiring = { log, onFatal: () => process.exit(1), aroundLog: acknowledgingFirst };
  const service = await startBlockchainAccessLayer(settings, wiring);
  return () => service.stop();
});
