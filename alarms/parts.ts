import type { AccessLayerClient } from '@access-layer/client/create-client';
import type { Log } from '@access-layer/kit/log';
import type { Alarms } from './alarms.ts';
import type { Channels } from './channels.ts';
import type { AlarmsSettings } from './config.ts';
import type { Senders } from './deliver.ts';
import type { History } from './history.ts';
import type { Live } from './live.ts';
import type { Book } from './open-book.ts';
import type { Outbox } from './outbox.ts';
import type { Rules } from './rules.ts';
import type { Samples } from './samples.ts';
import type { Silences } from './silences.ts';
import type { SourceStates } from './source-states.ts';
import type { Teller } from './tell.ts';
import type { Watches } from './watches.ts';

/** What every operation works on. */
export interface Parts {
  settings: AlarmsSettings;
  book: Book;
  rules: Rules;
  alarms: Alarms;
  silences: Silences;
  channels: Channels;
  history: History;
  outbox: Outbox;
  teller: Teller;
  watches: Watches;
  samples: Samples;
  senders: Senders;
  sources: SourceStates;
  live: Live;
  /** As the DSO's client. */
  client: AccessLayerClient;
  log: Log;
  /** Sends what waits in the outbox, soon. */
  kick(): void;
  now(): number;
}
