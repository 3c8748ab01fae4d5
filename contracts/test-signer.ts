import { once } from 'node:events';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type Hex, hexToBigInt, hexToNumber } from 'viem';
import type { TestAccount } from './test-chain.ts';

/** Of `eth_signTransaction`, as Web3Signer takes it. */
export interface SignRequest {
  method: string;
  token: string | undefined;
  /** Common name of the certificate that the caller showed. */
  caller: string | undefined;
  transaction: Record<string, Hex>;
}

/** What stands in for an answer; undefined: it signs as asked. */
export type Instead = (request: SignRequest) => Promise<{ status?: number; body: unknown } | undefined>;

/** For tests: signs over HTTP JSON-RPC with one key, as Web3Signer does, with TLS where it is given certificates. */
export async function startTestSigner(account: TestAccount, tls?: ServerOptions) {
  const asked: SignRequest[] = [];
  let instead: Instead = async () => undefined;

  async function answer(request: SignRequest): Promise<{ status?: number; body: unknown }> {
    asked.push(request);
    return (await instead(request)) ?? { body: { result: await sign(account, request.transaction) } };
  }

  const listener: RequestListener = async (incoming, outgoing) => {
    let text = '';
    for await (const chunk of incoming) text += chunk;
    const body = JSON.parse(text);
    const { authorization } = incoming.headers;
    const certificate = tls && (incoming.socket as TLSSocket).getPeerCertificate();
    const name = certificate?.subject?.CN;
    const said = await answer({
      ...{ method: body.method, token: authorization, transaction: body.params[0] },
      caller: Array.isArray(name) ? name[0] : name,
    });
    outgoing
      .writeHead(said.status ?? 200)
      .end(typeof said.body === 'string' ? said.body : JSON.stringify(said.body));
  };
  const server = tls ? createHttps(tls, listener) : createHttp(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answerInstead: (given: Instead) => {
      instead = given;
    },
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

export function sign(account: TestAccount, asked: Record<string, Hex>): Promise<Hex> {
  const { to, data, gas, gasPrice, nonce, chainId } = asked as Record<string, Hex>;
  return account.signTransaction({
    ...{ type: 'legacy', ...(to && { to }), data: data!, chainId: hexToNumber(chainId!) },
    ...{ gas: hexToBigInt(gas!), gasPrice: hexToBigInt(gasPrice!), nonce: hexToNumber(nonce!) },
  });
}
