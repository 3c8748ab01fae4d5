import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';

export interface Tab {
  id: string;
  title: string;
  content: () => ReactNode;
}

/** Tabs by the pattern of ARIA: arrows move, Home and End jump. Which one is open is the page's to keep, in its address. */
export function Tabs({
  label,
  tabs,
  open,
  choose,
}: {
  label: string;
  tabs: readonly Tab[];
  open: string;
  choose: (id: string) => void;
}) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const index = Math.max(
    0,
    tabs.findIndex(({ id }) => id === open),
  );
  const move = (event: KeyboardEvent) => {
    const last = tabs.length - 1;
    const to = {
      ArrowRight: (index + 1) % tabs.length,
      ArrowLeft: (index + last) % tabs.length,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(tabs[to]!.id);
    (list.current!.children[to] as HTMLElement).focus();
  };
  return (
    <div className="tabs">
      <div role="tablist" aria-label={label} ref={list} onKeyDown={move}>
        {tabs.map(({ id, title }, at) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${base}-${id}`}
            aria-selected={at === index}
            aria-controls={`${base}-panel`}
            tabIndex={at === index ? 0 : -1}
            onClick={() => choose(id)}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${tabs[index]!.id}`}>
        {tabs[index]!.content()}
      </div>
    </div>
  );
}
