import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { type AdmissionParts, admit } from './admission.ts';
import { Limits } from './limits.ts';
import type { Route } from './route-table.ts';

const route: Route = { prefix: '/d', upstream: 'x', scopes: { read: ['data:read'] }, limit: 'data' };

test('until the issuer is ready nobody is let in', async (t) => {
  const http = Fastify();
  t.after(() => http.close());
  const limits = new Limits({ data: { perS: 1, burst: 1 }, refused: { perS: 1, burst: 1 } });
  const parts: AdmissionParts = { issuer: () => undefined, limits, maxBodyBytes: 1 };
  let refused: unknown;
  http.get('/d', async (request, reply) => {
    await admit(request, reply, route, parts).catch((error) => {
      refused = error;
    });
    return 'done';
  });
  await http.inject('/d');
  assert.equal((refused as { code: string }).code, 'GW_STARTING');
});
