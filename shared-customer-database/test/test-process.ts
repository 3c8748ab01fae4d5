import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stringify } from 'yaml';
import type { ScdConfig } from '../config.ts';
import { CHAIN_ID, CONTRACT, NETWORK } from './test-records.ts';
import { POD_PATTERN } from './test-scd.ts';

const MAIN = join(import.meta.dirname, '..', 'main.ts');

export function configIn(dir: string, other: Partial<ScdConfig> = {}): ScdConfig {
  return {
    network: NETWORK,
    dataDir: join(dir, 'scd'),
    http: { port: 0 },
    // Nobody listens on port 9: the chain does not answer.
    chain: { rpcUrl: 'http://127.0.0.1:9', chainId: CHAIN_ID, registry: CONTRACT, anchorContract: CONTRACT },
    stream: { name: 'embedded', dir: join(dir, 'stream') },
    podPattern: POD_PATTERN.source,
    openOnLoopback: true,
    ...other,
  };
}

export function writeConfig(dir: string, config: unknown, name = 'scd.yaml'): string {
  const file = join(dir, name);
  writeFileSync(file, stringify(config));
  return file;
}

export interface Main {
  child: ChildProcess;
  /** Resolves with the address when the process listens. */
  url: Promise<string>;
  /** Everything that it has logged so far. */
  lines: string[];
  exited: Promise<number | string>;
}

/** The service's own process. */
export function startMain(file: string): Main {
  const child = spawn(process.execPath, [MAIN, '--config', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const listening = Promise.withResolvers<string>();
  createInterface({ input: child.stdout! }).on('line', (line) => {
    lines.push(line);
    const { url } = JSON.parse(line) as { url?: string };
    if (url) listening.resolve(url);
  });
  const exited = once(child, 'exit').then(([code, signal]) => {
    listening.reject(new Error(`ended with ${code ?? signal} before it listened:\n${lines.join('\n')}`));
    return code ?? signal;
  });
  listening.promise.catch(() => undefined);
  return { child, url: listening.promise, lines, exited };
}
