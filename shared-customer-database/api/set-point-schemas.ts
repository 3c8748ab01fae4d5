import { ACTIVATION_STATUSES } from '@access-layer/core/payloads/activation';
import { SERVICES, SET_POINT_MODES } from '@access-layer/core/payloads/set-point';
import Type from 'typebox';
import { PacketAnswer, PacketsQuerystring, PodParams } from './schemas.ts';

/** What clients send and get about set-points and activations. */
const { from, until, cursor, limit } = PacketsQuerystring.properties;
export const ActivationsQuerystring = Type.Object(
  { from, until, cursor, limit },
  { additionalProperties: false },
);
export const SetPointParams = Type.Object(
  {
    ...PodParams.properties,
    seq: Type.String({
      pattern: '^\\d{1,15}$',
      description: "The PoD's number of the set-point",
      example: '7',
    }),
  },
  { additionalProperties: false },
);

const time = (description: string) =>
  Type.String({ format: 'date-time', description, example: '2026-02-01T10:15:00.000Z' });
const watts = (description: string) => Type.Number({ description, example: 3000 });
const Next = Type.Optional(Type.String({ description: '`cursor` of the next page; absent on the last one' }));
const Hidden = Type.Integer({
  minimum: 0,
  description: 'How many that fit the question the caller may not see, of those looked at',
});
const { payload, signature, stage, certificate, node } = PacketAnswer.properties;

const SetPointAnswer = Type.Object({
  id: Type.String({ example: '01KF2Z3M4N5P6Q7R8S9TABCDEF' }),
  pod: Type.String(),
  node,
  seq: Type.Integer({ minimum: 0, description: 'Rising number of the PoD' }),
  service: Type.Enum([...SERVICES]),
  mode: Type.Enum([...SET_POINT_MODES]),
  valueW: Type.Optional(watts('Limit or target, positive from the grid into the installation')),
  from: time('When it begins'),
  until: time('When it ends'),
  issuedAt: time('When the DSO signed'),
  expiresAt: time('Until when it may wait for its node'),
  order: Type.Optional(Type.String({ description: 'The market order it fulfils' })),
  payload,
  signature,
  signer: Type.String({ pattern: '^0x[0-9a-f]{40}$', description: 'Key of the DSO Technical Platform' }),
  stage,
  certificate,
});
export const SetPointsAnswer = Type.Object({
  pod: Type.String(),
  setPoints: Type.Array(SetPointAnswer),
  hidden: Hidden,
  next: Next,
});

const ActivationAnswer = Type.Object({
  ...PacketAnswer.properties,
  setPoint: Type.String({ description: 'Id of the set-point' }),
  setPointHash: Type.String({ pattern: '^0x[0-9a-f]{64}$', description: 'Its messageHash' }),
  status: Type.Enum([...ACTIVATION_STATUSES]),
  reason: Type.Optional(Type.String({ description: 'Why; `checked` and `held` are stages' })),
  ems: Type.Optional(Type.Object({ id: Type.String(), protocol: Type.String() })),
  commandedW: Type.Optional(watts('What the device was told')),
  measuredW: Type.Optional(watts('What the meter showed then')),
  at: time('When it was so'),
});
export const ActivationsAnswer = Type.Object({
  pod: Type.String(),
  activations: Type.Array(ActivationAnswer),
  hidden: Hidden,
  next: Next,
});
