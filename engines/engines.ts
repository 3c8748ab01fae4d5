import type { Engine } from './engine.ts';
import kafka from './kafka.ts';
import quorum from './quorum.ts';

/** All engines, in the order in which they start. */
export const ENGINES: Engine[] = [kafka, quorum];
