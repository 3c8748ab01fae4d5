// One instance of the Events API in a process of its own, to be killed: its argument is the options of the stream.
import kafkaStream from '@access-layer/kit/streams/kafka';
import { openInstance } from './events-instance.ts';

const { url } = await openInstance(await kafkaStream.create(JSON.parse(process.argv[2]!)));
process.stdout.write(`${url}\n`);
