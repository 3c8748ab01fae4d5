import { texts } from '../../texts/texts.ts';

export const archive = texts(
  {
    title: 'Archive calendar',
    note: 'where each day is; a day of the archive comes back when you choose it',
    none: 'No day is stored yet.',
    states: {
      hot: 'being written',
      warm: 'stored',
      cold: 'stored, compact',
      archived: 'in the archive',
      restored: 'brought back',
      damaged: 'damaged',
    },
    packets: (count: string) => `${count} packets`,
    restore: 'Bring back',
    about:
      'Every packet of the day passes the checks of live data before it is served: signature, place in its batch, the root on the chain. It leaves again after some days.',
    asked: (day: string) => `${day} is being brought back.`,
  },
  {
    title: 'Calendario dell’archivio',
    note: 'dove si trova ogni giorno; un giorno d’archivio torna quando lo scegli',
    none: 'Ancora nessun giorno è conservato.',
    states: {
      hot: 'in scrittura',
      warm: 'conservato',
      cold: 'conservato, compatto',
      archived: 'in archivio',
      restored: 'riportato',
      damaged: 'danneggiato',
    },
    packets: (count: string) => `${count} pacchetti`,
    restore: 'Riporta',
    about:
      'Ogni pacchetto del giorno passa i controlli dei dati vivi prima di essere servito: firma, posto nel lotto, radice sulla catena. Dopo alcuni giorni se ne va di nuovo.',
    asked: (day: string) => `${day} sta tornando.`,
  },
);
