import Type from 'typebox';
import { SearchStoreConfig } from './stores/search-parts/search-config.ts';

/** The embedded store: one SQLite file a day. */
export const DayFilesConfig = Type.Object(
  {
    name: Type.Literal('sqlite-days'),
    openDays: Type.Optional(
      Type.Integer({ minimum: 1, description: 'Day files open at once; 32 where absent' }),
    ),
  },
  { additionalProperties: false },
);

/** Where measurements are; sqlite-days where absent. */
export const StoreConfig = Type.Union([DayFilesConfig, SearchStoreConfig]);
export type StoreConfig = Type.Static<typeof StoreConfig>;

/** The same with the folder of what lies on this machine; goes to threads as it is. */
export type StorePlace = StoreConfig & { dir: string };
