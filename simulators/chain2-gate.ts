import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import {
  type Chain2Message,
  type Chain2Supply,
  chain2Messages,
  contractMessage,
  interruptionMessage,
} from './chain2-messages.ts';

export interface Chain2GateOptions extends Chain2Supply {
  host?: string;
  /** 0 takes any free port. */
  port: number;
  /** Simulated time in milliseconds since 1970. */
  nowMs: () => number;
  meter?: 'M1' | 'M2';
  /** It has heard its meter since then, in simulated time; since its start unless given. */
  sinceMs?: number;
  /** How often it looks for what the meter has sent, real ms. */
  lookMs?: number;
}

export interface Chain2Gate {
  port: number;
  /** Clients that have said "!", since the start. */
  greetings(): number;
  /** Sends a message of the meter to everybody; it is the latest of its type from now on. */
  say(message: Chain2Message): void;
  /** Any text whatever. */
  sayText(text: string): void;
  /** The supply was off until now: what the meter tells when it has power again. */
  interrupt(outageS: number): void;
  /** Cuts every connection; new ones are taken. */
  hangUp(): void;
  close(): Promise<void>;
}

const ID = 'c2g-000000000';

/**
 * A Chain2Gate: a WebSocket that tells its name to whoever says "!", then the latest message of each type once more, and
 * then every new one; and the same over HTTP (/info.json, /lastcf.json, /getcf.json?type=cf1).
 */
export async function startChain2Gate(options: Chain2GateOptions): Promise<Chain2Gate> {
  const { host = '127.0.0.1', port, nowMs, meter = 'M1', sinceMs = nowMs(), lookMs = 200 } = options;
  const latest = new Map<string, string>();
  let lookedMs = sinceMs;
  let greetings = 0;
  const wrap = ({ type, sentMs, payload }: Chain2Message) =>
    JSON.stringify({
      Chain2Data: { Id: ID, Ts: timestamp(sentMs), Meter: meter, Type: type, Payload: payload },
    });
  const info = JSON.stringify({ Chain2Info: { Id: ID, Ip: host, ProgId: 'simulator', CFcountFromBoot: 0 } });

  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://gateway');
    const type = url.searchParams.get('type')?.toUpperCase() ?? '';
    const answer = {
      '/info.json': info,
      '/lastcf.json': [...latest.values()].at(-1),
      '/getcf.json': latest.get(type),
    }[url.pathname];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(answer ?? '{}');
  });
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      if (String(data) !== '!') return;
      greetings += 1;
      socket.send(info);
      for (const text of latest.values()) socket.send(text);
    });
  });

  function sayText(text: string): void {
    for (const socket of sockets.clients) socket.send(text);
  }
  function say(message: Chain2Message): void {
    latest.delete(message.type);
    latest.set(message.type, wrap(message));
    sayText(wrap(message));
  }
  function look(): void {
    const untilMs = nowMs();
    for (const message of chain2Messages(options, lookedMs, untilMs)) say(message);
    lookedMs = Math.max(lookedMs, untilMs);
  }

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, resolve);
  });
  say(contractMessage(options, Math.floor(nowMs() / 1000) * 1000));
  const timer = setInterval(look, lookMs);
  return {
    port: (http.address() as AddressInfo).port,
    greetings: () => greetings,
    say,
    sayText,
    interrupt: (outageS) => say(interruptionMessage(Math.floor(nowMs() / 1000) * 1000, outageS)),
    hangUp() {
      for (const socket of sockets.clients) socket.terminate();
    },
    close() {
      clearInterval(timer);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}

function timestamp(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
}
