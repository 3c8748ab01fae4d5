import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { NodeBook } from './node-book.ts';

/** What every adapter must do; `open` gives a book over the same data each time it is called with the same folder. */
export function nodeBookConformance(name: string, open: (dir: string) => Promise<NodeBook>): void {
  async function fresh(t: TestContext): Promise<{ book: NodeBook; dir: string }> {
    const dir = mkdtempSync(join(tmpdir(), 'node-book-'));
    const book = await open(dir);
    t.after(async () => {
      await book.close();
      rmSync(dir, { recursive: true });
    });
    return { book, dir };
  }

  describe(`node book ${name}`, () => {
    test('keeps one entry per node of everything that was noted', async (t) => {
      const { book } = await fresh(t);
      await book.connected('a', { atMs: 10, fingerprint: 'AA:01' });
      await book.reported('a', '{"state":"ok"}', 20);
      await book.described('a', '{"firmware":"1"}', 20);
      await book.reported('a', '{"state":"ok"}', 21);
      await book.accepted([{ node: 'a', seq: 7, atMs: 30 }]);
      await book.disconnected('a', 40);
      assert.deepEqual(await book.find('a'), {
        ...{ node: 'a', isConnected: false, connectionAtMs: 40, fingerprint: 'AA:01' },
        ...{ status: '{"state":"ok"}', statusAtMs: 21, lastSeq: 7, lastAcceptedAtMs: 30 },
        ...{ description: '{"firmware":"1"}', describedAtMs: 20 },
      });
      assert.equal(await book.find('b'), undefined);
    });

    test('the highest sequence stays when a lower one comes late', async (t) => {
      const { book } = await fresh(t);
      await book.accepted([{ node: 'a', seq: 9, atMs: 1 }]);
      await book.accepted([{ node: 'a', seq: 3, atMs: 2 }]);
      assert.deepEqual(await book.find('a'), {
        ...{
          node: 'a',
          isConnected: false,
          connectionAtMs: 0,
          fingerprint: '',
          lastSeq: 9,
          lastAcceptedAtMs: 2,
        },
      });
    });

    test('lists by name, in pages', async (t) => {
      const { book } = await fresh(t);
      for (const node of ['c', 'a', 'b']) await book.reported(node, 'x', 1);
      const names = async (after: string, limit: number) =>
        (await book.list(after, limit)).map(({ node }) => node);
      assert.deepEqual(await names('', 2), ['a', 'b']);
      assert.deepEqual(await names('b', 2), ['c']);
      assert.deepEqual(await names('c', 2), []);
    });

    test('keeps its entries over a restart, after which nobody is connected', async (t) => {
      const { book, dir } = await fresh(t);
      await book.connected('a', { atMs: 1, fingerprint: 'F' });
      await book.disconnected('b', 1);
      const again = await open(dir);
      await again.reset(5);
      const entries = await again.list('', 10);
      await again.close();
      assert.deepEqual(
        entries.map(({ node, isConnected, connectionAtMs }) => [node, isConnected, connectionAtMs]),
        [
          ['a', false, 5],
          ['b', false, 1],
        ],
      );
    });
  });
}
