import { isIP } from 'node:net';

/** Whether a host, an IPv6 address without brackets, is this machine's own. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** The same of a host as it stands in a URL or a Host header: IPv6 in brackets, with a port or without. */
export function isLoopbackAuthority(authority: string): boolean {
  const [, host = ''] = /^([^:]*|\[::1\])(?::\d+)?$/.exec(authority) ?? [];
  return host === '[::1]' || isLoopback(host);
}
