import { Megaphone, Plus } from 'lucide-react';
import { useState } from 'react';
import { type Channel, useAlarmChanges, useAlarmOptions, useChannels } from '../../api/alarms.ts';
import { Badge, NoteBar } from '../../parts/badge.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/query.tsx';
import { Empty } from '../../parts/states.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import { ChannelDialog } from './channel-dialog.tsx';
import { MessageDialog } from './message-dialog.tsx';
import { alarms } from './texts.ts';

/** Where alarms are told. The DSO keeps them; others see the names of those that they may use. */
export function ChannelsPanel() {
  const t = useTexts(alarms);
  const query = useChannels();
  const { data: options } = useAlarmOptions();
  const isDso = options?.kinds.includes('anchor-age') ?? false;
  const [asking, setAsking] = useState<'new' | 'message' | Channel>();
  const close = () => setAsking(undefined);
  return (
    <Answer query={query} rows={4}>
      {({ items }) => (
        <div className="stack">
          {isDso && (
            <div className="row">
              <button type="button" className="button first" onClick={() => setAsking('new')}>
                <Icon of={Plus} size={14} />
                {t.newChannel}
              </button>
              {items.length > 0 && (
                <button type="button" className="button" onClick={() => setAsking('message')}>
                  <Icon of={Megaphone} size={14} />
                  {t.message}
                </button>
              )}
            </div>
          )}
          {items.length === 0 ? (
            <Empty help={isDso ? t.noChannelsYet : t.noChannelsForYou} />
          ) : (
            <ChannelTable items={items} isDso={isDso} remove={setAsking} />
          )}
          {asking === 'new' && <ChannelDialog close={close} />}
          {asking === 'message' && <MessageDialog channels={items} close={close} />}
          {typeof asking === 'object' && <RemoveDialog channel={asking} close={close} />}
        </div>
      )}
    </Answer>
  );
}

function goesTo(channel: Channel): string {
  if ('to' in channel) return channel.to.join(', ');
  if ('url' in channel) return channel.url;
  return 'secret' in channel ? channel.secret : '';
}

const TONES = { sent: 'good', waiting: 'warn', failed: 'bad' } as const;

function ChannelTable({
  items,
  isDso,
  remove,
}: {
  items: Channel[];
  isDso: boolean;
  remove: (channel: Channel) => void;
}) {
  const t = useTexts(alarms);
  const { testChannel } = useAlarmChanges();
  const [tested, setTested] = useState<{ name: string; ok: boolean; answer: string }>();
  const test = async ({ id, name }: Channel) => {
    setTested(undefined);
    setTested({ name, ...(await testChannel.mutateAsync(id)) });
  };
  const columns: Column<Channel>[] = [
    { id: 'name', title: t.channel, wrap: true, cell: ({ name }) => name, sort: ({ name }) => name },
    { id: 'kind', title: t.channelKind, cell: ({ kind }) => t.channelKinds[kind], sort: ({ kind }) => kind },
    {
      id: 'language',
      title: t.language,
      cell: (channel) => t.languages[('language' in channel && channel.language) || 'en'],
    },
    { id: 'to', title: t.goesTo, wrap: true, cell: goesTo },
    {
      id: 'last',
      title: t.lastNotice,
      wrap: true,
      cell: (channel) => {
        const last = 'last' in channel ? (channel.last as keyof typeof TONES | undefined) : undefined;
        if (!last) return t.noNotice;
        return (
          <span title={'lastAnswer' in channel ? channel.lastAnswer : undefined}>
            <Badge tone={TONES[last]}>{t.outcomes[last]}</Badge>
          </span>
        );
      },
    },
    {
      id: 'actions',
      title: '',
      cell: (channel) => (
        <div className="row">
          <button
            type="button"
            className="button"
            disabled={testChannel.isPending}
            aria-label={`${t.test}: ${channel.name}`}
            onClick={() => void test(channel)}
          >
            {testChannel.variables === channel.id && testChannel.isPending ? t.testing : t.test}
          </button>
          <button type="button" className="button danger" onClick={() => remove(channel)}>
            {t.remove}
          </button>
        </div>
      ),
    },
  ];
  return (
    <>
      {tested && (
        <div role="status">
          <NoteBar tone={tested.ok ? 'good' : 'bad'}>
            {tested.ok ? t.testGood(tested.name, tested.answer) : t.testBad(tested.name, tested.answer)}
          </NoteBar>
        </div>
      )}
      <Panel title={t.tabs.channels} flush>
        <DataTable
          label={t.tabs.channels}
          columns={isDso ? columns : columns.slice(0, 2)}
          rows={items}
          rowKey={({ id }) => id}
        />
      </Panel>
    </>
  );
}

function RemoveDialog({ channel, close }: { channel: Channel; close: () => void }) {
  const t = useTexts(alarms);
  const { removeChannel } = useAlarmChanges();
  const revision = 'revision' in channel ? channel.revision : 0;
  const act = async () => void (await removeChannel.mutateAsync({ id: channel.id, revision }));
  return (
    <ConfirmDialog title={t.removeChannel(channel.name)} action={t.remove} danger act={act} close={close}>
      <p className="quiet">{goesTo(channel)}</p>
    </ConfirmDialog>
  );
}
