import { texts } from '../../texts/texts.ts';

/** What was set aside or is to go, and what may be done about it. */
export const setAside = texts(
  {
    title: 'Set aside',
    note: 'nothing here is tried again by hand, and why',
    none: 'Nothing was set aside. What a service cannot vouch for would be here, with the reason.',
    at: 'At',
    by: 'By',
    bys: { record: 'Shared Customer Database', statement: 'Blockchain Access Layer' },
    reason: 'Reason',
    detail: 'What was wrong',
    about: 'About',
    next: 'What happens next',
    outcomes: {
      never:
        'Never tried again: the same bytes would be judged the same. Whoever meant it signs a new message; its number is free.',
      heals: 'The sender tries again by itself, and it is taken once its key is listed and valid.',
      evidence:
        'Kept as evidence: two things that contradict each other. See the anomaly, and ask both signers.',
      repaired: 'The service could not judge it. Repair that, and let the database read the stream again.',
    },
    erasures: 'Erasures',
    erasuresNote: 'what customers have asked to be erased',
    noErasures: 'Nobody has asked for an erasure.',
    confirm: 'Confirm',
    confirmOf: (pod: string) => `Confirm the erasure at ${pod}`,
    confirmAbout:
      'From then on nothing of it is given out, everywhere it is erased, and it cannot be stopped. Only hashes stay.',
    confirmAgain: (pod: string) => `Write ${pod} to confirm`,
    confirmed: (pod: string) => `The erasure at ${pod} is under way.`,
  },
  {
    title: 'Messi da parte',
    note: 'niente qui si ritenta a mano, e perché',
    none: 'Niente è stato messo da parte. Qui si vedrebbe, con il motivo, ciò per cui un servizio non può garantire.',
    at: 'Alle',
    by: 'Da',
    bys: { record: 'Shared Customer Database', statement: 'Blockchain Access Layer' },
    reason: 'Motivo',
    detail: 'Che cosa non andava',
    about: 'Riguarda',
    next: 'Che cosa succede ora',
    outcomes: {
      never:
        'Mai ritentato: gli stessi byte sarebbero giudicati allo stesso modo. Chi lo intendeva firma un nuovo messaggio; il numero è libero.',
      heals: 'Il mittente ritenta da sé, ed è accettato quando la sua chiave è elencata e valida.',
      evidence:
        'Conservato come prova: due cose che si contraddicono. Guarda l’anomalia, e chiedi a chi ha firmato.',
      repaired: 'Il servizio non ha potuto giudicarlo. Riparalo, e fa’ rileggere il flusso alla banca dati.',
    },
    erasures: 'Cancellazioni',
    erasuresNote: 'ciò che i clienti hanno chiesto di cancellare',
    noErasures: 'Nessuno ha chiesto una cancellazione.',
    confirm: 'Conferma',
    confirmOf: (pod: string) => `Conferma la cancellazione di ${pod}`,
    confirmAbout:
      'Da allora niente se ne dà più, è cancellato ovunque e non si può fermare. Restano solo gli hash.',
    confirmAgain: (pod: string) => `Scrivi ${pod} per confermare`,
    confirmed: (pod: string) => `La cancellazione di ${pod} è in corso.`,
  },
);
