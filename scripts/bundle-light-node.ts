// `npm run bundle:light-node`: makes what is installed on an edge box, one file for each processor.
import { parseArgs } from 'node:util';
import { bundleLightNode } from './light-node-bundle/bundle.ts';
import { bundleDrivers } from './light-node-bundle/drivers.ts';
import { ARCHITECTURES, type Architecture } from './light-node-bundle/runtime.ts';

const USAGE = `Usage: npm run bundle:light-node -- [--arch x64] [--arch arm64] [--z-wave] [--out DIR]
       npm run bundle:light-node -- --drivers DIR --number N [--out DIR]

Makes access-layer-light-node-VERSION-linux-ARCH.tar.gz with its .sha256 in DIR (dist): Node, the Light Node and its
installation in one file, nothing to fetch. Both processors unless --arch says which. The same source gives the same
bytes. docs/light-node.md tells how to install it. --z-wave adds zwave-js with its database of devices, for boxes with a stick.

With --drivers it makes a bundle of what is in DIR/drivers, DIR/ems (*.ts), DIR/meters and DIR/ems-templates (*.yaml), for
the boxes that run this release. N is higher each time.`;

const { arch, out, zwave, drivers, number, help } = readArguments();
if (help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
if (drivers !== undefined) {
  const { release, packed } = await bundleDrivers({ from: drivers, number, outDir: out });
  process.stdout.write(
    `${packed.file}\n  drivers ${release.version}: ${megabytes(packed.bytes)}\n  sha256 ${packed.sha256}\n`,
  );
  process.exit(0);
}
await bundleLightNode(
  arch,
  { outDir: out, zwave },
  ({ architecture, node }, { file, bytes, unpackedBytes, sha256 }) => {
    process.stdout.write(
      `${file}\n  ${architecture}, Node ${node}: ${megabytes(bytes)}, unpacked ${megabytes(unpackedBytes)}\n  sha256 ${sha256}\n`,
    );
  },
);

interface Arguments {
  arch: Architecture[];
  out: string;
  zwave: boolean;
  drivers: string | undefined;
  number: number;
  help: boolean;
}

function readArguments(): Arguments {
  try {
    const { values } = parseArgs({
      options: {
        arch: { type: 'string', multiple: true, default: [...ARCHITECTURES] },
        out: { type: 'string', default: 'dist' },
        'z-wave': { type: 'boolean', default: false },
        drivers: { type: 'string' },
        number: { type: 'string', default: '0' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const unknown = values.arch.find((name) => !(ARCHITECTURES as readonly string[]).includes(name));
    if (unknown) throw new TypeError(`--arch ${unknown} is unknown; there are ${ARCHITECTURES.join(', ')}`);
    const number = Number(values.number);
    if (values.drivers !== undefined && !(Number.isInteger(number) && number > 0 && number < 1_000_000))
      throw new TypeError(`--number ${values.number}; expected one from 1 for the drivers`);
    return {
      ...values,
      zwave: values['z-wave'],
      number,
      drivers: values.drivers,
      arch: values.arch as Architecture[],
    };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    process.exit(2);
  }
}
