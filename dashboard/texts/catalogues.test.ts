import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type Catalogue, chooseLanguage, LANGUAGES, localeOf, type Text } from './texts.ts';

const root = join(import.meta.dirname, '..');

/** Every file that may hold a catalogue: `texts.ts` and `…-texts.ts` of a page, and those in this folder. */
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter(
    (file) => /(^|\/|-)texts\.ts$|^texts\/[a-z-]+\.ts$/.test(file) && !/^(node_modules|dist)\//.test(file),
  )
  .filter((file) => !['texts/texts.ts', 'pages/verify/proof-texts.ts'].includes(file));

/** Every text with its path; a function is called with a mark for each value, so that a lost one shows. */
function* textsOf(catalogue: Catalogue, path = ''): Generator<[string, Text]> {
  for (const [name, value] of Object.entries(catalogue)) {
    if (typeof value === 'object') yield* textsOf(value, `${path}${name}.`);
    else yield [path + name, value];
  }
}

function said(text: Text): string {
  if (typeof text === 'string') return text;
  return text(...(Array.from({ length: text.length }, (_, index) => `«${index}»`) as never[]));
}

test('there are catalogues', () => assert.ok(files.length >= 5, `${files.length} files`));

describe('English and Italian say the same', () => {
  for (const file of files) {
    test(file, async () => {
      const exported = Object.values((await import(join(root, file))) as Record<string, unknown>);
      const catalogues = exported.filter(
        (value): value is Record<'en' | 'it', Catalogue> =>
          typeof value === 'object' && value !== null && 'en' in value && 'it' in value,
      );
      assert.ok(catalogues.length > 0, `${file} exports no catalogue`);
      for (const { en, it } of catalogues) {
        const [english, italian] = [new Map(textsOf(en)), new Map(textsOf(it))];
        assert.deepEqual([...italian.keys()].sort(), [...english.keys()].sort());
        for (const [name, text] of english) {
          const [a, b] = [said(text), said(italian.get(name)!)];
          assert.ok(a.trim() && b.trim(), `${name} is empty`);
          const marks = (of: string) => (of.match(/«\d+»/g) ?? []).sort().join();
          assert.equal(marks(b), marks(a), `${name}: values`);
        }
      }
    });
  }
});

test('the language is what was chosen, then what the browser prefers, else English', () => {
  assert.equal(chooseLanguage('it', ['en-US']), 'it');
  assert.equal(chooseLanguage(null, ['de-DE', 'it-CH', 'en']), 'it');
  assert.equal(chooseLanguage(null, ['de-DE']), 'en');
  assert.equal(chooseLanguage('xx', ['fr']), 'en');
});

test('numbers and dates are those of the viewer’s own region', () => {
  assert.equal(localeOf('it', ['de-DE', 'it-CH']), 'it-CH');
  assert.equal(localeOf('en', ['it-IT']), 'en-GB');
  assert.deepEqual([...LANGUAGES], ['en', 'it']);
});
