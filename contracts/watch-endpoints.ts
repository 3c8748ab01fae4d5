import { type ChainIdentity, endpointsOf } from './rpc-endpoints.ts';
import type { RpcUrl } from './rpc-url.ts';

/** What a service's log is asked for here. */
interface Log {
  warn(fields: object, message: string): void;
  info(fields: object, message: string): void;
}

/** Has the log told when the chain is asked at another node; with one node there is nothing to tell. */
export function watchEndpoints(
  chain: { rpcUrl: RpcUrl } & { [key in keyof ChainIdentity]?: string | number | undefined },
  log: Log,
): { inUse(): number } {
  const { rpcUrl, chainId, genesisHash } = chain;
  if (typeof rpcUrl === 'string') return { inUse: () => 0 };
  const endpoints = endpointsOf(rpcUrl);
  endpoints.watch({ chainId, genesisHash } as ChainIdentity, ({ position, ...change }) => {
    if (position === 0) log.info(change, 'the chain is asked at its first node again');
    else log.warn(change, 'the chain is asked at another node');
  });
  return endpoints;
}
