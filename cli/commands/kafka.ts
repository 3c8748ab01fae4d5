import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '@access-layer/core/errors';
import { loadConfig } from '@access-layer/kit/config';
import { KafkaStreamConfig } from '@access-layer/kit/stream-config';
import { openGrants } from '@access-layer/kit/streams/kafka-parts/grant';
import { SERVICE_RIGHTS } from '@access-layer/kit/streams/kafka-parts/rights';
import type { Command, Surroundings } from '../command.ts';

const usage = `access-layer kafka grant FILE [PARTY…]
access-layer kafka withdraw FILE PARTY…
access-layer kafka share FILE TOPIC [--writers PARTY,…] [--readers PARTY,…]
access-layer kafka show FILE

Topics of the Access Layer on Apache Kafka, and who may do what with them. FILE holds what stands under \`stream\` in the
configuration of a service, with the user of an administrator of the brokers.

  grant      makes all topics, and gives each service and each party exactly the rights that it needs: a party reads its
             own topics (measurements.PARTY …) in groups that begin with party.PARTY., and writes nowhere. Parties that
             have topics keep them. What was granted to a service or a party beside is taken back
  share      makes a topic shared.TOPIC that players exchange records on, for exactly these writers and readers
  withdraw   takes from parties all rights, and removes their topics
  show       says who may do what

A principal is the name of the service, or the id of the party in the registry. Users and passwords are made with the
tools of Kafka. Which parties get records is set in the Shared Customer Database: partyTopics.parties.

Exit code: 0 done, 1 the brokers did not do it, 2 FILE cannot be read, 64 a command line that makes no sense.`;

const LISTS = { writers: { type: 'string', default: '' }, readers: { type: 'string', default: '' } } as const;
const TOPIC = /^[a-z0-9][a-z0-9-]{0,63}$/;
const PARTY = /^[a-z0-9][a-z0-9-]{0,63}$/;

export default {
  name: 'kafka',
  summary: 'makes the topics on Apache Kafka, and says who may do what with them',
  usage,
  async run(args, around) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options: LISTS });
    const [action = '', file, ...names] = positionals;
    const [writers, readers] = [values.writers, values.readers].map((list) =>
      list.split(',').filter(Boolean),
    );
    const asked = { action, names, writers: writers!, readers: readers! };
    const fault = faultOf(file, asked);
    if (fault) {
      around.stderr.write(`${fault}\n\n${usage}\n`);
      return 64;
    }
    let config: KafkaStreamConfig;
    try {
      config = loadConfig(KafkaStreamConfig, { file: resolve(around.cwd, file!) });
    } catch (error) {
      around.stderr.write(`${messageOf(error)}\n`);
      return 2;
    }
    try {
      await act(config, asked, around);
      return 0;
    } catch (error) {
      around.stderr.write(`${messageOf(error)}\n`);
      return 1;
    }
  },
} satisfies Command;

interface Asked {
  action: string;
  /** Parties, or a topic to share. */
  names: string[];
  writers: string[];
  readers: string[];
}

function faultOf(file: string | undefined, { action, names, writers, readers }: Asked): string | undefined {
  const actions = ['grant', 'withdraw', 'share', 'show'];
  if (!actions.includes(action)) return `What is to be done? Expected one of ${actions.join(', ')}`;
  if (!file) return 'Which brokers? Expected a FILE';
  if (action === 'share' && (names.length !== 1 || !TOPIC.test(names[0]!)))
    return 'Which topic? Expected one TOPIC';
  const parties = action === 'share' ? [...writers, ...readers] : [...names, ...writers, ...readers];
  if (action !== 'share' && writers.length + readers.length > 0)
    return '--writers and --readers go with share';
  if (action === 'withdraw' && parties.length === 0) return 'From whom? Expected a PARTY';
  if (action === 'show' && parties.length > 0) return 'show takes no PARTY';
  const services = SERVICE_RIGHTS.map(({ principal }) => principal);
  const wrong = parties.find((party) => !PARTY.test(party) || services.includes(party));
  return wrong && `${JSON.stringify(wrong)} is no id of a party`;
}

async function act(
  config: KafkaStreamConfig,
  { action, names, writers, readers }: Asked,
  { stdout }: Surroundings,
): Promise<void> {
  const grants = openGrants(config);
  try {
    if (action === 'grant') await grants.grant(names, (principal) => stdout.write(`${principal}: granted\n`));
    else if (action === 'withdraw') {
      await grants.withdraw(names);
      stdout.write(`${names.join(', ')}: withdrawn\n`);
    } else if (action === 'share') {
      await grants.share(names[0]!, writers, readers);
      stdout.write(
        `shared.${names[0]}: written by ${writers.join(', ') || 'nobody'}, read by ${readers.join(', ') || 'nobody'}\n`,
      );
    } else {
      for (const { principal, operation, resource } of await grants.granted())
        stdout.write(`${principal.padEnd(26)} ${operation.padEnd(6)} ${resource}\n`);
    }
  } finally {
    await grants.close();
  }
}
