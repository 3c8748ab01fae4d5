import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkConfig, nearest } from '@access-layer/core/config';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import Type from 'typebox';
import { parse } from 'yaml';
import { ROOM } from '../room.ts';
import { VARIABLES, type VariableName } from './command.ts';

const closed = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1, maxLength: 2000 });
const From = Type.Enum([...VARIABLES], {
  description: 'what the set-point asks for, in the unit of the name',
});

const Value = Type.Union([
  Type.Number(),
  Type.Object(
    {
      from: From,
      factor: Type.Optional(Type.Number({ description: 'of the register; the sign turns the convention' })),
      scaleFactorAt: Type.Optional(
        Type.Integer({
          minimum: 0,
          description: 'address of a SunSpec scale factor: the register is value / 10^SF',
        }),
      ),
    },
    closed,
  ),
]);

/** One or two registers; addresses are those of the protocol data unit, from 0, or of the SunSpec model. */
const RegisterWrite = Type.Object(
  {
    address: Type.Integer({ minimum: 0, maximum: 65_535 }),
    type: Type.Union([
      Type.Literal('u16'),
      Type.Literal('i16'),
      Type.Literal('u32'),
      Type.Literal('i32'),
      Type.Literal('f32'),
    ]),
    value: Value,
    lowWordFirst: Type.Optional(Type.Boolean()),
    single: Type.Optional(Type.Boolean({ description: 'function 6 instead of 16' })),
    confirmAt: Type.Optional(
      Type.Union([
        Type.Integer({
          minimum: 0,
          maximum: 65_535,
          description: 'where it is read back; at its address unless given',
        }),
        Type.Literal('nowhere'),
      ]),
    ),
  },
  closed,
);
export type RegisterWrite = Type.Static<typeof RegisterWrite>;

/** `{name}` in texts stands for a variable; a text that is only one becomes a number. */
const Body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]));
const Confirm = { path: Text, equals: Type.Union([Type.String(), Type.Number(), Type.Boolean()]) };
const RestCall = Type.Object(
  {
    method: Type.Union([Type.Literal('GET'), Type.Literal('PUT'), Type.Literal('POST')]),
    path: Text,
    body: Type.Optional(Body),
    expect: Type.Optional(Type.Object(Confirm, closed)),
  },
  closed,
);
export type RestCall = Type.Static<typeof RestCall>;
const MqttPublish = Type.Object(
  {
    topic: Text,
    payload: Type.Union([Body, Text]),
    expect: Type.Optional(Type.Object({ topic: Text, ...Confirm }, closed)),
  },
  closed,
);
export type MqttPublish = Type.Static<typeof MqttPublish>;

/** A value of a command class, by the names of zwave-js; `confirm` is the property that is asked for afterwards. */
const ZwaveSet = Type.Object(
  {
    commandClass: Type.Integer({ minimum: 0x20, maximum: 0xff }),
    property: Text,
    propertyKey: Type.Optional(Type.Integer({ minimum: 0 })),
    value: Type.Union([Type.Boolean(), Value]),
    confirm: Text,
  },
  closed,
);
export type ZwaveSet = Type.Static<typeof ZwaveSet>;

/** How a device is made to follow: in `modes`, what is done for each that it knows; `release` ends all of them. */
const actions = <S extends Type.TSchema>(action: S) => ({
  modes: Type.Object(
    {
      'limit-import': Type.Optional(Type.Array(action, { minItems: 1 })),
      'limit-export': Type.Optional(Type.Array(action, { minItems: 1 })),
      target: Type.Optional(Type.Array(action, { minItems: 1 })),
    },
    { ...closed, minProperties: 1 },
  ),
  pause: Type.Optional(Type.Array(action, { minItems: 1, description: 'a charger below its least current' })),
  release: Type.Array(action, { minItems: 1 }),
});

const head = {
  brand: Text,
  model: Text,
  source: Text,
  roles: Type.Optional(Type.Array(Text)),
  revert: Type.Object(
    {
      by: Type.Union([Type.Literal('device'), Type.Literal('node')], {
        description:
          'who takes it back when the node is gone: its own timer, or the node when it has started again',
      }),
      seconds: Type.Optional(Type.Integer({ minimum: 2, maximum: 3600, description: 'of its own timer' })),
      fixed: Type.Optional(Type.Literal(true, { description: 'its timer cannot be set' })),
    },
    closed,
  ),
  response: Type.Optional(
    Type.Object(
      {
        withinS: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 3600 })),
        toleranceW: Type.Optional(Type.Number({ minimum: 0 })),
        tolerancePercent: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
      },
      closed,
    ),
  ),
  commandsW: Type.Optional(Type.Number({ description: 'what any order amounts to: 0 of a switch' })),
  charger: Type.Optional(
    Type.Object(
      {
        minA: Type.Number({ minimum: 6, description: 'IEC 61851-1 knows no current below 6 A' }),
        maxA: Type.Number({ minimum: 6, maximum: 80 }),
        stepA: Type.Number({ exclusiveMinimum: 0, maximum: 6 }),
      },
      closed,
    ),
  ),
};

const schemas = {
  modbus: Type.Object(
    {
      ...head,
      protocol: Type.Literal('modbus'),
      sunSpecModel: Type.Optional(
        Type.Integer({ minimum: 1, description: 'addresses count from this model' }),
      ),
      ...actions(RegisterWrite),
    },
    closed,
  ),
  rest: Type.Object({ ...head, protocol: Type.Literal('rest'), ...actions(RestCall) }, closed),
  mqtt: Type.Object({ ...head, protocol: Type.Literal('mqtt'), ...actions(MqttPublish) }, closed),
  zwave: Type.Object({ ...head, protocol: Type.Literal('zwave'), ...actions(ZwaveSet) }, closed),
};
export type ModbusTemplate = Type.Static<typeof schemas.modbus>;
export type RestTemplate = Type.Static<typeof schemas.rest>;
export type MqttTemplate = Type.Static<typeof schemas.mqtt>;
export type ZwaveTemplate = Type.Static<typeof schemas.zwave>;
export type EmsTemplate = (ModbusTemplate | RestTemplate | MqttTemplate | ZwaveTemplate) & { name: string };

const OWN = fileURLToPath(new URL('./ems-templates', ROOM));

/** Templates that come with the node. */
export function templateNames(dir = OWN): string[] {
  return readdirSync(dir)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length));
}

/**
 * Reads and checks a template of a folder; of ems-templates/ unless given.
 * @throws AccessLayerError LN_EMS_TEMPLATE
 */
export function loadTemplate(name: string, dir = OWN): EmsTemplate {
  const known = templateNames(dir);
  if (!known.includes(name)) {
    const hint = nearest(name, known);
    throw wrong(`there is no template "${name}"${hint ? `; did you mean "${hint}"?` : ''} in ${dir}`);
  }
  return parseTemplate(name, readFileSync(join(dir, `${name}.yaml`), 'utf8'));
}

/** @throws AccessLayerError LN_EMS_TEMPLATE */
export function parseTemplate(name: string, text: string): EmsTemplate {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw wrong(`template "${name}" is not YAML: ${messageOf(error)}`);
  }
  const protocol = (value as { protocol?: keyof typeof schemas } | null)?.protocol;
  if (typeof protocol !== 'string' || !Object.hasOwn(schemas, protocol)) {
    throw wrong(`template "${name}": protocol is "${protocol}"; expected ${Object.keys(schemas).join(', ')}`);
  }
  const checked = checkConfig(schemas[protocol], value);
  if (!checked.ok) throw wrong(checked.errors.map((error) => `template "${name}": ${error}`).join('\n'));
  const template = { ...(value as EmsTemplate), name };
  const faults = faultsOf(template);
  if (faults.length > 0) throw wrong(faults.map((fault) => `template "${name}": ${fault}`).join('\n'));
  return template;
}

/** What the schema cannot say. */
function faultsOf(template: EmsTemplate): string[] {
  const { revert, charger, pause, modes } = template;
  const faults: string[] = [];
  if ((revert.by === 'device') !== (revert.seconds !== undefined)) {
    faults.push('revert: a timer of the device has seconds, one of the node has none');
  }
  if ((charger === undefined) !== (pause === undefined)) faults.push('charger and pause go together');
  const used = usedVariables(JSON.stringify(modes));
  if (revert.by === 'device' && !revert.fixed && !used.has('revertS')) {
    faults.push(
      'revert by the device: no mode gives revertS to its timer; say fixed: true where it cannot be set',
    );
  }
  if (used.has('currentA') && !charger) faults.push('currentA needs charger: {minA, maxA, stepA}');
  return faults;
}

function usedVariables(text: string): Set<VariableName> {
  return new Set(VARIABLES.filter((name) => text.includes(`"from":"${name}"`) || text.includes(`{${name}}`)));
}

function wrong(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'LN_EMS_TEMPLATE', message });
}
