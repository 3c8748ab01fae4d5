import { type ReactNode, useId } from 'react';

/** A titled piece of a page. */
export function Panel({
  title,
  note,
  tools,
  flush = false,
  className = '',
  children,
}: {
  title: string;
  note?: ReactNode;
  tools?: ReactNode;
  /** Without room around: tables and charts. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {note && <span className="note">{note}</span>}
        {tools && <div className="end">{tools}</div>}
      </header>
      <div className={flush ? 'body flush' : 'body'}>{children}</div>
    </section>
  );
}
