import { execFile } from 'node:child_process';

/** What systemd gives a service of Type=notify in its environment. */
export interface SystemdEnvironment {
  NOTIFY_SOCKET?: string | undefined;
  WATCHDOG_USEC?: string | undefined;
  PATH?: string | undefined;
}

/**
 * Tells systemd what sd_notify(3) does: READY=1, WATCHDOG=1. Node has no datagram sockets of Unix, so systemd's own
 * program carries it. Undefined where no systemd waits for it.
 */
export function createNotifier(
  { NOTIFY_SOCKET, WATCHDOG_USEC, PATH }: SystemdEnvironment,
  onError: (error: Error) => void,
): { tell(state: string): void; watchdogMs?: number } | undefined {
  if (!NOTIFY_SOCKET) return undefined;
  const watchdogMs = Number(WATCHDOG_USEC) / 1000;
  return {
    tell(state) {
      const env = { NOTIFY_SOCKET, PATH };
      execFile('systemd-notify', [state], { env, timeout: 5000 }, (error) => error && onError(error));
    },
    ...(watchdogMs > 0 && { watchdogMs }),
  };
}
