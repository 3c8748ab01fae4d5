import { Search } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { Icon } from '../parts/icon.tsx';
import { useToast } from '../parts/toasts.tsx';
import { common } from '../texts/common.ts';
import { useTexts } from '../texts/use-texts.tsx';
import { searchTarget } from './search-target.ts';

/** One field for all that has a name; the key / goes to it. */
export function SearchField() {
  const t = useTexts(common);
  const say = useToast();
  const [, navigate] = useLocation();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const slash = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey) return;
      if ((event.target as HTMLElement).closest('input, textarea, select')) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', slash);
    return () => document.removeEventListener('keydown', slash);
  }, []);
  const search = () => {
    const target = searchTarget(field.current!.value);
    if (!target) return say('bad', t.searchNothing);
    navigate(target);
    field.current!.value = '';
    field.current!.blur();
  };
  return (
    <search className="search">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          search();
        }}
      >
        <Icon of={Search} size={15} />
        <input
          ref={field}
          className="input"
          type="search"
          aria-label={t.searchLabel}
          placeholder={`${t.search}  ( / )`}
          autoComplete="off"
          spellCheck={false}
        />
      </form>
    </search>
  );
}
