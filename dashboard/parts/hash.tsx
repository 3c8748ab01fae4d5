import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { common } from '../texts/common.ts';
import { useTexts } from '../texts/use-texts.tsx';
import { Icon } from './icon.tsx';

const SHOWN_MS = 1500;

/** A hash or address, shortened in the middle; the whole of it on hover, and copied. */
export function Hash({ value, to, whole = false }: { value: string; to?: string; whole?: boolean }) {
  const text = whole || value.length <= 14 ? value : `${value.slice(0, 8)}…${value.slice(-4)}`;
  const code = <code title={value}>{text}</code>;
  return (
    <span className="hash">
      {to ? <Link href={to}>{code}</Link> : code}
      <CopyButton value={value} />
    </span>
  );
}

export function CopyButton({ value }: { value: string }) {
  const t = useTexts(common);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  const label = copied ? t.copied : `${t.copy} ${value.slice(0, 10)}`;
  return (
    <button type="button" aria-label={label} title={copied ? t.copied : t.copy} onClick={() => void copy()}>
      <Icon of={copied ? Check : Copy} size={13} />
    </button>
  );
}
