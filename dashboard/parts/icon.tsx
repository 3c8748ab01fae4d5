import type { LucideIcon } from 'lucide-react';

/** An icon beside a text: never the only bearer of what it says. */
export function Icon({ of: Drawing, size = 16 }: { of: LucideIcon; size?: number }) {
  return <Drawing size={size} strokeWidth={1.9} aria-hidden="true" />;
}
