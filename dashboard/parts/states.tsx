import { AccessLayerError } from '@access-layer/core/errors';
import { Inbox, type LucideIcon, SearchX, ServerOff, ShieldAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { common } from '../texts/common.ts';
import { useTexts } from '../texts/use-texts.tsx';
import { Icon } from './icon.tsx';

/** What is shown while a panel has nothing yet. */
export function Skeleton({ rows = 3 }: { rows?: number }) {
  const t = useTexts(common);
  return (
    <div className="skeleton" role="status" aria-label={t.loading}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars without identity
        <i key={row} />
      ))}
    </div>
  );
}

/** Nothing to show: why, and what to do about it. */
export function Empty({
  title,
  help,
  icon = Inbox,
  action,
}: {
  title?: string;
  help: ReactNode;
  icon?: LucideIcon;
  action?: ReactNode;
}) {
  const t = useTexts(common);
  return (
    <div className="state">
      <Icon of={icon} size={22} />
      <strong>{title ?? t.states.empty}</strong>
      <p>{help}</p>
      {action}
    </div>
  );
}

/** A failure in plain words, with what to do. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useTexts(common);
  const { icon, title, help, detail } = describe(error, t.states);
  return (
    <div className="state error" role="alert">
      <Icon of={icon} size={22} />
      <strong>{title}</strong>
      <p>{help}</p>
      {detail && <code>{detail}</code>}
      {retry && (
        <button type="button" className="button" onClick={retry}>
          {t.tryAgain}
        </button>
      )}
    </div>
  );
}

type Words = (typeof common)['en']['states'];

function describe(error: unknown, t: Words) {
  const status = error instanceof AccessLayerError ? Number(error.context.status ?? 0) : 0;
  if (status === 401) return { icon: ShieldAlert, title: t.signedOut, help: t.signedOutHelp };
  if (status === 403) return { icon: ShieldAlert, title: t.forbidden, help: t.forbiddenHelp };
  if (status === 404) return { icon: SearchX, title: t.missing, help: t.missingHelp };
  if (status === 429 || status === 503) return { icon: ServerOff, title: t.busy, help: t.busyHelp };
  if (error instanceof TypeError) return { icon: ServerOff, title: t.offline, help: t.offlineHelp };
  const detail = error instanceof AccessLayerError ? `${error.code}: ${error.message}` : String(error);
  return { icon: TriangleAlert, title: t.failed, help: t.failedHelp, detail };
}
