import type { FastifyRequest } from 'fastify';

export interface BaseUriOptions {
  /** Addresses beside loopback whose X-Forwarded-* headers count. */
  trustedProxies: readonly string[];
  /** What clients reach this API by; X-Forwarded-* and Host count for nothing then. */
  publicUrl?: string;
}

const LOOPBACK = /^(::1|(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;
const HOST = /^[a-zA-Z0-9.-]{1,253}(:\d{1,5})?$|^\[[0-9a-fA-F:]{2,45}\](:\d{1,5})?$/;
const PREFIX = /^(\/[a-zA-Z0-9._~-]{1,64}){1,8}\/?$/;

/**
 * Scheme, host and path by which the client reached this API, without a slash at the end. Behind a gateway that is
 * what X-Forwarded-Proto, -Host and -Prefix say, if a trusted neighbour says it.
 */
export function baseUri(request: FastifyRequest, ownPrefix: string, options: BaseUriOptions): string {
  if (options.publicUrl) return `${options.publicUrl.replace(/\/+$/, '')}${ownPrefix}`;
  const peer = request.socket.remoteAddress ?? '';
  const trusted = LOOPBACK.test(peer) || options.trustedProxies.includes(peer);
  const forwarded = (name: string, form: RegExp) => {
    const value = trusted ? [request.headers[name]].flat()[0]?.split(',')[0]?.trim() : undefined;
    return value !== undefined && form.test(value) ? value : undefined;
  };
  const scheme = forwarded('x-forwarded-proto', /^https?$/) ?? request.protocol;
  const asked = request.headers.host ?? '';
  const host = forwarded('x-forwarded-host', HOST) ?? (HOST.test(asked) ? asked : 'localhost');
  const prefix = forwarded('x-forwarded-prefix', PREFIX)?.replace(/\/$/, '') ?? '';
  return `${scheme}://${host}${prefix}${ownPrefix}`;
}
