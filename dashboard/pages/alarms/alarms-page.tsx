import { useLiveAlarms } from '../../api/alarms.ts';
import { useAddress } from '../../parts/address.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useTexts } from '../../texts/use-texts.tsx';
import '../../styles/alarms.css';
import { ActivePanel } from './active-panel.tsx';
import { ChannelsPanel } from './channels-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { RulesPanel } from './rules-panel.tsx';
import { SilencesPanel } from './silences-panel.tsx';
import { alarms } from './texts.ts';

export function AlarmsPage() {
  const t = useTexts(alarms);
  const { get, set } = useAddress();
  useLiveAlarms();
  const tabs = [
    { id: 'active', title: t.tabs.active, content: () => <ActivePanel /> },
    { id: 'rules', title: t.tabs.rules, content: () => <RulesPanel /> },
    { id: 'silences', title: t.tabs.silences, content: () => <SilencesPanel /> },
    { id: 'history', title: t.tabs.history, content: () => <HistoryPanel /> },
    { id: 'channels', title: t.tabs.channels, content: () => <ChannelsPanel /> },
  ];
  return (
    <>
      <PageHead title={t.title} about={t.about} />
      <Tabs
        label={t.title}
        tabs={tabs}
        open={get('tab') ?? 'active'}
        choose={(tab) => set({ tab, rule: undefined })}
      />
    </>
  );
}
