import { texts } from '../texts/texts.ts';

export const shell = texts(
  {
    navigation: 'Pages',
    pages: {
      overview: 'Overview',
      explorer: 'Explorer',
      nodes: 'Light Nodes',
      pods: 'PoDs',
      verify: 'Verify',
      flexibility: 'Flexibility',
      reports: 'Reports',
      'my-data': 'My data',
      operations: 'Operations',
    },
    times: (zone: string) => `Times in ${zone}`,
    apis: 'APIs',
    landing: {
      title: 'Energy data that nobody has to take your word for',
      about:
        'Every reading is signed at the meter, sealed in a batch and anchored on a chain. Sign in to see yours, or check a proof that somebody gave you: that needs no account.',
      signIn: 'Sign in',
      verify: 'Check a proof',
    },
    unreachable: 'Access Layer does not answer',
    unreachableHelp: 'It may be starting. Try again in a moment.',
    ended: 'Your sign-in has ended; what you see may be old.',
    signInAgain: 'Sign in again',
    noPage: 'There is no such page',
    noPageHelp: 'The address may have a mistake in it.',
    home: 'To the overview',
  },
  {
    navigation: 'Pagine',
    pages: {
      overview: 'Panoramica',
      explorer: 'Esplora',
      nodes: 'Light Node',
      pods: 'PoD',
      verify: 'Verifica',
      flexibility: 'Flessibilità',
      reports: 'Rapporti',
      'my-data': 'I miei dati',
      operations: 'Esercizio',
    },
    times: (zone: string) => `Ore in ${zone}`,
    apis: 'API',
    landing: {
      title: 'Dati di energia di cui nessuno deve fidarsi sulla parola',
      about:
        'Ogni lettura è firmata al contatore, sigillata in un lotto e ancorata a una catena. Accedi per vedere le tue, o controlla una prova che ti hanno dato: non serve un account.',
      signIn: 'Accedi',
      verify: 'Controlla una prova',
    },
    unreachable: 'Access Layer non risponde',
    unreachableHelp: 'Forse si sta avviando. Riprova tra un momento.',
    ended: 'La sessione è finita; quel che vedi può essere vecchio.',
    signInAgain: 'Accedi di nuovo',
    noPage: 'Questa pagina non esiste',
    noPageHelp: 'Forse c’è un errore nell’indirizzo.',
    home: 'Alla panoramica',
  },
);
