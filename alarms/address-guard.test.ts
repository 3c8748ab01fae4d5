import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { AccessLayerError } from '@access-layer/core/errors';
import { createAddressGuard } from './address-guard.ts';
import { guardedPost } from './guarded-post.ts';

const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'reached';
  } catch (error) {
    return error instanceof AccessLayerError ? error.code : String(error);
  }
};

test('no address that is near is reached, in whatever form it is written', () => {
  const { check } = createAddressGuard([]);
  const near = [
    ...[
      '127.0.0.1',
      '127.8.9.10',
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
    ],
    ...[
      '224.0.0.1',
      '255.255.255.255',
      '::1',
      '::',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '::127.0.0.1',
      'fe80::1',
    ],
    ...['fd00::1', '64:ff9b::7f00:1', '2002:7f00:1::', 'ff02::1', '::ffff:a9fe:a9fe', 'nothing'],
  ];
  for (const address of near)
    assert.equal(
      codeOf(() => check(address, 'x')),
      'ALM_TARGET_REFUSED',
      address,
    );
  for (const address of ['93.184.216.34', '2606:4700::1111', '::ffff:93.184.216.34'])
    assert.equal(
      codeOf(() => check(address, 'x')),
      'reached',
      address,
    );
});

test('an allowed network is reached, and no other', () => {
  const { check, isExempt } = createAddressGuard(['10.1.0.0/16', '::1/128']);
  for (const address of ['10.1.2.3', '::1'])
    assert.equal(
      codeOf(() => check(address, 'x')),
      'reached',
      address,
    );
  for (const address of ['10.2.0.1', '127.0.0.1', '::2'])
    assert.equal(
      codeOf(() => check(address, 'x')),
      'ALM_TARGET_REFUSED',
      address,
    );
  assert.ok(isExempt('10.1.2.3') && !isExempt('93.184.216.34'));
});

test('a name that leads here, other spellings, redirects and names with a user are refused before anything is sent', async (t) => {
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    if (request.url === '/away') return response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    response.end('thank you');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const post = async (url: string, allow: string[] = []) => {
    try {
      return await guardedPost(url, { headers: {}, body: '{}' }, createAddressGuard(allow));
    } catch (error) {
      return (error as AccessLayerError).code;
    }
  };
  const refused = [
    ...[
      `https://localhost:${port}/`,
      `http://127.0.0.1:${port}/`,
      `https://127.1:${port}/`,
      `https://2130706433:${port}/`,
    ],
    ...[
      `https://0x7f.1:${port}/`,
      `https://[::1]:${port}/`,
      `https://[::ffff:127.0.0.1]:${port}/`,
      'ftp://example.com/',
    ],
    ...['https://user:word@example.com/', 'http://93.184.216.34/', 'nonsense'],
  ];
  for (const url of refused) assert.equal(await post(url), 'ALM_TARGET_REFUSED', url);
  assert.equal(asked, 0);
  const here = ['127.0.0.1/32'];
  assert.equal(await post(`http://127.0.0.1:${port}/`, here), '200 thank you');
  assert.equal(await post(`http://127.0.0.1:${port}/away`, here), 'ALM_SEND_FAILED');
  assert.equal(await post(`http://localhost:${port}/`, here), 'ALM_TARGET_REFUSED', 'in the clear to a name');
  assert.equal(asked, 2);
});
