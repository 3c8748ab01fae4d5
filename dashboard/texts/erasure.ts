import { texts } from './texts.ts';

/** Words about erasures, for who asks for one and for who confirms it. */
export const erasure = texts(
  {
    requested: 'Asked for',
    pod: 'PoD',
    status: 'State',
    states: { requested: 'waits for the DSO', 'under-way': 'under way', complete: 'erased' },
    parts: 'Parts of the system',
    done: (done: string, all: string) => `${done} of ${all} done`,
    next: 'What to do',
  },
  {
    requested: 'Chiesta',
    pod: 'PoD',
    status: 'Stato',
    states: { requested: 'attende il DSO', 'under-way': 'in corso', complete: 'cancellato' },
    parts: 'Parti del sistema',
    done: (done: string, all: string) => `${done} di ${all} fatte`,
    next: 'Che fare',
  },
);
