import type { NodeReport } from '../../api/nodes.ts';
import { Badge } from '../../parts/badge.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { nodes } from './texts.ts';

export function Clock({ synchronised }: { synchronised: boolean | undefined }) {
  const t = useTexts(nodes);
  if (synchronised === undefined) return '–';
  return (
    <Badge tone={synchronised ? 'good' : 'warn'}>{synchronised ? t.synchronised : t.unsynchronised}</Badge>
  );
}

/** Weaker than this a wireless connection is about to break. */
const POOR_DBM = -80;

/** How the node reaches the network: its interface, and the strength of a wireless one. */
export function Signal({ of }: { of: NodeReport['signal'] }) {
  const formats = useFormats();
  if (!of) return '–';
  if (of.dbm === undefined) return of.interface;
  return (
    <Badge tone={of.dbm < POOR_DBM ? 'warn' : 'good'}>
      {of.interface} {formats.number(of.dbm)} dBm
    </Badge>
  );
}

/** Whether it reads its meter, and what else keeps it from working. */
export function MeterState({ report: { meter, meterError, storage, halted } }: { report: NodeReport }) {
  const t = useTexts(nodes);
  if (halted) return <Badge tone="bad">{t.halted(halted)}</Badge>;
  if (storage) return <Badge tone="bad">{t.storageError}</Badge>;
  if (meter === 'error') return <Badge tone="bad">{t.meterError(meterError ?? '')}</Badge>;
  return meter === undefined ? '–' : <Badge tone="good">{t.meterOk}</Badge>;
}
