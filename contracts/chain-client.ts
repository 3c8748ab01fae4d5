import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import {
  type Abi,
  createPublicClient,
  decodeErrorResult,
  HttpRequestError,
  http,
  isHex,
  RpcRequestError,
  TimeoutError,
} from 'viem';
import { findCause } from './find-cause.ts';
import { endpointsOf } from './rpc-endpoints.ts';
import type { RpcUrl } from './rpc-url.ts';

export interface ChainAddress {
  /** Of several the next is asked where one does not answer. */
  rpcUrl: RpcUrl;
  /** Deadline of each single call, in milliseconds; 10,000 unless given. */
  timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;
/** Where viem itself hangs; a client's own timeout is shorter. */
const DEADLINE_MS = 90_000;

/**
 * A viem client that neither caches nor retries: the caller knows whether a second try makes sense. One answer may be
 * large (a dump of the chain, a page of logs), so viem's limit on it is off; the node is our own.
 */
export function createChainClient({ rpcUrl, timeoutMs = DEFAULT_TIMEOUT_MS }: ChainAddress) {
  const transport =
    typeof rpcUrl === 'string'
      ? http(rpcUrl, { timeout: timeoutMs, retryCount: 0, maxResponseBodySize: false })
      : endpointsOf(rpcUrl).transport(timeoutMs);
  return createPublicClient({ transport, cacheTime: 0 });
}

export type ChainClient = ReturnType<typeof createChainClient>;

/**
 * Waits for an answer of the chain, under a deadline of our own beside viem's, and turns every failure into an
 * AccessLayerError: CHAIN_TIMEOUT and CHAIN_UNREACHABLE (retryable), CHAIN_REVERTED (context.error is the name of the
 * contract's error, context.args its values), CHAIN_RPC (context.rpcMessage is what the node said).
 */
export async function ask<T>(
  what: string,
  answer: Promise<T>,
  { abi, deadlineMs = DEADLINE_MS }: { abi?: Abi; deadlineMs?: number } = {},
): Promise<T> {
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(timeoutError(what, deadlineMs)), deadlineMs);
  try {
    return await Promise.race([answer, expired]);
  } catch (error) {
    throw toChainError(what, error, abi);
  } finally {
    clearTimeout(timer);
  }
}

export function timeoutError(what: string, afterMs?: number): AccessLayerError {
  const within = afterMs === undefined ? 'in time' : `within ${afterMs} ms`;
  return new AccessLayerError({
    code: 'CHAIN_TIMEOUT',
    message: `${what}: no answer from the chain node ${within}; it may still take effect. Ask again.`,
    retryable: true,
  });
}

function toChainError(what: string, error: unknown, abi?: Abi): AccessLayerError {
  const own = findCause(error, AccessLayerError);
  if (own) return own;
  if (findCause(error, TimeoutError)) return timeoutError(what);
  const rpc = findCause(error, RpcRequestError);
  const revertData = isHex(rpc?.data) && rpc.data !== '0x' ? rpc.data : undefined;
  if (abi && revertData) return revertedError(what, decodeErrorResult({ abi, data: revertData }), error);
  const http = rpc ? undefined : findCause(error, HttpRequestError);
  if (http) {
    return new AccessLayerError({
      code: 'CHAIN_UNREACHABLE',
      message: `${what}: the chain node does not answer (${http.details}). Is it running?`,
      retryable: true,
      cause: error,
    });
  }
  const rpcMessage = rpc?.details ?? messageOf(error);
  return new AccessLayerError({
    code: 'CHAIN_RPC',
    message: `${what}: the chain node refused: ${rpcMessage}`,
    context: { rpcMessage },
    cause: error,
  });
}

/** Whether the node says that it has this transaction: it came twice, as after an answer that was lost. */
export function isKnownTransaction(error: unknown): boolean {
  const said = error instanceof AccessLayerError ? String(error.context.rpcMessage ?? '') : '';
  return /already (known|imported)|known transaction/i.test(said);
}

function revertedError(
  what: string,
  { errorName, args }: { errorName: string; args?: readonly unknown[] },
  error: unknown,
): AccessLayerError {
  const values = (args ?? []).map(String);
  return new AccessLayerError({
    code: 'CHAIN_REVERTED',
    message: `${what}: the contract refused with ${errorName}(${values.join(', ')})`,
    context: { error: errorName, args: values },
    cause: error,
  });
}
