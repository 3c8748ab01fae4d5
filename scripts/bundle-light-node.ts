// `npm run bundle:light-node`: makes what is installed on an edge box, one file for each processor.
import { parseArgs } from 'node:util';
import { bundleLightNode } from './light-node-bundle/bundle.ts';
import { ARCHITECTURES, type Architecture } from './light-node-bundle/runtime.ts';

const USAGE = `Usage: npm run bundle:light-node -- [--arch x64] [--arch arm64] [--out DIR]

Makes access-layer-light-node-VERSION-linux-ARCH.tar.gz with its .sha256 in DIR (dist): Node, the Light Node and its
installation in one file, nothing to fetch. Both processors unless --arch says which. The same source gives the same
bytes. docs/light-node.md tells how to install it.`;

const { arch, out, help } = readArguments();
if (help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
await bundleLightNode(arch, out, ({ architecture, node }, { file, bytes, unpackedBytes, sha256 }) => {
  process.stdout.write(
    `${file}\n  ${architecture}, Node ${node}: ${megabytes(bytes)}, unpacked ${megabytes(unpackedBytes)}\n  sha256 ${sha256}\n`,
  );
});

function readArguments(): { arch: Architecture[]; out: string; help: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        arch: { type: 'string', multiple: true, default: [...ARCHITECTURES] },
        out: { type: 'string', default: 'dist' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const unknown = values.arch.find((name) => !(ARCHITECTURES as readonly string[]).includes(name));
    if (unknown) throw new TypeError(`--arch ${unknown} is unknown; there are ${ARCHITECTURES.join(', ')}`);
    return { ...values, arch: values.arch as Architecture[] };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    process.exit(2);
  }
}
