import '../../styles/calendar.css';
import { dataOf } from '@access-layer/client/errors';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useData } from '../../api/use-data.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useToast } from '../../parts/toasts.tsx';
import { useSession } from '../../sign-in/session-provider.tsx';
import { useFormats, useTexts } from '../../texts/use-texts.tsx';
import { archive } from './archive-texts.ts';

const EVERY_MS = 10_000;
const DAY_MS = 86_400_000;

function useCalendar() {
  return useData(['archive'], (client) => client.data.GET('/v1/archive/calendar'), { everyMs: EVERY_MS });
}

type Day = NonNullable<ReturnType<typeof useCalendar>['data']>['days'][number];

/** Each day where it is: in the store, in the archive, brought back, damaged. A day of the archive can be brought back. */
export function ArchivePanel({ className }: { className: string }) {
  const t = useTexts(archive);
  const formats = useFormats();
  const query = useCalendar();
  const { person } = useSession();
  const [asking, setAsking] = useState<Day>();
  const mayRestore = person.role.startsWith('dso-');
  return (
    <Panel title={t.title} note={t.note} className={className}>
      <Answer query={query} rows={4}>
        {({ days }) =>
          days.length === 0 ? (
            <Empty help={t.none} />
          ) : (
            <div className="stack">
              <ol className="calendar days">
                {days.map((day) => {
                  const text = `${formats.date(Date.parse(day.day))}: ${t.states[day.state]}, ${t.packets(formats.number(Math.max(day.stored.packets, day.archived.packets)))}`;
                  return (
                    <li key={day.day} data-state={day.state}>
                      {mayRestore && day.state === 'archived' ? (
                        <button
                          type="button"
                          title={text}
                          aria-label={`${t.restore}: ${text}`}
                          onClick={() => setAsking(day)}
                        >
                          {day.day.slice(8)}
                        </button>
                      ) : (
                        <span title={text}>
                          {day.day.slice(8)}
                          <span className="only-for-readers"> {text}</span>
                        </span>
                      )}
                    </li>
                  );
                })}
              </ol>
              <p className="legend quiet">
                {Object.entries(t.states).map(([state, word]) => (
                  <span key={state} className="calendar-key" data-state={state}>
                    {word}
                  </span>
                ))}
              </p>
            </div>
          )
        }
      </Answer>
      {asking && <RestoreDialog day={asking} close={() => setAsking(undefined)} />}
    </Panel>
  );
}

function RestoreDialog({ day: { day }, close }: { day: Day; close: () => void }) {
  const t = useTexts(archive);
  const say = useToast();
  const { client } = useSession();
  const queries = useQueryClient();
  const restore = useMutation({
    mutationFn: () => {
      const until = new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
      return dataOf(client.data.POST('/v1/archive/restores', { body: { from: day, until } }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['archive'] }),
  });
  return (
    <ConfirmDialog
      title={`${t.restore} ${day}`}
      action={t.restore}
      close={close}
      act={async () => {
        await restore.mutateAsync();
        say('good', t.asked(day));
      }}
    >
      <p>{t.about}</p>
    </ConfirmDialog>
  );
}
