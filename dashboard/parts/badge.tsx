import { CircleAlert, CircleCheck, CircleHelp, CircleX, Info, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'none';

const ICONS: Record<Tone, LucideIcon> = {
  good: CircleCheck,
  warn: CircleAlert,
  bad: CircleX,
  info: Info,
  none: CircleHelp,
};

/** A state in a word, with an icon and a colour that say the same. */
export function Badge({ tone, children, icon = true }: { tone: Tone; children: ReactNode; icon?: boolean }) {
  return (
    <span className={`badge ${tone}`}>
      {icon && <Icon of={ICONS[tone]} size={12} />}
      {children}
    </span>
  );
}

/** A sentence about the whole page or panel. */
export function NoteBar({ tone = 'info', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <div className={`note-bar ${tone}`} role="note">
      <Icon of={ICONS[tone]} />
      <div>{children}</div>
    </div>
  );
}
