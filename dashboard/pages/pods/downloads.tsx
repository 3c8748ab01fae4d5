import { Download } from 'lucide-react';
import { save } from '../../api/save.ts';
import { Icon } from '../../parts/icon.tsx';
import { Menu } from '../../parts/menu.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useSession } from '../../sign-in/session-provider.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import type { Range } from './range.ts';
import { pods } from './texts.ts';

const FORMS = [
  ['csv', 'readings', 'text/csv', 'csv'],
  ['parquet', 'readings', 'application/vnd.apache.parquet', 'parquet'],
  ['ndjson', 'readings', 'application/x-ndjson', 'ndjson'],
  ['proofs', 'proofs', 'application/x-ndjson', 'proofs.ndjson'],
] as const;

/** The range as files: what a spreadsheet, an analyst and a verifier need. */
export function Downloads({ pod, range, meter }: { pod: string; range: Range; meter: string | undefined }) {
  const t = useTexts(pods);
  const say = useToast();
  const { client } = useSession();
  const [from, until] = [range.fromMs, range.untilMs].map((ms) => new Date(ms).toISOString()) as [
    string,
    string,
  ];
  const fetchAs = (what: string, accept: string, end: string) => {
    const query = new URLSearchParams({ from, until, ...(what === 'readings' && meter ? { meter } : {}) });
    const name = `${pod}-${from.slice(0, 16).replaceAll(':', '')}.${end}`;
    save(client, `/v1/pods/${pod}/${what}?${query}`, name, accept).catch((error: unknown) =>
      say('bad', String(error)),
    );
  };
  return (
    <Menu label={t.downloads} button={<Icon of={Download} size={18} />}>
      {(close) =>
        FORMS.map(([id, what, accept, end]) => (
          <button
            key={id}
            type="button"
            role="menuitem"
            onClick={() => {
              close();
              fetchAs(what, accept, end);
            }}
          >
            {t[id]}
          </button>
        ))
      }
    </Menu>
  );
}
