import { createHash } from 'node:crypto';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import Type from 'typebox';
import type { MeterEvent } from '../meter.ts';
import { fetchManifest, type UpdateServer } from './fetch-file.ts';
import { checkManifest } from './manifest.ts';
import type { Slots } from './slots.ts';
import { misfit, stageUpdate } from './stage-update.ts';
import { compareVersions } from './version-order.ts';
import type { Wellbeing } from './wellbeing.ts';

/** Part `updates` of the configuration. */
export const UpdatesConfig = Type.Object(
  {
    url: Type.String({ pattern: '^https://.*[^/]$', description: 'folder with update.signed and bundles' }),
    caFile: Type.Optional(Type.String({ minLength: 1, description: 'authority of its certificate' })),
    signers: Type.Array(Type.String({ pattern: '^0x[0-9a-f]{40}$' }), {
      minItems: 1,
      description: 'whose updates this node installs',
    }),
    checkIntervalS: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 604_800, description: 'default 3600' }),
    ),
    healthWithinS: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 3600, description: 'a new version is well by then; default 300' }),
    ),
  },
  { additionalProperties: false },
);
export type UpdatesConfig = Type.Static<typeof UpdatesConfig>;

export interface UpdaterOptions {
  config: UpdatesConfig;
  network: string;
  slots: Slots;
  /** Arguments that the program runs with: a new version is asked whether it can. */
  configFiles: readonly string[];
  wellbeing: () => Wellbeing;
  /** Signs an event; it is on disk when this returns. */
  tell: (event: MeterEvent) => void;
  /** Ends the process in order; whoever started it starts it again. */
  restart: (why: string) => void;
  log: Log;
  nowMs?: () => number;
}

interface State {
  /** No version below it is installed any more. */
  highest: string;
  /** Hashes of manifests that were refused: told once, and not tried again. */
  refused: string[];
  /** Versions that were left again. */
  rolledBack: string[];
  /** How well the box was before the update that is on trial. */
  before: Wellbeing;
  from: string;
}

const HEALTH_EVERY_MS = 1000;
const KEPT = 20;
/** Of a bundle that cannot be installed for a reason that may pass, a full disk for example. */
const TRIES = 3;

/** Follows an update server: checks, installs beside the running version, and goes back from what does not become well. */
export function startUpdater(options: UpdaterOptions): { check(): Promise<void>; stop(): void } {
  const { config, network, slots, configFiles, wellbeing, tell, restart, log, nowMs = Date.now } = options;
  const server: UpdateServer = config;
  const running = slots.running()?.version ?? '0.0.0.0';
  const remember = (more: Partial<State>) => slots.writeState({ ...slots.readState<State>(), ...more });
  let timer: NodeJS.Timeout | undefined;
  let unreachable = false;
  let tries = 0;

  function event(name: string, details: Record<string, unknown>, key: string): void {
    tell({ event: name, atMs: nowMs(), details, key: `${name} ${key}` });
  }

  function tellRollback(): void {
    const back = slots.rolledBack();
    if (!back) return;
    event('update-rolled-back', { ...back, to: running }, `${back.version} ${back.reason}`);
    const { rolledBack = [] } = slots.readState<State>();
    remember({ rolledBack: [...rolledBack, back.version].slice(-KEPT) });
    slots.told();
    log.error(back, 'update rolled back');
  }

  /** Of a version on trial: well when it does all that the one before did, and its own first packet was acknowledged. */
  function isWell(): boolean {
    const { before } = slots.readState<State>();
    const now = wellbeing();
    if (!before) return now.faultless;
    const broker = !before.broker || (now.broker && now.acknowledged > 0);
    return (now.faultless || !before.faultless) && (now.meter || !before.meter) && broker;
  }

  function watchTrial(): void {
    const until = performance.now() + 1000 * (config.healthWithinS ?? 300);
    timer = setInterval(() => {
      if (isWell()) {
        clearInterval(timer);
        const { from } = slots.readState<State>();
        remember({ highest: running });
        event('updated', { from, to: running }, running);
        slots.confirm();
        log.info({ from, to: running }, 'update is well');
        follow();
      } else if (performance.now() > until) {
        clearInterval(timer);
        slots.giveUp(`not well: ${JSON.stringify(wellbeing())}`);
        restart('the update is not well');
      }
    }, HEALTH_EVERY_MS);
  }

  function follow(): void {
    const everyMs = 1000 * (config.checkIntervalS ?? 3600);
    const next = () => {
      timer = setTimeout(() => void check().finally(next), everyMs * (0.9 + Math.random() / 5));
    };
    void check().finally(next);
  }

  async function check(): Promise<void> {
    let bytes: Buffer;
    try {
      bytes = await fetchManifest(server);
      unreachable = false;
    } catch (error) {
      if (!unreachable) log.warn({ reason: messageOf(error) }, 'no word of updates');
      unreachable = true;
      return;
    }
    const hash = createHash('sha256').update(bytes).digest('hex');
    const { refused = [], rolledBack = [], highest = running } = slots.readState<State>();
    if (refused.includes(hash)) return;
    const refuse = (reason: string, detail: string) => {
      remember({ refused: [...refused, hash].slice(-KEPT) });
      event('update-refused', { reason, detail }, hash);
      log.error({ reason, detail }, 'update refused');
    };
    const checked = checkManifest(bytes, { network, signers: config.signers });
    if (!checked.ok) return refuse(checked.reason, checked.detail);
    const { manifest } = checked;
    if (manifest.version === running || rolledBack.includes(manifest.version)) return;
    const wrong = misfit(manifest, running, compareVersions(highest, running) > 0 ? highest : running);
    if (wrong) return refuse(wrong.reason, wrong.detail);
    try {
      await stageUpdate(manifest, { server, slots, configFiles });
    } catch (error) {
      tries += 1;
      log.warn({ reason: messageOf(error), tries }, 'update not installed');
      const { code, retryable } = asError(error);
      if (code === 'LN_UPDATE_BUNDLE' || (!retryable && tries === TRIES))
        refuse('not-installed', messageOf(error));
      return;
    }
    remember({ before: wellbeing(), from: running });
    slots.switchOver();
    log.info({ from: running, to: manifest.version }, 'update installed: starting it');
    restart(`update to ${manifest.version}`);
  }

  tellRollback();
  if (slots.onTrial()) watchTrial();
  else follow();
  return {
    check,
    stop() {
      clearTimeout(timer);
    },
  };
}

function asError(error: unknown): { code?: string; retryable: boolean } {
  return error instanceof AccessLayerError ? error : { retryable: false };
}
