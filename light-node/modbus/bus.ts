import type { AccessLayerError } from '@access-layer/core/errors';
import { messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import { unreachable } from './errors.ts';
import type { Link } from './link.ts';

/** What a job may do while the line is its own. */
export interface Line {
  where: string;
  /** As `Link.exchange`. */
  exchange(unit: number, pdu: Buffer): Promise<Buffer>;
}

/** Someone who uses the line. Own clients go first; guests take turns, so none waits for another's queue. */
export interface BusClient {
  own: boolean;
}

/** One line, many readers: jobs run one after another, whoever asks. */
export interface Bus {
  where: string;
  /** Runs a job when the line is free, open and its turn has come. Rejects with what the job or the line threw. */
  run<T>(client: BusClient, job: (line: Line) => Promise<T>): Promise<T>;
  /** Told of each answer, whoever asked. */
  onAnswer(listener: (unit: number, request: Buffer, answer: Buffer) => void): void;
  /** Ends the line; jobs that wait are refused. */
  close(): Promise<void>;
}

export interface BusOptions {
  /** Names the line for a person: `host:port` or the path of the serial port. */
  where: string;
  open: () => Promise<Link>;
  timeoutMs: number;
  reconnectMinMs: number;
  reconnectMaxMs: number;
  log: Log;
}

interface Job {
  run: () => Promise<void>;
}

/**
 * A line that is opened when it is first needed, and anew after an own job has failed by anything but a refusal: at
 * once, and then after growing pauses. What a guest asked in vain costs nobody the connection.
 */
export function createBus(options: BusOptions): Bus {
  const { where, timeoutMs } = options;
  const queues = new Map<BusClient, Job[]>();
  const listeners: ((unit: number, request: Buffer, answer: Buffer) => void)[] = [];
  const lines = createReconnect(options);
  let running: Promise<void> | undefined;
  let closed = false;

  async function work(): Promise<void> {
    for (let job = nextJob(queues); job; job = nextJob(queues)) await job.run();
    running = undefined;
  }

  async function execute<T>(client: BusClient, job: (line: Line) => Promise<T>): Promise<T> {
    if (closed) throw unreachable(where, 'the driver is closed');
    const link = await lines.link();
    const line: Line = {
      where,
      async exchange(unit, pdu) {
        const answer = await link.exchange(unit, pdu, timeoutMs);
        for (const listener of listeners) listener(unit, pdu, answer);
        return answer;
      },
    };
    try {
      const result = await job(line);
      if (client.own) lines.worked();
      return result;
    } catch (error) {
      const { code } = error as Partial<AccessLayerError>;
      const harmless = code === 'LN_METER_EXCEPTION' || (code === 'LN_METER_TIMEOUT' && !client.own);
      if (!harmless) await lines.drop(messageOf(error), client.own);
      throw error;
    }
  }

  return {
    where,
    run(client, job) {
      return new Promise((resolve, reject) => {
        const queue = queues.get(client) ?? [];
        queues.set(client, queue);
        queue.push({ run: () => execute(client, job).then(resolve, reject) });
        running ??= work();
      });
    },
    onAnswer: (listener) => void listeners.push(listener),
    async close() {
      closed = true;
      await lines.end();
      await running;
      await lines.end(); // opened by a job that was under way
    },
  };
}

/** Takes the next job and sends its client to the end of the row. */
function nextJob(queues: Map<BusClient, Job[]>): Job | undefined {
  const clients = [...queues.keys()];
  const client = clients.find(({ own }) => own) ?? clients[0];
  if (!client) return undefined;
  const queue = queues.get(client)!;
  const job = queue.shift();
  queues.delete(client);
  if (queue.length > 0) queues.set(client, queue);
  return job;
}

/** Keeps one link, and pauses between attempts to open it. */
function createReconnect({ where, open, reconnectMinMs, reconnectMaxMs, log }: BusOptions) {
  let current: Link | undefined;
  let failures = 0;
  let nextAttemptMs = 0;
  let lastFailure = '';

  function backOff(failure: string): void {
    const pauseMs = failures === 0 ? 0 : Math.min(reconnectMaxMs, reconnectMinMs * 2 ** (failures - 1));
    failures += 1;
    nextAttemptMs = performance.now() + pauseMs;
    lastFailure = failure;
    log.debug({ pauseMs, failures, where }, 'meter connection dropped');
  }

  async function end(): Promise<void> {
    const link = current;
    current = undefined;
    await link?.destroy();
  }

  return {
    async link(): Promise<Link> {
      if (current && !current.ended()) return current;
      const waitMs = nextAttemptMs - performance.now();
      if (waitMs > 0)
        throw unreachable(where, `${lastFailure}; next attempt in ${Math.ceil(waitMs / 1000)} s`);
      try {
        current = await open();
        return current;
      } catch (error) {
        backOff(messageOf(error));
        throw unreachable(where, messageOf(error));
      }
    },
    worked() {
      failures = 0;
    },
    async drop(failure: string, counts: boolean): Promise<void> {
      await end();
      if (counts) backOff(failure);
    },
    end,
  };
}
