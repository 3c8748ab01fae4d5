import type { Command } from '../command.ts';
import { lint } from '../meter/lint.ts';

const usage = `access-layer meter lint FILE... [--json]
access-layer meter probe HOST[:PORT] [options]
access-layer meter probe --rtu DEVICE [options]
access-layer meter probe http://HOST | mqtts://BROKER --device NAME | ws://GATEWAY:81
access-layer meter probe --z-wave STICK --node N

lint says what is wrong or doubtful in a meter profile, in which line, and what to do about it.

probe asks a meter by every profile, tells which one fits, and shows what the meter shows now. It only reads.
HOST alone is Modbus TCP at port 502. Close other programs first: many meters have one connection only.

  --unit N            unit (slave) number of the meter (default 1)
  --rtu DEVICE        a serial port, for example /dev/ttyUSB0, instead of HOST
  --baud N            of the serial port (default 9600)
  --parity P          none, even or odd (default none)
  --stop-bits N       1 or 2 (default 1)
  --rtu-over-tcp      HOST is a serial server that carries RTU frames
  --device NAME       MQTT: the device as it stands in its topics
  --channel N         REST, MQTT: which of its meters (default 0)
  --username U --password-file FILE --ca-file FILE   REST, MQTT: where it asks for them
  --z-wave STICK      a Z-Wave controller, for example /dev/ttyACM0 or tcp://HOST:PORT, that no other program holds
  --node N            Z-Wave: number of the meter in its network
  --listen S          MQTT, Chain 2, Z-Wave: how long to wait for it to speak, in seconds (default 60; a quarter-hour is 900)
  --profile-dir DIR   profiles of your own, asked as well
  --timeout MS        of each request (default 1000)
  --json              answer for programs

Exit code of lint: 0 it can be used, 1 it cannot, 2 a file cannot be read.
Exit code of probe: 0 a profile fits, 1 none fits, 2 nothing answers. Both: 64 a command line that makes no sense.`;

export default {
  name: 'meter',
  summary: 'checks meter profiles, and tells which one fits a meter',
  usage,
  async run([action, ...args], around) {
    if (action === 'lint') return lint(args, around);
    if (action === 'probe') return (await import('../meter/probe.ts')).probeMeter(args, around);
    around.stderr.write(`${usage}\n`);
    return 64;
  },
} satisfies Command;
