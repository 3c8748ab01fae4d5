import { nodeBookConformance } from '../node-book.conformance.ts';
import sqlite from './sqlite.ts';

nodeBookConformance('sqlite', (dataDir) => sqlite.create({ dataDir }));
