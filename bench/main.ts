import { parseArgs } from 'node:util';

const USAGE = `Measures on this machine, each figure beside the reference of the same moment.

  node bench/main.ts [intake|ingest|store|read-ledger|light-node|all] [--readings N]

  intake           packets verified, on disk and acknowledged a second
  ingest           records verified again and stored a second, as measurements, trees and ledger
  store            a PoD's day with proofs, months and sums over PoDs at the service, among many readings
  read-ledger      what a reader waits longer because his question is entered, on disk, before the answer
  light-node       start and memory of the Light Node as it is bundled, and signatures a second
  all              all of it; the default
  --readings N     readings that section store stores first; 1,000,000 where absent. 10,000,000 take some minutes and 4 GB
  --help           this text`;

const SECTIONS = ['intake', 'ingest', 'store', 'read-ledger', 'light-node', 'all'];

function readArguments(): { section: string; readings: number } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { readings: { type: 'string', default: '1000000' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) {
      process.stdout.write(`${USAGE}\n`);
      process.exit(0);
    }
    const [section = 'all', ...more] = positionals;
    if (!SECTIONS.includes(section) || more.length > 0)
      throw new TypeError(`"${positionals.join(' ')}"; expected one of ${SECTIONS.join(', ')}`);
    const readings = Number(values.readings.replaceAll(/[,_]/g, ''));
    if (!Number.isSafeInteger(readings) || readings < 1000)
      throw new TypeError(`--readings ${values.readings}; expected a number from 1000`);
    return { section, readings };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    process.exit(2);
  }
}

const { section, readings } = readArguments();
// Loaded when they are run: `--help` needs neither chain nor web3.js.
await import('@access-layer/kit/native');
const isAsked = (name: string) => section === name || section === 'all';
if (isAsked('intake')) await (await import('./intake-section.ts')).benchIntake();
if (isAsked('ingest')) await (await import('./ingest-section.ts')).benchIngest();
if (isAsked('store')) await (await import('./store-section.ts')).benchStore(readings);
if (isAsked('read-ledger')) await (await import('./read-ledger-section.ts')).benchReadLedger();
if (isAsked('light-node')) await (await import('./light-node-section.ts')).benchLightNode();
