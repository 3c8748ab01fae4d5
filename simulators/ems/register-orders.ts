import type { EmsOrder } from './device.ts';

/** Holding registers of a device: sparse, and only these exist. */
export type Registers = Map<number, number>;

/** How a device with these registers understands what is written into them. */
export interface RegisterDevice {
  /** Registers with what they hold at the beginning. */
  initial: () => Registers;
  /** What the registers order now; undefined: nothing is ordered. */
  orderIn: (registers: Registers) => EmsOrder | undefined;
  /** Called after a write, for what can be read elsewhere. */
  afterWrite?: (registers: Registers) => void;
}

const RATED_W = 10_000;
const signed16 = (word: number) => (word << 16) >> 16;
const unsigned32 = (registers: Registers, at: number) => registers.get(at)! * 65_536 + registers.get(at + 1)!;
const signed32 = (registers: Registers, at: number) => unsigned32(registers, at) | 0;

function float32(registers: Registers, at: number): number {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16BE(registers.get(at)!, 0);
  bytes.writeUInt16BE(registers.get(at + 1)!, 2);
  return bytes.readFloatBE();
}

function zeros(...ranges: [from: number, count: number][]): Registers {
  return new Map(
    ranges.flatMap(([from, count]) => Array.from({ length: count }, (_, i) => [from + i, 0] as const)),
  );
}

/** A SunSpec device at 40000: the common model, then the one that is asked for, then the end. */
function sunSpec(id: number, length: number, fill: (registers: Registers, base: number) => void) {
  const common = 40_002;
  const base = common + 2 + 66;
  return {
    base,
    initial(): Registers {
      const registers = zeros([40_000, 2 + 2 + 66 + 2 + length + 2]);
      const heads: [number, number][] = [
        [40_000, 0x5375],
        [40_001, 0x6e53],
        [common, 1],
        [common + 1, 66],
        [base, id],
        [base + 1, length],
        [base + 2 + length, 0xffff],
        [base + 3 + length, 0],
      ];
      for (const [address, word] of heads) registers.set(address, word);
      fill(registers, base);
      return registers;
    },
  };
}

/** Model 123, immediate controls: percent of the rating, with a revert timer (SunSpec, offsets from the model's id). */
function model123(): RegisterDevice {
  const { base, initial } = sunSpec(123, 24, (registers, at) => registers.set(at + 23, 0xfffe)); // SF -2
  return {
    initial,
    orderIn(registers) {
      if (registers.get(base + 9) !== 1) return undefined;
      const percent = registers.get(base + 5)! * 10 ** signed16(registers.get(base + 23)!);
      return { mode: 'limit-export', valueW: (RATED_W * percent) / 100, revertS: registers.get(base + 7)! };
    },
  };
}

/** Model 704, DER AC controls: a percentage, or watts that it is to give (so the sign turns). */
function model704(): RegisterDevice {
  const { base, initial } = sunSpec(704, 57, (registers, at) => {
    registers.set(at + 54, 0xffff); // SF -1
    registers.set(at + 55, 0);
  });
  return {
    initial,
    orderIn(registers) {
      const scale = (at: number) => 10 ** signed16(registers.get(base + at)!);
      if (registers.get(base + 22) === 1) {
        const givenW = signed32(registers, base + 24) * scale(55);
        return { mode: 'target', valueW: -givenW, revertS: unsigned32(registers, base + 31) };
      }
      if (registers.get(base + 14) !== 1) return undefined;
      const percent = registers.get(base + 15)! * scale(54);
      return {
        mode: 'limit-export',
        valueW: (RATED_W * percent) / 100,
        revertS: unsigned32(registers, base + 18),
      };
    },
  };
}

const PLANT_MODES = [undefined, 'limit-import', 'limit-export', 'target'] as const;

/** A plant's controller: power as a float at 100, timer at 102, mode at 103. */
const plant: RegisterDevice = {
  initial: () => zeros([100, 4]),
  orderIn(registers) {
    const mode = PLANT_MODES[registers.get(103)!];
    return mode && { mode, valueW: float32(registers, 100), revertS: registers.get(102)! };
  },
};

/** A battery that is told its power in one signed register and goes back when nobody has told it for a minute. */
const battery: RegisterDevice = {
  initial: () => new Map([[37, 0x8000]]),
  orderIn(registers) {
    const word = signed16(registers.get(37)!);
    return word === -0x8000 ? undefined : { mode: 'target', valueW: word, revertS: 60 };
  },
};

/** A charger: mA per phase at 0x4100, which can only be written; what it holds stands at 0x400e. Three phases of 230 V. */
const charger: RegisterDevice = {
  initial: () => new Map([...zeros([0x400e, 2], [0x4100, 2]), [0x4101, 16_000], [0x400f, 16_000]]),
  orderIn(registers) {
    const currentA = unsigned32(registers, 0x4100) / 1000;
    return currentA >= 16 ? undefined : { mode: 'limit-import', valueW: currentA * 3 * 230 };
  },
  afterWrite(registers) {
    registers.set(0x400e, registers.get(0x4100)!);
    registers.set(0x400f, registers.get(0x4101)!);
  },
};

/** Devices by the name of the template that commands them. */
export const REGISTER_DEVICES: Record<string, () => RegisterDevice> = {
  'sunspec-123': model123,
  'sunspec-704': model704,
  'industry-modbus': () => plant,
  'storage-modbus': () => battery,
  'ev-charger-modbus': () => charger,
};
