import type { DurableCount } from '@access-layer/kit/metrics';
import { archiveStatus } from './calendar.ts';
import type { LifecycleBook } from './lifecycle-book.ts';
import { PHASES } from './policy.ts';

/** What is counted of the life of days, from the book. */
export function lifecycleMetrics(book: LifecycleBook): DurableCount[] {
  const status = () => archiveStatus(book, Date.now());
  const inPhases = (pick: (day: ReturnType<LifecycleBook['days']>[number]) => number) =>
    PHASES.map((phase) => {
      const days = book.days().filter((day) => day.phase === phase);
      return { labels: { phase }, value: days.reduce((sum, day) => sum + pick(day), 0) };
    });
  return [
    {
      name: 'access_layer_scd_calendar_entries',
      help: 'Days by phase, wherever they are',
      read: () => inPhases(() => 1),
    },
    {
      name: 'access_layer_scd_stored_bytes',
      help: 'Bytes of days in the store, by phase',
      read: () => inPhases(({ storedBytes }) => storedBytes),
    },
    {
      name: 'access_layer_scd_archive_bytes',
      help: 'Bytes in the archive',
      read: () => status().archived.bytes,
    },
    {
      name: 'access_layer_scd_archived_packets',
      help: 'Packets in the archive',
      read: () => status().archived.packets,
    },
    {
      name: 'access_layer_scd_archive_damages',
      help: 'Damages found by the last checks',
      read: () => status().damages,
    },
    {
      name: 'access_layer_scd_archive_failures_total',
      help: 'Times that something due for a day failed',
      read: () => Number(book.note('failures') ?? 0),
    },
    {
      name: 'access_layer_scd_archive_verified_timestamp_seconds',
      help: 'When the archive of a day was last read back and checked; 0 for never',
      read: () => Number(book.note('last-verification') ?? 0) / 1000,
    },
  ];
}
