import Type from 'typebox';
import { GROUPINGS } from '../aggregates/groupings.ts';

/** Views that people compose, and the people they are opened to, as callers send and get them. */
const closed = { additionalProperties: false } as const;

export const VIEW_ROLES = ['admin', 'editor', 'reader'] as const;
export const PANEL_KINDS = ['graph', 'gauge', 'table', 'map'] as const;
export const MEASURES = ['energyImportWh', 'energyExportWh', 'powerMeanW', 'completeness'] as const;

const MOST_PANELS = 24;
const MOST_DAYS = 366;
const COLUMNS = 12;

const text = (description: string, example: string, maxLength: number) =>
  Type.String({ minLength: 1, maxLength, description, example });

/** The subject of somebody's tokens, whatever the issuer makes it from. Never a name. */
export const PersonId = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._|@:-]{0,63}$',
  description: 'Subject (`sub`) of the person’s tokens; never names anybody',
  example: '6f0d5f5e-3f0c-4a53-9d0e-3a7c4c1d9b11',
});
const GroupId = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: 'Id of a group',
  example: 'control-room',
});
const groups = (description: string) =>
  Type.Array(GroupId, { maxItems: 100, uniqueItems: true, description, example: ['control-room'] });

const Panel = Type.Object(
  {
    kind: Type.Enum([...PANEL_KINDS], { description: 'How it is drawn' }),
    title: text('Title', 'Withdrawal in Rome', 80),
    measure: Type.Enum([...MEASURES], { description: 'What it shows' }),
    groupBy: Type.Optional(
      Type.Enum([...GROUPINGS], {
        description: 'PoDs put together by this; or `pod`',
        example: 'municipality',
      }),
    ),
    pod: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'One PoD; or `groupBy`' })),
    days: Type.Integer({ minimum: 1, maximum: MOST_DAYS, description: 'The last so many days', example: 7 }),
    columns: Type.Integer({
      ...{ minimum: 3, maximum: COLUMNS, example: 6 },
      description: `Width in twelfths of the page, 3 to ${COLUMNS}`,
    }),
    full: Type.Optional(
      Type.Number({
        minimum: 0.001,
        description: 'Where a gauge is full, in the unit of the measure',
        example: 1,
      }),
    ),
  },
  { ...closed, title: 'ViewPanel' },
);
export type ViewPanel = Type.Static<typeof Panel>;

/** Fields of these kinds of documents, without id and revision. */
export const VIEW_FIELDS = {
  group: { name: text('Name of the group', 'Control room', 80) },
  person: {
    role: Type.Enum([...VIEW_ROLES], {
      description:
        'What the person may do with views: an admin all, an editor changes his, a reader reads his',
    }),
    isEnabled: Type.Boolean({ description: 'Whether he may do anything with views', example: true }),
    groups: groups('Groups that he is in'),
  },
  view: {
    title: text('Title', 'Rome, this week', 80),
    about: Type.Optional(text('What it is for', 'For the morning round', 400)),
    panels: Type.Array(Panel, { maxItems: MOST_PANELS, description: 'In reading order' }),
    people: Type.Optional(
      Type.Array(PersonId, {
        ...{ maxItems: 1000, uniqueItems: true },
        description: 'Who is enabled for it. Where absent it stays as it is; of a new one, who makes it',
      }),
    ),
    groups: Type.Optional(groups('Groups whose people are enabled for it. Where absent it stays as it is')),
  },
} as const;
